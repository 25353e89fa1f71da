#include "catch.hpp"
#include "intake/lines.hpp"
#include "timebank/entry.hpp"

// Texts of several lines: how they are cut, where a fault is, and which lines are one atomic group.

using namespace timebank;
using namespace intake_tests;

namespace {

/// An account line of the group `label`, or of none.
std::string account(const std::string& owner, const std::string& label = "") {
    const auto group = label.empty() ? "" : R"(,"group":")" + label + '"';
    return R"({"kind":"account","owner":")" + owner + R"(","class":"member")" + group + "}\n";
}

std::vector<SignedClaim> read_all(const std::string& text) {
    auto claims = read_claim_lines(text, by_office());
    INFO((claims ? "" : claims.error().text.en));
    REQUIRE(claims);
    return *claims;
}

std::string fault_of(const std::string& text) {
    auto claims = read_claim_lines(text, by_office());
    REQUIRE_FALSE(claims);
    CHECK_FALSE(claims.error().text.zh.empty());
    return claims.error().text.en;
}

std::vector<std::string> owners(const std::vector<SignedClaim>& claims) {
    std::vector<std::string> all;
    for (const auto& one : claims) all.push_back(std::get<AccountContent>(one.claim.content).owner);
    return all;
}

}  // namespace

TEST_CASE("lines end in LF or CRLF, the last needs no end, and blank ones are skipped") {
    const auto line = account("m-1");
    const auto bare = line.substr(0, line.size() - 1);
    CHECK(read_all("").empty());
    CHECK(read_all("\n\r\n  \t\n").empty());
    CHECK(owners(read_all(bare)) == std::vector<std::string>{"m-1"});
    CHECK(owners(read_all(bare + "\r\n\r\n" + account("m-2") + "\n   \n" + account("m-3"))) ==
          std::vector<std::string>{"m-1", "m-2", "m-3"});
}

TEST_CASE("a fault is told with its line in both languages") {
    const auto claims = read_claim_lines(account("m-1") + "\n" + account("m 2"), by_office());
    REQUIRE_FALSE(claims);
    CHECK(claims.error().code == Code::bad_document);
    CHECK(claims.error().text.en.starts_with(R"(line 3: $.owner: found "m 2", must be a code)"));
    CHECK(claims.error().text.zh.starts_with("第 3 行：$.owner：这里是 \"m 2\""));
}

TEST_CASE("a place inside a line is told with the line of the text") {
    const auto claims = read_claim_lines(account("m-1") + R"({"kind" "unit"})", by_office());
    REQUIRE_FALSE(claims);
    CHECK(claims.error().code == Code::bad_json);
    CHECK(claims.error().text.en.starts_with("line 2, column 9: "));
    CHECK(claims.error().text.zh.starts_with("第 2 行第 9 列："));
}

TEST_CASE("the first faulty line is the one that is told, whatever its fault") {
    const auto late_end =
        R"({"kind":"redemption","owner":"m-1","item":"tea","at":"2026-01-03","quantity":1})";
    CHECK(fault_of(replaced(short_service_line, "T10:00", "T08:00") + "\n" + late_end + "\n{")
              .starts_with("line 1: "));
    CHECK(fault_of(account("m-1", "a") + account("m-2") + account("m-3", "a") + "{").starts_with("line 3: "));
}

TEST_CASE("neighbours of one label carry the digest of their ids in order") {
    const auto claims = read_all(account("m-1") + account("m-2", "a") + account("m-3", "a") + "\n" +
                                 account("m-4", "a") + account("m-5", "b") + account("m-6"));
    REQUIRE(claims.size() == 6);
    const auto id = [&](std::size_t index) { return claims[index].claim.id; };
    CHECK(claims[0].claim.group == Digest{});
    for (std::size_t index = 1; index <= 3; ++index)
        CHECK(claims[index].claim.group == group_digest(office_key().public_key(), {id(1), id(2), id(3)}));
    CHECK(claims[4].claim.group == group_digest(office_key().public_key(), {id(4)}));
    CHECK(claims[5].claim.group == Digest{});
    for (const auto& one : claims) CHECK(verify_signatures(one));
}

TEST_CASE("a label must not come again after lines of another or of none") {
    CHECK(fault_of(account("m-1", "a") + account("m-2") + account("m-3", "a")) ==
          "line 3: $.group: the group a ended further up: put its lines together, or choose another label");
    CHECK(fault_of(account("m-1", "a") + account("m-2", "b") + account("m-3", "a")).starts_with("line 3: "));
}

TEST_CASE("a signed group stays a group when its lines are read again") {
    const auto claims = read_all(account("m-1", "a") + account("m-2", "a"));
    std::string text;
    for (const auto& one : claims) text += write_claim_line(one) + "\n";
    CHECK(read_all(text) == claims);
}

TEST_CASE("one line alone cannot be of a group") {
    const auto claim = read_claim_line(account("m-1", "a"), by_office());
    REQUIRE_FALSE(claim);
    CHECK(claim.error().code == Code::bad_document);
    CHECK(claim.error().text.en.starts_with("$.group: one line is read here"));
    CHECK(claim.error().text.zh.starts_with("$.group："));
}
