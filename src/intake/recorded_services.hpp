#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "intake/sign_in_row.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"

/// What the ledger holds of people's services that a sheet must know beside the ids of its rows.
namespace timebank::intake {

/// Sixteen bytes that stand for somebody who was served in a session, in one category.
using ServedName = std::array<std::uint8_t, 16>;
ServedName served_name(const ServiceContent& service, const std::string& owner);

/// Looks among a person's own entries, which are read once, when the person is first asked about. Of them
/// only corrections are kept, and what names `asked`: memory grows with those and with the people.
class RecordedServices {
  public:
    explicit RecordedServices(const Ledger& ledger) : ledger_(&ledger) {}

    /// The names that was_served_in() may be asked about, sorted.
    void ask_about(std::vector<ServedName> names) { asked_ = std::move(names); }

    /// Forgets what was read: somebody has written to the ledger since.
    void look_again();

    struct Correction {
        std::uint64_t index = 0;
        CivilDate first_day;  ///< on which the service was said to be before it was ever corrected
    };
    /// The corrections, of whatever entry, that say the row's person, role, category and start. They may have
    /// been undone since.
    Result<std::vector<Correction>> corrections_like(const SignInRow& row);

    /// The entry, still counting, that has this person served in the service's session and category.
    Result<std::optional<std::uint64_t>> was_served_in(const ServiceContent& service,
                                                       const std::string& owner);

  private:
    Result<void> read_entries_of(const std::string& owner);
    Result<void> keep(const Entry& entry, const std::string& owner);

    const Ledger* ledger_;
    std::vector<ServedName> asked_;
    std::set<std::string, std::less<>> read_;  ///< whose entries were
    std::multimap<ServedName, Correction> corrections_;
    std::map<ServedName, std::uint64_t> served_;
};

}  // namespace timebank::intake
