#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "catch.hpp"
#include "store/support.hpp"

// The promise of this room: one wrong bit anywhere in the data file is found by check_pages(), or by the seal
// of a record that is read, or it lies where nobody looks: then everything reads as before, and keeps doing
// so while the ledger goes on. LMDB alone returns wrong data or kills the process (LMDB 0.9 has no
// checksums).

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

struct Flip {
    std::size_t offset = 0;
    std::uint8_t mask = 0;
};

enum Verdict : std::uint8_t {
    not_tried = 0,
    running,           // the process that tried it has died
    found_by_pages,    // check_pages() has a fault
    found_by_reading,  // opening or reading says data_damaged
    unseen,            // everything reads as before
    wrong,             // anything else
};

/// Ten transactions that take pages from the free lists, split pages and replace overflow runs.
Result<void> go_on(const fs::path& folder) {
    auto opened = Environment::open(folder, Access::read_write);
    if (!opened) return opened.error();
    for (std::uint64_t i = 0; i < 10; ++i) {
        auto done = commit(**opened, [&](WriteTransaction& t) -> Result<void> {
            for (std::uint64_t n = 0; n < 6; ++n) {
                const std::size_t size = n == 5 ? 9'000 + 3'000 * i : 150;
                if (auto put = t.put(Table::log, key_of(1'000'000 + 6 * i + n), value_of(i, size)); !put)
                    return put;
                if (auto put = t.put(Table::balances, key_of(i * n), value_of(n, 40)); !put) return put;
            }
            if (i % 4 == 3) return t.clear(Table::tallies);
            return t.put(Table::tallies, key_of(i), value_of(i, 6'000));
        });
        if (!done) return done;
    }
    return {};
}

struct Reference {
    Bytes file;
    Records before;
    Records after;  // what go_on() makes of it
};

Reference reference_of(const fs::path& folder) {
    Reference reference{read_file(folder / "data.mdb"), dump(folder).value(), {}};
    REQUIRE(check_pages(folder).value().empty());
    go_on(folder).value();
    reference.after = dump(folder).value();
    REQUIRE(check_pages(folder).value().empty());
    return reference;
}

Verdict examine(const fs::path& folder, const Reference& reference) {
    const auto faults = check_pages(folder);
    if (!faults) return wrong;
    if (!faults->empty()) return found_by_pages;
    const auto contents = dump(folder);
    if (!contents) return contents.error().code == Code::data_damaged ? found_by_reading : wrong;
    return *contents == reference.before ? unseen : wrong;
}

void poke(const fs::path& file, const Reference& reference, const Flip& flip, bool flipped) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(flip.offset));
    const std::uint8_t byte = reference.file[flip.offset];
    out.put(static_cast<char>(flipped ? byte ^ flip.mask : byte));
}

/// One verdict per flip, in memory that survives the children who write it.
class Verdicts {
  public:
    explicit Verdicts(std::size_t size) : size_(size) {
        void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::runtime_error("mmap failed");
        begin_ = static_cast<volatile std::uint8_t*>(memory);
    }
    ~Verdicts() { ::munmap(const_cast<std::uint8_t*>(begin_), size_); }
    Verdicts(const Verdicts&) = delete;
    Verdicts& operator=(const Verdicts&) = delete;
    volatile std::uint8_t& operator[](std::size_t i) { return begin_[i]; }
    std::size_t size() const { return size_; }

  private:
    std::size_t size_;
    volatile std::uint8_t* begin_;
};

/// Examines every flip in children, two at a time; one that dies leaves `running` behind and is replaced.
void examine_all(const Reference& reference, const std::vector<Flip>& flips, Verdicts& verdicts) {
    constexpr std::size_t workers = 2;
    const auto work = [&](std::size_t worker) {
        const TempFolder folder;
        write_file(folder.data(), reference.file);
        for (std::size_t i = worker; i < flips.size(); i += workers) {
            if (verdicts[i] != not_tried) continue;
            verdicts[i] = running;
            poke(folder.data(), reference, flips[i], true);
            verdicts[i] = examine(folder.path(), reference);
            poke(folder.data(), reference, flips[i], false);
        }
    };
    std::vector<pid_t> children;
    const auto start = [&](std::size_t worker) {
        const pid_t child = ::fork();
        if (child != 0) return child;
        work(worker);
        ::_exit(0);
    };
    for (std::size_t worker = 0; worker < workers; ++worker) children.push_back(start(worker));
    for (std::size_t worker = 0; worker < workers; ++worker) {
        int status = 0;
        while (::waitpid(children[worker], &status, 0) > 0 && status != 0) children[worker] = start(worker);
    }
}

/// Whether the ledger goes on as if the flips had not been. In a child, for it may die of them.
bool goes_on(const Reference& reference, const std::vector<Flip>& flips) {
    const TempFolder folder;
    Bytes file = reference.file;
    for (const Flip& flip : flips)
        file[flip.offset] = static_cast<std::uint8_t>(file[flip.offset] ^ flip.mask);
    write_file(folder.data(), file);
    return in_child([&]() -> int {
               if (!go_on(folder.path())) return 1;
               const auto contents = dump(folder.path());
               if (!contents || *contents != reference.after) return 2;
               const auto faults = check_pages(folder.path());
               return faults && faults->empty() ? 0 : 3;
           }) == 0;
}

/// Unseen flips are tried together, since each of them alone should change nothing; when a group does not go
/// on, its members are tried one by one.
void require_goes_on(const Reference& reference, const std::vector<Flip>& unseen_flips) {
    constexpr std::size_t group_size = 64;
    for (std::size_t begin = 0; begin < unseen_flips.size(); begin += group_size) {
        const auto end = std::min(begin + group_size, unseen_flips.size());
        const std::vector<Flip> group(unseen_flips.begin() + static_cast<std::ptrdiff_t>(begin),
                                      unseen_flips.begin() + static_cast<std::ptrdiff_t>(end));
        if (goes_on(reference, group)) continue;
        for (const Flip& flip : group) {
            INFO("offset " << flip.offset << " mask " << int(flip.mask));
            CHECK(goes_on(reference, {flip}));
        }
        FAIL("a group of flips that were not seen does harm, from offset " << group.front().offset);
    }
}

void require_found_or_harmless(const Reference& reference, std::vector<Flip> flips, std::uint64_t seed) {
    Verdicts verdicts(flips.size());
    examine_all(reference, flips, verdicts);
    std::size_t counts[6] = {};
    std::vector<Flip> unseen_flips;
    for (std::size_t i = 0; i < flips.size(); ++i) {
        const auto verdict = static_cast<Verdict>(verdicts[i]);
        ++counts[verdict];
        if (verdict == unseen) unseen_flips.push_back(flips[i]);
        if (verdict == found_by_pages || verdict == found_by_reading || verdict == unseen) continue;
        INFO("page " << flips[i].offset / 4096 << " offset " << flips[i].offset % 4096 << " mask "
                     << int(flips[i].mask) << " verdict " << int(verdict)
                     << " (1: killed the reader, 5: wrong)");
        CHECK(false);
    }
    std::mt19937_64 random(seed);
    std::shuffle(unseen_flips.begin(), unseen_flips.end(), random);
    require_goes_on(reference, unseen_flips);
    INFO(flips.size() << " flips: " << counts[found_by_pages] << " found by check_pages, "
                      << counts[found_by_reading] << " by a seal, " << counts[unseen]
                      << " without any effect");
    CHECK(counts[found_by_pages] > 0);
    CHECK(counts[found_by_reading] > 0);
    CHECK(counts[unseen] > 0);
}

}  // namespace

TEST_CASE("one wrong bit in any byte of a small file is found or does no harm") {
    constexpr std::uint64_t seed = 16224;
    INFO("seed " << seed);
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        for (std::uint64_t i = 0; i < 5; ++i) {
            commit(*environment, [&](WriteTransaction& t) -> Result<void> {
                t.put(Table::log, key_of(i), value_of(i, 200 + 150 * i)).value();
                return t.put(Table::balances, key_of(i), value_of(i, 24));
            }).value();
        }
    }
    const Reference reference = reference_of(folder.path());
    std::mt19937_64 random(seed);
    std::vector<Flip> flips;
    for (std::size_t offset = 0; offset < reference.file.size(); ++offset) {
        const bool in_header = offset < 8192 && offset % 4096 < 152;
        const unsigned one = static_cast<unsigned>(random() % 8);
        for (unsigned bit = 0; bit < 8; ++bit)
            if (in_header || bit == one) flips.push_back({offset, static_cast<std::uint8_t>(1U << bit)});
    }
    require_found_or_harmless(reference, std::move(flips), seed);
}

TEST_CASE("one wrong bit in a file with branches, free lists and overflow runs is found or does no harm") {
    constexpr std::uint64_t seed = 16228;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        for (std::uint64_t i = 0; i < 60; ++i) {
            commit(*environment, [&](WriteTransaction& t) -> Result<void> {
                t.put(Table::log, key_of(i), value_of(i, i % 5 == 0 ? 2'000 + 400 * i : 400)).value();
                for (int n = 0; n < 8; ++n)
                    t.put(Table::balances, key_of(random() % 500), value_of(i, 40)).value();
                const Bytes key = key_of(random() % 4);
                return t.put(Table::tallies, key, value_of(i, random() % 12'000));
            }).value();
        }
    }
    const Reference reference = reference_of(folder.path());
    std::vector<Flip> flips;
    for (int i = 0; i < 6'000; ++i) {
        // Half of them anywhere, half where pages begin: headers, pointers, lists of free pages.
        std::size_t offset = random() % reference.file.size();
        if (i % 2 == 0) offset = offset / 4096 * 4096 + random() % 64;
        flips.push_back({offset, static_cast<std::uint8_t>(1U << random() % 8)});
    }
    require_found_or_harmless(reference, std::move(flips), seed);
}
