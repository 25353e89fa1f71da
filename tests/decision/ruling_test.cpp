#include <random>

#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/plans.hpp"
#include "decision/random_log.hpp"

// What the tables of tests/decision/tables/rulings cannot say: whatever is ruled, what the book keeps of it,
// and its tallies, come to the same. v-1 serves, v-3 is served.

namespace timebank::decision_test {
namespace {

using enum RulingOutcome;

constexpr RulingOutcome outcomes[] = {confirmed, refused, withdrawn, zeroed, restored};
constexpr std::int64_t award = 5;

constexpr std::string_view five_a_visit = R"({"rules": [{"id": "base", "steps": [
    {"tariff": {"per": "visit", "amount": "5"}}, {"rounding": "exact"},
    {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "1000000", "at_cap": "clip"}}]}]})";

/// A book in which services may be left pending, whatever the standard says of them.
class Hall {
  public:
    Hall() {
        open_accounts(book);
        adopt(book, StandardKind::credit, "2018-01-01", five_a_visit);
        auto key = sign(KeyContent{signer("co").public_key(), Role::coordinator, ""}, "op",
                        {CosignerCapacity::key_holder});
        cosign_claim(key, CosignerCapacity::key_holder, signer("co")).value();
        if (book.post(key).refusal) throw std::logic_error("the key was refused");
    }

    SignedClaim sign(ClaimContent content, const std::string& author,
                     std::vector<CosignerCapacity> cosigners = {}) {
        Claim claim;
        claim.origin = origin;
        claim.cosigners = std::move(cosigners);
        claim.id = id_of("claim " + std::to_string(++claims_));
        claim.content = std::move(content);
        return sign_claim(std::move(claim), signer(author)).value();
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
    Entry pending(const ServiceContent& service = visit()) {
        auto claim = sign(service, "co");
        Decision decision;
        decision.edition =
            pick_plan(book.overlay(), book.plans(), claim.claim, book.now_unix_s).value()->summary.digest;
        decision.language = 1;
        decision.notices.push_back({0, NoticeKind::pending, "visit", "", 0});
        return book.record(claim, decision);
    }

    Answer rule(const Entry& service, RulingOutcome outcome) {
        return book.post(
            sign(RulingContent{service.index, service.signed_claim.claim.id, outcome, "said-so"}, "co"));
    }
    void merge(const std::string& owner, const std::string& into) {
        auto claim = sign(MergeContent{owner, into, "registered-twice"}, "op", {CosignerCapacity::officer});
        cosign_claim(claim, CosignerCapacity::officer, signer("of-2")).value();
        if (book.post(claim).refusal) throw std::logic_error("the merge was refused");
    }
    Answer reverse(const Entry& entry) {
        return book.post(sign(ReversalContent{entry.index, entry.signed_claim.claim.id, "slip", {}}, "op"));
    }

    std::int64_t points(const std::string& owner) const { return book.balance(owner, "point").minor_units; }
    /// All that any tally holds.
    std::int64_t tallied() const {
        std::int64_t sum = 0;
        for (const auto& record : book.overlay().scan(Table::tallies, {}, {}, 10'000).value())
            sum += read_tally(book.overlay(), record.key).value().numerator;
        return sum;
    }
    /// What such a tally would hold for the owner, had it been kept from the beginning.
    std::int64_t tallied(std::string_view definition, const std::string& owner) {
        const auto tally = standard::named(standard::parse_tally_definition(definition).value());
        Workbook again;
        again.put(Table::tally_definitions, key_of::tally_definition(tally.name),
                  {definition.begin(), definition.end()});
        for (const auto& record : book.overlay().scan(Table::log, {}, {}, 10'000).value()) {
            again.put(Table::log, record.key, record.value);
            if (apply(decode_entry(record.value).value(), again, book.plans()).value())
                throw std::logic_error("an entry does not fit the book");
        }
        return read_tally(again, key_of::tally(tally.name, owner, "", std::nullopt)).value().numerator;
    }
    RulingState state(const Entry& service) const {
        const auto record = read_ruling(book.overlay(), service.index).value();
        return record ? record->state : RulingState::awarded;
    }

    Book book;

  private:
    int claims_ = 0;
};

std::string code_of(const Answer& answer) {
    return answer.refusal ? std::string(to_text(answer.refusal->code)) : "";
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
    CHECK(read_tallies(hall.book.overlay()).value().size() == 2);
    CHECK(hall.tallied() == 2 * standing);
}

TEST_CASE("two who turn out to be one count as one person from a confirmation to its reversal") {
    Hall hall;
    hall.book.must_post(AccountContent{"h-1", AccountClass::household, {}});
    hall.book.must_post(AccountContent{"h-2", AccountClass::household, {}});
    hall.book.must_post(AccountContent{"v-1", AccountClass::member, {}, {"h-1"}});
    hall.book.must_post(AccountContent{"v-2", AccountClass::member, {}, {"h-2"}});
    auto service = Hall::visit();
    service.participants = {
        {"v-2", "leader", {}, {}}, {"v-1", "volunteer", {}, {}}, {"v-4", "guide", {}, {}}};
    service.participants[1].own_minutes = 20;
    service.participants[2].own_minutes = 45;
    const auto pending = hall.pending(service);
    hall.merge("v-2", "v-1");

    struct Expected {
        std::string_view definition;
        std::string owner;
        std::int64_t value;
    };
    // v-1 belongs to h-1, also as whoever stands for v-2; v-4 belongs to no household.
    const Expected expected[] = {
        {"services|member|life||||", "v-1", 1},
        {"services|member|life||||", "v-2", 0},
        {"services|member|life||||", "v-4", 1},
        {"minutes|member|life||||", "v-1", 60},
        {"minutes|member|life||||", "v-2", 0},
        {"minutes|member|life||||", "v-4", 45},
        {"awarded|household|life||||point", "h-1", award},
        {"awarded|household|life||||point", "h-2", 0},
    };
    const auto check = [&](bool counts) {
        for (const auto& [definition, owner, value] : expected) {
            INFO(definition << " of " << owner);
            CHECK(hall.tallied(definition, owner) == (counts ? value : 0));
        }
    };
    check(false);
    const auto ruling = hall.rule(pending, confirmed).entry;
    check(true);
    REQUIRE_FALSE(hall.reverse(ruling).refusal);
    check(false);
}

}  // namespace timebank::decision_test
