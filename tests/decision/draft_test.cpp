#include <algorithm>
#include <set>

#include "catch.hpp"
#include "timebank/bytes.hpp"
#include "timebank/example.hpp"
#include "timebank/standard.hpp"
#include "timebank/standard_draft.hpp"

using namespace timebank;

// A draft must be worth beginning with whatever its author answered.

namespace {

const DraftRounding roundings[] = {DraftRounding::exact, DraftRounding::quarter, DraftRounding::half,
                                   DraftRounding::whole};
const DraftAtCap ways_at_cap[] = {DraftAtCap::refuse, DraftAtCap::clip, DraftAtCap::overflow,
                                  DraftAtCap::warn, DraftAtCap::needs_approval};
const DraftOverlap overlaps[] = {DraftOverlap::refuse, DraftOverlap::warn, DraftOverlap::allow};

StandardDraft garden() {
    StandardDraft draft;
    draft.id = "garden-credit";
    draft.unit = "point";
    draft.credits_per_hour = "6";
    draft.effective_from = parse_civil_date("2026-01-01").value();
    return draft;
}

/// What is said of a draft is what its rules mean, never that something cannot work.
const std::set<std::string> harmless = {"leftover_minutes", "clip_goes_nowhere", "day_of_start",
                                        "evidence_unsaid", "boundary"};

std::vector<ExampleOutcome> check(const StandardDraft& draft) {
    const auto text = draft_standard(draft);
    INFO((text ? *text : text.error().text.en));
    REQUIRE(text.has_value());
    for (const auto& remark : check_standard(bytes_of(*text)).value()) {
        INFO(remark.path << " " << remark.code << ": " << remark.text.en);
        CHECK(harmless.count(remark.code) == 1);
    }
    auto outcomes = test_standard(bytes_of(*text)).value();
    CHECK(outcomes.size() >= 2);
    for (const auto& outcome : outcomes) {
        INFO(outcome.name << ": expected " << outcome.expected.en << ", got " << outcome.got.en);
        CHECK(outcome.passed);
    }
    return outcomes;
}

std::string expected_in(const std::vector<ExampleOutcome>& outcomes, const std::string& name) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const ExampleOutcome& outcome) { return outcome.name == name; });
    return found == outcomes.end() ? "no such example" : found->expected.en;
}

}  // namespace

TEST_CASE("every draft is sound, says nothing that cannot work, and its worked examples pass") {
    std::size_t drafts = 0;
    for (const auto rounding : roundings)
        for (const bool running : {false, true})
            for (const auto* a_day : {"", "2", "8", "15"})
                for (const auto at_cap : ways_at_cap)
                    for (const auto overlap : overlaps)
                        for (const auto* per_hour : {"1", "6", "3/2"})
                            for (const auto* second : {"", "hour"}) {
                                auto draft = garden();
                                draft.rounding = rounding;
                                draft.rounds_running_total = running;
                                draft.credits_a_day = a_day;
                                draft.at_cap = at_cap;
                                draft.overlap = overlap;
                                draft.credits_per_hour = per_hour;
                                draft.second_unit = second;
                                INFO(per_hour << " an hour, " << a_day << " a day");
                                check(draft);
                                ++drafts;
                            }
    CHECK(drafts == 2'880);
}

TEST_CASE("the worked examples of a draft say what a hand works out") {
    // 95 minutes at 6 an hour are 9.5 points; at 1 an hour 1 and 35/60 = 19/12.
    struct Row {
        const char* per_hour;
        DraftRounding rounding;
        bool running;
        const char* a_day;
        DraftAtCap at_cap;
        const char* once;
        const char* two_days;
        const char* above;
    };
    const std::string none = "no such example";
    const Row rows[] = {
        {"6", DraftRounding::whole, false, "", DraftAtCap::clip, "credits 9 point", "credits 18 point",
         none.c_str()},
        {"6", DraftRounding::whole, true, "", DraftAtCap::clip, "credits 9 point", "credits 19 point",
         none.c_str()},
        {"6", DraftRounding::exact, false, "", DraftAtCap::clip, "credits 9.5 point", "credits 19 point",
         none.c_str()},
        {"1", DraftRounding::quarter, false, "", DraftAtCap::clip, "credits 1.5 point", "credits 3 point",
         none.c_str()},
        {"1", DraftRounding::half, true, "", DraftAtCap::clip, "credits 1.5 point", "credits 3 point",
         none.c_str()},
        {"1", DraftRounding::quarter, true, "", DraftAtCap::clip, "credits 1.5 point", "credits 3 point",
         none.c_str()},
        {"6", DraftRounding::whole, false, "8", DraftAtCap::clip, "credits 8 point", "credits 16 point",
         "credits 8 point"},
        {"6", DraftRounding::whole, false, "8", DraftAtCap::warn, "credits 9 point", "credits 18 point",
         "credits 9 point"},
        {"6", DraftRounding::whole, false, "8", DraftAtCap::overflow, "credits 8 point, overflowed 1 point",
         "credits 16 point, overflowed 2 point", "credits 8 point, overflowed 1 point"},
        {"6", DraftRounding::whole, false, "8", DraftAtCap::refuse, "refused cap_reached by credits-a-day",
         "refused cap_reached by credits-a-day", "refused cap_reached by credits-a-day"},
        {"6", DraftRounding::whole, false, "9", DraftAtCap::refuse, "credits 9 point", "credits 18 point",
         "refused cap_reached by credits-a-day"},
        {"6", DraftRounding::whole, false, "8", DraftAtCap::needs_approval,
         "refused approval_missing by credits-a-day", "refused approval_missing by credits-a-day",
         "refused approval_missing by credits-a-day"},
    };
    for (const auto& row : rows) {
        auto draft = garden();
        draft.credits_per_hour = row.per_hour;
        draft.rounding = row.rounding;
        draft.rounds_running_total = row.running;
        draft.credits_a_day = row.a_day;
        draft.at_cap = row.at_cap;
        const auto outcomes = check(draft);
        CHECK(expected_in(outcomes, "one-service") == row.once);
        CHECK(expected_in(outcomes, "two-services-on-two-days") == row.two_days);
        CHECK(expected_in(outcomes, "a-day-above-the-limit") == row.above);
        if (row.at_cap == DraftAtCap::needs_approval)
            CHECK(expected_in(outcomes, "the-same-approved") == "credits 9 point");
    }
}

TEST_CASE("a draft that could not work is refused with what to do") {
    struct Row {
        std::string StandardDraft::*member;
        const char* value;
        const char* says;
    };
    const Row rows[] = {
        {&StandardDraft::id, "", "$.id"},
        {&StandardDraft::id, "Garden Credit!", "$.id"},
        {&StandardDraft::unit, "P x", "$.units"},
        {&StandardDraft::credits_per_hour, "0", "above zero"},
        {&StandardDraft::credits_per_hour, "six", "six"},
        {&StandardDraft::credits_per_hour, "-1", "above zero"},
        {&StandardDraft::credits_per_hour, "1/100", "Let an hour earn more"},
        {&StandardDraft::credits_a_day, "0", "none is no limit"},
        {&StandardDraft::credits_a_day, "1.5", "1.5"},
        {&StandardDraft::second_unit, "point", "second unit"},
        {&StandardDraft::overflow_to, "issuer", "issuer"},
    };
    for (const auto& row : rows) {
        auto draft = garden();
        draft.credits_a_day = "20";
        draft.at_cap = DraftAtCap::overflow;
        draft.*row.member = row.value;
        const auto text = draft_standard(draft);
        INFO(row.value << " / " << row.says);
        REQUIRE_FALSE(text.has_value());
        CHECK(text.error().text.en.find(row.says) != std::string::npos);
        CHECK_FALSE(text.error().text.zh.empty());
    }
}
