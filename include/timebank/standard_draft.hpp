#pragma once

#include <string>

#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// A credit standard to begin with: complete, sound, and with a note at every place where its author decides.
#pragma GCC visibility push(default)
namespace timebank {

/// What is worth less than a whole credit.
enum class DraftRounding {
    exact,    ///< nothing is rounded: the unit is so fine that a minute is a whole number of its parts
    quarter,  ///< down to a quarter of a credit
    half,
    whole,
};

/// What happens to the credits above the limit of a day.
enum class DraftAtCap { refuse, clip, overflow, warn, needs_approval };

/// What happens to a service of somebody who is recorded elsewhere at that time.
enum class DraftOverlap { refuse, warn, allow };

/// The few things that most communities decide first.
struct StandardDraft {
    std::string id;  ///< a code; all editions to come will have it
    Text title = {"积分标准", "Credit standard"};
    std::string unit;                    ///< a code
    std::string credits_per_hour = "1";  ///< above zero: "1", "1.5" or "3/2"
    DraftRounding rounding = DraftRounding::whole;
    bool rounds_running_total = false;  ///< what is left over is kept for the next service; else it is lost
    std::string credits_a_day;          ///< the most, above zero; empty: no limit
    DraftAtCap at_cap = DraftAtCap::clip;
    std::string overflow_to = "pool";  ///< of DraftAtCap::overflow: an owner, not "issuer"
    DraftOverlap overlap = DraftOverlap::refuse;
    CivilDate effective_from;
    std::string second_unit;  ///< earned beside the first, never rounded; empty: none
    std::string second_credits_per_hour = "1";
};

/// The document, as JSON in lines, with worked examples that hold. It passes check_standard() without a
/// remark of anything that could never work. invalid_argument when a number is not one, is zero, or is too
/// small to earn anything; bad_document with its place for codes and texts that a standard does not take.
/// Pure; any thread.
Result<std::string> draft_standard(const StandardDraft& draft);

}  // namespace timebank
#pragma GCC visibility pop
