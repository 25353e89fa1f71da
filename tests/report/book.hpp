#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "timebank/ledger.hpp"

/// A small ledger for the tests of reports and proofs, in a folder that goes away with it. Its keys and ids
/// are fixed; everything is signed by the operator for the office.
namespace report_tests {

/// Shows what it was told.
class FixedClock final : public timebank::Clock {
  public:
    std::int64_t now_unix_s() const override { return unix_s; }
    std::int64_t unix_s = 1'561'939'200;  // 2019-07-01T00:00:00Z: after every service of the tests
};

class Book {
  public:
    /// Only the genesis entry, under a checkpoint.
    Book();
    /// With the units point and hour, the accounts issuer, canteen-1, v-1 to v-3 and r-1 to r-3 (v-3 is
    /// tagged "trained"), and the two standards of tests/report/standards.
    static Book village();
    ~Book();
    Book(Book&&) noexcept = default;

    /// Posts it as the office; the index. The test fails when it is refused.
    std::uint64_t post(timebank::ClaimContent content);
    /// The same, cosigned by a second officer, whose key the first such call enrols.
    std::uint64_t post_by_two(timebank::ClaimContent content);
    /// Posts it by two officers; the index, or nothing when it is refused.
    std::optional<std::uint64_t> try_post(timebank::ClaimContent content);
    /// Undoes the entry, or only what it moved in these units.
    std::uint64_t reverse(std::uint64_t index, std::vector<std::string> units = {});
    /// The same for claims that are signed already; a commit for all.
    void post(const std::vector<timebank::SignedClaim>& claims);
    void open_account(const std::string& owner, std::vector<std::string> tags = {});
    void open_group(const std::string& owner, timebank::AccountClass account_class);
    /// Restates the account as a member of these households and teams.
    void join(const std::string& owner, std::vector<std::string> groups);
    std::uint64_t adopt(const std::string& document);

    std::filesystem::path folder() const { return place_ / "ledger"; }
    timebank::Ledger& ledger() const { return *ledger_; }
    const timebank::Signer& operator_signer() const { return *operator_; }
    timebank::Entry entry(std::uint64_t index) const;
    /// Of the edition that decided the entry; empty when none did.
    timebank::Bytes document_of(const timebank::Entry& entry) const;

  private:
    std::filesystem::path place_;
    timebank::SignedClaim sign(timebank::ClaimContent content,
                               std::vector<timebank::CosignerCapacity> cosigners = {});

    std::shared_ptr<const timebank::Signer> operator_;
    std::shared_ptr<const timebank::Signer> officer_;  ///< null until somebody had to sign with the operator
    std::unique_ptr<timebank::Ledger> ledger_;
    std::uint64_t drawn_ = 0;
};

/// The redemption standard of the tests with one transfer, "gift", of whole points from members to members
/// and pools.
std::string standard_with_gifts();

/// The text of tests/report/standards/<name>.json.
std::string standard_text(const std::string& name);

/// A service on the given day and time, "2018-06-04T08:00+08:00", of so many minutes. Participants are
/// written "v-1 volunteer" or, where a part differs from the whole, "v-1 volunteer 95". A session of '\0' is
/// none.
timebank::ServiceContent service(const std::string& category, const std::string& start, int minutes,
                                 const std::vector<std::string>& participants, char session = '\0');

}  // namespace report_tests
