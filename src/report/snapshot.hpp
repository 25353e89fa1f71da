#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "decision/plans.hpp"
#include "standard/plan.hpp"
#include "store/environment.hpp"

namespace timebank::report {

/// What is said when the data file breaks its own rules: what is wrong, and what to do.
Error damaged(const std::string& zh, const std::string& en);

/// A ledger's book as it was at one moment, the way reports read it: nothing that is posted meanwhile shows.
/// For one thread.
class Snapshot {
  public:
    /// not_found when there is no ledger; data_damaged when its tables are behind its log: what was reversed,
    /// or whose an entry is, could not be told then.
    static Result<Snapshot> open(const std::filesystem::path& folder);

    const Reader& reader() const { return *reader_; }
    /// The newest entry; a ledger has one from its founding on.
    std::uint64_t last_index() const { return last_index_; }
    std::int64_t recorded_at_unix_s() const { return recorded_at_unix_s_; }

    Result<Entry> entry(std::uint64_t index) const;
    Result<UnitContent> unit(const std::string& code) const;

    using PlanPointer = std::shared_ptr<const standard::Plan>;
    /// The document that this entry adopted, compiled.
    Result<PlanPointer> plan_adopted_at(std::uint64_t index) const;
    /// The edition with this digest, kept once it was compiled; null for the zeros of an entry that no
    /// standard decided.
    Result<PlanPointer> plan(const Digest& edition);

  private:
    Snapshot(std::shared_ptr<store::Environment> environment, std::unique_ptr<store::ReadTransaction> reader);
    Result<void> read_newest_entry();

    std::shared_ptr<store::Environment> environment_;  // outlives the transaction
    std::unique_ptr<store::ReadTransaction> reader_;
    std::uint64_t last_index_ = 0;
    std::int64_t recorded_at_unix_s_ = 0;
    std::map<Digest, std::uint64_t> adopted_at_;
    std::unique_ptr<Plans> plans_ = std::make_unique<Plans>();
};

}  // namespace timebank::report
