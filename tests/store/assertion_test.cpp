#include "catch.hpp"
#include "store/lmdb.hpp"
#include "store/pages.hpp"
#include "store/support.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;

namespace {

/// Spoils the root of table units, a branch page, so that it has one child: LMDB asserts that it has more.
void spoil_root(const std::filesystem::path& data) {
    auto bytes = read_file(data);
    const auto file = DataFile::open(data).value();
    const auto header = read_headers(file).value().newest();
    const auto main = std::span(bytes).subspan(header.main.root * file.page_bytes(), file.page_bytes());
    for (const Node& node : decode_nodes(main).value()) {
        if (text_of(node.key) != "units") continue;
        const auto root = decode_tree_head(node.data).root;
        bytes[root * file.page_bytes() + 12] = page_header_bytes + 2;
        bytes[root * file.page_bytes() + 13] = 0;
    }
    write_file(data, bytes);
}

}  // namespace

TEST_CASE("an assertion of LMDB comes back as a code instead of ending the host (A24)") {
    const TempFolder folder;
    {
        auto environment = Environment::open(folder.path(), Access::create).value();
        commit(*environment, [](auto& t) -> Result<void> {
            for (std::uint64_t i = 0; i < 100; ++i)
                if (auto put = t.put(Table::units, key_of(i), value_of(i, 500)); !put) return put;
            return {};
        }).value();
    }
    spoil_root(folder.data());
    const int failed_step = in_child([&]() -> int {
        lmdb::Env env;
        lmdb::Transaction transaction;
        MDB_dbi table = 0;
        if (lmdb::Env::open(folder.path(), {std::size_t{1} << 30, false, 32}, env) != 0) return 1;
        if (lmdb::Transaction::begin(env, 0, transaction) != 0) return 2;
        if (transaction.open_table("units", 0, table) != 0) return 3;
        const int code = transaction.put(table, key_of(200), key_of(1), 0);
        transaction.forget();
        env.forget();
        if (code != lmdb::assertion_failed) return 4;
        if (lmdb::error_of(code, "mdb_put").code != Code::data_damaged) return 5;
        return 0;
    });
    CHECK(failed_step == 0);
    // Ours never lets it come to that.
    auto environment = Environment::open(folder.path(), Access::read_write).value();
    CHECK(code_of(environment->read().value().get(Table::units, key_of(3))) == "data_damaged");
    const auto put =
        commit(*environment, [](auto& t) { return t.put(Table::units, key_of(200), key_of(1)); });
    CHECK(code_of(put) == "data_damaged");
    CHECK(commit(*environment, [](auto& t) { return t.put(Table::head, key_of(1), key_of(1)); }));
}
