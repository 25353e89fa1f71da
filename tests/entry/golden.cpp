#include "entry/golden.hpp"

#include <algorithm>
#include <cstdlib>

#include "vectors.hpp"

namespace entry_tests {
namespace {

std::filesystem::path golden_file(std::string_view name) {
    return std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests" / "entry" / "golden" /
           (std::string(name) + ".hex");
}

const auto page_file = std::filesystem::path(TIMEBANK_SOURCE_DIR) / "src" / "entry" / "FORMAT.md";

/// The last block of code of a page: [begin, end) of its lines.
struct Block {
    std::size_t begin;
    std::size_t end;
};

Block last_block(const std::string& page) {
    const auto end = page.rfind("```\n");
    const auto fence = page.rfind("```text\n", end);
    return {fence + std::string_view("```text\n").size(), end};
}

}  // namespace

timebank::Bytes golden(std::string_view name) {
    auto text = read_file(golden_file(name));
    text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
    return timebank::from_hex(text).value();
}

std::string example_lines() {
    const auto page = read_file(page_file);
    const auto block = last_block(page);
    return page.substr(block.begin, block.end - block.begin);
}

bool golden_is_rewritten() {
    return std::getenv("TIMEBANK_REWRITE_GOLDEN") != nullptr;
}

void rewrite_golden(std::string_view name, timebank::ByteView bytes) {
    constexpr std::size_t characters_a_line = 96;
    const auto hex = timebank::to_hex(bytes);
    std::ofstream out(golden_file(name));
    for (std::size_t i = 0; i < hex.size(); i += characters_a_line)
        out << hex.substr(i, characters_a_line) << '\n';
}

void rewrite_example(const std::string& lines) {
    auto page = read_file(page_file);
    const auto block = last_block(page);
    page.replace(block.begin, block.end - block.begin, lines);
    std::ofstream(page_file) << page;
}

}  // namespace entry_tests
