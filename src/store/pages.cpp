#include "store/pages.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <string>

#include "core/try.hpp"

namespace timebank::store {

static_assert(sizeof(std::size_t) == 8, "the data file of 32-bit machines has another layout");

namespace {

constexpr std::uint32_t magic_number = 0xBEEFC0DE;
constexpr std::uint32_t format_version = 1;
constexpr std::size_t meta_bytes = page_header_bytes + 136;
constexpr std::uint64_t last_page_max = std::uint64_t{1} << 48;  // a branch node has room for 48 bits

/// Requires offset + sizeof(Number) <= bytes.size().
template <class Number>
Number number_at(ByteView bytes, std::size_t offset) {
    Number number;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

Header decode_header(ByteView bytes) {
    const PageHeader page = decode_page_header(bytes);
    const ByteView meta = bytes.subspan(page_header_bytes);
    Header header;
    header.page = page.page;
    header.page_flags = page.flags;
    header.magic = number_at<std::uint32_t>(meta, 0);
    header.version = number_at<std::uint32_t>(meta, 4);
    header.address = number_at<std::uint64_t>(meta, 8);
    header.map_bytes = number_at<std::uint64_t>(meta, 16);
    header.free = decode_tree_head(meta.subspan(24));
    header.main = decode_tree_head(meta.subspan(24 + tree_head_bytes));
    header.last_page = number_at<std::uint64_t>(meta, 120);
    header.transaction = number_at<std::uint64_t>(meta, 128);
    return header;
}

Result<void> check_header(const DataFile& file, const Header& header, std::uint64_t page) {
    const auto damaged = [&](std::string_view field_zh, std::string_view field_en, std::uint64_t found,
                             std::uint64_t expected) {
        return fail(Code::data_damaged,
                    "{0} 第 {1} 页（文件头）的{2}为 {4}，应为 {5}：不是账本文件或已损坏；请从备份恢复",
                    "{0} page {1} (a file header): the {3} is {4}, expected {5}: not a ledger's file, or "
                    "damaged; restore "
                    "from a backup",
                    {file.path().string(), std::to_string(page), field_zh, field_en, std::to_string(found),
                     std::to_string(expected)});
    };
    if (header.magic != magic_number) return damaged("标识", "magic number", header.magic, magic_number);
    if (header.version != format_version) return damaged("版本", "version", header.version, format_version);
    if (header.page != page) return damaged("页号", "page number", header.page, page);
    if (header.page_flags != meta_page) return damaged("页类型", "page type", header.page_flags, meta_page);
    if (header.free.page_bytes != file.page_bytes())
        return damaged("页大小", "page size", header.free.page_bytes, file.page_bytes());
    if (header.last_page < 1 || header.last_page >= last_page_max)
        return damaged("末页号", "last page", header.last_page, file.pages() - 1);
    return {};
}

Error bad_page(std::string_view zh, std::string_view en,
               std::initializer_list<std::string_view> arguments = {}) {
    return fail(Code::data_damaged, zh, en, arguments);
}

/// The node whose header is at `offset`; its key and data lie within the page.
Result<Node> decode_node(ByteView page, std::uint16_t offset, bool branch) {
    if (offset % 2 != 0 || offset + node_header_bytes > page.size())
        return bad_page("节点偏移 {} 越界", "a node at offset {} is out of bounds", {std::to_string(offset)});
    Node node;
    node.offset = offset;
    const auto low = number_at<std::uint32_t>(page, offset);
    node.flags = number_at<std::uint16_t>(page, offset + 4U);
    const auto key_bytes = number_at<std::uint16_t>(page, offset + 6U);
    std::size_t size_on_page = 0;
    if (branch) {
        node.child = low | static_cast<std::uint64_t>(node.flags) << 32;
    } else {
        node.data_bytes = low;
        size_on_page = (node.flags & on_overflow_pages) != 0 ? sizeof(std::uint64_t) : low;
    }
    if (offset + node_header_bytes + key_bytes + size_on_page > page.size()) {
        return bad_page("偏移 {} 处的节点超出页尾", "the node at offset {} reaches beyond its page",
                        {std::to_string(offset)});
    }
    node.key = page.subspan(offset + node_header_bytes, key_bytes);
    node.data = page.subspan(node.data_offset(), size_on_page);
    return node;
}

/// LMDB closes every gap, so a length or an offset with one wrong bit leaves a gap or an overlap.
Result<void> check_tiling(ByteView page, std::size_t upper, const std::vector<Node>& nodes) {
    std::vector<std::pair<std::size_t, std::size_t>> extents;
    extents.reserve(nodes.size());
    for (const Node& node : nodes) {
        const std::size_t end = node.data_offset() + node.data.size();
        extents.emplace_back(node.offset, end + end % 2);
    }
    std::sort(extents.begin(), extents.end());
    std::size_t reached = upper;
    for (const auto& [begin, end] : extents) {
        if (begin != reached)
            return bad_page("节点未首尾相接（偏移 {}）", "the nodes do not join at offset {}",
                            {std::to_string(reached)});
        reached = end;
    }
    if (reached == page.size()) return {};
    return bad_page("节点在偏移 {} 处结束，未到页尾", "the nodes end at offset {}, before the page does",
                    {std::to_string(reached)});
}

}  // namespace

Result<DataFile> DataFile::open(const std::filesystem::path& path) {
    TIMEBANK_CHECK(identify(path));
    DataFile file;
    file.path_ = path;
    file.descriptor_ = open_descriptor(path, O_RDONLY);
    if (!file.descriptor_.is_open()) return system_error(errno, "open", path);
    struct stat found {};
    if (::fstat(file.descriptor_.number(), &found) != 0) return system_error(errno, "fstat", path);
    file.bytes_ = static_cast<std::uint64_t>(found.st_size);
    file.page_bytes_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    if (file.bytes_ >= 2 * file.page_bytes_) return file;
    return fail(Code::data_damaged, "{} 有 {} 字节，至少应有 {} 字节；请从备份恢复",
                "{} has {} bytes, at least {} expected; restore from a backup",
                {path.string(), std::to_string(file.bytes_), std::to_string(2 * file.page_bytes_)});
}

Result<void> DataFile::read(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
    while (!bytes.empty()) {
        const auto count =
            ::pread(descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error(errno, "pread", path_);
        if (count == 0)
            return fail(Code::data_damaged, "{} 在第 {} 字节处结束，那里应有一页：文件被截断；请从备份恢复",
                        "{} ends at byte {}, where a page should be: it was cut short; restore from a backup",
                        {path_.string(), std::to_string(offset)});
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

TreeHead decode_tree_head(ByteView bytes) {
    TreeHead head;
    head.page_bytes = number_at<std::uint32_t>(bytes, 0);
    head.flags = number_at<std::uint16_t>(bytes, 4);
    head.depth = number_at<std::uint16_t>(bytes, 6);
    head.branch_pages = number_at<std::uint64_t>(bytes, 8);
    head.leaf_pages = number_at<std::uint64_t>(bytes, 16);
    head.overflow_pages = number_at<std::uint64_t>(bytes, 24);
    head.entries = number_at<std::uint64_t>(bytes, 32);
    head.root = number_at<std::uint64_t>(bytes, 40);
    return head;
}

Result<Headers> decode_headers(const DataFile& file, ByteView two_pages) {
    Headers headers;
    for (std::uint64_t page = 0; page < headers.both.size(); ++page) {
        headers.both[page] = decode_header(two_pages.subspan(page * file.page_bytes(), meta_bytes));
        TIMEBANK_CHECK(check_header(file, headers.both[page], page));
    }
    return headers;
}

Result<Headers> read_headers(const DataFile& file) {
    Bytes bytes(2 * file.page_bytes());
    TIMEBANK_CHECK(file.read(0, bytes));
    return decode_headers(file, bytes);
}

PageHeader decode_page_header(ByteView page) {
    PageHeader header;
    header.page = number_at<std::uint64_t>(page, 0);
    header.flags =
        number_at<std::uint16_t>(page, 10);  // the two bytes before are unused, and not always zero
    header.lower = number_at<std::uint16_t>(page, 12);
    header.upper = number_at<std::uint16_t>(page, 14);
    header.overflow_pages = number_at<std::uint32_t>(page, 12);
    return header;
}

Result<std::vector<Node>> decode_nodes(ByteView page) {
    const PageHeader header = decode_page_header(page);
    if (header.lower < page_header_bytes || header.lower % 2 != 0 || header.lower > header.upper ||
        header.upper > page.size()) {
        return bad_page("空闲区 [{}, {}) 不合理", "the free space [{}, {}) cannot be",
                        {std::to_string(header.lower), std::to_string(header.upper)});
    }
    const bool branch = header.flags == branch_page;
    std::vector<Node> nodes;
    for (std::size_t at = page_header_bytes; at < header.lower; at += 2) {
        TIMEBANK_TRY(node, decode_node(page, number_at<std::uint16_t>(page, at), branch));
        nodes.push_back(node);
    }
    TIMEBANK_CHECK(check_tiling(page, header.upper, nodes));
    return nodes;
}

std::uint64_t decode_number(ByteView bytes) {
    return number_at<std::uint64_t>(bytes, 0);
}

}  // namespace timebank::store
