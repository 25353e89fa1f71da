#include "intake/standing.hpp"

#include <algorithm>

#include "core/try.hpp"

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

/// What a correction put in the place of the `kind` that `reversal` undid.
Result<std::optional<Entry>> put_right_by(const Ledger& ledger, std::uint64_t reversal, ClaimKind kind) {
    TIMEBANK_TRY(undoing, entry_at(ledger, reversal));
    const auto& group = undoing.signed_claim.claim.group;
    if (group == Digest{}) return std::optional<Entry>();
    TIMEBANK_TRY(next, ledger.entry(reversal + 1));
    const bool corrects =
        next && next->signed_claim.claim.group == group && next->signed_claim.claim.kind() == kind;
    return corrects ? std::move(next) : std::optional<Entry>();
}

}  // namespace

Result<std::optional<Entry>> what_counts(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, entry_at(ledger, index));
    while (true) {
        TIMEBANK_TRY(reversal, undone_by(ledger, entry.index));
        if (!reversal) return std::optional(std::move(entry));
        TIMEBANK_TRY(correction, put_right_by(ledger, *reversal, entry.signed_claim.claim.kind()));
        if (!correction) return std::optional<Entry>();
        entry = std::move(*correction);
    }
}

}  // namespace timebank::intake
