#include <map>
#include <set>

#include "catch.hpp"
#include "entry/check.hpp"
#include "entry/content_of_kind.hpp"
#include "entry/field_bytes.hpp"
#include "entry/field_check.hpp"
#include "entry/field_difference.hpp"
#include "entry/loan.hpp"
#include "entry/owners.hpp"
#include "entry/random_entry.hpp"
#include "entry/reference.hpp"
#include "entry/samples.hpp"
#include "entry/words.hpp"

// What comes from the lists of fields: for a kind of its own, which no other source knows, and for generated
// claims of every kind against the reference, which knows no list.

using namespace timebank;
using namespace entry_tests;

namespace {

Bytes encoded(const LoanContent& content) {
    Encoder out;
    entry::FieldEncoder see(out);
    entry::Fields<LoanContent>::list(see, content);
    return out.take();
}

/// The reference names places ("participants.3.role"), first_difference() what stands at the top of the JSON
/// form, and the two ends of what happened.
std::string json_name(const std::string& reference_name) {
    const auto name = reference_name.substr(reference_name.rfind('/') + 1);
    if (name.rfind("actual.", 0) == 0) return name;
    return name.substr(0, name.find('.'));
}

void check_loan_fault(void (*change)(LoanContent&), const std::string& message) {
    auto loan = ladder();
    change(loan);
    const auto checked = entry::FieldCheck::of(loan);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().text.en == message);
    CHECK(checked.error().code == Code::invalid_argument);
}

}  // namespace

TEST_CASE("a new kind has bytes as soon as it has a list: its fields one behind the other") {
    const std::string expected =
        "036d2d31"           // lender
        "036d2d32"           // borrower
        "066c6164646572"     // thing
        "00000002"           // pieces
        "00004e20"           // until
        "050400"             // condition: a photo, grade 4, no digest
        "01"                 // one fact
        "03616765"           // age
        "000000000000003f";  // 63
    CHECK(to_hex(encoded(ladder())) == expected);

    const auto bytes = encoded(ladder());
    Decoder in(bytes);
    entry::FieldDecoder see(in);
    LoanContent decoded;
    entry::Fields<LoanContent>::list(see, decoded);
    CHECK(in.done());
    CHECK(decoded == ladder());
}

TEST_CASE("a new kind's bounds are checked, and its own check is asked when they are kept") {
    CHECK(entry::FieldCheck::of(ladder()));
    check_loan_fault([](LoanContent& c) { c.thing = "a ladder"; },
                     "field thing: must be a code of 1 to 40 characters (letters, digits, . _ -, a letter or "
                     "digit first)");
    check_loan_fault([](LoanContent& c) { c.pieces = 0; }, "field pieces: must be at least 1");
    check_loan_fault([](LoanContent& c) { c.pieces = 21; }, "field pieces: is 21, at most 20 is allowed");
    check_loan_fault([](LoanContent& c) { c.until.days = 84'006; },
                     "field until: must be a day of the years 1900 to 2199");
    check_loan_fault([](LoanContent& c) { c.condition.kind = EvidenceKind::paper_confirmation; },
                     "field condition.digest: is missing: a confirmation on paper takes the SHA-256 of its "
                     "photo");
    check_loan_fault(
        [](LoanContent& c) {
            c.facts.push_back({"age", 64});
        },
        "field facts: must be sorted, with no two the same");
    check_loan_fault([](LoanContent& c) { c.facts[0].code = ""; },
                     "field facts: must be a code of 1 to 40 characters (letters, digits, . _ -, a letter or "
                     "digit first)");
    check_loan_fault([](LoanContent& c) { c.borrower = "m-1"; },
                     "field borrower: is m-1, as lender is: name another account");
    // A bound before what needs several fields.
    check_loan_fault(
        [](LoanContent& c) {
            c.borrower = "m-1";
            c.pieces = 0;
        },
        "field pieces: must be at least 1");
}

TEST_CASE("a new kind's first difference and its owners are those of its list") {
    const auto loan = ladder();
    auto other = loan;
    CHECK_FALSE(entry::ComparedFields(loan).first_difference(entry::ComparedFields(other)));
    other.condition.grade = 5;
    CHECK(entry::ComparedFields(loan).first_difference(entry::ComparedFields(other)) == "condition");
    other.thing = "saw";
    CHECK(entry::ComparedFields(loan).first_difference(entry::ComparedFields(other)) == "thing");

    std::map<std::string, entry::Part> met;
    auto meet = [&](const std::string& owner, entry::Part part) { met[owner] = part; };
    entry::OwnersMet<decltype(meet)>::in(loan, meet);
    CHECK(met == std::map<std::string, entry::Part>{{"m-1", entry::Part::gives}, {"m-2", entry::Part::gets}});
}

TEST_CASE("in 3 000 generated claims a change of any field is called by its name in the JSON form") {
    constexpr std::uint64_t seed = 20'260'107;
    INFO("seed " << seed);
    Random random(seed);
    std::set<std::string> fields, changed;
    for (int round = 0; round < 3'000; ++round) {
        Entry entry;
        entry.signed_claim.claim = random_claim(random);
        const auto& claim = entry.signed_claim.claim;
        const auto all = fields_of(entry);
        for (const auto& field : all) {
            if (field.name.rfind("body/", 0) != 0 || field.bytes.empty()) continue;
            const auto name = json_name(field.name);
            const auto of_kind = std::string(to_text(claim.kind())) + " " + name;
            fields.insert(of_kind);
            // Long lists look alike from one item to the next.
            if (field.name.find(".length") == field.name.npos && field.bytes.size() > 40 && one_in(random, 2))
                continue;
            auto bytes = field.bytes;
            bytes.back() ^= static_cast<std::uint8_t>(1 + below(random, 3));
            const auto decoded = decode_entry(join(edited(all, {{field.name, bytes}})));
            if (!decoded) continue;
            const auto difference = first_difference(claim, decoded->signed_claim.claim);
            if (difference != name) FAIL(field.name << " is called " << difference.value_or("nothing"));
            changed.insert(of_kind);
        }
    }
    // What no single byte can change into something else that is allowed.
    for (const auto& of_kind : fields) {
        const auto name = of_kind.substr(of_kind.find(' ') + 1);
        if (name == "tag" || name == "reserved" || name == "content" || name == "kind") continue;
        INFO(of_kind);
        CHECK(changed.count(of_kind) == 1);
    }
    CHECK(changed.size() > 150);
}

TEST_CASE("a kind's number is its content's place, and a number that no kind has gives no content") {
    CHECK(entry::kind_of<GenesisContent>() == ClaimKind::genesis);
    CHECK(entry::kind_of<RulingContent>() == ClaimKind::ruling);
    for (const auto& word : entry::words_of<ClaimKind>()) {
        const auto content = entry::content_of_kind(word.value);
        REQUIRE(content);
        CHECK(content->index() + 1 == static_cast<std::size_t>(word.value));
    }
    CHECK_FALSE(entry::content_of_kind(static_cast<ClaimKind>(0)));
    CHECK_FALSE(entry::content_of_kind(static_cast<ClaimKind>(std::variant_size_v<ClaimContent> + 1)));
}

TEST_CASE("whom a claim concerns, and who is on its receiving side") {
    struct Row {
        ClaimContent content;
        std::string concerned, receiving;
    };
    const auto service = [] {
        ServiceContent content;
        content.on_behalf_of = "team";
        content.participants = {
            {"a", "volunteer", {}, {}}, {"b", "receiver", {}, {}}, {"c", "attendee", {}, {}}};
        return content;
    };
    const std::vector<Row> rows = {
        {GenesisContent{}, "", ""},
        {KeyContent{{}, Role::member, "a"}, "a", ""},
        {KeyContent{{}, Role::officer, ""}, "", ""},
        {UnitContent{"a", 1, 0, {}}, "", ""},
        {StandardContent{}, "", ""},
        {AccountContent{"a", AccountClass::member, {"b"}, {"c"}, {}}, "a", ""},
        {service(), "a b c team", "b c team"},
        {RedemptionContent{"a", "c", 1, {}, "b", {}, {}}, "a b", "a b"},
        {ReversalContent{1, {}, "a", {"b"}}, "", ""},
        {OpeningContent{"a", "b", "c", {1}, {}, {}}, "a", "a"},
        {TransferContent{"a", "b", "c", {1}, {}, "team", {}, {}}, "a b", "b"},
        {MergeContent{"a", "b", "c"}, "a b", ""},
        {RulingContent{1, {}, RulingOutcome::refused, "a"}, "", ""},
    };
    for (const auto& row : rows) {
        Claim claim;
        claim.acting_for = "x";
        claim.content = row.content;
        INFO(to_text(claim.kind()));
        for (const std::string owner : {"", "a", "b", "c", "team", "x"}) {
            INFO("owner " << owner);
            const auto is_in = [&](const std::string& list) {
                return !owner.empty() && (" " + list + " ").find(" " + owner + " ") != list.npos;
            };
            CHECK(is_concerned(claim, owner) == is_in(row.concerned));
            CHECK(is_receiving(claim, owner) == is_in(row.receiving));
        }
    }
}
