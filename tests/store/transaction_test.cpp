#include <algorithm>
#include <atomic>
#include <thread>

#include "catch.hpp"
#include "store/lmdb.hpp"
#include "store/seal.hpp"
#include "store/state.hpp"
#include "store/support.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;

namespace {

using Model = std::map<Table, std::map<Bytes, Bytes>>;

std::vector<Record> model_scan(const Model& model, Table table, const Bytes& from, const Bytes& until,
                               std::size_t limit) {
    std::vector<Record> found;
    for (const auto& [key, value] : model.at(table)) {
        if (found.size() < limit && key >= from && (until.empty() || key < until))
            found.push_back({key, value});
    }
    return found;
}

Model empty_model() {
    Model model;
    for (const Table table : all_tables) model[table];
    return model;
}

/// Short keys over a small alphabet, so that ranges, prefixes and collisions are frequent.
Bytes random_key(std::mt19937_64& random) {
    Bytes key(1 + random() % 3);
    for (auto& byte : key) byte = static_cast<std::uint8_t>("\x00\x01\x7f\x80\xfe\xff"[random() % 6]);
    return key;
}

void require_same(const Reader& reader, const Model& model, std::mt19937_64& random) {
    const Table table = all_tables[1 + random() % (std::size(all_tables) - 1)];
    const Bytes from = random() % 4 == 0 ? Bytes() : random_key(random);
    const Bytes until = random() % 4 == 0 ? Bytes() : random_key(random);
    const std::size_t limit = random() % 3 == 0 ? random() % 4 : 1000;
    INFO("table " << to_text(table) << " from " << to_hex(from) << " until " << to_hex(until) << " limit "
                  << limit);
    REQUIRE(reader.scan(table, from, until, limit).value() == model_scan(model, table, from, until, limit));

    const auto all = model_scan(model, table, from, until, SIZE_MAX);
    const auto expected_last = all.empty() ? std::nullopt : std::optional(all.back());
    REQUIRE(reader.last(table, from, until).value() == expected_last);

    const Bytes key = random_key(random);
    const auto& records = model.at(table);
    const auto expected = records.contains(key) ? std::optional(records.at(key)) : std::nullopt;
    REQUIRE(reader.get(table, key).value() == expected);
}

}  // namespace

TEST_CASE("scan, last and get agree with a std::map under random changes, before and after each commit") {
    constexpr std::uint64_t seed = 20260103;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    Model committed = empty_model();
    for (int round = 0; round < 120; ++round) {
        Model changed = committed;
        auto transaction = environment->write().value();
        if (random() % 10 == 0) {
            const Table table = derived_tables[random() % std::size(derived_tables)];
            transaction.clear(table).value();
            changed[table].clear();
        }
        for (int i = 0; i < 30; ++i) {
            const Table table = all_tables[1 + random() % (std::size(all_tables) - 1)];
            const Bytes key = random_key(random);
            const std::size_t size = random() % 8 == 0 ? 5'000 : random() % 60;
            const Bytes value = value_of(random(), size);
            transaction.put(table, key, value).value();
            changed[table][key] = value;
            require_same(transaction, changed, random);
        }
        const bool commits = random() % 4 != 0;
        if (commits) {
            REQUIRE(transaction.commit().outcome == Outcome::committed);
            committed = changed;
        } else {
            auto dropped = std::move(transaction);
        }
        auto reader = environment->read().value();
        for (int i = 0; i < 30; ++i) require_same(reader, committed, random);
    }
    REQUIRE(check_pages(folder.path()).value().empty());
}

TEST_CASE("put_all writes an overlay's changes") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    Overlay overlay;
    overlay.put(Table::balances, key_of(2), value_of(2, 20));
    overlay.put(Table::balances, key_of(1), value_of(1, 20));
    overlay.put(Table::log, key_of(0), value_of(3, 70'000));
    commit(*environment, [&](WriteTransaction& t) { return t.put_all(overlay.changes()); }).value();
    auto reader = environment->read().value();
    REQUIRE(reader.get(Table::balances, key_of(1)).value() == value_of(1, 20));
    REQUIRE(reader.get(Table::balances, key_of(2)).value() == value_of(2, 20));
    REQUIRE(reader.get(Table::balances, key_of(3)).value() == std::nullopt);
    REQUIRE(reader.get(Table::log, key_of(0)).value() == value_of(3, 70'000));
}

TEST_CASE("a snapshot does not see what is committed after it began") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    const auto write = [&](std::uint64_t seed) {
        return commit(*environment,
                      [&](auto& t) { return t.put(Table::units, key_of(1), value_of(seed, 30)); });
    };
    write(1).value();
    auto old_reader = environment->read().value();
    for (std::uint64_t seed = 2; seed < 40; ++seed) {
        write(seed).value();
        REQUIRE(old_reader.get(Table::units, key_of(1)).value() == value_of(1, 30));
        REQUIRE(environment->read().value().get(Table::units, key_of(1)).value() == value_of(seed, 30));
    }
    auto writer = environment->write().value();
    writer.put(Table::units, key_of(1), value_of(99, 30)).value();
    REQUIRE(writer.get(Table::units, key_of(1)).value() == value_of(99, 30));
    REQUIRE(environment->read().value().get(Table::units, key_of(1)).value() == value_of(39, 30));
}

TEST_CASE("a change that cannot be is refused, and its transaction with it") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    commit(*environment, [](auto& t) { return t.put(Table::log, key_of(7), value_of(7, 10)); }).value();
    struct Row {
        const char* name;
        std::function<Result<void>(WriteTransaction&)> change;
        const char* expected;
    };
    const Bytes long_key(512, 1);
    const Bytes long_value((1 << 20) + 1, 1);
    const Row rows[] = {
        {"log index goes back ", [](auto& t) { return t.put(Table::log, key_of(6), {}); },
         "broken_invariant"},
        {"log index repeated  ", [](auto& t) { return t.put(Table::log, key_of(7), {}); },
         "broken_invariant"},
        {"log cleared         ", [](auto& t) { return t.clear(Table::log); }, "broken_invariant"},
        {"checkpoints cleared ", [](auto& t) { return t.clear(Table::checkpoints); }, "broken_invariant"},
        {"empty key           ", [](auto& t) { return t.put(Table::ids, {}, {}); }, "invalid_argument"},
        {"key of 512 bytes    ", [&](auto& t) { return t.put(Table::ids, long_key, {}); },
         "invalid_argument"},
        {"value over 1 MiB    ", [&](auto& t) { return t.put(Table::ids, key_of(1), long_value); },
         "invalid_argument"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        auto transaction = environment->write().value();
        transaction.put(Table::units, key_of(1), value_of(1, 1)).value();
        CHECK(code_of(row.change(transaction)) == row.expected);
        CHECK(code_of(transaction.put(Table::units, key_of(2), {})) == "broken_invariant");
        const auto result = transaction.commit();
        CHECK(result.outcome == Outcome::not_committed);
        REQUIRE(result.error);
        CHECK(result.error->code == Code::broken_invariant);
        CHECK(environment->read().value().scan(Table::units, {}, {}, 9).value().empty());
    }
}

TEST_CASE("every derived table can be cleared, and the longest key and value are kept") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    const Bytes key(511, 0xff);
    const Bytes value = value_of(1, 1 << 20);
    for (const Table table : derived_tables) {
        commit(*environment, [&](auto& t) { return t.put(table, key, value); }).value();
        REQUIRE(environment->read().value().get(table, key).value() == value);
        commit(*environment, [&](auto& t) { return t.clear(table); }).value();
        REQUIRE(environment->read().value().scan(table, {}, {}, 1).value().empty());
    }
    REQUIRE(check_pages(folder.path()).value().empty());
}

TEST_CASE("a transaction that is over answers, and a thread has one write transaction at a time") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    auto transaction = environment->write().value();
    REQUIRE(code_of(environment->write()) == "broken_invariant");
    REQUIRE(transaction.commit().outcome == Outcome::committed);
    REQUIRE(transaction.commit().outcome == Outcome::not_committed);
    REQUIRE(code_of(transaction.get(Table::ids, key_of(1))) == "broken_invariant");
    REQUIRE(environment->write().has_value());
}

TEST_CASE("threads take turns writing, and each sees the other's work") {
    const TempFolder folder;
    auto environment = Environment::open(folder.path(), Access::create).value();
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) {
                const auto done = commit(*environment, [](WriteTransaction& t) {
                    const auto last = t.last(Table::log, {}, {}).value();
                    return t.put(Table::log, key_of(last ? number_of(last->key) + 1 : 0), value_of(1, 40));
                });
                if (!done) ++failures;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    REQUIRE(failures == 0);
    REQUIRE(environment->read().value().last(Table::log, {}, {}).value()->key == key_of(199));
}

TEST_CASE("the seal is the worked example of FORMAT.md") {
    const Bytes stored = sealed(Table::ids, key_of(0x0102), bytes_of("timebank"));
    REQUIRE(to_hex(stored) == "74696d6562616e6b896fc7d398148ab2");
    REQUIRE(text_of(unsealed(Table::ids, key_of(0x0102), stored).value()) == "timebank");
}

TEST_CASE("a seal holds for one table, one key and one value") {
    const Bytes stored = sealed(Table::ids, key_of(1), bytes_of("value"));
    for (std::size_t i = 0; i < stored.size() * 8; ++i) {
        Bytes flipped = stored;
        flipped[i / 8] = static_cast<std::uint8_t>(flipped[i / 8] ^ 1 << i % 8);
        REQUIRE(code_of(unsealed(Table::ids, key_of(1), flipped)) == "data_damaged");
    }
    REQUIRE(code_of(unsealed(Table::keys, key_of(1), stored)) == "data_damaged");
    REQUIRE(code_of(unsealed(Table::ids, key_of(2), stored)) == "data_damaged");
    REQUIRE(code_of(unsealed(Table::ids, key_of(1), ByteView(stored).first(7))) == "data_damaged");
    const auto damaged = unsealed(Table::keys, key_of(1), stored);
    REQUIRE(damaged.error().text.en.find("table keys with key 0000000000000001") != std::string::npos);
}

TEST_CASE("a damaged key is noticed by whoever misses the record, looks around it or passes it") {
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        commit(*environment, [](WriteTransaction& t) -> Result<void> {
            for (std::uint64_t i = 10; i <= 50; i += 10)
                if (auto put = t.put(Table::ids, key_of(i), value_of(i, 24)); !put) return put;
            return {};
        }).value();
    }
    Bytes file = read_file(folder.data());
    const Bytes stored = sealed(Table::ids, key_of(30), value_of(30, 24));
    Bytes record = key_of(30);
    record.insert(record.end(), stored.begin(), stored.end());
    const auto found = std::search(file.begin(), file.end(), record.begin(), record.end());
    REQUIRE(found != file.end());
    found[7] = 28;  // the key 30, its order kept
    write_file(folder.data(), file);

    auto environment = Environment::open(folder.path(), Access::read_only).value();
    auto reader = environment->read().value();
    CHECK(code_of(reader.get(Table::ids, key_of(30))) == "data_damaged");
    CHECK(code_of(reader.get(Table::ids, key_of(28))) == "data_damaged");
    CHECK(code_of(reader.scan(Table::ids, key_of(29), key_of(35), 9)) == "data_damaged");
    CHECK(code_of(reader.scan(Table::ids, key_of(20), key_of(28), 9)) == "data_damaged");
    CHECK(code_of(reader.last(Table::ids, key_of(29), key_of(31))) == "data_damaged");
    CHECK(reader.get(Table::ids, key_of(10)).value() == value_of(10, 24));
    CHECK(reader.get(Table::ids, key_of(50)).value() == value_of(50, 24));
}
