#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<UnitContent> {
    static constexpr std::string_view word = "unit";
    static constexpr Words title{"单位", "Unit"};
    static constexpr Words about{"计量单位；有时长的单位才写 minutes_in_one。",
                                 "What is counted. minutes_in_one is there for units that have a duration."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("code", content.code, OneCode{});
        see("minor_units_in_one", content.minor_units_in_one, Number{1, limits::minor_units_in_one});
        see("minutes_in_one", content.minutes_in_one, Count{});
        see("name", content.name, UnitName{});
    }

    static Found check(const UnitContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "unit", "code": "hour", "minor_units_in_one": 60, "minutes_in_one": 60,)"
        R"("name": {"zh": "小时", "en": "hour"}})",
        R"({"kind": "unit", "code": "point", "minor_units_in_one": 1, "name": {"zh": "积分",)"
        R"("en": "point"}})"};
};

}  // namespace timebank::entry
