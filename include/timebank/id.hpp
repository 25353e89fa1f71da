#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// Names and identifiers that go into the log.
#pragma GCC visibility push(default)
namespace timebank {

/// 16 bytes, a UUID of version 7 (drawn) or 8 (derived): a claim's name and its idempotency key (RFC 9562).
struct ClaimId {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const ClaimId&, const ClaimId&) = default;
};

/// The five groups of RFC 9562 in lower case, as in "0190a5b2-7c3d-7e4f-8a1b-0123456789ab".
std::string to_text(const ClaimId& id);

/// The inverse; either case. invalid_argument when the text is not a UUID of version 7 or 8 of variant 10.
Result<ClaimId> parse_claim_id(std::string_view text);

/// Whether the version is 7 or 8 and the variant 10.
bool is_claim_id(const ClaimId& id);

/// A version 7 id: `unix_ms` in [0, 2^48) and ten random bytes, of which 74 bits are used: the high four of
/// the first and the high two of the third make room for version and variant.
ClaimId claim_id_from_random(std::int64_t unix_ms, std::span<const std::uint8_t, 10> random);

/// A version 8 id: the first 16 bytes of a digest of what the id is derived from, version and variant written
/// over six of their bits as in RFC 9562 B.2. Same input, same id: that is how a sheet imported twice is
/// recognised.
ClaimId claim_id_from_digest(const Digest& digest);

/// A code names an owner, a unit, a category, a rule…: 1 to 40 characters of A-Z a-z 0-9 . _ -, the first a
/// letter or digit. Codes are pseudonymous: no one's name belongs in one.
bool is_code(std::string_view text);

/// An origin names a ledger for ever: a schemeless URL of 1 to 100 characters of a-z 0-9 . - / such as
/// "duowen.example/timebank"; each part between strokes begins and ends with a letter or digit. It is the
/// log's key name, so neither spaces nor '+'.
bool is_origin(std::string_view text);

}  // namespace timebank
#pragma GCC visibility pop
