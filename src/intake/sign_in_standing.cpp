#include "intake/sign_in_standing.hpp"

#include "core/try.hpp"
#include "intake/standing.hpp"

namespace timebank::intake {
namespace {

Error no_service(std::uint64_t index) {
    return fail(Code::data_damaged, "数据文件损坏：条目 {} 不是服务。请停止写入并运行 audit",
                "data file damaged: entry {} is no service. Stop writing and run audit",
                {std::to_string(index)});
}

/// What was recorded, as it compares with the row. A session is named by day and label, and whoever corrects
/// the day does not see that: so the row's label on the day recorded first is the row's session.
Result<Recorded> recorded_as(const std::string& origin, Entry entry, CivilDate first_day,
                             const SignInRow& row) {
    const auto* recorded = service_in(entry.signed_claim.claim);
    if (recorded == nullptr) return no_service(entry.index);
    auto service = *recorded;
    if (!row.session_label.empty() && service.session == session_id(origin, first_day, row.session_label))
        service.session = row.service.session;
    return Recorded{entry.index, std::move(service)};
}

/// The day of the service that the entry records.
Result<CivilDate> day_of(const Ledger& ledger, std::uint64_t index) {
    TIMEBANK_TRY(entry, entry_at(ledger, index));
    const auto* service = service_in(entry.signed_claim.claim);
    if (service == nullptr) return no_service(index);
    return civil_date(service->actual.start);
}

/// What counts now of a correction like which the row was mended.
Result<std::optional<Recorded>> recorded_by_correction(const Ledger& ledger, RecordedServices& services,
                                                       const SignInRow& row) {
    TIMEBANK_TRY(corrections, services.corrections_like(row));
    for (const auto& correction : corrections) {
        TIMEBANK_TRY(said, entry_at(ledger, correction.index));
        TIMEBANK_TRY(like, recorded_as(ledger.origin(), std::move(said), correction.first_day, row));
        if (like.service.session != row.service.session) continue;
        TIMEBANK_TRY(entry, what_counts(ledger, correction.index));
        if (!entry) continue;
        TIMEBANK_TRY(recorded, recorded_as(ledger.origin(), std::move(*entry), correction.first_day, row));
        return std::optional(std::move(recorded));
    }
    return std::optional<Recorded>();
}

/// An id counts for its author, but one sheet may be imported by two keys. Whoever uses a row's id for
/// anything else than a service of its person does not take the row away.
Result<std::optional<std::uint64_t>> entry_of_row(const Ledger& ledger, const ClaimId& id,
                                                  const SignInRow& row, const PublicKey& importer) {
    TIMEBANK_TRY(own, ledger.find(id, importer));
    if (own) return own;
    TIMEBANK_TRY(others, ledger.find(id));
    for (const auto index : others) {
        TIMEBANK_TRY(entry, entry_at(ledger, index));
        const auto* service = service_in(entry.signed_claim.claim);
        if (service && service->category == row.service.category &&
            service->participants.front().owner == row.service.participants.front().owner)
            return std::optional(index);
    }
    return std::optional<std::uint64_t>();
}

}  // namespace

Result<RowStanding> standing_of_row(const Ledger& ledger, RecordedServices& services, const SignInRow& row,
                                    const PublicKey& importer) {
    RowStanding standing;
    for (std::uint32_t attempt = 0;; ++attempt) {
        standing.id = row_id(ledger.origin(), row, attempt);
        TIMEBANK_TRY(index, entry_of_row(ledger, standing.id, row, importer));
        if (!index) break;
        TIMEBANK_TRY(entry, what_counts(ledger, *index));
        if (!entry) continue;
        auto first_day = civil_date(row.service.actual.start);
        if (entry->index != *index) {
            TIMEBANK_TRY(day, day_of(ledger, *index));
            first_day = day;
        }
        TIMEBANK_TRY(recorded, recorded_as(ledger.origin(), std::move(*entry), first_day, row));
        standing.recorded = std::move(recorded);
        return standing;
    }
    if (!row.own_id.empty()) return standing;
    TIMEBANK_TRY(recorded, recorded_by_correction(ledger, services, row));
    standing.recorded = std::move(recorded);
    return standing;
}

}  // namespace timebank::intake
