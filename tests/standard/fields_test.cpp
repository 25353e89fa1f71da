#include "standard/fields.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "timebank/bytes.hpp"
#include "timebank/id.hpp"

using namespace timebank;
using namespace timebank::standard;

namespace {

enum class Colour { red, green };

struct Claim {
    std::string owner;
    Colour colour = Colour::red;
    std::int64_t count = 7;
    Amount amount;
    Fraction share;
    CivilTime at;
    Digest digest{};
    std::vector<std::string> tags;
};

/// A reading as other rooms write it: one line per field.
Result<Claim> read_claim(const nlohmann::json& tree) {
    JsonReading reading(tree);
    const Object object =
        reading.root().object({"owner", "colour", "count", "amount", "share", "at", "digest", "tags"});
    Claim claim;
    claim.owner = object["owner"].code();
    claim.colour = object["colour"].choice<Colour>({{"red", Colour::red}, {"green", Colour::green}});
    if (object.has("count")) claim.count = object["count"].integer(-5, 5);
    claim.amount = object["amount"].amount(60);
    claim.share = object["share"].fraction();
    claim.at = object["at"].parsed(parse_civil_time);
    claim.digest = object["digest"].parsed(digest_from_hex);
    for (const Value& tag : object["tags"].array(1, 2)) claim.tags.push_back(tag.text(4));
    if (claim.count == 4) object["count"].refuse("不喜欢 {}", "nobody likes {}", {"four"});
    if (auto outcome = reading.outcome(); !outcome) return outcome.error();
    return claim;
}

nlohmann::json good_claim() {
    return {{"owner", "li-4"},
            {"colour", "green"},
            {"amount", "1.5"},
            {"share", "2/3"},
            {"at", "2026-01-03T08:30+08:00"},
            {"digest", std::string(64, '7')},
            {"tags", {"a", "四"}}};
}

}  // namespace

TEST_CASE("a claim is read, one line per field") {
    const auto claim = read_claim(good_claim());
    REQUIRE(claim.has_value());
    CHECK(claim->owner == "li-4");
    CHECK(claim->colour == Colour::green);
    CHECK(claim->count == 7);
    CHECK(claim->amount.minor_units == 90);
    CHECK(claim->share == Fraction(2, 3));
    CHECK(to_text(claim->at) == "2026-01-03T08:30+08:00");
    CHECK(claim->digest[31] == 0x77);
    CHECK(claim->tags == std::vector<std::string>{"a", "四"});
}

TEST_CASE("what is found and what is allowed is said") {
    struct Row {
        std::string member;
        nlohmann::json value;
        std::string en;
    };
    const std::vector<Row> rows = {
        {"owner", 4, "$.owner: found 4, must be text in double quotes"},
        {"owner", "-x",
         "$.owner: found \"-x\", must be a code: 1 to 40 of A-Z a-z 0-9 . _ -, the first a letter or digit"},
        {"owner", nullptr, "$.owner: found null, must be text in double quotes"},
        {"colour", "gren", "$.colour: found \"gren\", must be one of red, green (did you mean green?)"},
        {"colour", "blue", "$.colour: found \"blue\", must be one of red, green"},
        {"count", 6, "$.count: found 6, must be an integer from -5 to 5, without quotes"},
        {"count", "3", "$.count: found \"3\", must be an integer from -5 to 5, without quotes"},
        {"count", true, "$.count: found true, must be an integer from -5 to 5, without quotes"},
        {"count", 4, "$.count: nobody likes four"},
        {"amount", "-1", "$.amount: found \"-1\", must be zero or more"},
        {"share", "-1/2", "$.share: found \"-1/2\", must be zero or more"},
        {"tags", nlohmann::json::array(), "$.tags: found [], must be an array [ ] of 1 to 2 elements"},
        {"tags",
         {"a", "b", "c"},
         "$.tags: found [\"a\",\"b\",\"c\"], must be an array [ ] of 1 to 2 elements"},
        {"tags",
         {"a", "fives"},
         "$.tags[1]: found \"fives\", must be text of 1 to 4 bytes without line breaks, "
         "control characters or those that turn its direction"},
        {"colours", "red",
         "$.colours: is no member here (did you mean colour?): allowed are owner, colour, count, amount, "
         "share, at, digest, tags, note"},
        {"note", 1, "$.note: found 1, must be text in double quotes"},
    };
    for (const Row& row : rows) {
        auto claim = good_claim();
        claim[row.member] = row.value;
        const auto read = read_claim(claim);
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == Code::bad_document);
        CHECK(read.error().text.en == row.en);
        CHECK(read.error().text.zh.starts_with(row.en.substr(0, row.en.find(": ")) + "："));
    }
}

TEST_CASE("a parser's own message stands behind the path") {
    for (const char* member : {"amount", "share", "at", "digest"}) {
        auto claim = good_claim();
        claim[member] = "nonsense";
        const auto read = read_claim(claim);
        REQUIRE_FALSE(read.has_value());
        CAPTURE(read.error().text.en);
        CHECK(read.error().text.en.starts_with(std::string("$.") + member + ": "));
        CHECK(read.error().text.en.size() > 20);
    }
}

TEST_CASE("a missing member is named where it should be, and ends the reading") {
    auto claim = good_claim();
    claim.erase("colour");
    claim["amount"] = "wrong too";
    CHECK(read_claim(claim).error().text.en == "$.colour: is missing and must be there: add it");
    CHECK(read_claim(claim).error().text.zh == "$.colour：缺少这一项：请补上");
}

TEST_CASE("long and strange values are cut short in messages") {
    auto claim = good_claim();
    claim["count"] = std::string(500, 'x') + "\x1b";
    const std::string message = read_claim(claim).error().text.en;
    CHECK(message.size() < 150);
    CHECK(message.find('\x1b') == std::string::npos);
}
