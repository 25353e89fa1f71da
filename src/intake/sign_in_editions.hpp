#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "standard/plan.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"

/// The categories and roles by which the credit standard knows services, edition by edition.
namespace timebank::intake {

class SignInEditions {
  public:
    /// All editions of the ledger's credit standard. `clock` says today, for a standard whose edition goes by
    /// the day of recording.
    static Result<SignInEditions> read(const Ledger& ledger, const Clock& clock);

    /// bad_document when no edition is in force for services of that day.
    Result<void> check_day(CivilDate day) const;

    /// The code of the category that the cell names, by code or by name, in the edition in force for a
    /// service of that day. bad_document when there is none, or two of that name.
    Result<std::string> category(CivilDate day, std::string_view cell) const;
    /// The same of a role: a built-in one by code or name, or one that the edition's rules name.
    Result<std::string> role(CivilDate day, std::string_view cell) const;

    /// Whether the category is always open, so that it has no sessions to count.
    bool is_ongoing(CivilDate day, std::string_view category) const;

  private:
    const standard::Plan* in_force(CivilDate day) const;

    std::vector<std::shared_ptr<const standard::Plan>> plans_;  ///< the later, the further behind
    CivilDate today_;
};

}  // namespace timebank::intake
