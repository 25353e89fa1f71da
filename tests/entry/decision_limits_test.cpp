#include <functional>
#include <limits>

#include "catch.hpp"
#include "entry/edges.hpp"
#include "timebank/limits.hpp"

// Each limit of what the ledger adds to a claim, at its edge and one past it.

using namespace timebank;
using namespace entry_tests;

namespace {

/// Of cosignatures and notices.
std::vector<Edge> entry_edges() {
    return {
        {"cosignatures", "key", 16, 17,
         [](Entry& e, std::int64_t n) {
             e.signed_claim.cosignatures.clear();
             for (const auto& key : keys(n))
                 e.signed_claim.cosignatures.push_back({CosignerCapacity::receiver, key, {}});
         }},
        {"cosignatures.capacity", "key", 4, 5,
         [](Entry& e, std::int64_t n) {
             e.signed_claim.cosignatures[0].capacity = static_cast<CosignerCapacity>(n);
         }},
        {"notices.kind", "service", 3, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, static_cast<NoticeKind>(n), "cap", "point", 1}};
         }},
        {"notices.kind", "service", 7, 8,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, static_cast<NoticeKind>(n), "canteen", "", 0}};
         }},
        {"notices.value", "service", 84'005, 84'006,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::held, "haircut", "", n}};
         }},
        {"notices.unit", "service", 1, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::worth, "voucher", letters(n), 5}};
         }},
        {"notices.value", "service", 0, -1,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::worth, "voucher", "CNY", n}};
         }},
        {"notices.by", "service", 40, 41,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::cut, letters(n), "point", 1}};
         }},
        {"notices.unit", "service", 40, 41,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::waived, "cap", letters(n), 1}};
         }},
        {"notices.unit", "service", 0, 1,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::pending, "canteen", letters(n), 0}};
         }},
        {"notices.value", "service", 1, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::limit_passed, "cap", "point", n}};
         }},
        {"notices.value", "service", 0, -1,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::overlaps, "canteen", "", n}};
         }},
        {"notices.value", "service", 84'005, 84'006,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::pending, "canteen", "", n}};
         }},
        {"notices.value", "service", -25'567, -25'568,
         [](Entry& e, std::int64_t n) {
             e.decision.notices = {{0, NoticeKind::pending, "canteen", "", n}};
         }},
    };
}

std::vector<Edge> fact_edges() {
    const auto only = [](Entry& entry, Fact fact) { entry.decision.facts = {std::move(fact)}; };
    const auto character = [](std::int64_t n) { return std::string("f") + static_cast<char>(n); };
    return {
        {"facts.kind", "service", 1, 0,
         [=](Entry& e, std::int64_t n) {
             only(e, {static_cast<FactKind>(n), "m001", "", 0});
         }},
        {"facts.kind", "service", 31, 32,
         [=](Entry& e, std::int64_t n) {
             only(e, {static_cast<FactKind>(n), "m001", "", 0});
         }},
        {"facts.owner", "service", 40, 41,
         [=](Entry& e, std::int64_t n) {
             only(e, {FactKind::opened_on, letters(n), "", 0});
         }},
        {"facts.name", "service", 255, 256,
         [=](Entry& e, std::int64_t n) {
             only(e, {FactKind::tally, "", letters(n), 0});
         }},
        {"facts.name", "service", '!', ' ',
         [=](Entry& e, std::int64_t n) {
             only(e, {FactKind::tally, "", character(n), 0});
         }},
        {"facts.name", "service", '~', 0x7f,
         [=](Entry& e, std::int64_t n) {
             only(e, {FactKind::tally, "", character(n), 0});
         }},
        {"facts", "service", 2, 1,
         [](Entry& e, std::int64_t n) {
             e.decision.facts = {{FactKind::tag, "m001", "x1", 0},
                                 {FactKind::tags, "m001", "x1", 0},
                                 {FactKind::tag, "m001", "x" + std::to_string(n), 1}};
         }},
    };
}

/// Changes an award of the sample and adds them up again.
std::function<void(Entry&, std::int64_t)> award_edge(void (*change)(Award&, std::int64_t)) {
    return [=](Entry& entry, std::int64_t number) {
        change(entry.decision.awards[0], number);
        entry.decision.legs = legs_of(entry.decision.awards).value_or(std::vector<Leg>());
    };
}

std::vector<Edge> award_edges() {
    constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
    const auto edge = award_edge;
    return {
        {"awards.side", "service", 1, 0,
         edge([](Award& a, std::int64_t n) { a.side = static_cast<Side>(n); })},
        {"awards.side", "service", 3, 4,
         edge([](Award& a, std::int64_t n) { a.side = static_cast<Side>(n); })},
        {"awards.rule", "service", 40, 41, edge([](Award& a, std::int64_t n) { a.rule = letters(n); })},
        {"awards.from", "service", 40, 41, edge([](Award& a, std::int64_t n) { a.from = letters(n); })},
        {"awards.from", "service", 1, 0, edge([](Award& a, std::int64_t n) { a.from = letters(n); })},
        {"awards.to", "service", 40, 41, edge([](Award& a, std::int64_t n) { a.to = letters(n); })},
        {"awards.to", "service", 1, 0, edge([](Award& a, std::int64_t n) { a.to = letters(n); })},
        {"awards.unit", "service", 40, 41, edge([](Award& a, std::int64_t n) { a.unit = letters(n); })},
        {"awards.unit", "service", 1, 0, edge([](Award& a, std::int64_t n) { a.unit = letters(n); })},
        {"awards.exact", "service", 1, 0, edge([](Award& a, std::int64_t n) { a.exact_denominator = n; })},
        {"awards.exact", "service", 1, -1, edge([](Award& a, std::int64_t n) { a.exact_numerator = n; })},
        {"awards.exact", "service", 1, 0, edge([](Award& a, std::int64_t n) { a.exact_numerator = n; })},
        {"awards.amount", "service", 0, -1, edge([](Award& a, std::int64_t n) { a.amount.minor_units = n; })},
        {"awards.cut", "service", 0, -1, edge([](Award& a, std::int64_t n) { a.cut.minor_units = n; })},
        {"awards.running_total", "service", 255, 256,
         edge([](Award& a, std::int64_t n) { a.running_total = letters(n); })},
        {"awards.running_total", "service", '!', ' ',
         edge([](Award& a, std::int64_t n) { a.running_total = static_cast<char>(n); })},
        // The issuer gives 52 more, and a sum may be one less than the opposite of the greatest.
        {"awards", "service", greatest - 51, greatest - 50,
         edge([](Award& a, std::int64_t n) { a.amount.minor_units = n; })},
        {"legs", "service", 40, 41,
         [](Entry& e, std::int64_t n) { e.decision.legs.at(2).amount.minor_units = n; }},
        {"legs", "service", 4, 3,
         [](Entry& e, std::int64_t n) { e.decision.legs.resize(static_cast<std::size_t>(n)); }},
    };
}

/// What else a decision says.
std::vector<Edge> outcome_edges() {
    return {
        {"groups.group", "service", 40, 41,
         [](Entry& e, std::int64_t n) {
             e.decision.groups = {{0, letters(n), true}};
         }},
        {"groups.group", "service", 1, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.groups = {{0, letters(n), true}};
         }},
        {"groups", "service", 2, 1,
         [](Entry& e, std::int64_t n) {
             e.decision.groups = {{0, "x1", true}, {0, "x" + std::to_string(n), true}};
         }},
        {"stand_ins.owner", "service", 40, 41,
         [](Entry& e, std::int64_t n) {
             e.decision.stand_ins = {{letters(n), "m001"}};
         }},
        {"stand_ins.owner", "service", 1, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.stand_ins = {{letters(n), "m001"}};
         }},
        {"stand_ins.survivor", "service", 40, 41,
         [](Entry& e, std::int64_t n) {
             e.decision.stand_ins = {{"m001", letters(n)}};
         }},
        {"stand_ins.survivor", "service", 1, 0,
         [](Entry& e, std::int64_t n) {
             e.decision.stand_ins = {{"m001", letters(n)}};
         }},
        {"stand_ins", "service", 2, 1,
         [](Entry& e, std::int64_t n) {
             e.decision.stand_ins = {{"x1", "m001"}, {"x" + std::to_string(n), "m002"}};
         }},
        {"undone_units", "service", 40, 41,
         [](Entry& e, std::int64_t n) { e.decision.undone_units = {letters(n)}; }},
        {"undone_units", "service", 1, 0,
         [](Entry& e, std::int64_t n) { e.decision.undone_units = {letters(n)}; }},
        {"undone_units", "service", 2, 1,
         [](Entry& e, std::int64_t n) {
             e.decision.undone_units = {"x1", "x" + std::to_string(n)};
         }},
        {"service", "service", 2, 3,
         [](Entry& e, std::int64_t n) { e.decision.service = static_cast<ServiceCount>(n); }},
    };
}

/// An entry of exactly `size` bytes: the greatest standard, and facts that fill what is left.
Entry entry_of_size(std::size_t size) {
    auto entry = sample_entry("standard");
    std::get<StandardContent>(entry.signed_claim.claim.content).document =
        Bytes(timebank::limits::standard_bytes);
    for (std::size_t left = size - encode_entry(entry).value().size(), number = 1'000; left > 0; ++number) {
        // A new word takes its length and characters, the fact that uses it a kind, two numbers and a value;
        // the empty owner is a word too, the first time.
        const std::size_t around = 1 + 13 + (number == 1'000 ? 1 : 0);
        const auto characters = left < 240 ? left - around : 200;
        auto name = std::to_string(number);
        name.append(characters - name.size(), 'x');
        entry.decision.facts.push_back({FactKind::tally, "", name, 0});
        left -= around + characters;
    }
    return entry;
}

}  // namespace

TEST_CASE("limits of what the ledger adds") {
    check_edges(entry_edges(), false);
    check_edges(fact_edges(), false);
    check_edges(award_edges(), false);
    check_edges(outcome_edges(), false);
}

TEST_CASE("two bytes count each list of a decision: one more is refused by the list's name") {
    constexpr std::size_t too_many = 65'536;
    const auto check = [](const std::string& list, auto fill) {
        Entry entry = sample_entry("unit");
        fill(entry.decision);
        check_names_field(encode_entry(entry), list);
    };
    check("facts", [](Decision& decision) { decision.facts.resize(too_many); });
    check("awards", [](Decision& decision) { decision.awards.resize(too_many); });
    check("notices", [](Decision& decision) { decision.notices.resize(too_many); });
    check("groups", [](Decision& decision) { decision.groups.resize(too_many); });
    check("stand_ins", [](Decision& decision) { decision.stand_ins.resize(too_many); });
    check("undone_units", [](Decision& decision) { decision.undone_units.resize(too_many); });
}

TEST_CASE("an entry has at most 65 535 bytes, and a longer one is told what to do") {
    const auto widest = entry_of_size(65'535);
    const auto bytes = encode_entry(widest).value();
    CHECK(bytes.size() == 65'535);
    CHECK(decode_entry(bytes).value() == widest);

    const auto longer = encode_entry(entry_of_size(65'534));
    REQUIRE(longer);
    auto too_long = widest;
    too_long.decision.facts.back().name += 'x';
    const auto refused = encode_entry(too_long);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::invalid_argument);
    CHECK(refused.error().text.en.find("65536") != std::string::npos);
    CHECK(refused.error().text.zh.find("65536") != std::string::npos);
}
