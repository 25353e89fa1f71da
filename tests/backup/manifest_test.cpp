#include "backup/manifest.hpp"

#include "catch.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::backup;

namespace {

Manifest sample() {
    Manifest manifest;
    auto& summary = manifest.summary;
    summary.origin = "tests.example/timebank";
    summary.entries = 655;
    summary.root = sha256(bytes_of("root"));
    summary.checkpoint = "tests.example/timebank\n650\nAAAA\n\n— tests.example/timebank AAAA\n";
    summary.signed_entries = 650;
    summary.last_recorded_at_unix_s = 1'546'214'400;
    summary.made_at_unix_s = 1'546'300'800;
    summary.bytes = 98'304 + 32'768;
    summary.has_texts = true;
    manifest.files = {{"book/data.mdb", 98'304, sha256(bytes_of("book"))},
                      {"people/data.mdb", 32'768, sha256(bytes_of("texts"))}};
    return manifest;
}

std::string code_of(const Result<Manifest>& result) {
    return result ? std::string() : std::string(to_text(result.error().code));
}

/// The text with `from` replaced, and a check that fits again: what somebody could write by hand.
std::string forged(const std::string& from, const std::string& to) {
    auto text = write_manifest(sample());
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    const std::string key = ",\n  \"check\": \"";
    const auto check = text.find(key);
    const auto without = text.substr(0, check) + "\n}\n";
    text.replace(check + key.size(), 64, to_hex(sha256(bytes_of(without))));
    return text;
}

}  // namespace

TEST_CASE("a manifest is read as it was written") {
    for (const bool with_texts : {true, false}) {
        auto manifest = sample();
        if (!with_texts) {
            manifest.files.pop_back();
            manifest.summary.has_texts = false;
            manifest.summary.bytes = 98'304;
        }
        const auto text = write_manifest(manifest);
        const auto read = read_manifest(text).value();
        CHECK(write_manifest(read) == text);
        CHECK(read.files == manifest.files);
        CHECK(read.summary.origin == manifest.summary.origin);
        CHECK(read.summary.entries == manifest.summary.entries);
        CHECK(read.summary.root == manifest.summary.root);
        CHECK(read.summary.checkpoint == manifest.summary.checkpoint);
        CHECK(read.summary.signed_entries == manifest.summary.signed_entries);
        CHECK(read.summary.last_recorded_at_unix_s == manifest.summary.last_recorded_at_unix_s);
        CHECK(read.summary.made_at_unix_s == manifest.summary.made_at_unix_s);
        CHECK(read.summary.bytes == manifest.summary.bytes);
        CHECK(read.summary.has_texts == with_texts);
    }
}

TEST_CASE("a manifest is text that people can read") {
    const auto text = write_manifest(sample());
    for (const auto* line :
         {"  \"what\": \"timebank backup\",", "  \"format\": 1,", "  \"entries\": 655,",
          "  \"made_at\": \"2019-01-01T00:00:00Z\",", "      \"file\": \"book/data.mdb\","})
        CHECK(text.find(std::string(line) + "\n") != std::string::npos);
}

TEST_CASE("a manifest with any byte changed, added or left out is refused") {
    const auto text = write_manifest(sample());
    for (std::size_t at = 0; at < text.size(); ++at) {
        INFO("at " << at);
        for (const char other : {'0', '1', '"', ' ', '\n', '\xff'}) {
            auto changed = text;
            changed[at] = other;
            if (changed != text) REQUIRE_FALSE(read_manifest(changed).has_value());
            REQUIRE_FALSE(read_manifest(text.substr(0, at) + other + text.substr(at)).has_value());
        }
        REQUIRE_FALSE(read_manifest(text.substr(0, at) + text.substr(at + 1)).has_value());
        REQUIRE_FALSE(read_manifest(text.substr(0, at)).has_value());
    }
    REQUIRE_FALSE(read_manifest(text + " ").has_value());
}

TEST_CASE("a manifest whose check was made to fit is still held to its form") {
    CHECK(code_of(read_manifest(forged("655", "656"))) == "");  // which the files then contradict
    struct Row {
        const char* from;
        const char* to;
        const char* code;
    };
    const Row rows[] = {
        {"book/data.mdb", "../../keys/log.pem", "data_damaged"},
        {"people/data.mdb", "book/data.mdb", "data_damaged"},
        {"655", "-655", "data_damaged"},
        {"655", "6.5", "data_damaged"},
        {"655", "\"655\"", "data_damaged"},
        {"655", "99999999999999999999", "data_damaged"},
        {"timebank backup", "other backup", "data_damaged"},
        {"2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z", "data_damaged"},
        {"\"files\": [", "\"files\": 1, \"more\": [", "data_damaged"},
        {"\"format\": 1", "\"format\": 2", "bad_document"},
    };
    for (const auto& row : rows) {
        INFO(row.from << " -> " << row.to);
        CHECK(code_of(read_manifest(forged(row.from, row.to))) == row.code);
    }
    CHECK(code_of(read_manifest("")) == "data_damaged");
    CHECK(code_of(read_manifest("[]")) == "data_damaged");
    CHECK(code_of(read_manifest(std::string(10'000, '['))) == "data_damaged");
}
