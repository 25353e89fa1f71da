#include <algorithm>

#include "catch.hpp"
#include "report/book.hpp"
#include "report/explained.hpp"
#include "timebank/explanation.hpp"
#include "timebank/limits.hpp"

using namespace timebank;
using report_tests::Book;
using report_tests::en;
using report_tests::entries_of;
using report_tests::explain;
using report_tests::no_entry;
using report_tests::service;
using report_tests::zh;

namespace {

ServiceContent visit(const std::string& day) {
    return service("visit", day + "T09:00+08:00", 40, {"v-1 volunteer", "r-1 receiver"});
}

/// Makes the legs what the awards add up to, as an entry in which they differ has no bytes.
void add_up(Entry& entry) {
    entry.decision.legs = legs_of(entry.decision.awards).value();
}

/// bad_proof, with what its message must contain.
void check_bad_proof(const Entry& entry, const Bytes& document, const std::string& part) {
    const auto explained = explain_entry(entry, document, no_entry);
    REQUIRE_FALSE(explained.has_value());
    INFO(explained.error().text.en);
    CHECK(explained.error().code == Code::bad_proof);
    CHECK(explained.error().text.en.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("a visit of 40 minutes at a point an hour gives nothing yet, and says what is kept for the next") {
    auto book = Book::village();
    const auto first = book.post(visit("2018-06-04"));
    CHECK(
        en(book, first) ==
        R"(entry 13: 2018-06-04 09:00-09:40 home visit, 40 minutes, by v-1, for r-1; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village credit standard", village-credit 2018-06, in force from 2018-06-01, digest CREDIT
- v-1: hours: 40 minutes at 1/60 hour a minute = 2/3 hour
- v-1: visit-points: 40 minutes at 1 point an hour = 2/3 point
- v-1: visit-points: the running total goes from 0 point to 2/3 point; rounded to steps of 1 point that is 0 point, of which 0 point was given before, so this service gives 0 point
- r-1 (receiver): no rule credits this role here
= 2/3 hour from issuer to v-1
= v-1: nothing from "visit points": visit-points: the running total goes from 0 point to 2/3 point; rounded to steps of 1 point that is 0 point, of which 0 point was given before, so this service gives 0 point
= r-1: nothing: no rule credits the role receiver in home visit
)");
    CHECK(
        zh(book, first) ==
        R"(条目 13：2018-06-04 09:00-09:40 入户探访，40 分钟，服务者 v-1，服务对象 r-1；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 依据“村积分标准”village-credit 2018-06 版，自 2018-06-01 起，摘要 CREDIT
- v-1：hours：40 分钟 × 每分钟 1/60 hour = 2/3 hour
- v-1：visit-points：40 分钟 × 每小时 1 point = 2/3 point
- v-1：visit-points：累计由 0 point 到 2/3 point，按 1 point 取整为 0 point，其中 0 point 此前已给，本次得 0 point
- r-1（receiver）：没有规则给这一角色记账
= 2/3 hour 由 issuer 转给 v-1
= v-1：“探访积分”没有所得：visit-points：累计由 0 point 到 2/3 point，按 1 point 取整为 0 point，其中 0 point 此前已给，本次得 0 point
= r-1：没有所得：没有规则给“入户探访”中的角色 receiver 记账
)");
}

TEST_CASE("the second visit makes the point full") {
    auto book = Book::village();
    book.post(visit("2018-06-04"));
    const auto second = book.post(visit("2018-06-05"));
    CHECK(
        en(book, second) ==
        R"(entry 14: 2018-06-05 09:00-09:40 home visit, 40 minutes, by v-1, for r-1; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village credit standard", village-credit 2018-06, in force from 2018-06-01, digest CREDIT
- v-1: hours: 40 minutes at 1/60 hour a minute = 2/3 hour
- v-1: visit-points: 40 minutes at 1 point an hour = 2/3 point
- v-1: visit-points: the running total goes from 2/3 point to 4/3 point; rounded to steps of 1 point that is 1 point, of which 0 point was given before, so this service gives 1 point
- r-1 (receiver): no rule credits this role here
= 2/3 hour from issuer to v-1
= 1 point from issuer to v-1
= r-1: nothing: no rule credits the role receiver in home visit
)");
    CHECK(zh(book, second)
              .find("累计由 2/3 point 到 4/3 point，按 1 point 取整为 1 point，其中 0 point 此前已给，本次得 "
                    "1 point") != std::string::npos);
}

TEST_CASE("what a daily cap clips is said, with what was used before and what is left") {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 180, {"v-1 volunteer"}));
    const auto evening = book.post(service("canteen", "2018-06-04T22:30+08:00", 150, {"v-1 volunteer 60"}));
    CHECK(
        en(book, evening) ==
        R"(entry 14: 2018-06-04 22:30 - 2018-06-05 01:00 canteen, 150 minutes, by v-1; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village credit standard", village-credit 2018-06, in force from 2018-06-01, digest CREDIT
- v-1: hours: 60 minutes at 1/60 hour a minute = 1 hour
- v-1: canteen-points: 60 minutes at 6 point an hour = 6 point
- v-1: canteen-points: rounded to steps of 1 point for this service: 6 point
- v-1: canteen-points: the cap points-a-day is 20 point and 18 point is used, so 6 point becomes 2 point
= 1 hour from issuer to v-1
= 2 point from issuer to v-1
= v-1: the cap "points-a-day" took 4 point away
)");
    CHECK(
        zh(book, evening) ==
        R"(条目 14：2018-06-04 22:30 - 2018-06-05 01:00 食堂，150 分钟，服务者 v-1；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 依据“村积分标准”village-credit 2018-06 版，自 2018-06-01 起，摘要 CREDIT
- v-1：hours：60 分钟 × 每分钟 1/60 hour = 1 hour
- v-1：canteen-points：60 分钟 × 每小时 6 point = 6 point
- v-1：canteen-points：本次取整到 1 point，得 6 point
- v-1：canteen-points：上限 points-a-day 为 20 point，已有 18 point，由 6 point 减为 2 point
= 1 hour 由 issuer 转给 v-1
= 2 point 由 issuer 转给 v-1
= v-1：上限“points-a-day”减去 4 point
)");
}

TEST_CASE("a gate that gives nothing says what it wanted and what it found, person by person") {
    auto book = Book::village();
    auto rehearsal = service("choir", "2018-06-07T19:00+08:00", 90, {"v-1 volunteer", "v-3 volunteer"});
    for (auto& participant : rehearsal.participants) participant.facts = {{"age", 40}};
    const auto index = book.post(rehearsal);
    CHECK(
        en(book, index) ==
        R"(entry 13: 2018-06-07 19:00-20:30 choir, 90 minutes, by v-1, v-3; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village credit standard", village-credit 2018-06, in force from 2018-06-01, digest CREDIT
- attested in the claim of v-1: age = 40
- attested in the claim of v-3: age = 40
- the book then: v-1 has no tag trained
- the book then: v-3 has the tag trained
- v-1: hours: 90 minutes at 1/60 hour a minute = 1.5 hour
- v-1: choir-points: the condition is not met (required tag trained, found no), so this rule gives nothing
- v-3: hours: 90 minutes at 1/60 hour a minute = 1.5 hour
- v-3: choir-points: the condition is met
- v-3: choir-points: 2 point a visit
= 1.5 hour from issuer to v-1
= 1.5 hour from issuer to v-3
= 2 point from issuer to v-3
= v-1: nothing from "choir points": choir-points: the condition is not met (required tag trained, found no), so this rule gives nothing
)");
    CHECK(
        zh(book, index) ==
        R"(条目 13：2018-06-07 19:00-20:30 合唱团，90 分钟，服务者 v-1、v-3；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 依据“村积分标准”village-credit 2018-06 版，自 2018-06-01 起，摘要 CREDIT
- 声明中证明的 v-1 的事实：age = 40
- 声明中证明的 v-3 的事实：age = 40
- 账本当时：v-1 没有标签 trained
- 账本当时：v-3 有标签 trained
- v-1：hours：90 分钟 × 每分钟 1/60 hour = 1.5 hour
- v-1：choir-points：条件不满足（要求：有标签 trained；实际：没有），本规则不计
- v-3：hours：90 分钟 × 每分钟 1/60 hour = 1.5 hour
- v-3：choir-points：条件满足
- v-3：choir-points：每次 2 point
= 1.5 hour 由 issuer 转给 v-1
= 1.5 hour 由 issuer 转给 v-3
= 2 point 由 issuer 转给 v-3
= v-1：“合唱积分”没有所得：choir-points：条件不满足（要求：有标签 trained；实际：没有），本规则不计
)");
}

TEST_CASE("a redemption shows price, quantity and the balance before and after") {
    auto book = Book::village();
    book.post(service("canteen", "2018-06-04T08:00+08:00", 180, {"v-1 volunteer"}));
    RedemptionContent breakfasts;
    breakfasts.owner = "v-1";
    breakfasts.item = "breakfast";
    breakfasts.quantity = 2;
    breakfasts.at = parse_civil_time("2018-06-05T07:30+08:00").value();
    breakfasts.receiver = "r-1";
    const auto index = book.post(breakfasts);
    CHECK(
        en(book, index) ==
        R"(entry 14: 2018-06-05 07:30 v-1 redeems a breakfast (breakfast), quantity 2, for r-1; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village redemption standard", village-redemption 2018-06, in force from 2018-06-01, digest REDEMPTION
- breakfast: 2 at 2 point = 4 point; the balance goes from 18 point to 14 point
= 4 point from v-1 to canteen-1
)");
    CHECK(
        zh(book, index) ==
        R"(条目 14：2018-06-05 07:30 v-1 兑换早餐一份（breakfast），数量 2，给 r-1；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 依据“村兑换标准”village-redemption 2018-06 版，自 2018-06-01 起，摘要 REDEMPTION
- breakfast：2 份 × 2 point = 4 point；余额由 18 point 变为 14 point
= 4 point 由 v-1 转给 canteen-1
)");
}

TEST_CASE("a reversal repeats what it undoes and moves every amount back") {
    auto book = Book::village();
    const auto wrong = book.post(service("canteen", "2018-06-04T08:00+08:00", 180, {"v-1 volunteer"}));
    const auto index =
        book.post(ReversalContent{wrong, book.entry(wrong).signed_claim.claim.id, "wrong-person"});
    CHECK(
        en(book, index) ==
        R"(entry 14: reverses entry 13 (reason wrong-person): 2018-06-04 08:00-11:00 canteen, 180 minutes, by v-1; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- reverses entry 13: every leg the other way
- issuer: entry 13 moved -3 hour, now 3 hour
- issuer: entry 13 moved -18 point, now 18 point
- v-1: entry 13 moved 3 hour, now -3 hour
- v-1: entry 13 moved 18 point, now -18 point
= 3 hour from v-1 to issuer
= 18 point from v-1 to issuer
)");
    CHECK(
        zh(book, index) ==
        R"(条目 14：冲销条目 13（原因 wrong-person）：2018-06-04 08:00-11:00 食堂，180 分钟，服务者 v-1；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 冲销条目 13：各笔金额取反
- issuer：条目 13 记 -3 hour，现记 3 hour
- issuer：条目 13 记 -18 point，现记 18 point
- v-1：条目 13 记 3 hour，现记 -3 hour
- v-1：条目 13 记 18 point，现记 -18 point
= 3 hour 由 v-1 转给 issuer
= 18 point 由 v-1 转给 issuer
)");

    // Without the document nobody knows how many minutes make an hour, so none is claimed.
    const auto plain = explain_entry(book.entry(index), {}, entries_of(book)).value();
    CHECK(plain.outcome.front() ==
          Text{"180 个最小单位的 hour 由 v-1 转给 issuer", "180 minor units of hour from v-1 to issuer"});
    CHECK(plain.heading.en.find("canteen, 180 minutes") != std::string::npos);
}

TEST_CASE("claims that no standard decides say what they state and that nothing moves") {
    auto book = Book::village();
    struct Row {
        std::uint64_t index;
        std::string en;
        std::string zh;
    };
    const Row rows[] = {
        {1, "defines the unit point, of 1 minor units in one;", "定义单位 point，每个分为 1 个最小单位；"},
        {2, "of 60 minor units in one, which is 60 minutes;", "每个分为 60 个最小单位，合 60 分钟；"},
        {10, "the account v-3 of class member, tags trained;", "账户 v-3，类别为成员，标签 trained；"},
        {11, "adopts the credit standard village-credit, edition 2018-06, from 2018-06-01, digest CREDIT;",
         "采用积分标准 village-credit 2018-06 版，自 2018-06-01 起，摘要 CREDIT；"},
        {12,
         "adopts the redemption standard village-redemption, edition 2018-06, from 2018-06-01, digest "
         "REDEMPTION;",
         "采用兑换标准 village-redemption 2018-06 版，自 2018-06-01 起，摘要 REDEMPTION；"},
        {0, "founds the ledger with the log key", "创立账本，日志密钥"},
        {11, "all 1 worked examples in the document hold", "文件自带的 1 个算例全部成立"},
        {3, "= no credits move", "= 没有金额变动"},
    };
    for (const auto& row : rows) {
        INFO(en(book, row.index) << zh(book, row.index));
        CHECK(en(book, row.index).find(row.en) != std::string::npos);
        CHECK(zh(book, row.index).find(row.zh) != std::string::npos);
    }
}

TEST_CASE("a service of as many as there may be is explained for each, and its heading stays short") {
    auto book = Book::village();
    std::vector<std::string> helpers;
    for (std::size_t i = 0; i < limits::participants; ++i) {
        const auto owner = "h-" + std::to_string(i);
        book.open_account(owner);
        helpers.push_back(owner + " volunteer " + std::to_string(10 + i % 140));
    }
    const auto index = book.post(service("canteen", "2018-06-04T08:00+08:00", 150, helpers));
    const auto explanation = explain(book, index);
    CHECK(explanation.heading.en.find("by h-0, h-1, h-2, h-3, h-4, h-5 and others, 200 in all;") !=
          std::string::npos);
    CHECK(explanation.heading.zh.find("服务者 h-0、h-1、h-2、h-3、h-4、h-5等 200 人；") != std::string::npos);
    REQUIRE(explanation.steps.size() == 1 + limits::participants * 3);
    for (std::size_t i = 0; i < limits::participants; ++i) {
        const auto minutes = std::to_string(10 + i % 140);
        const auto& hours = explanation.steps[1 + i * 3].en;
        const auto& points = explanation.steps[2 + i * 3].en;
        CHECK(hours.starts_with("h-" + std::to_string(i) + ": hours: " + minutes + " minutes at"));
        CHECK(points.starts_with("h-" + std::to_string(i) + ": canteen-points: " + minutes + " minutes at"));
    }
}

TEST_CASE("what was agreed, on the way and by whom confirmed stands beside what was done") {
    auto book = Book::village();
    auto content = service("visit", "2018-10-28T01:30+02:00", 90, {"v-1 volunteer", "r-1 receiver"});
    content.actual.end = parse_civil_time("2018-10-28T02:15+01:00").value();  // the hour comes twice
    content.agreed = Interval{content.actual.start, parse_civil_time("2018-10-28T02:30+01:00").value()};
    content.travel_minutes = 25;
    content.quantity = 3;
    content.place = "homes";
    content.on_behalf_of = "r-2";
    const auto text = en(book, book.post(content));
    CHECK(
        text.find(
            "2018-10-28 01:30+02:00 - 2018-10-28 02:15+01:00 home visit, 105 minutes, 3 items, 25 minutes of "
            "travel, at homes, by v-1, for r-1, on behalf of r-2;") != std::string::npos);
    CHECK(
        text.find("- agreed 2018-10-28 01:30+02:00 - 2018-10-28 02:30+01:00, actual 2018-10-28 01:30+02:00 - "
                  "2018-10-28 02:15+01:00") != std::string::npos);
}

TEST_CASE("a decision that the rules do not give is no explanation but bad_proof") {
    auto book = Book::village();
    book.post(visit("2018-06-04"));
    const auto entry = book.entry(book.post(visit("2018-06-05")));
    const auto document = book.document_of(entry);
    REQUIRE(explain_entry(entry, document, no_entry).has_value());
    // Legs: issuer hour, issuer point, v-1 hour, v-1 point. Awards: hours, visit-points.
    REQUIRE(entry.decision.legs.size() == 4);
    REQUIRE(entry.decision.awards.size() == 2);

    auto more = entry;
    more.decision.awards[1].amount.minor_units = 2;
    add_up(more);
    check_bad_proof(more, document, "leg: recorded issuer -2 point, should be issuer -1 point (minor units)");

    auto others = entry;
    for (auto& award : others.decision.awards) award.to = "v-2";
    add_up(others);
    check_bad_proof(others, document, "leg: recorded v-2 40 hour, should be v-1 40 hour");

    auto fewer = entry;
    fewer.decision.awards.pop_back();
    add_up(fewer);
    check_bad_proof(fewer, document, "should be issuer -1 point");

    auto cut = entry;
    cut.decision.awards[1].cut.minor_units = 1;
    check_bad_proof(
        cut, document,
        "award: recorded visit-points #0 issuer>v-1 1 point (2/3, -1), should be visit-points #0 issuer>v-1 "
        "1 point (2/3, -0)");

    auto looked_at_more = entry;
    looked_at_more.decision.facts.push_back({FactKind::tag, "v-1", "zeal", 1});
    check_bad_proof(looked_at_more, document, "fact: recorded tag v-1 zeal = 1, should be -");

    // In whatever order they were looked at, each has its place.
    for (std::size_t i = 0; i < entry.decision.facts.size(); ++i) {
        auto without = entry;
        without.decision.facts.erase(without.decision.facts.begin() + static_cast<std::ptrdiff_t>(i));
        check_bad_proof(without, document, "");
        auto later = entry;
        std::rotate(later.decision.facts.begin() + static_cast<std::ptrdiff_t>(i),
                    later.decision.facts.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                    later.decision.facts.end());
        if (later.decision.facts != entry.decision.facts) check_bad_proof(later, document, "");
    }

    auto counted_for_a_team = entry;
    counted_for_a_team.decision.groups.push_back({0, "choir", false});
    check_bad_proof(counted_for_a_team, document, "consequence");
    auto uncounted = entry;
    uncounted.decision.service = ServiceCount::unchanged;
    check_bad_proof(uncounted, document, "consequence");

    // The running total before was 2/3; from 0 the point would not be full.
    auto without_history = entry;
    for (auto& fact : without_history.decision.facts)
        if (fact.kind == FactKind::tally && fact.name == entry.decision.awards[1].running_total)
            fact.value = 0;
    check_bad_proof(without_history, document, "leg: recorded issuer -1 point, should be v-1 40 hour");

    auto other_language = entry;
    other_language.decision.language = 2;
    check_bad_proof(other_language, document, "rule language");

    auto longer = entry;
    std::get<ServiceContent>(longer.signed_claim.claim.content).actual.end.local_minutes += 20;
    check_bad_proof(longer, document, "leg: recorded issuer -40 hour, should be issuer -60 hour");

    auto refused = entry;
    std::get<ServiceContent>(refused.signed_claim.claim.content).category = "gardening";
    check_bad_proof(refused, document, "should have been refused");
}

TEST_CASE("the wrong document or entry beside it is the caller's mistake, not the ledger's") {
    auto book = Book::village();
    const auto first = book.entry(book.post(visit("2018-06-04")));
    const auto second = book.entry(book.post(visit("2018-06-05")));
    const auto undone =
        book.entry(book.post(ReversalContent{first.index, first.signed_claim.claim.id, "slip"}));
    const auto account = book.entry(3);
    const auto document = book.document_of(first);
    const auto redemption = report_tests::standard_text("redemption");
    const Bytes other(redemption.begin(), redemption.end());

    struct Row {
        const char* why;
        const Entry& entry;
        Bytes document;
        EntryLookup lookup;
    };
    const auto always = [](const Entry& entry) {
        return [&entry](std::uint64_t) -> Result<std::optional<Entry>> { return std::optional(entry); };
    };
    const Row rows[] = {
        {"no document", first, {}, no_entry},
        {"another document", first, other, no_entry},
        {"a document where none decided", account, document, no_entry},
        {"a reversal alone", undone, document, no_entry},
        {"another entry than the reversed one", undone, document, always(second)},
        {"a document that did not decide the reversed one", undone, other, always(first)},
    };
    for (const auto& row : rows) {
        INFO(row.why);
        const auto explained = explain_entry(row.entry, row.document, row.lookup);
        REQUIRE_FALSE(explained.has_value());
        CHECK(explained.error().code == Code::invalid_argument);
        CHECK_FALSE(explained.error().text.zh.empty());
    }
    CHECK(explain_entry(undone, document, always(first)).has_value());

    // The entry at the index that the reversal names, but of another claim: the log itself would be wrong.
    auto impostor = first;
    impostor.signed_claim.claim.id = second.signed_claim.claim.id;
    const auto explained = explain_entry(undone, document, always(impostor));
    REQUIRE_FALSE(explained.has_value());
    CHECK(explained.error().code == Code::bad_proof);
}

TEST_CASE("the log is asked for the entries that a claim names, for nothing else, and its error is told") {
    auto book = Book::village();
    const auto service = book.post(visit("2018-06-04"));
    const auto reversal = book.reverse(service);
    std::vector<std::uint64_t> asked;
    const EntryLookup noting = [&](std::uint64_t index) {
        asked.push_back(index);
        return book.ledger().entry(index);
    };
    const auto document = book.document_of(book.entry(service));
    REQUIRE(explain_entry(book.entry(service), document, noting).has_value());
    CHECK(asked.empty());
    REQUIRE(explain_entry(book.entry(reversal), document, noting).has_value());
    CHECK(asked == std::vector<std::uint64_t>{service});

    const EntryLookup broken = [](std::uint64_t) -> Result<std::optional<Entry>> {
        return Error{Code::io_failed, {"断线", "the line is cut"}};
    };
    const auto explained = explain_entry(book.entry(reversal), document, broken);
    REQUIRE_FALSE(explained.has_value());
    CHECK(explained.error().code == Code::io_failed);
    CHECK(explained.error().text.en == "the line is cut");
}
