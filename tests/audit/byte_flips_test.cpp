#include <lmdb.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

#include "catch.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"

// Flips bytes of a data file whose anchor is at the head. Whatever the byte: the audit has a finding (data
// file damaged among them), or the byte was nothing that anybody reads: log and tables are as before, and
// after ten more posts they are what they would have been.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t page_bytes = 4096;

std::vector<SignedClaim> ten_more() {
    std::vector<SignedClaim> claims;
    for (int i = 0; i < 10; ++i)
        claims.push_back(service("more-" + std::to_string(i), i % 2 ? "v-1" : "v-2", 30 + i));
    return claims;
}

/// Posts the ten, each in a commit of its own, with the clock standing still. False when anything is refused.
bool post_ten_more(const Desk& desk, const fs::path& folder, const fs::path& anchor) {
    auto options = desk.options();
    options.anchor = anchor;
    auto ledger = Ledger::open(folder, options);
    if (!ledger) return false;
    for (const auto& claim : ten_more()) {
        auto result = (*ledger)->post(claim);
        if (!result || result->outcome != PostOutcome::accepted) return false;
    }
    return true;
}

/// What is in log and tables; nothing when it cannot be read.
std::optional<store::test::Records> contents(const fs::path& folder) {
    auto all = store::test::dump(folder / "book");
    if (!all) return std::nullopt;
    return *all;
}

std::set<std::uint64_t> free_pages(const fs::path& book) {
    MDB_env* environment = nullptr;
    MDB_txn* transaction = nullptr;
    MDB_cursor* cursor = nullptr;
    REQUIRE(mdb_env_create(&environment) == 0);
    mdb_env_set_maxdbs(environment, 32);
    REQUIRE(mdb_env_open(environment, book.c_str(), MDB_RDONLY, 0600) == 0);
    REQUIRE(mdb_txn_begin(environment, nullptr, MDB_RDONLY, &transaction) == 0);
    REQUIRE(mdb_cursor_open(transaction, 0, &cursor) == 0);  // 0 is LMDB's own list of free pages
    std::set<std::uint64_t> pages;
    MDB_val key, value;
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        const auto* list = static_cast<const std::uint64_t*>(value.mv_data);
        pages.insert(list + 1, list + 1 + list[0]);
    }
    mdb_cursor_close(cursor);
    mdb_txn_abort(transaction);
    mdb_env_close(environment);
    return pages;
}

/// Offsets in the two headers, in branch pages and in free pages.
std::vector<std::size_t> structural_offsets(const Bytes& file, const std::set<std::uint64_t>& unused,
                                            std::mt19937_64& random) {
    std::vector<std::size_t> pages[3];
    pages[0] = {0, 1};
    for (std::size_t page = 2; page < file.size() / page_bytes; ++page) {
        const bool is_branch = (file[page * page_bytes + 10] & 1) != 0;
        if (unused.count(page))
            pages[2].push_back(page);
        else if (is_branch)
            pages[1].push_back(page);
    }
    REQUIRE(!pages[1].empty());
    REQUIRE(!pages[2].empty());
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < 50; ++i) {
        const auto& kind = pages[i % 3];
        // The first 192 bytes hold the headers and the first nodes: most of what can be wrong is there.
        offsets.push_back(kind[random() % kind.size()] * page_bytes + random() % (i % 2 ? page_bytes : 192));
    }
    return offsets;
}

}  // namespace

TEST_CASE("a flipped byte is found by the audit, or changes nothing now and in ten more posts") {
    Desk desk;
    desk.entries_per_commit = 20;
    {
        auto ledger = desk.found();
        std::vector<SignedClaim> claims;
        for (int i = 0; i < 180; ++i)
            claims.push_back(service("s-" + std::to_string(i), i % 3 ? "v-1" : "v-2", 5 + i % 50));
        for (const auto& result : ledger->post(claims).value())
            REQUIRE(result.outcome == PostOutcome::accepted);
        REQUIRE(ledger->checkpoint());
    }
    const auto original = contents(desk.folder()).value();
    const auto file = store::test::read_file(desk.book() / "data.mdb");

    // What ten more posts make of an undamaged copy.
    const auto sound = desk.place() / "sound";
    fs::copy(desk.folder(), sound, fs::copy_options::recursive);
    REQUIRE(post_ten_more(desk, sound, desk.anchor()));
    const auto reference = contents(sound).value();

    const std::uint64_t seed = 20'261'122;
    std::mt19937_64 random(seed);
    auto offsets = structural_offsets(file, free_pages(desk.book()), random);
    for (int i = 0; i < 500; ++i) offsets.push_back(random() % file.size());

    std::size_t found = 0, died = 0, unread = 0;
    for (const auto offset : offsets) {
        const auto bit = static_cast<std::uint8_t>(1u << random() % 8);
        INFO("seed " << seed << ", byte " << offset << " (page " << offset / page_bytes << "), bit "
                     << int{bit});
        const auto copy = desk.place() / "copy";
        fs::remove_all(copy);
        fs::create_directories(copy / "book");
        auto damaged = file;
        damaged[offset] ^= bit;
        store::test::write_file(copy / "book" / "data.mdb", damaged);

        auto report = audit_ledger(copy, {desk.anchor()});
        if (!report) {
            CHECK(report.error().text.en.find("damaged") != std::string::npos);
            ++found;
            continue;
        }
        if (!report->findings.empty()) {
            report->entries == 0 && report->findings[0].text.en.find("died") != std::string::npos ? ++died
                                                                                                  : ++found;
            continue;
        }
        ++unread;
        // In a child, because the ledger's environment must not stay open here.
        CHECK(store::test::in_child([&] {
                  if (contents(copy) != original) return 1;
                  if (!post_ten_more(desk, copy, desk.anchor())) return 2;
                  return contents(copy) == reference ? 0 : 3;
              }) == 0);
    }
    WARN(offsets.size() << " bytes flipped: " << found << " found by the audit, " << died
                        << " killed its child (data file damaged), " << unread << " read by nobody");
    CHECK(found > 100);
    CHECK(unread > 50);
}
