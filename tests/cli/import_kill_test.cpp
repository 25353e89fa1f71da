#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "catch.hpp"
#include "program.hpp"

// A long sheet is killed again and again while it is imported. TIMEBANK_LONG_TESTS=1 makes it 100,000 rows
// and 20 kills.

using namespace timebank::cli_test;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t seed = 20180604;
constexpr int people = 60;
constexpr int slots_in_a_day = 10;
constexpr int rows_a_commit = 500;

/// Two digits.
std::string two(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

/// Sixty volunteers, ten services a day each, none like another: with labels and without, receivers, places.
std::string long_sheet(int rows, std::mt19937_64& random) {
    const std::vector<std::string> categories = {"食堂帮厨", "home-visit", "choir", "publicity"};
    const std::vector<std::string> places = {"", "canteen", "homes"};
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    std::string sheet = "\xEF\xBB\xBF日期,开始,分钟,编号,类别,场次,受服务者,地点\r\n";
    for (int row = 0; row < rows; ++row) {
        const int slot = row / people % slots_in_a_day;
        const int day = row / people / slots_in_a_day;
        const bool is_labelled = below(2) == 0;
        const bool has_receiver = below(4) == 0;
        std::string label;
        if (is_labelled) label = has_receiver ? "row " + std::to_string(row) : "slot " + std::to_string(slot);
        sheet += "2018-" + two(6 + day / 28) + "-" + two(1 + day % 28);
        sheet += "," + std::to_string(7 + slot) + ":" + two(below(50));
        sheet += "," + std::to_string(10 + below(40));
        sheet += ",v-0" + two(1 + row % people);
        sheet += "," + categories[static_cast<std::size_t>(below(4))];
        sheet += "," + label;  // nobody is served twice in one session
        sheet += "," + (has_receiver ? "r-0" + two(1 + below(99)) : std::string());
        sheet += "," + places[static_cast<std::size_t>(below(3))] + "\r\n";
    }
    return sheet;
}

struct Book {
    std::string ledger, keys;
};

std::vector<std::string> import_command(const Book& book, const std::string& sheet) {
    return {"import",    book.ledger, sheet,
            "--keys",    book.keys,   "--offset",
            "+08:00",    "--commit",  std::to_string(rows_a_commit),
            "--progress"};
}

/// The same ledger with the same keys, elsewhere.
Book copy_of(const TempFolder& folder, const std::string& name) {
    const Book book{folder / (name + "-ledger"), folder / (name + "-keys")};
    fs::copy(folder / "ledger", book.ledger, fs::copy_options::recursive);
    fs::copy(folder / "keys", book.keys, fs::copy_options::recursive);
    return book;
}

std::size_t size_of(const Book& book) {
    return lines_of(run({"entries", book.ledger}).out).size();
}

/// Every entry but for the time of its recording, and every balance.
std::vector<std::string> content_of(const Book& book) {
    auto lines = lines_of(run({"entries", book.ledger, "--json"}).out);
    for (auto& line : lines) {
        const auto begin = line.find("\"recorded_at\"");
        REQUIRE(begin != std::string::npos);
        line.erase(begin, line.find(',', begin) - begin);
    }
    for (const auto& line : lines_of(run({"balance", book.ledger, "--json"}).out)) lines.push_back(line);
    return lines;
}

long milliseconds_since(std::chrono::steady_clock::time_point begin) {
    const auto passed = std::chrono::steady_clock::now() - begin;
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

}  // namespace

TEST_CASE("killed again and again, an import ends where a clean one does, record for record") {
    const bool is_long = std::getenv("TIMEBANK_LONG_TESTS") != nullptr;
    const int rows = is_long ? 100'000 : 8'000;
    const int kills = is_long ? 20 : 6;
    std::mt19937_64 random(seed);
    TempFolder folder;
    found_fuyuan(folder);
    const auto sheet = folder / "long.csv";
    write_file(sheet, long_sheet(rows, random));

    const auto clean = copy_of(folder, "clean");
    const auto entries_before = size_of(clean);
    const auto begin = std::chrono::steady_clock::now();
    const auto whole = run(import_command(clean, sheet));
    const auto whole_ms = milliseconds_since(begin);
    INFO(whole.out.substr(0, 2000) << whole.err);
    REQUIRE(whole.exit_code == 0);
    const auto entries_behind = size_of(clean);
    CHECK(entries_behind == entries_before + static_cast<std::size_t>(rows));

    const auto killed = copy_of(folder, "killed");
    std::set<std::size_t> sizes;
    for (int kill = 0; kill < kills; ++kill) {
        // Somewhere in the commits behind this row; that there is a row behind it is the last run's to see.
        const int steps = rows / rows_a_commit;
        const int row = steps * (kill + 1) / (kills + 2) * rows_a_commit;
        const auto wait_us = random() % 50'000;
        INFO("seed " << seed << " kill " << kill << " behind row " << row << " and " << wait_us << " us");
        Running running(import_command(killed, sheet), STDERR_FILENO);
        CHECK(running.wait_for("posting " + std::to_string(row) + " /"));
        std::this_thread::sleep_for(std::chrono::microseconds(wait_us));
        running.kill_it();
        running.rest();
        const auto size = size_of(killed);
        REQUIRE(size >= entries_before + static_cast<std::size_t>(row));
        REQUIRE(size <= entries_behind);
        CHECK((size - entries_before) % static_cast<std::size_t>(rows_a_commit) == 0);  // whole commits
        sizes.insert(size);
    }
    std::string seen;
    for (const auto size : sizes) seen += " " + std::to_string(size);
    WARN(rows << " rows in " << whole_ms << " ms; " << kills << " kills; entries found afterwards:" << seen);
    CHECK(sizes.size() > static_cast<std::size_t>(kills) / 2);

    const auto last = run(import_command(killed, sheet));
    INFO(last.out.substr(0, 2000) << last.err);
    REQUIRE(last.exit_code == 0);
    CHECK(content_of(killed) == content_of(clean));
    CHECK(run({"audit", killed.ledger, "--keys", killed.keys}).exit_code == 0);
    const auto before_rebuild = content_of(killed);
    CHECK(run({"rebuild", killed.ledger}).exit_code == 0);
    CHECK(content_of(killed) == before_rebuild);
}
