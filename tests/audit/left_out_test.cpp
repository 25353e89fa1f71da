#include <algorithm>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>

#include "audit/findings.hpp"
#include "audit/replay.hpp"
#include "catch.hpp"
#include "decision/decide.hpp"
#include "decision/kinds.hpp"
#include "decision/named.hpp"
#include "ledger/desk.hpp"
#include "store/environment.hpp"
#include "timebank/audit.hpp"
#include "timebank/digest.hpp"

// What a decision looked at is recorded beside it. Whoever leaves a fact out, changes one, or puts one in the
// place of another, whether or not they then do the sum again so that it agrees with itself, is found.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

/// Everything that a rule of a credit standard can look at, or nearly.
const std::string curious_credit = R"({"language": 1, "kind": "credit", "id": "credit", "edition": "2",
  "effective_from": "2018-03-01", "edition_date": "occurrence",
  "title": {"zh": "处处要问", "en": "curious"}, "units": {"point": 1, "star": 1}, "issuer": "issuer",
  "facts": [{"code": "age", "attested_by": ["officer", "operator"]}],
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}, "overlap": "warn"},
                 {"code": "care", "name": {"zh": "照护", "en": "care"}}],
  "ladders": [{"id": "stars", "name": {"zh": "星", "en": "stars"}, "kept_in": "star",
    "levels": [{"code": "one", "name": {"zh": "一星", "en": "one"},
      "when": {"minutes_served": "all", "at_least": 30}}]}],
  "rules": [
    {"id": "canteen-points", "name": {"zh": "食堂积分", "en": "canteen points"},
     "categories": ["canteen"], "roles": ["volunteer"], "unit": "point", "steps": [
      {"gate": {"condition": {"any": [{"tag": "barred"}, {"fact": "age", "at_least": 18}]},
                "otherwise": "nothing"}},
      {"tariff": {"per": "hour", "amount": {"of": {"services": ["canteen"], "window": "quarter"},
        "table": [{"from": 0, "value": "5"}, {"from": 3, "value": "6"}]}}},
      {"factor": {"when": {"this": "member_days", "at_least": 100000}, "by": "2"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "month"}},
      {"cap": {"id": "a-home", "key": "household", "window": "month", "limit": "12", "at_cap": "clip"}},
      {"cap": {"id": "a-member", "key": "member", "window": "week", "limit": "7", "at_cap": "overflow",
               "overflow_to": "pool-1"}},
      {"cap": {"id": "purse", "key": "member", "window": "balance", "limit": "90", "at_cap": "clip"}}]},
    {"id": "care-points", "name": {"zh": "照护积分", "en": "care points"}, "categories": ["care"],
     "roles": ["volunteer"], "unit": "point", "steps": [
      {"gate": {"condition": {"cosigned": ["receiver"]}, "otherwise": "pending", "lapses_after_days": 900}},
      {"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "up", "scope": "service"}}, {"cap": "none"}]}],
  "examples": []})";

const std::string curious_redemption = R"({"language": 1, "kind": "redemption", "id": "redemption",
  "edition": "2", "effective_from": "2018-01-01", "edition_date": "occurrence",
  "title": {"zh": "处处要问", "en": "curious"}, "units": {"point": 1},
  "catalogue": [{"item": "lunch", "name": {"zh": "午餐", "en": "lunch"}, "unit": "point", "price": "2",
    "paid_to": "canteen-1", "unlock": {"all": [{"tag": "trained"}, {"earned": "point", "at_least": "1"}]},
    "limits": [{"id": "lunches", "key": "member", "window": "day", "limit": 5, "at_cap": "refuse"}]},
    {"item": "dinner", "name": {"zh": "晚餐", "en": "dinner"}, "unit": "point", "price": "3",
    "paid_to": "canteen-1", "hold": {"kept_by": "pool-1", "days": "never", "missed_costs": "1"}, "unlock": "none",
    "limits": "none"}],
  "transfers": [{"id": "gift", "name": {"zh": "赠予", "en": "gift"}, "purpose": "gift", "unit": "point",
    "from": ["member"], "to": ["member"], "between": "same_household", "multiple_of": "1",
    "condition": {"services": "all", "at_least": 1},
    "limits": [{"id": "a-day", "key": "receiver", "window": "day", "limit": "9", "at_cap": "refuse"}]}],
  "examples": []})";

const std::string one_a_household = R"({"language": 1, "kind": "credit", "id": "credit", "edition": "2",
  "effective_from": "2018-03-01", "edition_date": "occurrence",
  "title": {"zh": "每户一分", "en": "one a household"}, "units": {"point": 1}, "issuer": "issuer",
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [{"id": "canteen-points", "name": {"zh": "食堂积分", "en": "canteen points"},
    "categories": ["canteen"], "roles": ["volunteer"], "unit": "point", "steps": [
      {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
      {"cap": {"id": "one", "key": "household", "window": "life", "limit": "1", "at_cap": "clip"}}]}],
  "examples": []})";

SignedClaim adoption(const std::string& word, const std::string& document) {
    return signed_by_operator(claim_of(word, StandardContent{Bytes(document.begin(), document.end())}));
}

SignedClaim account_of(const std::string& owner, AccountClass account_class,
                       std::vector<std::string> tags = {}, std::vector<std::string> member_of = {}) {
    return signed_by_operator(claim_of(
        "account " + owner, AccountContent{owner, account_class, std::move(tags), std::move(member_of), {}}));
}

SignedClaim visit_of(const std::string& word, const std::string& category, const std::string& start,
                     const std::vector<std::string>& owners) {
    ServiceContent content;
    content.category = category;
    content.actual.start = parse_civil_time(start + "+08:00").value();
    content.actual.end = content.actual.start;
    content.actual.end.local_minutes += 70;
    for (const auto& owner : owners) content.participants.push_back({owner, "volunteer", {}, {}});
    if (category == "canteen")
        for (auto& participant : content.participants) participant.facts = {{"age", 40}};
    return signed_by_operator(claim_of(word, content));
}

SignedClaim visit_of(const std::string& owner) {
    auto claim = visit_of("visit " + owner, "canteen", "2018-03-05T08:00", {owner}).claim;
    for (auto& participant : std::get<ServiceContent>(claim.content).participants) participant.facts.clear();
    return signed_by_operator(claim);
}

SignedClaim cosigned(const std::string& word, ClaimContent content, CosignerCapacity capacity,
                     const std::string& by) {
    auto unsigned_yet = claim_of(word, std::move(content));
    unsigned_yet.cosigners = {capacity};
    auto claim = signed_by_operator(std::move(unsigned_yet));
    REQUIRE(cosign_claim(claim, capacity, *signer(by)));
    return claim;
}

SignedClaim opening_of(const std::string& owner) {
    OpeningContent content;
    content.owner = owner;
    content.issuer = "old-books";
    content.unit = "point";
    content.amount = Amount{40};
    content.lot_date = parse_civil_date("2018-02-28").value();
    content.source = sha256(bytes_of("the old spreadsheet"));
    return cosigned("opening " + owner, content, CosignerCapacity::officer, "officer");
}

SignedClaim gift(const std::string& from, const std::string& to) {
    TransferContent content;
    content.from = from;
    content.to = to;
    content.unit = "point";
    content.amount = Amount{1};
    content.at = parse_civil_time("2018-06-06T12:00+08:00").value();
    content.purpose = "gift";
    return signed_by_operator(claim_of("gift " + from, content));
}

SignedClaim key_of_member(const std::string& owner) {
    return cosigned("key " + owner, KeyContent{signer(owner)->public_key(), Role::member, owner},
                    CosignerCapacity::key_holder, owner);
}

/// Claims of every kind, each of which may name the entries before it.
class Keeper {
  public:
    explicit Keeper(const Desk& desk) : ledger_(desk.found()) {}

    std::uint64_t post(const SignedClaim& claim) {
        const auto result = ledger_->post(claim).value();
        INFO(said(result) << " " << explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
        return result.index;
    }
    void rule(std::uint64_t index, const SignedClaim& service, RulingOutcome outcome) {
        const auto word = std::to_string(index) + std::string(to_text(outcome));
        post(signed_by_operator(claim_of(word, RulingContent{index, service.claim.id, outcome, "so"})));
    }
    void reverse(std::uint64_t index, const SignedClaim& claim, std::vector<std::string> units) {
        ReversalContent content{index, claim.claim.id, "wrong-person", std::move(units)};
        const auto word = "undo " + std::to_string(index) + std::to_string(content.units.size());
        const bool by_two = std::holds_alternative<OpeningContent>(claim.claim.content);
        post(by_two ? cosigned(word, content, CosignerCapacity::officer, "officer")
                    : signed_by_operator(claim_of(word, content)));
    }

  private:
    std::unique_ptr<Ledger> ledger_;
};

void keep_every_kind(const Desk& desk) {
    Keeper keeper(desk);
    keeper.post(cosigned("officer", KeyContent{signer("officer")->public_key(), Role::officer, ""},
                         CosignerCapacity::key_holder, "officer"));
    keeper.post(signed_by_operator(claim_of("star", UnitContent{"star", 1, 0, {"星", "star"}})));
    keeper.post(account_of("h-1", AccountClass::household));
    keeper.post(account_of("t-1", AccountClass::team));
    keeper.post(account_of("pool-1", AccountClass::pool));
    keeper.post(account_of("old-books", AccountClass::issuer));
    keeper.post(account_of("v-1", AccountClass::member, {"trained"}, {"h-1", "t-1"}));
    keeper.post(account_of("v-2", AccountClass::member, {}, {"h-1"}));
    keeper.post(account_of("v-3", AccountClass::member));
    keeper.post(key_of_member("v-1"));
    keeper.post(adoption("credit-2", curious_credit));
    keeper.post(adoption("redemption-2", curious_redemption));
    const auto morning = visit_of("morning", "canteen", "2018-06-04T08:00", {"v-1", "v-2"});
    const auto overlapping = visit_of("overlapping", "canteen", "2018-06-04T08:30", {"v-1"});
    const auto care = visit_of("care", "care", "2018-06-05T08:00", {"v-1", "v-3"});
    const auto nothing = visit_of("nothing", "care", "2018-06-07T08:00", {"v-1"});
    const auto opening = opening_of("v-3");
    const auto morning_at = keeper.post(morning);
    const auto overlapping_at = keeper.post(overlapping);
    const auto care_at = keeper.post(care);
    const auto nothing_at = keeper.post(nothing);
    const auto opening_at = keeper.post(opening);
    keeper.post(lunch("lunch", "v-1"));
    keeper.post(gift("v-1", "v-2"));
    const auto ordered = dinner("dinner", "v-3", 4);
    const auto ordered_at = keeper.post(ordered);
    const auto served = settlement("served", ordered_at, ordered, SettlementOutcome::fulfilled, 1);
    const auto served_at = keeper.post(served);
    keeper.rule(nothing_at, nothing, RulingOutcome::withdrawn);
    keeper.rule(morning_at, morning, RulingOutcome::zeroed);
    keeper.rule(morning_at, morning, RulingOutcome::restored);
    keeper.post(cosigned("merge", MergeContent{"v-3", "v-2", "registered-twice"}, CosignerCapacity::officer,
                         "officer"));
    const CivilTime now{desk.clock->now / 60, 0};
    keeper.post(signed_by_operator(claim_of("clock", ClockContent{now, "clock-is-right"})));
    keeper.rule(care_at, care, RulingOutcome::confirmed);
    keeper.rule(care_at, care, RulingOutcome::zeroed);
    keeper.reverse(served_at, served, {});
    keeper.post(settlement("missed", ordered_at, ordered, SettlementOutcome::missed, 4));
    keeper.reverse(overlapping_at, overlapping, {"point"});
    keeper.reverse(opening_at, opening, {});
}

std::string text_of_fact(const Fact& fact) {
    return to_text(key_of_fact(fact)) + " = " + std::to_string(fact.value);
}

/// A ledger on the disk that is read with one entry of its log, the last one looked at, forged.
class Forgery {
  public:
    explicit Forgery(const Desk& desk)
        : environment_(store::Environment::open(desk.book(), store::Access::read_only).value()),
          stored_(environment_->read().value()) {}

    Entry entry(std::uint64_t index) const { return read_entry(stored_, index).value().value(); }
    std::uint64_t size() const {
        return stored_.scan(Table::log, {}, {}, static_cast<std::size_t>(-1)).value().size();
    }

    /// What the audit says of this entry, in place of the one with its index. Other tables than the log do
    /// not count, nor that the tree was made of other bytes: who forges entries makes those again.
    std::vector<std::string> findings(const Entry& entry) const {
        audit::LogReader until(stored_);
        until.show_until(entry.index + 1);
        Overlay forged(until);
        forged.put(Table::log, key_of::entry(entry.index), encode_entry(entry).value());
        audit::Findings findings;
        audit::Replay replay(forged, findings);
        REQUIRE(replay.run());
        REQUIRE(replay.frontier().size() == entry.index + 1);
        std::vector<std::string> all;
        for (const auto& one : findings.take()) {
            REQUIRE(one.entry == entry.index);
            all.push_back(std::string(to_text(one.kind)) + ": " + one.text.en);
        }
        return all;
    }

    /// The sum done again from these facts, so that the record agrees with itself; nothing where they are not
    /// those that the rules ask for, or lead to a refusal.
    std::optional<Entry> decided_from(Entry entry) const {
        const auto& claim = entry.signed_claim.claim;
        const auto plan = pick_plan(stored_, plans_, claim, entry.recorded_at_unix_s).value();
        const auto about = entries_about(stored_, entry).value();
        std::vector<const Entry*> named;
        for (const auto& one : about) named.push_back(&one);
        RecordedFacts facts(entry.decision.facts, std::move(named));
        auto verdict = decide(plans_, plan.get(), facts, claim, entry.recorded_at_unix_s);
        if (!verdict || !*verdict) return std::nullopt;
        entry.decision = std::move(**verdict);
        if (!encode_entry(entry)) return std::nullopt;
        return entry;
    }

  private:
    std::shared_ptr<store::Environment> environment_;
    store::ReadTransaction stored_;
    mutable Plans plans_;
};

/// As it stands, and as it would be if the sum were done again.
void check_found(const Forgery& forgery, const Entry& forged) {
    CHECK_FALSE(forgery.findings(forged).empty());
    const auto agreeing = forgery.decided_from(forged);
    if (!agreeing || agreeing->decision == forged.decision) return;
    INFO("the sum was done again");
    CHECK_FALSE(forgery.findings(*agreeing).empty());
}

/// True things that are not what the rules asked for.
std::vector<Fact> beside_the_point(const std::string& owner) {
    return {{FactKind::tag, owner, "nowhere", 0},     {FactKind::household, owner, "nobody", 0},
            {FactKind::team, owner, "nobody", 0},     {FactKind::merged_into, owner, "nobody", 0},
            {FactKind::balance, owner, "nothing", 0}, {FactKind::shares_household, owner, "nobody", 0}};
}

}  // namespace

TEST_CASE("any one fact taken from any decision, of every kind of claim, is missed at that entry") {
    Desk desk;
    keep_every_kind(desk);
    const Forgery forgery(desk);
    struct Row {
        int entries = 0;
        std::size_t facts = 0;
        std::set<FactKind> kinds;
    };
    std::map<ClaimKind, Row> table;
    for (std::uint64_t index = 0; index < forgery.size(); ++index) {
        const auto entry = forgery.entry(index);
        const auto& facts = entry.decision.facts;
        INFO("entry " << index << ", " << to_text(entry.signed_claim.claim.kind()));
        REQUIRE(forgery.findings(entry).empty());
        REQUIRE(forgery.decided_from(entry).value().decision == entry.decision);
        auto& row = table[entry.signed_claim.claim.kind()];
        ++row.entries;
        row.facts += facts.size();
        for (std::size_t i = 0; i < facts.size(); ++i) {
            row.kinds.insert(facts[i].kind);
            INFO("without the fact " << i << ", " << text_of_fact(facts[i]));
            auto fewer = entry;
            fewer.decision.facts.erase(fewer.decision.facts.begin() + static_cast<std::ptrdiff_t>(i));
            check_found(forgery, fewer);
        }
    }
    std::ostringstream text;
    text << "facts left out, one by one, by the kind of the claim:\n";
    for (const auto kind : all_claim_kinds()) {
        INFO(to_text(kind));
        const auto& row = table[kind];
        CHECK(row.entries > 0);
        text << "  " << std::left << std::setw(12) << to_text(kind) << std::right << std::setw(3)
             << row.entries << " entries" << std::setw(4) << row.facts << " facts:";
        if (row.facts == 0) text << " such a decision looks at nothing";
        for (const auto one : row.kinds) text << " " << to_text(one);
        text << "\n";
    }
    WARN(text.str());
}

TEST_CASE("any one fact changed by one in any decision is found at that entry") {
    Desk desk;
    keep_every_kind(desk);
    const Forgery forgery(desk);
    for (std::uint64_t index = 0; index < forgery.size(); ++index) {
        const auto entry = forgery.entry(index);
        for (std::size_t i = 0; i < entry.decision.facts.size(); ++i)
            for (const int by : {-1, 1}) {
                INFO("entry " << index << " " << text_of_fact(entry.decision.facts[i]) << ", " << by);
                auto changed = entry;
                changed.decision.facts[i].value += by;
                check_found(forgery, changed);
            }
    }
}

TEST_CASE("a true thing recorded in the place of what the rules asked for is found at that entry") {
    Desk desk;
    keep_every_kind(desk);
    const Forgery forgery(desk);
    for (std::uint64_t index = 0; index < forgery.size(); ++index) {
        const auto entry = forgery.entry(index);
        for (std::size_t i = 0; i < entry.decision.facts.size(); ++i)
            for (const auto& other : beside_the_point(entry.decision.facts[i].owner)) {
                INFO("entry " << index << ", " << text_of_fact(entry.decision.facts[i]) << " is now "
                              << text_of_fact(other));
                auto changed = entry;
                changed.decision.facts[i] = other;
                if (const auto agreeing = forgery.decided_from(changed))
                    CHECK_FALSE(forgery.findings(*agreeing).empty());
            }
    }
}

TEST_CASE("facts recorded in another order than that in which they were looked at are found at that entry") {
    Desk desk;
    keep_every_kind(desk);
    const Forgery forgery(desk);
    for (std::uint64_t index = 0; index < forgery.size(); ++index) {
        const auto entry = forgery.entry(index);
        for (std::size_t i = 1; i < entry.decision.facts.size(); ++i) {
            auto changed = entry;
            std::swap(changed.decision.facts[i - 1], changed.decision.facts[i]);
            INFO("entry " << index << ", " << text_of_fact(entry.decision.facts[i]) << " before "
                          << text_of_fact(entry.decision.facts[i - 1]));
            check_found(forgery, changed);
        }
    }
}

TEST_CASE("a household left out of the record, so that its cap is evaded, is found by the audit") {
    struct Row {
        std::string what;
        std::function<void(std::vector<Fact>&, std::size_t household)> change;
        bool agrees;  // the sum can be done again, and pays
        FindingKind kind;
    };
    const std::vector<Row> rows = {
        {"left out",
         [](auto& facts, auto household) {
             facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(household));
         },
         false, FindingKind::decision},
        {"left out, and what it has been given",
         [](auto& facts, auto) {
             std::erase_if(facts, [](const Fact& one) { return one.owner == "h-1" || one.name == "h-1"; });
         },
         false, FindingKind::decision},
        {"left out and not counted, and what the member alone was given in the place of its sum",
         [](auto& facts, auto household) {
             facts[household - 1].value = 0;
             facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(household));
             for (auto& fact : facts)
                 if (fact.owner == "h-1") fact = {fact.kind, "v-2", fact.name, 0};
         },
         true, FindingKind::fact}};
    for (const auto& row : rows) {
        INFO(row.what);
        Desk desk;
        std::uint64_t last = 0;
        {
            Keeper keeper(desk);
            keeper.post(account_of("h-1", AccountClass::household));
            keeper.post(account_of("v-1", AccountClass::member, {}, {"h-1"}));
            keeper.post(account_of("v-2", AccountClass::member, {}, {"h-1"}));
            keeper.post(adoption("e-2", one_a_household));
            keeper.post(visit_of("v-1"));
            last = keeper.post(visit_of("v-2"));
        }
        auto entry = desk.open_reading()->entry(last).value().value();
        REQUIRE(entry.decision.legs.empty());  // the household has its point
        auto& facts = entry.decision.facts;
        const auto household = std::find_if(facts.begin(), facts.end(), [](const Fact& one) {
            return one.kind == FactKind::household && one.name == "h-1";
        });
        REQUIRE(household != facts.end());
        row.change(facts, static_cast<std::size_t>(household - facts.begin()));
        const auto agreeing = Forgery(desk).decided_from(entry);
        REQUIRE(agreeing.has_value() == row.agrees);
        if (agreeing) {
            entry = *agreeing;
            REQUIRE(entry.decision.legs.size() == 2);  // it agrees with itself, and pays
        }
        overwrite(desk.book(), Table::log, key_of::entry(last), encode_entry(entry).value(), true);
        const auto findings = audit_test::findings_of(desk.folder(), {});
        CHECK(std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
            return finding.kind == row.kind && finding.entry == last;
        }));
    }
}
