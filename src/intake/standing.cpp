#include "intake/standing.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "timebank/digest.hpp"

namespace timebank::intake {
namespace {

Error missing(std::uint64_t index) {
    return fail(Code::data_damaged, "数据文件损坏：条目 {} 缺失。请停止写入并运行 audit",
                "data file damaged: entry {} is missing. Stop writing and run audit",
                {std::to_string(index)});
}

/// The entry that a correction put right: what the reversal right in front of it undid.
Result<std::optional<std::uint64_t>> wrong_of(const Ledger& ledger, const Entry& correction) {
    const auto& claim = correction.signed_claim.claim;
    if (claim.group == Digest{} || correction.index == 0) return std::optional<std::uint64_t>();
    TIMEBANK_TRY(before, entry_at(ledger, correction.index - 1));
    const auto* reversal = reversal_in(before.signed_claim.claim);
    const bool corrects = reversal != nullptr && before.signed_claim.claim.group == claim.group &&
                          correction_id(reversal->claim_id) == claim.id;
    return corrects ? std::optional(reversal->entry_index) : std::nullopt;
}

/// The claim that a correction put in the place of `wrong`.
Result<std::optional<Entry>> put_right_by(const Ledger& ledger, const ClaimId& wrong) {
    // Anybody may have used the id; a correction is one that stands behind the reversal of what it corrects.
    TIMEBANK_TRY(indexes, ledger.find(correction_id(wrong)));
    for (const auto index : indexes) {
        TIMEBANK_TRY(entry, entry_at(ledger, index));
        TIMEBANK_TRY(undone, wrong_of(ledger, entry));
        if (undone) return std::optional(std::move(entry));
    }
    return std::optional<Entry>();
}

}  // namespace

Result<Entry> entry_at(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, ledger.entry(index));
    if (!entry) return missing(index);
    return std::move(*entry);
}

Result<bool> is_undone(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(parts, ledger.reversed_parts(index));
    return std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.unit.empty(); });
}

Result<std::optional<Entry>> first_wrong(const Ledger& ledger, const Entry& correction) {
    std::optional<Entry> first;
    while (true) {
        TIMEBANK_TRY(wrong, wrong_of(ledger, first ? *first : correction));
        if (!wrong) return first;
        TIMEBANK_TRY(entry, entry_at(ledger, *wrong));
        first = std::move(entry);
    }
}

ClaimId correction_id(const ClaimId& wrong) {
    return claim_id_from_digest(sha256({bytes_of("timebank/correction-id/0"), wrong.bytes}));
}

Result<std::optional<Entry>> what_counts(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, entry_at(ledger, index));
    while (true) {
        TIMEBANK_TRY(undone, is_undone(ledger, entry.index));
        if (!undone) return std::optional(std::move(entry));
        TIMEBANK_TRY(correction, put_right_by(ledger, entry.signed_claim.claim.id));
        if (!correction) return std::optional<Entry>();
        entry = std::move(*correction);
    }
}

}  // namespace timebank::intake
