#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Somebody served.
template <>
struct Kind<ServiceContent> : OneSigns, EnrolsNoKey, AboutItself, Reversible {
    static constexpr Authors authors = everybody;
    static std::optional<Refusal> check_acting(const ServiceContent& content, const Acting& acting);
    static std::optional<StandardKind> decided_by(const ServiceContent&) { return StandardKind::credit; }
    static std::optional<CivilTime> time(const ServiceContent& content) { return content.actual.start; }
    static Verdict decide(const ServiceContent& content, const Deciding& deciding);
    static Applied apply(const ServiceContent& content, const Applying& applying);
    static TallyPlace place(const ServiceContent& content);
    static const std::string* counted_owner(const ServiceContent& content, const Award& award,
                                            standard::Measure measure, standard::Key key);
    static std::int64_t items(const ServiceContent&) { return 0; }
};

/// What the rules of the credit standard make of a service whose people have accounts. `confirmed`: a ruling
/// says that it took place, so no gate leaves it pending.
Verdict decide_service(const standard::Plan& plan, Context& context, const Claim& claim,
                       const ServiceContent& service, bool confirmed);

}  // namespace timebank
