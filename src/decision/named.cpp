#include "decision/named.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds.hpp"

namespace timebank {

Result<std::optional<CountedEntry>> entry_counted(const Reader& reader, const Entry& entry) {
    std::optional<CountedEntry> counted;
    if (entry.decision.service == ServiceCount::counted && subject_of(entry.signed_claim.claim))
        counted = CountedEntry{entry, {}};
    // Each names one before it, so this ends.
    for (auto subject = subject_of(entry.signed_claim.claim); subject;
         subject = subject_of(counted->root.signed_claim.claim)) {
        TIMEBANK_TRY(found, read_entry(reader, *subject));
        if (!found || (counted && found->index >= counted->root.index)) return std::optional<CountedEntry>();
        auto stand_ins = counted ? std::move(counted->root.decision.stand_ins) : std::vector<StandIn>();
        counted = CountedEntry{std::move(*found), std::move(stand_ins)};
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

bool participants_fit(const Entry& entry, const Entry* counted) {
    const auto* service = service_counted(entry, counted);
    const std::size_t participants = service ? service->participants.size() : 1;
    const auto fits = [&](const auto& one) { return one.participant < participants; };
    const auto& decision = entry.decision;
    return std::all_of(decision.awards.begin(), decision.awards.end(), fits) &&
           std::all_of(decision.notices.begin(), decision.notices.end(), fits) &&
           std::all_of(decision.groups.begin(), decision.groups.end(), fits);
}

bool is_pending(const Decision& decision) {
    return std::any_of(decision.notices.begin(), decision.notices.end(),
                       [](const Notice& notice) { return notice.kind == NoticeKind::pending; });
}

}  // namespace timebank
