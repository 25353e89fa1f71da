#include <algorithm>
#include <set>

#include "audit/findings.hpp"
#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/book_facts.hpp"
#include "decision/decide.hpp"
#include "decision/named.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"

// Three editions of one standard in one ledger. What an edition decided stands for ever: done again from the
// log alone it comes out bit for bit, and a number changed in a stored edition is found where it matters.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

/// The desk's standard again, with other steps. Each edition is longer than the one before.
std::string edition(const std::string& name, const std::string& from, const std::string& steps) {
    return R"({"language": 1, "kind": "credit", "id": "credit", "edition": ")" + name +
           R"(", "effective_from": ")" + from + R"(", "edition_date": "occurrence",
  "title": {"zh": "三版", "en": "three editions"}, "units": {"point": 1}, "issuer": "issuer",
  "calendar": {"holidays": ["2018-10-01", "2018-10-02"]},
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [{"id": "canteen-points", "name": {"zh": "食堂积分", "en": "canteen points"},
    "categories": ["canteen"], "roles": ["volunteer"], "unit": "point", "steps": [)" +
           steps + R"(]}], "examples": []})";
}

const std::string first_edition = edition("1", "2018-03-01", R"(
  {"tariff": {"per": "hour", "amount": "6"}},
  {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"})");

const std::string second_edition = edition("2", "2018-06-01", R"(
  {"bands": {"list": [{"id": "evening", "from": "17:00", "until": "22:00", "days": "all", "factor": "1.5"}],
             "otherwise": "1"}},
  {"tariff": {"per": "hour", "amount": "4"}},
  {"rounding": {"step": "1", "direction": "nearest", "ties": "even", "scope": "running_total",
                "window": "month"}},
  {"cap": {"id": "a-week", "key": "member", "window": "week", "limit": "20", "at_cap": "clip"}})");

const std::string third_edition = edition("3", "2018-09-01", R"(
  {"bands": {"list": [{"id": "holiday", "from": "00:00", "until": "24:00", "days": ["holiday"], "factor": "2"}],
             "otherwise": "1"}},
  {"tariff": {"per": "hour", "amount": {"of": {"services": ["canteen"], "window": "quarter"},
    "table": [{"from": 0, "value": "5"}, {"from": 3, "value": "6"}]}}},
  {"rounding": {"step": "1", "direction": "up", "scope": "service"}},
  {"cap": {"id": "a-quarter", "key": "member", "window": "quarter", "limit": "60", "at_cap": "clip"}})");

SignedClaim adoption(const std::string& word, const std::string& document) {
    return signed_by_operator(claim_of(word, StandardContent{Bytes(document.begin(), document.end())}));
}

SignedClaim canteen(const std::string& word, const std::string& start, std::int64_t minutes) {
    ServiceContent content;
    content.category = "canteen";
    content.actual.start = parse_civil_time(start + "+08:00").value();
    content.actual.end = content.actual.start;
    content.actual.end.local_minutes += minutes;
    content.participants.push_back({"v-1", "volunteer", {}, {}});
    return signed_by_operator(claim_of(word, content));
}

constexpr std::uint64_t first_adoption = entries_of_setup;

/// A year of services, some of them posted late and under an edition that was adopted after others.
void keep_year(const Desk& desk) {
    auto ledger = desk.found();
    std::vector<SignedClaim> claims = {adoption("e-1", first_edition), adoption("e-2", second_edition),
                                       adoption("e-3", third_edition)};
    const std::pair<const char*, std::int64_t> services[] = {
        {"2018-03-05T08:00", 95},  {"2018-05-31T18:00", 100}, {"2018-06-01T16:30", 70},
        {"2018-06-04T18:00", 125}, {"2018-06-05T08:00", 200}, {"2018-04-02T08:00", 59},
        {"2018-06-30T21:10", 100}, {"2018-07-01T08:00", 41},  {"2018-09-03T08:00", 61},
        {"2018-09-30T23:00", 125}, {"2018-10-02T08:00", 90},  {"2018-10-03T08:00", 90},
        {"2018-10-04T08:00", 90},  {"2018-10-05T08:00", 90},  {"2018-11-05T08:00", 600},
        {"2018-11-06T08:00", 61},  {"2018-09-02T08:00", 30}};
    for (const auto& [start, minutes] : services)
        claims.push_back(canteen(std::string("s-") + start, start, minutes));
    claims.push_back(signed_by_operator(
        claim_of("undo", ReversalContent{first_adoption + 6, id_of("s-2018-06-04T18:00"), "wrong-person"})));
    claims.push_back(canteen("s-after", "2018-06-06T08:00", 45));
    for (const auto& result : ledger->post(claims).value()) {
        INFO(said(result));
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
    REQUIRE(ledger->checkpoint());
}

std::vector<std::string> findings(const Desk& desk) {
    AuditOptions options;
    options.anchor = desk.anchor();
    std::vector<std::string> all;
    for (const auto& finding : audit_test::findings_of(desk.folder(), options))
        all.push_back(std::string(to_text(finding.kind)) +
                      (finding.entry ? " " + std::to_string(*finding.entry) : ""));
    return all;
}

/// What a source of facts makes of the entry's claim, in the place of what it records.
Bytes decided_again(Plans& plans, const standard::Plan* plan, Facts& facts, Entry entry) {
    const auto verdict =
        decide(plans, plan, facts, entry.signed_claim.claim, entry.recorded_at_unix_s).value();
    REQUIRE(verdict);
    entry.decision = *verdict;
    return encode_entry(entry).value();
}

}  // namespace

TEST_CASE("a ledger with three editions is decided again from its log, bit for bit") {
    Desk desk;
    keep_year(desk);
    CHECK(findings(desk).empty());

    auto ledger = desk.open_reading();
    const auto size = ledger->head().value().size;
    Workbook book;
    Plans plans;  // compiled from the log of that book
    std::set<Digest> editions;
    for (std::uint64_t index = 0; index < size; ++index) {
        INFO("entry " << index);
        const auto recorded = ledger->entry(index).value().value();
        const auto bytes = encode_entry(recorded).value();
        const auto& claim = recorded.signed_claim;
        const auto plan = pick_plan(book, plans, claim.claim, recorded.recorded_at_unix_s).value();
        BookFacts looked_at(book, plan.get(), claim);
        CHECK(decided_again(plans, plan.get(), looked_at, recorded) == bytes);
        const auto about = entries_about(book, recorded).value();
        std::vector<const Entry*> named;
        for (const auto& one : about) named.push_back(&one);
        RecordedFacts said(recorded.decision.facts, named);
        CHECK(decided_again(plans, plan.get(), said, recorded) == bytes);
        editions.insert(recorded.decision.edition);
        book.put(Table::log, key_of::entry(index), bytes);
        REQUIRE_FALSE(apply(recorded, book, plans).value().has_value());
    }
    CHECK(editions.size() == 4);  // the three, and none
}

TEST_CASE("a number changed in a stored edition is found at the first entry that it affects") {
    struct Row {
        std::string what;
        std::uint64_t adoption;
        std::string was;
        std::string is;
        std::string first_affected;
    };
    // Every decision names its edition by the digest, so the first one made under it shows, even where the
    // number itself matters later. In the order of posting: 11 is the service of 5 March, 13 that of 1 June,
    // 19 that of 3 September.
    const std::vector<Row> rows = {
        {"the price of the first edition", first_adoption, R"("amount": "6")", R"("amount": "7")",
         "decision 11"},
        {"the border of a band", first_adoption + 1, R"("17:00")", R"("16:00")", "decision 13"},
        {"a cap that is first reached later", first_adoption + 1, R"("limit": "20")", R"("limit": "12")",
         "decision 13"},
        {"a row of the table that is first used later", first_adoption + 2, R"("value": "6")",
         R"("value": "9")", "decision 19"},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        Desk desk;
        keep_year(desk);
        auto entry = desk.open_reading()->entry(row.adoption).value().value();
        auto& document = std::get<StandardContent>(entry.signed_claim.claim.content).document;
        std::string text(document.begin(), document.end());
        const auto place = text.find(row.was);
        REQUIRE(place != std::string::npos);
        text.replace(place, row.was.size(), row.is);
        document.assign(text.begin(), text.end());
        // The operator can sign what they have changed.
        entry.signed_claim = signed_by_operator(entry.signed_claim.claim);
        overwrite(desk.book(), Table::log, key_of::entry(row.adoption), encode_entry(entry).value(), true);

        const auto all = findings(desk);
        const auto leaf = "leaf " + std::to_string(row.adoption);
        CHECK(std::count(all.begin(), all.end(), leaf) == 1);
        const auto decision = std::find_if(
            all.begin(), all.end(), [](const std::string& one) { return one.rfind("decision ", 0) == 0; });
        REQUIRE(decision != all.end());
        CHECK(*decision == row.first_affected);
    }
}
