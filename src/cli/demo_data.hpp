#pragma once

#include <string_view>

/// tests/data/fuyuan-2018, byte for byte: the README there says what is real and what is made up.
namespace timebank::cli {

extern const std::string_view demo_setup;
extern const std::string_view demo_claims;
extern const std::string_view demo_credit_standard;
extern const std::string_view demo_redemption_standard;
extern const std::string_view demo_expected;

}  // namespace timebank::cli
