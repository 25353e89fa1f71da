#include <algorithm>
#include <random>

#include "backup/copies.hpp"
#include "backup/manifest.hpp"
#include "catch.hpp"
#include "decision/records.hpp"
#include "timebank/digest.hpp"

namespace timebank::backup_test {
namespace {

using store::test::dump;
using store::test::in_child_that_mounts;
using store::test::read_file;
using store::test::write_file;

void copy_folder(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

std::string text_in(const fs::path& file) {
    const auto bytes = read_file(file);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("what is restored is the ledger, record for record, and goes on with its keys and anchor") {
    const Desk desk;
    keep_book(desk, 20);
    const auto backup = desk.place() / "backup";
    const auto made = back_up(desk, backup).value();
    CHECK(Ledger::open(backup, desk.reading()).has_value());  // which leaves a lock file in it
    const auto before = dump(desk.book()).value();
    fs::remove_all(desk.folder());

    const auto summary = restore(backup, desk.folder(), desk.anchor()).value();
    CHECK(summary.anchor_compared);
    CHECK_FALSE(summary.missing.has_value());
    CHECK(summary.backup.entries == made.entries);
    CHECK(summary.backup.made_at_unix_s == made.made_at_unix_s);
    CHECK_FALSE(fs::exists(desk.folder() / "backup.json"));
    CHECK_FALSE(fs::exists(desk.folder() / "unfinished"));
    CHECK(dump(desk.book()).value() == before);
    CHECK(store::Texts::open(desk.folder(), store::Access::read_write)
              .value()
              .read()
              .value()
              .of("v-1")
              .value()
              .front()
              .text == "张三");
    const auto ledger = desk.open();
    CHECK(said(ledger->post(service("after", "v-2", 60)).value()) == "accepted 28");
    CHECK(ledger->checkpoint().has_value());
}

TEST_CASE("a backup older than the anchor is restored, names what it lacks, and opens read-only") {
    const Desk desk;
    keep_book(desk, 20);
    const auto backup = desk.place() / "backup";
    const auto entries = back_up(desk, backup).value().entries;
    {
        const auto ledger = desk.open();
        ledger->post(accounts("later", 45)).value();
        ledger->checkpoint().value();
    }
    fs::remove_all(desk.folder());
    const auto summary = restore(backup, desk.folder(), desk.anchor()).value();
    REQUIRE(summary.missing.has_value());
    CHECK(summary.missing->first == entries);
    CHECK(summary.missing->anchored == entries + 45);
    CHECK(code_of(Ledger::open(desk.folder(), desk.options())) == "anchor_mismatch");
    const auto reading = desk.open_reading();
    CHECK(reading->anchor_fault().has_value());
    CHECK(check_whole(*reading) == entries);
}

TEST_CASE("a backup that is newer than the anchor lacks nothing") {
    const Desk desk;
    keep_book(desk, 20);
    desk.open()->post(accounts("later", 5)).value();
    const auto backup = desk.place() / "backup";
    CHECK(back_up(desk, backup).value().signed_entries == entries_of_setup + 20);
    fs::remove_all(desk.folder());
    CHECK_FALSE(restore(backup, desk.folder(), desk.anchor()).value().missing.has_value());
    CHECK(said(desk.open()->post(accounts("more", 1)).value().front()) == "accepted 33");
}

TEST_CASE("without an anchor nothing is compared, and the answer says so") {
    const Desk desk;
    keep_book(desk, 1);
    const auto backup = desk.place() / "backup";
    back_up(desk, backup).value();
    const auto summary = restore(backup, desk.place() / "restored").value();
    CHECK_FALSE(summary.anchor_compared);
    CHECK_FALSE(summary.missing.has_value());
}

TEST_CASE("an anchor that is not there or tells of another book stops the restoring") {
    const Desk desk;
    keep_book(desk, 5);
    const auto restored = desk.place() / "restored";
    const auto backup = desk.place() / "backup";
    const auto check_refused = [&](const fs::path& anchor, const std::string& code,
                                   const std::string& words) {
        INFO(words);
        const auto done = restore(backup, restored, anchor);
        REQUIRE(code_of(done) == code);
        INFO(done.error().text.en);
        CHECK(done.error().text.en.find(words) != std::string::npos);
        CHECK_FALSE(fs::exists(restored));
    };
    // Another history of the same ledger: a copy that went on by itself with the same keys.
    const auto fork = desk.place() / "fork";
    const auto fork_anchor = desk.place() / "fork anchor";
    copy_folder(desk.folder(), fork);
    fs::copy(desk.anchor(), fork_anchor);
    {
        auto options = desk.options();
        options.anchor = fork_anchor;
        const auto ledger = Ledger::open(fork, options).value();
        ledger->post(accounts("theirs", 3)).value();
        ledger->checkpoint().value();
    }
    desk.open()->post(accounts("ours", 3)).value();
    back_up(desk, backup).value();

    const Desk other;
    auto founding = other.founding();
    founding.origin = "other.example/timebank";
    Ledger::found(other.folder(), founding, other.options()).value();

    check_refused(desk.place() / "nowhere", "not_found", "there is no anchor");
    check_refused(other.anchor(), "anchor_mismatch", "not this ledger's");
    check_refused(fork_anchor, "anchor_mismatch", "another book");
    check_refused(restored / "anchor", "invalid_argument", "inside");
}

TEST_CASE("a damaged backup is refused with what was found, and nothing is restored") {
    const Desk desk;
    keep_book(desk, 20);
    const auto sound = desk.place() / "sound";
    back_up(desk, sound).value();
    const Desk other;
    keep_book(other, 20);
    const auto foreign = desk.place() / "foreign";
    back_up(other, foreign).value();

    const auto backup = desk.place() / "backup";
    const auto edit = [&](const std::string& from, const std::string& to) {
        auto text = text_in(backup / "backup.json");
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        write_file(backup / "backup.json", bytes_of(text));
    };
    const auto rewrite = [&](const std::function<void(backup::Manifest&)>& change) {
        auto manifest = backup::read_manifest(text_in(backup / "backup.json")).value();
        change(manifest);
        write_file(backup / "backup.json", bytes_of(backup::write_manifest(manifest)));
    };
    struct Row {
        const char* name;
        std::function<void()> harm;
        const char* code;
        const char* words;
    };
    const Row rows[] = {
        {"cut", [&] { fs::resize_file(backup / "book" / "data.mdb", 8'192); }, "data_damaged", "8192 bytes"},
        {"one byte less",
         [&] {
             const auto file = backup / "people" / "data.mdb";
             fs::resize_file(file, fs::file_size(file) - 1);
         },
         "data_damaged", "people/data.mdb"},
        {"the book is missing", [&] { fs::remove(backup / "book" / "data.mdb"); }, "data_damaged",
         "book/data.mdb is missing"},
        {"the texts are missing", [&] { fs::remove_all(backup / "people"); }, "data_damaged",
         "people/data.mdb is missing"},
        {"a foreign file", [&] { write_file(backup / "people" / "notes.txt", bytes_of("x")); },
         "data_damaged", "people/notes.txt does not belong"},
        {"a foreign folder", [&] { fs::create_directory(backup / "more"); }, "data_damaged", "more"},
        {"another ledger's book",
         [&] {
             fs::copy(foreign / "book" / "data.mdb", backup / "book" / "data.mdb",
                      fs::copy_options::overwrite_existing);
             other.open()->post(service("more", "v-2", 60)).value();
         },
         "data_damaged", "book/data.mdb"},
        {"another number in the manifest", [&] { edit("\"entries\": 28", "\"entries\": 29"); },
         "data_damaged", "manifest"},
        {"another number and a check that fits", [&] { rewrite([](auto& m) { m.summary.entries = 29; }); },
         "data_damaged", "29 entries"},
        {"another origin and a check that fits",
         [&] { rewrite([](auto& m) { m.summary.origin = "other.example"; }); }, "data_damaged",
         "other.example"},
        {"another checkpoint and a check that fits",
         [&] { rewrite([](auto& m) { m.summary.checkpoint += "x"; }); }, "data_damaged", "checkpoint"},
        {"no manifest", [&] { fs::remove(backup / "backup.json"); }, "not_found", "no backup"},
        {"an empty manifest", [&] { write_file(backup / "backup.json", {}); }, "data_damaged", "manifest"},
        {"unfinished", [&] { write_file(backup / "unfinished", {}); }, "data_damaged", "never finished"},
        {"nothing at all", [&] { fs::remove_all(backup); }, "not_found", "no backup"},
    };
    const auto restored = desk.place() / "restored";
    for (const auto& row : rows) {
        INFO(row.name);
        copy_folder(sound, backup);
        row.harm();
        const auto done = restore(backup, restored, desk.anchor());
        REQUIRE(code_of(done) == row.code);
        INFO(done.error().text.en);
        CHECK(done.error().text.en.find(row.words) != std::string::npos);
        CHECK_FALSE(fs::exists(restored));
    }
    copy_folder(sound, backup);
    CHECK(restore(backup, restored, desk.anchor()).has_value());
}

TEST_CASE("a backup with one bit changed anywhere is refused") {
    constexpr unsigned seed = 29;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Desk desk;
    keep_book(desk, 5);
    const auto backup = desk.place() / "backup";
    back_up(desk, backup).value();
    for (int round = 0; round < 60; ++round) {
        const auto file = backup / (round % 3 == 0   ? "backup.json"
                                    : round % 3 == 1 ? "book/data.mdb"
                                                     : "people/data.mdb");
        const auto good = read_file(file);
        auto bytes = good;
        const auto at = random() % bytes.size();
        bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << random() % 8));
        write_file(file, bytes);
        INFO(file << " at " << at);
        const auto done = restore(backup, desk.place() / "restored");
        REQUIRE_FALSE(done.has_value());
        REQUIRE_FALSE(fs::exists(desk.place() / "restored"));
        write_file(file, good);
    }
    CHECK(restore(backup, desk.place() / "restored").has_value());
}

/// Somebody with write access to the backup, but without the keys, gives v-1 more points and fits everything
/// to it: digests, manifest, record checks. Only the sum itself gives it away.
TEST_CASE("a backup that was altered with care is found by the audit") {
    const Desk desk;
    keep_book(desk, 5);
    const auto backup = desk.place() / "backup";
    back_up(desk, backup).value();
    overwrite(backup / "book", Table::balances, key_of::balance("v-1", "point"), encode(Amount{999}), true);
    auto manifest = backup::read_manifest(text_in(backup / "backup.json")).value();
    manifest.files.front().bytes = fs::file_size(backup / "book" / "data.mdb");
    manifest.files.front().digest = sha256(read_file(backup / "book" / "data.mdb"));
    write_file(backup / "backup.json", bytes_of(backup::write_manifest(manifest)));
    const auto done = restore(backup, desk.place() / "restored", desk.anchor());
    REQUIRE(code_of(done) == "data_damaged");
    INFO(done.error().text.en);
    CHECK(done.error().text.en.find("balances") != std::string::npos);
    CHECK_FALSE(fs::exists(desk.place() / "restored"));
}

TEST_CASE("a ledger is never restored over anything, nor onto a disk without room") {
    const Desk desk;
    keep_book(desk, 40);
    const auto backup = desk.place() / "backup";
    back_up(desk, backup).value();
    const auto before = dump(desk.book()).value();
    CHECK(code_of(restore(backup, desk.folder(), desk.anchor())) == "already_there");
    CHECK(dump(desk.book()).value() == before);
    CHECK(code_of(restore(backup, backup / "restored")) == "invalid_argument");
    CHECK(code_of(restore(backup, desk.place() / "none" / "restored")) == "not_found");
    const TempFolder disk;
    const int failed_step = in_child_that_mounts(disk.path(), "size=64k", [&]() -> int {
        if (code_of(restore(backup, disk.path())) != "disk_full") return 1;
        return fs::is_empty(disk.path()) ? 0 : 2;
    });
    CHECK(failed_step == 0);
}

TEST_CASE("a restore that is killed at any moment is whole or says that it is not") {
    constexpr unsigned seed = 366;
    std::mt19937 random(seed);
    const Desk desk;
    keep_book(desk, 60);
    const auto backup = desk.place() / "backup";
    back_up(desk, backup).value();
    const auto folder = desk.place() / "restored";
    const auto work = [&]() -> int { return restore(backup, folder, desk.anchor()) ? 0 : 1; };
    const auto whole_us = duration_us(work);
    fs::remove_all(folder);
    int cut_short = 0;
    constexpr int moments = 20;
    for (int moment = 0; moment < moments; ++moment) {
        const auto after_us = whole_us * moment / moments + static_cast<long>(random() % 500);
        INFO("seed " << seed << ", killed after " << after_us << " us of " << whole_us);
        run_and_kill(work, after_us);
        if (is_whole_or_says_so(folder, "book")) {
            auto options = desk.reading();
            REQUIRE(check_whole(*Ledger::open(folder, options).value()) == entries_of_setup + 60);
        } else {
            ++cut_short;
        }
        fs::remove_all(folder);
    }
    CHECK(cut_short > 5);
}

}  // namespace timebank::backup_test
