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

Result<Entry> entry_at(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, ledger.entry(index));
    if (!entry) return missing(index);
    return std::move(*entry);
}

/// Index of the reversal after which nothing is left of the entry.
Result<std::optional<std::uint64_t>> undone_by(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(parts, ledger.reversed_parts(index));
    const auto all =
        std::find_if(parts.begin(), parts.end(), [](const ReversedPart& part) { return part.unit.empty(); });
    return all == parts.end() ? std::optional<std::uint64_t>() : std::optional(all->by);
}

/// The claim that a correction put in the place of `wrong`.
Result<std::optional<Entry>> put_right_by(const Ledger& ledger, const ClaimId& wrong) {
    TIMEBANK_TRY(index, ledger.find(correction_id(wrong)));
    if (!index) return std::optional<Entry>();
    TIMEBANK_TRY(entry, entry_at(ledger, *index));
    return std::optional(std::move(entry));
}

}  // namespace

ClaimId correction_id(const ClaimId& wrong) {
    return claim_id_from_digest(sha256({bytes_of("timebank/correction-id/0"), wrong.bytes}));
}

Result<std::optional<Entry>> what_counts(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, entry_at(ledger, index));
    while (true) {
        TIMEBANK_TRY(reversal, undone_by(ledger, entry.index));
        if (!reversal) return std::optional(std::move(entry));
        TIMEBANK_TRY(correction, put_right_by(ledger, entry.signed_claim.claim.id));
        if (!correction) return std::optional<Entry>();
        entry = std::move(*correction);
    }
}

}  // namespace timebank::intake
