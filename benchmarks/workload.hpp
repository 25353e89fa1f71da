#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "temporary_folder.hpp"
#include "timebank/ledger.hpp"

/// A community to measure with: one office, fifty volunteers, a canteen that pays 6 points an hour and
/// records hours.
namespace timebank::benchmarks {

class Community {
  public:
    /// Founds the ledger and posts units, accounts and the standard. Throws BadResult when anything fails: a
    /// benchmark has no use for half a community.
    explicit Community(const std::filesystem::path& folder);

    Ledger& ledger() { return *ledger_; }
    const std::filesystem::path& folder() const { return folder_; }
    /// `count` signed service claims that were not asked for before.
    std::vector<SignedClaim> services(std::size_t count);

  private:
    SignedClaim sign(ClaimContent content);

    std::filesystem::path folder_;
    std::unique_ptr<Signer> operator_signer_;
    std::unique_ptr<Ledger> ledger_;
    std::uint64_t next_id_ = 0;
    std::uint64_t next_service_ = 0;
};

}  // namespace timebank::benchmarks
