#include "decision/kinds/service.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/try.hpp"
#include "decision/asked.hpp"
#include "decision/counting.hpp"
#include "decision/kinds/names.hpp"
#include "decision/named.hpp"
#include "decision/pipeline.hpp"
#include "decision/service_times.hpp"

// The rules of a credit standard at work on a service: every participant, every rule that looks at them.

namespace timebank {
namespace {

using standard::Plan;
using standard::Rule;

Text listed_categories(const Plan& plan) {
    std::vector<std::string> codes;
    for (const auto& category : plan.categories) codes.push_back(category.code);
    return listed_codes(codes);
}

std::optional<Refusal> check_participants(const ServiceContent& service) {
    const auto& all = service.participants;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].owner == all[j].owner && all[i].role == all[j].role)
                return refuse(RefusalCode::participant_repeated, all[i].role, {}, same_in_both(all[i].owner));
    const auto minutes = duration_minutes(service.actual);
    for (const auto& participant : all)
        if (participant.own_minutes && *participant.own_minutes > minutes)
            return refuse(RefusalCode::own_minutes_too_long, participant.owner,
                          same_in_both(std::to_string(minutes)),
                          same_in_both(std::to_string(*participant.own_minutes)));
    return std::nullopt;
}

/// How many people are in it, as far as one and several differ.
const std::string* only_person(const ServiceContent& service) {
    const auto& first = service.participants.front().owner;
    const auto& all = service.participants;
    const bool alone =
        std::all_of(all.begin(), all.end(), [&](const auto& one) { return one.owner == first; });
    return alone ? &first : nullptr;
}

/// Each person's facts are their own: one age given for two people would open a gate for both.
std::optional<Refusal> check_facts(const Plan& plan, Context& context, const ServiceContent& service) {
    const auto has_facts = [](const Participant& one) { return !one.facts.empty(); };
    const auto& all = service.participants;
    if (service.facts.empty() && std::none_of(all.begin(), all.end(), has_facts)) return std::nullopt;
    FirstRefusal first;
    const auto* person = only_person(service);
    first.consider(check_attested_facts(plan, context, service.facts, person ? *person : std::string_view()));
    for (const auto& fact : service.facts)
        for (const auto& declared : plan.facts)
            if (!person && declared.code == fact.code && !declared.is_of_claim)
                first.consider(refuse(RefusalCode::fact_unowned, fact.code, {},
                                      same_in_both(std::to_string(service.participants.size()))));
    for (const auto& participant : service.participants)
        first.consider(check_attested_facts(plan, context, participant.facts, participant.owner));
    return first.get();
}

/// What one person alone may say of a service's length.
constexpr std::int64_t minutes_on_one_word = 24 * 60;

std::optional<Refusal> check_second_person(Context& context, const ServiceContent& service) {
    const auto minutes = duration_minutes(service.actual);
    if (minutes <= minutes_on_one_word) return std::nullopt;
    bool second = false;
    for (const auto capacity :
         {CosignerCapacity::receiver, CosignerCapacity::coordinator, CosignerCapacity::officer})
        second = context.holds(FactKind::cosigned, {}, to_text(capacity)) || second;
    if (second) return std::nullopt;
    return refuse(RefusalCode::second_person_missing, "actual",
                  same_in_both(std::to_string(minutes_on_one_word)), same_in_both(std::to_string(minutes)));
}

/// Nobody serves themselves. That two of one household do not serve each other is for the rules to say.
std::optional<Refusal> check_both_sides(const ServiceContent& service) {
    for (const auto& serving : service.participants)
        for (const auto& served : service.participants)
            if (serving.owner == served.owner && !is_served_role(serving.role) && is_served_role(served.role))
                return refuse(RefusalCode::serves_themselves, serving.role, same_in_both(served.role),
                              same_in_both(serving.owner));
    return std::nullopt;
}

std::optional<Refusal> check_length(const Plan& plan, const ServiceContent& service) {
    const auto minutes = duration_minutes(service.actual);
    if (plan.longest_service_minutes == 0 || minutes <= plan.longest_service_minutes) return std::nullopt;
    return refuse(RefusalCode::service_too_long, "actual",
                  same_in_both(std::to_string(plan.longest_service_minutes)),
                  same_in_both(std::to_string(minutes)));
}

/// Somebody without a phone confirmed on paper: the office vouches for the sheet.
std::optional<Refusal> check_paper_confirmations(Context& context, const ServiceContent& service) {
    for (const auto& participant : service.participants) {
        if (participant.evidence.kind != EvidenceKind::paper_confirmation) continue;
        if (signed_by_office(context)) return std::nullopt;
        return refuse(RefusalCode::evidence_not_attested, participant.owner, office_in_words(),
                      roles_that_signed(context));
    }
    return std::nullopt;
}

/// Two rules under one cap may both be cut: that is one notice.
void sort_notices(std::vector<Notice>& notices) {
    std::sort(notices.begin(), notices.end());
    std::vector<Notice> kept;
    for (auto& notice : notices) {
        const bool same =
            !kept.empty() && is_about_amount(notice.kind) &&
            std::tie(kept.back().participant, kept.back().kind, kept.back().by, kept.back().unit) ==
                std::tie(notice.participant, notice.kind, notice.by, notice.unit);
        if (same)
            kept.back().value += notice.value;
        else
            kept.push_back(std::move(notice));
    }
    notices = std::move(kept);
}

class Service {
  public:
    Service(const Plan& plan, const standard::Category& category, Context& context, const Claim& claim,
            const ServiceContent& service, bool confirmed)
        : plan_(plan),
          category_(category),
          context_(context),
          claim_(claim),
          service_(service),
          confirmed_(confirmed),
          claim_sums_(plan.rules.size()) {
        // As many as a service nearly always has: each rule awards each once, from one account in one unit.
        std::size_t most_rules = 1;
        for (const auto& role : category.by_role) most_rules = std::max(most_rules, role.rules.size());
        decision_.awards.reserve(service.participants.size() * most_rules);
        decision_.legs.reserve((service.participants.size() + 1) * most_rules);
    }

    Verdict decide() {
        first_.consider(check_facts(plan_, context_, service_));
        first_.consider(check_paper_confirmations(context_, service_));
        first_.consider(check_length(plan_, service_));
        for (std::uint16_t i = 0; i < service_.participants.size(); ++i) take(i);
        context_.speak_about(std::nullopt);
        if (first_.get()) return *first_.get();
        if (!pending_.empty()) return pending();
        if (!plan_.ladders.empty()) keep_levels();
        if (first_.get()) return *first_.get();
        sort_notices(decision_.notices);
        std::sort(decision_.groups.begin(), decision_.groups.end());
        decision_.service = ServiceCount::counted;
        return std::move(decision_);
    }

  private:
    const standard::Category::RoleRules* rules_for(const std::string& role) const {
        const auto& all = category_.by_role;
        const auto found =
            std::lower_bound(all.begin(), all.end(), role,
                             [](const auto& one, const auto& wanted) { return one.role < wanted; });
        return found == all.end() || found->role != role ? nullptr : &*found;
    }

    void take(std::uint16_t participant) {
        const auto& who = service_.participants[participant];
        context_.speak_about(participant);
        // Looked at whether or not a rule asks, so that a tally begun later knows whose services these were.
        const auto& groups = context_.groups(who.owner);
        for (const auto& household : groups.households)
            decision_.groups.push_back({participant, household, true});
        for (const auto& team : groups.teams) decision_.groups.push_back({participant, team, false});
        check_overlap(participant);
        const auto* rules = rules_for(who.role);
        if (!rules) return;
        std::vector<Pipeline> pipelines;
        pipelines.reserve(rules->rules.size());
        for (const auto rule : rules->rules) {
            auto& pipeline =
                pipelines.emplace_back(plan_, plan_.rules[rule], context_, service_, participant, confirmed_);
            if (auto refused = pipeline.run_to_rounding(claim_sums_[rule])) {
                first_.consider(std::move(refused));
                pipelines.pop_back();  // its caps have nothing to look at
                continue;
            }
            if (pipeline.state() == Pipeline::State::pending) pending_.push_back(pipeline.pending_notice());
        }
        keep_highest(pipelines);
        for (auto& pipeline : pipelines)
            if (pipeline.state() == Pipeline::State::open) award(pipeline, who);
    }

    void award(Pipeline& pipeline, const Participant& who) {
        const auto before = decision_.awards.size();
        first_.consider(pipeline.run_caps(decision_));
        const auto own = [](const Award& award) { return award.side != Side::neither; };
        if (std::none_of(decision_.awards.begin() + static_cast<std::ptrdiff_t>(before),
                         decision_.awards.end(), own))
            return;
        // A member may state what they did themselves; what others earn is not theirs to say.
        if (!claim_.acting_for.empty() && who.owner != claim_.acting_for &&
            context_.holds(FactKind::author_is_member))
            first_.consider(refuse(RefusalCode::credits_others, "participants",
                                   same_in_both(claim_.acting_for), same_in_both(who.owner)));
    }

    void check_overlap(std::uint16_t participant) {
        const auto& who = service_.participants[participant];
        if (category_.overlap == standard::Overlap::allow || is_served_role(who.role)) return;
        const auto entry = context_.fact(FactKind::overlaps, who.owner);
        if (entry < 0) return;
        if (category_.overlap == standard::Overlap::refuse)
            return first_.consider(refuse(RefusalCode::overlaps_recorded, who.owner,
                                          same_in_both(category_.code), same_in_both(std::to_string(entry))));
        decision_.notices.push_back({participant, NoticeKind::overlaps, category_.code, "", entry});
        context_.say_step("{0}：与条目 {1} 的时间重叠，只作提示",
                          "{0}: overlaps the time of entry {1}, which is only remarked",
                          {who.owner, std::to_string(entry)});
    }

    /// Of each "highest of" group the rule that gives most goes on; of equals, the first.
    static void keep_highest(std::vector<Pipeline>& pipelines) {
        for (auto& pipeline : pipelines) {
            if (pipeline.rule().highest_of.empty() || pipeline.state() != Pipeline::State::open) continue;
            for (auto& other : pipelines) {
                const bool rivals = &other != &pipeline && other.state() == Pipeline::State::open &&
                                    other.rule().highest_of == pipeline.rule().highest_of;
                if (!rivals) continue;
                const bool other_is_first = &other < &pipeline;
                if (other.amount() > pipeline.amount() ||
                    (other.amount() == pipeline.amount() && other_is_first)) {
                    pipeline.yield_to(other.rule());
                    break;
                }
            }
        }
    }

    /// Nothing moves until a ruling; what warned of an overlap warns already.
    Decision pending() {
        Decision decision;
        for (auto& notice : decision_.notices)
            if (notice.kind == NoticeKind::overlaps) decision.notices.push_back(std::move(notice));
        for (auto& notice : pending_) decision.notices.push_back(std::move(notice));
        sort_notices(decision.notices);
        return decision;
    }

    /// A level that is kept is booked when it is reached, this service included.
    void keep_levels() {
        std::vector<std::uint16_t> awarded;  // the first place of each owner who was given anything
        std::set<std::string_view> seen;
        for (const auto& award : decision_.awards)
            if (award.side != Side::neither &&
                seen.insert(service_.participants[award.participant].owner).second)
                awarded.push_back(award.participant);
        for (const auto& ladder : plan_.ladders)
            if (!ladder.kept_in.empty())
                for (const auto participant : awarded) keep_level(ladder, participant);
        std::stable_sort(decision_.awards.begin(), decision_.awards.end(),
                         [](const auto& a, const auto& b) { return a.participant < b.participant; });
    }

    void keep_level(const standard::Ladder& ladder, std::uint16_t participant) {
        const auto& owner = service_.participants[participant].owner;
        context_.speak_about(participant);
        context_.speak_of_rule(ladder.id);
        const Asked asked{plan_,     context_,    owner, service_.facts, civil_date(service_.actual.start),
                          &service_, participant, 0,     &decision_};
        const auto level = level_of(ladder, asked);
        const auto rise = (level - kept_level(ladder, asked)) * plan_.units.at(ladder.kept_in);
        if (rise <= 0) return;
        Award award;
        award.participant = participant;
        award.rule = ladder.id;
        award.unit = ladder.kept_in;
        award.from = context_.survivor(plan_.issuer);
        award.to = owner;
        award.exact_numerator = rise;
        award.amount = Amount{rise};
        if (!add_award(decision_, std::move(award)))
            first_.consider(
                refuse(RefusalCode::amount_out_of_range, ladder.id, {}, same_in_both(ladder.kept_in)));
        context_.say_step("{0}：达到 {1}", "{0}: reaches {1}",
                          {ladder.id, ladder.levels[static_cast<std::size_t>(level - 1)].code});
    }

    const Plan& plan_;
    const standard::Category& category_;
    Context& context_;
    const Claim& claim_;
    const ServiceContent& service_;
    const bool confirmed_;
    FirstRefusal first_;
    Decision decision_;
    std::vector<Notice> pending_;
    std::vector<ClaimSum> claim_sums_;  // by index in plan_.rules
};

}  // namespace

Verdict decide_service(const Plan& plan, Context& context, const Claim& claim, const ServiceContent& service,
                       bool confirmed) {
    const auto category =
        std::lower_bound(plan.categories.begin(), plan.categories.end(), service.category,
                         [](const auto& one, const auto& wanted) { return one.code < wanted; });
    if (category == plan.categories.end() || category->code != service.category)
        return refuse(RefusalCode::category_unknown, "category", listed_categories(plan),
                      same_in_both(service.category));
    if (auto refused = check_participants(service)) return *refused;
    // Two who were registered apart when it was posted may be one person by now.
    if (confirmed)
        if (auto refused = check_both_sides(service)) return *refused;
    return Service(plan, *category, context, claim, service, confirmed).decide();
}

/// Whom a member's own service names besides the member and whoever receives. That a receiver is not paid
/// either is for the rules to say.
std::optional<Refusal> Kind<ServiceContent>::check_acting(const ServiceContent& content,
                                                          const Acting& acting) {
    const auto& owner = acting.claim.acting_for;
    if (auto refused = ForThoseConcerned::check_acting(content, acting)) return refused;
    if (acting.author != Role::member || acting.is_merged) return std::nullopt;
    const auto other =
        std::find_if(content.participants.begin(), content.participants.end(),
                     [&](const auto& one) { return one.owner != owner && one.role != "receiver"; });
    if (other == content.participants.end()) return std::nullopt;
    return refuse(RefusalCode::credits_others, "participants", same_in_both(owner),
                  same_in_both(other->owner));
}

Verdict Kind<ServiceContent>::decide(const ServiceContent& content, const Deciding& deciding) {
    Names names(deciding);
    for (const auto& participant : content.participants) names.open(participant.owner);
    if (!content.on_behalf_of.empty()) names.open(content.on_behalf_of);
    names.consider(check_second_person(deciding.context, content));
    if (!deciding.plan) names.consider(no_edition(StandardKind::credit, content.actual.start));
    names.consider(check_both_sides(content));
    names.consider(check_offsets(deciding.plan, {content.actual.start, content.actual.end}));
    if (content.agreed)
        names.consider(check_offsets(deciding.plan, {content.agreed->start, content.agreed->end}));
    if (names.refused()) return *names.refused();
    if (auto refused = require_past(content.actual.end, deciding.recorded_at_unix_s)) return *refused;
    return decide_service(*deciding.plan, deciding.context, deciding.claim, content, false);
}

Applied Kind<ServiceContent>::apply(const ServiceContent& content, const Applying& applying) {
    const auto& entry = applying.entry;
    if (is_pending(entry.decision))
        applying.book.put(Table::rulings, key_of::entry(entry.index),
                          encode(RulingRecord{RulingState::pending, entry.index, entry.index}));
    list_service_times(content, entry.decision, entry.index, true, applying.book);
    return std::optional<Refusal>();
}

TallyPlace Kind<ServiceContent>::place(const ServiceContent& content) {
    return {content.category, civil_date(content.actual.start), content.session};
}

const std::string* Kind<ServiceContent>::counted_owner(const ServiceContent& content, const Award& award,
                                                       standard::Measure measure, standard::Key) {
    const bool counts = measure == standard::Measure::awarded || measure == standard::Measure::running_total;
    return counts ? &content.participants.at(award.participant).owner : nullptr;
}

}  // namespace timebank
