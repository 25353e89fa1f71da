#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/rational.hpp"
#include "standard/example.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/standard.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// A standard, compiled: what decide() reads. A plan is a pure function of the document's bytes; it is
/// immutable and may be shared by threads. Amounts are in minor units of the rule's unit; the document says
/// the scale.
namespace timebank::standard {

/// What a tally adds up.
enum class Measure : std::uint8_t {
    awarded = 1,   ///< Award::amount of services, in minor units
    exact = 2,     ///< what a running total has to round of services: an exact fraction of minor units
    items = 3,     ///< quantity of redemptions
    rounded = 4,   ///< what rounding gave for services, before caps: Award::amount + Award::cut
    given = 5,     ///< by transfers, of the giver; in minor units
    received = 6,  ///< by transfers, of the receiver; in minor units
};

/// Over which days a cap, a limit or a running total looks.
enum class Window : std::uint8_t {
    service = 1,  ///< this claim alone: no tally
    day = 2,      ///< the civil day on which the service starts, or of the redemption
    life = 3,     ///< everything so far
};

/// A sum per owner and day (or for ever) over awards. Named by the digest of its definition, so that editions
/// whose definition is the same share it. Reversals take away what the reversed entry added, on its day.
struct TallyDefinition {
    Measure measure = Measure::awarded;
    Window bucket = Window::life;    ///< day or life
    std::string standard;            ///< a standard's id, or empty: any
    std::vector<std::string> rules;  ///< rules or items of it, sorted; empty: all
    std::string unit;                ///< empty for items
    std::int64_t denominator = 1;    ///< of what one minute, visit or item earns, of an exact measure
    friend bool operator==(const TallyDefinition&, const TallyDefinition&) = default;
};

/// One line of text that says it all, such as "awarded|life|||hour|1": what is hashed and stored.
std::string to_text(const TallyDefinition& definition);
/// The inverse; bad_encoding unless `text` is exactly what to_text() writes.
Result<TallyDefinition> parse_tally_definition(std::string_view text);
/// The first eight bytes of SHA-256(to_text()).
using TallyName = std::array<std::uint8_t, 8>;
TallyName name_of(const TallyDefinition& definition);
/// The tally that stands beside an exact one: what rounding gave of it. However finely editions count, they
/// share it.
TallyDefinition rounded_beside(const TallyDefinition& exact);

/// A small boolean tree over facts.
struct Condition {
    enum class Kind { all, any, negation, tag, fact, balance, earned };
    Kind kind = Kind::all;
    std::vector<Condition> children;       ///< of all, any (one or more) and negation (one)
    std::string code;                      ///< the tag, the fact, or the unit
    std::optional<std::int64_t> at_least;  ///< inclusive; of fact, balance and earned (minor units there)
    std::optional<std::int64_t> at_most;   ///< inclusive
    std::size_t tally = 0;                 ///< index in Plan::tallies, of earned
};

// The steps of a rule, in the order the document gives them.

struct Gate {
    Condition condition;
    bool refuses = true;  ///< else the rule earns nothing and the service stands
};

struct Tariff {
    enum class Per { minute, hour, visit, item };
    Per per = Per::hour;
    Rational minor_units;  ///< for one of them, exact
};

struct Minimum {
    std::int64_t minor_units = 0;  ///< a lower value, zero included, is raised to it
};

struct Rounding {
    bool exact = false;  ///< the tariff can only give whole minor units: nothing to round
    Rational step;       ///< in minor units
    Direction direction = Direction::down;
    Ties ties = Ties::up;          ///< of nearest
    bool running_total = false;    ///< else each service for itself
    Window window = Window::life;  ///< of the running total
    // Of a running total, indexes in Plan::tallies:
    std::size_t tally = 0;          ///< Measure::exact
    std::size_t rounded_tally = 0;  ///< Measure::rounded, beside it
};

struct Cap {
    std::string id;
    Window window = Window::day;
    std::int64_t limit = 0;   ///< minor units
    bool clips = false;       ///< else refuses
    std::string overflow_to;  ///< an owner who gets what is clipped; empty: nobody
    std::size_t tally = 0;    ///< index in Plan::tallies; unused for Window::service
};

using Step = std::variant<Gate, Tariff, Minimum, Rounding, Cap>;

struct Rule {
    std::string id;
    Text name;
    std::vector<std::string> categories;  ///< sorted; empty: all that the document declares
    std::vector<std::string> roles;       ///< sorted
    std::string unit;
    std::vector<Step> steps;  ///< one tariff, one rounding; caps behind the rounding
};

struct ItemLimit {
    std::string id;
    Window window = Window::day;
    std::int64_t limit = 0;  ///< items
    std::size_t tally = 0;   ///< index in Plan::tallies; unused for Window::service
};

struct Item {
    std::string code;
    Text name;
    std::string unit;
    std::int64_t price = 0;  ///< minor units, for one
    std::string paid_to;     ///< an owner: the other leg
    std::optional<Condition> unlock;
    std::vector<ItemLimit> limits;
    std::size_t position = 0;  ///< in the document's list, for messages
};

struct TransferLimit {
    enum class Key { giver, receiver };
    std::string id;
    Key key = Key::giver;
    Window window = Window::day;
    std::int64_t limit = 0;  ///< minor units
    std::size_t tally = 0;   ///< index in Plan::tallies; unused for Window::service
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
        attested_by;           ///< roles as in to_text(Role), sorted; "member" is the person concerned
    std::size_t position = 0;  ///< in the document's list, for messages
};

struct Category {
    std::string code;
    Text name;
    std::size_t position = 0;  ///< in the document's list, for messages
    bool ongoing = false;      ///< always open: it has no sessions to count
};

struct Plan {
    StandardSummary summary;
    std::map<std::string, std::int64_t> units;  ///< code -> minor units in one, as the document says
    std::vector<FactDeclaration> facts;         ///< sorted by code
    std::vector<TallyDefinition> tallies;       ///< no two alike; named in to_text order of first use
    // Of a credit standard:
    std::string issuer;                ///< the owner from whose account credits come
    std::vector<Category> categories;  ///< sorted by code
    std::vector<Rule> rules;           ///< in the document's order
    // Of a redemption standard:
    std::vector<Item> catalogue;          ///< sorted by code
    std::vector<TransferRule> transfers;  ///< in the document's order; none: nothing may be given away
    bool says_transfers = false;          ///< whether the document has them at all, be it as "none"

    std::vector<Example> examples;  ///< in the document's order
};

/// The document as a plan. bad_json or bad_document with the first fault: its JSON path, what was found, what
/// is allowed.
Result<std::shared_ptr<const Plan>> compile(ByteView document);

}  // namespace timebank::standard
