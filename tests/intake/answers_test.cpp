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
    entry.decision.facts = {{FactKind::balance, "m-2", "point", -3},
                            {FactKind::tally, "m-2", "3f2a90c1d4e5b677", 240},
                            {FactKind::signed_by, "", "operator", 1},
                            {FactKind::opened_on, "m-2", "", 17'000}};
    entry.decision.awards = {
        {0, Side::gets, "base", "point", "issuer", "m-2", 3, 2, {1}, {0}, "3f2a90c1d4e5b677"},
        {0, Side::gives, "fee", "hour", "m-2", "issuer", 60, 1, {45}, {15}, ""},
        {0, Side::neither, "day-cap", "hour", "issuer", "pool-1", 15, 1, {15}, {0}, ""}};
    entry.decision.notices = {{0, NoticeKind::cut, "day-cap", "hour", 15},
                              {0, NoticeKind::overlaps, "canteen", "", 5},
                              {0, NoticeKind::pending, "canteen", "", 0},
                              {0, NoticeKind::pending, "canteen", "", 20'470}};
    entry.decision.groups = {{0, "h-1", true}, {0, "t-1", false}};
    entry.decision.stand_ins = {{"m-9", "m-2"}};
    entry.decision.service = ServiceCount::counted;
    entry.decision.legs = legs_of(entry.decision.awards).value();
    return entry;
}

}  // namespace

TEST_CASE("an accepted or repeated claim is answered with its index") {
    CHECK(write_post_result(result(PostOutcome::accepted, 0)) ==
          R"({"id":")" + id_text + R"(","result":"accepted","index":0})");
    CHECK(write_post_result(result(PostOutcome::exists, 18446744073709551615u)) ==
          R"({"id":")" + id_text + R"(","result":"exists","index":18446744073709551615})");
}

TEST_CASE(
    "a refused claim is answered with its code, what met it in English, and a sentence in both languages") {
    const Refusal refusal{RefusalCode::gate_closed,
                          same_in_both("gift"),
                          {"双方同属一个家庭", "same household"},
                          {"没有共同的家庭", "none in common"}};
    CHECK(
        write_post_result(result(PostOutcome::refused, 9, refusal)) ==
        R"({"id":")" + id_text +
            R"(","result":"refused","code":"gate_closed","rule":"gift","limit":"same household",)"
            R"("found":"none in common",)"
            R"("text":{"zh":"规则 gift 的条件不满足。要求：双方同属一个家庭；实际：没有共同的家庭",)"
            R"("en":"a condition of the rule gift is not met: required same household, found none in common"}})");
}

TEST_CASE("an answer leaves out what is empty, but never the code") {
    const auto written =
        write_post_result(result(PostOutcome::refused, 0, {RefusalCode::group_incomplete, {}, {}, {}}));
    CHECK(written.find(R"("result":"refused","code":"group_incomplete","text":{"zh":)") != written.npos);
    CHECK(write_post_result(result(PostOutcome::refused, 0)).find(R"("code":"unknown")") != written.npos);
}

TEST_CASE("an entry is written with its claim line and its decision") {
    const auto entry = canteen_entry();
    std::string edition;
    for (int i = 0; i < 32; ++i) edition += "ef";
    CHECK(write_entry(entry) ==
          R"({"index":7,"recorded_at":"2026-01-03T02:00:15Z","claim":)" +
              write_claim_line(entry.signed_claim) + R"(,"decision":{"edition":")" + edition +
              R"(","language":1,)"
              R"("facts":[{"kind":"balance","owner":"m-2","name":"point","value":-3},)"
              R"({"kind":"tally","owner":"m-2","name":"3f2a90c1d4e5b677","value":240},)"
              R"({"kind":"signed-by","name":"operator","value":1},)"
              R"({"kind":"opened-on","owner":"m-2","value":17000}],)"
              R"("awards":[{"participant":0,"side":"gets","rule":"base","unit":"point","from":"issuer",)"
              R"("to":"m-2","exact":"3/2","minor_units":"1","cut":"0","running_total":"3f2a90c1d4e5b677"},)"
              R"({"participant":0,"side":"gives","rule":"fee","unit":"hour","from":"m-2","to":"issuer",)"
              R"("exact":"60/1","minor_units":"45","cut":"15"},)"
              R"({"participant":0,"side":"neither","rule":"day-cap","unit":"hour","from":"issuer",)"
              R"("to":"pool-1","exact":"15/1","minor_units":"15","cut":"0"}],)"
              R"("notices":[{"participant":0,"kind":"cut","by":"day-cap","unit":"hour","minor_units":"15"},)"
              R"({"participant":0,"kind":"overlaps","by":"canteen","entry":5},)"
              R"({"participant":0,"kind":"pending","by":"canteen"},)"
              R"({"participant":0,"kind":"pending","by":"canteen","until":"2026-01-17"}],)"
              R"("legs":[{"owner":"issuer","unit":"hour","minor_units":"30"},)"
              R"({"owner":"issuer","unit":"point","minor_units":"-1"},)"
              R"({"owner":"m-2","unit":"hour","minor_units":"-45"},)"
              R"({"owner":"m-2","unit":"point","minor_units":"1"},)"
              R"({"owner":"pool-1","unit":"hour","minor_units":"15"}],)"
              R"("groups":[{"participant":0,"group":"h-1","class":"household"},)"
              R"({"participant":0,"group":"t-1","class":"team"}],)"
              R"("stand_ins":[{"owner":"m-9","survivor":"m-2"}],"service":"counted"}})");
}

TEST_CASE("what a reversal and a ruling on a ruling add is written where there is something") {
    Entry entry;
    entry.signed_claim = read_claim_line(account_line, by_office()).value();
    entry.decision.undone_units = {"hour", "point"};
    entry.decision.awarded_by = 12;
    entry.decision.service = ServiceCount::uncounted;
    CHECK(write_entry(entry).ends_with(
        R"("legs":[],"undone_units":["hour","point"],"awarded_by":12,"service":"uncounted"}})"));
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
                              R"("origin":"duowen.example/timebank","ledger":")" +
                              to_hex(by_office().ledger) + R"(","acting_for":"m-1","author":"d75a)"));
    CHECK(written.find(R"("capacity":"agent","valid_until":"2026-01-31T16:00+00:00",)" +
                       content.substr(0, content.size() - 1) + R"(,"signature":")") != written.npos);
    CHECK(written.ends_with(R"(=="})"));
}

TEST_CASE("text that is not UTF-8 is written with replacement characters") {
    auto claim = read_claim_line(unit_line, by_office()).value();
    std::get<UnitContent>(claim.claim.content).name.en = "ho\xFFur";
    CHECK(write_claim_line(claim).find("\"en\":\"ho\xEF\xBF\xBDur\"") != std::string::npos);
}
