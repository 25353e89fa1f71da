#include "decision/named.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds.hpp"

namespace timebank {

Result<std::optional<RootEntry>> root_of(const Reader& reader, const Entry& entry) {
    std::optional<RootEntry> root;
    auto items = counted_items(entry.signed_claim.claim);
    if (entry.decision.service == ServiceCount::counted && subject_of(entry.signed_claim.claim))
        root = RootEntry{entry, {}, items};
    // Each names one before it, so this ends.
    for (auto subject = subject_of(entry.signed_claim.claim); subject;
         subject = subject_of(root->entry.signed_claim.claim)) {
        TIMEBANK_TRY(found, read_entry(reader, *subject));
        if (!found || (root && found->index >= root->entry.index)) return std::optional<RootEntry>();
        auto stand_ins = root ? std::move(root->entry.decision.stand_ins) : std::vector<StandIn>();
        if (items == 0) items = counted_items(found->signed_claim.claim);
        root = RootEntry{std::move(*found), std::move(stand_ins), items};
    }
    return root;
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

const ServiceContent* service_at_root(const Entry& entry, const Entry* root) {
    return service_in((root ? *root : entry).signed_claim.claim);
}

ServiceContent with_stand_ins(ServiceContent service, const std::vector<StandIn>& stand_ins) {
    Decision then;
    then.stand_ins = stand_ins;
    for (auto& participant : service.participants) participant.owner = stand_in_for(then, participant.owner);
    return service;
}

bool participants_fit(const Entry& entry, const Entry* root) {
    const auto* service = service_at_root(entry, root);
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
