#include <algorithm>
#include <random>
#include <sstream>

#include "catch.hpp"
#include "decision/random_log.hpp"
#include "decision/ruling.hpp"

// What becomes of a service: pending ones that are confirmed, refused or withdrawn, awards that are taken
// back and given again. v-1 serves, v-3 is served.

namespace timebank::decision_test {
namespace {

using enum RulingOutcome;

constexpr RulingOutcome outcomes[] = {confirmed, refused, withdrawn, zeroed, restored};
constexpr std::int64_t award = 5;

constexpr std::string_view five_a_visit = R"({"rules": [{"id": "base", "steps": [
    {"tariff": {"per": "visit", "amount": "5"}}, {"rounding": "exact"},
    {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "1000000", "at_cap": "clip"}}]}]})";
constexpr std::string_view seven_a_visit = R"({"edition": "amended", "rules": [{"id": "base", "steps": [
    {"tariff": {"per": "visit", "amount": "7"}}, {"rounding": "exact"},
    {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "1000000", "at_cap": "clip"}}]}]})";

std::int32_t days_of(std::string_view day) {
    return parse_civil_date(day).value().days;
}

/// A book in which services may be left pending, whatever the standard says of them.
class Hall {
  public:
    Hall() {
        open_accounts(book);
        adopt(book, StandardKind::credit, "2018-01-01", five_a_visit);
        enrol("co", Role::coordinator, "");
        enrol("co-1", Role::coordinator, "v-1");
        enrol("app", Role::app, "");
        for (const char* number : {"1", "3", "4"})
            enrol("m-" + std::string(number), Role::member, "v-" + std::string(number));
    }

    SignedClaim sign(ClaimContent content, const std::string& author, const std::string& acting_for = "",
                     const std::string& cosigner = "") {
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("claim " + std::to_string(++claims_));
        claim.acting_for = acting_for.empty() ? owners_[author] : acting_for;
        claim.capacity = claim.acting_for == owners_[author] ? Capacity::self : Capacity::agent;
        claim.content = std::move(content);
        auto signed_claim = sign_claim(std::move(claim), signer(author)).value();
        const auto capacity =
            cosigner.starts_with("m-") ? CosignerCapacity::receiver : CosignerCapacity::coordinator;
        if (!cosigner.empty()) cosign_claim(signed_claim, capacity, signer(cosigner)).value();
        return signed_claim;
    }

    static ServiceContent visit() {
        ServiceContent service;
        service.category = "visit";
        service.actual = {parse_civil_time("2018-06-04T08:00+08:00").value(),
                          parse_civil_time("2018-06-04T09:00+08:00").value()};
        service.participants = {{"v-1", "volunteer", {}, {}}, {"v-3", "receiver", {}, {}}};
        return service;
    }

    Entry awarded() { return book.post(sign(visit(), "co")).entry; }
    Entry pending(std::int64_t until = 0) {
        auto claim = sign(visit(), "co");
        const auto edition = pick_edition(book.overlay(), claim.claim, book.now_unix_s).value()->digest;
        return book.record(claim, {edition, 1, {}, {}, {{0, NoticeKind::pending, "visit", "", until}}, {}});
    }

    static RulingContent ruling(const Entry& service, RulingOutcome outcome) {
        return {service.index, service.signed_claim.claim.id, outcome, "said-so"};
    }
    Answer rule(const Entry& service, RulingOutcome outcome, const std::string& author = "co",
                const std::string& acting_for = "", const std::string& cosigner = "") {
        return book.post(sign(ruling(service, outcome), author, acting_for, cosigner));
    }
    Answer reverse(const Entry& entry) {
        return book.post(sign(ReversalContent{entry.index, entry.signed_claim.claim.id, "slip", {}}, "op"));
    }

    /// A merge has made it the key of another account.
    void give_key(const std::string& name, const std::string& owner) { owners_[name] = owner; }

    std::int64_t points(const std::string& owner) const { return book.balance(owner, "point").minor_units; }
    /// All that any tally holds.
    std::int64_t tallied() const {
        std::int64_t sum = 0;
        for (const auto& record : book.overlay().scan(Table::tallies, {}, {}, 10'000).value())
            sum += read_tally(book.overlay(), record.key).value().numerator;
        return sum;
    }
    RulingState state(const Entry& service) const {
        const auto record = read_ruling(book.overlay(), service.index).value();
        return record ? record->state : RulingState::awarded;
    }

    Book book;

  private:
    void enrol(const std::string& name, Role role, const std::string& owner) {
        auto claim = sign(KeyContent{signer(name).public_key(), role, owner}, "op");
        cosign_claim(claim, CosignerCapacity::key_holder, signer(name)).value();
        if (book.post(claim).refusal) throw std::logic_error("the key " + name + " was refused");
        owners_[name] = owner;
    }

    std::map<std::string, std::string> owners_;
    int claims_ = 0;
};

std::string code_of(const Answer& answer) {
    return answer.refusal ? std::string(to_text(answer.refusal->code)) : "";
}

std::string text_of(const Refusal& refusal) {
    return std::string(to_text(refusal.code)) + " " + refusal.rule + " | " + refusal.limit + " | " +
           refusal.found;
}

bool counts(RulingState state) {
    return state == RulingState::awarded || state == RulingState::confirmed || state == RulingState::restored;
}

/// What the states allow, said once more: the answer's code, empty when the ruling is made.
std::string expected_code(RulingState state, RulingOutcome outcome) {
    if (outcome == zeroed) return counts(state) ? "" : "not_rulable";
    if (outcome == restored) return state == RulingState::zeroed ? "" : "not_rulable";
    return state == RulingState::pending ? "" : "not_pending";
}

}  // namespace

TEST_CASE("in every state a service takes the rulings that fit it, and its credits stand or do not") {
    struct Way {
        bool pending;
        std::vector<RulingOutcome> rulings;
        RulingState state;
    };
    const Way ways[] = {
        {false, {}, RulingState::awarded},
        {false, {zeroed}, RulingState::zeroed},
        {false, {zeroed, restored}, RulingState::restored},
        {false, {zeroed, restored, zeroed}, RulingState::zeroed},
        {true, {}, RulingState::pending},
        {true, {confirmed}, RulingState::confirmed},
        {true, {refused}, RulingState::refused},
        {true, {withdrawn}, RulingState::withdrawn},
        {true, {confirmed, zeroed}, RulingState::zeroed},
        {true, {confirmed, zeroed, restored}, RulingState::restored},
        {true, {confirmed, zeroed, restored, zeroed, restored}, RulingState::restored},
    };
    Hall hall;
    std::int64_t standing = 0;
    for (const auto& way : ways)
        for (const auto outcome : outcomes) {
            const auto service = way.pending ? hall.pending() : hall.awarded();
            for (const auto earlier : way.rulings) REQUIRE(code_of(hall.rule(service, earlier)).empty());
            INFO(to_text(way.state) << " after " << way.rulings.size() << ", then " << to_text(outcome));
            CHECK(hall.state(service) == way.state);
            standing += counts(way.state) ? award : 0;
            CHECK(hall.points("v-1") == standing);
            CHECK(hall.tallied() == standing);

            const auto answer = hall.rule(service, outcome);
            CHECK(code_of(answer) == expected_code(way.state, outcome));
            const auto after = answer.refusal ? way.state : state_after(outcome);
            CHECK(hall.state(service) == after);
            standing += (counts(after) ? award : 0) - (counts(way.state) ? award : 0);
            CHECK(hall.points("v-1") == standing);
            CHECK(hall.tallied() == standing);
        }
}

TEST_CASE("who may rule how, for whom and with whom, is this table") {
    struct Row {
        RulingOutcome outcome;
        const char* author;
        const char* acting_for;
        const char* cosigner;
        const char* code;
    };
    const Row rows[] = {
        {confirmed, "co", "", "", ""},
        {confirmed, "of-2", "", "", ""},
        {confirmed, "op", "", "", ""},
        {confirmed, "co", "v-1", "", ""},
        {confirmed, "co", "v-4", "", "not_concerned"},
        {confirmed, "m-3", "", "", ""},
        {confirmed, "m-1", "", "", "not_concerned"},
        {confirmed, "m-4", "", "", "not_concerned"},
        {confirmed, "app", "v-3", "", ""},
        {confirmed, "app", "v-1", "", "not_concerned"},
        {withdrawn, "m-1", "", "", ""},
        {withdrawn, "m-3", "", "", ""},
        {withdrawn, "m-4", "", "", "not_concerned"},
        {withdrawn, "app", "v-1", "", ""},
        {refused, "m-3", "", "", "role_not_allowed"},
        {refused, "app", "v-3", "", "role_not_allowed"},
        {refused, "co", "", "", ""},
        {zeroed, "m-3", "", "", "role_not_allowed"},
        {restored, "m-1", "", "", "role_not_allowed"},
        // Her own key, be it a coordinator's, says nothing for her; another's beside it does.
        {confirmed, "co-1", "", "", "own_ruling"},
        {confirmed, "co-1", "", "co", ""},
        {confirmed, "co-1", "", "m-3", ""},
        {confirmed, "co-1", "", "m-4", "not_concerned"},
        {refused, "co-1", "", "", ""},
        {confirmed, "co", "", "m-3", ""},
    };
    for (const auto& row : rows) {
        Hall hall;
        INFO(to_text(row.outcome) << " by " << row.author << " for " << row.acting_for << " with "
                                  << row.cosigner);
        const auto answer = hall.rule(hall.pending(), row.outcome, row.author, row.acting_for, row.cosigner);
        CHECK(code_of(answer) == row.code);
    }
}

TEST_CASE("nobody alone restores their own award, though they may have zeroed it") {
    Hall hall;
    const auto service = hall.awarded();
    CHECK(code_of(hall.rule(service, zeroed, "co-1")).empty());
    const auto answer = hall.rule(service, restored, "co-1");
    REQUIRE(answer.refusal);
    CHECK(text_of(*answer.refusal) == "own_ruling " + std::to_string(service.index) + " |  | v-1");
    CHECK(hall.points("v-1") == 0);
    CHECK(code_of(hall.rule(service, restored, "co-1", "", "co")).empty());
    CHECK(hall.points("v-1") == award);
}

TEST_CASE("a service can be confirmed on its last day, by the calendar of the place, and not behind it") {
    const auto last_day = days_of("2019-03-01");
    // 2019-03-01T23:59+08:00, and a minute later.
    const auto midnight_unix_s = utc_minutes(parse_civil_time("2019-03-02T00:00+08:00").value()) * 60;
    Hall hall;
    const auto first = hall.pending(last_day), second = hall.pending(last_day), third = hall.pending();
    hall.book.now_unix_s = midnight_unix_s - 60;
    CHECK(code_of(hall.rule(first, confirmed)).empty());
    hall.book.now_unix_s = midnight_unix_s;
    const auto late = hall.rule(second, confirmed);
    REQUIRE(late.refusal);
    CHECK(text_of(*late.refusal) ==
          "pending_lapsed " + std::to_string(second.index) + " | 2019-03-01 | 2019-03-02");
    CHECK(code_of(hall.rule(second, withdrawn)).empty());
    CHECK(code_of(hall.rule(third, confirmed)).empty());
}

TEST_CASE("a service is confirmed by the edition that it was posted under, whatever was adopted since") {
    Hall hall;
    const auto before = hall.pending();
    adopt(hall.book, StandardKind::credit, "2018-01-01", seven_a_visit);
    const auto behind = hall.pending();
    const auto ruling = hall.rule(before, confirmed);
    CHECK(hall.points("v-1") == 5);
    CHECK(ruling.entry.decision.edition == before.decision.edition);
    CHECK(code_of(hall.rule(behind, confirmed)).empty());
    CHECK(hall.points("v-1") == 5 + 7);
}

TEST_CASE("what is named must be a service, and the one that is meant") {
    Hall hall;
    const auto service = hall.pending();
    auto other_claim = Hall::ruling(service, confirmed);
    other_claim.claim_id = id_of("another");
    CHECK(code_of(hall.book.post(hall.sign(other_claim, "co"))) == "entry_unknown");
    auto nowhere = Hall::ruling(service, confirmed);
    nowhere.entry_index = 999'999;
    CHECK(code_of(hall.book.post(hall.sign(nowhere, "co"))) == "entry_unknown");
    const auto ruling = hall.rule(service, confirmed).entry;
    for (const auto outcome : outcomes) {
        const auto answer = hall.rule(ruling, outcome);
        REQUIRE(answer.refusal);
        CHECK(text_of(*answer.refusal) ==
              "not_rulable " + std::to_string(ruling.index) + " | service | ruling");
    }
}

TEST_CASE("a reversal undoes a service where it was awarded, while that stands, and for good") {
    Hall hall;
    const auto first = hall.pending();
    const auto index = std::to_string(first.index);
    CHECK(text_of(*hall.reverse(first).refusal) == "not_reversible " + index + " | confirmed | pending");
    const auto ruling = hall.rule(first, confirmed).entry;
    CHECK(text_of(*hall.reverse(first).refusal) ==
          "not_reversible " + index + " | ruling " + std::to_string(ruling.index) + " | confirmed");
    CHECK(code_of(hall.rule(first, zeroed)).empty());
    CHECK(text_of(*hall.reverse(ruling).refusal) ==
          "not_reversible " + std::to_string(ruling.index) + " | restored | zeroed");
    CHECK(code_of(hall.rule(first, restored)).empty());
    CHECK(hall.tallied() == award);
    CHECK(code_of(hall.reverse(ruling)).empty());
    CHECK(hall.points("v-1") == 0);
    CHECK(hall.tallied() == 0);
    CHECK(code_of(hall.reverse(ruling)) == "reversed_already");
    CHECK(code_of(hall.rule(first, zeroed)) == "not_rulable");
    CHECK(code_of(hall.rule(first, confirmed)) == "not_pending");

    for (const auto outcome : {refused, withdrawn}) {
        const auto service = hall.pending();
        const auto entry = hall.rule(service, outcome).entry;
        CHECK(code_of(hall.reverse(service)) == "not_reversible");
        CHECK(code_of(hall.reverse(entry)) == "not_reversible");
    }
}

TEST_CASE("a ruling is listed under all whom its service names") {
    Hall hall;
    const auto service = hall.pending();
    const auto ruling = hall.rule(service, refused).entry;
    for (const char* owner : {"v-1", "v-3"})
        CHECK(read_number(hall.book.overlay(), Table::owner_entries, key_of::owner_entry(owner, ruling.index))
                  .value() == ruling.index);
    CHECK_FALSE(
        read_number(hall.book.overlay(), Table::owner_entries, key_of::owner_entry("v-4", ruling.index))
            .value());
}

TEST_CASE("the record of a service says what became of it, by which ruling, and where it was awarded") {
    Hall hall;
    const auto service = hall.pending();
    const auto record = [&] { return read_ruling(hall.book.overlay(), service.index).value().value(); };
    CHECK(record() == RulingRecord{RulingState::pending, service.index, service.index});
    const auto first = hall.rule(service, confirmed).entry.index;
    CHECK(record() == RulingRecord{RulingState::confirmed, first, first});
    const auto second = hall.rule(service, zeroed).entry.index;
    CHECK(record() == RulingRecord{RulingState::zeroed, second, first});
    CHECK_FALSE(read_ruling(hall.book.overlay(), hall.awarded().index).value());

    for (const auto& bytes : {Bytes(17, 0), Bytes(16, 1), Bytes(18, 1), Bytes(17, 7)}) {
        Overlay damaged;
        damaged.put(Table::rulings, key_of::entry(3), bytes);
        const auto read = read_ruling(damaged, 3);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Code::data_damaged);
    }
}

TEST_CASE(
    "whoever took over the account of somebody who served gets what is confirmed, and loses what is zeroed") {
    Hall hall;
    const auto service = hall.pending();
    auto merge = hall.sign(MergeContent{"v-1", "v-2", "registered-twice"}, "op");
    cosign_claim(merge, CosignerCapacity::officer, signer("of-2")).value();
    REQUIRE(code_of(hall.book.post(merge)).empty());
    hall.give_key("co-1", "v-2");
    CHECK(code_of(hall.rule(service, confirmed, "co-1")) == "own_ruling");
    CHECK(code_of(hall.rule(service, confirmed)).empty());
    CHECK(hall.points("v-1") == 0);
    CHECK(hall.points("v-2") == award);
    CHECK(hall.tallied() == award);
    CHECK(code_of(hall.rule(service, zeroed)).empty());
    CHECK(hall.points("v-2") == 0);
    CHECK(hall.tallied() == 0);
}

TEST_CASE(
    "a gate leaves a service pending until its last day, and a ruling opens it, whoever serves meanwhile") {
    Hall hall;
    adopt(hall.book, StandardKind::credit, "2018-02-01", R"({
        "categories": [{"code": "visit", "name": {"zh": "visit", "en": "visit"}, "overlap": "refuse"}],
        "rules": [{"id": "base", "steps": [
            {"gate": {"condition": {"cosigned": ["receiver"]}, "otherwise": "pending", "lapses_after_days": 30}},
            {"tariff": {"per": "visit", "amount": "5"}}, {"rounding": "exact"}, {"cap": "none"}]}]})");
    // The day of recording counts, and by the calendar of the place: in UTC it is still July.
    hall.book.now_unix_s = utc_minutes(parse_civil_time("2018-08-01T02:00+08:00").value()) * 60;
    const auto service = hall.awarded();
    const std::vector<Notice> waits = {{0, NoticeKind::pending, "base", "", days_of("2018-08-31")}};
    CHECK(service.decision.notices == waits);
    CHECK(service.decision.legs.empty());
    CHECK(hall.state(service) == RulingState::pending);

    const auto again = hall.sign(Hall::visit(), "co");
    CHECK(code_of(hall.book.post(again)) == "overlaps_recorded");
    // The service does not stand in its own way.
    const auto ruling = hall.rule(service, confirmed, "m-3");
    CHECK(code_of(ruling).empty());
    CHECK(ruling.entry.decision.notices.empty());
    CHECK(hall.points("v-1") == award);

    // What is taken back frees the time.
    hall.reverse(ruling.entry);
    const auto second = hall.awarded();
    CHECK(hall.state(second) == RulingState::pending);
    CHECK(code_of(hall.rule(second, refused)).empty());
    const auto third = hall.awarded();
    CHECK(hall.state(third) == RulingState::pending);
    hall.book.now_unix_s += std::int64_t{31} * 86'400;
    CHECK(code_of(hall.rule(third, confirmed, "m-3")) == "pending_lapsed");
}

TEST_CASE("after any rulings and reversals, balances and tallies are the sums of the services that stand") {
    constexpr unsigned seed = 20190301;
    WARN("seed " << seed);
    std::mt19937 random(seed);
    Hall hall;
    struct Service {
        Entry entry;
        RulingState state;
        Entry awarding;
        bool reversed = false;
    };
    std::vector<Service> services;
    std::map<std::string, int> answers;
    for (int round = 0; round < 600; ++round) {
        const auto choice = random() % 10;
        if (services.empty() || choice < 2) {
            const bool pending = random() % 2 == 0;
            const auto entry = pending ? hall.pending() : hall.awarded();
            services.push_back({entry, pending ? RulingState::pending : RulingState::awarded, entry});
            continue;
        }
        auto& service = services[random() % services.size()];
        if (choice == 9) {
            const auto code = code_of(hall.reverse(service.awarding));
            const bool stands = counts(service.state) && !service.reversed;
            CHECK(code.empty() == stands);
            service.reversed = service.reversed || stands;
            ++answers["reversal " + code];
            continue;
        }
        const auto outcome = outcomes[random() % std::size(outcomes)];
        const auto answer = hall.rule(service.entry, outcome);
        const bool moves = outcome == zeroed || outcome == restored;
        const auto code = moves && service.reversed ? "not_rulable" : expected_code(service.state, outcome);
        CHECK(code_of(answer) == code);
        ++answers[std::string(to_text(outcome)) + " " + code];
        if (answer.refusal) continue;
        service.state = state_after(outcome);
        if (outcome == confirmed) service.awarding = answer.entry;
    }
    std::int64_t standing = 0;
    for (const auto& service : services) standing += counts(service.state) && !service.reversed ? award : 0;
    CHECK(hall.points("v-1") == standing);
    CHECK(hall.points("issuer") == -standing);
    CHECK(hall.tallied() == standing);
    CHECK(standing > 0);
    CHECK(answers.size() == 3 + 2 * std::size(outcomes));

    // A tally that is filled in now, from the log, comes to the same.
    adopt(hall.book, StandardKind::credit, "2100-01-01", R"({"rules": [{"id": "base", "steps": [
        {"tariff": {"per": "visit", "amount": "1"}}, {"rounding": "exact"},
        {"cap": {"id": "day", "key": "member", "window": "day", "limit": "9", "at_cap": "clip"}}]}]})");
    CHECK(read_tally_definitions(hall.book.overlay()).value().size() == 2);
    CHECK(hall.tallied() == 2 * standing);
}

}  // namespace timebank::decision_test
