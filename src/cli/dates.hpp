#pragma once

#include <optional>
#include <string>

#include "cli/shell.hpp"
#include "timebank/time.hpp"

/// --from and --until, as every command that looks at some days has them.
namespace timebank::cli {

struct Period {
    std::string from;
    std::string until;
};

/// [from, until); an absent bound is none.
struct Days {
    std::optional<CivilDate> from;
    std::optional<CivilDate> until;
};

void add_period(CommandSyntax command, Period& period, const Shell& shell);
/// invalid_argument when one is no date.
Result<Days> days_of(const Period& period);
/// "from 2018-06-01, before 2018-07-01", "all dates".
std::string days_text(const Days& days, Language language);

}  // namespace timebank::cli
