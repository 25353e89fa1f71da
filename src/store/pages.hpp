#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "store/place.hpp"
#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// LMDB 0.9's file format on 64-bit machines, in this machine's byte order, read with pread() and bounds
/// checks: nothing in a file can make these functions read outside of their buffers. FORMAT.md, "Pages", has
/// the layout.
namespace timebank::store {

inline constexpr std::uint64_t no_page = ~std::uint64_t{0};
inline constexpr std::size_t page_header_bytes = 16;
inline constexpr std::size_t node_header_bytes = 8;

enum PageFlags : std::uint16_t {
    branch_page = 0x01,
    leaf_page = 0x02,
    overflow_page = 0x04,
    meta_page = 0x08
};
enum NodeFlags : std::uint16_t { on_overflow_pages = 0x01, is_tree = 0x02 };

/// An open data file.
class DataFile {
  public:
    /// not_found, permission_denied, or data_damaged when it is empty, shorter than two pages or not a file.
    static Result<DataFile> open(const std::filesystem::path& path);

    /// data_damaged when the file ends before `bytes` is full.
    Result<void> read(std::uint64_t offset, std::span<std::uint8_t> bytes) const;

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t bytes() const { return bytes_; }
    int descriptor() const { return descriptor_.number(); }
    std::size_t page_bytes() const { return page_bytes_; }
    std::uint64_t pages() const { return bytes_ / page_bytes_; }

  private:
    DataFile() = default;
    std::filesystem::path path_;
    Descriptor descriptor_;
    std::uint64_t bytes_ = 0;
    std::size_t page_bytes_ = 0;
};

/// Where a tree begins and what it says of itself (MDB_db, 48 bytes).
struct TreeHead {
    std::uint32_t page_bytes = 0;  ///< only in the free tree's head
    std::uint16_t flags = 0;
    std::uint16_t depth = 0;
    std::uint64_t branch_pages = 0;
    std::uint64_t leaf_pages = 0;
    std::uint64_t overflow_pages = 0;
    std::uint64_t entries = 0;
    std::uint64_t root = no_page;
};
inline constexpr std::size_t tree_head_bytes = 48;
/// Requires 48 bytes.
TreeHead decode_tree_head(ByteView bytes);

/// A meta page: the start of one snapshot.
struct Header {
    std::uint64_t page = 0;
    std::uint16_t page_flags = 0;
    std::uint32_t magic = 0;
    std::uint32_t version = 0;
    std::uint64_t address = 0;
    std::uint64_t map_bytes = 0;
    TreeHead free;
    TreeHead main;
    std::uint64_t last_page = 0;
    std::uint64_t transaction = 0;
};

struct Headers {
    std::array<Header, 2> both;
    /// The one LMDB would choose.
    const Header& newest() const { return both[both[0].transaction < both[1].transaction ? 1 : 0]; }
    const Header& older() const { return both[both[0].transaction < both[1].transaction ? 0 : 1]; }
};

/// data_damaged unless both are such that LMDB may map the file: magic, version, page size, a last page that
/// can be.
Result<Headers> read_headers(const DataFile& file);
/// The same of the file's first two pages, which somebody has read.
Result<Headers> decode_headers(const DataFile& file, ByteView two_pages);

/// One key on a branch or leaf page, borrowed from the page.
struct Node {
    std::uint16_t offset = 0;      ///< in the page
    std::uint16_t flags = 0;       ///< leaf pages
    std::uint32_t data_bytes = 0;  ///< leaf pages
    std::uint64_t child = 0;       ///< branch pages
    ByteView key;
    ByteView data;  ///< what lies on the page: the value, or the number of its first overflow page

    std::size_t data_offset() const { return offset + node_header_bytes + key.size(); }
};

struct PageHeader {
    std::uint64_t page = 0;
    std::uint16_t flags = 0;
    std::uint16_t lower = 0;
    std::uint16_t upper = 0;
    std::uint32_t overflow_pages = 0;  ///< the same four bytes as lower and upper
};
/// Requires a page.
PageHeader decode_page_header(ByteView page);

/// The nodes of a branch or leaf page in key order; data_damaged unless they fill the page from `upper` to
/// its end, without a gap and without an overlap, as LMDB keeps them.
Result<std::vector<Node>> decode_nodes(ByteView page);

/// A number in this machine's byte order. Requires eight bytes.
std::uint64_t decode_number(ByteView bytes);

}  // namespace timebank::store
