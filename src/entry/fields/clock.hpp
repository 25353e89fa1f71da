#pragma once

#include "entry/fields/field.hpp"

namespace timebank::entry {

template <>
struct Fields<ClockContent> {
    static constexpr std::string_view word = "clock";
    static constexpr Words title{"校时", "Clock"};
    static constexpr Words about{
        "运营者声明时钟无误：此后的记录时间从这里接着走；把时间往回拨须另一位负责人会签。",
        "The operator says that the clock is right: recording times go on from here. Going back takes a "
        "second "
        "officer."};

    template <class See, class Content>
    static void list(See& see, Content& content) {
        see("at", content.at, LocalTime{});
        see("reason", content.reason, OneCode{});
    }

    static Found check(const ClockContent&) { return std::nullopt; }

    static constexpr std::string_view examples[] = {
        R"({"kind": "clock", "at": "2026-01-03T08:30+08:00", "reason": "clock-was-ahead"})"};
};

}  // namespace timebank::entry
