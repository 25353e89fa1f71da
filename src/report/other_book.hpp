#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "decision/decide.hpp"
#include "decision/workbook.hpp"
#include "report/snapshot.hpp"
#include "standard/plan.hpp"

namespace timebank::report {

/// What became of a service in one book, all reversals and rulings considered.
struct ServiceStanding {
    enum class State {
        counts,
        pending,     ///< it waits for a ruling
        undone,      ///< it was reversed
        not_served,  ///< a ruling refused or withdrew it
    };
    State state = State::counts;
    std::vector<Award> awards{};
    std::set<std::string> units_undone{};
};
Result<ServiceStanding> standing_of_service(const Reader& reader, const Entry& service);

/// The book as it would be, had one credit standard decided every service since the ledger was founded. It is
/// given the entries one by one, in their order; nothing is written to the ledger. For one thread.
class OtherBook {
  public:
    /// invalid_argument when the plan divides a unit otherwise than the ledger.
    static Result<OtherBook> begin(const Snapshot& ledger, Snapshot::PlanPointer plan);

    /// The next entry, when it is no service. `is_named`: later ones are about it, so that it must be found
    /// again.
    Result<void> follow(const Entry& entry, bool is_named);
    /// The next entry, a service: why it is refused here, or nothing. `never_counts`: a ruling refused or
    /// withdrew it, so it is left out where it would not have waited for that ruling.
    struct Decided {
        std::optional<Refusal> refusal{};
        Decision decision{};
    };
    Result<Decided> decide_service(const Entry& entry, bool is_named, bool never_counts);

    const Reader& reader() const { return book_.reader(); }

  private:
    explicit OtherBook(Snapshot::PlanPointer plan);
    Result<void> define_units(const Snapshot& ledger);
    Result<void> open_accounts(const Snapshot& ledger);
    Result<Verdict> decide_here(const Entry& entry);
    Result<bool> was_taken_as_recorded(const Entry& entry) const;
    Result<std::optional<Refusal>> take(const Entry& entry, bool is_named);

    Snapshot::PlanPointer plan_;
    bool asks_overlaps_ = false;
    Workbook book_;
    std::unique_ptr<Plans> plans_ = std::make_unique<Plans>();
};

}  // namespace timebank::report
