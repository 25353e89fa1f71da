#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "catch.hpp"
#include "store/state.hpp"
#include "store/support.hpp"

using namespace timebank;
using namespace timebank::store;
using namespace timebank::store::test;
namespace fs = std::filesystem;

namespace {

void create_with_one_record(const fs::path& folder) {
    auto environment = Environment::open(folder, Access::create).value();
    commit(*environment, [](auto& t) { return t.put(Table::units, key_of(1), value_of(1, 9)); }).value();
}

}  // namespace

TEST_CASE("what lies in the folder decides whether it opens") {
    const TempFolder sound;
    create_with_one_record(sound.path());
    const Bytes good = read_file(sound.data());
    const auto with = [&](std::size_t offset, std::uint8_t byte) {
        Bytes changed = good;
        changed[offset] = byte;
        return changed;
    };
    struct Row {
        const char* name;
        std::optional<Bytes> data;
        const char* to_read;
        const char* to_write;
        const char* to_create;
    };
    const Row rows[] = {
        // what is there           bytes                              read            write           create
        {"nothing             ", std::nullopt, "not_found", "not_found", ""},
        {"a sound file        ", good, "", "", "already_there"},
        {"an empty file       ", Bytes(), "data_damaged", "data_damaged", "already_there"},
        {"one page            ", Bytes(good.begin(), good.begin() + 4096), "data_damaged", "data_damaged",
         "already_there"},
        {"half of the file    ", Bytes(good.begin(), good.begin() + 8192), "data_damaged", "data_damaged",
         "already_there"},
        {"one byte less       ", Bytes(good.begin(), good.end() - 1), "data_damaged", "data_damaged",
         "already_there"},
        {"text                ", value_of(1, 20'000), "data_damaged", "data_damaged", "already_there"},
        {"zeros               ", Bytes(20'000, 0), "data_damaged", "data_damaged", "already_there"},
        {"other magic         ", with(16, 0), "data_damaged", "data_damaged", "already_there"},
        {"other version       ", with(4096 + 20, 2), "data_damaged", "data_damaged", "already_there"},
        {"other page size     ", with(41, 0x20), "data_damaged", "data_damaged", "already_there"},
        {"a longer last page  ", with(136, 200), "data_damaged", "data_damaged", "already_there"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        const TempFolder folder;
        if (row.data) write_file(folder.data(), *row.data);
        CHECK(code_of(Environment::open(folder.path(), Access::read_only)) == row.to_read);
        CHECK(code_of(Environment::open(folder.path(), Access::read_write)) == row.to_write);
        CHECK(code_of(Environment::open(folder.path(), Access::create)) == row.to_create);
        if (row.data) CHECK(fs::file_size(folder.data()) == row.data->size());
    }
}

TEST_CASE("a short file is named with the sizes found and expected") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    const auto size = fs::file_size(folder.data());
    fs::resize_file(folder.data(), size - 4096);
    const auto opened = Environment::open(folder.path(), Access::read_write);
    REQUIRE(code_of(opened) == "data_damaged");
    for (const std::string& text : {opened.error().text.en, opened.error().text.zh}) {
        INFO(text);
        CHECK(text.find(std::to_string(size)) != std::string::npos);
        CHECK(text.find(std::to_string(size - 4096)) != std::string::npos);
    }
}

TEST_CASE("a creation that was interrupted is not taken for a ledger") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    Bytes bytes = read_file(folder.data());
    bytes.resize(8192);
    for (std::size_t meta : {std::size_t{0}, std::size_t{4096}}) {
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(meta) + 16 + 24 + 8, 32, std::uint8_t{0});
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(meta) + 16 + 72 + 4, 36, std::uint8_t{0});
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(meta) + 16 + 24 + 40, 8, std::uint8_t{0xff});
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(meta) + 16 + 72 + 40, 8, std::uint8_t{0xff});
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(meta) + 16 + 120, 16, std::uint8_t{0});
        bytes[meta + 16 + 120] = 1;
        bytes[meta + 16 + 24 + 6] = 0;
    }
    write_file(folder.data(), bytes);
    REQUIRE(code_of(Environment::open(folder.path(), Access::read_write)) == "data_damaged");
    REQUIRE(check_pages(folder.path()).value().empty());
}

TEST_CASE("a file that has the first tables alone is of an earlier version, any other lack is damage") {
    using Tables = std::vector<Table>;
    const Tables all(std::begin(all_tables), std::end(all_tables));
    const Tables before_imports(all.begin(), std::find(all.begin(), all.end(), Table::batches));
    const auto without = [&](Table dropped) {
        Tables left = all;
        left.erase(std::find(left.begin(), left.end(), dropped));
        return left;
    };
    struct Row {
        const char* name;
        Tables tables;
        const char* also;
        const char* code;
        const char* named;
    };
    const Row rows[] = {
        {"all of them", all, "", "", ""},
        {"all before imports were told apart", before_imports, "", "older_format", "batches"},
        {"all but the last", without(all.back()), "", "older_format", "set_aside"},
        {"one from the middle is gone", without(Table::units), "", "data_damaged", "units"},
        {"the log is gone", without(Table::log), "", "data_damaged", "log"},
        {"the last has another name", without(all.back()), "set_asidf", "data_damaged", "set_aside"},
        {"none", {}, "", "data_damaged", "log"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        const TempFolder folder;
        {
            lmdb::Env env;
            lmdb::Transaction transaction;
            MDB_dbi made = 0;
            REQUIRE(lmdb::Env::open(folder.path(), {1 << 20, false, 32}, env) == 0);
            REQUIRE(lmdb::Transaction::begin(env, 0, transaction) == 0);
            for (const Table table : row.tables)
                REQUIRE(transaction.open_table(to_text(table), MDB_CREATE, made) == 0);
            if (*row.also) REQUIRE(transaction.open_table(row.also, MDB_CREATE, made) == 0);
            REQUIRE(transaction.commit() == 0);
        }
        for (const auto access : {Access::read_only, Access::read_write}) {
            const auto opened = Environment::open(folder.path(), access);
            REQUIRE(code_of(opened) == row.code);
            if (opened) continue;
            for (const std::string& text : {opened.error().text.en, opened.error().text.zh}) {
                INFO(text);
                CHECK(text.find(row.named) != std::string::npos);
            }
        }
    }
}

TEST_CASE("new files may be read by their group and by nobody else") {
    const TempFolder folder;
    const mode_t before = ::umask(0);
    create_with_one_record(folder.path());
    ::umask(before);
    for (const char* name : {"data.mdb", "lock.mdb"}) {
        struct stat found {};
        REQUIRE(::stat((folder.path() / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0640);
    }
}

TEST_CASE("a folder that cannot be is an error, not a surprise") {
    const TempFolder folder;
    write_file(folder.path() / "file", bytes_of("x"));
    CHECK(code_of(Environment::open(folder.path() / "none", Access::read_only)) == "not_found");
    CHECK(code_of(Environment::open(folder.path() / "file", Access::read_only)) == "not_found");
    CHECK(code_of(Environment::open(folder.path() / "file", Access::create)) != "");
    fs::create_directories(folder.path() / "odd" / "data.mdb");
    CHECK(code_of(Environment::open(folder.path() / "odd", Access::read_only)) == "data_damaged");
    CHECK(code_of(Environment::open(folder.path() / "a" / "b", Access::create)) == "");
}

TEST_CASE("a process has one environment per file, however the folder is spelled") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    fs::create_directory_symlink(folder.path(), folder.path() / "loop");
    auto writer = Environment::open(folder.path(), Access::read_write).value();
    CHECK(Environment::open(folder.path() / "loop", Access::read_write).value() == writer);
    CHECK(Environment::open(folder.path(), Access::read_only).value() == writer);
    writer.reset();

    auto reader = Environment::open(folder.path(), Access::read_only).value();
    CHECK(code_of(Environment::open(folder.path(), Access::read_write)) == "unsupported_place");
    CHECK(code_of(reader->write()) == "permission_denied");
    reader.reset();
    CHECK(code_of(Environment::open(folder.path(), Access::read_write)) == "");
}

TEST_CASE("threads that open and release at once share one environment") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                auto environment = Environment::open(folder.path(), Access::read_write);
                if (!environment || !(*environment)->read()) ++failures;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    REQUIRE(failures == 0);
}

TEST_CASE("a forked child may not use what it inherited, but may open for itself") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    auto environment = Environment::open(folder.path(), Access::read_write).value();
    auto reader = std::make_optional(environment->read().value());
    auto writer = std::make_optional(environment->write().value());
    writer->put(Table::units, key_of(2), value_of(2, 9)).value();

    const int failed_step = in_child([&]() -> int {
        if (code_of(environment->read()) != "unsupported_place") return 1;
        if (code_of(environment->write()) != "unsupported_place") return 2;
        if (code_of(reader->get(Table::units, key_of(1))) != "unsupported_place") return 3;
        if (code_of(writer->put(Table::units, key_of(3), {})) != "unsupported_place") return 4;
        const auto result = writer->commit();
        if (result.outcome != Outcome::not_committed || result.error->code != Code::unsupported_place)
            return 5;
        reader.reset();
        writer.reset();
        auto own = Environment::open(folder.path(), Access::read_write);
        if (!own || *own == environment) return 6;
        environment.reset();
        if ((*own)->read().value().get(Table::units, key_of(1)).value() != value_of(1, 9)) return 7;
        return 0;
    });
    REQUIRE(failed_step == 0);
    REQUIRE(reader->get(Table::units, key_of(1)).value() == value_of(1, 9));
    REQUIRE(writer->commit().outcome == Outcome::committed);
    REQUIRE(environment->read().value().get(Table::units, key_of(2)).value() == value_of(2, 9));
}

TEST_CASE("a disk that is mounted read-only can be read, and says so to who would write") {
    const TempFolder folder;
    const int failed_step = in_child_that_mounts(folder.path(), "size=64m", [&]() -> int {
        create_with_one_record(folder.path());
        if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 1;
        if (code_of(Environment::open(folder.path(), Access::read_write)) != "permission_denied") return 2;
        for (int time = 0; time < 2; ++time) {  // with the lock file that is there, and without one
            auto environment = Environment::open(folder.path(), Access::read_only);
            if (!environment) return 3;
            if ((*environment)->read().value().get(Table::units, key_of(1)).value() != value_of(1, 9))
                return 4;
            if (code_of((*environment)->write()) != "permission_denied") return 5;
            environment->reset();
            if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT, nullptr) != 0) return 6;
            fs::remove(folder.path() / "lock.mdb");
            if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) != 0)
                return 7;
        }
        return check_pages(folder.path()).value().empty() ? 0 : 8;
    });
    REQUIRE(failed_step == 0);
}

TEST_CASE(
    "a lock file that may not be written is permission_denied, because a writer would not see this reader") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(folder.data(), fs::perms(0644));
    fs::permissions(folder.path() / "lock.mdb", fs::perms(0444));
    const int failed_step = in_child([&]() -> int {
        if (::geteuid() == 0 && ::seteuid(65534) != 0) return 1;
        const auto opened = Environment::open(folder.path(), Access::read_only);
        return code_of(opened) == "permission_denied" ? 0 : 2;
    });
    REQUIRE(failed_step == 0);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TIMEBANK_TESTS_NEED_ADDRESS_SPACE
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TIMEBANK_TESTS_NEED_ADDRESS_SPACE
#endif
#ifndef TIMEBANK_TESTS_NEED_ADDRESS_SPACE  // sanitizers reserve more than the limit themselves

TEST_CASE("a process with little address space gets a smaller map") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    const int failed_step = in_child([&]() -> int {
        const struct rlimit few { std::size_t{4} << 30, std::size_t{4} << 30 };
        if (::setrlimit(RLIMIT_AS, &few) != 0) return 1;
        auto environment = Environment::open(folder.path(), Access::read_write);
        if (!environment) return 2;
        return (*environment)->read().value().get(Table::units, key_of(1)).value() == value_of(1, 9) ? 0 : 3;
    });
    REQUIRE(failed_step == 0);
}

#endif

TEST_CASE(
    "a process follows when another one has let the file outgrow its map, once its own transactions are "
    "over") {
    const TempFolder folder;
    create_with_one_record(folder.path());
    const int failed_step = in_child([&]() -> int {
        Environment::State state;
        state.owner = ::getpid();
        constexpr std::size_t small_map_bytes = 1 << 20;
        if (lmdb::Env::open(folder.path(), {small_map_bytes, false, 32}, state.env) != 0) return 1;
        auto before = std::make_optional(state.begin(false).value());
        const int grown = in_child([&]() -> int {
            auto environment = Environment::open(folder.path(), Access::read_write).value();
            const auto put = [](auto& t) { return t.put(Table::units, key_of(2), value_of(2, 900'000)); };
            return commit(*environment, put) && commit(*environment, put) && commit(*environment, put) ? 0
                                                                                                       : 1;
        });
        if (grown != 0) return 2;
        if (code_of(state.begin(false)) != "busy") return 3;
        before.reset();
        --state.active;
        return state.begin(false).has_value() ? 0 : 4;
    });
    REQUIRE(failed_step == 0);
}
