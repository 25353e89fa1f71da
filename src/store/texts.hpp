#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/environment.hpp"
#include "timebank/bytes.hpp"
#include "timebank/claim.hpp"
#include "timebank/error.hpp"

/// Texts about people, kept apart from the log: the log holds commitments only, and a text can be erased
/// without touching it. FORMAT.md, "The texts", has the bytes.
namespace timebank::store {

/// One text that somebody's account commits to, or is about to.
struct TextRecord {
    std::string owner;
    std::string field;
    Digest commitment{};  ///< commit(field, salt, text), for whoever wants to trust it
    Digest salt{};
    std::string text;
};

/// Where the texts of the ledger in `folder` are.
std::filesystem::path texts_folder(const std::filesystem::path& folder);

/// A snapshot of the texts; see ReadTransaction.
class TextSnapshot {
  public:
    /// All texts ever written for this owner, by field and then commitment.
    Result<std::vector<TextRecord>> of(const std::string& owner) const;
    /// One text, or nothing; data_damaged when the record, or one beside its place, fails its check.
    Result<std::optional<TextRecord>> find(const std::string& owner, const std::string& field,
                                           const Digest& commitment) const;
    /// The first `limit` texts behind `after` (nothing: from the first), by owner, field, commitment.
    Result<std::vector<TextRecord>> scan(const TextRecord* after, std::size_t limit) const;

  private:
    friend class Texts;
    explicit TextSnapshot(ReadTransaction snapshot) : snapshot_(std::move(snapshot)) {}
    ReadTransaction snapshot_;
};

/// The open texts of one ledger. As safe as Environment, of which it is one.
class Texts {
  public:
    /// Makes them in `folder`, a ledger's, all at once: a creation that breaks off leaves nothing that
    /// counts. Opens them when somebody else was faster.
    static Result<Texts> create(const std::filesystem::path& folder);
    /// not_found when this ledger has none, else as Environment::open().
    static Result<Texts> open(const std::filesystem::path& folder, Access access);

    /// 1 for texts that were never swapped for a compacted copy; one more after each swap.
    std::uint64_t generation() const { return generation_; }
    Result<TextSnapshot> read() const;
    /// As Environment::check_pages().
    Result<std::vector<Text>> check_pages() const { return environment_->check_pages(); }
    /// Copies the newest snapshot into `folder`/data.mdb, which must not be there, and syncs it; others may
    /// write meanwhile. Record by record, so that nothing of a text that was removed is in it.
    Result<void> copy_to(const std::filesystem::path& folder) const;
    /// Adds the records, all or none; durable when it returns.
    Result<void> add(const std::vector<TextRecord>& records, const Patience& patience = {});
    /// Takes away the texts of the owner with these commitments, all or none; durable when it returns. Their
    /// bytes are gone from the pages in use, and from free ones once LMDB has used those again; copy_to()
    /// takes pages in use alone.
    Result<void> remove(const std::string& owner, const std::vector<Commitment>& commitments,
                        const Patience& patience = {});

  private:
    Texts(std::shared_ptr<Environment> environment, std::uint64_t generation)
        : environment_(std::move(environment)), generation_(generation) {}
    std::shared_ptr<Environment> environment_;
    std::uint64_t generation_;
};

}  // namespace timebank::store
