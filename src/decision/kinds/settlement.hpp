#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// What is set aside for a redemption is paid, or goes back.
template <>
struct Kind<SettlementContent> : OneSigns, EnrolsNoKey, Reversible {
    static constexpr Authors authors = everybody;
    /// Who pays and who receives say that it was delivered, who pays cancels; the rest is the office's to
    /// say.
    static std::optional<Refusal> check_acting(const SettlementContent& content, const Acting& acting);
    static std::optional<StandardKind> decided_by(const SettlementContent&) {
        return StandardKind::redemption;
    }
    static std::optional<CivilTime> time(const SettlementContent& content) { return content.at; }
    static Result<std::optional<Claim>> claim_decided(const SettlementContent& content, const Reader& reader);
    static Result<Signers> signers(const SettlementContent& content, const SignedClaim& claim,
                                   const Reader& reader);
    static std::optional<std::uint64_t> subject(const SettlementContent& content) {
        return content.entry_index;
    }
    static Verdict decide(const SettlementContent& content, const Deciding& deciding);
    static Applied apply(const SettlementContent& content, const Applying& applying);
    // It counts where its redemption does.
    static TallyPlace place(const SettlementContent&) { return {}; }
    static const std::string* counted_owner(const SettlementContent&, const Award&, standard::Measure,
                                            standard::Key) {
        return nullptr;
    }
    static std::int64_t items(const SettlementContent& content) { return content.quantity; }
};

/// What is set aside in the keeper's account grows by so much, or falls.
Result<void> set_aside(const std::string& keeper, const std::string& unit, std::int64_t minor_units,
                       Workbook& book);

/// A settlement is undone: as many are to be delivered again, and what had left the account that keeps them
/// is there again.
Result<void> reopen_hold(const SettlementContent& undone, const Decision& opposite, Workbook& book);

}  // namespace timebank
