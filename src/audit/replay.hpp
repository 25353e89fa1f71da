#pragma once

#include <map>
#include <memory>
#include <set>

#include "decision/admit.hpp"
#include "decision/groups.hpp"
#include "decision/plans.hpp"
#include "decision/recording_time.hpp"
#include "decision/records.hpp"
#include "decision/workbook.hpp"
#include "timebank/audit.hpp"
#include "timebank/merkle.hpp"

namespace timebank::audit {

/// The log of a ledger and nothing else: what a replay may read, and only as far as it has come. That a table
/// is damaged must not mislead the replay, and an entry must not see those behind it.
class LogReader final : public Reader {
  public:
    explicit LogReader(const Reader& below) : below_(below) {}
    void show_until(std::uint64_t size) { size_ = size; }

    Result<std::optional<Bytes>> get(Table table, ByteView key) const override;
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                     std::size_t limit) const override;
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const override;

  private:
    const Reader& below_;
    std::uint64_t size_ = 0;
};

/// Collects findings, the first thousand.
class Findings {
  public:
    void add(FindingKind kind, std::optional<std::uint64_t> entry, std::string_view zh, std::string_view en,
             std::initializer_list<std::string_view> arguments = {});
    void add(FindingKind kind, std::optional<std::uint64_t> entry, Text text);
    std::vector<Finding> take() { return std::move(all_); }
    bool none() const { return all_.empty(); }

  private:
    std::vector<Finding> all_;
};

/// Works the log through from its first entry, deciding everything again, and leaves the tables that it
/// should have.
class Replay {
  public:
    Replay(const Reader& stored, Findings& findings);

    /// Every entry in order. An Error only when the store itself cannot be read on.
    Result<void> run();

    /// Whether the replay came to the end of the log: only then do the tables say anything.
    bool complete() const { return complete_; }
    const Overlay& tables() const { return tables_; }
    const merkle::Frontier& frontier() const { return frontier_; }
    /// Whether the newest entry was recorded after the auditor's now. Behind run().
    void compare_clock(std::int64_t now_unix_s);
    const std::vector<Remark>& remarks() const { return remarks_; }
    const Pace& pace() const { return pace_; }
    const std::string& origin() const { return identity_.origin; }
    /// Nothing where entry 0 founds no ledger.
    const std::optional<PublicKey>& log_key() const { return log_key_; }
    /// The roots of the trees of these sizes, where the log reached them.
    const std::map<std::uint64_t, Digest>& roots() const { return roots_; }
    /// How many entries the stored tables are made of: none when there is no head, nothing when it cannot be
    /// read.
    std::optional<std::uint64_t> stored_head_size() const;
    /// To be called before run().
    void remember_root_at(std::uint64_t size) { wanted_.insert(size); }

  private:
    std::vector<Record> read_until_damage(std::uint64_t from);
    void name_damage();
    Result<void> check_chunk(const std::vector<Record>& records);
    Result<void> check_entry(const Entry& entry, const Bytes& bytes);
    Result<void> check_admission(const Entry& entry);
    Result<void> check_decision(const Entry& entry);
    Result<void> check_facts(const Entry& entry, const standard::Plan* plan);
    void check_genesis(const Entry& entry);
    void check_recording_time(const Entry& entry);
    void tell_of_clock(const Entry& entry, const ClockContent& clock);
    void tell_of_groups(std::size_t broken, std::uint64_t end);
    Result<void> append(const Bytes& bytes);

    const Reader& stored_;
    Findings& findings_;
    LogReader log_;
    Workbook tables_;
    Plans plans_;
    merkle::Frontier frontier_;
    bool complete_ = true;
    Pace pace_;
    LedgerIdentity identity_;
    GroupsInLog groups_;
    std::vector<Remark> remarks_;
    std::optional<PublicKey> log_key_;
    std::set<std::uint64_t> wanted_;
    std::map<std::uint64_t, Digest> roots_;
};

/// Compares every derived table with what the replay says it should hold.
Result<void> compare_tables(const Reader& stored, const Replay& replay, Findings& findings);

/// Checks every stored checkpoint, and the anchor's note if there is one, against the replayed log, which was
/// asked to remember the roots at their sizes.
Result<void> check_checkpoints(const Reader& stored, const Replay& replay,
                               const std::optional<std::string>& anchor, Findings& findings);

/// Checks the texts about people of the ledger in `folder` against what the replayed log commits to.
Result<void> check_texts(const std::filesystem::path& folder, const Replay& replay, Findings& findings);

}  // namespace timebank::audit
