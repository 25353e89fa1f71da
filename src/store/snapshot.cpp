#include "store/snapshot.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/try.hpp"

namespace timebank::store {

namespace {

constexpr std::uint16_t depth_max = 32;  // LMDB's cursors have no more levels
constexpr std::size_t pages_kept_max = 512;

Error damaged(std::string_view zh, std::string_view en, std::initializer_list<std::string_view> arguments) {
    const Text what = say(zh, en, arguments);
    return fail(Code::data_damaged, "数据文件损坏：{0}。请停止写入，运行 audit，必要时从备份恢复",
                "data file damaged: {1}. Stop writing, run audit, restore from a backup if need be",
                {what.zh, what.en});
}

int compare(ByteView left, ByteView right) {
    const auto common = std::min(left.size(), right.size());
    const int order = common == 0 ? 0 : std::memcmp(left.data(), right.data(), common);
    if (order != 0) return order;
    return left.size() < right.size() ? -1 : left.size() > right.size() ? 1 : 0;
}

/// The first key of a branch is never compared.
bool keys_rise(const std::vector<Node>& nodes, bool branch, SnapshotPages::Keys keys) {
    const bool numbers = keys == SnapshotPages::Keys::numbers;
    for (std::size_t i = branch ? 1 : 0; numbers && i < nodes.size(); ++i)
        if (nodes[i].key.size() != sizeof(std::uint64_t)) return false;
    for (std::size_t i = branch ? 2 : 1; i < nodes.size(); ++i) {
        const ByteView left = nodes[i - 1].key;
        const ByteView right = nodes[i].key;
        if (numbers ? decode_number(left) >= decode_number(right) : compare(left, right) >= 0) return false;
    }
    return true;
}

Result<Bytes> read_both_headers(const DataFile& file) {
    Bytes bytes(2 * file.page_bytes());
    TIMEBANK_CHECK(file.read(0, bytes));
    return bytes;
}

}  // namespace

Result<HeaderPages> read_stable_headers(const DataFile& file) {
    constexpr int attempts_max = 1'000;
    HeaderPages found;
    TIMEBANK_TRY(first, read_both_headers(file));
    found.bytes = std::move(first);
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        TIMEBANK_TRY(again, read_both_headers(file));
        const bool stable = again == found.bytes;
        found.bytes = std::move(again);
        if (!stable) continue;
        TIMEBANK_TRY(headers, decode_headers(file, found.bytes));
        found.headers = headers;
        return found;
    }
    return fail(Code::busy, "{} 的文件头不停地变：请稍候再试",
                "the headers of {} never stand still: wait, then try again", {file.path().string()});
}

Result<std::shared_ptr<const TreePage>> SnapshotPages::load(std::uint64_t page, std::uint16_t level,
                                                            Keys keys) const {
    {
        const std::lock_guard lock(mutex_);
        const auto kept = pages_.find(page);
        const std::uint16_t expected = level == 1 ? leaf_page : branch_page;
        if (kept != pages_.end() && decode_page_header(kept->second->bytes).flags == expected)
            return kept->second;
    }
    const auto number = std::to_string(page);
    if (page < 2 || page > header_.last_page)
        return damaged("有指向第 {} 页的指针，末页是 {}", "something points to page {}, the last one is {}",
                       {number, std::to_string(header_.last_page)});
    auto loaded = std::make_shared<TreePage>();
    loaded->bytes.resize(file_.page_bytes());
    TIMEBANK_CHECK(file_.read(page * file_.page_bytes(), loaded->bytes));
    const PageHeader found = decode_page_header(loaded->bytes);
    const bool branch = level != 1;
    if (found.page != page || found.flags != (branch ? branch_page : leaf_page))
        return damaged("第 {} 页自称第 {} 页，类型 {}", "page {} says that it is page {}, of type {}",
                       {number, std::to_string(found.page), std::to_string(found.flags)});
    auto nodes = decode_nodes(loaded->bytes);
    if (!nodes)
        return damaged("第 {0} 页：{1}", "page {0}: {2}",
                       {number, nodes.error().text.zh, nodes.error().text.en});
    if (nodes->empty() || !keys_rise(*nodes, branch, keys))
        return damaged("第 {} 页是空的，或键不合次序", "page {} is empty, or its keys are out of order",
                       {number});
    loaded->nodes = std::move(*nodes);
    const std::lock_guard lock(mutex_);
    if (pages_.size() >= pages_kept_max) pages_.clear();
    pages_[page] = loaded;
    return std::shared_ptr<const TreePage>(std::move(loaded));
}

Result<Bytes> SnapshotPages::load_overflow(std::uint64_t first, std::uint32_t bytes) const {
    const auto number = std::to_string(first);
    const auto fault = [&] {
        return damaged("溢出页 {} 不合格", "overflow page {} is not what it should be", {number});
    };
    if (first < 2 || first > header_.last_page) return fault();
    std::array<std::uint8_t, page_header_bytes> front{};
    TIMEBANK_CHECK(file_.read(first * file_.page_bytes(), front));
    const PageHeader found = decode_page_header(front);
    const std::uint64_t needed = (page_header_bytes + bytes + file_.page_bytes() - 1) / file_.page_bytes();
    if (found.page != first || found.flags != overflow_page || found.overflow_pages < needed ||
        found.overflow_pages > header_.last_page - first + 1)
        return fault();
    const auto offset = first * file_.page_bytes() + page_header_bytes;
    // Its last byte first: a length that is not true must not have us ask for memory.
    if (bytes > 0) TIMEBANK_CHECK(file_.read(offset + bytes - 1, std::span(front).first(1)));
    Bytes value(bytes);
    TIMEBANK_CHECK(file_.read(offset, value));
    return value;
}

Result<std::optional<TreeHead>> SnapshotPages::table(std::string_view name) const {
    const auto wanted = bytes_of(name);
    std::uint64_t page = header_.main.root;
    if (page == no_page) return std::optional<TreeHead>();
    if (header_.main.depth < 1 || header_.main.depth > depth_max)
        return damaged("表目录的深度为 {}", "the list of tables has depth {}",
                       {std::to_string(header_.main.depth)});
    for (auto level = header_.main.depth;; --level) {
        TIMEBANK_TRY(loaded, load(page, level));
        std::size_t index = 0;
        for (std::size_t i = level == 1 ? 0 : 1; i < loaded->nodes.size(); ++i)
            if (compare(loaded->nodes[i].key, wanted) <= 0) index = i;
        const Node& node = loaded->nodes[index];
        if (level > 1) {
            page = node.child;
            continue;
        }
        if (compare(node.key, wanted) != 0) return std::optional<TreeHead>();
        if (node.flags != is_tree || node.data.size() != tree_head_bytes)
            return damaged("表 {} 的目录项不合格", "the entry of table {} is no such entry", {name});
        const TreeHead head = decode_tree_head(node.data);
        if (head.depth > depth_max || (head.depth == 0) != (head.root == no_page) || head.flags != 0)
            return damaged("表 {} 的深度为 {}，二者不符", "table {} has depth {}, which cannot be",
                           {name, std::to_string(head.depth)});
        return std::optional(head);
    }
}

Result<void> SnapshotPages::check_subtree(std::uint64_t page, std::uint16_t level, Keys keys,
                                          std::uint64_t& pages_left) const {
    if (pages_left == 0) return damaged("页成环", "pages form a ring", {});
    --pages_left;
    TIMEBANK_TRY(loaded, load(page, level, keys));
    for (const Node& node : loaded->nodes) {
        if (level > 1) {
            TIMEBANK_CHECK(
                check_subtree(node.child, static_cast<std::uint16_t>(level - 1), keys, pages_left));
        } else if (node.flags == on_overflow_pages) {
            TIMEBANK_TRY(value, load_overflow(decode_number(node.data), node.data_bytes));
            if (keys == Keys::numbers) TIMEBANK_CHECK(check_free_list(value));
        } else if (node.flags == 0) {
            if (keys == Keys::numbers) TIMEBANK_CHECK(check_free_list(node.data));
        } else {
            return damaged("第 {} 页的节点类型不合格", "page {} has a node of a wrong type",
                           {std::to_string(page)});
        }
    }
    return {};
}

/// A list is its length and then as many page numbers, from the highest down.
Result<void> SnapshotPages::check_free_list(ByteView list) const {
    constexpr std::size_t id_bytes = sizeof(std::uint64_t);
    const auto count = list.size() < id_bytes ? 0 : decode_number(list);
    bool fits = list.size() >= id_bytes && count <= list.size() / id_bytes - 1;
    std::uint64_t previous = header_.last_page + 1;
    for (std::uint64_t i = 1; fits && i <= count; ++i) {
        const auto page = decode_number(list.subspan(i * id_bytes));
        fits = page >= 2 && page < previous;
        previous = page;
    }
    if (fits) return {};
    return damaged("一个空闲页表不合格", "a list of free pages is not what it should be", {});
}

Result<void> SnapshotPages::check_free_lists() const {
    return check_whole_tree(header_.free, Keys::numbers);
}

Result<void> SnapshotPages::check_whole_tree(const TreeHead& head, Keys keys) const {
    if (head.root == no_page) return {};
    if (head.depth < 1 || head.depth > depth_max)
        return damaged("树的深度为 {}", "a tree has depth {}", {std::to_string(head.depth)});
    auto pages_left = header_.last_page;
    return check_subtree(head.root, head.depth, keys, pages_left);
}

Result<void> TreeCursor::descend(std::uint64_t page, End edge) {
    while (path_.size() < head_.depth) {
        TIMEBANK_TRY(loaded, pages_.load(page, static_cast<std::uint16_t>(head_.depth - path_.size())));
        const auto index = edge == End::front ? 0 : loaded->nodes.size() - 1;
        page = loaded->nodes[index].child;
        path_.push_back({std::move(loaded), index});
    }
    return {};
}

Result<std::optional<RecordView>> TreeCursor::record() {
    if (path_.empty()) return std::optional<RecordView>();
    const Node& node = path_.back().page->nodes[path_.back().index];
    if (node.flags == 0) return std::optional(RecordView{node.key, node.data});
    if (node.flags != on_overflow_pages)
        return damaged("键 {} 的节点类型不合格", "the node of key {} is of a wrong type", {to_hex(node.key)});
    TIMEBANK_TRY(value, pages_.load_overflow(decode_number(node.data), node.data_bytes));
    long_value_ = std::move(value);
    return std::optional(RecordView{node.key, long_value_});
}

Result<std::optional<RecordView>> TreeCursor::first() {
    path_.clear();
    TIMEBANK_CHECK(descend(head_.root, End::front));
    return record();
}

Result<std::optional<RecordView>> TreeCursor::last() {
    path_.clear();
    TIMEBANK_CHECK(descend(head_.root, End::back));
    return record();
}

Result<std::optional<RecordView>> TreeCursor::next() {
    while (!path_.empty() && path_.back().index + 1 == path_.back().page->nodes.size()) path_.pop_back();
    if (path_.empty()) return std::optional<RecordView>();
    Step& step = path_.back();
    ++step.index;
    TIMEBANK_CHECK(descend(step.page->nodes[step.index].child, End::front));
    return record();
}

Result<std::optional<RecordView>> TreeCursor::previous() {
    while (!path_.empty() && path_.back().index == 0) path_.pop_back();
    if (path_.empty()) return std::optional<RecordView>();
    Step& step = path_.back();
    --step.index;
    TIMEBANK_CHECK(descend(step.page->nodes[step.index].child, End::back));
    return record();
}

Result<std::optional<RecordView>> TreeCursor::at_or_after(ByteView key) {
    path_.clear();
    std::uint64_t page = head_.root;
    while (path_.size() < head_.depth) {
        const auto level = static_cast<std::uint16_t>(head_.depth - path_.size());
        TIMEBANK_TRY(loaded, pages_.load(page, level));
        const auto& nodes = loaded->nodes;
        if (level == 1) {
            const auto at = std::lower_bound(
                nodes.begin(), nodes.end(), key,
                [](const Node& node, ByteView wanted) { return compare(node.key, wanted) < 0; });
            const auto index = static_cast<std::size_t>(at - nodes.begin());
            const bool behind_all = index == nodes.size();
            path_.push_back({std::move(loaded), behind_all ? index - 1 : index});
            return behind_all ? next() : record();
        }
        const auto behind =
            std::upper_bound(nodes.begin() + 1, nodes.end(), key,
                             [](ByteView wanted, const Node& node) { return compare(wanted, node.key) < 0; });
        const auto index = static_cast<std::size_t>(behind - nodes.begin()) - 1;
        page = nodes[index].child;
        path_.push_back({std::move(loaded), index});
    }
    return std::optional<RecordView>();
}

}  // namespace timebank::store
