#include <lmdb.h>

#include <algorithm>
#include <cstring>

#include "catch.hpp"
#include "store/pages.hpp"
#include "store/support.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t page_bytes = 4096;

std::string first_fault(const fs::path& folder) {
    const auto faults = check_pages(folder).value();
    return faults.empty() ? std::string() : faults.front().en;
}

/// Work of many kinds: splits, merges, overflow runs, cleared tables, free lists of many transactions.
void work_randomly(Environment& environment, std::uint64_t seed, int transactions) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < transactions; ++i) {
        auto transaction = environment.write().value();
        const std::size_t puts = random() % 60;
        for (std::size_t n = 0; n < puts; ++n) {
            const Table table = derived_tables[random() % std::size(derived_tables)];
            const std::size_t size = random() % 20 == 0 ? random() % 60'000 : random() % 300;
            const std::uint64_t which = random() % 400;
            const Bytes key = value_of(which, 1 + which % 40);
            transaction.put(table, key, value_of(random(), size)).value();
        }
        if (random() % 8 == 0)
            transaction.clear(derived_tables[random() % std::size(derived_tables)]).value();
        if (random() % 8 != 0) REQUIRE(transaction.commit().outcome == Outcome::committed);
    }
}

/// A copy made by LMDB itself.
void copy_with_lmdb(const fs::path& from, const fs::path& to, unsigned flags) {
    fs::create_directories(to);
    MDB_env* env = nullptr;
    REQUIRE(mdb_env_create(&env) == 0);
    REQUIRE(mdb_env_open(env, from.c_str(), MDB_RDONLY, 0640) == 0);
    REQUIRE(mdb_env_copy2(env, to.c_str(), flags) == 0);
    mdb_env_close(env);
}

}  // namespace

TEST_CASE("files that LMDB made have no fault: fresh, after much work, with readers, and copied") {
    constexpr std::uint64_t seed = 7;
    INFO("seed " << seed);
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        CHECK(first_fault(folder.path()) == "");
        for (std::uint64_t round = 0; round < 60; ++round) {
            // A snapshot that is held keeps pages from being reused, which makes long free lists.
            auto held = round % 3 == 0 ? std::make_optional(environment->read().value()) : std::nullopt;
            work_randomly(*environment, seed + round, 5);
            REQUIRE(first_fault(folder.path()) == "");
        }
    }
    const auto contents = dump(folder.path()).value();
    struct Row {
        const char* name;
        unsigned flags;
    };
    const Row rows[] = {{"copy", 0}, {"compacted copy", MDB_CP_COMPACT}};
    for (const Row& row : rows) {
        INFO(row.name);
        const TempFolder copy;
        copy_with_lmdb(folder.path(), copy.path(), row.flags);
        CHECK(first_fault(copy.path()) == "");
        auto environment = Environment::open(copy.path(), Access::read_write).value();
        CHECK(dump(environment->read().value()).value() == contents);
        for (std::uint64_t i = 0; i < 5; ++i) {
            work_randomly(*environment, i, 1);
            CHECK(first_fault(copy.path()) == "");
        }
    }
}

TEST_CASE("a log of many pages, free lists on overflow pages and a cleared large table have no fault") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    for (std::uint64_t batch = 0; batch < 5; ++batch) {
        commit(*environment, [&](WriteTransaction& t) -> Result<void> {
            for (std::uint64_t i = 0; i < 2'000; ++i) {
                const std::uint64_t index = batch * 2'000 + i;
                if (auto put = t.put(Table::log, key_of(index), value_of(index, 300)); !put) return put;
                if (auto put = t.put(Table::ids, value_of(index, 16), key_of(index)); !put) return put;
                if (auto put = t.put(Table::accounts, value_of(index, 16), value_of(index, 900)); !put)
                    return put;
            }
            return {};
        }).value();
        REQUIRE(first_fault(folder.path()) == "");
    }
    commit(*environment, [](auto& t) { return t.clear(Table::accounts); }).value();
    REQUIRE(first_fault(folder.path()) == "");
    commit(*environment, [](auto& t) { return t.clear(Table::ids); }).value();
    REQUIRE(first_fault(folder.path()) == "");
}

namespace {

/// Deletes a record in the transaction that put it, which our own transactions cannot: its pages, at the end
/// of the file, are given back before they were ever written.
void put_and_delete_with_lmdb(const fs::path& folder, std::size_t size) {
    MDB_env* env = nullptr;
    MDB_txn* transaction = nullptr;
    MDB_dbi table = 0;
    Bytes key = key_of(2), value(size);
    MDB_val lmdb_key{key.size(), key.data()}, lmdb_value{value.size(), value.data()};
    REQUIRE(mdb_env_create(&env) == 0);
    REQUIRE(mdb_env_set_maxdbs(env, 32) == 0);
    REQUIRE(mdb_env_set_mapsize(env, 1 << 28) == 0);
    REQUIRE(mdb_env_open(env, folder.c_str(), 0, 0640) == 0);
    REQUIRE(mdb_txn_begin(env, nullptr, 0, &transaction) == 0);
    REQUIRE(mdb_dbi_open(transaction, "units", 0, &table) == 0);
    REQUIRE(mdb_put(transaction, table, &lmdb_key, &lmdb_value, 0) == 0);
    REQUIRE(mdb_del(transaction, table, &lmdb_key, nullptr) == 0);
    REQUIRE(mdb_txn_commit(transaction) == 0);
    mdb_env_close(env);
}

}  // namespace

TEST_CASE("a file that is short only of free pages is sound, opens and goes on") {
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        for (std::uint64_t i = 0; i < 5; ++i)
            commit(*environment, [&](auto& t) { return t.put(Table::units, key_of(1), key_of(i)); }).value();
    }
    put_and_delete_with_lmdb(folder.path(), 300'000);
    const auto file = DataFile::open(folder.data()).value();
    REQUIRE(file.pages() <= read_headers(file).value().newest().last_page);
    REQUIRE(first_fault(folder.path()) == "");
    auto environment = Environment::open(folder.path(), Access::read_write).value();
    REQUIRE(environment->read().value().get(Table::units, key_of(1)).value() == key_of(4));
    work_randomly(*environment, 1, 10);
    REQUIRE(first_fault(folder.path()) == "");
}

TEST_CASE("a value that was replaced by a shorter one in the same transaction keeps its long run of pages") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    commit(*environment, [](WriteTransaction& t) -> Result<void> {
        t.put(Table::units, key_of(1), value_of(1, 300'000)).value();
        return t.put(Table::units, key_of(1), value_of(1, 10));
    }).value();
    REQUIRE(first_fault(folder.path()) == "");
    REQUIRE(environment->read().value().get(Table::units, key_of(1)).value() == value_of(1, 10));
}

TEST_CASE(
    "a header that could not be written is a fault until the next commit, and the last snapshot stands") {
    const TempFolder folder;
    Environment::open(folder.path(), Access::create).value();
    const auto write = [&](std::uint64_t seed) {
        auto environment = Environment::open(folder.path(), Access::read_write).value();
        commit(*environment, [&](auto& t) {
            return t.put(Table::units, key_of(1), value_of(seed, 30));
        }).value();
    };
    for (std::uint64_t seed = 1; seed <= 5; ++seed) write(seed);
    const auto before = read_headers(DataFile::open(folder.data()).value()).value().older();
    write(6);
    // What LMDB leaves behind: the new trees with the old last page and the old id.
    Bytes bytes = read_file(folder.data());
    std::memcpy(bytes.data() + before.page * page_bytes + 16 + 120, &before.last_page, 8);
    std::memcpy(bytes.data() + before.page * page_bytes + 16 + 128, &before.transaction, 8);
    write_file(folder.data(), bytes);

    CHECK(first_fault(folder.path()).find("transaction ids") != std::string::npos);
    CHECK(dump(folder.path()).value()[Table::units].front().value == value_of(5, 30));
    write(7);
    CHECK(first_fault(folder.path()) == "");
    CHECK(dump(folder.path()).value()[Table::units].front().value == value_of(7, 30));
}

TEST_CASE("what cannot be read as pages is a fault or an error, never a crash") {
    const TempFolder folder;
    CHECK(code_of(check_pages(folder.path())) == "not_found");
    write_file(folder.data(), {});
    CHECK(check_pages(folder.path()).value().size() == 1);
    write_file(folder.data(), value_of(1, 3 * page_bytes));
    CHECK(check_pages(folder.path()).value().size() == 1);
}

TEST_CASE("truncated files, swapped pages and files with many wrong bits all have faults") {
    constexpr std::uint64_t seed = 2681;
    INFO("seed " << seed);
    const TempFolder sound;
    {
        auto environment = Environment::open(sound.path(), Access::create).value();
        work_randomly(*environment, seed, 40);
    }
    const Bytes good = read_file(sound.data());
    const std::size_t pages = good.size() / page_bytes;
    const TempFolder folder;
    const auto headers = read_headers(DataFile::open(sound.data()).value()).value();
    const std::size_t root = headers.newest().main.root;

    for (std::size_t kept = 0; kept <= root; ++kept) {
        write_file(folder.data(), ByteView(good).first(kept * page_bytes));
        INFO("truncated to " << kept << " pages");
        REQUIRE(first_fault(folder.path()) != "");
    }

    std::mt19937_64 random(seed);
    std::size_t harmless = 0;
    for (int i = 0; i < 300; ++i) {
        const std::size_t left = (2 + random() % (pages - 2)) * page_bytes;
        const std::size_t right = (2 + random() % (pages - 2)) * page_bytes;
        Bytes swapped = good;
        std::swap_ranges(swapped.begin() + static_cast<std::ptrdiff_t>(left),
                         swapped.begin() + static_cast<std::ptrdiff_t>(left + page_bytes),
                         swapped.begin() + static_cast<std::ptrdiff_t>(right));
        write_file(folder.data(), swapped);
        if (first_fault(folder.path()).empty() && left != right) {
            // Only pages without a header of their own may change places unnoticed here: free ones, and the
            // inner pages of an overflow run, whose record's seal then fails.
            const auto contents = dump(folder.path());
            REQUIRE((code_of(contents) == "data_damaged" || contents.value() == dump(sound.path()).value()));
            ++harmless;
        }
    }
    CHECK(harmless < 300);

    for (int i = 0; i < 2'000; ++i) {
        Bytes bytes = good;
        const std::size_t hits = 1 + random() % 200;
        // Aimed at where structure is: page headers, pointers, the ends of pages.
        for (std::size_t hit = 0; hit < hits; ++hit) {
            const std::size_t page = random() % pages * page_bytes;
            const std::size_t offset = random() % 2 == 0 ? random() % 200 : random() % page_bytes;
            bytes[page + offset] = static_cast<std::uint8_t>(random() % 3 == 0 ? 0xff : random());
        }
        write_file(folder.data(), bytes);
        REQUIRE(check_pages(folder.path()).value().size() <= 20);
    }
}

namespace {

/// A data file under the knife: finds its structures, so that a case can say what it breaks.
struct Patient {
    Bytes bytes;
    Headers headers;

    std::size_t meta(std::uint64_t page) const { return page * page_bytes + 16; }
    std::size_t newest() const { return meta(headers.newest().page); }
    std::size_t older() const { return meta(headers.older().page); }
    std::size_t main_page() const { return headers.newest().main.root * page_bytes; }
    std::size_t free_page() const { return headers.newest().free.root * page_bytes; }
    std::vector<Node> nodes(std::size_t page) const {
        return decode_nodes(ByteView(bytes).subspan(page, page_bytes)).value();
    }
    /// Where the value of the first (or last) list of free pages begins.
    std::size_t free_list(bool last) const {
        const auto found = nodes(free_page());
        return free_page() + (last ? found.back() : found.front()).data_offset();
    }
    /// The record of a table's tree in the main tree, and that tree's root page.
    std::size_t table(Table which) const {
        for (const Node& node : nodes(main_page()))
            if (text_of(node.key) == to_text(which)) return main_page() + node.data_offset();
        throw std::logic_error("no such table");
    }
    std::size_t root(Table which) const { return get(table(which) + 40, 8) * page_bytes; }

    std::uint64_t get(std::size_t offset, std::size_t size) const {
        std::uint64_t number = 0;
        std::memcpy(&number, bytes.data() + offset, size);
        return number;
    }
    void set(std::size_t offset, std::size_t size, std::uint64_t number) {
        std::memcpy(bytes.data() + offset, &number, size);
    }
    void add(std::size_t offset, std::size_t size, std::int64_t difference) {
        set(offset, size, get(offset, size) + static_cast<std::uint64_t>(difference));
    }
};

struct Injury {
    const char* name;
    std::function<void(Patient&)> inflict;
    const char* fault;  // part of the first fault
};

const Injury injuries[] = {
    {"meta: address", [](auto& p) { p.set(p.older() + 8, 8, 4096); }, "map address"},
    {"meta: map size not whole pages", [](auto& p) { p.add(p.newest() + 16, 8, 1); }, "map address"},
    {"meta: free tree's flags", [](auto& p) { p.set(p.newest() + 28, 2, 9); }, "free has flags"},
    {"meta: main tree's flags", [](auto& p) { p.set(p.newest() + 76, 2, 4); }, "main has flags"},
    {"meta: newest id set back by two", [](auto& p) { p.add(p.newest() + 128, 8, -2); }, "transaction ids"},
    {"meta: older id set forth by two", [](auto& p) { p.add(p.older() + 128, 8, 2); }, "transaction ids"},
    {"meta: newest id far ahead", [](auto& p) { p.add(p.newest() + 128, 8, 1 << 20); }, "transaction ids"},
    {"meta: last page too low", [](auto& p) { p.add(p.newest() + 120, 8, -1); }, "out of bounds"},
    {"meta: last page too high", [](auto& p) { p.add(p.newest() + 120, 8, 1); }, "neither used nor free"},
    {"meta: last page absurd", [](auto& p) { p.set(p.newest() + 120, 8, 1 << 20); }, "the last page is"},
    {"free list: length less one", [](auto& p) { p.add(p.free_list(true), 8, -1); }, "neither used nor free"},
    {"free list: length absurd", [](auto& p) { p.set(p.free_list(true), 8, 1ULL << 60); }, "too few for"},
    {"free list: a page in use",
     [](auto& p) { p.set(p.free_list(false) + 8, 8, p.root(Table::log) / page_bytes); }, ""},
    {"free list: page 1", [](auto& p) { p.set(p.free_list(true) + 8 * p.get(p.free_list(true), 8), 8, 1); },
     "out of bounds"},
    {"free list: last transaction's id",
     [](auto& p) {
         const auto last = p.nodes(p.free_page()).back();
         p.add(p.free_page() + last.offset + 8, 8, -1);
     },
     "transaction ids"},
    {"page: number", [](auto& p) { p.add(p.root(Table::log), 8, 1); }, "says that it is page"},
    {"page: branch for leaf", [](auto& p) { p.set(p.root(Table::units) + 10, 2, 1); }, "has type"},
    {"page: dirty flag", [](auto& p) { p.set(p.root(Table::units) + 10, 2, 0x12); }, "has type"},
    {"page: lower odd", [](auto& p) { p.add(p.root(Table::units) + 12, 2, 1); }, "free space"},
    {"page: lower less one node", [](auto& p) { p.add(p.root(Table::units) + 12, 2, -2); }, "nodes"},
    {"page: upper", [](auto& p) { p.add(p.root(Table::units) + 14, 2, 2); }, "do not join"},
    {"page: two nodes exchanged",
     [](auto& p) {
         const std::size_t first = p.root(Table::units) + 16;
         const auto one = p.get(first, 2), two = p.get(first + 2, 2);
         p.set(first, 2, two);
         p.set(first + 2, 2, one);
     },
     "out of order"},
    {"node: a pointer doubled",
     [](auto& p) {
         const std::size_t first = p.root(Table::units) + 16;
         p.set(first, 2, p.get(first + 2, 2));
     },
     "do not join"},
    {"node: key length",
     [](auto& p) { p.set(p.root(Table::units) + p.nodes(p.root(Table::units))[0].offset + 6, 2, 9000); },
     "beyond its page"},
    {"node: key and value lengths exchanged in part",
     [](auto& p) {
         const std::size_t node = p.root(Table::units) + p.nodes(p.root(Table::units))[0].offset;
         p.add(node + 6, 2, -8);
         p.add(node, 2, 8);
     },
     "out of order or of wrong length"},
    {"branch: separator above its child",
     [](auto& p) {
         const std::size_t page = p.root(Table::log);
         p.set(page + p.nodes(page)[1].offset + 8, 8, 0);
     },
     "out of order"},
    {"branch: child twice",
     [](auto& p) {
         const std::size_t page = p.root(Table::log);
         const auto nodes = p.nodes(page);
         p.set(page + nodes[1].offset, 4, nodes[0].child);
     },
     "in use elsewhere"},
    {"branch: child is its parent",
     [](auto& p) {
         const std::size_t page = p.root(Table::log);
         p.set(page + p.nodes(page)[0].offset, 4, page / page_bytes);
     },
     "in use elsewhere"},
    {"table: depth", [](auto& p) { p.add(p.table(Table::log) + 6, 2, 1); }, "has type"},
    {"table: depth absurd", [](auto& p) { p.set(p.table(Table::log) + 6, 2, 65535); }, "has depth"},
    {"table: branch pages", [](auto& p) { p.add(p.table(Table::log) + 8, 8, 1); }, "branch pages"},
    {"table: leaf pages", [](auto& p) { p.add(p.table(Table::log) + 16, 8, 1); }, "leaf pages"},
    {"table: overflow pages", [](auto& p) { p.add(p.table(Table::log) + 24, 8, 1); }, "overflow pages"},
    {"table: records", [](auto& p) { p.add(p.table(Table::log) + 32, 8, 1); }, "records"},
    {"table: another's root",
     [](auto& p) { p.set(p.table(Table::ids) + 40, 8, p.root(Table::units) / page_bytes); },
     "says that it has"},
    {"table: name", [](auto& p) { p.bytes[p.main_page() + p.nodes(p.main_page())[0].offset + 8] = 'A'; },
     "unknown table"},
    {"overflow: run longer",
     [](auto& p) {
         for (const Node& node : p.nodes(p.root(Table::units)))
             if (node.flags == 1) p.add(decode_number(node.data) * page_bytes + 12, 4, 1);
     },
     "use"},
    {"overflow: run too short",
     [](auto& p) {
         for (const Node& node : p.nodes(p.root(Table::units)))
             if (node.flags == 1) p.set(decode_number(node.data) * page_bytes + 12, 4, 1);
     },
     "needs"},
};

}  // namespace

TEST_CASE("each kind of damage is named for what it is") {
    const TempFolder sound;
    {
        auto environment = Environment::open(sound.path(), Access::create).value();
        for (std::uint64_t i = 0; i < 12; ++i) {
            commit(*environment, [&](WriteTransaction& t) -> Result<void> {
                t.put(Table::units, key_of(i % 5), value_of(i, 30)).value();
                t.put(Table::units, key_of(9), value_of(i, 9'000)).value();
                for (std::uint64_t n = 0; n < 10; ++n)
                    t.put(Table::log, key_of(10 * i + n), value_of(n, 200)).value();
                return t.put(Table::ids, key_of(i), value_of(i, 8));
            }).value();
        }
    }
    REQUIRE(first_fault(sound.path()) == "");
    const Bytes good = read_file(sound.data());
    const Headers headers = read_headers(DataFile::open(sound.data()).value()).value();
    const TempFolder folder;
    for (const Injury& injury : injuries) {
        Patient patient{good, headers};
        injury.inflict(patient);
        INFO(injury.name);
        CHECK(patient.bytes != good);
        write_file(folder.data(), patient.bytes);
        const std::string fault = first_fault(folder.path());
        INFO(fault);
        CHECK(fault != "");
        CHECK(fault.find(injury.fault) != std::string::npos);
    }
}
