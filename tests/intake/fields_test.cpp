#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "entry/loan.hpp"
#include "intake/field_reader.hpp"
#include "intake/field_schema.hpp"
#include "intake/field_writer.hpp"
#include "standard/json.hpp"

// A kind that only tests have is read, written and described by nothing but its list.

using namespace timebank;
using entry_tests::ladder;
using entry_tests::LoanContent;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view loan_line =
    R"({"lender":"m-1","borrower":"m-2","thing":"ladder","pieces":2,"until":"2024-10-04",)"
    R"("condition":{"kind":"photo","grade":4},"facts":{"age":63}})";

Result<LoanContent> read_loan(std::string_view line) {
    const auto tree = standard::parse_json(bytes_of(line), 10'000).value();
    standard::JsonReading reading(*tree, standard::Notes::refused);
    const auto object = reading.root().object();
    object.allow_only(intake::FieldNames::of<LoanContent>());
    LoanContent loan;
    intake::FieldReader::read(object, loan);
    if (auto outcome = reading.outcome(); !outcome) return outcome.error();
    return loan;
}

std::string written(const LoanContent& loan) {
    Json object;
    intake::FieldWriter::write(object, loan);
    return object.dump();
}

void check_fault(std::string_view line, const std::string& beginning) {
    const auto loan = read_loan(line);
    REQUIRE_FALSE(loan);
    CHECK(loan.error().text.en.substr(0, beginning.size()) == beginning);
}

}  // namespace

TEST_CASE("a new kind is read and written as soon as it has a list") {
    CHECK(read_loan(loan_line).value() == ladder());
    CHECK(written(ladder()) == loan_line);
    const auto shortest = R"({"lender":"m-1","borrower":"m-2","thing":"saw","until":"2024-10-04"})";
    const LoanContent saw{"m-1", "m-2", "saw", 1, {20'000}, {}, {}};
    CHECK(read_loan(shortest).value() == saw);
    CHECK(read_loan(written(saw)).value() == saw);
}

TEST_CASE("a fault in a new kind's line has its path") {
    check_fault(R"({"lender":"m-1"})", "$.borrower: is missing");
    check_fault(R"({"lender":"m-1","borrower":"m-2","thing":"saw","pieces":21,"until":"2024-10-04"})",
                "$.pieces: found 21");
    check_fault(R"({"lender":"m-1","borrower":"m-2","thing":"saw","until":"2024-10-04",)"
                R"("condition":{"kind":"photograph"}})",
                "$.condition.kind: found \"photograph\"");
    check_fault(R"({"lender":"m-1","borrower":"m-2","thing":"saw","until":"2024-10-04","facts":{"age":"x"}})",
                "$.facts.age: found \"x\"");
    check_fault(R"({"lender":"m-1","borower":"m-2"})", "$.borower: is no member here");
}

TEST_CASE("a new kind has a schema as soon as it has a list") {
    Json properties, required;
    intake::FieldSchema::add<LoanContent>(properties, required);
    CHECK(required.dump() == R"(["lender","borrower","thing","until"])");
    CHECK(properties.dump() ==
          R"({"lender":{"$ref":"#/definitions/code"},"borrower":{"$ref":"#/definitions/code"},)"
          R"("thing":{"$ref":"#/definitions/code"},)"
          R"("pieces":{"type":"integer","minimum":1,"maximum":20,"default":1},)"
          R"("until":{"$ref":"#/definitions/civil_date"},"condition":{"$ref":"#/definitions/evidence"},)"
          R"("facts":{"$ref":"#/definitions/facts"}})");
}
