#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/entry.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"
#include "timebank/signer.hpp"

/// Claims as lines of JSON: how other programs hand claims in, and how they get entries and answers back. One
/// JSON object a line, described by src/intake/claims.schema.json. Nothing here writes to a ledger; any
/// thread.
///
///     {"kind":"service","acting_for":"m-1","category":"canteen","actual":{"start":"2026-01-03T08:30+08:00",
///      "end":"2026-01-03T10:00+08:00"},"participants":[{"owner":"m-1","role":"volunteer"}]}
#pragma GCC visibility push(default)
namespace timebank {

/// How lines without a signature become signed claims. A line without an id gets one derived from what it
/// says (and, where a text says the same twice, from which of them it is): the same line again is the same
/// claim, so a post may be repeated after a crash. What is said twice on purpose, in two texts, needs an id
/// of its own. An import's "batch" is part of what a line says: the same line in two imports is two claims.
///
/// What the pointers name must outlive the call.
struct LineSigning {
    std::string origin;              ///< the ledger they are meant for
    Digest ledger{};                 ///< and its Ledger::genesis_hash()
    const Signer* signer = nullptr;  ///< none: only signed lines are taken
    /// Whose key the signer's is, as enrolled; empty: the office's. A claim that acts for this owner is
    /// signed as self, every other one as agent.
    std::string signer_owner{};
};

/// One claim, read and (unless the line is signed) signed. A signed line is taken as it stands, whatever
/// ledger it is for: its signatures are the ledger's to verify.
///
/// bad_json when the line is not JSON as this project reads it: larger than limits::claim_line_bytes, deeper
/// than limits::json_depth, not UTF-8, with a duplicate member or a number that is no 64-bit integer.
/// bad_document, with the JSON path, what was found and what is allowed, when it is not a claim of the schema
/// or breaks a limit of timebank/claim.hpp; also for a line with "group", which read_claim_lines() alone can
/// read. Else the signer's error.
Result<SignedClaim> read_claim_line(std::string_view line, const LineSigning& signing);

/// All claims of a text, in its order. Lines end in LF or CRLF; blank ones are skipped. Neighbouring lines
/// with the same "group" label become one atomic group: each carries the digest of the group's ids.
///
/// All or nothing: the first fault is the answer, with its line ("line 14: $.participants[0].role: …"), codes
/// as above. bad_document also for a label that comes again after lines of another.
Result<std::vector<SignedClaim>> read_claim_lines(std::string_view text, const LineSigning& signing);

/// The claim as a signed line, without a line break, members in the schema's order, hexadecimal digits in
/// lower case, amounts as minor units in decimal text. read_claim_line() gives the same SignedClaim back
/// whenever the claim is one that a ledger can accept; text that is not UTF-8, which none accepts, is written
/// with U+FFFD in the place of each bad sequence.
std::string write_claim_line(const SignedClaim& claim);

/// An entry as one line, without a line break:
///
///     {"index":7,"recorded_at":"2026-01-03T02:30:15Z","claim":{…},"decision":{"edition":"…","language":1,
///      "facts":[{"subject":"m-1","code":"balance.point","value":3}],
///      "awards":[{"participant":0,"rule":"base","unit":"point","exact":"3/2","minor_units":"1","cut":"0"}],
///      "notices":[{"participant":0,"kind":"cut","by":"day-cap","unit":"point","minor_units":"2"},
///                 {"participant":0,"kind":"overlaps","by":"canteen","entry":5},
///                 {"participant":0,"kind":"pending","by":"canteen","until":"2026-01-17"}],
///      "legs":[{"owner":"m-1","unit":"point","minor_units":"1"},…]}}
///
/// "claim" is what write_claim_line() writes; "exact", "minor_units" and "cut" count minor units of the unit.
/// A pending notice without a last day has no "until".
/// "edition" and "language" are left out when no standard was asked.
std::string write_entry(const Entry& entry);

/// The answer to one claim as one line, without a line break: {"id","result":"accepted"|"exists","index"}, or
/// {"id","result":"refused","code","rule","limit","found","text":{"zh","en"}}, where rule, limit and found
/// are left out when empty.
std::string write_post_result(const PostResult& result);

}  // namespace timebank
#pragma GCC visibility pop
