#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "crypto/keys.hpp"
#include "vectors.hpp"

using namespace timebank;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for each test, gone at its end.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (fs::temp_directory_path() / "timebank-keys-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    fs::path operator/(const std::string& name) const { return path_ / name; }

  private:
    fs::path path_;
};

void write_file(const fs::path& file, const std::string& text, mode_t mode = 0600) {
    std::ofstream(file, std::ios::binary) << text;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
}

mode_t mode_of(const fs::path& file) {
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

const std::string seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const std::string public_key_of_seed = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// PKCS#8 by hand (RFC 8410 section 7): a fixed prefix, then the seed.
std::string pem_of_seed() {
    const Bytes der = from_hex("302e020100300506032b657004220420" + seed).value();
    return "-----BEGIN PRIVATE KEY-----\n" + to_base64(der) + "\n-----END PRIVATE KEY-----\n";
}

/// A fresh key of the given kind in PEM, encrypted when there is a password.
std::string pem_of_fresh(EVP_PKEY* made, const char* password = nullptr) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(made, EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> stream(BIO_new(BIO_s_mem()), BIO_free);
    const EVP_CIPHER* cipher = password != nullptr ? EVP_aes_256_cbc() : nullptr;
    REQUIRE(PEM_write_bio_PKCS8PrivateKey(stream.get(), key.get(), cipher, password,
                                          password != nullptr ? static_cast<int>(std::strlen(password)) : 0,
                                          nullptr, nullptr) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(stream.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

void check_refused(const fs::path& file, Code code, const std::string& said) {
    ERR_clear_error();
    const auto signer = load_signer(file);
    REQUIRE_FALSE(signer);
    CAPTURE(signer.error().text.en);
    CHECK(signer.error().code == code);
    CHECK(signer.error().text.en.find(said) != std::string::npos);
    CHECK_FALSE(signer.error().text.zh.empty());
    CHECK(ERR_peek_error() == 0);
}

bool has_openssl_program() {
    return std::system("openssl version > /dev/null 2>&1") == 0;
}

std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    for (int character = std::fgetc(pipe); character != EOF; character = std::fgetc(pipe)) {
        output += static_cast<char>(character);
    }
    ::pclose(pipe);
    return output;
}

}  // namespace

TEST_CASE("a key file that was made is read again as the same key") {
    const TemporaryFolder folder;
    const fs::path file = folder / "operator.pem";
    const auto made = create_key_file(file).value();
    const auto loaded = load_signer(file).value();
    CHECK(made->public_key() == loaded->public_key());
    CHECK(made->sign(bytes_of("x")).value() == loaded->sign(bytes_of("x")).value());
    CHECK(mode_of(file) == 0600);
    CHECK(read_file(file).find("-----BEGIN PRIVATE KEY-----\n") == 0);
    CHECK(create_key_file(folder / "other.pem").value()->public_key() != made->public_key());
}

TEST_CASE("a key in PKCS#8 PEM written by others is read") {
    const TemporaryFolder folder;
    const fs::path file = folder / "key.pem";
    for (mode_t mode : {mode_t{0600}, mode_t{0400}}) {
        write_file(file, pem_of_seed(), mode);
        CHECK(to_text(load_signer(file).value()->public_key()) == public_key_of_seed);
    }
}

TEST_CASE("a key file has mode 0600 whatever the umask") {
    const TemporaryFolder folder;
    const mode_t before = ::umask(0777);
    const auto made = create_key_file(folder / "key.pem");
    ::umask(before);
    REQUIRE(made);
    CHECK(mode_of(folder / "key.pem") == 0600);
}

TEST_CASE("a key file is never overwritten") {
    const TemporaryFolder folder;
    const fs::path file = folder / "key.pem";
    write_file(file, "precious");
    const auto made = create_key_file(file);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Code::already_there);
    CHECK(read_file(file) == "precious");

    // Nor through a link that points nowhere yet.
    fs::create_symlink(folder / "elsewhere.pem", folder / "link.pem");
    CHECK(create_key_file(folder / "link.pem").error().code == Code::already_there);
    CHECK_FALSE(fs::exists(folder / "elsewhere.pem"));

    CHECK(create_key_file(folder / "no-such-folder/key.pem").error().code == Code::not_found);
}

TEST_CASE("a key file that could not be written whole is not left behind") {
    const TemporaryFolder folder;
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit shorter_than_a_key{50, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &shorter_than_a_key) == 0);
    const auto made = create_key_file(folder / "key.pem");
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);

    REQUIRE_FALSE(made);
    CHECK(made.error().code == Code::disk_full);
    CHECK_FALSE(fs::exists(folder / "key.pem"));
}

TEST_CASE("a key file that group or others can read or write is refused, with the command that mends it") {
    const TemporaryFolder folder;
    const fs::path file = folder / "it's mine.pem";
    const mode_t open_to_others[] = {0644, 0660, 0620, 0640, 0610, 0606, 0604, 0602, 0601, 0777};
    for (mode_t mode : open_to_others) {
        CAPTURE(mode);
        write_file(file, pem_of_seed(), mode);
        check_refused(file, Code::bad_key, "chmod 600 '");
    }

    // The command is one that a shell understands: run, it mends the file.
    const std::string message = load_signer(file).error().text.en;
    const std::size_t start = message.find("chmod 600 ");
    const std::string command = message.substr(start, message.find(" and, if") - start);
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(mode_of(file) == 0600);
    CHECK(load_signer(file));
}

TEST_CASE("what is not an unencrypted Ed25519 key in a regular file is refused") {
    const TemporaryFolder folder;
    const fs::path file = folder / "key.pem";
    const std::string good = pem_of_seed();

    SECTION("nothing there") {
        check_refused(file, Code::not_found, "the key file");
    }
    SECTION("a symbolic link") {
        write_file(folder / "real.pem", good);
        fs::create_symlink(folder / "real.pem", file);
        check_refused(file, Code::bad_key, "not a regular file");
    }
    SECTION("a folder") {
        fs::create_directory(file);
        check_refused(file, Code::bad_key, "not a regular file");
    }
    SECTION("a pipe, without waiting for its writer") {
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        check_refused(file, Code::bad_key, "not a regular file");
    }
    SECTION("an empty file") {
        write_file(file, "");
        check_refused(file, Code::bad_key, "no complete private key");
    }
    SECTION("PEM cut off at every byte") {
        // Only the final newline may be missing.
        for (std::size_t size = 0; size + 1 < good.size(); ++size) {
            CAPTURE(size);
            write_file(file, good.substr(0, size));
            check_refused(file, Code::bad_key, "no complete private key");
        }
    }
    SECTION("a public key") {
        write_file(file, "-----BEGIN PUBLIC KEY-----\n" +
                             to_base64(from_hex("302a300506032b6570032100" + public_key_of_seed).value()) +
                             "\n-----END PUBLIC KEY-----\n");
        check_refused(file, Code::bad_key, "no complete private key");
    }
    SECTION("an RSA key") {
        write_file(file, pem_of_fresh(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})));
        check_refused(file, Code::bad_key, "RSA");
    }
    SECTION("an X25519 key") {
        write_file(file, pem_of_fresh(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519")));
        check_refused(file, Code::bad_key, "X25519");
    }
    SECTION("an encrypted key") {
        write_file(file, pem_of_fresh(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "open sesame"));
        check_refused(file, Code::bad_key, "is encrypted");
    }
    SECTION("a file too large to be a key, though it begins with one") {
        write_file(file, good + std::string(20'000, '\n'));
        check_refused(file, Code::bad_key, "too large");
    }
}

TEST_CASE("the openssl program reads our keys and verifies our signatures") {
    if (!has_openssl_program()) {
        WARN("nothing checked: there is no openssl program");
        return;
    }
    const TemporaryFolder folder;
    const std::string key_file = (folder / "key.pem").string();
    const std::string message_file = (folder / "message").string();
    const std::string signature_file = (folder / "signature").string();
    const std::string message = "90 minutes at the canteen, 张三";
    const auto signer = create_key_file(key_file).value();

    std::string shown = output_of("openssl pkey -in " + key_file + " -text -noout");
    shown = shown.substr(std::min(shown.find("pub:"), shown.size()));
    std::string digits;
    for (char character : shown.substr(std::min<std::size_t>(4, shown.size()))) {
        if (std::isxdigit(static_cast<unsigned char>(character)) != 0) digits += character;
    }
    CHECK(digits == to_text(signer->public_key()));

    const Signature signature = signer->sign(bytes_of(message)).value();
    write_file(message_file, message);
    write_file(signature_file, std::string(text_of(signature)));
    const std::string verify = "openssl pkeyutl -verify -rawin -inkey " + key_file + " -sigfile " +
                               signature_file + " -in " + message_file + " > /dev/null 2>&1";
    CHECK(std::system(verify.c_str()) == 0);
    write_file(message_file, message + ".");
    CHECK(std::system(verify.c_str()) != 0);
}
