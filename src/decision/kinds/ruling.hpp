#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Somebody entitled says what becomes of a service.
template <>
struct Kind<RulingContent> : OneSigns, EnrolsNoKey, CountsNowhere {
    static constexpr Authors authors = everybody;
    /// Some rulings are the office's alone; else who was served confirms, and who takes part withdraws.
    static std::optional<Refusal> check_acting(const RulingContent& content, const Acting& acting);
    /// A confirmation asks the rules, as if the service were posted now.
    static std::optional<StandardKind> decided_by(const RulingContent& content);
    static std::optional<CivilTime> time(const RulingContent&) { return std::nullopt; }
    static Result<std::optional<Claim>> claim_decided(const RulingContent& content, const Reader& reader);
    static Result<Signers> signers(const RulingContent& content, const SignedClaim& claim,
                                   const Reader& reader);
    static std::optional<std::uint64_t> subject(const RulingContent& content) { return content.entry_index; }
    static Verdict decide(const RulingContent& content, const Deciding& deciding);
    static Applied apply(const RulingContent& content, const Applying& applying);
    /// Only those that awarded something.
    static std::optional<Refusal> check_reversible(const RulingContent& content, const Entry& entry);
};

}  // namespace timebank
