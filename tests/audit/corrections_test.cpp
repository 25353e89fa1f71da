#include <algorithm>
#include <functional>

#include "audit/findings.hpp"
#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"
#include "timebank/digest.hpp"

// The audit of a book with balances brought over, gifts, reversals of a part, and a person registered twice;
// and of the tables that say which entries came with an import or concern an owner.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

constexpr std::string_view standard_with_gifts = R"({
  "language": 1, "kind": "redemption", "id": "redemption", "edition": "2", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "兑换", "en": "redemption"}, "units": {"point": 1},
  "catalogue": [], "transfers": [{"id": "gift", "name": {"zh": "赠予", "en": "gift"}, "purpose": "gift",
    "unit": "point", "from": ["member"], "to": ["member"], "between": "anyone", "multiple_of": "1",
    "condition": "none", "limits": [
      {"id": "a-day", "key": "receiver", "window": "day", "limit": "9", "at_cap": "refuse"}]}],
  "examples": []})";

/// Where keep_book() puts what the tests look at.
enum Place : std::uint64_t {
    officer = 8,
    old_books,
    gifts,
    morning,
    lunchtime,
    opening,
    gift,
    zeroed,
    restored,
    undone,
    merge,
    moved,
    escrow,
    dinners_offered,
    ordered,
    cancelled
};

SignedClaim by_two(Claim claim) {
    claim.cosigners = {CosignerCapacity::officer};
    auto signed_claim = signed_by_operator(std::move(claim));
    REQUIRE(cosign_claim(signed_claim, CosignerCapacity::officer, *signer("officer")));
    return signed_claim;
}

SignedClaim enrolment() {
    auto unsigned_yet = claim_of("officer", KeyContent{signer("officer")->public_key(), Role::officer, ""});
    unsigned_yet.cosigners = {CosignerCapacity::key_holder};
    auto claim = signed_by_operator(std::move(unsigned_yet));
    REQUIRE(cosign_claim(claim, CosignerCapacity::key_holder, *signer("officer")));
    return claim;
}

Claim brought_over() {
    OpeningContent content;
    content.owner = "v-2";
    content.issuer = "old-books";
    content.unit = "point";
    content.amount = Amount{40};
    content.lot_date = parse_civil_date("2018-05-31").value();
    content.source = sha256(bytes_of("the old spreadsheet"));
    auto claim = claim_of("opening", content);
    claim.batch = batch_of("sheet");
    return claim;
}

Claim given() {
    TransferContent content;
    content.from = "v-1";
    content.to = "v-2";
    content.unit = "point";
    content.amount = Amount{5};
    content.at = parse_civil_time("2018-06-06T12:00+08:00").value();
    content.purpose = "gift";
    return claim_of("gift", content);
}

void keep_book(const Desk& desk) {
    auto ledger = desk.found();
    AccountContent issuer;
    issuer.owner = "old-books";
    issuer.account_class = AccountClass::issuer;
    const std::vector<SignedClaim> claims = {
        enrolment(),
        signed_by_operator(claim_of("old-books", issuer)),
        signed_by_operator(claim_of(
            "gifts", StandardContent{Bytes(standard_with_gifts.begin(), standard_with_gifts.end())})),
        imported(service("s-0", "v-1", 150), "sheet"),
        imported(service("s-1", "v-1", 60), "sheet"),
        by_two(brought_over()),
        signed_by_operator(given()),
        signed_by_operator(
            claim_of("zeroed", RulingContent{lunchtime, id_of("s-1"), RulingOutcome::zeroed, "complaint"})),
        signed_by_operator(
            claim_of("restored", RulingContent{lunchtime, id_of("s-1"), RulingOutcome::restored, "appeal"})),
        signed_by_operator(
            claim_of("r-0", ReversalContent{lunchtime, id_of("s-1"), "wrong-person", {"point"}})),
        by_two(claim_of("merge", MergeContent{"v-1", "v-2", "registered-twice"})),
        signed_by_operator(claim_of("r-1", ReversalContent{morning, id_of("s-0"), "wrong-person", {}})),
        dinners().front(),
        dinners().back(),
        dinner("dinner", "v-2", 3),
        settlement("cancelled", ordered, dinner("dinner", "v-2", 3), SettlementOutcome::cancelled, 3)};
    for (const auto& result : ledger->post(claims).value()) {
        INFO(result.index << " " << explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
    REQUIRE(ledger->head().value().size == cancelled + 1);
    REQUIRE(ledger->checkpoint());
}

std::vector<Finding> findings(const Desk& desk) {
    return audit_test::findings_of(desk.folder(), {desk.anchor()});
}

bool has(const std::vector<Finding>& all, FindingKind kind, std::uint64_t entry) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Finding& one) { return one.kind == kind && one.entry == entry; });
}

/// The one finding, about this table; the tables are then made again from the log, and there is none.
void check_found_and_mended(const Desk& desk, Table table, const std::string& says) {
    const auto all = findings(desk);
    REQUIRE(all.size() == 1);
    INFO(all[0].text.en);
    CHECK(all[0].kind == FindingKind::table);
    CHECK(all[0].text.en.starts_with("table " + std::string(to_text(table)) + " " + says));
    CHECK(all[0].text.zh.find(std::string(to_text(table))) != std::string::npos);
    REQUIRE(rebuild_ledger(desk.folder()));
    CHECK(findings(desk).empty());
}

std::int64_t points_of(const Ledger& ledger, const std::string& owner) {
    std::int64_t points = 0;
    for (const auto& balance : ledger.balances(owner).value()) points += balance.amount.minor_units;
    return points;
}

void change_fact(Entry& entry, FactKind kind, const std::string& name, std::int64_t by) {
    const auto fact = std::find_if(entry.decision.facts.begin(), entry.decision.facts.end(),
                                   [&](const Fact& one) { return one.kind == kind && one.name == name; });
    REQUIRE(fact != entry.decision.facts.end());
    fact->value += by;
}

}  // namespace

TEST_CASE("a sound book with every kind of correction has no findings") {
    Desk desk;
    keep_book(desk);
    CHECK(findings(desk).empty());
    auto ledger = desk.open_reading();
    // 15 - 5 given, 6 undone; 40 brought over, 5 got; then one account, less the 15 undone after the merge.
    CHECK(points_of(*ledger, "v-1") == 0);
    CHECK(points_of(*ledger, "v-2") == 40);
}

TEST_CASE("what is altered in an opening, a gift, a merge or a reversal of a part is found at that entry") {
    struct Row {
        std::string what;
        Place entry;
        std::function<void(Entry&)> change;
        FindingKind kind;
    };
    const std::vector<Row> rows = {
        {"more is brought over", opening,
         [](Entry& entry) {
             std::get<OpeningContent>(entry.signed_claim.claim.content).amount.minor_units = 41;
         },
         FindingKind::signature},
        {"more is credited than was brought over", opening,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.amount.minor_units *= 2; }); },
         FindingKind::decision},
        {"the second officer is not there", opening,
         [](Entry& entry) { entry.signed_claim.cosignatures.clear(); }, FindingKind::authority},
        {"a gift from what was not there", gift,
         [](Entry& entry) { change_fact(entry, FactKind::balance, "point", 1); }, FindingKind::fact},
        {"a gift to another", gift,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.to = "v-9"; }); },
         FindingKind::decision},
        {"another import", lunchtime, [](Entry& entry) { entry.signed_claim.claim.batch[0] ^= 1; },
         FindingKind::signature},
        {"a part that was undone before", undone,
         [](Entry& entry) {
             change_fact(entry, FactKind::reversed_by, std::to_string(lunchtime) + ".point", 4);
         },
         FindingKind::fact},
        {"a ruling that takes back less", zeroed,
         [](Entry& entry) {
             entry.decision.awards.clear();
             entry.decision.legs.clear();
         },
         FindingKind::decision},
        {"a ruling on what no appeal was about", restored,
         [](Entry& entry) { change_fact(entry, FactKind::ruling_state, std::to_string(lunchtime), 1); },
         FindingKind::fact},
        {"a merge that keeps something back", merge,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.amount.minor_units -= 1; }); },
         FindingKind::decision},
        {"a merge by one officer alone", merge, [](Entry& entry) { entry.signed_claim.cosignatures.clear(); },
         FindingKind::authority},
        {"a reversal that moves at the account which is no more", moved,
         [](Entry& entry) { change_awards(entry, [](Award& award) { award.from = "v-1"; }); },
         FindingKind::decision},
        {"a reversal that says it undid another unit", undone,
         [](Entry& entry) { entry.decision.undone_units = {"hour"}; }, FindingKind::decision},
        {"a reversal that lets the service count on", moved,
         [](Entry& entry) { entry.decision.service = ServiceCount::unchanged; }, FindingKind::decision},
        {"a reversal of a part that uncounts the service", undone,
         [](Entry& entry) { entry.decision.service = ServiceCount::uncounted; }, FindingKind::decision},
        {"a service that is not counted", morning,
         [](Entry& entry) { entry.decision.service = ServiceCount::unchanged; }, FindingKind::decision},
        {"a service counted for a household that nobody is in", morning,
         [](Entry& entry) {
             entry.decision.groups.push_back({0, "h-1", true});
         },
         FindingKind::decision},
        {"another stands for the account which is no more", moved,
         [](Entry& entry) { entry.decision.stand_ins.at(0).survivor = "canteen-1"; }, FindingKind::decision},
        {"nobody stands for it", moved, [](Entry& entry) { entry.decision.stand_ins.clear(); },
         FindingKind::decision},
        {"a ruling on what another ruling awarded", zeroed,
         [](Entry& entry) { entry.decision.awarded_by = morning; }, FindingKind::decision},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        Desk desk;
        keep_book(desk);
        auto entry = desk.open_reading()->entry(row.entry).value().value();
        row.change(entry);
        overwrite(desk.book(), Table::log, key_of::entry(row.entry), encode_entry(entry).value(), true);
        const auto all = findings(desk);
        CHECK(has(all, row.kind, row.entry));
        CHECK(has(all, FindingKind::leaf, row.entry));
    }
}

TEST_CASE("a record taken from any derived table is missed, and a rebuild brings it back") {
    for (const Table table : derived_tables) {
        if (table == Table::nodes || table == Table::head) continue;  // other findings; see audit_test.cpp
        INFO(to_text(table));
        Desk desk;
        keep_book(desk);
        const auto contents = store::test::dump(desk.book()).value();
        const auto& records = contents.at(table);
        REQUIRE(!records.empty());
        remove_record(desk.book(), table, records[records.size() / 2].key);
        check_found_and_mended(desk, table, "lacks the record");
    }
}

TEST_CASE("an entry listed for an import or an owner that it does not belong to is found") {
    struct Row {
        Table table;
        Bytes key;
        std::uint64_t value;
        std::string says;
    };
    const std::vector<Row> rows = {
        {Table::batches, key_of::batch(batch_of("sheet"), gift), gift, "has a record that the log does not"},
        {Table::batches, key_of::batch(batch_of("other"), morning), morning,
         "has a record that the log does not"},
        {Table::batches, key_of::batch(batch_of("sheet"), morning), lunchtime, "has a record that differs"},
        {Table::owner_entries, key_of::owner_entry("v-2", morning), morning,
         "has a record that the log does not give: v-2 #11"},
        {Table::owner_entries, key_of::owner_entry("v-9", gift), gift,
         "has a record that the log does not give: v-9 #14"},
        {Table::owner_entries, key_of::owner_entry("v-1", morning), gift,
         "has a record that differs from what the log gives: v-1 #11"},
        {Table::reversals, key_of::reversal(morning, "point"), undone,
         "has a record that the log does not give: #11 point."},
        {Table::reversals, key_of::reversal(gift, ""), moved,
         "has a record that the log does not give: #14."},
    };
    for (const auto& row : rows) {
        INFO(to_text(row.table) << " " << to_hex(row.key));
        Desk desk;
        keep_book(desk);
        overwrite(desk.book(), row.table, row.key, encode_number(row.value), true);
        check_found_and_mended(desk, row.table, row.says);
    }
}
