#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// How decisions see the book: ordered tables of byte strings. What is behind them (an LMDB file, or nothing,
/// in examples and simulators) is not known above the store.
namespace timebank {

// The numbers are stored (they are part of every record's check): they never change and are never reused.
// Keys are compared as unsigned bytes, 1 to 511 of them; values have at most 1 MiB. src/store/FORMAT.md has
// the records.
enum class Table : std::uint8_t {
    log = 1,                 ///< kept: index -> entry
    checkpoints = 2,         ///< kept: size -> signed note
    nodes = 3,               ///< perfect subtrees of the Merkle tree: level, index -> hash
    head = 4,                ///< one record: how far log and tables are
    ids = 5,                 ///< claim id, whose (see id_space()) -> index
    keys = 6,                ///< public key -> role, owner, index of its enrolment
    units = 7,               ///< code -> scale, names
    accounts = 8,            ///< owner -> class, tags
    balances = 9,            ///< owner, unit -> amount
    editions = 10,           ///< kind, effective from, index -> id, digest
    tally_definitions = 11,  ///< digest -> definition
    tallies = 12,            ///< definition, owner, day -> value
    reversals = 13,          ///< reversed index, unit (empty: all of it) -> index of the reversal
    batches = 14,            ///< import, index -> the index again: the entries that came with it
    owner_entries = 15,      ///< owner, index -> the index again: the entries that name or move them
    rulings = 16,            ///< service's index -> what became of it, and by which ruling
    service_times = 17,      ///< owner, start, index -> end: when people served
    holds = 18,      ///< redemption's index -> how many are to be delivered yet, and what is set aside
    set_aside = 19,  ///< keeper, unit -> all that is set aside there
    // Not in the book, but in an environment of their own, so that a text can be erased:
    text_generation = 64,  ///< one record: how often the texts were swapped for a compacted copy
    texts = 65,            ///< owner, field, commitment -> salt, text
};

/// All tables of the book, and those that are a pure function of the log.
inline constexpr Table all_tables[] = {Table::log,
                                       Table::checkpoints,
                                       Table::nodes,
                                       Table::head,
                                       Table::ids,
                                       Table::keys,
                                       Table::units,
                                       Table::accounts,
                                       Table::balances,
                                       Table::editions,
                                       Table::tally_definitions,
                                       Table::tallies,
                                       Table::reversals,
                                       Table::batches,
                                       Table::owner_entries,
                                       Table::rulings,
                                       Table::service_times,
                                       Table::holds,
                                       Table::set_aside};
inline constexpr Table derived_tables[] = {Table::nodes,         Table::head,      Table::ids,
                                           Table::keys,          Table::units,     Table::accounts,
                                           Table::balances,      Table::editions,  Table::tally_definitions,
                                           Table::tallies,       Table::reversals, Table::batches,
                                           Table::owner_entries, Table::rulings,   Table::service_times,
                                           Table::holds,         Table::set_aside};

inline constexpr Table text_tables[] = {Table::text_generation, Table::texts};

/// The table's name in the store and in findings, such as "balances".
std::string_view to_text(Table table);

struct Record {
    Bytes key;
    Bytes value;
    friend bool operator==(const Record&, const Record&) = default;
};

/// A consistent view of the tables. Not safe for use by several threads at once.
class Reader {
  public:
    virtual ~Reader() = default;

    /// The value, or nothing when the key is absent. data_damaged when the stored record fails its check.
    virtual Result<std::optional<Bytes>> get(Table table, ByteView key) const = 0;

    /// The first `limit` records with keys in [from, until), in order; an empty `until` is the table's end.
    virtual Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                             std::size_t limit) const = 0;

    /// The last record with a key in [from, until), or nothing.
    virtual Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const = 0;
};

/// Changes on top of a reader, which must outlive it: dropping an overlay is the rollback. Over nothing it is
/// the in-memory ledger of examples and simulators. Records are only ever added or replaced, never removed.
class Overlay : public Reader {
  public:
    using Changes = std::map<Table, std::map<Bytes, Bytes>>;

    Overlay() = default;
    explicit Overlay(const Reader& below) : below_(&below) {}
    Overlay(Overlay&&) = default;
    Overlay& operator=(Overlay&&) = default;
    /// Not copied by accident: an overlay that is to lie on another says so, `Overlay top(bottom.reader())`.
    Overlay(const Overlay&) = delete;
    Overlay& operator=(const Overlay&) = delete;
    const Reader& reader() const { return *this; }

    void put(Table table, Bytes key, Bytes value);
    /// Takes over the changes of an overlay that lay on this one.
    void merge(Overlay&& above);
    /// Forgets this overlay's changes of a table: what lies below is seen again.
    void drop(Table table) { changes_.erase(table); }
    /// What put() was given, by table and in key order.
    const Changes& changes() const { return changes_; }

    Result<std::optional<Bytes>> get(Table table, ByteView key) const override;
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                     std::size_t limit) const override;
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const override;

  private:
    const Reader* below_ = nullptr;
    Changes changes_;
};

}  // namespace timebank
