#include <map>
#include <random>

#include "catch.hpp"
#include "decision/reader.hpp"

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20180601;

using Reference = std::map<Bytes, Bytes>;

/// Short keys of few letters, so that they meet often and begin with one another.
Bytes random_key(std::mt19937& random) {
    Bytes key(1 + random() % 3);
    for (auto& byte : key) byte = static_cast<std::uint8_t>("\x00\x01\xff"[random() % 3]);
    return key;
}

/// An interval's end: sometimes the table's, sometimes before the beginning.
Bytes random_bound(std::mt19937& random) {
    return random() % 4 == 0 ? Bytes() : random_key(random);
}

std::vector<Record> reference_scan(const Reference& all, const Bytes& from, const Bytes& until) {
    std::vector<Record> found;
    for (const auto& [key, value] : all)
        if (key >= from && (until.empty() || key < until)) found.push_back({key, value});
    return found;
}

std::string described(const Record& record) {
    return to_hex(record.key) + "=" + to_hex(record.value);
}

void compare(const Overlay& overlay, const Reference& all, std::mt19937& random) {
    const auto key = random_key(random);
    const auto got = overlay.get(Table::balances, key).value();
    const auto wanted = all.find(key);
    REQUIRE(got.has_value() == (wanted != all.end()));
    if (got) REQUIRE(*got == wanted->second);

    const auto from = random_bound(random);
    const auto until = random_bound(random);
    INFO("from " << to_hex(from) << " until " << to_hex(until));
    auto expected = reference_scan(all, from, until);
    const auto last = overlay.last(Table::balances, from, until).value();
    REQUIRE(last.has_value() == !expected.empty());
    if (last) REQUIRE(described(*last) == described(expected.back()));
    const std::size_t limit = random() % 8;
    if (expected.size() > limit) expected.resize(limit);
    REQUIRE(overlay.scan(Table::balances, from, until, limit).value() == expected);
    REQUIRE(overlay.scan(Table::accounts, {}, {}, 9).value().empty());
}

}  // namespace

TEST_CASE("an overlay reads like the map of everything put into it and below it") {
    std::mt19937 random(seed);
    INFO("seed " << seed);
    for (int round = 0; round < 300; ++round) {
        Reference all;
        Overlay bottom;
        Overlay middle(bottom.reader());
        auto change = [&](Overlay& overlay) {
            for (auto count = random() % 12; count > 0; --count) {
                const auto key = random_key(random);
                all[key] = {static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(round)};
                overlay.put(Table::balances, key, all[key]);
            }
        };
        change(bottom);
        change(middle);
        const auto before = all;
        {
            Overlay top(middle.reader());
            change(top);
            for (int look = 0; look < 20; ++look) compare(top, all, random);
            if (random() % 2 == 0)
                middle.merge(std::move(top));
            else
                all = before;  // dropping an overlay is the rollback
        }
        for (int look = 0; look < 20; ++look) compare(middle, all, random);
    }
}

}  // namespace timebank::decision_test
