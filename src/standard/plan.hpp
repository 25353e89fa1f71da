#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "standard/condition.hpp"
#include "standard/example.hpp"
#include "standard/steps.hpp"
#include "standard/tally.hpp"
#include "standard/window.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/standard.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// A standard, compiled: what decide() reads. A plan is a pure function of the document's bytes; it is
/// immutable and may be shared by threads. Amounts are in minor units of the rule's unit; the document says
/// the scale.
namespace timebank::standard {

struct Rule {
    enum class CreditTo { member, household };  ///< household: the member's first one, else the member
    std::string id;
    Text name;
    std::vector<std::string> categories;  ///< sorted; empty: all that the document declares
    std::vector<std::string> roles;       ///< sorted
    std::string unit;
    std::string account;  ///< from whom credits come, or to whom they go: the issuer or another owner
    bool pays = false;    ///< the participant pays instead of being paid
    CreditTo credit_to = CreditTo::member;
    std::string highest_of;     ///< a group: of its rules only the one that gives most counts; empty: none
    std::vector<Step> steps;    ///< one tariff; the last rounding stands before the caps
    std::size_t caps_from = 0;  ///< index in `steps` behind the last rounding
};

/// Stars, levels. Of several levels whose conditions hold, the last in the list counts.
struct Ladder {
    struct Level {
        std::string code;
        Text name;
        Condition condition;
    };
    std::string id;
    Text name;
    std::string kept_in;  ///< a unit: a level once reached is booked in it and stays; empty: it is worked out
    std::vector<Level> levels;
    std::size_t reading = 0;  ///< of a kept one: what it ever gave the member, index in Plan::readings
};

/// Limits with one id, in several items, share one sum; they agree in every member.
struct ItemLimit {
    std::string id;
    Key key = Key::member;
    Measure counted = Measure::items;  ///< or redemptions, or spent
    Period period;
    std::int64_t limit = 0;   ///< items, redemptions, or minor units
    std::size_t reading = 0;  ///< index in Plan::readings; unused for Window::service
    friend bool operator==(const ItemLimit&, const ItemLimit&) = default;
};

struct Item {
    enum class ReceivedBy { anyone, self, same_household };
    /// To whole minor units; without one there is nothing to round.
    struct Round {
        std::int64_t step = 1;
        Direction direction = Direction::down;
        Ties ties = Ties::up;
    };
    /// What it is worth outside the book, for people and vouchers: no credits.
    struct Worth {
        std::string currency;  ///< a code
        Number amount;         ///< of the whole redemption, in hundredths; what is less falls away
    };
    /// It is delivered later, and its credits wait in an account until then.
    struct Hold {
        std::string kept_by;                 ///< an owner
        std::uint16_t days = 0;              ///< behind that of the redemption; 0 = it never expires
        std::optional<Number> missed_costs;  ///< minor units; nothing: nothing
    };
    std::string code;
    Text name;
    std::string unit;
    Number price;  ///< minor units, for one; or, where `is_for_all`, for the whole redemption
    bool is_for_all = false;
    std::optional<Round> round;  ///< of what it costs
    std::uint32_t least = 1;     ///< of the claim's quantity
    std::uint32_t most = 0;      ///< 0: as many as one can pay for
    std::uint32_t multiple_of = 1;
    std::string paid_to;  ///< an owner: the other leg
    ReceivedBy received_by = ReceivedBy::anyone;
    std::optional<Worth> worth;
    std::optional<Hold> hold;
    std::optional<Condition> unlock;
    std::vector<ItemLimit> limits;
    std::size_t position = 0;  ///< in the document's list, for messages
};

/// How far balances may go by redemptions and transfers. Of several rules for an account, the first that
/// applies; where none does, the balance stays at zero or above.
struct BalanceRule {
    std::string id;
    std::string unit;
    std::vector<std::string> classes;  ///< as in to_text(AccountClass), sorted
    std::optional<Condition> when;
    std::optional<Number> floor;       ///< minor units; nothing: none
    bool is_floor_below_zero = false;  ///< the floor is so far below zero
    std::optional<Number> ceiling;     ///< minor units; nothing: none
};

struct TransferLimit {
    enum class Key { giver, receiver };
    std::string id;
    Key key = Key::giver;
    Period period;
    std::int64_t limit = 0;   ///< minor units
    std::size_t reading = 0;  ///< index in Plan::readings; unused for Window::service
};

/// One way in which credits may be given away. The first rule of the document that fits a transfer's purpose,
/// unit and classes decides it.
struct TransferRule {
    std::string id;
    Text name;
    std::string purpose;
    std::string unit;
    std::vector<std::string> from;       ///< classes as in to_text(AccountClass), sorted
    std::vector<std::string> to;         ///< the same, of the receiver
    bool same_household = false;         ///< giver and receiver share a household
    std::int64_t multiple_of = 1;        ///< minor units
    std::optional<Condition> condition;  ///< of the giver
    std::vector<TransferLimit> limits;
};

struct FactDeclaration {
    std::string code;
    std::vector<std::string>
        attested_by;  ///< roles as in to_text(Role), sorted; "member" is the person concerned
    std::optional<std::int64_t> otherwise;  ///< its value where nobody attests it
    bool is_of_claim = false;               ///< of the service as a whole, not of one person in it
    std::size_t position = 0;               ///< in the document's list, for messages
};

/// What happens to a service of somebody who is recorded elsewhere at that time.
enum class Overlap { refuse, warn, allow };

struct Category {
    /// Which rules look at participants in a role, in the document's order: what decide() walks through.
    struct RoleRules {
        std::string role;
        std::vector<std::size_t> rules;  ///< indexes in Plan::rules
    };
    std::string code;
    Text name;
    std::size_t position = 0;  ///< in the document's list, for messages
    bool ongoing = false;      ///< always open: it has no sessions to count
    Overlap overlap = Overlap::allow;
    bool says_overlap = false;
    std::vector<RoleRules> by_role{};  ///< sorted by role
};

struct Plan {
    StandardSummary summary;
    std::map<std::string, std::int64_t> units;  ///< code -> minor units in one, as the document says
    std::vector<FactDeclaration> facts;         ///< sorted by code
    std::vector<Tally> tallies;     ///< no two alike, in the order of first use; of caps and limits last
    std::vector<Reading> readings;  ///< the same
    Calendar calendar;
    std::vector<std::int16_t> offsets;  ///< minutes ahead of UTC that times may have, sorted; empty: any
    // Of a credit standard:
    std::string issuer;  ///< the owner from whose account credits come, where a rule names none
    std::int64_t longest_service_minutes = 0;  ///< start to end; 0: as long as any
    std::vector<Category> categories;          ///< sorted by code
    std::vector<Rule> rules;                   ///< in the document's order
    std::vector<Ladder> ladders;               ///< in the document's order
    // Of a redemption standard:
    std::vector<Item> catalogue;          ///< sorted by code
    std::vector<TransferRule> transfers;  ///< in the document's order; none: nothing may be given away
    std::vector<BalanceRule> balances;    ///< in the document's order
    bool says_transfers = false;          ///< whether the document has them at all, be it as "none"

    std::vector<Example> examples;  ///< in the document's order
};

/// The document as a plan. bad_json or bad_document with the first fault: its JSON path, what was found, what
/// is allowed.
Result<std::shared_ptr<const Plan>> compile(ByteView document);

}  // namespace timebank::standard
