#pragma once

#include <memory>
#include <string>

#include "timebank/people.hpp"

/// The names of owners, where they may be shown.
namespace timebank::cli {

/// Asks the texts beside a ledger. Without any, or where they cannot be read, nobody has a name: what is
/// printed then is right all the same. Must not outlive the ledger.
class Names {
  public:
    Names(const std::string& folder, const Ledger& ledger);
    /// The owner's name, or nothing.
    std::string of(const std::string& owner) const;
    /// Whether there are any that can be read.
    bool known() const { return people_ != nullptr; }

  private:
    std::unique_ptr<People> people_;
};

}  // namespace timebank::cli
