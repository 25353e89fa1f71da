#include "decision/examples.hpp"

#include <algorithm>
#include <map>

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "decision/collect.hpp"
#include "decision/decide.hpp"
#include "decision/tally.hpp"

// Examples run the way claims do: collect, decide, apply, on an overlay over nothing.

namespace timebank {
namespace {

using standard::Example;
using standard::Plan;

// Brackets, so that no owner whom a document names is one of these.
const std::string giver = "(giver)";
const std::string household = "(household)";

/// Receivers of one class are one account, apart from the one that shares the giver's household.
std::string receiver_of(const standard::ExampleTransfer& transfer) {
    return (transfer.same_household ? "(housemate " : "(receiver ") + transfer.to_class + ")";
}

using Sums = std::map<std::string, std::int64_t>;

std::int64_t sum_of(const Sums& sums, const std::string& unit) {
    const auto sum = sums.find(unit);
    return sum == sums.end() ? 0 : sum->second;
}

std::string amount_text(const Plan& plan, const std::string& unit, std::int64_t minor_units) {
    return to_text(Amount{minor_units}, plan.units.at(unit)) + " " + unit;
}

class Bench {
  public:
    Bench(const Plan& plan, const Example& example) : plan_(plan), example_(example) {
        open_accounts();
        for (const auto& [unit, minor_units] : example.given.balance)
            book_.put(Table::balances, key_of::balance(giver, unit), encode(Amount{minor_units}));
        for (const auto& definition : plan.tallies) {
            const auto text = to_text(definition);
            book_.put(Table::tally_definitions, key_of::tally_definition(standard::name_of(definition)),
                      Bytes(text.begin(), text.end()));
            if (is_everything_earned(definition))
                if (auto earned = example.given.earned.find(definition.unit);
                    earned != example.given.earned.end())
                    book_.put(Table::tallies, tally_key(definition), encode(TallyValue{earned->second, 1}));
        }
    }

    Result<ExampleOutcome> run() {
        for (const auto& service : example_.given.services)
            for (std::uint32_t time = 0; time < service.times; ++time)
                TIMEBANK_CHECK(post(claim_of(service, time)));
        for (const auto& redemption : example_.given.redemptions) TIMEBANK_CHECK(post(claim_of(redemption)));
        for (const auto& transfer : example_.given.transfers) TIMEBANK_CHECK(post(claim_of(transfer)));
        return outcome();
    }

  private:
    static bool is_everything_earned(const standard::TallyDefinition& definition) {
        return definition.measure == standard::Measure::awarded &&
               definition.bucket == standard::Window::life && definition.standard.empty() &&
               definition.rules.empty();
    }
    static Bytes tally_key(const standard::TallyDefinition& definition) {
        return key_of::tally(standard::name_of(definition), giver, std::nullopt);
    }

    void open_accounts() {
        const auto& given = example_.given;
        const auto giver_class = parse_account_class(given.account_class).value_or(AccountClass::member);
        // A household belongs to itself.
        const bool is_household = giver_class == AccountClass::household;
        const auto home = is_household ? giver : household;
        open_account(home, AccountClass::household);
        open_account(giver, giver_class, given.tags,
                     is_household ? std::vector<std::string>() : std::vector<std::string>{home});
        if (!plan_.issuer.empty()) open_account(plan_.issuer, AccountClass::issuer);
        for (const auto& owner : overflow_accounts(plan_)) open_account(owner, AccountClass::pool);
        for (const auto& item : plan_.catalogue) open_account(item.paid_to, AccountClass::provider);
        for (const auto& transfer : given.transfers) {
            open_account(
                receiver_of(transfer), parse_account_class(transfer.to_class).value_or(AccountClass::member),
                {}, transfer.same_household ? std::vector<std::string>{home} : std::vector<std::string>());
        }
    }

    void open_account(const std::string& owner, AccountClass account_class,
                      std::vector<std::string> tags = {}, std::vector<std::string> member_of = {}) {
        const AccountContent content{owner, account_class, std::move(tags), std::move(member_of), {}};
        book_.put(Table::accounts, key_of::code(owner), encode(AccountRecord{content, 0, {}}));
    }

    std::vector<AttestedFact> attested() const {
        std::vector<AttestedFact> facts;
        for (const auto& [code, value] : example_.given.facts) facts.push_back({code, value});
        return facts;
    }

    Claim claim_of(const standard::ExampleService& example, std::uint32_t time) const {
        ServiceContent service;
        service.category = example.category;
        service.actual.start = example.start;
        service.actual.start.local_minutes += std::int64_t{time} * 24 * 60;
        service.actual.end = service.actual.start;
        service.actual.end.local_minutes += example.minutes;
        service.quantity = example.quantity;
        service.participants.push_back({giver, example.role, example.own_minutes, {}});
        service.facts = attested();
        Claim claim;
        claim.content = std::move(service);
        return claim;
    }

    Claim claim_of(const standard::ExampleRedemption& example) const {
        RedemptionContent redemption;
        redemption.owner = giver;
        redemption.item = example.item;
        redemption.quantity = example.quantity;
        redemption.at = example.at;
        redemption.facts = attested();
        Claim claim;
        claim.content = std::move(redemption);
        return claim;
    }

    Claim claim_of(const standard::ExampleTransfer& example) const {
        TransferContent transfer;
        transfer.from = giver;
        transfer.to = receiver_of(example);
        transfer.unit = example.unit;
        transfer.amount = Amount{example.amount};
        transfer.at = example.at;
        transfer.purpose = example.purpose;
        transfer.facts = attested();
        Claim claim;
        claim.content = std::move(transfer);
        return claim;
    }

    static CivilTime time_of(const Claim& claim) {
        if (const auto* service = std::get_if<ServiceContent>(&claim.content)) return service->actual.end;
        if (const auto* transfer = std::get_if<TransferContent>(&claim.content)) return transfer->at;
        return std::get<RedemptionContent>(claim.content).at;
    }

    /// Decides on the day itself, with every fact attested by whoever may.
    Result<void> post(Claim claim) {
        if (refusal_) return {};
        const auto when = time_of(claim);
        SignedClaim signed_claim{std::move(claim), {}, {}};
        TIMEBANK_TRY(facts, collect(book_, &plan_, signed_claim));
        for (const auto& declared : plan_.facts)
            for (const auto& role : declared.attested_by) facts.add("", fact_code::signed_by(role), 1);
        facts.sort();
        const auto recorded_at_unix_s = utc_minutes(when) * 60;
        auto verdict = decide(&plan_, facts, signed_claim.claim, recorded_at_unix_s);
        if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
            refusal_ = *refusal;
            return {};
        }
        Entry entry{index_++, recorded_at_unix_s, std::move(signed_claim),
                    std::get<Decision>(std::move(verdict))};
        count(entry);
        TIMEBANK_TRY(refusal, apply(entry, book_));
        if (refusal) refusal_ = *refusal;
        return {};
    }

    void count(const Entry& entry) {
        for (const auto& award : entry.decision.awards) credits_[award.unit] += award.amount.minor_units;
        const auto overflowing = overflow_accounts(plan_);
        const auto* transfer = std::get_if<TransferContent>(&entry.signed_claim.claim.content);
        for (const auto& leg : entry.decision.legs) {
            if (std::count(overflowing.begin(), overflowing.end(), leg.owner) != 0)
                overflowed_[leg.unit] += leg.amount.minor_units;
            if (transfer && leg.owner == transfer->to) received_[leg.unit] += leg.amount.minor_units;
        }
    }

    Result<ExampleOutcome> outcome() const {
        const auto& expect = example_.expect;
        ExampleOutcome outcome{example_.name, true, "", ""};
        auto say_part = [](std::string& text, const std::string& part) {
            text += (text.empty() ? "" : ", ") + part;
        };
        auto compare = [&](const std::string& expected, const std::string& got) {
            say_part(outcome.expected, expected);
            say_part(outcome.got, got);
            outcome.passed = outcome.passed && expected == got;
        };
        const auto refused = [&](std::string_view code, const std::string& by) {
            return "refused " + std::string(code) + (by.empty() ? "" : " by " + by);
        };
        if (refusal_ || !expect.refused.empty())
            compare(expect.refused.empty() ? "accepted" : refused(expect.refused, expect.by),
                    refusal_ ? refused(to_text(refusal_->code), expect.by.empty() ? "" : refusal_->rule)
                             : "accepted");
        const auto compare_sums = [&](const std::string& word, const Sums& expected, const Sums& got) {
            for (const auto& [unit, minor_units] : expected)
                compare(word + " " + amount_text(plan_, unit, minor_units),
                        word + " " + amount_text(plan_, unit, sum_of(got, unit)));
        };
        compare_sums("credits", expect.credits, credits_);
        compare_sums("overflowed", expect.overflowed, overflowed_);
        compare_sums("received", expect.received, received_);
        for (const auto& [unit, minor_units] : expect.balance) {
            TIMEBANK_TRY(balance, read_balance(book_, giver, unit));
            compare("balance " + amount_text(plan_, unit, minor_units),
                    "balance " + amount_text(plan_, unit, balance.minor_units));
        }
        return outcome;
    }

    const Plan& plan_;
    const Example& example_;
    Overlay book_;
    std::uint64_t index_ = 0;
    Sums credits_;
    Sums overflowed_;
    Sums received_;
    std::optional<Refusal> refusal_;
};

}  // namespace

std::vector<ExampleOutcome> run_examples(const Plan& plan) {
    std::vector<ExampleOutcome> outcomes;
    for (const auto& example : plan.examples) {
        auto outcome = Bench(plan, example).run();
        // An overlay over nothing cannot fail to read; if it ever does, the example has not passed.
        outcomes.push_back(outcome ? *outcome
                                   : ExampleOutcome{example.name, false, "", outcome.error().text.en});
    }
    return outcomes;
}

Result<std::vector<ExampleOutcome>> test_standard(ByteView document) {
    TIMEBANK_TRY(plan, standard::compile(document));
    return run_examples(*plan);
}

}  // namespace timebank
