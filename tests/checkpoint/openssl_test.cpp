#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "timebank/bytes.hpp"
#include "timebank/checkpoint.hpp"
#include "vectors.hpp"

// Anybody with the openssl command can check a checkpoint without this project: FORMAT.md says how.
namespace {

/// A folder of its own that goes away with it.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "timebank-openssl-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

/// SubjectPublicKeyInfo (RFC 8410) as PEM.
std::string public_key_pem(const timebank::PublicKey& key) {
    timebank::Bytes der = timebank::from_hex("302a300506032b6570032100").value();
    der.insert(der.end(), key.bytes.begin(), key.bytes.end());
    return "-----BEGIN PUBLIC KEY-----\n" + timebank::to_base64(der) + "\n-----END PUBLIC KEY-----\n";
}

bool openssl_is_missing() {
    if (std::system("openssl version >/dev/null 2>&1") == 0) return false;
    WARN("skipped: the openssl command is not installed");
    return true;
}

bool runs(const std::filesystem::path& folder, const std::string& commands) {
    return std::system(("exec >/dev/null 2>&1; cd '" + folder.string() + "' && " + commands).c_str()) == 0;
}

bool openssl_verifies(const std::filesystem::path& folder, const std::string& text) {
    write_file(folder / "text", text);
    return runs(folder, "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature");
}

/// What stands between the fences of a Markdown page, in order.
std::vector<std::string> fenced_blocks(const std::string& page) {
    std::vector<std::string> blocks;
    const std::string fence = "\n```";
    for (std::size_t open = page.find(fence); open != std::string::npos;) {
        const std::size_t begin = page.find('\n', open + fence.size()) + 1;
        const std::size_t close = page.find(fence, begin);
        blocks.push_back(page.substr(begin, close + 1 - begin));
        open = page.find(fence, close + fence.size());
    }
    return blocks;
}

}  // namespace

TEST_CASE("the openssl command verifies a checkpoint's signature, and refuses it with a byte appended") {
    if (openssl_is_missing()) return;
    const auto signer = example::log_signer();
    timebank::Checkpoint checkpoint = example::checkpoint();
    checkpoint.size = 12345;
    const auto note = timebank::parse_note(sign_checkpoint(checkpoint, *signer).value()).value();
    const timebank::Bytes& signature = note.signatures.at(0).signature;

    const TemporaryFolder folder;
    write_file(folder.path() / "key.pem", public_key_pem(signer->public_key()));
    write_file(folder.path() / "signature", std::string(timebank::text_of(signature)));
    CHECK(openssl_verifies(folder.path(), note.text));
    CHECK_FALSE(openssl_verifies(folder.path(), note.text + "\n"));
    CHECK_FALSE(openssl_verifies(folder.path(), note.text + "x"));
}

TEST_CASE("FORMAT.md shows the worked example, and its commands verify it") {
    const std::string page =
        read_file(std::filesystem::path(TIMEBANK_SOURCE_DIR) / "src/checkpoint/FORMAT.md");
    const std::vector<std::string> blocks = fenced_blocks(page);
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[0] == example::cosigned_checkpoint());
    CHECK(blocks[1] + '\n' + blocks[0] == example::tlog_proof());
    CHECK(page.find(std::string("`") + example::log_vkey + "`") != std::string::npos);
    if (openssl_is_missing()) return;

    const TemporaryFolder folder;
    write_file(folder.path() / "vkey", std::string(example::log_vkey) + "\n");
    write_file(folder.path() / "checkpoint", blocks[0]);
    CHECK(runs(folder.path(), blocks[2]));
    write_file(folder.path() / "checkpoint", example::replaced(blocks[0], "\n8\n", "\n9\n"));
    CHECK_FALSE(runs(folder.path(), blocks[2]));
}
