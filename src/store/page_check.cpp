#include <algorithm>
#include <optional>
#include <string>

#include "core/try.hpp"
#include "decision/reader.hpp"
#include "store/environment.hpp"
#include "store/pages.hpp"
#include "store/snapshot.hpp"
#include "store/state.hpp"

namespace timebank::store {

namespace {

constexpr std::size_t faults_max = 20;
constexpr std::uint16_t depth_max = 32;  // LMDB's cursors have no more levels
constexpr std::size_t key_bytes_max = 511;
constexpr std::uint16_t integer_keys = 0x08;  // MDB_INTEGERKEY: the free tree's flags
constexpr std::size_t id_bytes = sizeof(std::uint64_t);

enum class TreeKind {
    free,     ///< transaction id -> list of the pages it gave back
    names,    ///< table name -> TreeHead
    records,  ///< a table
};

struct Tree {
    TreeKind kind;
    std::string name;
    TreeHead head;
};

struct Counts {
    std::uint64_t branch_pages = 0;
    std::uint64_t leaf_pages = 0;
    std::uint64_t overflow_pages = 0;
    std::uint64_t entries = 0;
};

/// Keys of a page lie in [low, high); nothing is no bound. Borrowed from the parents' pages.
struct KeyRange {
    std::optional<ByteView> low;
    std::optional<ByteView> high;
};

/// Bytes that lie together in the file: a value.
struct Extent {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

bool before(TreeKind kind, ByteView left, ByteView right) {
    if (kind == TreeKind::free) return decode_number(left) < decode_number(right);
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
}

bool is_table_name(Contents contents, std::string_view name) {
    const auto tables = tables_in(contents);
    return std::any_of(tables.begin(), tables.end(), [&](Table table) { return to_text(table) == name; });
}

/// Pages seen so far. Its size is bounded by the file's: each page that is missing from the file must be
/// named, in eight bytes, by a free list within it.
class PageSet {
  public:
    explicit PageSet(std::uint64_t pages) : seen_(pages, false) {}
    /// False when it was there already.
    bool insert(std::uint64_t page) {
        if (seen_[page]) return false;
        seen_[page] = true;
        return true;
    }
    bool contains(std::uint64_t page) const { return seen_[page]; }

  private:
    std::vector<bool> seen_;
};

class Walk {
  public:
    Walk(const DataFile& file, const Header& header, Contents contents)
        : file_(file), header_(header), contents_(contents), pages_(header.last_page + 1) {}

    /// The faults; an Error when the file cannot be read.
    Result<std::vector<Text>> run();

  private:
    using Page = Bytes;

    void check_tree(const Tree& tree);
    void check_head(const Tree& tree);
    void check_counts(const Tree& tree, const Counts& counts);
    void check_page(const Tree& tree, std::uint64_t page, std::uint16_t level, const KeyRange& range,
                    Counts& counts);
    void check_keys(const Tree& tree, std::uint64_t page, std::uint16_t flags, const std::vector<Node>& nodes,
                    const KeyRange& range);
    void check_children(const Tree& tree, const std::vector<Node>& nodes, std::uint16_t level,
                        const KeyRange& range, Counts& counts);
    void check_leaf(const Tree& tree, std::uint64_t page, const std::vector<Node>& nodes, Counts& counts);
    std::optional<Extent> value_of(const Tree& tree, std::uint64_t page, const Node& node, Counts& counts);
    std::optional<Extent> overflow_run(const Tree& tree, std::uint64_t first, std::uint32_t bytes,
                                       Counts& counts);
    void check_free_list(std::uint64_t transaction, const Extent& list);
    void check_free_page(std::uint64_t transaction, std::uint64_t page, std::uint64_t& previous);
    void check_every_page_seen();

    std::optional<Page> load(std::uint64_t page);
    bool claim(const Tree& tree, std::uint64_t page);
    bool read(std::uint64_t offset, std::span<std::uint8_t> bytes);
    bool going() const { return !error_ && faults_.size() < faults_max; }
    void fault(std::string_view zh, std::string_view en, std::initializer_list<std::string_view> arguments) {
        if (going()) faults_.push_back(say(zh, en, arguments));
    }

    const DataFile& file_;
    const Header& header_;
    Contents contents_;
    PageSet pages_;
    std::vector<Tree> tables_;
    std::vector<Text> faults_;
    std::optional<Error> error_;
};

Result<std::vector<Text>> Walk::run() {
    check_tree({TreeKind::free, "free", header_.free});
    check_tree({TreeKind::names, "main", header_.main});
    for (std::size_t i = 0; i < tables_.size() && going(); ++i) check_tree(tables_[i]);
    if (faults_.empty() && going()) check_every_page_seen();
    if (error_) return *error_;
    return std::move(faults_);
}

bool Walk::read(std::uint64_t offset, std::span<std::uint8_t> bytes) {
    if (auto done = file_.read(offset, bytes); !done) error_ = done.error();
    return !error_;
}

/// Whether `page` may belong to `tree`; from then on it belongs to nobody else, so no walk comes back to it.
bool Walk::claim(const Tree& tree, std::uint64_t page) {
    if (page < 2 || page > header_.last_page) {
        fault("树“{0}”指向第 {1} 页，应在 2 至 {2} 之间", "{0} points to page {1}, which must be 2 to {2}",
              {tree.name, std::to_string(page), std::to_string(header_.last_page)});
        return false;
    }
    if (page >= file_.pages()) {
        fault("树“{}”使用第 {} 页，但文件只有 {} 页", "{} uses page {}, but the file has {} pages",
              {tree.name, std::to_string(page), std::to_string(file_.pages())});
        return false;
    }
    if (pages_.insert(page)) return true;
    fault("树“{}”使用第 {} 页，而它已有他用", "{} uses page {}, which is in use elsewhere",
          {tree.name, std::to_string(page)});
    return false;
}

/// The page's bytes, if it says itself that it is that page.
std::optional<Walk::Page> Walk::load(std::uint64_t page) {
    Page bytes(file_.page_bytes());
    if (!read(page * file_.page_bytes(), bytes)) return std::nullopt;
    const PageHeader header = decode_page_header(bytes);
    if (header.page == page) return bytes;
    fault("第 {} 页自称第 {} 页", "page {} says that it is page {}",
          {std::to_string(page), std::to_string(header.page)});
    return std::nullopt;
}

void Walk::check_head(const Tree& tree) {
    const std::uint16_t flags = tree.kind == TreeKind::free ? integer_keys : std::uint16_t{0};
    const std::size_t page_bytes = tree.kind == TreeKind::free ? file_.page_bytes() : 0;
    if (tree.head.flags != flags || tree.head.page_bytes != page_bytes) {
        fault("树“{}”的标志为 {}、页大小为 {}，应为 {} 与 {}",
              "{} has flags {} and page size {}, expected {} and {}",
              {tree.name, std::to_string(tree.head.flags), std::to_string(tree.head.page_bytes),
               std::to_string(flags), std::to_string(page_bytes)});
    }
    if (tree.head.depth > depth_max || (tree.head.depth == 0) != (tree.head.root == no_page)) {
        fault("树“{}”的深度为 {}，根为第 {} 页，二者不符",
              "{} has depth {} and root page {}, which cannot be",
              {tree.name, std::to_string(tree.head.depth), std::to_string(tree.head.root)});
    }
}

void Walk::check_tree(const Tree& tree) {
    const auto faults_before = faults_.size();
    check_head(tree);
    if (!going() || faults_.size() != faults_before) return;
    Counts counts;
    if (tree.head.root != no_page) check_page(tree, tree.head.root, tree.head.depth, {}, counts);
    // Where something was amiss not everything was counted.
    if (faults_.size() == faults_before) check_counts(tree, counts);
}

void Walk::check_counts(const Tree& tree, const Counts& counts) {
    const struct {
        std::string_view zh, en;
        std::uint64_t said, found;
    } rows[] = {
        {"分支页", "branch pages", tree.head.branch_pages, counts.branch_pages},
        {"叶页", "leaf pages", tree.head.leaf_pages, counts.leaf_pages},
        {"溢出页", "overflow pages", tree.head.overflow_pages, counts.overflow_pages},
        {"记录", "records", tree.head.entries, counts.entries},
    };
    for (const auto& row : rows) {
        if (row.said == row.found) continue;
        fault("树“{0}”自称有 {3} 个{1}，实有 {4} 个", "{0} says that it has {3} {2}, found {4}",
              {tree.name, row.zh, row.en, std::to_string(row.said), std::to_string(row.found)});
    }
}

/// `level` is 1 on leaf pages, so that all of them are equally deep and the recursion ends.
void Walk::check_page(const Tree& tree, std::uint64_t page, std::uint16_t level, const KeyRange& range,
                      Counts& counts) {
    if (!going() || !claim(tree, page)) return;
    const auto bytes = load(page);
    if (!bytes) return;
    const std::uint16_t flags = decode_page_header(*bytes).flags;
    const std::uint16_t expected = level == 1 ? leaf_page : branch_page;
    if (flags != expected) {
        fault("树“{}”的第 {} 页类型为 {}，应为 {}", "page {1} of {0} has type {2}, expected {3}",
              {tree.name, std::to_string(page), std::to_string(flags), std::to_string(expected)});
        return;
    }
    const auto nodes = decode_nodes(*bytes);
    if (!nodes) {
        fault("树“{0}”的第 {1} 页：{2}", "page {1} of {0}: {3}",
              {tree.name, std::to_string(page), nodes.error().text.zh, nodes.error().text.en});
        return;
    }
    const auto faults_before = faults_.size();
    check_keys(tree, page, flags, *nodes, range);
    if (faults_.size() != faults_before) return;
    if (level == 1) {
        ++counts.leaf_pages;
        counts.entries += nodes->size();
        check_leaf(tree, page, *nodes, counts);
    } else {
        ++counts.branch_pages;
        check_children(tree, *nodes, level, range, counts);
    }
}

void Walk::check_keys(const Tree& tree, std::uint64_t page, std::uint16_t flags,
                      const std::vector<Node>& nodes, const KeyRange& range) {
    const bool branch = flags == branch_page;
    // LMDB leaves branches with one child only in the free tree.
    const std::size_t nodes_least = branch && tree.kind != TreeKind::free ? 2 : 1;
    if (nodes.size() < nodes_least) {
        fault("树“{}”的第 {} 页只有 {} 个节点", "page {1} of {0} has only {2} nodes",
              {tree.name, std::to_string(page), std::to_string(nodes.size())});
        return;
    }
    std::optional<ByteView> previous = range.low;
    bool previous_may_equal = true;
    // The first key of a branch is never compared: its child begins where the parent's range does.
    for (std::size_t i = branch ? 1 : 0; i < nodes.size(); ++i) {
        const ByteView key = nodes[i].key;
        const bool fits = tree.kind == TreeKind::free ? key.size() == id_bytes
                                                      : !key.empty() && key.size() <= key_bytes_max;
        const bool ordered = fits &&
                             (!previous || before(tree.kind, *previous, key) ||
                              (previous_may_equal && !before(tree.kind, key, *previous))) &&
                             (!range.high || before(tree.kind, key, *range.high));
        if (!ordered) {
            fault("树“{}”的第 {} 页第 {} 个键不合次序或长度",
                  "page {1} of {0}: key {2} is out of order or of wrong length",
                  {tree.name, std::to_string(page), std::to_string(i)});
            return;
        }
        previous = key;
        previous_may_equal = false;
    }
}

void Walk::check_children(const Tree& tree, const std::vector<Node>& nodes, std::uint16_t level,
                          const KeyRange& range, Counts& counts) {
    for (std::size_t i = 0; i < nodes.size() && going(); ++i) {
        const KeyRange child{i == 0 ? range.low : std::optional(nodes[i].key),
                             i + 1 == nodes.size() ? range.high : std::optional(nodes[i + 1].key)};
        check_page(tree, nodes[i].child, static_cast<std::uint16_t>(level - 1), child, counts);
    }
}

void Walk::check_leaf(const Tree& tree, std::uint64_t page, const std::vector<Node>& nodes, Counts& counts) {
    for (const Node& node : nodes) {
        if (!going()) return;
        const std::uint16_t allowed = tree.kind == TreeKind::names ? is_tree : on_overflow_pages;
        const bool flags_fit =
            tree.kind == TreeKind::names ? node.flags == is_tree : (node.flags & ~allowed) == 0;
        if (!flags_fit || (node.flags == is_tree && node.data.size() != tree_head_bytes)) {
            fault("树“{}”的第 {} 页偏移 {} 处的节点类型 {} 不合理",
                  "page {1} of {0}: the node at offset {2} has type {3}",
                  {tree.name, std::to_string(page), std::to_string(node.offset), std::to_string(node.flags)});
            continue;
        }
        if (tree.kind == TreeKind::names) {
            const std::string name(text_of(node.key));
            if (!is_table_name(contents_, name))
                fault("有不认识的表 {}", "there is an unknown table {}", {to_hex(node.key)});
            tables_.push_back({TreeKind::records, name, decode_tree_head(node.data)});
            continue;
        }
        const auto value = value_of(tree, page, node, counts);
        if (value && tree.kind == TreeKind::free) check_free_list(decode_number(node.key), *value);
    }
}

std::optional<Extent> Walk::value_of(const Tree& tree, std::uint64_t page, const Node& node, Counts& counts) {
    if (node.flags != on_overflow_pages)
        return Extent{page * file_.page_bytes() + node.data_offset(), node.data_bytes};
    return overflow_run(tree, decode_number(node.data), node.data_bytes, counts);
}

/// A run may have more pages than its value needs, when a longer value was there before in the same
/// transaction.
std::optional<Extent> Walk::overflow_run(const Tree& tree, std::uint64_t first, std::uint32_t bytes,
                                         Counts& counts) {
    if (!claim(tree, first)) return std::nullopt;
    const auto page = load(first);
    if (!page) return std::nullopt;
    const PageHeader header = decode_page_header(*page);
    const std::uint64_t run = header.overflow_pages;
    const std::uint64_t needed = (page_header_bytes + bytes + file_.page_bytes() - 1) / file_.page_bytes();
    if (header.flags != overflow_page || run < needed || run == 0) {
        fault("树“{}”的溢出页 {} 类型为 {}，共 {} 页，需要 {} 页",
              "overflow page {1} of {0} has type {2} and {3} pages, needs {4}",
              {tree.name, std::to_string(first), std::to_string(header.flags), std::to_string(run),
               std::to_string(needed)});
        return std::nullopt;
    }
    for (std::uint64_t next = first + 1; next < first + run; ++next)
        if (!claim(tree, next)) return std::nullopt;
    counts.overflow_pages += run;
    return Extent{first * file_.page_bytes() + page_header_bytes, bytes};
}

/// A list is its length and then as many page numbers, from the highest down; what follows is unused room.
void Walk::check_free_list(std::uint64_t transaction, const Extent& list) {
    std::array<std::uint8_t, id_bytes * 512> piece{};
    std::uint64_t count = 0;
    if (list.bytes >= id_bytes) {
        if (!read(list.offset, std::span(piece).first(id_bytes))) return;
        count = decode_number(piece);
    }
    if (list.bytes < id_bytes || list.bytes % id_bytes != 0 || count > list.bytes / id_bytes - 1) {
        fault("事务 {} 的空闲页表有 {} 字节，放不下 {} 个页号",
              "the free list of transaction {} has {} bytes, too few for {} pages",
              {std::to_string(transaction), std::to_string(list.bytes), std::to_string(count)});
        return;
    }
    std::uint64_t previous = no_page;
    std::uint64_t offset = list.offset + id_bytes;
    while (count > 0 && going()) {
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(count, piece.size() / id_bytes));
        const auto bytes = std::span(piece).first(now * id_bytes);
        if (!read(offset, bytes)) return;
        for (std::size_t i = 0; i < now; ++i)
            check_free_page(transaction, decode_number(bytes.subspan(i * id_bytes)), previous);
        offset += now * id_bytes;
        count -= now;
    }
}

void Walk::check_free_page(std::uint64_t transaction, std::uint64_t page, std::uint64_t& previous) {
    if (page < 2 || page > header_.last_page || page >= previous) {
        fault("事务 {} 的空闲页表中页号 {} 越界或不合次序",
              "the free list of transaction {} has page {} out of bounds or order",
              {std::to_string(transaction), std::to_string(page)});
    } else if (!pages_.insert(page)) {
        fault("第 {} 页在事务 {} 的空闲页表中，而它已有他用",
              "page {} is on the free list of transaction {} and also elsewhere",
              {std::to_string(page), std::to_string(transaction)});
    }
    previous = page;
}

void Walk::check_every_page_seen() {
    for (std::uint64_t page = 2; page <= header_.last_page && going(); ++page) {
        if (!pages_.contains(page))
            fault("第 {} 页既未使用也不空闲", "page {} is neither used nor free", {std::to_string(page)});
    }
}

/// The highest transaction id that the free tree of `header` names, found along its right edge; 0 when it is
/// empty.
Result<std::uint64_t> last_free_transaction(const DataFile& file, const Header& header) {
    std::uint64_t page = header.free.root;
    if (page == no_page) return std::uint64_t{0};
    Bytes bytes(file.page_bytes());
    for (int level = 0; level < depth_max && page >= 2 && page < file.pages(); ++level) {
        TIMEBANK_CHECK(file.read(page * file.page_bytes(), bytes));
        const PageHeader found = decode_page_header(bytes);
        const bool leaf = found.flags == leaf_page;
        if (found.page != page || (!leaf && found.flags != branch_page)) break;
        TIMEBANK_TRY(nodes, decode_nodes(bytes));
        if (nodes.empty() || (leaf && nodes.back().key.size() != id_bytes)) break;
        if (leaf) return decode_number(nodes.back().key);
        page = nodes.back().child;
    }
    return fail(Code::data_damaged, "空闲页树走不到底", "the free tree has no right edge");
}

/// Nothing in a header vouches for its transaction id, and a wrong one would let LMDB pick the wrong
/// snapshot. But each transaction after the first gives pages back, under its own id: the free tree knows
/// which one it belongs to.
Result<bool> id_fits(const DataFile& file, const Header& header) {
    if (header.transaction == 0)
        return header.free.root == no_page && header.main.root == no_page && header.last_page == 1;
    TIMEBANK_TRY(last, last_free_transaction(file, header));
    return last == header.transaction || (header.transaction == 1 && last == 0);
}

/// After a header could not be written LMDB puts its old id back, beside the new trees. Those gave pages back
/// under the id that never came to be.
Result<bool> is_left_by_a_failed_write(const DataFile& file, const Headers& headers) {
    const Header& newest = headers.newest();
    const Header& older = headers.older();
    if (older.transaction + 1 != newest.transaction || newest.transaction % 2 != newest.page) return false;
    auto sound = id_fits(file, newest);
    if (!sound && sound.error().code != Code::data_damaged) return sound.error();
    if (!sound || !*sound) return false;
    auto last = last_free_transaction(file, older);
    if (!last && last.error().code != Code::data_damaged) return last.error();
    return !last || *last == newest.transaction + 1;
}

/// The two headers are those of successive transactions, of which transaction N writes header N mod 2. Fresh
/// files have 0 and 0, compacted copies 0 and 1.
Result<std::optional<Text>> check_ids(const DataFile& file, const Headers& headers) {
    const std::uint64_t newest = headers.newest().transaction;
    const std::uint64_t older = headers.older().transaction;
    bool fits = newest == 0 || (newest == older + 1 && newest % 2 == headers.newest().page);
    for (const Header& header : headers.both) {
        if (!fits) break;
        auto agrees = id_fits(file, header);
        if (!agrees && agrees.error().code != Code::data_damaged) return agrees.error();
        fits = agrees && *agrees;
    }
    if (fits) return std::optional<Text>();
    TIMEBANK_TRY(broke_off, is_left_by_a_failed_write(file, headers));
    if (broke_off)
        return std::optional(say(
            "文件头的事务号 {} 与 {}：较旧的一个里是一次被撤回的写入。若那次写入曾报错（磁盘出错），"
            "答复过的都没有丢失，下一次写入会把它修好；若从未报错，则文件头已损坏，请从备份恢复",
            "the headers' transaction ids are {} and {}: the older header holds a write that was taken back. "
            "If that write was reported as failed (a fault of the disk), nothing that was answered is lost "
            "and the next post mends it; if none was, the header is damaged: restore a backup",
            {std::to_string(headers.both[0].transaction), std::to_string(headers.both[1].transaction)}));
    return std::optional(
        say("文件头的事务号 {} 与 {} 互不相符或与空闲页表不符",
            "the headers' transaction ids {} and {} do not fit each other or the free lists",
            {std::to_string(headers.both[0].transaction), std::to_string(headers.both[1].transaction)}));
}

/// What read_headers() leaves to us because LMDB can live with it.
std::vector<Text> check_headers(const DataFile& file, const Headers& headers) {
    std::vector<Text> faults;
    for (const Header& header : headers.both) {
        const bool map_fits = header.map_bytes % file.page_bytes() == 0 &&
                              header.map_bytes / file.page_bytes() > header.last_page;
        if (header.address == 0 && map_fits) continue;
        faults.push_back(say(
            "文件头 {} 的映射地址 {} 或大小 {} 不合理",
            "header {} has map address {} and size {}, which cannot be",
            {std::to_string(header.page), std::to_string(header.address), std::to_string(header.map_bytes)}));
    }
    const std::uint64_t last_page = headers.newest().last_page;
    const std::uint64_t last_possible = file.pages() + file.bytes() / id_bytes;
    if (last_page > last_possible) {
        faults.push_back(say("文件头称末页为 {}，但文件只有 {} 页",
                             "the header says that the last page is {}, but the file has {}",
                             {std::to_string(last_page), std::to_string(file.pages())}));
    }
    return faults;
}

Result<std::vector<Text>> as_fault(const Error& error) {
    if (error.code == Code::data_damaged) return std::vector{error.text};
    return error;
}

Result<std::vector<Text>> check_file(const std::filesystem::path& path, Contents contents) {
    // The headers first: of a file that grows, what they speak of is in it by the time that its length is
    // looked up.
    const auto opened_before = DataFile::open(path);
    if (!opened_before) return as_fault(opened_before.error());
    const auto found = read_stable_headers(*opened_before);
    if (!found) return as_fault(found.error());
    const Headers& headers = found->headers;
    const auto opened = DataFile::open(path);
    if (!opened) return as_fault(opened.error());
    const DataFile& file = *opened;
    auto faults = check_headers(file, headers);
    TIMEBANK_TRY(ids, check_ids(file, headers));
    if (ids) faults.push_back(*ids);
    if (!faults.empty()) return faults;
    return Walk(file, headers.newest(), contents).run();
}

}  // namespace

Result<std::vector<Text>> check_pages(const std::filesystem::path& folder, Contents contents) {
    return check_file(folder / "data.mdb", contents);
}

Result<std::vector<Text>> Environment::check_pages() {
    // Held while we walk: no writer uses a page of these snapshots again.
    TIMEBANK_TRY(held, read());
    return check_file(state_->folder / "data.mdb", state_->contents);
}

}  // namespace timebank::store
