#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/support.hpp"
#include "timebank/ledger.hpp"

namespace timebank::ledger_test {

using store::test::code_of;
using store::test::TempFolder;

inline const std::string origin = "tests.example/timebank";

/// 2018-12-31T00:00Z.
inline constexpr std::int64_t start_unix_s = 1'546'214'400;
inline constexpr std::int64_t hour_s = 60 * 60;
inline constexpr std::int64_t day_s = 24 * hour_s;

/// The key of that name: the same one in every run.
std::shared_ptr<const Signer> signer(const std::string& name);
ClaimId id_of(const std::string& word);

/// A clock that stands where it is set. The ledger asks it once a commit, so it counts commits too.
class StandingClock final : public Clock {
  public:
    std::int64_t now_unix_s() const override {
        ++asked;
        if (when_asked) when_asked();
        return now;
    }
    std::atomic<std::int64_t> now{start_unix_s};
    mutable std::atomic<int> asked{0};
    std::function<void()> when_asked;
};

/// A place for one ledger and its anchor, and what is needed to open it.
class Desk {
  public:
    LedgerOptions options() const;
    LedgerOptions reading() const;
    Founding founding() const;

    /// Founded, with unit, accounts issuer, canteen-1, v-1 and v-2, and a standard of each kind: six points
    /// an hour, of which a life may earn 1000, and lunch for two.
    std::unique_ptr<Ledger> found() const;
    std::unique_ptr<Ledger> open() const;
    std::unique_ptr<Ledger> open_reading() const;

    std::filesystem::path folder() const { return place_.path() / "ledger"; }
    std::filesystem::path book() const { return folder() / "book"; }
    std::filesystem::path anchor() const { return place_.path() / "anchor"; }
    const std::filesystem::path& place() const { return place_.path(); }

    std::shared_ptr<StandingClock> clock = std::make_shared<StandingClock>();
    std::size_t entries_per_commit = 4'096;

  private:
    TempFolder place_;
};

inline constexpr std::uint64_t entries_of_setup = 8;  // genesis, unit, four accounts, two standards

// Claims signed by the operator for nobody in particular. `word` makes the id.
/// For the ledger that a Desk founded or opened last.
Claim claim_of(const std::string& word, ClaimContent content);
SignedClaim signed_by_operator(Claim claim);
SignedClaim account(const std::string& word, const std::string& owner);
SignedClaim service(const std::string& word, const std::string& owner, std::int64_t minutes);
SignedClaim lunch(const std::string& word, const std::string& owner);
/// An account and an edition behind which a dinner is ordered for 3 points, and paid when it is served.
std::vector<SignedClaim> dinners();
SignedClaim dinner(const std::string& word, const std::string& owner, std::uint32_t quantity = 2);
SignedClaim settlement(const std::string& word, std::uint64_t index, const SignedClaim& dinner,
                       SettlementOutcome outcome, std::uint32_t quantity);
/// `count` new accounts; their ids and owners begin with `word`.
std::vector<SignedClaim> accounts(const std::string& word, std::size_t count);
/// The claim again as part of the import of that name.
SignedClaim imported(SignedClaim claim, const std::string& batch);
BatchId batch_of(const std::string& word);
/// The claims again as one group, in this order.
std::vector<SignedClaim> grouped(std::vector<SignedClaim> claims);

/// Forges what the entry records: changes each award, and makes the legs what they then add up to, as an
/// entry in which they differ has no bytes.
void change_awards(Entry& entry, const std::function<void(Award&)>& change);

/// "accepted 8", "exists 8" or "refused balance_too_low".
std::string said(const PostResult& result);
std::vector<std::string> said(const std::vector<PostResult>& results);

/// Reads every entry and checks that there is no gap, that no claim stands there twice, and that the root
/// worked out from them is head()'s. The number of entries.
std::uint64_t check_whole(const Ledger& ledger);

/// Writes a value of one record past the ledger and past the store, with the right check or as it stands.
/// Nobody may have the ledger open.
void overwrite(const std::filesystem::path& book, Table table, const Bytes& key, Bytes value,
               bool with_right_check);
/// The same, taking one record away.
void remove_record(const std::filesystem::path& book, Table table, const Bytes& key);

}  // namespace timebank::ledger_test
