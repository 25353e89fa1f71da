#pragma once

#include <map>

#include "decision/facts.hpp"
#include "decision/signers.hpp"
#include "decision/tally.hpp"

namespace timebank {

/// The facts of a claim that is being decided: what the book says now. What was read once is kept, so that no
/// record is read or decoded twice for one claim.
class BookFacts : public Facts {
  public:
    /// `plan` is the edition that decides, or null. All must outlive it.
    BookFacts(const Reader& reader, const standard::Plan* plan, const SignedClaim& claim)
        : reader_(reader), plan_(plan), claim_(claim) {}

    /// What a fact comes to in the book, whether or not it was asked for: for comparing what an entry
    /// records.
    Result<std::int64_t> look_up(const FactKey& key);

    const Entry* entry(std::uint64_t index) override;
    std::vector<Fact> take() override { return std::move(asked_); }

  protected:
    Result<std::int64_t> ask(const FactKey& key) override;
    Result<void> ask_list(const FactKey& key, std::int64_t count) override;
    std::size_t count() const override { return asked_.size(); }
    const Fact& at(std::size_t place) const override { return asked_[place]; }

    /// Who has signed the claim. Examples answer otherwise.
    virtual Result<Signers> read_signers() const;
    /// Where the claim counts in the tallies.
    virtual TallyPlace place(const Claim& claim) const;

  private:
    using Account = std::optional<AccountRecord>;
    struct Group {
        FactKind kind{};
        std::string name;
    };
    Result<const Account*> account(std::string_view owner);
    Result<const Signers*> signers();
    Result<const Claim*> decided();
    Result<std::vector<Group>> groups(std::string_view owner);
    Result<std::int64_t> about_account(const FactKey& key);
    Result<std::int64_t> about_group(const FactKey& key);
    Result<std::int64_t> about_signers(const FactKey& key);
    Result<std::int64_t> about_units_and_keys(const FactKey& key);
    Result<std::int64_t> about_services(const FactKey& key);
    Result<std::int64_t> balance(const FactKey& key);
    Result<std::int64_t> sum(const FactKey& key);
    Result<std::int64_t> overlaps(std::string_view owner);
    Result<std::int64_t> shares_household(std::string_view giver, std::string_view receiver);

    const Reader& reader_;
    const standard::Plan* plan_;
    const SignedClaim& claim_;
    std::vector<Fact> asked_;
    std::map<std::string, Account, std::less<>> accounts_;
    std::map<std::uint64_t, std::optional<Entry>> entries_;
    std::optional<Signers> signers_;
    std::optional<std::optional<Claim>> decided_;
    struct Sum {
        std::string owner;
        std::string name;
        TallyValue value;
    };
    std::optional<Sum> last_sum_;  // its parts are asked for one after the other
};

/// The name of the fact line_fits: a line of editions of one kind, such as "credit/garden/occurrence".
std::string line_of(StandardKind kind, std::string_view id, EditionDate date);

}  // namespace timebank
