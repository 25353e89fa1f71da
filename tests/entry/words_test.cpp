#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

#include "catch.hpp"
#include "timebank/claim.hpp"
#include "timebank/decision.hpp"
#include "timebank/refusal.hpp"
#include "vectors.hpp"

using namespace timebank;

namespace {

struct Listed {
    std::string name;
    unsigned number;
};

/// The refusals in the order of the header.
std::vector<Listed> listed_refusals() {
    const auto header =
        read_file(std::filesystem::path(TIMEBANK_SOURCE_DIR) / "include" / "timebank" / "refusal.hpp");
    const std::regex line(R"(\n    ([a-z_]+) = (\d+),)");
    std::vector<Listed> all;
    for (std::sregex_iterator match(header.begin(), header.end(), line), end; match != end; ++match)
        all.push_back({(*match)[1], static_cast<unsigned>(std::stoul((*match)[2]))});
    return all;
}

/// Every number that has a name, from 0 to 65535.
std::vector<Listed> named_refusals() {
    std::vector<Listed> all;
    for (unsigned number = 0; number <= 0xffff; ++number) {
        const auto name = to_text(static_cast<RefusalCode>(number));
        if (name != "unknown") all.push_back({std::string(name), number});
    }
    return all;
}

/// Every number of an enumeration has a word of its own that parses back to it, and no other number has one;
/// where people are told it, it has a Chinese word too.
template <class Enumeration, class Parse>
void check_words(unsigned first, unsigned last, Parse parse) {
    std::set<std::string_view> words;
    for (unsigned number = 0; number < 256; ++number) {
        const auto value = static_cast<Enumeration>(number);
        const auto word = to_text(value);
        CHECK(word.empty() == (number < first || number > last));
        if (word.empty()) continue;
        CHECK(words.insert(word).second);
        CHECK(parse(word) == value);
        if constexpr (requires { in_words(value); }) {
            INFO(word);
            const auto [zh, en] = in_words(value);
            CHECK(en == word);
            CHECK_FALSE(zh.empty());
            CHECK(std::none_of(zh.begin(), zh.end(), [](unsigned char byte) { return byte < 0x80; }));
        }
    }
    for (std::string_view no_word : {"", "unknown", "Member", "member ", "none\n"})
        CHECK_FALSE(parse(no_word));
}

}  // namespace

TEST_CASE("refusals are listed in the header in the order of their numbers, which is their precedence") {
    const auto listed = listed_refusals();
    const auto named = named_refusals();
    REQUIRE(listed.size() == named.size());
    REQUIRE(listed.size() > 30);
    for (std::size_t i = 0; i < listed.size(); ++i) {
        CHECK(listed[i].number == named[i].number);
        CHECK(listed[i].name == named[i].name);
    }
}

TEST_CASE("every refusal has a name of its own") {
    std::set<std::string> names;
    for (const auto& one : named_refusals()) CHECK(names.insert(one.name).second);
}

TEST_CASE("every refusal is explained in both languages, with what the message asks for filled in") {
    for (const auto& one : named_refusals()) {
        INFO(one.name);
        const auto text = explain_refusal({static_cast<RefusalCode>(one.number),
                                           {"【规则】", "RULE"},
                                           {"【限额】", "LIMIT"},
                                           {"【实有】", "FOUND"}});
        CHECK(text.en.size() > 20);
        CHECK(text.zh.size() > 20);
        CHECK(text.zh != text.en);
        CHECK(text.en.find('{') == std::string::npos);
        CHECK(text.zh.find('{') == std::string::npos);
        for (const auto& [zh, en] :
             {Text{"【规则】", "RULE"}, {"【限额】", "LIMIT"}, {"【实有】", "FOUND"}}) {
            CHECK((text.zh.find(zh) == std::string::npos) == (text.en.find(en) == std::string::npos));
            CHECK(text.zh.find(en) == std::string::npos);
            CHECK(text.en.find(zh) == std::string::npos);
        }
    }
}

TEST_CASE("a refusal that is not known is not passed over in silence") {
    CHECK(to_text(static_cast<RefusalCode>(999)) == "unknown");
    CHECK_FALSE(explain_refusal({static_cast<RefusalCode>(999), {}, {}, {}}).en.empty());
    CHECK_FALSE(explain_refusal({static_cast<RefusalCode>(999), {}, {}, {}}).zh.empty());
}

TEST_CASE("the words of the enumerations parse back, and no number without a word has one") {
    check_words<ClaimKind>(1, 14, parse_claim_kind);
    check_words<Role>(1, 5, parse_role);
    check_words<AccountClass>(1, 8, parse_account_class);
    check_words<Capacity>(1, 2, parse_capacity);
    check_words<CosignerCapacity>(1, 4, parse_cosigner_capacity);
    check_words<EvidenceKind>(0, 6, parse_evidence_kind);
    check_words<RulingOutcome>(1, 5, parse_ruling_outcome);
    check_words<SettlementOutcome>(1, 4, parse_settlement_outcome);
    check_words<NoticeKind>(1, 7, parse_notice_kind);
    check_words<FactKind>(1, 31, parse_fact_kind);
}

TEST_CASE("sides and ways to count a service have words of their own, and no other number has one") {
    std::set<std::string_view> words;
    for (unsigned number = 0; number < 256; ++number) {
        const auto side = to_text(static_cast<Side>(number));
        const auto count = to_text(static_cast<ServiceCount>(number));
        CHECK(side.empty() == (number < 1 || number > 3));
        CHECK(count.empty() == (number > 2));
        for (const auto word : {side, count})
            if (!word.empty()) CHECK(words.insert(word).second);
    }
}

TEST_CASE("a notice is one sentence in each language, with whom it is about, what says so and how much") {
    struct Row {
        Notice notice;
        std::string zh, en;
    };
    const std::vector<Row> rows = {
        {{0, NoticeKind::cut, "month", "point", 90},
         "v-1：上限“month”减去 1.5 分",
         "v-1: the cap \"month\" took 1.5 points away"},
        {{0, NoticeKind::limit_passed, "month", "point", 90},
         "v-1：超过上限“month” 1.5 分，该上限只提醒，不扣减",
         "v-1: 1.5 points beyond the cap \"month\", which only warns and takes nothing"},
        {{0, NoticeKind::waived, "month", "point", 90},
         "v-1：超过上限“month” 1.5 分，已获豁免",
         "v-1: 1.5 points beyond the cap \"month\", which was waived"},
        {{0, NoticeKind::overlaps, "canteen", "", 17},
         "v-1：时间与条目 17 的服务重叠（canteen），请核对",
         "v-1: the time overlaps that of the service in entry 17 (canteen): compare the two"},
        {{0, NoticeKind::pending, "canteen", "", 0},
         "v-1：待确认（canteen）：确认之前不记账",
         "v-1: pending (canteen): nothing counts until it is confirmed"},
        {{0, NoticeKind::pending, "canteen", "", 20'468},
         "v-1：待确认（canteen）：确认之前不记账，2026-01-15 之后不再能确认",
         "v-1: pending (canteen): nothing counts until it is confirmed, which it can be until 2026-01-15"},
        {{0, NoticeKind::worth, "voucher", "CNY", 1'105},
         "v-1：“voucher”值 11.05 CNY",
         "v-1: \"voucher\" is worth 11.05 CNY"},
    };
    for (const auto& row : rows) {
        const auto text = explain_notice(row.notice, "v-1", {"1.5 分", "1.5 points"});
        CHECK(text.zh == row.zh);
        CHECK(text.en == row.en);
    }
    CHECK_FALSE(explain_notice({0, static_cast<NoticeKind>(9), "x", "", 0}, "v-1", {}).en.empty());
}

TEST_CASE("receivers and attendees were served, nobody else") {
    CHECK(is_served_role("receiver"));
    CHECK(is_served_role("attendee"));
    for (std::string_view other : {"", "volunteer", "receivers", "Receiver"})
        CHECK_FALSE(is_served_role(other));
}

TEST_CASE("a duration is that of UTC, across midnight, a change of offset and a new year") {
    auto minutes = [](std::string_view start, std::string_view end) {
        return duration_minutes({parse_civil_time(start).value(), parse_civil_time(end).value()});
    };
    CHECK(minutes("2026-01-03T08:30+08:00", "2026-01-03T11:00+08:00") == 150);
    CHECK(minutes("2026-01-03T23:30+08:00", "2026-01-04T00:15+08:00") == 45);
    CHECK(minutes("2026-12-31T23:59+00:00", "2027-01-01T00:00+00:00") == 1);
    CHECK(minutes("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00") == 60);
    CHECK(minutes("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00") == 60);
    CHECK(minutes("2026-01-03T08:30+08:00", "2026-01-03T08:30+08:00") == 0);
    CHECK(minutes("2026-01-03T08:30+08:00", "2026-01-03T08:29+08:00") == -1);
}
