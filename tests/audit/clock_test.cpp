#include <sstream>
#include <thread>

#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"
#include "timebank/digest.hpp"

// A clock that is set, and the book that goes on being kept: every kind of claim at every border, with the
// clock turned by up to 25 hours in between. Whatever is accepted, the audit of an honest book finds nothing.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

constexpr std::string_view standard = R"({
  "language": 1, "kind": "credit", "id": "credit", "edition": "EDITION", "effective_from": "FROM",
  "edition_date": "occurrence", "title": {"zh": "积分", "en": "credit"}, "units": {"point": 1},
  "issuer": "issuer", "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}},
    {"code": "visit", "name": {"zh": "探访", "en": "visit"}}],
  "rules": [
    {"id": "base", "name": {"zh": "基本", "en": "base"}, "categories": ["canteen"], "roles": ["volunteer"],
     "unit": "point", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "40", "at_cap": "clip"}},
      {"cap": {"id": "a-month", "key": "member", "window": "month", "limit": "400", "at_cap": "clip"}}]},
    {"id": "visits", "name": {"zh": "探访", "en": "visits"}, "categories": ["visit"], "roles": ["volunteer"],
     "unit": "point", "steps": [
      {"gate": {"condition": {"cosigned": ["receiver"]}, "otherwise": "pending", "lapses_after_days": 2}},
      {"tariff": {"per": "visit", "amount": "3"}}, {"rounding": "exact"}, {"cap": "none"}]}],
  "examples": []})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

StandardContent edition(const std::string& name, const std::string& from) {
    const auto text = replaced(replaced(std::string(standard), "EDITION", name), "FROM", from);
    return StandardContent{Bytes(text.begin(), text.end())};
}

StandardContent gifts() {
    constexpr std::string_view text = R"({
  "language": 1, "kind": "redemption", "id": "redemption", "edition": "2", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "兑换", "en": "redemption"}, "units": {"point": 1},
  "catalogue": [{"item": "lunch", "name": {"zh": "午餐", "en": "lunch"}, "unit": "point", "price": "1",
    "paid_to": "canteen-1", "unlock": "none", "limits": [
      {"id": "lunches", "key": "member", "window": "day", "limit": 2, "at_cap": "refuse"}]}],
  "transfers": [{"id": "gift", "name": {"zh": "赠予", "en": "gift"}, "purpose": "gift",
    "unit": "point", "from": ["member"], "to": ["member"], "between": "anyone", "multiple_of": "1",
    "condition": "none", "limits": "none"}],
  "examples": []})";
    return StandardContent{Bytes(text.begin(), text.end())};
}

CivilTime local(std::int64_t unix_s) {
    return {unix_s / 60 + 8 * 60, 8 * 60};
}

/// One book, and claims of every kind about what has just happened by its clock.
class Office {
  public:
    explicit Office(std::int64_t begins_unix_s) {
        desk_.clock->now = begins_unix_s;
        ledger_ = desk_.found();
        post_by(claim_of("of", KeyContent{signer("officer")->public_key(), Role::officer, ""}),
                CosignerCapacity::key_holder);
        post(claim_of("old-books", AccountContent{"old-books", AccountClass::issuer, {}}));
        post(claim_of("standard", edition("2", "2018-01-01")));
        post(claim_of("gifts", gifts()));
        post_by(claim_of("first", opening()), CosignerCapacity::officer);
    }

    void set_clock(std::int64_t now_unix_s) { desk_.clock->now = now_unix_s; }

    /// One claim of each kind, of which some are refused and most accepted. Returns how many were tried.
    int post_every_kind() {
        const auto before = tried_;
        const auto now = desk_.clock->now.load();
        const auto number = std::to_string(tried_);
        const auto word = [&](const std::string& kind) { return kind + " " + number; };
        post(claim_of(word("unit"), UnitContent{"u" + number, 1, 0, {"单位", "unit"}}));
        post(claim_of(word("account"), AccountContent{"m-" + number, AccountClass::member, {}}));
        post_by(claim_of(word("key"), KeyContent{signer(word("key"))->public_key(), Role::app, ""}),
                CosignerCapacity::key_holder, word("key"));
        const auto served = post(claim_of(word("service"), service("canteen", now)));
        const auto waiting = post(claim_of(word("waiting"), service("visit", now)));
        auto short_lived = claim_of(word("short-lived"), service("canteen", now - 7'200));
        short_lived.valid_until_unix_s = now;
        post(std::move(short_lived));
        RedemptionContent lunch;
        lunch.owner = "v-1";
        lunch.item = "lunch";
        lunch.at = local(now);
        post(claim_of(word("lunch"), lunch));
        TransferContent gift{"v-1", "v-2", "point", Amount{1}, local(now), "gift", {}, {}};
        post(claim_of(word("gift"), gift));
        post_by(claim_of(word("opening"), opening()), CosignerCapacity::officer);
        if (served)
            post(claim_of(word("reversal"), ReversalContent{*served, id_of(word("service")), "slip"}));
        if (waiting)
            post(claim_of(word("ruling"),
                          RulingContent{*waiting, id_of(word("waiting")), RulingOutcome::confirmed, "seen"}));
        if (pending_)  // one that was posted before the clock was set
            post(claim_of(word("late ruling"), RulingContent{pending_->first, pending_->second,
                                                             RulingOutcome::confirmed, "seen"}));
        const auto again = post(claim_of(word("pending"), service("visit", now)));
        if (again) pending_ = std::pair(*again, id_of(word("pending")));
        post(claim_of(word("edition"), edition("e" + number, to_text(civil_date(local(now))))));
        post_by(claim_of(word("merge"), MergeContent{"m-" + number, "v-2", "twice"}),
                CosignerCapacity::officer);
        post(claim_of(word("clock"), ClockContent{local(now), "clock-is-right"}));
        return tried_ - before;
    }

    int accepted() const { return accepted_; }

    /// Nothing, or the first finding.
    std::string audited() {
        AuditOptions options{desk_.anchor(), desk_.clock->now.load()};
        const auto report = audit_ledger(desk_.folder(), options).value();
        return report.findings.empty() ? "" : report.findings.front().text.en;
    }

  private:
    static ServiceContent service(const std::string& category, std::int64_t end_unix_s) {
        ServiceContent content;
        content.category = category;
        content.actual = {local(end_unix_s - 3'600), local(end_unix_s)};
        content.participants = {{"v-1", "volunteer", {}, {}}, {"v-2", "receiver", {}, {}}};
        return content;
    }
    OpeningContent opening() const {
        OpeningContent content;
        content.owner = "v-1";
        content.issuer = "old-books";
        content.unit = "point";
        content.amount = Amount{5};
        content.lot_date = civil_date(local(desk_.clock->now - 24 * hour_s));
        content.source = sha256(bytes_of("the old spreadsheet"));
        return content;
    }

    std::optional<std::uint64_t> post(Claim claim) { return count(signed_by_operator(std::move(claim))); }
    void post_by(Claim claim, CosignerCapacity capacity, const std::string& cosigner = "officer") {
        claim.cosigners = {capacity};
        auto signed_claim = signed_by_operator(std::move(claim));
        cosign_claim(signed_claim, capacity, *signer(cosigner)).value();
        count(signed_claim);
    }
    std::optional<std::uint64_t> count(const SignedClaim& claim) {
        ++tried_;
        const auto result = ledger_->post(claim);
        if (!result || result->outcome != PostOutcome::accepted) return std::nullopt;
        ++accepted_;
        return result->index;
    }

    Desk desk_;
    std::unique_ptr<Ledger> ledger_;
    std::optional<std::pair<std::uint64_t, ClaimId>> pending_;
    int tried_ = 0;
    int accepted_ = 0;
};

struct Border {
    const char* name;
    std::int64_t unix_s;
};

/// Where the day, month, year, fiscal year, edition and window turn in UTC+8; what lapses and runs out turns
/// with the claims themselves.
constexpr Border borders[] = {
    {"midnight", 1'528'128'000},      // 2018-06-05T00:00+08:00
    {"month", 1'527'782'400},         // 2018-06-01T00:00+08:00
    {"year", 1'546'272'000},          // 2019-01-01T00:00+08:00
    {"leap day", 1'582'905'600},      // 2020-02-29T00:00+08:00
    {"midnight UTC", 1'528'156'800},  // 2018-06-05T00:00Z
};

}  // namespace

TEST_CASE(
    "A1, A2: every kind at every border, the clock turned by up to 25 hours: no finding in an honest book") {
    std::vector<std::int64_t> steps_s = {-5, 5, -60, 60};
    for (std::int64_t hours = -25; hours <= 25; hours += 5) steps_s.push_back(hours * hour_s);
    for (const auto hours : {-24, -23, 23, 24}) steps_s.push_back(hours * hour_s);
    int cases = 0, accepted = 0;
    for (const auto& border : borders)
        for (const auto step_s : steps_s)
            for (const auto near_s : {-2, 2}) {
                Office office(border.unix_s - 60 * hour_s);
                office.set_clock(border.unix_s + near_s);
                cases += office.post_every_kind();
                office.set_clock(border.unix_s + near_s + step_s);
                cases += office.post_every_kind();
                office.set_clock(border.unix_s + near_s + 49 * hour_s);  // the last day of what is pending
                cases += office.post_every_kind();
                accepted += office.accepted();
                INFO(border.name << " " << near_s << " s, then a step of " << step_s << " s");
                CHECK(office.audited() == "");
            }
    WARN(cases << " claims, " << accepted << " accepted");
    CHECK(accepted > cases / 2);
}

TEST_CASE(
    "A16: a clock ahead by years is not believed; what it stamped is told, and two officers turn it back") {
    Desk desk;
    auto ledger = desk.found();
    auto officer = claim_of("officer", KeyContent{signer("officer")->public_key(), Role::officer, ""});
    officer.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(officer);
    cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("officer")).value();
    REQUIRE(said(ledger->post(enrolment).value()) == "accepted 8");

    desk.clock->now = start_unix_s + 82 * 365 * day_s;
    const auto refused = ledger->post(account("a", "a"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::clock_jumped);
    CHECK(refused.error().text.en.find("--clock-is-right") != std::string::npos);
    CHECK(refused.error().text.zh.find("--clock-is-right") != std::string::npos);
    CHECK_FALSE(ledger->check_clock());

    // The operator says, wrongly, that it is right.
    const auto vouch = [&](const std::string& word) {
        return claim_of(word, ClockContent{local(desk.clock->now), "clock-is-right"});
    };
    REQUIRE(said(ledger->post(signed_by_operator(vouch("wrong"))).value()) == "accepted 9");
    REQUIRE(said(ledger->post(account("a", "a")).value()) == "accepted 10");

    desk.clock->now = start_unix_s + hour_s;
    CHECK(code_of(ledger->post(account("b", "b"))) == "clock_jumped");
    CHECK(said(ledger->post(signed_by_operator(vouch("alone"))).value()) == "refused second_officer_missing");
    auto back = vouch("back");
    back.cosigners = {CosignerCapacity::officer};
    auto by_two = signed_by_operator(back);
    cosign_claim(by_two, CosignerCapacity::officer, *signer("officer")).value();
    REQUIRE(said(ledger->post(by_two).value()) == "accepted 11");
    REQUIRE(said(ledger->post(account("b", "b")).value()) == "accepted 12");
    CHECK(ledger->entry(12).value()->recorded_at_unix_s == start_unix_s + hour_s);
    ledger.reset();

    const auto report = audit_ledger(desk.folder(), {desk.anchor(), desk.clock->now.load()}).value();
    for (const auto& finding : report.findings) UNSCOPED_INFO(finding.text.en);
    CHECK(report.findings.empty());
    REQUIRE(report.remarks.size() == 2);
    CHECK(report.remarks[0].entry == 9);
    CHECK(report.remarks[1].entry == 11);
    CHECK(report.remarks[1].text.en.find("turned the recording time back") != std::string::npos);
    REQUIRE(rebuild_ledger(desk.folder()));
    CHECK(audit_ledger(desk.folder(), {desk.anchor(), desk.clock->now.load()}).value().findings.empty());
}

TEST_CASE(
    "a book with its operator alone is freed from a clock that ran ahead: an officer is enrolled, then it "
    "turns back") {
    Desk desk;
    auto ledger = desk.found();
    desk.clock->now = start_unix_s + 30 * day_s;  // believed unasked
    REQUIRE(said(ledger->post(account("a", "a")).value()) == "accepted 8");
    desk.clock->now = start_unix_s;
    CHECK(code_of(ledger->post(account("b", "b"))) == "clock_jumped");
    auto officer = claim_of("officer", KeyContent{signer("officer")->public_key(), Role::officer, ""});
    officer.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(officer);
    cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("officer")).value();
    REQUIRE(said(ledger->post(enrolment).value()) == "accepted 9");
    auto back = claim_of("back", ClockContent{local(desk.clock->now), "clock-was-ahead"});
    back.cosigners = {CosignerCapacity::officer};
    auto by_two = signed_by_operator(back);
    cosign_claim(by_two, CosignerCapacity::officer, *signer("officer")).value();
    REQUIRE(said(ledger->post(by_two).value()) == "accepted 10");
    REQUIRE(said(ledger->post(account("b", "b")).value()) == "accepted 11");
    ledger.reset();
    const auto report = audit_ledger(desk.folder(), {desk.anchor(), desk.clock->now.load()}).value();
    for (const auto& finding : report.findings) UNSCOPED_INFO(finding.text.en);
    CHECK(report.findings.empty());
}

TEST_CASE("one caller's clock claim is not failed by another's post in front of it") {
    Desk desk;
    const auto ledger = desk.found();
    const auto known = account("known", "known");
    REQUIRE(said(ledger->post(known).value()) == "accepted 8");
    const auto years_later = start_unix_s + 365 * day_s;
    std::thread bad, good;
    std::string bad_answer, good_answer;
    std::atomic<bool> first{true};
    // The first commit waits with the clock as it was, until both others stand behind it in one queue.
    desk.clock->when_asked = [&] {
        if (!first.exchange(false)) return;
        const auto queue_up = [] { std::this_thread::sleep_for(std::chrono::milliseconds(200)); };
        bad = std::thread([&] { bad_answer = code_of(ledger->post(account("a", "a"))); });
        queue_up();
        good = std::thread([&] {
            const auto word = claim_of("word", ClockContent{local(years_later), "closed"});
            good_answer = said(ledger->post(signed_by_operator(word)).value());
        });
        queue_up();
    };
    desk.clock->asked = 0;
    REQUIRE(said(ledger->post(known).value()) == "exists 8");
    desk.clock->now = years_later;
    bad.join();
    good.join();
    CHECK(bad_answer == "clock_jumped");
    CHECK(good_answer == "accepted 9");
    CHECK(desk.clock->asked == 2);  // both in one commit
}
