#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound in one place. A bound that the log depends on may be raised in a later format, never lowered.
namespace timebank::limits {

inline constexpr std::size_t entry_bytes = 65'535;        ///< an entry, encoded (tlog-tiles: 16-bit length)
inline constexpr std::size_t standard_bytes = 48 * 1024;  ///< a standard's document
inline constexpr std::size_t code_characters = 40;
inline constexpr std::size_t origin_characters = 100;
inline constexpr std::size_t unit_name_bytes = 64;
inline constexpr std::size_t participants = 200;
inline constexpr std::size_t tags = 32;
inline constexpr std::size_t memberships = 16;
inline constexpr std::size_t person_text_bytes = 2'000;  ///< one text about a person; kept beside the log
inline constexpr std::size_t reversal_units = 16;
inline constexpr std::size_t attested_facts = 32;
inline constexpr std::size_t commitments = 32;
inline constexpr std::size_t cosignatures = 16;
inline constexpr std::size_t recovery_keys = 16;
inline constexpr std::int64_t minor_units_in_one = 1'000'000;
inline constexpr std::int64_t service_minutes = 31 * 24 * 60;  ///< one service, start to end
inline constexpr std::int64_t clock_slack_s = 600;  ///< how far a phone's clock may be ahead of the ledger's
inline constexpr std::int64_t clock_claim_slack_s = 3'600;  ///< of a claim about the clock: a second officer signs
inline constexpr std::int64_t clock_backward_s = 24 * 3'600;  ///< how far a clock may go back by itself
inline constexpr std::int64_t pause_s = 92 * 24 * 3'600;  ///< how long a book may rest before the clock is asked about
inline constexpr int first_year = 1900;             ///< of every date and time in the log
inline constexpr int last_year = 2199;
inline constexpr int offset_hours = 18;                      ///< how far a local time may be from UTC
inline constexpr std::size_t entries_per_commit = 4'096;     ///< below LMDB's page-spill size
inline constexpr std::size_t claim_line_bytes = 256 * 1024;  ///< one line of JSON
inline constexpr std::size_t json_depth = 24;

}  // namespace timebank::limits
