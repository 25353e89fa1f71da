#include "intake/sheet_values.hpp"

#include "catch.hpp"
#include "intake/sheet_text.hpp"

using namespace timebank;
using namespace timebank::intake;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

template <class Value>
std::string fault_of(const Result<Value>& result) {
    return result ? "" : result.error().text.en;
}

}  // namespace

TEST_CASE("dates in every spelling that a spreadsheet saves") {
    for (const std::string cell :
         {"2018-06-04", "2018/6/4", "2018/06/04", "2018.6.4", "2018年6月4日", "2018年06月04", "2018/6/4 0:00",
          "2018-06-04 00:00:00", "２０１８/６/４"}) {
        INFO(cell);
        const auto date = read_sheet_date(cell);
        REQUIRE(date);
        CHECK(to_text(*date) == "2018-06-04");
    }
    struct Row {
        std::string cell, says;
    };
    const std::vector<Row> faults = {
        {"2018-02-30", "no day"},       {"2018/13/1", "no day"},         {"1899-12-31", "no day"},
        {"6/4/2018", "not a date"},     {"04.06.2018", "not a date"},    {"2018-6", "not a date"},
        {"2018-6/4", "not a date"},     {"2018/6/4 8:30", "not a date"}, {"18-6-4", "not a date"},
        {"43255", "own count of days"}, {"#####", "too narrow"},         {"四月", "not a date"},
        {"20180604", "not a date"},
    };
    for (const auto& row : faults) {
        INFO(row.cell);
        CHECK(contains(fault_of(read_sheet_date(row.cell)), row.says));
    }
}

TEST_CASE("times of day, with or without their offset") {
    struct Row {
        std::string cell;
        std::int64_t minutes;
        std::optional<std::int16_t> offset;
    };
    const std::vector<Row> table = {
        {"8:30", 510, {}},        {"08:30", 510, {}},
        {"08:30:00", 510, {}},    {"0:00", 0, {}},
        {"23:59", 1439, {}},      {"８：３０", 510, {}},
        {"8:30+08:00", 510, 480}, {"08:30:00-03:30", 510, -210},
        {"08:30+00:00", 510, 0},
    };
    for (const auto& row : table) {
        INFO(row.cell);
        const auto time = read_sheet_time(row.cell);
        REQUIRE(time);
        CHECK(time->minutes == row.minutes);
        CHECK(time->offset_minutes == row.offset);
    }
    struct Fault {
        std::string cell, says;
    };
    const std::vector<Fault> faults = {
        {"24:00", "midnight"},       {"24:30", "not a time"},         {"12:60", "not a time"},
        {"08:30:15", "seconds"},     {"8.30", "not a time"},          {"2:30 PM", "not a time"},
        {"下午2:30", "not a time"},  {"830", "not a time"},           {"8:5", "not a time"},
        {"8:30+8", "not an offset"}, {"8:30+19:00", "not an offset"}, {"8:30-00:00", "not an offset"},
        {"0.354166", "not a time"},
    };
    for (const auto& row : faults) {
        INFO(row.cell);
        CHECK(contains(fault_of(read_sheet_time(row.cell)), row.says));
    }
}

TEST_CASE("whole numbers within their bounds, and nothing else") {
    CHECK(read_sheet_count("90", 1, 100).value() == 90);
    CHECK(read_sheet_count("９０", 1, 100).value() == 90);
    CHECK(read_sheet_count("0090", 1, 100).value() == 90);
    for (const std::string cell :
         {"0", "101", "-5", "1.5", "90分钟", "1e2", "99999999999999999999", "１．５", " "})
        CHECK(contains(fault_of(read_sheet_count(cell, 1, 100)), "from 1 to 100"));
    CHECK(contains(fault_of(read_sheet_count("1.5E+02", 1, 100)), "spreadsheet"));
}

TEST_CASE("people's numbers, alone and in a list") {
    using Owners = std::vector<std::string>;
    CHECK(read_sheet_owner("v-002").value() == "v-002");
    CHECK(read_sheet_owner("Ｖ-００２").value() == "V-002");
    CHECK(contains(fault_of(read_sheet_owner("张三")), "names do not enter"));
    CHECK(contains(fault_of(read_sheet_owner("4.20106E+17")), "last digits are lost"));
    for (const std::string cell : {"r-1;r-2", "r-1； r-2", "r-1、r-2", "r-1,r-2,", "r-1 ;; r-2"}) {
        INFO(cell);
        CHECK(read_sheet_owners(cell).value() == Owners{"r-1", "r-2"});
    }
    CHECK(read_sheet_owners("r-1").value() == Owners{"r-1"});
    CHECK(contains(fault_of(read_sheet_owners("r-1、李四")), "李四"));
}

TEST_CASE("evidence and roles by code or by name") {
    CHECK(read_sheet_evidence("签到签退").value() == EvidenceKind::sign_in_out);
    CHECK(read_sheet_evidence("photo").value() == EvidenceKind::photo);
    CHECK(read_sheet_evidence("无").value() == EvidenceKind::none);
    CHECK(contains(fault_of(read_sheet_evidence("paper-confirmation")), "digest of its photo"));
    CHECK(contains(fault_of(read_sheet_evidence("stamp")), "sign-in-out"));
    CHECK(find_role("志愿者") == "volunteer");
    CHECK(find_role("受服务者") == "receiver");
    CHECK(find_role("参加者") == "attendee");
    CHECK(find_role("social worker") == "social-worker");
    CHECK_FALSE(find_role("voluntear"));
}

TEST_CASE("what a spreadsheet has done to a number is told from what people write") {
    for (const std::string cell : {"4.20106E+17", "4.2E17", "4E+17", "1.0e-5"}) {
        INFO(cell);
        CHECK(damage_of(cell));
    }
    for (const std::string cell : {"#####", "##", "#N/A", "#REF!", "#NAME?"}) {
        INFO(cell);
        CHECK(damage_of(cell));
    }
    for (const std::string cell :
         {"", "12E3", "E4", "v-002", "1.2.E", "#1", "#", "4.E17", "420106199001011234"}) {
        INFO(cell);
        CHECK_FALSE(damage_of(cell));
    }
    CHECK(lost_digits_of("420106199001011000"));
    CHECK(lost_digits_of("6222020000001230000"));
    for (const std::string cell : {"420106199001011001", "42010619900101000", "v-000000000000000000", ""})
        CHECK_FALSE(lost_digits_of(cell));
}

TEST_CASE("cells lose the spaces around them and the apostrophe that marks text") {
    CHECK(trimmed_cell("  v-1 ") == "v-1");
    CHECK(trimmed_cell("\xE3\x80\x80v-1\xC2\xA0\xE2\x80\x8B") == "v-1");
    CHECK(trimmed_cell("'420106199001011234") == "420106199001011234");
    CHECK(trimmed_cell("''x'") == "'x'");
    CHECK(trimmed_cell(" \t ") == "");
    CHECK(half_width("（Ａ～ｚ）　：") == "(A~z) :");
    CHECK(half_width("老人、¥") == "老人、¥");
}
