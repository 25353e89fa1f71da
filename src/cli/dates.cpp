#include "cli/dates.hpp"

namespace timebank::cli {
namespace {

Result<std::optional<CivilDate>> date_of(const std::string& text) {
    if (text.empty()) return std::optional<CivilDate>();
    auto date = parse_civil_date(text);
    if (!date) return date.error();
    return std::optional(*date);
}

}  // namespace

void add_period(CommandSyntax command, Period& period, const Shell& shell) {
    command.add_option("--from", period.from,
                       shell.say("起始日期（含），如 2018-06-01", "first day, such as 2018-06-01"));
    command.add_option("--until", period.until, shell.say("截止日期（不含）", "the day behind the last"));
}

Result<Days> days_of(const Period& period) {
    auto from = date_of(period.from);
    if (!from) return from.error();
    auto until = date_of(period.until);
    if (!until) return until.error();
    return Days{*from, *until};
}

std::string days_text(const Days& days, Language language) {
    const auto from = days.from ? to_text(*days.from) : "";
    const auto until = days.until ? to_text(*days.until) : "";
    if (days.from && days.until)
        return say("{0} 起，{1} 之前", "from {0}, before {1}", {from, until}).in(language);
    if (days.from) return say("{} 起", "from {}", {from}).in(language);
    if (days.until) return say("{} 之前", "before {}", {until}).in(language);
    return say("全部日期", "all dates").in(language);
}

}  // namespace timebank::cli
