#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Credits are spent.
template <>
struct Kind<RedemptionContent> : OneSigns, EnrolsNoKey, AboutItself, Reversible {
    static constexpr Authors authors = everybody;
    /// Only who pays spends, whoever receives.
    static std::optional<Refusal> check_acting(const RedemptionContent& content, const Acting& acting);
    static std::optional<StandardKind> decided_by(const RedemptionContent&) {
        return StandardKind::redemption;
    }
    static std::optional<CivilTime> time(const RedemptionContent& content) { return content.at; }
    static Verdict decide(const RedemptionContent& content, const Deciding& deciding);
    /// Notes what is set aside, where it is delivered later.
    static Applied apply(const RedemptionContent& content, const Applying& applying);
    /// Not while credits are set aside for it, nor after: its settlements are undone instead.
    static std::optional<Refusal> check_reversible(const RedemptionContent& content, const Entry& entry);
    static TallyPlace place(const RedemptionContent& content) { return {"", civil_date(content.at), {}}; }
    static const std::string* counted_owner(const RedemptionContent& content, const Award& award,
                                            standard::Measure measure, standard::Key key);
    static std::int64_t items(const RedemptionContent& content) { return content.quantity; }
};

/// What the giver of a worked example redeems.
ClaimContent content_of(const standard::ExampleRedemption& example, const std::string& owner,
                        const std::string& receiver, std::vector<AttestedFact> facts);

}  // namespace timebank
