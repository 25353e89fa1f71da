#pragma once

#include <functional>
#include <mutex>

#include "people/matching.hpp"
#include "store/texts.hpp"
#include "timebank/people.hpp"

namespace timebank::people {

/// The one implementation of People: registration.cpp writes, search.cpp looks for somebody, register.cpp has
/// what both need.
class Register final : public People {
  public:
    Register(std::filesystem::path folder, const Ledger& ledger, PeopleOptions options)
        : folder_(std::move(folder)), ledger_(ledger), options_(std::move(options)) {}

    /// The texts as they are now; nothing when there are none yet.
    Result<std::optional<store::TextSnapshot>> snapshot() const;

    Result<bool> has_texts() const override;
    Result<std::vector<PreparedOpening>> prepare_openings(
        const std::vector<Registration>& registrations) override;
    Result<std::optional<AccountContent>> prepare_change(const std::string& owner,
                                                         const AccountChange& change) override;
    Result<void> withdraw(const std::string& owner, const std::vector<Commitment>& fresh) override;
    Result<std::optional<Person>> person(const std::string& owner) const override;
    Result<PeoplePage> list(const std::string& after, std::size_t limit) const override;
    Result<PeoplePage> find(std::string_view query, std::size_t limit) const override;
    Result<std::vector<Person>> namesakes(const std::map<std::string, std::string>& texts) const override;
    Result<std::vector<Account>> members_of(const std::string& group) const override;
    Result<std::string> next_owner(const std::string& prefix) const override;

  private:
    using Snapshot = std::optional<store::TextSnapshot>;
    using AccountVisit = std::function<bool(const Account&)>;  // false: that was enough
    using TextFilter = std::function<bool(std::string_view field, std::string_view text)>;

    Result<void> visit_accounts(std::string after, const AccountVisit& visit) const;
    Result<PeoplePage> page_of(const std::vector<std::string>& owners, std::size_t limit) const;

    using Records = std::vector<store::TextRecord>;
    Result<PreparedOpening> opening_of(const Registration& asked, const Snapshot& texts,
                                       Records& fresh) const;
    Result<store::Texts> texts_to_write();
    Result<void> check_may_begin() const;
    Result<void> write(const Records& records);

    Result<std::vector<std::string>> owners_beginning(const std::string& prefix, std::size_t limit) const;
    Result<std::vector<std::string>> owners_with(const TextFilter& wanted, std::size_t limit) const;
    Result<std::vector<std::string>> scan_texts(const store::TextSnapshot& texts, const TextFilter& wanted,
                                                std::size_t limit) const;
    Result<std::vector<std::string>> ask_everybody(const TextFilter& wanted, std::size_t limit) const;
    Result<bool> is_current(const store::TextRecord& record) const;

    std::filesystem::path folder_;
    const Ledger& ledger_;
    PeopleOptions options_;
    mutable std::mutex mutex_;  // of texts_
    mutable std::optional<store::Texts> texts_;
};

/// What to ask for in order to know whether there are more than `limit`.
inline std::size_t one_more(std::size_t limit) {
    return limit == SIZE_MAX ? limit : limit + 1;
}

/// Whether the text is the one that its commitment was made of.
bool is_true(const store::TextRecord& record);

/// The account with its texts, each looked up and compared with its commitment. A damaged record spoils its
/// own text, not the others.
Result<Person> with_texts(Account account, const std::optional<store::TextSnapshot>& texts);

}  // namespace timebank::people
