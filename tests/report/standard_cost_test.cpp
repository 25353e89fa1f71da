#include "timebank/standard_cost.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/book.hpp"
#include "report/random_book.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/totals.hpp"
#include "vectors.hpp"

using namespace timebank;
using nlohmann::json;
using report_tests::Book;
using report_tests::service;

namespace {

json village_standard() {
    return json::parse(report_tests::standard_text("credit"));
}

std::optional<CivilDate> day(const char* text) {
    return text ? std::optional(parse_civil_date(text).value()) : std::nullopt;
}

StandardCost cost_of(const Book& book, const json& document, const char* from = nullptr,
                     const char* until = nullptr) {
    const auto cost = cost_under_standard(book.folder(), bytes_of(document.dump()), day(from), day(until));
    INFO((cost ? "" : cost.error().text.en));
    REQUIRE(cost.has_value());
    return *cost;
}

std::string text_of(const CostSum& sum) {
    return sum.unit + " " + sum.recorded + " -> " + sum.proposed + " (" + sum.difference + ")";
}

using Lines = std::vector<std::string>;

Lines units_of(const StandardCost& cost) {
    Lines lines;
    for (const auto& unit : cost.units)
        lines.push_back(text_of(unit.sum) + " more " + std::to_string(unit.services_more) + " less " +
                        std::to_string(unit.services_less) + " same " + std::to_string(unit.services_same));
    return lines;
}
Lines categories_of(const StandardCost& cost) {
    Lines lines;
    for (const auto& row : cost.categories) lines.push_back(row.category + " " + text_of(row.sum));
    return lines;
}
Lines members_of(const StandardCost& cost) {
    Lines lines;
    for (const auto& row : cost.members) lines.push_back(row.owner + " " + text_of(row.sum));
    return lines;
}
Lines refused_in(const StandardCost& cost) {
    Lines lines;
    for (const auto& [code, count] : cost.refused)
        lines.push_back(std::string(to_text(code)) + " " + std::to_string(count));
    return lines;
}

/// Canteen: 6 points an hour, at most 20 a day. Visits: 1 point an hour of the running total.
Book some_days() {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 60, {"v-1 volunteer"}));   // 6
    book.post(service("canteen", "2018-06-04T12:00+08:00", 180, {"v-1 volunteer"}));  // 18, cut to 14
    for (const char* start : {"2018-06-05T09:00+08:00", "2018-06-06T09:00+08:00", "2018-06-07T09:00+08:00"})
        book.post(service("visit", start, 40, {"v-2 volunteer", "r-1 receiver"}));   // 0, 1, 1
    book.post(service("canteen", "2018-06-06T08:00+08:00", 10, {"v-3 volunteer"}));  // 1
    const auto mistake = book.post(service("canteen", "2018-06-07T18:00+08:00", 60, {"v-2 volunteer"}));
    book.reverse(mistake);
    book.post(service("canteen", "2018-06-08T08:00+08:00", 60, {"v-3 volunteer"}));  // 6
    return book;
}

/// Ten points an hour in the canteen.
json dearer() {
    auto document = village_standard();
    document["rules"][1]["steps"][0]["tariff"]["amount"] = "10";
    return document;
}

}  // namespace

TEST_CASE("the new rules count their own caps: what an earlier service earns more, a later one earns less") {
    const auto book = some_days();
    const auto cost = cost_of(book, dearer());
    CHECK(cost.services == 7);
    CHECK(cost.pending == 0);
    CHECK(cost.refused.empty());
    CHECK(cost.standard.id == "village-credit");
    // v-1: 6 and 14 become 10 and, with 10 left of 20, 10; v-3: 1 stays (1 2/3, rounded down), 6 becomes 10.
    CHECK(units_of(cost) ==
          Lines{"hour 43/6 -> 43/6 (0) more 0 less 0 same 7", "point 29 -> 33 (4) more 2 less 1 same 4"});
    CHECK(categories_of(cost) == Lines{"visit hour 2 -> 2 (0)", "visit point 2 -> 2 (0)",
                                       "canteen hour 31/6 -> 31/6 (0)", "canteen point 27 -> 31 (4)"});
    CHECK(cost.categories[0].name.zh == "入户探访");
    CHECK(members_of(cost) == Lines{"v-3 point 7 -> 11 (4)"});
}

TEST_CASE("a range bounds what is compared, and not what came before it") {
    const auto book = some_days();
    struct Row {
        const char* from;
        const char* until;
        std::uint64_t services;
        std::string points;
    };
    const Row rows[] = {
        {"2018-06-05", nullptr, 5, "point 9 -> 13 (4) more 1 less 0 same 4"},
        {nullptr, "2018-06-05", 2, "point 20 -> 20 (0) more 1 less 1 same 0"},
        {"2018-06-07", "2018-06-08", 1, "point 1 -> 1 (0) more 0 less 0 same 1"},  // of the running total
        {"2018-06-08", "2018-06-09", 1, "point 6 -> 10 (4) more 1 less 0 same 0"},
    };
    for (const auto& row : rows) {
        const auto cost = cost_of(book, dearer(), row.from, row.until);
        CHECK(cost.services == row.services);
        CHECK(units_of(cost).back() == row.points);
    }
    CHECK(cost_of(book, dearer(), "2019-01-01").units.empty());
}

TEST_CASE("what the new rules refuse, or let wait, earns nothing and is counted") {
    const auto book = some_days();
    auto without_visits = village_standard();
    without_visits["categories"].erase(0);
    without_visits["rules"].erase(2);
    const auto refused = cost_of(book, without_visits);
    CHECK(refused_in(refused) == Lines{"category_unknown 3"});
    CHECK(units_of(refused) ==
          Lines{"hour 43/6 -> 31/6 (-2) more 0 less 3 same 4", "point 29 -> 27 (-2) more 0 less 2 same 5"});
    CHECK(categories_of(refused).back() == "visit point 2 -> 0 (-2)");

    auto trained_only = village_standard();
    trained_only["rules"][1]["steps"].insert(
        trained_only["rules"][1]["steps"].begin(),
        json::parse(R"({"gate": {"condition": {"tag": "trained"}, "otherwise": "pending",
                                 "lapses_after_days": 30}})"));
    const auto waiting = cost_of(book, trained_only);
    CHECK(waiting.pending == 2);  // both of v-1; v-3 is trained
    CHECK(units_of(waiting).back() == "point 29 -> 9 (-20) more 0 less 2 same 5");
    CHECK(members_of(waiting) == Lines{"v-1 hour 4 -> 0 (-4)", "v-1 point 20 -> 0 (-20)"});
}

TEST_CASE("units and accounts that the ledger lacks are taken as defined; one divided otherwise is not") {
    const auto book = some_days();
    auto honour = village_standard();
    honour["units"]["star"] = 1;
    honour["issuer"] = "star-issuer";
    honour["rules"][1]["unit"] = "star";
    CHECK(units_of(cost_of(book, honour)) == Lines{"hour 43/6 -> 43/6 (0) more 0 less 0 same 7",
                                                   "point 29 -> 2 (-27) more 0 less 4 same 3",
                                                   "star 0 -> 27 (27) more 4 less 0 same 3"});
    auto finer = village_standard();
    finer["units"]["point"] = 2;
    const auto cost = cost_under_standard(book.folder(), bytes_of(finer.dump()), {}, {});
    REQUIRE_FALSE(cost.has_value());
    CHECK(cost.error().code == Code::invalid_argument);
    CHECK(cost.error().text.en.find("point into 1 parts, the new standard into 2") != std::string::npos);
}

TEST_CASE("a service that was confirmed, refused, withdrawn or zeroed is compared as what became of it") {
    auto book = Book::village();
    auto pending = village_standard();
    pending["edition"] = "2018-07";
    pending["effective_from"] = "2018-06-02";
    pending["examples"] = json::array();
    pending["rules"][1]["steps"].insert(
        pending["rules"][1]["steps"].begin(),
        json::parse(R"({"gate": {"condition": {"tag": "trained"}, "otherwise": "pending",
                                 "lapses_after_days": "never"}})"));
    book.adopt(pending.dump());
    const auto rule = [&](std::uint64_t index, RulingOutcome outcome) {
        RulingContent ruling;
        ruling.entry_index = index;
        ruling.claim_id = book.entry(index).signed_claim.claim.id;
        ruling.outcome = outcome;
        ruling.reason = "looked-at";
        return book.post(ruling);
    };
    const auto canteen = [&](const char* start) {
        return book.post(service("canteen", start, 60, {"v-1 volunteer"}));
    };
    rule(canteen("2018-06-04T08:00+08:00"), RulingOutcome::confirmed);
    rule(canteen("2018-06-05T08:00+08:00"), RulingOutcome::refused);
    rule(canteen("2018-06-06T08:00+08:00"), RulingOutcome::withdrawn);
    const auto bad = canteen("2018-06-07T08:00+08:00");
    rule(bad, RulingOutcome::confirmed);
    rule(bad, RulingOutcome::zeroed);
    const auto undone = canteen("2018-06-08T08:00+08:00");
    book.reverse(rule(undone, RulingOutcome::confirmed));
    const auto hours_kept = canteen("2018-06-09T08:00+08:00");
    book.reverse(rule(hours_kept, RulingOutcome::confirmed), {"point"});
    canteen("2018-06-10T08:00+08:00");  // nobody has said anything yet

    // By the same rules the same comes out: the confirmed one, the hour of the one in part undone.
    const auto same = cost_of(book, pending);
    CHECK(same.services == 4);
    CHECK(same.pending == 1);
    CHECK(units_of(same) ==
          Lines{"hour 2 -> 2 (0) more 0 less 0 same 4", "point 6 -> 6 (0) more 0 less 0 same 4"});

    // Where nothing waits, the last one earns; what was refused or withdrawn still counts on neither side.
    const auto at_once = cost_of(book, village_standard());
    CHECK(at_once.services == 4);
    CHECK(at_once.pending == 0);
    CHECK(units_of(at_once) ==
          Lines{"hour 2 -> 3 (1) more 1 less 0 same 3", "point 6 -> 12 (6) more 1 less 0 same 3"});
}

TEST_CASE("by the rules that decided it, every random book costs what it cost") {
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U}) {
        INFO("seed " << seed);
        const report_tests::RandomBook random(seed, 900);
        const auto cost = cost_of(random.book, village_standard());
        const auto totals = total_services(random.book.folder(), TotalsBy::month, {}, {}).value();
        CHECK(cost.services > 50);
        CHECK(cost.pending == 0);
        CHECK(cost.refused.empty());
        CHECK(cost.members.empty());
        std::map<std::string, std::string> recorded;
        for (const auto& unit : cost.units) {
            CHECK(unit.sum.recorded == unit.sum.proposed);
            CHECK(unit.services_same == cost.services);
            recorded[unit.sum.unit] = unit.sum.recorded;
        }
        for (const auto& [unit, credits] : totals.sum.credits) CHECK(recorded[unit] == credits);
    }
}

TEST_CASE("the half-year of the sample with twelve points an hour in the canteen instead of six") {
    const auto sample = [](const char* name) {
        return read_file(std::string(TIMEBANK_SOURCE_DIR) + "/tests/data/fuyuan-2018/" + name);
    };
    Book book;
    LineSigning signing;
    signing.origin = book.ledger().origin();
    signing.ledger = book.ledger().genesis_hash();
    signing.signer = &book.operator_signer();
    book.post(read_claim_lines(sample("setup.jsonl"), signing).value());
    book.adopt(sample("credit-standard.json"));
    book.adopt(sample("redemption-standard.json"));
    const auto claims = read_claim_lines(sample("claims.jsonl"), signing).value();
    book.post(claims);

    auto document = json::parse(sample("credit-standard.json"));
    document["rules"][1]["steps"][0]["tariff"]["amount"] = "12";
    const auto cost = cost_of(book, document);

    // A point for each full ten minutes becomes one for each full five.
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::uint64_t more = 0;
    std::map<std::string, std::int64_t> gained;
    for (const auto& signed_claim : claims) {
        const auto* content = std::get_if<ServiceContent>(&signed_claim.claim.content);
        if (!content || content->category != "canteen-help") continue;
        const auto whole = content->actual.end.local_minutes - content->actual.start.local_minutes;
        std::int64_t gain = 0;
        for (const auto& one : content->participants) {
            if (one.role != "volunteer") continue;
            const auto minutes = one.own_minutes ? std::int64_t{*one.own_minutes} : whole;
            before += minutes / 10;
            after += minutes / 5;
            gain += minutes / 5 - minutes / 10;
            gained[one.owner] += minutes / 5 - minutes / 10;
        }
        if (gain > 0) ++more;
    }
    REQUIRE(more > 10);
    const auto canteen = std::find_if(cost.categories.begin(), cost.categories.end(), [](const auto& row) {
        return row.category == "canteen-help" && row.sum.unit == "point";
    });
    REQUIRE(canteen != cost.categories.end());
    CHECK(canteen->sum.recorded == std::to_string(before));
    CHECK(canteen->sum.proposed == std::to_string(after));
    const auto point = std::find_if(cost.units.begin(), cost.units.end(),
                                    [](const auto& unit) { return unit.sum.unit == "point"; });
    REQUIRE(point != cost.units.end());
    CHECK(point->sum.difference == std::to_string(after - before));
    CHECK(point->services_more == more);
    CHECK(point->services_less == 0);
    REQUIRE(cost.members.size() == std::min<std::size_t>(gained.size(), cost_members_most));
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
    for (const auto& member : cost.members) {
        CHECK(member.sum.difference == std::to_string(gained[member.owner]));
        CHECK(gained[member.owner] <= last);
        last = gained[member.owner];
    }
}

TEST_CASE("what cannot be compared is said") {
    auto book = Book::village();
    struct Row {
        std::filesystem::path folder;
        std::string document;
        Code code;
    };
    const auto credit = village_standard().dump();
    const Row rows[] = {
        {book.folder(), "{", Code::bad_json},
        {book.folder(), "{}", Code::bad_document},
        {book.folder(), report_tests::standard_text("redemption"), Code::invalid_argument},
        {book.folder() / "nowhere", credit, Code::not_found},
    };
    for (const auto& row : rows) {
        const auto cost = cost_under_standard(row.folder, bytes_of(row.document), {}, {});
        REQUIRE_FALSE(cost.has_value());
        CHECK(cost.error().code == row.code);
        CHECK_FALSE(cost.error().text.zh.empty());
    }
    CHECK(cost_of(book, village_standard()).services == 0);
}
