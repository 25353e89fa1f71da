#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <random>

#include "backup/copies.hpp"
#include "backup/manifest.hpp"
#include "catch.hpp"
#include "decision/records.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/digest.hpp"

namespace timebank::backup_test {
namespace {

using store::test::dump;
using store::test::in_child_that_mounts;
using store::test::read_file;
using store::test::write_file;

constexpr auto names_of_backup = "backup.json book book/data.mdb people people/data.mdb";

std::vector<std::string> texts_in(const fs::path& folder) {
    std::vector<std::string> texts;
    const auto opened = store::Texts::open(folder, store::Access::read_only).value();
    for (const auto& record : opened.read().value().scan(nullptr, 1'000'000).value())
        texts.push_back(record.owner + " " + record.text);
    return texts;
}

}  // namespace

TEST_CASE("a backup holds everything, says what it holds, and reads like a ledger") {
    const Desk desk;
    keep_book(desk, 20);
    desk.open()->post(service("unsigned", "v-2", 60)).value();
    const auto folder = desk.place() / "backup";
    const auto summary = back_up(desk, folder).value();

    const auto original = desk.open_reading();
    const auto head = original->head().value();
    CHECK(summary.origin == origin);
    CHECK(summary.entries == head.size);
    CHECK(summary.root == head.root);
    CHECK(summary.checkpoint == original->last_checkpoint().value());
    CHECK(summary.signed_entries == head.size - 1);
    CHECK(summary.last_recorded_at_unix_s == head.recorded_at_unix_s);
    CHECK(summary.made_at_unix_s == start_unix_s);
    CHECK(summary.has_texts);
    CHECK(summary.bytes ==
          fs::file_size(folder / "book" / "data.mdb") + fs::file_size(folder / "people" / "data.mdb"));
    CHECK(names_in(folder) == names_of_backup);

    const auto manifest_bytes = read_file(folder / "backup.json");
    const auto manifest = backup::read_manifest(text_of(manifest_bytes)).value();
    for (const auto& file : manifest.files) {
        CHECK(file.digest == sha256(read_file(folder / file.name)));
        CHECK(file.bytes == fs::file_size(folder / file.name));
        struct stat found {};
        REQUIRE(::stat((folder / file.name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0640);
    }

    auto reading = desk.reading();
    const auto copy = Ledger::open(folder, reading).value();
    CHECK_FALSE(copy->anchor_fault().has_value());
    CHECK(check_whole(*copy) == head.size);
    CHECK(texts_in(folder) == texts_in(desk.folder()));
    CHECK(code_of(Ledger::open(folder, desk.options())) == "invalid_argument");
}

TEST_CASE("a text that was taken away lies in a free page of the data file, and in no backup") {
    const Desk desk;
    keep_book(desk, 4);
    const std::string name = "不该留下的人";
    const Digest salt = sha256(bytes_of("salt"));
    const auto commitment = commit("name", salt, bytes_of(name));
    auto texts = store::Texts::open(desk.folder(), store::Access::read_write).value();
    REQUIRE(texts.add({{"v-9", "name", commitment, salt, name}}));
    REQUIRE(texts.remove("v-9", {{"name", commitment}}));
    const auto holds_name = [&name](const fs::path& folder) {
        const auto bytes = read_file(folder / "people" / "data.mdb");
        return text_of(bytes).find(name) != std::string_view::npos;
    };
    CHECK(holds_name(desk.folder()));
    const auto folder = desk.place() / "backup";
    REQUIRE(back_up(desk, folder).value().has_texts);
    CHECK(texts_in(folder) == texts_in(desk.folder()));
    CHECK_FALSE(texts_in(folder).empty());
    CHECK_FALSE(holds_name(folder));
}

TEST_CASE("more texts than are copied in one step are all in the backup") {
    const Desk desk;
    desk.found().reset();
    auto texts = store::Texts::create(desk.folder()).value();
    std::vector<store::TextRecord> records;
    for (int i = 0; i < 2 * 4096; ++i) {
        const auto salt = sha256(bytes_of(std::to_string(i)));
        const auto text = "text " + std::to_string(i);
        records.push_back(
            {"v-" + std::to_string(i), "name", commit("name", salt, bytes_of(text)), salt, text});
    }
    REQUIRE(texts.add(records));
    const auto folder = desk.place() / "backup";
    REQUIRE(back_up(desk, folder));
    CHECK(texts_in(folder).size() == records.size());
    CHECK(texts_in(folder) == texts_in(desk.folder()));
}

TEST_CASE("a ledger without texts has a backup without texts, and an empty folder may be its place") {
    const Desk desk;
    desk.found().reset();
    const auto folder = desk.place() / "backup";
    fs::create_directory(folder);
    CHECK_FALSE(back_up(desk, folder).value().has_texts);
    CHECK(names_in(folder) == "backup.json book book/data.mdb");
    const auto again = desk.place() / "copy of the backup";
    CHECK(backup_ledger(folder, again, *desk.clock).has_value());
    CHECK(read_file(again / "book" / "data.mdb") == read_file(folder / "book" / "data.mdb"));
}

namespace {

store::TextRecord name_of(const std::string& owner) {
    const Digest salt = sha256(bytes_of("salt of " + owner));
    return {owner, "name", commit("name", salt, bytes_of(owner)), salt, owner};
}

/// Registers one account after the other: its text, then the entry. Until it is killed.
[[noreturn]] void register_for_ever(const Desk& desk) {
    const auto ledger = Ledger::open(desk.folder(), desk.options()).value();
    auto texts = store::Texts::open(desk.folder(), store::Access::read_write).value();
    for (int round = 0;; ++round) {
        const auto owner = "round-" + std::to_string(round);
        if (!texts.add({name_of(owner)})) ::_exit(1);
        if (!ledger->post(account(owner, owner))) ::_exit(2);
        if (round % 50 == 0 && !ledger->checkpoint()) ::_exit(3);
    }
}

void wait_for_more_than(std::uint64_t entries, const Desk& desk) {
    while (desk.open_reading()->head().value().size <= entries) ::usleep(1'000);
}

}  // namespace

TEST_CASE("backups made while another process posts are sound, and lack no text of their entries") {
    const Desk desk;
    keep_book(desk, 1);
    {
        // So many texts that something is registered while they are copied, whichever is copied first.
        std::vector<store::TextRecord> many;
        for (int i = 0; i < 40'000; ++i) many.push_back(name_of("many-" + std::to_string(i)));
        store::Texts::open(desk.folder(), store::Access::read_write).value().add(many).value();
    }
    const pid_t writer = ::fork();
    if (writer == 0) register_for_ever(desk);
    std::uint64_t entries = entries_of_setup + 1;
    for (int round = 0; round < 6; ++round) {
        wait_for_more_than(entries, desk);
        const auto folder = desk.place() / ("backup " + std::to_string(round));
        const auto summary = back_up(desk, folder).value();
        CHECK(summary.entries > entries);  // the writer did not wait for us
        entries = summary.entries;
        const auto copy = Ledger::open(folder, desk.reading()).value();
        REQUIRE(check_whole(*copy) == entries);
        const auto texts = store::Texts::open(folder, store::Access::read_only).value();
        const auto snapshot = texts.read().value();
        for (const auto& account : copy->accounts("round", 1'000'000).value())
            if (account.content.owner.rfind("round-", 0) == 0)
                REQUIRE(snapshot.of(account.content.owner).value().size() == 1);
    }
    ::kill(writer, SIGKILL);
    int status = 0;
    ::waitpid(writer, &status, 0);
    CHECK(WIFSIGNALED(status));
}

TEST_CASE("a place that will not do is refused before anything is written there") {
    const Desk desk;
    keep_book(desk, 1);
    const auto place = desk.place();
    fs::create_directory(place / "full");
    write_file(place / "full" / "mine", bytes_of("x"));
    write_file(place / "file", bytes_of("x"));
    fs::create_directory(place / "cut");
    write_file(place / "cut" / "unfinished", {});
    fs::create_directory_symlink(desk.folder(), place / "alias");
    struct Row {
        const char* name;
        fs::path from;
        fs::path to;
        const char* code;
        const char* words;
    };
    const Row rows[] = {
        {"not empty", desk.folder(), place / "full", "already_there", "not empty"},
        {"a file", desk.folder(), place / "file", "already_there", "no folder"},
        {"no parent", desk.folder(), place / "none" / "backup", "not_found", "attached"},
        {"inside the ledger", desk.folder(), desk.folder() / "backup", "invalid_argument", "inside"},
        {"inside, by another name", desk.folder(), place / "alias" / "backup", "invalid_argument", "inside"},
        {"the ledger itself", desk.folder(), desk.folder(), "invalid_argument", "inside"},
        {"no ledger", place / "none", place / "backup", "not_found", "no ledger"},
        {"an unfinished ledger", place / "cut", place / "backup", "not_found", "cut short"},
    };
    const auto before = names_in(place);
    for (const auto& row : rows) {
        INFO(row.name);
        const auto made = backup_ledger(row.from, row.to, *desk.clock);
        REQUIRE(code_of(made) == row.code);
        INFO(made.error().text.en);
        CHECK(made.error().text.en.find(row.words) != std::string::npos);
        CHECK(names_in(place) == before);
    }
}

TEST_CASE("a full or read-only disk leaves nothing behind") {
    const Desk desk;
    keep_book(desk, 40);
    const TempFolder disk;
    struct Row {
        const char* options;
        Code code;
    };
    const Row rows[] = {{"size=64k", Code::disk_full},  // the book does not fit
                        {"size=4k", Code::disk_full},   // nor does anything else
                        {"size=4m,nr_inodes=4", Code::disk_full},
                        {"ro,size=4m", Code::permission_denied}};
    for (const auto& row : rows) {
        INFO(row.options);
        const int failed_step = in_child_that_mounts(disk.path(), row.options, [&]() -> int {
            const auto made = back_up(desk, disk.path());
            if (made) return 1;
            if (made.error().code != row.code) return 2;
            return fs::is_empty(disk.path()) ? 0 : 3;
        });
        CHECK(failed_step == 0);
    }
}

TEST_CASE("a backup of a damaged ledger is not kept") {
    const Desk desk;
    keep_book(desk, 3);
    const auto folder = desk.place() / "backup";
    const auto check_refused = [&](const std::string& words) {
        const auto made = back_up(desk, folder);
        REQUIRE(code_of(made) == "data_damaged");
        INFO(made.error().text.en);
        CHECK(made.error().text.en.find(words) != std::string::npos);
        CHECK(made.error().text.en.find("run audit") != std::string::npos);
        CHECK_FALSE(fs::exists(folder));
    };
    SECTION("a balance that the log does not give") {
        overwrite(desk.book(), Table::balances, key_of::balance("v-1", "point"), encode(Amount{1'000}), true);
        check_refused("balances");
        check_refused("The copy was removed");
    }
    SECTION("a text with a damaged byte") {
        const auto file = desk.folder() / "people" / "data.mdb";
        auto bytes = read_file(file);
        const std::string name = "张三";
        const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end(),
                                    [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
        REQUIRE(at != bytes.end());
        *at ^= 1;
        write_file(file, bytes);
        check_refused("table texts");
    }
    SECTION("texts that are gone") {
        fs::remove(desk.folder() / "people" / "data.mdb");
        CHECK_FALSE(back_up(desk, folder).has_value());
        CHECK_FALSE(fs::exists(folder));
    }
}

TEST_CASE("a backup that is killed at any moment is whole or says that it is not") {
    constexpr unsigned seed = 365;
    std::mt19937 random(seed);
    const Desk desk;
    keep_book(desk, 60);
    const auto folder = desk.place() / "backup";
    const auto work = [&]() -> int { return back_up(desk, folder) ? 0 : 1; };
    const auto whole_us = duration_us(work);
    fs::remove_all(folder);
    int whole = 0;
    int cut_short = 0;
    constexpr int moments = 30;
    for (int moment = 0; moment < moments; ++moment) {
        const auto after_us = whole_us * moment / moments + static_cast<long>(random() % 500);
        INFO("seed " << seed << ", killed after " << after_us << " us of " << whole_us);
        run_and_kill(work, after_us);
        const bool is_whole = is_whole_or_says_so(folder, "backup.json");
        if (is_whole) {
            const TempFolder elsewhere;
            REQUIRE(restore(folder, elsewhere.path(), desk.anchor()).has_value());
        } else if (fs::exists(folder) && !fs::is_empty(folder)) {
            REQUIRE(back_up(desk, folder).has_value());  // what was left goes away by itself
        }
        ++(is_whole ? whole : cut_short);
        fs::remove_all(folder);
    }
    CHECK(cut_short > 5);
    CHECK(desk.open()->post(service("after", "v-2", 60)).has_value());
}

}  // namespace timebank::backup_test
