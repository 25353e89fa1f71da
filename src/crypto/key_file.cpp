// Key files: PKCS#8 PEM, as `openssl genpkey -algorithm ED25519` writes them.

#include <fcntl.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "core/file.hpp"
#include "core/try.hpp"
#include "crypto/ed25519.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

constexpr mode_t owner_only = 0600;
constexpr mode_t group_or_others = 0077;

/// `file` as one word of a shell command.
std::string shell_word(const std::filesystem::path& file) {
    std::string word = "'";
    for (char character : file.string()) {
        if (character == '\'') {
            word += "'\\''";
        } else {
            word += character;
        }
    }
    return word + "'";
}

Error failed_with(const std::filesystem::path& file, int system_error) {
    const Error why = system_failure(system_error, file.string());
    return fail(why.code, "密钥文件 {0}", "the key file {1}", {why.text.zh, why.text.en});
}

Error not_regular(const std::filesystem::path& file) {
    return fail(Code::bad_key, "{} 不是普通文件：密钥须是普通文件，不能是符号链接、文件夹或管道。",
                "{} is not a regular file: a key must be one, not a symbolic link, folder or pipe.",
                {file.string()});
}

/// Done when the open file is one that only its owner can read and write.
Result<void> check_key_file(const Descriptor& opened, const std::filesystem::path& file) {
    struct stat status {};
    if (::fstat(opened.number(), &status) != 0) return failed_with(file, errno);
    if (!S_ISREG(status.st_mode)) return not_regular(file);
    if ((status.st_mode & group_or_others) != 0) {
        return fail(
            Code::bad_key, "密钥文件 {} 对他人开放：请运行 chmod 600 {}；若他人可能已读过，请换一把密钥。",
            "the key file {} is open to others: run chmod 600 {} and, if others may have read it, replace "
            "the key.",
            {file.string(), shell_word(file)});
    }
    return {};
}

/// Reads until `capacity` bytes or the end; the count, or -1 with errno set.
ssize_t read_all(int descriptor, char* bytes, std::size_t capacity) {
    std::size_t count = 0;
    while (count < capacity) {
        const ssize_t got = ::read(descriptor, bytes + count, capacity - count);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        count += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(count);
}

/// OpenSSL's question for a password. The answer is no; that it was asked tells that the key is encrypted.
int refuse_password(char*, int, int, void* was_asked) {
    *static_cast<bool*>(was_asked) = true;
    return -1;
}

Result<openssl::Key> parse_pem(std::string_view pem, const std::filesystem::path& file) {
    const openssl::QuietErrors quiet;
    const openssl::Stream stream(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    bool was_asked = false;
    openssl::Key key(stream ? PEM_read_bio_PrivateKey(stream.get(), nullptr, refuse_password, &was_asked)
                            : nullptr);
    if (was_asked) {
        return fail(
            Code::bad_key,
            "密钥文件 {} 有口令：请先解密，运行 openssl pkey -in {} -out "
            "新文件，并保证新文件只有所有者可读。",
            "the key file {} is encrypted: decrypt it with openssl pkey -in {} -out NEW_FILE, and keep that "
            "file readable by its owner alone.",
            {file.string(), shell_word(file)});
    }
    if (!key) {
        return fail(Code::bad_key,
                    "{} 里没有完整的 PEM 私钥：请用 timebank key 或 openssl genpkey 另建一把。",
                    "{} holds no complete private key in PEM: make one with timebank key or openssl genpkey.",
                    {file.string()});
    }
    if (EVP_PKEY_is_a(key.get(), "ED25519") != 1) {
        const char* found = EVP_PKEY_get0_type_name(key.get());
        return fail(Code::bad_key, "{} 里是 {} 密钥：只接受 Ed25519。",
                    "{} holds a key of type {}: only Ed25519 is accepted.",
                    {file.string(), found != nullptr ? found : "?"});
    }
    return key;
}

/// Calls `use` with the key's PEM, which is cleared afterwards.
template <class Use>
Result<void> with_pem_of(EVP_PKEY* key, Use use) {
    const openssl::QuietErrors quiet;
    const openssl::Stream stream(BIO_new(BIO_s_mem()));
    const bool written = stream && PEM_write_bio_PKCS8PrivateKey(stream.get(), key, nullptr, nullptr, 0,
                                                                 nullptr, nullptr) == 1;
    char* pem = nullptr;
    const long size = written ? BIO_get_mem_data(stream.get(), &pem) : 0;
    if (size <= 0) {
        return fail(Code::broken_invariant, "OpenSSL 无法写出新密钥：请检查可用内存。",
                    "OpenSSL cannot write out the new key: look at the free memory.");
    }
    const openssl::ClearedAtEnd cleared(pem, static_cast<std::size_t>(size));
    return use(std::string_view(pem, static_cast<std::size_t>(size)));
}

Error is_there_already(const std::filesystem::path& file) {
    return fail(
        Code::already_there, "{} 已存在，不会覆盖：请另取文件名，或先把它移走。",
        "{} is already there and will not be overwritten: choose another name, or move it away first.",
        {file.string()});
}

Result<void> write_and_sync(const Descriptor& opened, std::string_view pem,
                            const std::filesystem::path& file) {
    // The mode given to open() is cut by the umask; this one is not.
    if (::fchmod(opened.number(), owner_only) != 0) return failed_with(file, errno);
    if (const int number = give_to_folder_owner(opened, file); number != 0) return failed_with(file, number);
    TIMEBANK_CHECK(write_all(opened, file, bytes_of(pem)));
    return sync(opened, file);
}

/// A file without a name gets one when it is whole: should this be cut short, nothing is left. False where
/// the file system has no such files.
Result<bool> write_then_name(std::string_view pem, const std::filesystem::path& file) {
    const auto unnamed = open_descriptor(folder_of(file), O_TMPFILE | O_WRONLY, owner_only);
    if (!unnamed.is_open()) return false;
    TIMEBANK_CHECK(write_and_sync(unnamed, pem, file));
    const auto itself = "/proc/self/fd/" + std::to_string(unnamed.number());
    if (::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, file.c_str(), AT_SYMLINK_FOLLOW) == 0) return true;
    if (errno == EEXIST) return is_there_already(file);
    return false;
}

Result<void> write_with_name(std::string_view pem, const std::filesystem::path& file) {
    const auto opened = open_descriptor(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, owner_only);
    if (!opened.is_open()) return errno == EEXIST ? is_there_already(file) : failed_with(file, errno);
    auto written = write_and_sync(opened, pem, file);
    if (!written) ::unlink(file.c_str());
    return written;
}

/// Writes a file that was not there before, or leaves none.
Result<void> write_new_file(std::string_view pem, const std::filesystem::path& file) {
    TIMEBANK_TRY(named, write_then_name(pem, file));
    if (!named) TIMEBANK_CHECK(write_with_name(pem, file));
    auto synced = sync_folder(folder_of(file));
    if (!synced) ::unlink(file.c_str());
    return synced;
}

}  // namespace

Result<std::unique_ptr<Signer>> load_signer(const std::filesystem::path& file) {
    // O_NONBLOCK, or opening a pipe would wait for its writer before it can be refused.
    const auto opened = open_descriptor(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!opened.is_open()) {
        const bool is_symbolic_link = errno == ELOOP;
        return is_symbolic_link ? not_regular(file) : failed_with(file, errno);
    }
    TIMEBANK_CHECK(check_key_file(opened, file));

    std::array<char, limits::key_file_bytes + 1> pem{};
    const openssl::ClearedAtEnd cleared(pem.data(), pem.size());
    const ssize_t size = read_all(opened.number(), pem.data(), pem.size());
    if (size < 0) return failed_with(file, errno);
    if (static_cast<std::size_t>(size) > limits::key_file_bytes) {
        return fail(Code::bad_key, "{} 太大，不会是密钥：最多 {} 字节。",
                    "{} is too large to be a key: {} bytes are allowed.",
                    {file.string(), std::to_string(limits::key_file_bytes)});
    }
    TIMEBANK_TRY(key, parse_pem(std::string_view(pem.data(), static_cast<std::size_t>(size)), file));
    return signer_of(std::move(key));
}

Result<void> create_key_folder(const std::filesystem::path& folder) {
    constexpr mode_t owner_enters = 0700;
    TIMEBANK_CHECK(make_folders(folder, owner_enters));
    return {};
}

Result<std::unique_ptr<Signer>> create_key_file(const std::filesystem::path& file) {
    TIMEBANK_TRY(key, fresh_private_key());
    TIMEBANK_CHECK(with_pem_of(key.get(), [&](std::string_view pem) { return write_new_file(pem, file); }));
    return signer_of(std::move(key));
}

}  // namespace timebank
