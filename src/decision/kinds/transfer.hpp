#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Credits are given away: a gift, a donation.
template <>
struct Kind<TransferContent> : OneSigns, EnrolsNoKey, AboutItself, Reversible, ChangesNoTable {
    static constexpr Authors authors = everybody;
    /// Only who gives gives.
    static std::optional<Refusal> check_acting(const TransferContent& content, const Acting& acting);
    static std::optional<StandardKind> decided_by(const TransferContent&) { return StandardKind::redemption; }
    static std::optional<CivilTime> time(const TransferContent& content) { return content.at; }
    static Verdict decide(const TransferContent& content, const Deciding& deciding);
    static TallyPlace place(const TransferContent& content) { return {"", civil_date(content.at), {}}; }
    static const std::string* counted_owner(const TransferContent& content, const Award& award,
                                            standard::Measure measure, standard::Key key);
    static std::int64_t items(const TransferContent&) { return 0; }
};

/// What the giver of a worked example gives away.
ClaimContent content_of(const standard::ExampleTransfer& example, const std::string& from,
                        const std::string& to, std::vector<AttestedFact> facts);

}  // namespace timebank
