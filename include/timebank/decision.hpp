#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/amount.hpp"
#include "timebank/bytes.hpp"
#include "timebank/text.hpp"

/// Decisions: what the published rules make of a claim. Everything here is a plain value; the bytes are
/// described in src/entry/FORMAT.md.
#pragma GCC visibility push(default)
namespace timebank {

/// What sort of thing a decision looked at. What each comes to in the book: src/decision/book_facts.cpp.
enum class FactKind : std::uint8_t {  // stored: never changed
    account_class = 1,                ///< of the owner's account; 0 = no account, negative once it was merged
    merged_into = 2,                  ///< how many accounts took it over, then 1 for `name`, the one that did
    opened_on = 3,                    ///< when the account was opened; days since 1970-01-01
    tag = 4,                          ///< 1 when the account has the tag `name`, else 0
    tags = 5,                         ///< how many tags the account has
    member_of = 6,                    ///< 1 when the account is member of the account `name`, else 0
    memberships = 7,                  ///< of how many accounts it is member
    groups = 8,                       ///< how many households and teams those are; a fact for each follows
    household = 9,                    ///< 1: `name` is one of them
    team = 10,                        ///< the same
    shares_household = 11,  ///< 1 when the owner and the owner `name` belong to one household, else 0
    balance = 12,           ///< in the unit `name`, in minor units
    balances = 13,          ///< in how many units the owner has something; a balance for each follows
    tally = 14,             ///< a sum: `name` is the tally's, and the window; of a fraction, the numerator
    tally_denominator = 15,
    tally_given = 16,       ///< of a running total: what rounding gave of it
    overlaps = 17,          ///< an entry in which the owner serves at the time of the service; -1 = none
    signed_by = 18,         ///< 1 when somebody in the role `name` has signed; of members, whom it concerns,
                            ///< and where there is an owner, that one
    cosigned = 19,          ///< 1 when a second person has signed as `name`
    author_is_member = 20,  ///< 1 when the author's key is a member's
    rules_alone = 21,       ///< 1 when nobody but the owner signs the ruling
    key_enrolled = 22,      ///< which entry enrolled the key that the claim enrols; -1 = none yet
    unit_defined = 23,      ///< which entry defined the unit `name`; -1 = none yet
    minor_units = 24,       ///< in one of the unit `name`; 0 = there is no such unit
    line_fits = 25,         ///< 1 when editions of the line `name` are or can be the ledger's, else 0
    ruling_state = 26,      ///< what became of the service that is ruled on or reversed: a RulingState
    awarded_at = 27,        ///< the entry with that service's awards
    reversed_by = 28,  ///< which entry undid the unit `name` of those awards, or of no name, all; -1 = none
    hold_items = 29,   ///< how many of the redemption in entry `name` are still to be delivered; -1 = no hold
    hold_amount = 30,  ///< and what is set aside for them, in minor units
    set_aside = 31,    ///< all that is set aside in the account, in the unit `name`, in minor units
};

/// Something in the book that the decision looked at, as it was then.
struct Fact {
    FactKind kind{};
    std::string owner;       ///< whom it is about, or empty
    std::string name;        ///< what of that kind: a unit, a tag, a role; or empty
    std::int64_t value = 0;  ///< minor units, a count, an index, or 0 and 1 for no and yes
    friend auto operator<=>(const Fact&, const Fact&) = default;
};

/// One account's share of all movements in one unit. The legs of a decision add up to zero in every unit;
/// none is zero.
struct Leg {
    std::string owner;
    std::string unit;
    Amount amount;
    friend auto operator<=>(const Leg&, const Leg&) = default;
};

/// Where the participant stands in a movement.
enum class Side : std::uint8_t {  // stored: never changed
    gets = 1,                     ///< `to` is the participant's account, or their household's
    gives = 2,                    ///< `from` is
    neither = 3,                  ///< it passes them by: what a cap let flow over to another account
};

/// One movement, and why: what a rule gave one participant or took from them, what an item cost its buyer,
/// what somebody gave away, what a cap passed on; and of a reversal or ruling, such a movement back or once
/// more.
struct Award {
    std::uint16_t participant = 0;  ///< index in the list of the service; 0 where there is none
    Side side = Side::gets;
    std::string rule;  ///< a rule or ladder of the standard, an item or transfer of it, of an overflow the
                       ///< cap; empty where no standard decides
    std::string unit;
    std::string from;
    std::string to;
    std::int64_t exact_numerator = 0;  ///< before rounding and caps, in minor units, in lowest terms, >= 0
    std::int64_t exact_denominator = 1;
    Amount amount;              ///< after them: what moves, >= 0
    Amount cut;                 ///< how much caps took away, >= 0
    std::string running_total;  ///< the tally that carries what rounding left over; empty: none does
    friend auto operator<=>(const Award&, const Award&) = default;
};

/// What the participant has of it: the amount, or the amount less than nothing. It cannot overflow.
Amount gain_of(const Award& award);

/// What people must be able to see about a decision without doing the sum again.
enum class NoticeKind : std::uint8_t {  // stored: never changed
    cut = 1,                            ///< a cap took this much away
    limit_passed = 2,                   ///< a cap that only warns was passed by this much
    waived = 3,                         ///< a cap was passed by this much because its waiver held
    overlaps = 4,                       ///< the participant's service overlaps that of entry `value`
    pending = 5,  ///< nothing is awarded until a ruling confirms it; not after the day `value`
    worth = 6,    ///< what is redeemed is worth `value` hundredths of the currency `unit`: no credits
    held = 7,     ///< the credits are set aside until it is delivered; not after the day `value`
};

struct Notice {
    std::uint16_t participant = 0;  ///< index in the claim's list
    NoticeKind kind{};
    std::string by;    ///< the cap, rule or category that says so
    std::string unit;  ///< empty for overlaps, pending and held; a currency, which is no unit, for worth
    std::int64_t value = 0;  ///< minor units, above 0; an entry's index for overlaps; days since 1970-01-01
                             ///< for pending and held (0 = no last day); hundredths for worth
    friend auto operator<=>(const Notice&, const Notice&) = default;
};

/// A household or team that a participant belonged to when the service was decided: it counts with them.
struct GroupCounted {
    std::uint16_t participant = 0;  ///< index in the list of the service
    std::string group;
    bool is_household = false;  ///< else a team
    friend auto operator<=>(const GroupCounted&, const GroupCounted&) = default;
};

/// An account that had been merged when the decision looked at it.
struct StandIn {
    std::string owner;
    std::string survivor;  ///< who stood for it then
    friend auto operator<=>(const StandIn&, const StandIn&) = default;
};

/// What an entry does to the number of services and minutes that people served.
enum class ServiceCount : std::uint8_t {  // stored: never changed
    unchanged = 0,
    counted = 1,    ///< the service counts from here on
    uncounted = 2,  ///< it counts no more
};

/// The outcome that is recorded beside an accepted claim. Claims that no standard decides (keys, units,
/// accounts…) have facts at most. Everything that comes of an entry follows from this and the claims that it
/// and the entries it names make: the facts say only why.
struct Decision {
    Digest edition{};                  ///< SHA-256 of the standard's document; all zero when none was asked
    std::uint16_t language = 0;        ///< the rule language that edition is read with; 0 when none
    std::vector<Fact> facts;           ///< in the order in which they were looked at; no two of one thing
    std::vector<Award> awards;         ///< in the order in which they were decided
    std::vector<Notice> notices;       ///< sorted, no two alike
    std::vector<GroupCounted> groups;  ///< sorted, no two alike
    std::vector<StandIn> stand_ins;    ///< sorted, no two of one owner
    std::vector<std::string> undone_units;  ///< what a reversal or a zeroing undoes; sorted, no two the same
    std::optional<std::uint64_t> awarded_by;  ///< of such a ruling on a service that another ruling awarded,
                                              ///< that ruling's entry
    ServiceCount service = ServiceCount::unchanged;
    std::vector<Leg> legs;  ///< the sum of the awards by owner and unit: sorted, no two alike
    friend bool operator==(const Decision&, const Decision&) = default;
};

/// Adds what the award moves to legs that are sorted, merged and free of zeros, and stay so. False when a sum
/// does not fit 64 bits.
bool add_to_legs(std::vector<Leg>& legs, const Award& award);
/// The legs that awards add up to; nothing when a sum does not fit 64 bits.
std::optional<std::vector<Leg>> legs_of(const std::vector<Award>& awards);

/// Who stood for the owner when this was decided, as it looked: the owner, or who took the account over.
const std::string& stand_in_for(const Decision& decision, const std::string& owner);

/// Where credits are set aside, the notice that says so: its value is the last day, or 0. Else null. Valid as
/// long as the decision is.
const Notice* hold_in(const Decision& decision);

std::string_view to_text(FactKind kind);
/// For people: in English the word above, in Chinese what it is called.
Text in_words(FactKind kind);
std::optional<FactKind> parse_fact_kind(std::string_view text);
std::string_view to_text(Side side);
std::string_view to_text(ServiceCount count);
std::string_view to_text(NoticeKind kind);
std::optional<NoticeKind> parse_notice_kind(std::string_view text);

/// Whether the notice is about an amount: its `value` counts minor units of its `unit`.
bool is_about_amount(NoticeKind kind);

/// One sentence for people. `owner` is the participant's; `amount` says how much in the words of the caller,
/// who knows the unit's scale ("1.5 point"), and is not read where the notice is about no amount.
Text explain_notice(const Notice& notice, std::string_view owner, const Text& amount);

}  // namespace timebank
#pragma GCC visibility pop
