#pragma once

#include <string>
#include <string_view>

#include "timebank/bytes.hpp"

/// The bytes that stand in golden/NAME.hex and in FORMAT.md's worked example.
namespace entry_tests {

/// Throws BadResult when the file is not there or not hexadecimal.
timebank::Bytes golden(std::string_view name);

/// The text of the example: the lines of FORMAT.md's last block of code.
std::string example_lines();

/// Whether the environment asks to write those bytes anew: for a change of version 0, looked over in review.
bool golden_is_rewritten();
void rewrite_golden(std::string_view name, timebank::ByteView bytes);
void rewrite_example(const std::string& lines);

}  // namespace entry_tests
