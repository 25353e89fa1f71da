#include "decision/decide.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/context.hpp"
#include "decision/examples.hpp"
#include "decision/precedence.hpp"
#include "decision/tally.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

/// The accounts that a claim names: they must be there, must not have been merged, and must be of a class
/// that can stand in their place. Of several faults the first in RefusalCode is kept.
class Names {
  public:
    Names(Context& context, const Claim& claim) : context_(context) {
        first_.consider(check_acting_for(context, claim));
    }

    void not_merged(const std::string& owner) { first_.consider(check_not_merged(context_, owner)); }
    void open(const std::string& owner) {
        const auto found = context_.fact(owner, fact_code::account_class);
        if (found == 0) first_.consider(refuse(RefusalCode::account_unknown, "", "", owner));
        if (found < 0) not_merged(owner);
    }
    /// Open, and of one of these classes.
    void open(const std::string& owner, std::initializer_list<AccountClass> allowed) {
        open(owner);
        const auto found = context_.fact(owner, fact_code::account_class);
        if (found <= 0) return;
        std::string words;
        for (auto one : allowed) {
            if (found == static_cast<std::int64_t>(one)) return;
            words += (words.empty() ? "" : ", ") + std::string(to_text(one));
        }
        first_.consider(refuse(RefusalCode::class_not_allowed, owner, words,
                               std::string(to_text(static_cast<AccountClass>(found)))));
    }
    void consider(Refused refused) { first_.consider(std::move(refused)); }
    const Refused& refused() const { return first_.get(); }

  private:
    Context& context_;
    FirstRefusal first_;
};

/// Nothing is recorded before it happened; a phone's clock may be a little ahead.
Refused require_past(CivilTime time, std::int64_t recorded_at_unix_s) {
    if (utc_minutes(time) * 60 <= recorded_at_unix_s + limits::clock_slack_s) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "", unix_seconds_to_text(recorded_at_unix_s),
                  to_text(time));
}

Refusal no_edition(StandardKind kind, CivilTime time) {
    return refuse(RefusalCode::standard_missing, std::string(to_text(kind)), "", to_text(civil_date(time)));
}

/// Credits cannot have been earned on a day that has begun nowhere yet.
Refused require_past_day(CivilDate day, std::int64_t recorded_at_unix_s) {
    constexpr std::int16_t earliest_offset_minutes = 18 * 60;
    const CivilTime begins{std::int64_t{day.days} * 24 * 60, earliest_offset_minutes};
    if (!require_past(begins, recorded_at_unix_s)) return std::nullopt;
    return refuse(RefusalCode::service_in_future, "lot_date", unix_seconds_to_text(recorded_at_unix_s),
                  to_text(day));
}

/// The first worked example that does not hold.
Refused check_examples(const standard::Plan& plan) {
    for (const auto& outcome : run_examples(plan))
        if (!outcome.passed)
            return refuse(RefusalCode::example_fails, outcome.name, outcome.expected, outcome.got);
    return std::nullopt;
}

struct DecideContent {
    const standard::Plan* plan;
    Context& context;
    const Claim& claim;
    std::int64_t recorded_at_unix_s;

    Verdict operator()(const GenesisContent&) const {
        if (context.fact("", fact_code::signed_by(to_text(Role::operator_))) != 0)
            return refuse(RefusalCode::genesis_repeated, "", "", "");
        return Decision{};
    }

    Verdict operator()(const KeyContent& content) const {
        Names names(context, claim);
        if (auto index = context.fact("", fact_code::defined_at); index >= 0)
            names.consider(refuse(RefusalCode::key_known, "key", "", std::to_string(index)));
        // Or one officer could make a second one, and be two.
        if (content.role == Role::officer &&
            context.fact("", fact_code::signed_by(to_text(Role::operator_))) == 0)
            names.consider(refuse(RefusalCode::role_not_allowed, "key officer", "operator", "officer"));
        if (!content.owner.empty()) names.open(content.owner);
        return accepted_unless(names.refused());
    }

    Verdict operator()(const UnitContent& content) const {
        Names names(context, claim);
        if (auto index = context.fact("", fact_code::defined_at); index >= 0)
            names.consider(refuse(RefusalCode::unit_known, content.code, "", std::to_string(index)));
        return accepted_unless(names.refused());
    }

    Verdict operator()(const StandardContent& content) const {
        auto compiled = standard::compile(content.document);
        if (!compiled) return refuse(RefusalCode::standard_invalid, "document", "", compiled.error().text.en);
        const auto& adopted = **compiled;
        Names names(context, claim);
        for (const auto& [unit, minor_units] : adopted.units)
            if (auto known = context.fact("", fact_code::minor_units(unit)); known != minor_units)
                names.consider(refuse(RefusalCode::unit_unknown, unit, std::to_string(minor_units),
                                      std::to_string(known)));
        if (adopted.summary.kind == StandardKind::credit) names.open(adopted.issuer);
        for (const auto& item : adopted.catalogue) names.open(item.paid_to);
        // They must not be people, who may be merged, nor those from whom credits come.
        for (const auto& owner : accounts_besides_issuer(adopted))
            names.open(owner,
                       {AccountClass::household, AccountClass::team, AccountClass::pool, AccountClass::fund});
        if (context.fact("", fact_code::same_line) == 0)
            names.consider(refuse(RefusalCode::standard_id_differs, "id",
                                  std::string(to_text(adopted.summary.kind)), adopted.summary.id));
        if (names.refused() && names.refused()->code < RefusalCode::example_fails) return *names.refused();
        names.consider(check_examples(adopted));
        return accepted_unless(names.refused());
    }

    Verdict operator()(const AccountContent& content) const {
        // Both are read, so that what is recorded does not depend on what is found.
        const bool tags = changes_tags(content);
        const bool memberships = changes_memberships(content);
        if ((tags || memberships) && !signed_by_office(context))
            return refuse(RefusalCode::role_not_allowed, tags ? "tags" : "member_of",
                          "operator, officer, coordinator", "app");
        Names names(context, claim);
        names.not_merged(content.owner);
        for (const auto& owner : content.member_of)
            names.open(owner, {AccountClass::household, AccountClass::team});
        const auto known = context.fact(content.owner, fact_code::account_class);
        if (known > 0 && known != static_cast<std::int64_t>(content.account_class))
            names.consider(refuse(RefusalCode::account_class_differs, content.owner,
                                  std::string(to_text(static_cast<AccountClass>(known))),
                                  std::string(to_text(content.account_class))));
        return accepted_unless(names.refused());
    }

    /// Rules trust tags and memberships, so what an app sends at every login must neither give nor take one.
    bool changes_tags(const AccountContent& content) const {
        bool changes = context.fact(content.owner, fact_code::tag_count) !=
                       static_cast<std::int64_t>(content.tags.size());
        for (const auto& tag : content.tags)
            changes = context.fact(content.owner, fact_code::tag(tag)) == 0 || changes;
        return changes;
    }
    bool changes_memberships(const AccountContent& content) const {
        bool changes = context.fact(content.owner, fact_code::membership_count) !=
                       static_cast<std::int64_t>(content.member_of.size());
        for (const auto& owner : content.member_of)
            changes = context.fact(content.owner, fact_code::member_of(owner)) == 0 || changes;
        return changes;
    }

    Verdict operator()(const ServiceContent& content) const {
        Names names(context, claim);
        for (const auto& participant : content.participants) names.open(participant.owner);
        if (!content.on_behalf_of.empty()) names.open(content.on_behalf_of);
        if (!plan) names.consider(no_edition(StandardKind::credit, content.actual.start));
        if (names.refused()) return *names.refused();
        if (auto refused = require_past(content.actual.end, recorded_at_unix_s)) return *refused;
        return decide_service(*plan, context, claim, content, false);
    }

    Verdict operator()(const RedemptionContent& content) const {
        Names names(context, claim);
        names.open(content.owner);
        if (!content.receiver.empty()) names.open(content.receiver);
        if (!plan) names.consider(no_edition(StandardKind::redemption, content.at));
        if (names.refused()) return *names.refused();
        if (auto refused = require_past(content.at, recorded_at_unix_s)) return *refused;
        return decide_redemption(*plan, context, content);
    }

    Verdict operator()(const ReversalContent& content) const {
        return decide_reversal(context, claim, content);
    }

    Verdict operator()(const OpeningContent& content) const {
        Names names(context, claim);
        if (context.fact("", fact_code::minor_units(content.unit)) == 0)
            names.consider(refuse(RefusalCode::unit_unknown, content.unit, "-", "0"));
        names.open(content.owner);
        names.open(content.issuer, {AccountClass::issuer});
        if (names.refused()) return *names.refused();
        if (auto refused = require_past_day(content.lot_date, recorded_at_unix_s)) return *refused;
        Decision decision;
        if (!add_movement(decision.legs, content.issuer, content.owner, content.unit, content.amount))
            return refuse(RefusalCode::amount_out_of_range, "amount", "", content.unit);
        return decision;
    }

    Verdict operator()(const TransferContent& content) const {
        Names names(context, claim);
        names.open(content.from);
        names.open(content.to);
        if (!plan) names.consider(no_edition(StandardKind::redemption, content.at));
        if (names.refused()) return *names.refused();
        if (auto refused = require_past(content.at, recorded_at_unix_s)) return *refused;
        return decide_transfer(*plan, context, content);
    }

    Verdict operator()(const MergeContent& content) const {
        Names names(context, claim);
        names.open(content.owner, {AccountClass::member});
        names.open(content.into, {AccountClass::member});
        if (names.refused()) return *names.refused();
        return decide_merge(context, content);
    }

    Verdict operator()(const RulingContent& content) const {
        return decide_ruling(plan, context, claim, content, recorded_at_unix_s);
    }

    static Verdict accepted_unless(const Refused& refused) {
        return refused ? Verdict(*refused) : Verdict(Decision{});
    }
};

}  // namespace

std::int64_t Context::fact(std::string_view subject, std::string_view code) {
    if (const auto place = facts_.find(subject, code)) {
        looked_at_[*place] = true;
        return facts_.values[*place].value;
    }
    absent_.push_back({std::string(subject), std::string(code), 0});
    return 0;
}

std::vector<std::string_view> Context::names(std::string_view subject, std::string_view prefix) {
    std::vector<std::string_view> found;
    const auto [begin, end] = facts_.find_all(subject, prefix);
    for (auto place = begin; place < end; ++place) {
        looked_at_[place] = true;
        found.push_back(std::string_view(facts_.values[place].code).substr(prefix.size()));
    }
    return found;
}

std::string Context::survivor(const std::string& owner) {
    if (fact(owner, fact_code::account_class) >= 0) return owner;
    const auto found = names(owner, fact_code::merged_into(""));
    return found.empty() ? std::string() : std::string(found.front());
}

Fraction Context::sum(const standard::Plan& plan, std::size_t reading, std::string_view subject) {
    const auto& wanted = plan.readings[reading];
    const bool exact = !wanted.denominator_fact_code.empty();
    const auto above = fact(subject, wanted.fact_code);
    const auto below = exact ? std::max<std::int64_t>(1, fact(subject, wanted.denominator_fact_code)) : 1;
    Fraction value(above, below);
    if (wanted.period.each_of_last != 0) return value;
    for (const auto& added : added_)
        if (added.tally == wanted.tally && added.subject == subject) value += added.value;
    return value;
}

void Context::add_to_tally(std::size_t tally, std::string_view subject, const Fraction& value) {
    added_.push_back({tally, subject, value});
}

Fraction Context::given_under(std::string_view cap, std::string_view subject) const {
    Fraction sum;
    for (const auto& given : given_)
        if (given.cap == cap && given.subject == subject) sum += given.value;
    return sum;
}

void Context::add_given(std::string_view cap, std::string_view subject, const Fraction& value) {
    given_.push_back({cap, subject, value});
}

void Context::say_step(std::string_view zh, std::string_view en,
                       std::initializer_list<std::string_view> arguments) {
    if (trace_) trace_->push_back({about_, say(zh, en, arguments)});
}

std::vector<Fact> Context::take_facts_read() {
    std::vector<Fact> read = std::move(absent_);
    for (std::size_t place = 0; place < looked_at_.size(); ++place)
        if (looked_at_[place]) read.push_back(facts_.values[place]);
    if (read.size() > 1 && !std::is_sorted(read.begin(), read.end())) std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    return read;
}

bool add_leg(std::vector<Leg>& legs, const std::string& owner, const std::string& unit, Amount amount) {
    const Leg wanted{owner, unit, {}};
    auto place = std::lower_bound(legs.begin(), legs.end(), wanted, [](const Leg& a, const Leg& b) {
        return std::tie(a.owner, a.unit) < std::tie(b.owner, b.unit);
    });
    if (place == legs.end() || place->owner != owner || place->unit != unit)
        place = legs.insert(place, wanted);
    const auto sum = checked_add(place->amount, amount);
    if (!sum) return false;
    place->amount = *sum;
    if (place->amount.minor_units == 0) legs.erase(place);
    return true;
}

bool add_movement(std::vector<Leg>& legs, const std::string& from, const std::string& to,
                  const std::string& unit, Amount amount) {
    const auto opposite = checked_negate(amount);
    return opposite && add_leg(legs, from, unit, *opposite) && add_leg(legs, to, unit, amount);
}

std::optional<Refusal> check_acting_for(Context& context, const Claim& claim) {
    return claim.acting_for.empty() ? std::nullopt : check_not_merged(context, claim.acting_for);
}

std::optional<Refusal> check_not_merged(Context& context, const std::string& owner) {
    auto survivor = context.survivor(owner);
    if (survivor == owner) return std::nullopt;
    return refuse(RefusalCode::account_merged, owner, "", std::move(survivor));
}

bool signed_by_office(Context& context) {
    bool any = false;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator})
        any = context.fact("", fact_code::signed_by(to_text(role))) != 0 || any;
    return any;
}

std::string roles_that_signed(Context& context) {
    std::string roles;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member})
        if (context.fact("", fact_code::signed_by(to_text(role))) != 0)
            roles += (roles.empty() ? "" : ", ") + std::string(to_text(role));
    return roles;
}

Verdict decide_merge(Context& context, const MergeContent& merge) {
    const auto units = context.names(merge.owner, fact_code::balance(""));
    // A record that keeps a balance back must not give the same decision.
    const auto count = context.fact(merge.owner, fact_code::balance_count);
    if (static_cast<std::int64_t>(units.size()) != count)
        return refuse(RefusalCode::amount_out_of_range, merge.owner, std::to_string(count),
                      std::to_string(units.size()));
    Decision decision;
    for (const auto view : units) {
        const std::string unit(view);
        const Amount balance{context.fact(merge.owner, fact_code::balance(unit))};
        if (!add_movement(decision.legs, merge.owner, merge.into, unit, balance))
            return refuse(RefusalCode::amount_out_of_range, merge.owner, "", unit);
    }
    context.say_step("账户 {0} 并入 {1}：各单位的余额全部转入",
                     "the account {0} is merged into {1}: its balance in every unit moves there",
                     {merge.owner, merge.into});
    return decision;
}

std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested) {
    FirstRefusal first;
    for (const auto& fact : attested) {
        auto declared = std::find_if(plan.facts.begin(), plan.facts.end(),
                                     [&](const auto& one) { return one.code == fact.code; });
        if (declared == plan.facts.end()) {
            first.consider(refuse(RefusalCode::fact_unknown, fact.code, "", fact.code));
            continue;
        }
        std::string allowed;
        bool vouched = false;
        for (const auto& role : declared->attested_by) {
            vouched = vouched || context.fact("", fact_code::signed_by(role)) != 0;
            allowed += (allowed.empty() ? "" : ", ") + role;
        }
        if (!vouched)
            first.consider(
                refuse(RefusalCode::fact_not_attested, fact.code, allowed, roles_that_signed(context)));
    }
    return first.get();
}

Verdict decide(const standard::Plan* plan, const Facts& facts, const Claim& claim,
               std::int64_t recorded_at_unix_s, Trace* trace) {
    Context context(facts, recorded_at_unix_s, trace);
    auto verdict = std::visit(DecideContent{plan, context, claim, recorded_at_unix_s}, claim.content);
    if (auto* decision = std::get_if<Decision>(&verdict)) {
        decision->facts = context.take_facts_read();
        if (plan) {
            decision->edition = plan->summary.digest;
            decision->language = plan->summary.language;
        }
    }
    return verdict;
}

}  // namespace timebank
