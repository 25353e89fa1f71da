#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/refusal.hpp"

/// Tests as tables: one text row per event, in time order, the expected answer last. No C++ is needed to add
/// one: every file in a folder of tests/decision/tables is a table, and tables_test.cpp runs the folder.
///
///     title      whoever serves on Monday is paid on Monday
///     # a line that is only for the reader
///     clock      2018-07-01T12:00+08:00
///     credit     2018-06-01 {"rules": [...]}
///     service    2018-06-04T08:00+08:00 150 canteen v-1          -> +15 point
///     redeem     2018-06-05T08:00+08:00 breakfast 2 v-1 by=v-1   -> -4 point
///     reverse    LABEL                                           -> +4 point
///     rule       LABEL confirmed                                 -> +15 point
///     transfer   2018-06-06T08:00+08:00 gift 3 point v-1 v-2     -> v-1 -3 point, v-2 +3 point
///     balance    v-1                                             -> 15 point
///
/// Every table begins with the book of tests/decision/tables/book.table: units point (whole), hour (60 minor
/// units, written h:mm) and coin (100); accounts issuer, canteen-1, v-1, v-2 and v-3; keys op (operator),
/// of-1 and of-2 (officers), co-1 (coordinator), app-1 (app), v-1, v-2 and v-3 (members); the clock at
/// 2018-12-31T00:00+00:00. Nothing is adopted.
///
/// Events and their columns:
///
///     account    OWNER CLASS                 tags=A,B; member_of=A,B; texts=FIELD:WORD,... that it commits
///     to key        NAME ROLE                   owner=OWNER; holder=NAME cosigns instead of the key, or none
///     unit       CODE MINOR-UNITS-IN-ONE
///     genesis
///     credit     EFFECTIVE-FROM JSON         see standards.hpp; the JSON may go on over several lines
///     redemption EFFECTIVE-FROM JSON
///     standard   NAME                        a whole document, of either kind: tables/NAME.json here, or a
///                                            published one, tests/standards/NAME.json
///     service    START MINUTES CATEGORY WHO  WHO is v-1,v-2:attendee,v-3/95: owner:role/own minutes;
///                                            times=N on as many days running; end=TIME instead of MINUTES;
///                                            quantity=N; behalf=OWNER; paper=yes: confirmed on paper
///     redeem     AT ITEM QUANTITY OWNER      to=OWNER
///     transfer   AT PURPOSE AMOUNT UNIT FROM TO
///     opening    OWNER AMOUNT UNIT           issuer=OWNER (issuer unless said); lot=DATE (2018-01-01)
///     merge      OWNER INTO
///     reverse    LABEL                       of an earlier row with as=LABEL; entry=N instead of its index;
///                                            units=A,B: only what moved in these
///     rule       LABEL OUTCOME               of an earlier service: confirmed, refused, withdrawn, zeroed or
///                                            restored; entry=N instead of its index; claim=LABEL: with the
///                                            claim of that row instead of its own
///     settle     LABEL OUTCOME QUANTITY      of an earlier redemption: fulfilled, cancelled, missed or
///     expired;
///                                            at=TIME (now unless said); canteen-1 and escrow are told, who
///                                            pays, and to=OWNER
///     clock      TIME                        the time of recording from here on
///     vouch      TIME                        the claim that the clock is right
///     balance    OWNER                       -> what the owner has, by unit
///
/// and of all claims: by=KEY (of-1 unless said), for=OWNER, capacity=self|agent (the right one unless said),
/// cosign=CAPACITY:KEY,..., second=KEY, who signs as the second officer (of-2 for openings and merges unless
/// said, or none), facts=CODE:VALUE,... of the service or its one person, CODE:VALUE@OWNER of one of several,
/// id=WORD, until=TIME, origin=..., ledger=WORD: that of another one, forged=author|cosigner,
/// taken_off=cosignatures, as=LABEL.
///
/// Answers: "ok", accepted, whatever it moved; "exists"; what moved, for people but not for issuer and
/// canteen-1 ("+15 point", "nothing", "v-1 +15 point, v-2 +9 point" when the row names several, then what
/// caps took: "(3 point cut)", and "(pending until 2018-08-31)" of what waits for a ruling); or a refusal as
/// "code rule | limit | found", of which a row may say as much as it wants to.
namespace timebank::decision_test {

/// One file of a folder in tests/decision/tables.
struct EventTable {
    std::string file;  ///< from the root of the source tree
    std::string title;
    std::string text;  ///< the whole file
};

struct RowOutcome {
    std::size_t line;      ///< on which the row begins, from 1
    std::string row;       ///< as written, without what is expected; of a long one the beginning
    std::string expected;  ///< "ok" when the row says nothing
    std::string got;       ///< of a refusal, as many parts as the row expects
    std::string code;      ///< of the refusal, or empty
    std::optional<Refusal> refusal;
};

/// Runs the rows from the top, each whatever came of those before. Throws, with the line, when a row cannot
/// be read.
std::vector<RowOutcome> run_table(std::string_view rows);

/// The tables of a folder, by name. Throws when one does not begin with its title.
std::vector<EventTable> tables_in(const std::string& folder);
/// Every folder that has tables.
std::vector<std::string> table_folders();

}  // namespace timebank::decision_test
