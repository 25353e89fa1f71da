#pragma once

#include "timebank/standard.hpp"

namespace timebank::intake {

/// Whether the edition has begun for what happened on `day`, as it would be decided `today`: a line of
/// editions goes by the day of what happened, or by the day of recording. Of those that have, the latest
/// decides.
inline bool has_begun(const StandardSummary& edition, CivilDate day, CivilDate today) {
    return edition.effective_from <= (edition.edition_date == EditionDate::recording ? today : day);
}

}  // namespace timebank::intake
