#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound on what people and programs hand over, in one place; messages take their numbers from here. A
/// bound that the log depends on may be raised in a later format, never lowered.
namespace timebank::limits {

// Claims and entries.

inline constexpr std::size_t entry_bytes = 65'535;  ///< an entry, encoded (tlog-tiles: 16-bit length)
inline constexpr std::size_t code_characters = 40;
inline constexpr std::size_t origin_characters = 100;
inline constexpr std::size_t unit_name_bytes = 64;
inline constexpr std::size_t participants = 200;
inline constexpr std::size_t tags = 32;
inline constexpr std::size_t memberships = 16;
inline constexpr std::size_t reversal_units = 16;
inline constexpr std::size_t attested_facts = 32;
inline constexpr std::size_t commitments = 32;
inline constexpr std::size_t cosignatures = 16;
inline constexpr std::size_t recovery_keys = 16;
inline constexpr std::int64_t minor_units_in_one = 1'000'000;
inline constexpr std::int64_t service_minutes = 31 * 24 * 60;  ///< one service, start to end
inline constexpr std::int64_t clock_slack_s = 600;  ///< how far a phone's clock may be ahead of the ledger's
inline constexpr std::int64_t clock_claim_slack_s =
    3'600;  ///< of a claim about the clock, until it is posted
inline constexpr std::int64_t clock_backward_s = 24 * 3'600;  ///< how far a clock may go back unasked
inline constexpr std::int64_t pause_s = 92 * 24 * 3'600;      ///< how long a book may rest unasked
inline constexpr int first_year = 1900;                       ///< of every date and time in the log
inline constexpr int last_year = 2199;
inline constexpr int offset_hours = 18;                   ///< how far a local time may be from UTC
inline constexpr std::size_t entries_per_commit = 4'096;  ///< below LMDB's page-spill size
inline constexpr std::size_t decision_items = 65'535;     ///< in each list of a decision (16-bit count)
inline constexpr std::size_t fact_name_characters = 255;  ///< that of a sum over a window is no code
inline constexpr std::size_t account_commitments = 255;   ///< of one account, over all its claims
inline constexpr std::size_t person_text_bytes = 2'000;   ///< one text about a person; kept beside the log

// Rule documents.

inline constexpr std::size_t standard_bytes = 48 * 1024;
inline constexpr std::size_t standard_name_bytes = 200;  ///< in each language
inline constexpr std::size_t standard_units = 16;
inline constexpr std::size_t standard_list_items = 200;  ///< of every list without a bound of its own
inline constexpr std::size_t condition_levels = 8;
inline constexpr std::size_t ladder_levels = 50;
inline constexpr std::size_t holidays = 400;
inline constexpr std::size_t standard_offsets = 24;
inline constexpr std::int64_t trailing_days = 3'660;  ///< of a window
inline constexpr std::int64_t windows_back = 50;      ///< of in_each_of_last
inline constexpr std::int64_t pending_days = 3'660;   ///< until a pending service lapses
inline constexpr std::int64_t band_hours = 48;        ///< behind midnight of the day that a band belongs to
inline constexpr std::int64_t obligation_minutes = 100'000'000;
inline constexpr std::int64_t catalogue_limit_items = 1'000'000;
inline constexpr std::int64_t exact_denominator = 1'000'000;  ///< exact values, and their sums, fit 64 bits
inline constexpr std::int64_t agreed_apart_minutes =
    24 * 60;  ///< agreed and actual times, where a rule counts both
inline constexpr std::int64_t example_times = 366;
inline constexpr std::int64_t example_days = 36'600;
inline constexpr std::int64_t example_claims = 10'000;  ///< all examples of a document together

// Sheets, JSON and other files.

inline constexpr std::size_t claim_line_bytes = 256 * 1024;  ///< one line of JSON
inline constexpr std::size_t json_depth = 24;
inline constexpr std::int64_t long_row_minutes = 16 * 60;  ///< more in one row of a sheet is asked about
inline constexpr std::uint32_t sheet_quantity = 1'000'000;
inline constexpr std::size_t sheet_text_bytes = 200;  ///< a session's name, an id of the sheet's own
inline constexpr std::size_t note_signatures = 100;
inline constexpr std::size_t proof_hashes = 64;           ///< a tree of 2^64 - 1 leaves is no higher
inline constexpr std::size_t key_file_bytes = 16 * 1024;  ///< an Ed25519 key in PEM takes 119
inline constexpr std::size_t anchor_bytes = 64 * 1024;
inline constexpr std::size_t backup_manifest_bytes = 64 * 1024;
inline constexpr std::size_t audit_findings = 1'000;  ///< an audit's report names the first ones

}  // namespace timebank::limits
