#include "decision/context.hpp"

#include <algorithm>

namespace timebank {

std::string Context::survivor(const std::string& owner) {
    if (fact(FactKind::account_class, owner) >= 0) return owner;
    const auto found = facts_.list({FactKind::merged_into, owner, {}});
    if (found.empty()) return owner;  // the source says why
    std::string survivor(found.front().name);
    const StandIn one{owner, survivor};
    const auto place = std::lower_bound(stand_ins_.begin(), stand_ins_.end(), one);
    if (place == stand_ins_.end() || *place != one) stand_ins_.insert(place, one);
    return survivor;
}

const Context::Groups& Context::groups(const std::string& owner) {
    // Nearly always it is the one that was asked for last.
    for (auto known = groups_.rbegin(); known != groups_.rend(); ++known)
        if ((*known)->owner == owner) return **known;
    const auto listed = facts_.list({FactKind::groups, owner, {}});
    static const Groups none;
    if (listed.empty()) return none;  // as of most people
    auto found = std::make_unique<Groups>(Groups{owner, {}, {}});
    for (const auto& [kind, name] : listed)
        (kind == FactKind::household ? found->households : found->teams).emplace_back(name);
    return *groups_.emplace_back(std::move(found));
}

std::vector<std::string> Context::units_held(const std::string& owner) {
    std::vector<std::string> units;
    for (const auto& listed : facts_.list({FactKind::balances, owner, {}})) units.emplace_back(listed.name);
    return units;
}

Fraction Context::sum(const standard::Plan& plan, std::size_t reading, std::string_view subject) {
    const auto& wanted = plan.readings[reading];
    const auto above = fact(FactKind::tally, subject, wanted.fact_name);
    const auto below = plan.tallies[wanted.tally].measure == standard::Measure::running_total
                           ? fact(FactKind::tally_denominator, subject, wanted.fact_name)
                           : 1;
    Fraction value(above, std::max<std::int64_t>(1, below));
    if (wanted.period.each_of_last != 0) return value;
    for (const auto& added : added_)
        if (added.tally == wanted.tally && added.subject == subject) value += added.value;
    return value;
}

Fraction Context::given(const standard::Plan& plan, std::size_t reading, std::string_view subject) {
    const auto& wanted = plan.readings[reading];
    Fraction value(fact(FactKind::tally_given, subject, wanted.fact_name));
    for (const auto& added : added_)
        if (added.tally == wanted.tally && added.subject == subject) value += Fraction(added.given);
    return value;
}

void Context::add_to_tally(std::size_t tally, std::string_view subject, const Fraction& value,
                           std::int64_t given) {
    added_.push_back({tally, subject, value, given});
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
    if (trace_) trace_->push_back({about_, std::string(rule_), say(zh, en, arguments)});
}

void Context::say_step_with(std::string_view zh, std::string_view en, std::initializer_list<Text> arguments) {
    if (trace_) trace_->push_back({about_, std::string(rule_), say_with(zh, en, arguments)});
}

void Context::close(Decision& decision) {
    decision.facts = facts_.take();
    decision.stand_ins = std::move(stand_ins_);
}

bool add_award(Decision& decision, Award&& award) {
    decision.awards.push_back(std::move(award));
    return add_to_legs(decision.legs, decision.awards.back());
}

bool signed_by_office(Context& context) {
    bool any = false;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator})
        any = context.holds(FactKind::signed_by, {}, to_text(role)) || any;
    return any;
}

Text roles_that_signed(Context& context) {
    std::vector<Text> roles;
    for (auto role : {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member})
        if (context.holds(FactKind::signed_by, {}, to_text(role))) roles.push_back(in_words(role));
    return listed(roles);
}

namespace {

Text roles_that_may_attest(const standard::FactDeclaration& declared) {
    std::vector<Text> roles;
    for (const auto& word : declared.attested_by)
        if (const auto role = parse_role(word)) roles.push_back(in_words(*role));
    return listed(roles);
}

}  // namespace

std::optional<Refusal> check_attested_facts(const standard::Plan& plan, Context& context,
                                            const std::vector<AttestedFact>& attested,
                                            std::string_view owner) {
    FirstRefusal first;
    for (const auto& fact : attested) {
        auto declared = std::find_if(plan.facts.begin(), plan.facts.end(),
                                     [&](const auto& one) { return one.code == fact.code; });
        if (declared == plan.facts.end()) {
            first.consider(refuse(RefusalCode::fact_unknown, fact.code, {}, same_in_both(fact.code)));
            continue;
        }
        bool vouched = false;
        for (const auto& role : declared->attested_by) {
            const auto whose = role == to_text(Role::member) ? owner : std::string_view();
            vouched = vouched || context.holds(FactKind::signed_by, whose, role);
        }
        // Whoever runs the ledger is of the office too, as for evidence.
        const auto& roles = declared->attested_by;
        if (!vouched && std::find(roles.begin(), roles.end(), to_text(Role::officer)) != roles.end())
            vouched = context.holds(FactKind::signed_by, {}, to_text(Role::operator_));
        if (!vouched)
            first.consider(refuse(RefusalCode::fact_not_attested, fact.code, roles_that_may_attest(*declared),
                                  roles_that_signed(context)));
    }
    return first.get();
}

}  // namespace timebank
