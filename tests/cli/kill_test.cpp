#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "catch.hpp"
#include "program.hpp"

// The program posts the figures at 50 entries a commit and is killed at moments spread over the whole run.

using namespace timebank::cli_test;
using Milliseconds = std::chrono::duration<long, std::milli>;

namespace {

constexpr int moments = 40;

std::vector<std::string> post_command(const TempFolder& folder) {
    return {"post", folder / "ledger", folder / "figures.jsonl", "--keys", folder / "keys", "--commit",
            "50",   "--json"};
}

/// Setup, standards and claims as one file: everything that the demo posts.
std::string all_figures() {
    auto standard = [](const std::string& id, const std::string& name) {
        return nlohmann::json{{"kind", "standard"}, {"id", id}, {"document", read_file(fuyuan(name))}}
                   .dump() +
               "\n";
    };
    return read_file(fuyuan("setup.jsonl")) +
           standard("00000000-0000-8000-8000-000000000001", "credit-standard.json") +
           standard("00000000-0000-8000-8000-000000000002", "redemption-standard.json") +
           read_file(fuyuan("claims.jsonl"));
}

/// Claim id -> index, of the answers that were printed whole.
std::map<std::string, std::uint64_t> acknowledged(const std::string& out) {
    std::map<std::string, std::uint64_t> answers;
    const auto whole = out.substr(0, out.rfind('\n') + 1);
    for (const auto& line : lines_of(whole)) {
        const auto answer = nlohmann::json::parse(line);
        if (answer.at("result") != "refused") answers[answer.at("id")] = answer.at("index");
    }
    return answers;
}

std::map<std::string, std::uint64_t> recorded(const TempFolder& folder) {
    std::map<std::string, std::uint64_t> entries;
    for (const auto& line : lines_of(run({"entries", folder / "ledger", "--json"}).out)) {
        const auto entry = nlohmann::json::parse(line);
        CHECK(entries.emplace(entry.at("claim").at("id"), entry.at("index")).second);  // nothing doubled
    }
    return entries;
}

}  // namespace

TEST_CASE("killed at 40 moments, nothing acknowledged is lost and posting again completes it") {
    const auto figures = all_figures();
    const auto claims = lines_of(figures).size();
    auto timed_run = [&](TempFolder& folder) {
        found(folder);
        write_file(folder / "figures.jsonl", figures);
        const auto begin = std::chrono::steady_clock::now();
        REQUIRE(run(post_command(folder)).exit_code == 0);
        return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - begin);
    };
    TempFolder whole;
    const auto run_ms = timed_run(whole).count();

    const std::uint64_t seed = 2018;
    std::mt19937_64 random(seed);
    std::set<std::size_t> sizes;
    for (int moment = 0; moment < moments; ++moment) {
        TempFolder folder;
        found(folder);
        write_file(folder / "figures.jsonl", figures);
        const auto after_us =
            (run_ms * 1000 * moment + static_cast<long>(random() % 1000) * run_ms) / moments;
        INFO("seed " << seed << ", moment " << moment << ", killed after " << after_us << " us of " << run_ms
                     << " ms");

        Running running(post_command(folder));
        std::this_thread::sleep_for(std::chrono::microseconds(after_us));
        running.kill_it();
        const auto answers = acknowledged(running.rest());

        const auto entries = recorded(folder);
        for (const auto& [id, index] : answers) {
            auto entry = entries.find(id);
            REQUIRE(entry != entries.end());
            CHECK(entry->second == index);
        }
        const auto audit = run({"audit", folder / "ledger", "--keys", folder / "keys"});
        INFO(audit.out << audit.err);
        CHECK(audit.exit_code == 0);

        CHECK(run(post_command(folder)).exit_code == 0);
        CHECK(recorded(folder).size() == claims + 1);
        CHECK(run({"audit", folder / "ledger", "--keys", folder / "keys"}).exit_code == 0);
        sizes.insert(entries.size());
    }
    std::string seen;
    for (auto size : sizes) seen += (seen.empty() ? "" : " ") + std::to_string(size);
    WARN(moments << " kills; entries found afterwards: " << seen);
    CHECK(sizes.size() > 3);  // the moments did fall into different commits
}
