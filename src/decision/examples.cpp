#include "decision/examples.hpp"

#include <algorithm>
#include <map>

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "decision/asked.hpp"
#include "decision/book_facts.hpp"
#include "decision/decide.hpp"
#include "decision/kinds.hpp"
#include "decision/kinds/redemption.hpp"
#include "decision/kinds/transfer.hpp"
#include "decision/named.hpp"
#include "timebank/digest.hpp"

// Examples run the way claims do: decide, apply, on a book of their own.

namespace timebank {
namespace {

using standard::Example;
using standard::Plan;

// Brackets, so that no owner whom a document names is one of these.
const std::string giver = "(giver)";
const std::string household = "(household)";
const std::string team = "(team)";

/// Receivers of one class are one account, apart from the one that shares the giver's household.
std::string receiver_of(const standard::ExampleTransfer& transfer) {
    return (transfer.same_household ? "(housemate " : "(receiver ") + transfer.to_class + ")";
}

struct Other {
    std::string owner;
    std::string role;
    std::optional<std::uint32_t> own_minutes;
};

/// Everybody else who takes part; those in one role are counted on from one entry of the list to the next.
std::vector<Other> others_in(const standard::ExampleService& service) {
    std::vector<Other> all;
    std::map<std::string, std::uint32_t> in_role;
    for (const auto& others : service.others)
        for (std::uint32_t one = 0; one < others.count; ++one) {
            const auto number = std::to_string(++in_role[others.role]);
            all.push_back({"(" + others.role + " " + number + ")", others.role, others.own_minutes});
        }
    return all;
}

using Sums = std::map<std::string, std::int64_t>;

std::int64_t sum_of(const Sums& sums, const std::string& unit) {
    const auto sum = sums.find(unit);
    return sum == sums.end() ? 0 : sum->second;
}

std::string amount_text(const Plan& plan, const std::string& unit, std::int64_t minor_units) {
    return to_text(Amount{minor_units}, plan.units.at(unit)) + " " + unit;
}

/// What stands behind a claim of an example.
struct Witnesses {
    EvidenceKind evidence = EvidenceKind::none;
    std::vector<CosignerCapacity> cosigned{};
};

/// Everybody has signed who is needed: whoever may attest a fact, and what the evidence and cosignatures of
/// the service ask for.
class ExampleFacts final : public BookFacts {
  public:
    ExampleFacts(const Reader& reader, const Plan& plan, const SignedClaim& claim, const Witnesses& witnesses)
        : BookFacts(reader, &plan, claim), plan_(plan), claim_(claim.claim), witnesses_(witnesses) {}

  protected:
    Result<Signers> read_signers() const override {
        Signers signers;
        for (const auto& declared : plan_.facts)
            for (const auto& word : declared.attested_by)
                if (const auto role = parse_role(word)) signers.roles.insert(*role);
        for (auto& owner : owners_named(claim_)) signers.members.insert(std::move(owner));
        const auto evidence = witnesses_.evidence;
        if (evidence == EvidenceKind::sign_in_out) signers.roles.insert(Role::app);
        if (evidence == EvidenceKind::coordinator_approval || evidence == EvidenceKind::paper_confirmation)
            signers.roles.insert(Role::coordinator);
        if (evidence == EvidenceKind::receiver_confirmation)
            signers.capacities.insert(CosignerCapacity::receiver);
        signers.capacities.insert(witnesses_.cosigned.begin(), witnesses_.cosigned.end());
        return signers;
    }

  private:
    const Plan& plan_;
    const Claim& claim_;
    const Witnesses& witnesses_;
};

/// What levels somebody has reached on a day, with no claim of theirs.
class LadderFacts final : public BookFacts {
  public:
    LadderFacts(const Reader& reader, const Plan& plan, const SignedClaim& no_claim, CivilDate day)
        : BookFacts(reader, &plan, no_claim), day_(day) {}

  protected:
    TallyPlace place(const Claim&) const override { return {"", day_, {}}; }

  private:
    CivilDate day_;
};

class Bench {
  public:
    Bench(const Plan& plan, const Example& example, const ExampleObserver& observer)
        : plan_(plan), example_(example), observer_(observer) {
        open_accounts();
        const auto& given = example.given;
        put_balances(giver, given.balance);
        if (given.household) put_balances(household, given.household->balance);
        for (const auto& tally : plan.tallies) {
            const auto text = to_text(tally);
            book_.put(Table::tally_definitions, key_of::tally_definition(tally.name),
                      Bytes(text.begin(), text.end()));
            put_before(tally);
        }
    }

    Result<ExampleOutcome> run() {
        for (const auto& service : example_.given.services)
            for (std::uint32_t time = 0; time < service.times; ++time)
                TIMEBANK_CHECK(post(claim_of(service, time), &service, {service.evidence, service.cosigned}));
        for (std::size_t i = 0; i < example_.given.redemptions.size(); ++i)
            TIMEBANK_CHECK(
                post(claim_of(i), nullptr, {EvidenceKind::none, example_.given.redemptions[i].cosigned}));
        for (const auto& transfer : example_.given.transfers) TIMEBANK_CHECK(post(claim_of(transfer)));
        return outcome();
    }

  private:
    void put_balances(const std::string& owner, const std::map<std::string, std::int64_t>& balances) {
        for (const auto& [unit, minor_units] : balances)
            book_.put(Table::balances, key_of::balance(owner, unit), encode(Amount{minor_units}));
    }

    static bool is_everything(const standard::Tally& tally) {
        return tally.bucket != standard::Bucket::session && tally.standard.empty() && tally.rules.empty() &&
               !tally.per_category;
    }
    /// What the example says was so before. Of sums by day: on its first day, before anything that it does.
    void put_before(const standard::Tally& tally) {
        using standard::Measure;
        const auto& given = example_.given;
        const bool of_household = tally.key == standard::Key::household;
        if (!is_everything(tally) || (of_household ? !given.household : tally.key != standard::Key::member))
            return;
        std::int64_t before = 0;
        if (tally.measure == Measure::services) before = given.served.services;
        if (tally.measure == Measure::minutes) before = given.served.minutes;
        if (tally.measure == Measure::awarded)
            before = sum_of(of_household ? given.household->earned : given.earned, tally.unit);
        if (before == 0) return;
        const bool by_day = tally.bucket == standard::Bucket::day;
        book_.put(Table::tallies,
                  key_of::tally(tally.name, of_household ? household : giver, "",
                                by_day ? std::optional(first_day()) : std::nullopt),
                  encode(TallyValue{before, 1}));
    }

    void open_accounts() {
        const auto& given = example_.given;
        const auto giver_class = parse_account_class(given.account_class).value_or(AccountClass::member);
        // A household belongs to itself.
        const bool is_household = giver_class == AccountClass::household;
        const auto home = is_household ? giver : household;
        open_account(home, AccountClass::household);
        open_account(team, AccountClass::team);
        std::vector<std::string> member_of;
        const bool gives_away = plan_.summary.kind == StandardKind::redemption;
        if (!is_household && (given.household || gives_away)) member_of.push_back(home);
        if (given.team) member_of.push_back(team);
        open_account(giver, giver_class, given.tags, member_of, opened_on());
        if (!plan_.issuer.empty()) open_account(plan_.issuer, AccountClass::issuer);
        for (const auto& owner : accounts_besides_issuer(plan_)) open_account(owner, AccountClass::pool);
        for (const auto& item : plan_.catalogue) {
            open_account(item.paid_to, AccountClass::provider);
            if (item.hold) open_account(item.hold->kept_by, AccountClass::pool);
        }
        for (const auto& service : given.services)
            for (const auto& other : others_in(service)) open_account(other.owner, AccountClass::member);
        for (std::size_t i = 0; i < given.redemptions.size(); ++i)
            if (const auto& receiver = given.redemptions[i].receiver)
                open_account(beneficiary_of(i),
                             parse_account_class(receiver->account_class).value_or(AccountClass::member),
                             receiver->tags, home_of(receiver->same_household, home));
        for (const auto& transfer : given.transfers) {
            open_account(receiver_of(transfer),
                         parse_account_class(transfer.to_class).value_or(AccountClass::member), {},
                         home_of(transfer.same_household, home));
        }
    }

    static std::vector<std::string> home_of(bool same_household, const std::string& home) {
        return same_household ? std::vector{home} : std::vector<std::string>();
    }
    static std::string beneficiary_of(std::size_t redemption) {
        return "(receives " + std::to_string(redemption + 1) + ")";
    }

    CivilDate first_day() const {
        std::optional<CivilDate> first;
        const auto take = [&](CivilTime time) {
            if (!first || civil_date(time) < *first) first = civil_date(time);
        };
        for (const auto& service : example_.given.services) take(service.start);
        for (const auto& redemption : example_.given.redemptions) take(redemption.at);
        for (const auto& transfer : example_.given.transfers) take(transfer.at);
        return first.value_or(CivilDate{});
    }
    CivilDate opened_on() const { return CivilDate{first_day().days - example_.given.member_days}; }

    void open_account(const std::string& owner, AccountClass account_class,
                      std::vector<std::string> tags = {}, std::vector<std::string> member_of = {},
                      CivilDate opened_on = {}) {
        AccountRecord record;
        record.content = {owner, account_class, std::move(tags), std::move(member_of), {}};
        record.opened_on = opened_on;
        book_.put(Table::accounts, key_of::code(owner), encode(record));
    }

    /// Those of one service stand before those of the whole example.
    std::vector<AttestedFact> attested(const std::map<std::string, std::int64_t>& own = {}) const {
        auto together = own;
        together.insert(example_.given.facts.begin(), example_.given.facts.end());
        std::vector<AttestedFact> facts;
        for (const auto& [code, value] : together) facts.push_back({code, value});
        return facts;
    }

    bool is_of_claim(const std::string& code) const {
        return std::any_of(plan_.facts.begin(), plan_.facts.end(),
                           [&](const auto& one) { return one.code == code && one.is_of_claim; });
    }

    static CivilTime later(CivilTime time, std::int64_t minutes) {
        time.local_minutes += minutes;
        return time;
    }

    Claim claim_of(const standard::ExampleService& example, std::uint32_t time) const {
        const auto days_later = std::int64_t{time} * 24 * 60;
        ServiceContent service;
        service.category = example.category;
        service.actual.start = later(example.start, days_later);
        service.actual.end = later(service.actual.start, example.minutes);
        if (example.agreed) {
            const auto start = later(example.agreed->start, days_later);
            service.agreed = Interval{start, later(start, example.agreed->minutes)};
        }
        service.quantity = example.quantity;
        service.travel_minutes = example.travel_minutes;
        service.place = example.place;
        if (!example.session.empty()) {
            const auto digest = sha256(bytes_of(example.session));
            std::copy_n(digest.begin(), service.session.size(), service.session.begin());
        }
        Evidence evidence{example.evidence, example.evidence_grade, {}};
        if (example.evidence == EvidenceKind::photo) evidence.digest = sha256(bytes_of("photo"));
        service.participants.push_back({giver, example.role, example.own_minutes, evidence});
        for (const auto& other : others_in(example))
            service.participants.push_back({other.owner, other.role, other.own_minutes, {}});
        // What an example says of people is so of everybody in it.
        for (const auto& fact : attested(example.facts))
            if (is_of_claim(fact.code))
                service.facts.push_back(fact);
            else
                for (auto& one : service.participants) one.facts.push_back(fact);
        Claim claim;
        claim.content = std::move(service);
        return claim;
    }

    static Claim claim_with(ClaimContent content) {
        Claim claim;
        claim.content = std::move(content);
        return claim;
    }
    Claim claim_of(std::size_t redemption) const {
        const auto& example = example_.given.redemptions[redemption];
        return claim_with(
            content_of(example, giver, example.receiver ? beneficiary_of(redemption) : "", attested()));
    }
    Claim claim_of(const standard::ExampleTransfer& example) const {
        return claim_with(content_of(example, giver, receiver_of(example), attested()));
    }

    /// Decides on the day itself, or as many days later as a service says.
    Result<void> post(Claim claim, const standard::ExampleService* service = nullptr,
                      const Witnesses& witnesses = {}) {
        if (refusal_) return {};
        const auto when = service ? service_in(claim)->actual.end : *time_of(claim);
        const auto day = day_of(claim);
        // Examples outlive editions: only one that asks for the first day is held to it.
        const bool asks_first_day = example_.expect.refused == to_text(RefusalCode::standard_missing);
        if (asks_first_day && day && *day < plan_.summary.effective_from) {
            refusal_ =
                refuse(RefusalCode::standard_missing, in_words(plan_.summary.kind),
                       same_in_both(to_text(plan_.summary.effective_from)), same_in_both(to_text(*day)));
            return {};
        }
        const std::int64_t days_later = service ? service->filed_after_days : 0;
        const auto recorded_at_unix_s = (utc_minutes(when) + days_later * 24 * 60) * 60;
        Entry entry{index_, recorded_at_unix_s, {std::move(claim), {}, {}}, {}};
        ExampleFacts facts(book_, plan_, entry.signed_claim, witnesses);
        TIMEBANK_TRY(verdict, decide(plans_, &plan_, facts, entry.signed_claim.claim, recorded_at_unix_s));
        if (!verdict) {
            refusal_ = verdict.refusal();
            return {};
        }
        entry.decision = std::move(*verdict);
        ++index_;
        if (observer_) observer_(entry);
        count(entry);
        TIMEBANK_TRY(refusal, apply(entry, book_, plans_));
        if (refusal) refusal_ = *refusal;
        return {};
    }

    void count(const Entry& entry) {
        const auto* service = service_at_root(entry, nullptr);
        for (const auto& award : entry.decision.awards) {
            if (award.side == Side::neither) {
                overflowed_[award.unit] += award.amount.minor_units;
                continue;
            }
            const auto minor_units = gain_of(award).minor_units;
            cut_[award.unit] += award.cut.minor_units;
            // The first participant is the one whom the example is about.
            if (!service || award.participant == 0)
                credits_[award.unit] += minor_units;
            else
                others_[service->participants[award.participant].owner][award.unit] += minor_units;
            if (transfer_in(entry.signed_claim.claim)) received_[award.unit] += award.amount.minor_units;
        }
        for (const auto& notice : entry.decision.notices)
            if (notice.kind == NoticeKind::worth) worth_[notice.unit] += notice.value;
        pending_ = is_pending(entry.decision);
        last_day_ = day_of(entry.signed_claim.claim).value_or(last_day_);
        for (const auto& leg : entry.decision.legs) moved_[leg.owner][leg.unit] += leg.amount.minor_units;
    }

    void compare(const Text& expected, const Text& got) {
        expected_.push_back(expected);
        got_.push_back(got);
        outcome_.passed = outcome_.passed && expected == got;
    }

    Text amount_of(const Text& what, const std::string& unit, std::int64_t minor_units) const {
        return say_with("{} {}", "{} {}", {what, same_in_both(amount_text(plan_, unit, minor_units))});
    }

    void compare_sums(const Text& what, const Sums& expected, const Sums& got) {
        for (const auto& [unit, minor_units] : expected)
            compare(amount_of(what, unit, minor_units), amount_of(what, unit, sum_of(got, unit)));
    }

    void compare_refusal() {
        const auto& expect = example_.expect;
        const Text accepted{"接受", "accepted"};
        const auto refused = [&](std::string_view code, std::string_view by) {
            return by.empty() ? say("拒绝“{}”", "refused {}", {code})
                              : say("拒绝“{}”（{}）", "refused {} by {}", {code, by});
        };
        if (refusal_ || !expect.refused.empty())
            compare(expect.refused.empty() ? accepted : refused(expect.refused, expect.by),
                    refusal_ ? refused(to_text(refusal_->code), expect.by.empty() ? "" : refusal_->rule.en)
                             : accepted);
    }

    /// Each of the others in a role is compared for themselves.
    void compare_others() {
        for (const auto& [role, expected] : example_.expect.others) {
            for (const auto& service : example_.given.services)
                for (const auto& other : others_in(service))
                    if (other.role == role)
                        compare_sums(same_in_both(other.owner), expected, others_[other.owner]);
        }
    }

    Result<void> compare_levels() {
        if (example_.expect.level.empty()) return {};
        const SignedClaim no_claim;
        LadderFacts facts(book_, plan_, no_claim, last_day_);
        Context context(facts, utc_minutes(CivilTime{std::int64_t{last_day_.days} * 24 * 60, 0}) * 60,
                        nullptr);
        const std::vector<AttestedFact> none;
        const Asked asked{plan_, context, giver, none, last_day_};
        for (const auto& ladder : plan_.ladders) {
            const auto expected = example_.expect.level.find(ladder.id);
            if (expected == example_.expect.level.end()) continue;
            const auto level = level_of(ladder, asked);
            const auto reached =
                level == 0 ? std::string() : ladder.levels[static_cast<std::size_t>(level - 1)].code;
            const auto words = [&](const std::string& code) {
                return say_with(
                    "等级 {0} {1}", "level {0} {1}",
                    {same_in_both(ladder.id), code.empty() ? Text{"无", "none"} : same_in_both(code)});
            };
            compare(words(expected->second), words(reached));
        }
        return facts.error() ? Result<void>(*facts.error()) : Result<void>();
    }

    Result<ExampleOutcome> outcome() {
        const auto& expect = example_.expect;
        outcome_ = {example_.name, true, {}, {}};
        compare_refusal();
        compare_sums({"所得", "credits"}, expect.credits, credits_);
        compare_sums({"溢出", "overflowed"}, expect.overflowed, overflowed_);
        compare_sums({"扣减", "cut"}, expect.cut, cut_);
        compare_sums({"对方所得", "received"}, expect.received, received_);
        for (const auto& [currency, expected] : expect.worth) {
            const auto words = [&, code = &currency](std::int64_t hundredths) {
                return say("值 {} {}", "worth {} {}", {to_text(Amount{hundredths}, 100), *code});
            };
            compare(words(expected), words(sum_of(worth_, currency)));
        }
        compare_others();
        for (const auto& [owner, expected] : expect.accounts)
            compare_sums(same_in_both(owner), expected, moved_[owner]);
        if (expect.pending) {
            const Text pending{"待确认", "pending"};
            compare(pending, pending_ ? pending : Text{"已有结果", "decided"});
        }
        TIMEBANK_CHECK(compare_levels());
        for (const auto& [unit, minor_units] : expect.balance) {
            TIMEBANK_TRY(balance, read_balance(book_, giver, unit));
            const Text what{"余额", "balance"};
            compare(amount_of(what, unit, minor_units), amount_of(what, unit, balance.minor_units));
        }
        outcome_.expected = listed(expected_);
        outcome_.got = listed(got_);
        return outcome_;
    }

    const Plan& plan_;
    const Example& example_;
    const ExampleObserver& observer_;
    Workbook book_;
    Plans plans_;
    std::uint64_t index_ = 0;
    Sums credits_;
    Sums overflowed_;
    Sums cut_;
    Sums received_;
    Sums worth_;                          // by currency
    std::map<std::string, Sums> others_;  // by owner
    std::map<std::string, Sums> moved_;   // by owner
    bool pending_ = false;                // whether the last claim waits for a ruling
    CivilDate last_day_{};
    std::optional<Refusal> refusal_;
    std::vector<Text> expected_;
    std::vector<Text> got_;
    ExampleOutcome outcome_;
};

}  // namespace

std::vector<ExampleOutcome> run_examples(const Plan& plan, const ExampleObserver& observer) {
    std::vector<ExampleOutcome> outcomes;
    for (const auto& example : plan.examples) {
        auto outcome = Bench(plan, example, observer).run();
        // An overlay over nothing cannot fail to read; if it ever does, the example has not passed.
        outcomes.push_back(outcome ? *outcome
                                   : ExampleOutcome{example.name, false, {}, outcome.error().text});
    }
    return outcomes;
}

Result<std::vector<ExampleOutcome>> test_standard(ByteView document) {
    TIMEBANK_TRY(plan, standard::compile(document));
    return run_examples(*plan);
}

}  // namespace timebank
