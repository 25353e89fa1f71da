#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

/// "17:00": minutes behind midnight of the day it belongs to.
std::int32_t read_time_of_day(const Value& value) {
    const std::string text = value.text(limits::standard_name_bytes);
    const auto digit = [&](std::size_t place) { return text[place] >= '0' && text[place] <= '9'; };
    if (text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4)) {
        const auto number = [&](std::size_t place) {
            return (text[place] - '0') * 10 + text[place + 1] - '0';
        };
        const std::int64_t minutes = number(0) * minutes_in_hour + number(3);
        if (number(3) < minutes_in_hour && minutes <= limits::band_hours * minutes_in_hour)
            return static_cast<std::int32_t>(minutes);
    }
    // An empty text is a fault already, and this one is not kept then.
    value.refuse("应为 \"00:00\" 至 \"{}:00\" 的时刻，24:00 以后属于次日清晨",
                 "must be a time from \"00:00\" to \"{}:00\"; hours from 24:00 are those of the next day",
                 {std::to_string(limits::band_hours)});
    return 0;
}

Band read_band(const Value& value, const RuleSetting& setting) {
    const Object object = value.object({"id", "from", "until", "days", "factor"});
    Band band;
    band.id = object["id"].code();
    band.from_minute = read_time_of_day(object["from"]);
    band.until_minute = read_time_of_day(object["until"]);
    if (band.until_minute <= band.from_minute) {
        object["until"].refuse(
            "应晚于 from：过了零点请写 24:00 以上，例如次日 6 点写 30:00",
            "must be later than from: past midnight write hours above 24:00, such as 30:00 "
            "for six the next morning");
    }
    band.days = read_days(object["days"], setting.plan);
    band.factor = read_fraction(object["factor"], 1);
    return band;
}

}  // namespace

Bands read_bands(const Value& value, const RuleSetting& setting) {
    const Object object = value.object({"when", "list", "otherwise"});
    Bands bands;
    bands.when = read_when(object, setting);
    for (const Value& element : object["list"].array(1, limits::standard_list_items)) {
        bands.list.push_back(read_band(element, setting));
        for (std::size_t earlier = 0; earlier + 1 < bands.list.size(); ++earlier) {
            if (bands.list[earlier].id != bands.list.back().id) continue;
            element.object()["id"].refuse("时段 {} 已经有了：请换一个 id",
                                          "the band {} is there already: give it another id",
                                          {bands.list.back().id});
        }
    }
    bands.otherwise = read_fraction(object["otherwise"], 1);
    return bands;
}

}  // namespace timebank::standard
