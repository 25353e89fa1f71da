#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// What a member takes home: every movement of one account, with what it held before and after.
#pragma GCC visibility push(default)
namespace timebank {

/// What one entry moved of one unit.
struct StatementMovement {
    std::string unit;
    Amount amount;    ///< not zero; negative out of the account
    Amount balance;   ///< behind it, of the unit
    bool brought_in;  ///< by an opening claim, or by the reversal of one: neither in nor out
};

/// One entry. Its value date is the local day on which a service starts, or of a redemption or transfer; of
/// an opening, its lot date; of a merge, the day it was recorded (UTC); of a reversal, that of what it
/// undoes, so that a mistake and its mending lie on one day.
struct StatementLine {
    CivilDate value_date;
    std::uint64_t index = 0;
    ClaimKind kind = ClaimKind::service;
    Text what;  ///< such as "canteen, 2 h 30 min served", "reversal of entry 12 (wrong-person): canteen"
    std::int64_t served_minutes = 0;           ///< the owner's own, in a service in which they served
    std::optional<std::uint64_t> reversed_by;  ///< a later entry undid all of it, hours included
    std::vector<StatementMovement> movements;  ///< sorted by unit; none when no credits moved
};

/// opening + brought_in + in - out == closing, exactly.
struct StatementUnit {
    UnitContent unit;
    Amount opening;     ///< all movements with a value date before the statement's first day
    Amount brought_in;  ///< from older books
    Amount in;
    Amount out;  ///< >= 0
    Amount closing;
    Amount booked;     ///< what the account holds now, whatever the statement's dates
    Amount available;  ///< what of it can be spent: none when it is below zero. (Nothing is set aside yet.)
};

struct Statement {
    std::string owner;
    AccountClass account_class = AccountClass::member;
    std::string merged_into;  ///< the owner who took over, or empty
    std::optional<CivilDate> from;
    std::optional<CivilDate> until;
    std::uint64_t last_entry = 0;         ///< the ledger's newest when the statement was drawn up
    std::int64_t recorded_at_unix_s = 0;  ///< of that entry
    std::vector<StatementUnit> units;     ///< that the account ever moved, sorted by code
    std::vector<StatementLine> lines;     ///< by value date, then index
    std::int64_t served_minutes = 0;      ///< of the lines that are not reversed
};

/// The statement of one account for the days [from, until); an absent bound is none. Reads the owner's
/// entries and no others. not_found when there is no ledger or no such account; invalid_argument when `until`
/// is before `from`; data_damaged when the entries do not add up to the account's balances, when the tables
/// are behind the log, or either does not follow its layout. Any thread.
Result<Statement> draw_statement(const std::filesystem::path& folder, const std::string& owner,
                                 std::optional<CivilDate> from, std::optional<CivilDate> until);

}  // namespace timebank
#pragma GCC visibility pop
