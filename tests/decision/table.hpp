#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Tests as tables: one text row per event, in time order, the expected answer last. No C++ is needed to add
/// one.
///
///     clock      2018-07-01T12:00+08:00
///     credit     2018-06-01 {"rules": [...]}
///     service    2018-06-04T08:00+08:00 150 canteen v-1          -> +15 point
///     redeem     2018-06-05T08:00+08:00 breakfast 2 v-1 by=v-1   -> -4 point
///     reverse    LABEL                                           -> +4 point
///     transfer   2018-06-06T08:00+08:00 gift 3 point v-1 v-2     -> v-1 -3 point, v-2 +3 point
///     balance    v-1                                             -> 15 point
///
/// Every table begins with the same book: units point (whole), hour (60 minor units, written h:mm) and coin
/// (100); accounts issuer, canteen-1, v-1, v-2 and v-3; keys op (operator), of-1 (officer), co-1
/// (coordinator), app-1 (app), v-1, v-2 and v-3 (members), of-2 (officer); the clock at
/// 2018-12-31T00:00+00:00. Nothing is adopted.
///
/// Events and their columns:
///
///     account    OWNER CLASS                 tags=A,B; member_of=A,B
///     key        NAME ROLE                   owner=OWNER; holder=NAME cosigns instead of the key, or none
///     unit       CODE MINOR-UNITS-IN-ONE
///     genesis
///     credit     EFFECTIVE-FROM JSON         see standards.hpp; the JSON may go on over several lines
///     redemption EFFECTIVE-FROM JSON
///     service    START MINUTES CATEGORY WHO  WHO is v-1,v-2:attendee,v-3/95: owner:role/own minutes;
///                                            times=N on as many days running; end=TIME instead of MINUTES;
///                                            quantity=N; behalf=OWNER; paper=yes: confirmed on paper
///     redeem     AT ITEM QUANTITY OWNER      to=OWNER
///     transfer   AT PURPOSE AMOUNT UNIT FROM TO
///     opening    OWNER AMOUNT UNIT           issuer=OWNER (issuer unless said); lot=DATE (2018-01-01)
///     merge      OWNER INTO
///     reverse    LABEL                       of an earlier row with as=LABEL; entry=N instead of its index;
///                                            units=A,B: only what moved in these
///     clock      TIME                        the time of recording from here on
///     balance    OWNER                       -> what the owner has, by unit
///
/// and of all claims: by=KEY (of-1 unless said), for=OWNER, capacity=self|agent (the right one unless said),
/// cosign=CAPACITY:KEY,..., second=KEY, who signs as the second officer (of-2 for openings and merges unless
/// said, or none), facts=CODE:VALUE,..., id=WORD, until=TIME, origin=..., forged=author|cosigner, as=LABEL.
///
/// Answers: "ok", accepted, whatever it moved; "exists"; what moved, for people but not for issuer and
/// canteen-1 ("+15 point", "nothing", "v-1 +15 point, v-2 +9 point" when the row names several, then what
/// caps took: "(3 point cut)"); or a refusal as "code rule | limit | found", of which a row may say as much
/// as it wants to.
namespace timebank::decision_test {

struct EventTable {
    std::string name;
    std::string rows;
};

struct RowOutcome {
    std::string row;       ///< as written, without what is expected; of a long one the beginning
    std::string expected;  ///< "ok" when the row says nothing
    std::string got;       ///< of a refusal, as many parts as the row expects
    std::string code;      ///< of the refusal, or empty
};

/// Runs the rows from the top, each whatever came of those before. Throws when a row cannot be read.
std::vector<RowOutcome> run_table(std::string_view rows);

// The tables, by what they are about.
std::vector<EventTable> earning_tables();
std::vector<EventTable> spending_tables();
std::vector<EventTable> edition_tables();
std::vector<EventTable> refusal_tables();
std::vector<EventTable> precedence_tables();
std::vector<EventTable> opening_tables();
std::vector<EventTable> transfer_tables();
std::vector<EventTable> account_tables();
std::vector<EventTable> correction_tables();
std::vector<EventTable> merge_tables();

}  // namespace timebank::decision_test
