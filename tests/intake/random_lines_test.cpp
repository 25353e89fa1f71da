#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "core/excerpt.hpp"
#include "entry/random_entry.hpp"
#include "intake/lines.hpp"
#include "intake/schema.hpp"

// Generated input: what is written is read back, and no text, however broken, does harm.

using namespace timebank;
using namespace intake_tests;
using entry_tests::below;
using entry_tests::one_in;
using entry_tests::Random;

namespace {

/// A document in UTF-8, with everything in it that JSON has to escape.
Bytes random_document(Random& random) {
    constexpr std::string_view characters[] = {"{",  "}", "\"", "\\",   "\n",         "\r\n",
                                               "\t", "/", "时", "\x01", "\U0001F550", "\x7F"};
    std::string document = "{";
    for (auto count = below(random, 200); count > 0; --count)
        document += characters[below(random, std::size(characters))];
    const auto bytes = bytes_of(document);
    return {bytes.begin(), bytes.end()};
}

/// A signed claim such as a ledger can hold: its document is text, and the entry it reverses has an index
/// below 2^63.
SignedClaim random_signed_claim(Random& random) {
    auto claim = entry_tests::random_entry(random).signed_claim;
    if (auto* standard = std::get_if<StandardContent>(&claim.claim.content))
        standard->document = random_document(random);
    if (auto* reversal = std::get_if<ReversalContent>(&claim.claim.content)) reversal->entry_index >>= 1;
    if (auto* ruling = std::get_if<RulingContent>(&claim.claim.content)) ruling->entry_index >>= 1;
    if (auto* settled = std::get_if<SettlementContent>(&claim.claim.content)) settled->entry_index >>= 1;
    return claim;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = utf8_character_bytes(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

/// What every answer to a line from anywhere must keep.
void check_any_answer(const std::string& line) {
    const auto claim = read_claim_line(line, by_office());
    if (claim) {
        CHECK(read_claim_line(write_claim_line(*claim), by_office()).value() == *claim);
        return;
    }
    const auto& error = claim.error();
    CHECK((error.code == Code::bad_json || error.code == Code::bad_document));
    CHECK_FALSE((error.text.zh.empty() || error.text.en.empty()));
    CHECK((is_utf8(error.text.zh) && is_utf8(error.text.en)));
}

std::vector<std::string> good_lines() {
    std::vector<std::string> lines;
    for (const auto line : all_lines) {
        lines.emplace_back(line);
        lines.push_back(signed_form(line));
    }
    return lines;
}

/// One to three slips of a pen or a disk.
std::string mutated(Random& random, std::string line, const std::string& other) {
    constexpr std::string_view pieces[] = {"{",
                                           "}",
                                           "[",
                                           "]",
                                           "\"",
                                           ":",
                                           ",",
                                           "\\",
                                           "\\u",
                                           "null",
                                           "1e9",
                                           "-1",
                                           "0.5",
                                           "[]",
                                           "\"\"",
                                           "true",
                                           "\n",
                                           "99999999999999999999",
                                           "\xFF",
                                           "\xC2",
                                           "\xE2\x80\xA8",
                                           "{\"kind\":\"key\"}"};
    for (auto slips = 1 + below(random, 3); slips > 0; --slips) {
        const auto place = below(random, line.size() + 1);
        const auto length = std::min<std::size_t>(line.size() - place, 1 + below(random, 12));
        const auto& piece = pieces[below(random, std::size(pieces))];
        switch (below(random, 6)) {
            case 0:
                line.erase(place, length);
                break;
            case 1:
                line.insert(place, piece);
                break;
            case 2:
                line.replace(place, length, piece);
                break;
            case 3:
                line.insert(place, line.substr(place, length * 10));
                break;
            case 4:
                line.replace(place, length, other.substr(std::min(place, other.size()), length));
                break;
            default:
                if (place < line.size()) line[place] = static_cast<char>(random());
        }
    }
    return line;
}

/// Some value inside the tree, or the tree itself.
nlohmann::json& random_node(Random& random, nlohmann::json& tree) {
    if (!tree.is_structured() || tree.empty() || one_in(random, 6)) return tree;
    auto child = tree.begin();
    std::advance(child, static_cast<std::ptrdiff_t>(below(random, tree.size())));
    return random_node(random, *child);
}

nlohmann::json random_value(Random& random) {
    const nlohmann::json values[] = {nullptr,
                                     true,
                                     0,
                                     1,
                                     -1,
                                     4294967295,
                                     4294967296,
                                     "",
                                     "a",
                                     "m 1",
                                     "self",
                                     "agent",
                                     "2026-01-03T08:30+08:00",
                                     "2026-01-03",
                                     std::string(64, '0'),
                                     std::string(64, 'G'),
                                     "volunteer",
                                     nlohmann::json::array(),
                                     nlohmann::json::object(),
                                     nlohmann::json::array({"a"}),
                                     {{"kind", "none"}},
                                     {{"start", "2026-01-03T08:30+08:00"}, {"end", "2026-01-03T08:30+08:00"}},
                                     {{"a", 1}}};
    return values[below(random, std::size(values))];
}

/// The line with a value changed, or a member removed, or one moved in from another line.
std::string reshaped(Random& random, const std::string& line, const std::string& other) {
    auto tree = nlohmann::json::parse(line);
    if (one_in(random, 2)) {
        random_node(random, tree) = random_value(random);
    } else {
        const auto donor = nlohmann::json::parse(other);
        auto member = donor.begin();
        std::advance(member, static_cast<std::ptrdiff_t>(below(random, donor.size())));
        if (one_in(random, 3))
            tree.erase(member.key());
        else
            tree[member.key()] = member.value();
    }
    return tree.dump();
}

}  // namespace

TEST_CASE("5 000 random signed claims are written and read back the same") {
    constexpr std::uint64_t seed = 20'260'103;
    INFO("seed " << seed);
    Random random(seed);
    for (int round = 0; round < 5'000; ++round) {
        const auto claim = random_signed_claim(random);
        const auto line = write_claim_line(claim);
        if (line.find('\n') != line.npos) FAIL(line);
        const auto read = read_claim_line(line, {});
        if (!read) FAIL(read.error().text.en << "\n" << line);
        if (!(*read == claim)) FAIL(line);
        if (round % 50 == 0 && !schema_accepts(line)) FAIL("the schema refuses " << line);
    }
}

TEST_CASE("20 000 broken lines are read or refused in both languages, and never throw") {
    constexpr std::uint64_t seed = 20'260'104;
    INFO("seed " << seed);
    Random random(seed);
    const auto lines = good_lines();
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        const auto line =
            mutated(random, lines[below(random, lines.size())], lines[below(random, lines.size())]);
        INFO(line);
        CHECK_NOTHROW(check_any_answer(line));
        if (!read_claim_line(line, by_office())) ++refused;
    }
    CHECK(refused > 15'000);
    CHECK(refused < 20'000);
}

TEST_CASE("the reader takes nothing that the schema refuses") {
    constexpr std::uint64_t seed = 20'260'105;
    INFO("seed " << seed);
    Random random(seed);
    const auto lines = good_lines();
    int taken = 0, refused_by_both = 0;
    for (int round = 0; round < 4'000; ++round) {
        const auto line =
            reshaped(random, lines[below(random, lines.size())], lines[below(random, lines.size())]);
        INFO(line);
        const bool reads = read_claim_line(line, by_office()).has_value();
        const bool schema = schema_accepts(line);
        // A group's label is fine in a text of several lines, which the schema cannot know of one.
        if (reads && !schema) FAIL("the schema refuses what is read: " << line);
        taken += reads ? 1 : 0;
        refused_by_both += !reads && !schema ? 1 : 0;
    }
    CHECK(taken > 200);
    CHECK(refused_by_both > 1'000);
}
