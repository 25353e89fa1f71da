#include "decision/plans.hpp"

#include "core/try.hpp"
#include "decision/kinds.hpp"
#include "timebank/digest.hpp"

namespace timebank {

Plans::Plan Plans::find(const Digest& digest) const {
    std::lock_guard lock(mutex_);
    const auto known = plans_.find(digest);
    return known == plans_.end() ? Plan() : known->second;
}

Result<Plans::Plan> Plans::of(ByteView document) {
    const auto digest = sha256(document);
    if (auto known = find(digest)) return known;
    TIMEBANK_TRY(plan, standard::compile(document));
    std::lock_guard lock(mutex_);
    return plans_.emplace(digest, std::move(plan)).first->second;
}

Result<Plans::Plan> Plans::of(const Reader& book, const EditionRecord& edition) {
    if (auto known = find(edition.digest)) return known;
    TIMEBANK_TRY(entry, read_entry(book, edition.adopted_at));
    const auto* adopted = entry ? document_in(entry->signed_claim.claim) : nullptr;
    if (!adopted || sha256(*adopted) != edition.digest)
        return fail(Code::data_damaged, "数据文件损坏：条目 {} 不是所记录的标准。请停止写入并运行 audit",
                    "data file damaged: entry {} is not the standard that the tables name. Stop writing and "
                    "run audit",
                    {std::to_string(edition.adopted_at)});
    return of(*adopted);
}

namespace {

/// What a ruling confirms is decided by the edition under which it was posted.
Result<std::optional<EditionRecord>> pick_edition(const Reader& reader, StandardKind kind, const Claim& claim,
                                                  std::int64_t recorded_at_unix_s) {
    if (const auto subject = subject_of(claim)) {
        TIMEBANK_TRY(service, read_entry(reader, *subject));
        if (!service) return std::optional<EditionRecord>();
        return read_edition_of(reader, kind, service->decision.edition);
    }
    TIMEBANK_TRY(any, read_any_edition(reader, kind));
    if (!any) return any;
    if (any->edition_date == EditionDate::recording)
        return read_edition(reader, kind, utc_day(recorded_at_unix_s));
    const auto time = time_of(claim);
    return time ? read_edition(reader, kind, civil_date(*time)) : Result<std::optional<EditionRecord>>(any);
}

}  // namespace

Result<Plans::Plan> pick_plan(const Reader& reader, Plans& plans, const Claim& claim,
                              std::int64_t recorded_at_unix_s) {
    const auto kind = deciding_standard(claim);
    if (!kind) return Plans::Plan();
    TIMEBANK_TRY(edition, pick_edition(reader, *kind, claim, recorded_at_unix_s));
    return edition ? plans.of(reader, *edition) : Result<Plans::Plan>(Plans::Plan());
}

}  // namespace timebank
