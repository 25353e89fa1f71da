#pragma once

#include "decision/records.hpp"
#include "timebank/entry.hpp"

/// Entries that say something of earlier ones: what a reversal or a ruling is about, and what it changes in
/// the sums. Pure, but for the book that read_named() reads.
namespace timebank {

/// The entries that a reversal or ruling is about; none for other claims.
struct Named {
    std::optional<Entry> subject;  ///< that it names, when the log has it
    std::optional<Entry>
        related;  ///< of a service that a ruling confirmed, the ruling; of a ruling, its service
};
Result<Named> read_named(const Reader& reader, const Claim& claim);

/// The claim of the service that a ruling is about, with the names of those who stand for its people now;
/// nothing when the ruling names no service of the log.
Result<std::optional<Claim>> ruled_service(const Reader& reader, const RulingContent& ruling);

/// Whether nothing is awarded until a ruling confirms it.
bool is_pending(const Decision& decision);

/// The service whose participants an entry's awards and notices count places in: its own, or of a ruling,
/// that of its subject; null when there is none.
const ServiceContent* service_counted(const Entry& entry, const std::optional<Entry>& subject);

/// Which awards an entry adds to the sums or takes from them.
struct AwardsCounted {
    /// The awards of one entry with the claim of the service that they are for; nothing: the entry's own.
    std::optional<Entry> composed{};
    bool takes_away = false;
    /// Only in the units that units_undone() finds in the entry's own decision.
    bool by_unit = false;
    /// And what the service itself counts as: its minutes, and that it was one.
    bool whole_service = true;

    const Entry& in(const Entry& entry) const { return composed ? *composed : entry; }
};
/// Nothing for an entry that leaves all sums as they are.
std::optional<AwardsCounted> awards_counted(const Entry& entry, const Named& named);

/// What becomes of the service's record. `before` is nothing for a service that was awarded outright.
RulingRecord ruled(const Entry& ruling, const std::optional<RulingRecord>& before);

}  // namespace timebank
