#include "decision/kinds/transfer.hpp"

#include <algorithm>

#include "core/fraction.hpp"
#include "decision/balances.hpp"
#include "decision/kinds/names.hpp"

// Gifts and donations: what the transfers of a redemption standard allow.

namespace timebank {
namespace {

using standard::Plan;
using standard::TransferRule;

/// "成员、家庭", "member/household".
Text joined(const std::vector<std::string>& classes) {
    Text all;
    for (const auto& word : classes) {
        const auto known = parse_account_class(word);
        const auto words = known ? in_words(*known) : same_in_both(word);
        all.zh += (all.zh.empty() ? "" : "、") + words.zh;
        all.en += (all.en.empty() ? "" : "/") + words.en;
    }
    return all;
}

/// One way to give, such as "gift point member>household/member".
Text way_of(const std::string& purpose, const std::string& unit, const Text& from, const Text& to) {
    return say_with("{0} {1} 由{2}转给{3}", "{0} {1} {2}>{3}",
                    {same_in_both(purpose), same_in_both(unit), from, to});
}

Text allowed_transfers(const Plan& plan) {
    Text all;
    for (const auto& rule : plan.transfers) {
        const auto way = way_of(rule.purpose, rule.unit, joined(rule.from), joined(rule.to));
        all.zh += (all.zh.empty() ? "" : "；") + way.zh;
        all.en += (all.en.empty() ? "" : ", ") + way.en;
    }
    return plan.transfers.empty() ? Text{"没有", "none"} : all;
}

class Transfer {
  public:
    Transfer(const Plan& plan, const TransferRule& rule, Context& context, const TransferContent& content)
        : plan_(plan), rule_(rule), context_(context), content_(content), scale_(plan.units.at(rule.unit)) {}

    /// Everything that the rule asks, in the order of RefusalCode.
    std::optional<Refusal> check() {
        FirstRefusal first;
        first.consider(check_condition());
        first.consider(check_household());
        first.consider(check_multiple());
        for (const auto& limit : rule_.limits) first.consider(check_limit(limit));
        first.consider(check_balance());
        return first.get();
    }

    Verdict decision() {
        const auto given = content_.amount.minor_units;
        const auto balance = context_.fact(FactKind::balance, content_.from, rule_.unit);
        context_.say_step("{0}：{1} 转给 {2} {3}；余额由 {4} 变为 {5}",
                          "{0}: {1} gives {3} to {2}; the balance goes from {4} to {5}",
                          {rule_.id, content_.from, content_.to, units(given), units(balance),
                           units(Fraction(balance) - Fraction(given))});
        Decision decision;
        if (!add_award(decision, award()))
            return refuse(RefusalCode::amount_out_of_range, rule_.id, {}, same_in_both(units(given)));
        return decision;
    }

  private:
    std::string units(const Fraction& minor) const { return exact_text(minor, scale_) + " " + rule_.unit; }

    std::optional<Refusal> check_condition() {
        if (!rule_.condition) return std::nullopt;
        Asked asked{plan_, context_, content_.from, content_.facts, civil_date(content_.at)};
        asked.receiver = &content_.to;
        const auto answer = evaluate(*rule_.condition, asked);
        if (answer == Truth::unknown) return missing_fact(*rule_.condition, asked, rule_.id);
        if (answer == Truth::unmet) {
            Found words;
            evaluate(*rule_.condition, asked, &words);
            return refuse(RefusalCode::gate_closed, rule_.id, words.required, words.found);
        }
        context_.say_step("{0}：条件满足", "{0}: the condition is met", {rule_.id});
        return std::nullopt;
    }

    std::optional<Refusal> check_household() {
        if (!rule_.same_household) return std::nullopt;
        if (!context_.holds(FactKind::shares_household, content_.from, content_.to))
            return refuse(RefusalCode::gate_closed, rule_.id, Text{"双方同属一个家庭", "same household"},
                          Text{"没有共同的家庭", "none in common"});
        context_.say_step("{0}：双方同属一个家庭", "{0}: both belong to one household", {rule_.id});
        return std::nullopt;
    }

    std::optional<Refusal> check_multiple() const {
        if (content_.amount.minor_units % rule_.multiple_of == 0) return std::nullopt;
        return refuse(RefusalCode::gate_closed, rule_.id,
                      say("{} 的整数倍", "multiples of {}", {units(rule_.multiple_of)}),
                      same_in_both(units(content_.amount.minor_units)));
    }

    /// Whose transfers the limit counts.
    const std::string& limited_owner(const standard::TransferLimit& limit) const {
        return limit.key == standard::TransferLimit::Key::giver ? content_.from : content_.to;
    }

    std::optional<Refusal> check_limit(const standard::TransferLimit& limit) {
        const bool tallied = limit.period.window != standard::Window::service;
        const auto before = tallied ? context_.sum(plan_, limit.reading, limited_owner(limit)) : Fraction(0);
        const auto asked = before + Fraction(content_.amount.minor_units);
        if (!(asked > Fraction(limit.limit))) return std::nullopt;
        return refuse(RefusalCode::limit_reached, limit.id, same_in_both(units(limit.limit)),
                      same_in_both(units(asked)));
    }

    std::optional<Refusal> check_balance() {
        return check_balances({plan_, context_, award(), content_.facts, civil_date(content_.at)});
    }

    Award award() const {
        Award award;
        award.side = Side::gives;
        award.rule = rule_.id;
        award.unit = rule_.unit;
        award.from = content_.from;
        award.to = content_.to;
        award.exact_numerator = content_.amount.minor_units;
        award.amount = content_.amount;
        return award;
    }

    const Plan& plan_;
    const TransferRule& rule_;
    Context& context_;
    const TransferContent& content_;
    const std::int64_t scale_;
};

/// The first rule of the plan that fits the transfer between accounts of these classes, or null.
const TransferRule* find_transfer(const Plan& plan, const TransferContent& transfer, AccountClass from,
                                  AccountClass to) {
    const auto contains = [](const std::vector<std::string>& sorted, std::string_view wanted) {
        return std::binary_search(sorted.begin(), sorted.end(), wanted, std::less<>());
    };
    auto found = std::find_if(plan.transfers.begin(), plan.transfers.end(), [&](const auto& rule) {
        return rule.purpose == transfer.purpose && rule.unit == transfer.unit &&
               contains(rule.from, to_text(from)) && contains(rule.to, to_text(to));
    });
    return found == plan.transfers.end() ? nullptr : &*found;
}

Verdict decide_transfer(const Plan& plan, Context& context, const TransferContent& content) {
    FirstRefusal first;
    first.consider(check_attested_facts(plan, context, content.facts, content.from));
    const auto from = static_cast<AccountClass>(context.fact(FactKind::account_class, content.from));
    const auto to = static_cast<AccountClass>(context.fact(FactKind::account_class, content.to));
    const auto* rule = find_transfer(plan, content, from, to);
    if (!rule) {
        first.consider(refuse(RefusalCode::transfer_not_allowed, "purpose", allowed_transfers(plan),
                              way_of(content.purpose, content.unit, in_words(from), in_words(to))));
        return *first.get();
    }
    Transfer transfer(plan, *rule, context, content);
    first.consider(transfer.check());
    if (first.get()) return *first.get();
    return transfer.decision();
}

}  // namespace

std::optional<Refusal> Kind<TransferContent>::check_acting(const TransferContent& content,
                                                           const Acting& acting) {
    return not_concerned_unless(content.from == acting.claim.acting_for, acting);
}

Verdict Kind<TransferContent>::decide(const TransferContent& content, const Deciding& deciding) {
    Names names(deciding);
    names.open(content.from);
    names.open(content.to);
    if (!deciding.plan) names.consider(no_edition(StandardKind::redemption, content.at));
    names.consider(check_offsets(deciding.plan, {content.at}));
    if (names.refused()) return *names.refused();
    if (auto refused = require_past(content.at, deciding.recorded_at_unix_s)) return *refused;
    return decide_transfer(*deciding.plan, deciding.context, content);
}

const std::string* Kind<TransferContent>::counted_owner(const TransferContent& content, const Award&,
                                                        standard::Measure measure, standard::Key) {
    if (measure == standard::Measure::given) return &content.from;
    return measure == standard::Measure::received ? &content.to : nullptr;
}

ClaimContent content_of(const standard::ExampleTransfer& example, const std::string& from,
                        const std::string& to, std::vector<AttestedFact> facts) {
    TransferContent transfer;
    transfer.from = from;
    transfer.to = to;
    transfer.unit = example.unit;
    transfer.amount = Amount{example.amount};
    transfer.at = example.at;
    transfer.purpose = example.purpose;
    transfer.facts = std::move(facts);
    return transfer;
}

}  // namespace timebank
