#include "catch.hpp"
#include "intake/sign_in_row.hpp"

using namespace timebank;
using namespace timebank::intake;

// The golden values were worked out apart from the library, from src/intake/SHEETS.md. When one of them
// changes, every sheet that was ever imported looks new.

namespace {

const std::string origin = "duowen.example/timebank";

SignInRow breakfast() {
    SignInRow row;
    row.service.category = "canteen-help";
    row.service.actual.start = parse_civil_time("2018-06-05T07:00+08:00").value();
    row.service.actual.end = parse_civil_time("2018-06-05T09:30+08:00").value();
    row.service.participants.push_back({"v-002", "volunteer", {}, {}});
    row.session_label = "早餐";
    return row;
}

SignInRow without_label() {
    auto row = breakfast();
    row.session_label.clear();
    return row;
}

SignInRow with_own_id(const std::string& id) {
    auto row = breakfast();
    row.own_id = id;
    return row;
}

}  // namespace

TEST_CASE("the ids of rows, sessions and imports are the golden ones") {
    CHECK(to_text(row_id(origin, breakfast(), 0)) == "f31c8b4f-0516-8092-a7d0-5d893a612188");
    CHECK(to_text(row_id(origin, breakfast(), 1)) == "d8ac7679-c8e2-8f22-a923-df14790c7b7d");
    CHECK(to_text(row_id(origin, without_label(), 0)) == "bd5a6483-7a46-8865-a2f0-166403580049");
    CHECK(to_text(row_id(origin, with_own_id("2018-000017"), 0)) == "1bf9ded5-7569-8e4b-9187-91cce100fc64");
    const auto day = parse_civil_date("2018-06-05").value();
    CHECK(to_text(ClaimId{session_id(origin, day, "早餐")}) == "da4c7d55-d234-80e7-bb2e-772cc935538b");
    CHECK(to_text(ClaimId{batch_id(origin, "日期\n")}) == "017f3df2-f789-8202-b057-1dc712b3a009");
}

TEST_CASE("a row's id hangs on start, person, role, category and session, and on nothing else") {
    const auto id = row_id(origin, breakfast(), 0);
    auto other = breakfast();
    other.service.actual.end.local_minutes += 30;
    other.service.place = "canteen";
    other.service.quantity = 3;
    other.service.participants.front().own_minutes = 60;
    other.service.participants.push_back({"r-001", "receiver", {}, {}});
    CHECK(row_id(origin, other, 0) == id);

    std::vector<SignInRow> others(6, breakfast());
    others[0].service.actual.start.local_minutes += 1;
    others[1].service.actual.start.offset_minutes += 60;
    others[2].service.participants.front().owner = "v-003";
    others[3].service.participants.front().role = "attendee";
    others[4].service.category = "choir";
    others[5].session_label = "午餐";
    for (const auto& row : others) CHECK(row_id(origin, row, 0) != id);
    CHECK(row_id("another.example", breakfast(), 0) != id);
}

TEST_CASE("a number of its own names a row whatever else it says") {
    const auto id = row_id(origin, with_own_id("17"), 0);
    auto moved = with_own_id("17");
    moved.service.actual.start.local_minutes += 1;
    moved.service.participants.front().owner = "v-003";
    CHECK(row_id(origin, moved, 0) == id);
    CHECK(row_id(origin, with_own_id("18"), 0) != id);
    CHECK(row_id(origin, breakfast(), 0) != id);
}

TEST_CASE("texts beside each other never run together") {
    auto one = breakfast();
    one.service.participants.front().owner = "v-1";
    one.service.participants.front().role = "2volunteer";
    auto other = breakfast();
    other.service.participants.front().owner = "v-12";
    other.service.participants.front().role = "volunteer";
    CHECK(row_id(origin, one, 0) != row_id(origin, other, 0));
}
