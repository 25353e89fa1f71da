#include <map>

#include "catch.hpp"
#include "imports.hpp"

// Imports into a ledger: what is new, recorded, corrected, taken back.

using namespace timebank;
using namespace timebank::intake_test;
using namespace timebank::ledger_test;

namespace {

/// The one row that most of these tests import.
const std::string morning = "2018-06-05,8:00,9:30,v-1,canteen,breakfast,hall\n";

}  // namespace

TEST_CASE("a row becomes a claim that says what the row says") {
    Desk desk;
    const auto ledger = desk.found();
    const auto sheet = std::string(
        "日期,开始,分钟,人员编号,角色,类别,场次,受服务者,地点,件数,路程分钟,个人分钟,凭据,姓名\r\n"
        "2018年6月5日,08:00,90,v-1,志愿者,食堂,早餐,v-2、issuer,hall,3,20,60,照片,王某\r\n");
    const auto report = import_sheet(*ledger, sheet, by_office());
    REQUIRE(said(report) == "new 1, recorded 0, broken 0, refused 0");
    CHECK(report->posts);
    CHECK(report->sessions == 1);
    CHECK(report->person_times == 2);

    const auto entry = ledger->entry(entries_of_setup).value();
    const auto& claim = entry->signed_claim.claim;
    CHECK(claim.batch == report->batch);
    CHECK(claim.acting_for == "");
    CHECK(claim.capacity == Capacity::self);
    const auto& service = std::get<ServiceContent>(claim.content);
    CHECK(service.session != ServiceContent().session);
    CHECK(service.category == "canteen");
    CHECK(to_text(service.actual.start) == "2018-06-05T08:00+08:00");
    CHECK(to_text(service.actual.end) == "2018-06-05T09:30+08:00");
    CHECK(service.place == "hall");
    CHECK(service.quantity == 3);
    CHECK(service.travel_minutes == 20);
    REQUIRE(service.participants.size() == 3);
    CHECK(service.participants[0].owner == "v-1");
    CHECK(service.participants[0].role == "volunteer");
    CHECK(service.participants[0].own_minutes == 60);
    CHECK(service.participants[0].evidence.kind == EvidenceKind::photo);
    CHECK(service.participants[1].owner == "v-2");
    CHECK(service.participants[1].role == "receiver");
    CHECK(service.participants[2].owner == "issuer");
    CHECK(ledger->entries_of_batch(report->batch, 0, 10).value() ==
          std::vector<std::uint64_t>{entries_of_setup});
}

TEST_CASE("imported again, a row is recorded already; with another field it is named with its entry") {
    Desk desk;
    const auto ledger = desk.found();
    REQUIRE(said(import_sheet(*ledger, headings + morning, by_office())) ==
            "new 1, recorded 0, broken 0, refused 0");
    const auto again = import_sheet(*ledger, headings + morning, by_office());
    CHECK(said(again) == "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 8");
    CHECK(again->sessions == 1);
    CHECK(said(import_sheet(*ledger, headings + "2018-06-05,8:00,9:00,v-1,canteen,breakfast,hall\n",
                            by_office())) ==
          "new 0, recorded 0, broken 0, refused 1; line 2 end: was recorded with 90 minutes in entry 8, here "
          "it is "
          "60 minutes: correct it there (correct 8), or put this cell right");
    CHECK(
        said(
            import_sheet(*ledger, headings + "2018-06-05,8:00,9:30,v-1,canteen,breakfast,\n", by_office())) ==
        "new 0, recorded 0, broken 0, refused 1; line 2 place: was recorded with hall in entry 8, here it is "
        "nothing: correct it there (correct 8), or put this cell right");
    CHECK(size_of(*ledger) == entries_of_setup + 1);
    // What a sheet has no column for it does not contradict.
    CHECK(said(import_sheet(
              *ledger,
              "date,start,minutes,volunteer,category,session\n2018-06-05,8:00,90,v-1,canteen,breakfast\n",
              by_office())) == "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 8");
}

TEST_CASE("a sheet that has grown adds what is new, and neighbours recorded are said in one") {
    Desk desk;
    const auto ledger = desk.found();
    std::string sheet = headings;
    for (int hour = 8; hour < 12; ++hour)
        sheet += "2018-06-05," + std::to_string(hour) + ":00," + std::to_string(hour) + ":30,v-1,canteen,,\n";
    REQUIRE(import_sheet(*ledger, sheet, by_office()).value().new_rows == 4);
    CHECK(said(import_sheet(*ledger, sheet + morning, by_office())) ==
          "new 1, recorded 4, broken 0, refused 0; line 2-5: recorded already, entries 8 to 11");
    CHECK(size_of(*ledger) == entries_of_setup + 5);
}

TEST_CASE("all or nothing: one bad row keeps the others out, unless the good ones are wanted") {
    Desk desk;
    const auto ledger = desk.found();
    const auto sheet = headings + morning + "2018-06-05,8:00,9:30,v-3,canteen,breakfast,hall\n" +
                       "2018-06-31,8:00,9:30,v-2,canteen,breakfast,hall\n";
    auto options = by_office();
    const auto refused = import_sheet(*ledger, sheet, options);
    CHECK(said(refused) ==
          "new 1, recorded 0, broken 1, refused 1; line 3 volunteer: there is no account v-3: open it first, "
          "or "
          "check the spelling (is it v-1?); line 4 date: there is no day \"2018-06-31\" in the years 1900 to "
          "2199: "
          "check the date");
    CHECK_FALSE(refused->posts);
    CHECK(size_of(*ledger) == entries_of_setup);

    options.keep_good = true;
    const auto kept = import_sheet(*ledger, sheet, options);
    CHECK(said(kept) == said(refused));
    CHECK(kept->posts);
    CHECK(size_of(*ledger) == entries_of_setup + 1);
}

TEST_CASE("what is tried is what is posted, and a trial writes nothing") {
    Desk desk;
    const auto ledger = desk.found();
    // The cap of a life is 1000 points, six an hour: the rows run into it one after the other.
    std::string sheet = headings;
    for (int day = 1; day <= 28; ++day)
        sheet += "2018-06-" + std::string(day < 10 ? "0" : "") + std::to_string(day) +
                 ",8:00,18:00,v-1,canteen,,\n";
    auto options = by_office();
    options.keep_good = true;
    for (const std::size_t rows_per_step : {1, 5, 4096}) {
        options.rows_per_step = rows_per_step;
        const auto tried = try_import(*ledger, sheet, options).value();
        CHECK(tried.new_rows == 16);
        CHECK(tried.refused_rows == 12);
        CHECK(tried.reports.front().line == 18);
        CHECK(tried.reports.front().refusal == RefusalCode::cap_reached);
    }
    CHECK(size_of(*ledger) == entries_of_setup);
    const auto tried = said(try_import(*ledger, sheet, options));
    CHECK(said(import_sheet(*ledger, sheet, options)) == tried);
    CHECK(size_of(*ledger) == entries_of_setup + 16);
}

TEST_CASE("a row that was taken back may be imported again; one that was corrected is the correction") {
    Desk desk;
    const auto ledger = desk.found();
    const auto import = [&](const std::string& rows) {
        return said(import_sheet(*ledger, headings + rows, by_office()));
    };
    const std::string shorter = "2018-06-05,8:00,9:00,v-1,canteen,breakfast,hall\n";
    REQUIRE(import(morning) == "new 1, recorded 0, broken 0, refused 0");

    // Corrected, twice: reversal and new claim in one group.
    for (const std::uint64_t index : {8, 10}) {
        auto corrected = service_at(*ledger, index);
        corrected.actual.end.local_minutes -= 15;
        correct(*ledger, index, corrected);
    }
    CHECK(import(shorter) == "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 12");
    CHECK(import(morning).find("was recorded with 60 minutes in entry 12, here it is 90 minutes") !=
          std::string::npos);

    // Taken back for good: the row is free again, under another id.
    post_all(*ledger, {reversal_of("undo-12", *ledger, 12)});
    CHECK(import(morning) == "new 1, recorded 0, broken 0, refused 0");
    CHECK(import(morning) == "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 14");
    post_all(*ledger, {reversal_of("undo-14", *ledger, 14)});
    CHECK(import(shorter) == "new 1, recorded 0, broken 0, refused 0");
    CHECK(import(shorter) == "new 0, recorded 1, broken 0, refused 0; line 2: recorded already, entry 16");

    // A group of reversals alone puts nothing in their place.
    REQUIRE(import("2018-06-06,8:00,9:00,v-1,canteen,,\n2018-06-06,9:00,10:00,v-1,canteen,,\n") ==
            "new 2, recorded 0, broken 0, refused 0");
    post_all(*ledger, grouped({reversal_of("undo-17", *ledger, 17), reversal_of("undo-18", *ledger, 18)}));
    CHECK(import("2018-06-06,8:00,9:00,v-1,canteen,,\n") == "new 1, recorded 0, broken 0, refused 0");
}

TEST_CASE("with a number of its own a row stays the same row when its time is mended") {
    Desk desk;
    const auto ledger = desk.found();
    const std::string own = "id,date,start,end,volunteer,category\n";
    REQUIRE(said(import_sheet(*ledger, own + "A-17,2018-06-05,8:00,9:30,v-1,canteen\n", by_office())) ==
            "new 1, recorded 0, broken 0, refused 0");
    CHECK(said(import_sheet(*ledger, own + "A-17,2018-06-05,8:10,9:40,v-1,canteen\n", by_office())) ==
          "new 0, recorded 0, broken 0, refused 1; line 2 start: was recorded with 2018-06-05T08:00+08:00 in "
          "entry "
          "8, here it is 2018-06-05T08:10+08:00: correct it there (correct 8), or put this cell right");
    CHECK(said(import_sheet(*ledger, own + "A-17,2018-06-05,8:00,9:30,v-2,canteen\n", by_office()))
              .find("volunteer: was recorded with v-1 in entry 8, here it is v-2") != std::string::npos);
}

TEST_CASE("an end after midnight is the next day's only where that is said") {
    Desk desk;
    const auto ledger = desk.found();
    const auto sheet = headings + "2018-06-05,22:00,1:30,v-1,canteen,,\n";
    auto options = by_office();
    CHECK(said(import_sheet(*ledger, sheet, options)).find("say --overnight") != std::string::npos);
    options.overnight = true;
    REQUIRE(said(import_sheet(*ledger, sheet, options)) == "new 1, recorded 0, broken 0, refused 0");
    const auto entry = ledger->entry(8).value();
    CHECK(to_text(std::get<ServiceContent>(entry->signed_claim.claim.content).actual.end) ==
          "2018-06-06T01:30+08:00");
}

TEST_CASE("times that carry their offset need none from the options, and keep it") {
    Desk desk;
    const auto ledger = desk.found();
    auto options = by_office();
    options.offset_minutes.reset();
    CHECK(said(import_sheet(*ledger, headings + morning, options)) ==
          "error: line 2, start: the time does not carry its offset from UTC: say which the sheet's times "
          "have, as in "
          "--offset +08:00, or write 08:30+08:00");
    REQUIRE(said(import_sheet(*ledger, headings + "2018-06-05,8:00+07:00,9:30,v-1,canteen,,\n", options)) ==
            "new 1, recorded 0, broken 0, refused 0");
    const auto entry = ledger->entry(8).value();
    const auto& actual = std::get<ServiceContent>(entry->signed_claim.claim.content).actual;
    CHECK(to_text(actual.start) == "2018-06-05T08:00+07:00");
    CHECK(to_text(actual.end) == "2018-06-05T09:30+07:00");
}

TEST_CASE("a key with an owner signs for each row's person; without a key nothing is imported") {
    Desk desk;
    const auto ledger = desk.found();
    const auto desk_key = signer("desk");
    auto enrolling = claim_of("desk-key", KeyContent{desk_key->public_key(), Role::coordinator, "v-2"});
    enrolling.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(std::move(enrolling));
    REQUIRE(cosign_claim(enrolment, CosignerCapacity::key_holder, *desk_key));
    post_all(*ledger, {enrolment});

    auto options = by_office();
    options.signer = desk_key.get();
    options.signer_owner = "v-2";
    const auto sheet = headings + morning + "2018-06-05,8:00,9:30,v-2,canteen,breakfast,hall\n";
    REQUIRE(said(import_sheet(*ledger, sheet, options)) == "new 2, recorded 0, broken 0, refused 0");
    CHECK(ledger->entry(9).value()->signed_claim.claim.acting_for == "v-1");
    CHECK(ledger->entry(9).value()->signed_claim.claim.capacity == Capacity::agent);
    CHECK(ledger->entry(10).value()->signed_claim.claim.capacity == Capacity::self);
    // A row is the same row under the office's key: it is not counted for each who imports it.
    CHECK(said(import_sheet(*ledger, sheet, by_office())) ==
          "new 0, recorded 2, broken 0, refused 0; line 2-3: recorded already, entries 9 to 10");

    options.signer = nullptr;
    CHECK(said(try_import(*ledger, sheet, options)).find("no key to sign with") != std::string::npos);
    options = by_office();
    options.rows_per_step = 4097;
    CHECK(said(try_import(*ledger, sheet, options)).find("4096") != std::string::npos);
}

TEST_CASE("a refused row names the column in which its cause stands") {
    Desk desk;
    const auto ledger = desk.found();
    const std::string wide = "date,start,end,volunteer,category,receiver,on_behalf_of,own_minutes\n";
    struct Row {
        std::string row, column;
        RefusalCode code;
    };
    const std::vector<Row> table = {
        {"2018-06-05,8:00,9:30,w-1,canteen,,,", "volunteer", RefusalCode::account_unknown},
        {"2018-06-05,8:00,9:30,v-1,canteen,v-2;w-2,,", "receiver", RefusalCode::account_unknown},
        {"2018-06-05,8:00,9:30,v-1,canteen,,team-9,", "on_behalf_of", RefusalCode::account_unknown},
        {"2018-06-05,8:00,9:30,v-1,canteen,v-2;v-2,,", "receiver", RefusalCode::participant_repeated},
        {"2018-06-05,8:00,9:30,v-1,canteen,,,91", "own_minutes", RefusalCode::own_minutes_too_long},
        {"2199-06-05,8:00,9:30,v-1,canteen,,,", "date", RefusalCode::service_in_future},
    };
    for (const auto& row : table) {
        INFO(row.row);
        const auto report = try_import(*ledger, wide + row.row + "\n", by_office()).value();
        REQUIRE(report.reports.size() == 1);
        CHECK(report.reports.front().column == row.column);
        CHECK(report.reports.front().refusal == row.code);
    }
}

TEST_CASE("at most a hundred rows are reported, the first ones, and the rest is counted") {
    Desk desk;
    const auto ledger = desk.found();
    std::string sheet = headings;
    for (int row = 0; row < 300; ++row)  // broken and refused in turn
        sheet += row % 2 == 0 ? "2018-06-31,8:00,9:30,v-1,canteen,,\n"
                              : "2018-06-05,8:00,9:30,w-" + std::to_string(row) + ",canteen,,\n";
    auto options = by_office();
    options.rows_per_step = 64;
    const auto report = try_import(*ledger, sheet, options).value();
    CHECK(report.broken_rows == 150);
    CHECK(report.refused_rows == 150);
    CHECK(report.unreported_rows == 200);
    REQUIRE(report.reports.size() == 100);
    for (std::size_t i = 0; i < report.reports.size(); ++i) CHECK(report.reports[i].line == i + 2);
}

TEST_CASE("progress is told for the trial and for the posting, up to the last row") {
    Desk desk;
    const auto ledger = desk.found();
    std::string sheet = headings;
    for (int minute = 10; minute < 60; ++minute)
        sheet += "2018-06-05,8:" + std::to_string(minute) + ",9:59,v-1,canteen,,\n";
    std::map<ImportPhase, std::vector<std::size_t>> told;
    auto options = by_office();
    options.rows_per_step = 20;
    options.progress = [&](ImportPhase phase, std::size_t done, std::size_t of) {
        CHECK(of == 50);
        told[phase].push_back(done);
    };
    REQUIRE(import_sheet(*ledger, sheet, options));
    CHECK(told[ImportPhase::trial] == std::vector<std::size_t>{20, 40, 50});
    CHECK(told[ImportPhase::posting] == std::vector<std::size_t>{20, 40, 50});
}

namespace {

const std::string serving = "date,start,end,volunteer,role,category,session,place\n";
const std::string attends_breakfast = "2018-06-05,8:00,9:30,v-1,attendee,canteen,breakfast,hall\n";
const std::string helps_in_the_evening = "2018-06-05,18:00,19:00,v-1,volunteer,canteen,,\n";

}  // namespace

TEST_CASE(
    "another desk writes after a sheet was tried: what is about others is let pass, the rest tried again") {
    struct Row {
        const char* other;  ///< what the other desk enters, as
        std::string rows;   ///< a sheet, or as
        std::function<std::vector<SignedClaim>()> claims;
        std::string answer;      ///< to the sheet of two rows
        std::size_t tried_rows;  ///< four when they were tried again
    };
    const std::string both_new = "new 2, recorded 0, broken 0, refused 0";
    const std::vector<Row> table = {
        {"somebody else's hours",
         "2018-06-05,8:00,9:30,v-2,attendee,canteen,breakfast,hall\n",
         {},
         both_new,
         2},
        {"somebody else's account", "", [] { return std::vector{account("m-7", "m-7")}; }, both_new, 2},
        {"a unit, which is nobody's", "",
         [] {
             return std::vector{
                 signed_by_operator(claim_of("unit", UnitContent{"star", 1, 0, {"星", "star"}}))};
         },
         both_new, 4},
        {"the same row",
         attends_breakfast,
         {},
         "new 1, recorded 1, broken 0, refused 0; line 2: recorded already, entry 8",
         4},
        {"the same person in the same session",
         "2018-06-05,8:05,9:30,v-1,attendee,canteen,breakfast,hall\n",
         {},
         "new 1, recorded 0, broken 1, refused 0; line 2 volunteer: v-1 was served in the same session in "
         "entry 8 already, and would be counted twice: name each person once; if entry 8 is wrong, correct "
         "it there (correct 8)",
         4},
    };
    for (const auto& row : table)
        for (const std::size_t rows_per_step : {1, 4096}) {
            INFO(row.other << ", in steps of " << rows_per_step);
            Desk desk;
            const auto ledger = desk.found();
            auto options = by_office();
            options.rows_per_step = rows_per_step;
            std::size_t tried_rows = 0;
            options.progress = [&](ImportPhase phase, std::size_t done, std::size_t of) {
                if (phase != ImportPhase::trial || done != of) return;
                if (tried_rows == 0) {
                    if (!row.rows.empty()) REQUIRE(import_sheet(*ledger, serving + row.rows, by_office()));
                    if (row.claims) post_all(*ledger, row.claims());
                }
                tried_rows += of;
            };
            CHECK(said(import_sheet(*ledger, serving + attends_breakfast + helps_in_the_evening, options)) ==
                  row.answer);
            CHECK(tried_rows == row.tried_rows);
        }
}

TEST_CASE(
    "another desk writes between two steps of a sheet: what was posted stays, what is left is tried again") {
    Desk desk;
    const auto ledger = desk.found();
    auto options = by_office();
    options.rows_per_step = 1;
    bool other_is_in = false;
    options.progress = [&](ImportPhase phase, std::size_t done, std::size_t) {
        if (phase != ImportPhase::posting || done != 1 || other_is_in) return;
        other_is_in = true;
        REQUIRE(said(import_sheet(*ledger, serving + "2018-06-05,14:05,15:00,v-1,attendee,canteen,tea,\n",
                                  by_office())) == "new 1, recorded 0, broken 0, refused 0");
    };
    const auto report =
        import_sheet(*ledger,
                     serving + attends_breakfast + "2018-06-05,14:00,15:00,v-1,attendee,canteen,tea,\n" +
                         helps_in_the_evening,
                     options);
    CHECK(other_is_in);
    CHECK(said(report) ==
          "new 2, recorded 0, broken 1, refused 0; line 3 volunteer: v-1 was served in the same session in "
          "entry 9 already, and would be counted twice: name each person once; if entry 9 is wrong, correct "
          "it there (correct 9)");
    CHECK(size_of(*ledger) == entries_of_setup + 3);
}
