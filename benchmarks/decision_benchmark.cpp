// What deciding costs: decide() alone, from the facts that the entry records, for every service of the worked
// examples of the standards in tests/standards. Figures are ratios within one run: to SHA-256 of the entry's
// own bytes, and to one LMDB get among 100,000 records.
//
// `--small` runs everything a few times: a test that it works, not a measurement.

#include <cpuid.h>
#include <lmdb.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "decision/decide.hpp"
#include "decision/examples.hpp"
#include "temporary_folder.hpp"
#include "timebank/digest.hpp"
#include "timebank/entry.hpp"

namespace {

using namespace timebank;

bool small = false;

/// The least of several rounds: what disturbs a round can only make it slower.
template <class Work>
double nanoseconds_of(const Work& work) {
    using Steady = std::chrono::steady_clock;
    const int rounds = small ? 1 : 7;
    const auto round_length = small ? std::chrono::microseconds(50) : std::chrono::microseconds(3'000);
    double least = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Steady::now();
        std::int64_t times = 0;
        while (Steady::now() - begin < round_length)
            for (int i = 0; i < 20; ++i, ++times) work();
        const std::chrono::duration<double, std::nano> spent = Steady::now() - begin;
        const double each = spent.count() / static_cast<double>(times);
        if (round == 0 || each < least) least = each;
    }
    return least;
}

template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

bool has_sha_instructions() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29U & 1U) != 0;
}

struct Cost {
    std::string name;
    double decide_ns = 0;
    double hash_ns = 0;
    std::size_t entry_bytes = 0;
    std::size_t facts = 0;
    double hashes() const { return decide_ns / hash_ns; }
};

/// Examples name their people in brackets, which no ledger would take: "(attendee 1)" becomes "attendee-1".
std::string owner_of(std::string name) {
    if (name.empty() || name.front() != '(') return name;
    name = name.substr(1, name.size() - 2);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

void complete(Participant& participant) {
    participant.owner = owner_of(participant.owner);
    if (participant.evidence.kind == EvidenceKind::paper_confirmation) participant.evidence.digest.fill(1);
}

/// The entry's bytes as a ledger would log them.
Bytes bytes_of_entry(Entry entry) {
    entry.index = 1;
    entry.signed_claim.claim.id = claim_id_from_random(1, std::array<std::uint8_t, 10>{});
    entry.signed_claim.claim.origin = "timebank.example.org/benchmark";
    for (auto& participant : std::get<ServiceContent>(entry.signed_claim.claim.content).participants)
        complete(participant);
    auto& decision = entry.decision;
    for (auto& fact : decision.facts) {
        fact.owner = owner_of(fact.owner);
        fact.name = owner_of(fact.name);
    }
    for (auto& award : decision.awards) {
        award.from = owner_of(award.from);
        award.to = owner_of(award.to);
    }
    for (auto& one : decision.groups) one.group = owner_of(one.group);
    std::sort(decision.groups.begin(), decision.groups.end());
    decision.legs = legs_of(decision.awards).value();
    auto bytes = encode_entry(entry);
    if (!bytes) throw std::runtime_error(bytes.error().text.en);
    return *bytes;
}

Cost cost_of(const standard::Plan& plan, const Entry& entry) {
    Cost cost;
    Plans plans;
    const auto work = [&] {
        RecordedFacts facts(entry.decision.facts, {});
        return decide(plans, &plan, facts, entry.signed_claim.claim, entry.recorded_at_unix_s);
    };
    const auto again = work();
    if (!again || !*again || **again != entry.decision)
        throw std::runtime_error("a service is not decided again as it was");
    cost.facts = entry.decision.facts.size();
    const auto bytes = bytes_of_entry(entry);
    cost.entry_bytes = bytes.size();
    cost.decide_ns = nanoseconds_of([&] { keep(work()); });
    cost.hash_ns = nanoseconds_of([&] { keep(sha256(bytes)); });
    return cost;
}

/// The dearest claim of the document's examples; nothing when it decides none.
std::optional<Cost> dearest(const std::string& name, const Bytes& document) {
    const auto plan = standard::compile(document);
    if (!plan) throw std::runtime_error(name + ": " + plan.error().text.en);
    std::vector<Entry> entries;
    run_examples(**plan, [&](const Entry& entry) {
        if (service_in(entry.signed_claim.claim)) entries.push_back(entry);
    });
    std::optional<Cost> worst;
    // Services repeated day after day are alike: some of each are enough.
    const std::size_t stride = std::max<std::size_t>(1, entries.size() / 24);
    for (std::size_t i = 0; i < entries.size(); i += stride) {
        auto cost = cost_of(**plan, entries[i]);
        cost.name = name;
        if (!worst || cost.hashes() > worst->hashes()) worst = cost;
    }
    return worst;
}

Bytes read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}

void check(int code) {
    if (code != 0) throw std::runtime_error(mdb_strerror(code));
}

/// A get of one record of 200 bytes, its key drawn at random, inside a read transaction.
double lmdb_get_ns() {
    benchmarks::TemporaryFolder folder;
    MDB_env* environment = nullptr;
    MDB_txn* transaction = nullptr;
    MDB_dbi table = 0;
    check(mdb_env_create(&environment));
    check(mdb_env_set_mapsize(environment, std::size_t{1} << 30));
    check(mdb_env_open(environment, folder.path().c_str(), MDB_NOSYNC, 0600));
    check(mdb_txn_begin(environment, nullptr, 0, &transaction));
    check(mdb_dbi_open(transaction, nullptr, 0, &table));
    const std::uint32_t records = small ? 100 : 100'000;
    std::uint8_t bytes[200] = {};
    std::uint32_t state = 1;
    const auto next = [&] { return state = (state * 1'664'525 + 1'013'904'223); };
    const auto val = [](std::uint32_t& number) { return MDB_val{sizeof number, &number}; };
    for (std::uint32_t i = 0; i < records; ++i) {
        auto number = next() % records;
        MDB_val key = val(number);
        MDB_val value{sizeof bytes, bytes};
        check(mdb_put(transaction, table, &key, &value, 0));
    }
    check(mdb_txn_commit(transaction));
    check(mdb_txn_begin(environment, nullptr, MDB_RDONLY, &transaction));
    const auto cost = nanoseconds_of([&] {
        auto number = next() % records;
        MDB_val key = val(number);
        MDB_val value{};
        keep(mdb_get(transaction, table, &key, &value));
    });
    mdb_txn_abort(transaction);
    mdb_env_close(environment);
    return cost;
}

void print(const Cost& cost, double get_ns) {
    std::cout << "  " << std::left << std::setw(18) << cost.name << std::right << std::fixed
              << std::setprecision(0) << std::setw(8) << cost.decide_ns << " ns" << std::setw(8)
              << cost.hash_ns << " ns (" << std::setw(4) << cost.entry_bytes << " bytes, " << std::setw(2)
              << cost.facts << " facts)" << std::setprecision(2) << std::setw(8) << cost.hashes() << " hashes"
              << std::setw(8) << cost.decide_ns / get_ns << " gets\n";
}

int run() {
    std::vector<std::filesystem::path> documents;
    for (const auto& file : std::filesystem::directory_iterator(TIMEBANK_STANDARDS_FOLDER))
        if (file.path().extension() == ".json" && std::isupper(file.path().filename().string()[0]) != 0)
            documents.push_back(file.path());
    std::sort(documents.begin(), documents.end());
    const auto get_ns = lmdb_get_ns();
    std::cout << "SHA instructions: " << (has_sha_instructions() ? "yes" : "no")
              << "; one LMDB get: " << std::fixed << std::setprecision(0) << get_ns << " ns\n"
              << "decide() of the dearest service of each standard, SHA-256 of its entry, and the ratios:\n";
    std::optional<Cost> plain;
    std::optional<Cost> richest;
    for (const auto& document : documents) {
        const auto cost = dearest(document.stem().string(), read_file(document));
        if (!cost) continue;
        print(*cost, get_ns);
        if (cost->name == "CN-WH-SY-2018") plain = cost;
        if (!richest || cost->hashes() > richest->hashes()) richest = cost;
    }
    if (!plain || !richest) throw std::runtime_error("no standard with examples was found");
    std::cout << "plain (so much an hour, nothing else; target 3 hashes) and richest (target 12):\n";
    print(*plain, get_ns);
    print(*richest, get_ns);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    small = count > 1 && std::strcmp(arguments[1], "--small") == 0;
    try {
        return run();
    } catch (const std::exception& error) {
        std::cerr << "benchmarks: " << error.what() << '\n';
        return 1;
    }
}
