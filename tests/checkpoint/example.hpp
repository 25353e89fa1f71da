#pragma once

#include <memory>
#include <string>

#include "timebank/checkpoint.hpp"
#include "timebank/signer.hpp"

/// The worked example of src/checkpoint/FORMAT.md, which five independent tools have checked. Its keys are
/// those of RFC 8032 tests 1 and 2: everybody knows them.
namespace example {

inline constexpr const char* origin = "timebank.example/ledger1";
inline constexpr const char* log_vkey =
    "timebank.example/ledger1+6253f817+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
inline constexpr const char* witness_vkey =
    "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";
inline constexpr const char* log_signature_hex =
    "238598ca21a574f7206a7d076f0f7651edbc3659dc1dfc195d0da91e074a00a8ebd54433bcff31c4a0277e3887c03e1fc992c74f"
    "b31d7f50"
    "e335ddfbd2f25f00";

std::unique_ptr<timebank::Signer> log_signer();
std::unique_ptr<timebank::Signer> other_signer();
timebank::VerifierKey log_key();

/// The eight standard leaves.
timebank::Checkpoint checkpoint();
inline constexpr const char* checkpoint_text =
    "timebank.example/ledger1\n"
    "8\n"
    "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";
inline constexpr const char* log_line =
    "— timebank.example/ledger1 "
    "YlP4FyOFmMohpXT3IGp9B28PdlHtvDZZ3B38GV0NqR4HSgCo69VEM7z/McSgJ344h8A+H8mSx0+zHX9Q4zXd+9LyXwA=\n";
inline constexpr const char* witness_line =
    "— witness.example/w1 "
    "BNLYMwAAAABndIWAS3D0EzzTtxPSbOnyCJFEJKh+aGLRWmMIQPvyqpFvFAdzYJILEneZ5NdZ5sSauAK2kpAXiNAMl9t+p3YElaeMAg=="
    "\n";

/// Signed by the log and cosigned by the witness: 323 bytes.
std::string cosigned_checkpoint();
/// The proof of leaf 5, hex 40414243, under it: 490 bytes.
std::string tlog_proof();

/// `text` with the first `old_part` replaced; fails the test when there is none.
std::string replaced(std::string text, const std::string& old_part, const std::string& new_part);

}  // namespace example
