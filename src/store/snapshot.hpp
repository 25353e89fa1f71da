#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/pages.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// Reading a snapshot without LMDB: each page is read with pread() and checked before anything is made of it,
/// so a damaged file, one that is cut short under us, or a disk that fails is an Error and never a signal.
/// LMDB's part in reading is to keep writers from using the snapshot's pages again.
namespace timebank::store {

/// Both header pages as they were at one moment.
struct HeaderPages {
    Bytes bytes;  ///< two pages
    Headers headers;
};

/// Reads them until two readings agree: a writer may be at one of them. Whoever holds a read transaction that
/// began before has both snapshots, and what is read of them stays as it is: a writer uses no page again that
/// was given back later than two transactions before the oldest reader.
Result<HeaderPages> read_stable_headers(const DataFile& file);

/// A record where it lies: valid until the cursor moves, or the transaction writes or ends.
struct RecordView {
    ByteView key;
    ByteView value;
};

/// A branch or leaf page that has been checked: the nodes fill it, and their keys rise.
struct TreePage {
    Bytes bytes;
    std::vector<Node> nodes;  ///< borrowed from `bytes`
};

/// The pages of one snapshot, kept once they were checked. Safe for several threads.
class SnapshotPages {
  public:
    /// What the keys of a tree are: bytes, or the numbers of transactions in the free tree.
    enum class Keys { bytes, numbers };

    /// `file` must outlive it.
    SnapshotPages(const DataFile& file, const Header& header) : file_(file), header_(header) {}

    const Header& header() const { return header_; }
    /// The page, if it is a branch page, or on `level` 1 a leaf page; data_damaged otherwise.
    Result<std::shared_ptr<const TreePage>> load(std::uint64_t page, std::uint16_t level,
                                                 Keys keys = Keys::bytes) const;
    /// A value that is too long for its page; data_damaged when the pages it is said to lie on are no such
    /// pages.
    Result<Bytes> load_overflow(std::uint64_t first, std::uint32_t bytes) const;
    /// Where the table of this name begins; nothing when there is none.
    Result<std::optional<TreeHead>> table(std::string_view name) const;
    /// How many tables there are.
    std::uint64_t count_tables() const { return header_.main.entries; }
    /// Looks at every page of a tree, so that LMDB may walk it.
    Result<void> check_whole_tree(const TreeHead& head, Keys keys = Keys::bytes) const;
    /// Looks at what a writer takes its pages from: that the lists are lists of pages.
    Result<void> check_free_lists() const;

  private:
    Result<void> check_subtree(std::uint64_t page, std::uint16_t level, Keys keys,
                               std::uint64_t& pages_left) const;
    Result<void> check_free_list(ByteView list) const;

    const DataFile& file_;
    Header header_;
    mutable std::mutex mutex_;  // of pages_
    mutable std::unordered_map<std::uint64_t, std::shared_ptr<const TreePage>> pages_;
};

/// A place in one table of a snapshot, which must outlive it. One thread at a time.
class TreeCursor {
  public:
    TreeCursor(const SnapshotPages& pages, const TreeHead& head) : pages_(pages), head_(head) {}

    Result<std::optional<RecordView>> first();
    Result<std::optional<RecordView>> last();
    Result<std::optional<RecordView>> next();
    Result<std::optional<RecordView>> previous();
    /// The first record with a key that is not less than `key`.
    Result<std::optional<RecordView>> at_or_after(ByteView key);

  private:
    struct Step {
        std::shared_ptr<const TreePage> page;
        std::size_t index = 0;
    };
    enum class End { front, back };

    /// Goes on from `page` down to a leaf, along one edge.
    Result<void> descend(std::uint64_t page, End edge);
    Result<std::optional<RecordView>> record();

    const SnapshotPages& pages_;
    TreeHead head_;
    std::vector<Step> path_;  // from the root to a leaf
    Bytes long_value_;
};

}  // namespace timebank::store
