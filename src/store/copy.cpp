#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "store/state.hpp"

namespace timebank::store {

namespace {

/// The headers as they are now, and behind them every page that they speak of and the file has.
Result<void> copy_pages(const DataFile& file, const Descriptor& to, const std::filesystem::path& path) {
    TIMEBANK_TRY(found, read_stable_headers(file));
    TIMEBANK_CHECK(write_all(to, path, found.bytes));
    TIMEBANK_TRY(now, DataFile::open(file.path()));  // looked up after the headers: a file only ever grows
    const auto& both = found.headers.both;
    const auto end = std::min((std::max(both[0].last_page, both[1].last_page) + 1) * file.page_bytes(),
                              now.pages() * file.page_bytes());
    constexpr std::size_t piece_bytes = std::size_t{1} << 20;
    Bytes piece;
    for (auto offset = std::uint64_t{2} * file.page_bytes(); offset < end; offset += piece.size()) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, end - offset)));
        TIMEBANK_CHECK(now.read(offset, piece));
        TIMEBANK_CHECK(write_all(to, path, piece));
    }
    return {};
}

}  // namespace

Result<void> Environment::copy_to(const std::filesystem::path& folder) {
    // Held while we copy: no writer uses a page of these snapshots again.
    TIMEBANK_TRY(held, read());
    const auto path = folder / "data.mdb";
    const auto made = open_descriptor(path, O_WRONLY | O_CREAT | O_EXCL);
    if (!made.is_open()) return system_error(errno, "open", path);
    auto copied = copy_pages(*state_->data, made, path);
    if (copied) copied = sync(made, path);
    if (copied) copied = sync_folder(folder);
    if (!copied) ::unlink(path.c_str());
    return copied;
}

}  // namespace timebank::store
