#include "catch.hpp"
#include "intake/lines.hpp"

// What other programs read: answers and entries, byte for byte.

using namespace timebank;
using namespace intake_tests;

namespace {

const std::string id_text = "0190a5b2-7c3d-7e4f-8a1b-0123456789ab";

PostResult result(PostOutcome outcome, std::uint64_t index, Refusal refusal = {}) {
    return {parse_claim_id(id_text).value(), outcome, index, std::move(refusal)};
}

Entry canteen_entry() {
    auto signed_claim = read_claim_line(service_line, by_office()).value();
    Entry entry{7, 1'767'405'615, signed_claim, {}};
    entry.decision.edition.fill(0xef);
    entry.decision.language = 1;
    entry.decision.facts = {{"m-2", "balance.point", -3}, {"m-2", "tally.3f2a90c1d4e5b677", 240}};
    entry.decision.awards = {{0, "base", "point", 3, 2, {1}, {0}}, {0, "extra", "hour", 60, 1, {45}, {15}}};
    entry.decision.notices = {{0, NoticeKind::cut, "day-cap", "hour", 15},
                              {0, NoticeKind::overlaps, "canteen", "", 5},
                              {0, NoticeKind::pending, "canteen", "", 0},
                              {0, NoticeKind::pending, "canteen", "", 20'470}};
    entry.decision.legs = {{"issuer", "point", {-1}}, {"m-2", "point", {1}}};
    return entry;
}

}  // namespace

TEST_CASE("an accepted or repeated claim is answered with its index") {
    CHECK(write_post_result(result(PostOutcome::accepted, 0)) ==
          R"({"id":")" + id_text + R"(","result":"accepted","index":0})");
    CHECK(write_post_result(result(PostOutcome::exists, 18446744073709551615u)) ==
          R"({"id":")" + id_text + R"(","result":"exists","index":18446744073709551615})");
}

TEST_CASE("a refused claim is answered with its code, the numbers that met it, and a sentence") {
    const Refusal refusal{RefusalCode::balance_too_low, "haircut", "3", "2.5"};
    CHECK(write_post_result(result(PostOutcome::refused, 9, refusal)) ==
          R"({"id":")" + id_text +
              R"(","result":"refused","code":"balance_too_low","rule":"haircut","limit":"3","found":"2.5",)"
              R"("text":{"zh":"余额不足：haircut 需要 3，现有 2.5",)"
              R"("en":"the balance is too low: haircut costs 3, there is 2.5"}})");
}

TEST_CASE("an answer leaves out what is empty, but never the code") {
    const auto written =
        write_post_result(result(PostOutcome::refused, 0, {RefusalCode::group_incomplete, "", "", ""}));
    CHECK(written.find(R"("result":"refused","code":"group_incomplete","text":{"zh":)") != written.npos);
    CHECK(write_post_result(result(PostOutcome::refused, 0)).find(R"("code":"unknown")") != written.npos);
}

TEST_CASE("an entry is written with its claim line and its decision") {
    const auto entry = canteen_entry();
    std::string edition;
    for (int i = 0; i < 32; ++i) edition += "ef";
    CHECK(
        write_entry(entry) ==
        R"({"index":7,"recorded_at":"2026-01-03T02:00:15Z","claim":)" + write_claim_line(entry.signed_claim) +
            R"(,"decision":{"edition":")" + edition +
            R"(","language":1,)"
            R"("facts":[{"subject":"m-2","code":"balance.point","value":-3},)"
            R"({"subject":"m-2","code":"tally.3f2a90c1d4e5b677","value":240}],)"
            R"("awards":[{"participant":0,"rule":"base","unit":"point","exact":"3/2",)"
            R"("minor_units":"1","cut":"0"},)"
            R"({"participant":0,"rule":"extra","unit":"hour","exact":"60/1","minor_units":"45","cut":"15"}],)"
            R"("notices":[{"participant":0,"kind":"cut","by":"day-cap","unit":"hour","minor_units":"15"},)"
            R"({"participant":0,"kind":"overlaps","by":"canteen","entry":5},)"
            R"({"participant":0,"kind":"pending","by":"canteen"},)"
            R"({"participant":0,"kind":"pending","by":"canteen","until":"2026-01-17"}],)"
            R"("legs":[{"owner":"issuer","unit":"point","minor_units":"-1"},)"
            R"({"owner":"m-2","unit":"point","minor_units":"1"}]}})");
}

TEST_CASE("an entry that no standard decided has empty lists and no edition") {
    Entry entry;
    entry.signed_claim = read_claim_line(account_line, by_office()).value();
    const auto written = write_entry(entry);
    CHECK(
        written.starts_with(R"({"index":0,"recorded_at":"1970-01-01T00:00:00Z","claim":{"kind":"account")"));
    CHECK(written.ends_with(R"(},"decision":{"facts":[],"awards":[],"notices":[],"legs":[]}})"));
}

TEST_CASE("a claim line is written in one spelling") {
    const auto written = write_claim_line(read_claim_line(service_line, by_office()).value());
    // Between the envelope and the signature stands what was read; the deadline is said in UTC.
    const std::string content(service_line.substr(service_line.find(R"("batch")")));
    CHECK(written.starts_with(R"({"kind":"service","id":"0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
                              R"("origin":"duowen.example/timebank","acting_for":"m-1","author":"d75a)"));
    CHECK(written.find(R"("capacity":"agent","valid_until":"2026-01-31T16:00+00:00",)" +
                       content.substr(0, content.size() - 1) + R"(,"signature":")") != written.npos);
    CHECK(written.ends_with(R"(=="})"));
}

TEST_CASE("text that is not UTF-8 is written with replacement characters") {
    auto claim = read_claim_line(unit_line, by_office()).value();
    std::get<UnitContent>(claim.claim.content).name.en = "ho\xFFur";
    CHECK(write_claim_line(claim).find("\"en\":\"ho\xEF\xBF\xBDur\"") != std::string::npos);
}
