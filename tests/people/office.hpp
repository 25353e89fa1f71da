#pragma once

#include <map>
#include <memory>
#include <string>

#include "ledger/desk.hpp"
#include "timebank/people.hpp"

namespace timebank::people_test {

using ledger_test::code_of;
using ledger_test::Desk;

/// A founded ledger with its register of people, as an office that registers somebody has it.
class Office {
  public:
    Office();

    const Desk& desk() const { return desk_; }
    Ledger& ledger() { return *ledger_; }
    People& people() { return *people_; }
    std::filesystem::path register_folder() const { return desk_.folder() / "people"; }

    void close();
    void open(PeopleOptions options = {});

    /// Both steps. What the ledger said, such as "accepted 8".
    std::string enter(const Registration& registration);
    std::string change(const std::string& owner, const AccountChange& change);
    std::string post(const ClaimId& id, AccountContent content);
    /// An id that was not used before.
    ClaimId fresh_id();

  private:
    Desk desk_;
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<People> people_;  // behind the ledger: it must not outlive it
    int ids_ = 0;
};

/// A member with a name and, unless it is empty, a phone number.
Registration member(const std::string& owner, const std::string& name, const std::string& phone = "");
/// "name=张三 phone=(missing)".
std::string said(const Person& person);
/// The owners of a page, with "…" where there are more.
std::string owners(const PeoplePage& page);

}  // namespace timebank::people_test
