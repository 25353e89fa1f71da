#include <string>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"
#include "vectors.hpp"

namespace {

using example::replaced;
using timebank::bytes_of;
using timebank::Checkpoint;
using timebank::Code;
using timebank::open_checkpoint;
using timebank::parse_checkpoint;
using timebank::parse_verifier_key;
using timebank::Result;
using timebank::sha256;
using timebank::sign_checkpoint;
using timebank::to_hex;

template <class T>
Code code_of(const Result<T>& result) {
    return result.has_value() ? Code{} : result.error().code;
}

const std::string empty_root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

}  // namespace

TEST_CASE("the worked example is signed to the byte") {
    const std::string text = to_text(example::checkpoint());
    CHECK(text == example::checkpoint_text);
    CHECK(text.size() == 72);
    CHECK(to_hex(sha256(bytes_of(text))) ==
          "4ec8a0edae164ab9e11736804354730a21dc30facb781be36581b79552f7837a");
    const std::string signed_note = sign_checkpoint(example::checkpoint(), *example::log_signer()).value();
    CHECK(signed_note == text + '\n' + example::log_line);
    const auto note = timebank::parse_note(signed_note).value();
    CHECK(to_hex(note.signatures.at(0).signature) == example::log_signature_hex);
}

TEST_CASE("the cosigned checkpoint opens, the witness's line being unknown") {
    const std::string text = example::cosigned_checkpoint();
    CHECK(text.size() == 323);
    CHECK(to_hex(sha256(bytes_of(text))) ==
          "c4a0afab8ac8662031e3b27eea464554e368abbe693d189021c892acc9bbb02d");
    CHECK(open_checkpoint(text, example::log_key()).value() == example::checkpoint());
    CHECK(to_text(timebank::parse_note(text).value()) == text);
}

TEST_CASE("a checkpoint under another key or another name does not open") {
    const std::string text = example::cosigned_checkpoint();
    CHECK(code_of(open_checkpoint(text, {example::origin, example::other_signer()->public_key()})) ==
          Code::bad_proof);
    CHECK(code_of(open_checkpoint(text, {"timebank.example/ledger2", example::log_key().key})) ==
          Code::bad_proof);
    CHECK(code_of(open_checkpoint(replaced(text, "\n8\n", "\n9\n"), example::log_key())) == Code::bad_proof);
    CHECK(code_of(open_checkpoint(replaced(text, example::log_line, ""), example::log_key())) ==
          Code::bad_proof);

    // The right key signs, as itself, what another ledger says.
    timebank::Note borrowed{replaced(example::checkpoint_text, "ledger1", "ledger2"), {}};
    REQUIRE(sign_note(borrowed, example::origin, *example::log_signer()));
    CHECK(code_of(open_checkpoint(to_text(borrowed), example::log_key())) == Code::bad_proof);

    // The right key signs, as itself, what is no checkpoint.
    timebank::Note prose{"hello\n", {}};
    REQUIRE(sign_note(prose, example::origin, *example::log_signer()));
    CHECK(code_of(open_checkpoint(to_text(prose), example::log_key())) == Code::bad_proof);
}

TEST_CASE("texts that are not three proper lines are bad_proof") {
    const std::string good = example::checkpoint_text;
    const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"a blank line", "\n"},
        {"one line", "timebank.example/ledger1\n"},
        {"two lines", "timebank.example/ledger1\n8\n"},
        {"no newline after the root", good.substr(0, good.size() - 1)},
        {"a fourth line", good + "extension\n"},
        {"a blank fourth line", good + "\n"},
        {"a begun fourth line", good + "x"},
        {"a line before", "\n" + good},
        {"empty origin", replaced(good, example::origin, "")},
        {"a space in the origin", replaced(good, "ledger1", "ledger 1")},
        {"a plus in the origin", replaced(good, "ledger1", "ledger+1")},
        {"a tab in the origin", replaced(good, "ledger1", "ledger\t1")},
        {"empty size", replaced(good, "\n8\n", "\n\n")},
        {"size not a number", replaced(good, "\n8\n", "\neight\n")},
        {"negative size", replaced(good, "\n8\n", "\n-8\n")},
        {"size with a plus", replaced(good, "\n8\n", "\n+8\n")},
        {"size with a leading zero", replaced(good, "\n8\n", "\n08\n")},
        {"size in hexadecimal", replaced(good, "\n8\n", "\n0x8\n")},
        {"a space before the size", replaced(good, "\n8\n", "\n 8\n")},
        {"a space after the size", replaced(good, "\n8\n", "\n8 \n")},
        {"size 2^64", replaced(good, "\n8\n", "\n18446744073709551616\n")},
        {"size of 30 digits", replaced(good, "\n8\n", "\n100000000000000000000000000000\n")},
        {"root not base64", replaced(good, root, "this is not base64!")},
        {"empty root", replaced(good, root, "")},
        {"root of 31 bytes", replaced(good, root, "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQw==")},
        {"root of 33 bytes", replaced(good, root, "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQygA")},
        {"root without padding", replaced(good, "Qyg=", "Qyg")},
        {"root with a stray bit", replaced(good, "Qyg=", "Qyh=")},
        {"line ends of Windows", replaced(good, "\n8\n", "\r\n8\r\n")},
        {"size 0 with another root", replaced(good, "\n8\n", "\n0\n")},
        {"size 00 with the empty root", "a\n00\n" + empty_root + "\n"},
    };
    REQUIRE(parse_checkpoint(good).value() == example::checkpoint());
    for (const auto& [name, text] : cases) {
        CAPTURE(name);
        CHECK(code_of(parse_checkpoint(text)) == Code::bad_proof);
    }
}

TEST_CASE("the smallest and the largest size are read and written back") {
    const std::string smallest = "a\n0\n" + empty_root + "\n";
    CHECK(parse_checkpoint(smallest).value() == Checkpoint{"a", 0, timebank::merkle::empty_root()});
    CHECK(to_text(parse_checkpoint(smallest).value()) == smallest);
    const std::string largest = replaced(example::checkpoint_text, "\n8\n", "\n18446744073709551615\n");
    CHECK(parse_checkpoint(largest).value().size == 18446744073709551615U);
    CHECK(to_text(parse_checkpoint(largest).value()) == largest);
}

TEST_CASE("a log signs no checkpoint that it would not accept") {
    const auto signer = example::log_signer();
    Checkpoint checkpoint = example::checkpoint();
    for (const char* origin : {"", "a b", "a+b", "a\nb"}) {
        checkpoint.origin = origin;
        CAPTURE(origin);
        CHECK(code_of(sign_checkpoint(checkpoint, *signer)) == Code::invalid_argument);
    }
    checkpoint = example::checkpoint();
    checkpoint.size = 0;
    CHECK(code_of(sign_checkpoint(checkpoint, *signer)) == Code::invalid_argument);
    checkpoint.root = timebank::merkle::empty_root();
    CHECK(sign_checkpoint(checkpoint, *signer));
}

TEST_CASE("Tessera's checkpoints open under its key") {
    const auto folder = vectors_folder() / "tessera";
    if (!std::filesystem::is_directory(folder)) {
        WARN("skipped: no checkpoints here; set TIMEBANK_VECTORS to the folder that holds tessera/");
        return;
    }
    const auto key =
        parse_verifier_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
            .value();
    std::uint64_t opened = 0;
    for (std::uint64_t size = 0; size <= 15; ++size) {
        CAPTURE(size);
        const std::string text = read_file(folder / ("checkpoint." + std::to_string(size)));
        const auto checkpoint = open_checkpoint(text, key);
        REQUIRE(checkpoint);
        CHECK(checkpoint->size == size);
        CHECK(to_text(timebank::parse_note(text).value()) == text);
        ++opened;
        if (size == 15)
            CHECK(timebank::to_base64(checkpoint->root) == "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=");
    }
    WARN(opened << " checkpoints of Tessera opened");
}

TEST_CASE("Tessera's leaf hashes give the roots that its checkpoints sign") {
    const auto folder = vectors_folder() / "tessera";
    if (!std::filesystem::is_directory(folder)) {
        WARN("skipped: no tiles here; set TIMEBANK_VECTORS to the folder that holds tessera/");
        return;
    }
    const std::string tile = read_file(folder / "tile" / "0" / "000.p" / "15");
    REQUIRE(tile.size() == 15 * 32);
    timebank::merkle::Frontier frontier;
    for (std::size_t index = 0; index < 15; ++index) {
        timebank::Digest leaf;
        std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(index * 32), 32, leaf.begin());
        frontier.append(leaf, [](timebank::merkle::NodeId, const timebank::Digest&) {});
        const auto note =
            timebank::parse_note(read_file(folder / ("checkpoint." + std::to_string(index + 1))));
        CHECK(parse_checkpoint(note.value().text).value().root == frontier.root());
    }
}
