#include <algorithm>
#include <random>
#include <string>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "timebank/bytes.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/merkle.hpp"
#include "timebank/receipt.hpp"

// Texts from anywhere: nothing crashes a reader, and no text is read that would be written otherwise.
namespace {

constexpr std::uint64_t seed = 20260103;
constexpr int mutations = 20'000;

class Mutator {
  public:
    std::string of(std::string text) {
        const int changes = 1 + static_cast<int>(below(3));
        for (int change = 0; change < changes; ++change) change_once(text);
        return text;
    }

  private:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : generator_() % bound; }

    /// Half the time a character that means something to these formats.
    char character() {
        static constexpr std::string_view telling = "\n\n +=/0189AZaz\xE2\x80\x94\t\r";
        return below(2) == 0 ? telling[below(telling.size())] : static_cast<char>(below(256));
    }

    void change_once(std::string& text) {
        const std::size_t place = below(text.size() + 1);
        const std::size_t length = below(std::min<std::size_t>(text.size() - place, 40) + 1);
        switch (below(7)) {
            case 0:
                text.insert(place, 1, character());
                break;
            case 1:
                text.erase(place, length);
                break;
            case 2:
                text.insert(below(text.size() + 1), text.substr(place, length));
                break;
            case 3:
                text.resize(place);
                break;
            case 4:
                repeat_line(text, place);
                break;
            case 5:
                flip_bit(text);
                break;
            default:
                if (place < text.size()) text[place] = character();
        }
    }

    void flip_bit(std::string& text) {
        if (text.empty()) return;
        char& byte = text[below(text.size())];
        byte = static_cast<char>(byte ^ (1 << below(8)));
    }

    void repeat_line(std::string& text, std::size_t place) {
        const std::size_t before = text.rfind('\n', place);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        const std::size_t end = text.find('\n', begin);
        if (end == std::string::npos) return;
        text.insert(begin, text.substr(begin, end + 1 - begin));
    }

    std::mt19937_64 generator_{seed};
};

/// Reads 20 000 mutations of `text` with `parse`, which gives a Result; how many could be read.
template <class Parse>
int count_read(const std::string& text, const Parse& parse) {
    REQUIRE(to_text(parse(text).value()) == text);
    Mutator mutator;
    int read = 0;
    for (int count = 0; count < mutations; ++count) {
        const std::string mutated = mutator.of(text);
        const auto value = parse(mutated);
        if (!value) continue;
        CAPTURE(seed, count, mutated);
        REQUIRE(to_text(*value) == mutated);
        ++read;
    }
    return read;
}

}  // namespace

TEST_CASE("of 20 000 damaged texts of each kind, those that can be read are written back unchanged") {
    const std::string receipt = example::replaced(example::tlog_proof(), "index", "extra QEFCQw==\nindex");
    const int notes = count_read(example::cosigned_checkpoint(), timebank::parse_note);
    const int checkpoints = count_read(example::checkpoint_text, timebank::parse_checkpoint);
    const int proofs = count_read(receipt, timebank::parse_tlog_proof);
    const int keys = count_read(example::log_vkey, [](const std::string& text) {
        auto key = timebank::parse_verifier_key(text);
        if (key) REQUIRE(text == example::log_vkey);  // a mutation that undid itself
        return key;
    });
    WARN("seed " << seed << ": read " << notes << " notes, " << checkpoints << " checkpoints, " << proofs
                 << " proofs and " << keys << " verifier keys of " << mutations << " mutations each");
    CHECK(notes > 100);
    CHECK(checkpoints > 100);
    CHECK(proofs > 100);
}

TEST_CASE("no damaged receipt verifies unless its proof and log line are whole") {
    const std::string good = example::tlog_proof();
    const auto leaf = timebank::merkle::leaf_hash(timebank::from_hex("40414243").value());
    const auto key = example::log_key();
    Mutator mutator;
    int verified = 0;
    for (int count = 0; count < mutations; ++count) {
        const std::string mutated = mutator.of(good);
        const auto proof = timebank::parse_tlog_proof(mutated);
        if (!proof || !verify_tlog_proof(*proof, leaf, key)) continue;
        CAPTURE(seed, count, mutated);
        const auto whole = timebank::parse_tlog_proof(good).value();
        REQUIRE(proof->index == whole.index);
        REQUIRE(proof->siblings == whole.siblings);
        REQUIRE(timebank::parse_note(proof->signed_checkpoint).value().text == example::checkpoint_text);
        ++verified;
    }
    CHECK(verified > 0);  // damage to the witness's line alone
}
