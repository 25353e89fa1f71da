#include "report/words.hpp"

#include <algorithm>

namespace timebank::report {

void append(Text& text, const Text& more) {
    text.zh += more.zh;
    text.en += more.en;
}

namespace {

constexpr std::size_t names_shown = 6;

// Of "2018-06-04T08:00+08:00".
std::string date_part(CivilTime time) {
    return to_text(time).substr(0, 10);
}
std::string clock_part(CivilTime time) {
    return to_text(time).substr(11, 5);
}
std::string offset_part(CivilTime time) {
    return to_text(time).substr(16);
}

}  // namespace

std::string time_text(CivilTime time) {
    return date_part(time) + " " + clock_part(time);
}

std::string interval_text(const Interval& interval) {
    const auto& [start, end] = interval;
    if (start.offset_minutes != end.offset_minutes)
        return time_text(start) + offset_part(start) + " - " + time_text(end) + offset_part(end);
    if (civil_date(start) != civil_date(end)) return time_text(start) + " - " + time_text(end);
    return time_text(start) + "-" + clock_part(end);
}

Text listed(const std::vector<std::string>& names, std::string_view counter_zh) {
    Text text;
    for (std::size_t i = 0; i < std::min(names.size(), names_shown); ++i)
        append(text, {(i > 0 ? "、" : "") + names[i], (i > 0 ? ", " : "") + names[i]});
    if (names.size() > names_shown)
        append(text,
               say("等 {0} {1}", " and others, {0} in all", {std::to_string(names.size()), counter_zh}));
    return text;
}

std::string short_hex(ByteView bytes) {
    return to_hex(bytes.first(4));
}

Text duration_text(std::int64_t minutes) {
    const auto hours = std::to_string(minutes / 60);
    const auto rest = std::to_string(minutes % 60);
    if (minutes < 60) return say("{} 分钟", "{} min", {rest});
    if (minutes % 60 == 0) return say("{} 小时", "{} h", {hours});
    return say("{} 小时 {} 分钟", "{} h {} min", {hours, rest});
}

bool counts_as_served(RulingState state) {
    return state != RulingState::pending && state != RulingState::refused && state != RulingState::withdrawn;
}

Text category_name(const standard::Plan* plan, const std::string& category) {
    if (plan)
        for (const auto& declared : plan->categories)
            if (declared.code == category) return declared.name;
    return {category, category};
}

Amount magnitude(Amount amount) {
    return amount.minor_units < 0 ? checked_negate(amount).value_or(amount) : amount;
}

Text amount_text(const standard::Plan* plan, const std::string& unit, Amount amount) {
    if (plan)
        if (const auto scale = plan->units.find(unit); scale != plan->units.end()) {
            const auto text = to_text(amount, scale->second) + " " + unit;
            return {text, text};
        }
    return say("{0} 个最小单位的 {1}", "{0} minor units of {1}", {std::to_string(amount.minor_units), unit});
}

}  // namespace timebank::report
