#include "intake/recorded_services.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "intake/standing.hpp"
#include "timebank/digest.hpp"

namespace timebank::intake {
namespace {

constexpr std::size_t entries_per_page = 1'000;

std::array<std::uint8_t, 16> name_of(const Encoder& said) {
    const auto digest = sha256(said.bytes());
    std::array<std::uint8_t, 16> name{};
    std::copy_n(digest.begin(), name.size(), name.begin());
    return name;
}

/// Of a person's part in a service: what names a row, but for its session.
std::array<std::uint8_t, 16> part_name(const ServiceContent& service, const Participant& person) {
    Encoder said;
    said.i64(service.actual.start.local_minutes);
    said.u16(static_cast<std::uint16_t>(service.actual.start.offset_minutes));
    for (const auto* text : {&person.owner, &person.role, &service.category}) said.block32(bytes_of(*text));
    return name_of(said);
}

CivilDate day_of(const ServiceContent& service) {
    return civil_date(service.actual.start);
}

}  // namespace

ServedName served_name(const ServiceContent& service, const std::string& owner) {
    Encoder said;
    said.raw(service.session);
    for (const auto* text : {&service.category, &owner}) said.block32(bytes_of(*text));
    return name_of(said);
}

Result<std::vector<RecordedServices::Correction>> RecordedServices::corrections_like(const SignInRow& row) {
    const auto& person = row.service.participants.front();
    TIMEBANK_CHECK(read_entries_of(person.owner));
    std::vector<Correction> alike;
    if (corrections_.empty()) return alike;
    const auto [begin, end] = corrections_.equal_range(part_name(row.service, person));
    for (auto one = begin; one != end; ++one) alike.push_back(one->second);
    return alike;
}

Result<std::optional<std::uint64_t>> RecordedServices::was_served_in(const ServiceContent& service,
                                                                     const std::string& owner) {
    TIMEBANK_CHECK(read_entries_of(owner));
    std::optional<std::uint64_t> entry;
    if (served_.empty()) return entry;
    if (const auto found = served_.find(served_name(service, owner)); found != served_.end())
        entry = found->second;
    return entry;
}

void RecordedServices::look_again() {
    read_.clear();
    corrections_.clear();
    served_.clear();
}

Result<void> RecordedServices::read_entries_of(const std::string& owner) {
    if (read_.count(owner) != 0) return {};
    for (std::uint64_t since = 0;;) {
        TIMEBANK_TRY(page, ledger_->entries_of_owner(owner, since, entries_per_page));
        if (page.empty()) break;
        for (const auto index : page) {
            TIMEBANK_TRY(entry, entry_at(*ledger_, index));
            TIMEBANK_CHECK(keep(entry, owner));
        }
        since = page.back() + 1;
    }
    read_.insert(owner);
    return {};
}

Result<void> RecordedServices::keep(const Entry& entry, const std::string& owner) {
    const auto* service = service_in(entry.signed_claim.claim);
    if (service == nullptr) return {};
    TIMEBANK_TRY(first, first_wrong(*ledger_, entry));
    for (const auto& one : service->participants) {
        if (one.owner != owner) continue;
        if (first) {
            const auto* wrong = service_in(first->signed_claim.claim);
            corrections_.insert(
                {part_name(*service, one), {entry.index, day_of(wrong == nullptr ? *service : *wrong)}});
        }
        if (!is_served_role(one.role) || service->session == ServiceContent().session) continue;
        const auto name = served_name(*service, owner);
        if (!std::binary_search(asked_.begin(), asked_.end(), name)) continue;
        TIMEBANK_TRY(undone, is_undone(*ledger_, entry.index));
        if (!undone) served_.emplace(name, entry.index);
    }
    return {};
}

}  // namespace timebank::intake
