#include "store/support.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "catch.hpp"
#include "core/try.hpp"

namespace timebank::store::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
    const fs::path memory = "/dev/shm";
    const fs::path base = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string pattern = (base / "timebank-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

int in_child(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int in_child_that_mounts(const fs::path& folder, const char* options, const std::function<int()>& work) {
    constexpr int not_permitted = 99;
    const int status = in_child([&] {
        const bool permitted = ::unshare(CLONE_NEWNS) == 0 &&
                               ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                               ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options) == 0;
        return permitted ? work() : not_permitted;
    });
    if (status != not_permitted) return status;
    WARN("skipped: mounting is not permitted here");
    return 0;
}

Bytes key_of(std::uint64_t number) {
    Bytes key(8);
    for (std::size_t i = 0; i < 8; ++i) key[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    return key;
}

std::uint64_t number_of(ByteView key) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : key) number = number << 8 | byte;
    return number;
}

Bytes value_of(std::uint64_t seed, std::size_t size) {
    std::mt19937_64 random(seed);
    Bytes value(size);
    for (auto& byte : value) byte = static_cast<std::uint8_t>(random());
    return value;
}

Result<Records> dump(const Reader& reader) {
    Records contents;
    for (const Table table : all_tables) {
        TIMEBANK_TRY(records, reader.scan(table, {}, {}, SIZE_MAX));
        contents[table] = std::move(records);
    }
    return contents;
}

Result<Records> dump(const fs::path& folder, Access access) {
    TIMEBANK_TRY(environment, Environment::open(folder, access));
    TIMEBANK_TRY(reader, environment->read());
    return dump(reader);
}

Result<void> commit(Environment& environment, const std::function<Result<void>(WriteTransaction&)>& change) {
    TIMEBANK_TRY(transaction, environment.write());
    TIMEBANK_CHECK(change(transaction));
    auto result = transaction.commit();
    if (result.outcome == Outcome::committed) return {};
    return *result.error;
}

Bytes read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path& path, ByteView bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace timebank::store::test
