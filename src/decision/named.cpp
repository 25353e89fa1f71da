#include "decision/named.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds.hpp"

namespace timebank {

Result<std::optional<Entry>> entry_counted(const Reader& reader, const Entry& entry) {
    std::optional<Entry> counted;
    // Each names one before it, so this ends.
    for (auto subject = subject_of(entry.signed_claim.claim); subject;
         subject = subject_of(counted->signed_claim.claim)) {
        TIMEBANK_TRY(found, read_entry(reader, *subject));
        if (!found || (counted && found->index >= counted->index)) return std::optional<Entry>();
        counted = std::move(found);
    }
    return counted;
}

Result<std::vector<Entry>> entries_about(const Reader& reader, const Entry& entry) {
    std::vector<Entry> about;
    auto next = subject_of(entry.signed_claim.claim);
    while (next) {
        TIMEBANK_TRY(found, read_entry(reader, *next));
        if (!found || (!about.empty() && found->index >= about.back().index)) break;
        next = subject_of(found->signed_claim.claim);
        about.push_back(std::move(*found));
    }
    if (entry.decision.awarded_by) {
        TIMEBANK_TRY(awarding, read_entry(reader, *entry.decision.awarded_by));
        if (awarding) about.push_back(std::move(*awarding));
    }
    return about;
}

const ServiceContent* service_counted(const Entry& entry, const Entry* counted) {
    return service_in((counted ? *counted : entry).signed_claim.claim);
}

bool is_pending(const Decision& decision) {
    return std::any_of(decision.notices.begin(), decision.notices.end(),
                       [](const Notice& notice) { return notice.kind == NoticeKind::pending; });
}

}  // namespace timebank
