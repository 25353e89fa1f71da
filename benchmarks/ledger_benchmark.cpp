// How much a ledger costs above what it stands on. Every figure is a ratio between neighbours of one run:
//
//   post/N          durable posts of N signed services a commit (signatures verified, decided, logged,
//   synced) raw_append/N    the same entries' bytes appended to plain LMDB, N a commit, synced raw_hash/N
//   SHA-256 of the same bytes raw_verify/N    one Ed25519 verification an entry: the floor of any ledger
//   whose claims are signed audit           a whole audit of the ledger that the posts made, in entries a
//   second
//
// `--small` runs every workload once with few entries: a test that they work, not a measurement.

#include <benchmark/benchmark.h>
#include <lmdb.h>

#include <cstring>
#include <iostream>
#include <map>

#include "timebank/audit.hpp"
#include "timebank/digest.hpp"
#include "workload.hpp"

namespace {

using namespace timebank;
using benchmarks::Community;
using benchmarks::TemporaryFolder;

struct World {
    TemporaryFolder folder;
    Community community{folder.path()};
};

World& world() {
    static World one;
    return one;
}

/// The last `count` entries' bytes.
std::vector<Bytes> last_entries(std::size_t count) {
    auto& ledger = world().community.ledger();
    const auto size = ledger.head().value().size;
    std::vector<Bytes> all;
    for (const auto& entry : ledger.entries(size - std::min<std::uint64_t>(size, count), count).value())
        all.push_back(encode_entry(entry).value());
    while (all.size() < count) all.push_back(all.back());
    return all;
}

void count_entries(benchmark::State& state, std::size_t each) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(each));
}

void post(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        const auto claims = world().community.services(count);
        state.ResumeTiming();
        for (const auto& result : world().community.ledger().post(claims).value())
            if (result.outcome != PostOutcome::accepted) state.SkipWithError("refused");
    }
    count_entries(state, count);
}

/// Plain LMDB with the durability that the ledger uses: its default.
class RawLog {
  public:
    explicit RawLog(const std::filesystem::path& folder) {
        check(mdb_env_create(&environment_));
        check(mdb_env_set_mapsize(environment_, std::size_t{8} << 30));
        std::filesystem::create_directories(folder);
        check(mdb_env_open(environment_, folder.c_str(), 0, 0600));
    }
    ~RawLog() { mdb_env_close(environment_); }
    RawLog(const RawLog&) = delete;
    RawLog& operator=(const RawLog&) = delete;

    void append(const std::vector<Bytes>& entries) {
        MDB_txn* transaction = nullptr;
        MDB_dbi table = 0;
        check(mdb_txn_begin(environment_, nullptr, 0, &transaction));
        check(mdb_dbi_open(transaction, nullptr, 0, &table));
        for (const auto& entry : entries) {
            std::uint8_t key[8];
            for (int i = 0; i < 8; ++i) key[i] = static_cast<std::uint8_t>(next_ >> (56 - 8 * i));
            ++next_;
            MDB_val at{sizeof key, key};
            MDB_val value{entry.size(), const_cast<std::uint8_t*>(entry.data())};
            check(mdb_put(transaction, table, &at, &value, MDB_APPEND));
        }
        check(mdb_txn_commit(transaction));
    }

  private:
    static void check(int code) {
        if (code != 0) throw std::runtime_error(mdb_strerror(code));
    }
    MDB_env* environment_ = nullptr;
    std::uint64_t next_ = 0;
};

void raw_append(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto entries = last_entries(count);
    TemporaryFolder folder;
    RawLog log(folder.path() / "raw");
    for (auto _ : state) log.append(entries);
    count_entries(state, count);
}

void raw_hash(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto entries = last_entries(count);
    for (auto _ : state)
        for (const auto& entry : entries) benchmark::DoNotOptimize(sha256(entry));
    count_entries(state, count);
}

void raw_verify(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    auto& ledger = world().community.ledger();
    const auto size = ledger.head().value().size;
    const auto entry = ledger.entry(size - 1).value().value();
    for (auto _ : state)
        for (std::size_t i = 0; i < count; ++i)
            if (!verify_signatures(entry.signed_claim)) state.SkipWithError("bad signature");
    count_entries(state, count);
}

void audit(benchmark::State& state) {
    std::uint64_t entries = 0;
    for (auto _ : state) {
        const auto report = audit_ledger(world().community.folder(), {}).value();
        if (!report.findings.empty()) state.SkipWithError("findings");
        entries = report.entries;
    }
    count_entries(state, entries);
}

/// Prints the table of the run, then what each figure is of its neighbours.
class Ratios : public benchmark::ConsoleReporter {
  public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            failed_ = failed_ || run.error_occurred;
            auto rate = run.counters.find("items_per_second");
            if (rate != run.counters.end())
                rates_[run.run_name.function_name + "/" + run.run_name.args] = rate->second;
        }
    }
    void Finalize() override {
        std::cout << "\nentries a second, and how many times as fast the raw part is:\n";
        for (const auto& [name, rate] : rates_) {
            const bool is_post = name.rfind("post/", 0) == 0;
            if (!is_post && name.rfind("audit/", 0) != 0) continue;
            const std::string size = is_post ? name.substr(5) : "1000";
            std::cout << "  " << (is_post ? name : "audit") << ": " << static_cast<long long>(rate);
            for (const std::string raw : {"raw_append/", "raw_hash/", "raw_verify/"})
                if (auto found = rates_.find(raw + size); found != rates_.end())
                    std::cout << "  " << raw.substr(0, raw.size() - 1) << " x"
                              << static_cast<long long>(found->second / rate * 10) / 10.0;
            std::cout << '\n';
        }
    }
    bool failed() const { return failed_; }

  private:
    std::map<std::string, double> rates_;
    bool failed_ = false;
};

void add_workloads(bool small) {
    for (std::int64_t count : {1, 100, 1000, 4096}) {
        const auto size = small ? std::min<std::int64_t>(count, 10) : count;
        const auto times = small ? 1 : std::max<std::int64_t>(3, 400 / count);
        const std::pair<const char*, void (*)(benchmark::State&)> parts[] = {
            {"post", post}, {"raw_append", raw_append}, {"raw_hash", raw_hash}, {"raw_verify", raw_verify}};
        for (const auto& [name, work] : parts)
            benchmark::RegisterBenchmark(name, work)->Arg(size)->Iterations(times)->UseRealTime();
    }
    benchmark::RegisterBenchmark("audit", audit)->Iterations(small ? 1 : 3)->UseRealTime();
}

}  // namespace

int main(int count, char** arguments) {
    const bool small = count > 1 && std::strcmp(arguments[1], "--small") == 0;
    try {
        add_workloads(small);
        benchmark::Initialize(&count, arguments);
        Ratios ratios;
        benchmark::RunSpecifiedBenchmarks(&ratios);
        return ratios.failed() ? 1 : 0;
    } catch (const std::exception& error) {
        std::cerr << "benchmarks: " << error.what() << '\n';
        return 1;
    }
}
