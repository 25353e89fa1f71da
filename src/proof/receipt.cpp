#include "timebank/receipt.hpp"
#include "core/try.hpp"
#include "proof/book_reader.hpp"
#include "timebank/proof.hpp"

namespace timebank {
namespace {

using proof::BookReader;

/// Why there is nothing to prove yet: the entry is newer than the checkpoint, or not there at all.
Error not_covered(std::uint64_t index, std::uint64_t covered, std::uint64_t logged) {
    if (index >= logged)
        return fail(Code::not_found, "没有条目 {0}：账本有 {1} 条，编号从 0 开始。请核对编号",
                    "there is no entry {0}: the ledger has {1}, numbered from 0. Check the number",
                    {std::to_string(index), std::to_string(logged)});
    return fail(
        Code::not_found,
        "条目 {0} 还没有检查点可证明：最新的检查点只覆盖前 {1} 条，账本有 {2} 条。请先签署检查点"
        "（timebank checkpoint），再索取收据",
        "no checkpoint covers entry {0} yet: the newest covers the first {1} entries of {2}. Sign one "
        "first (timebank checkpoint), then ask for the receipt again",
        {std::to_string(index), std::to_string(covered), std::to_string(logged)});
}

/// The checkpoint to prove under, as text and as what it says.
struct Signed {
    std::string note;
    Checkpoint checkpoint;
};

Result<Signed> covering_checkpoint(const BookReader& book, const VerifierKey& log_key, std::uint64_t index) {
    TIMEBANK_TRY(logged, book.log_size());
    TIMEBANK_TRY(note, book.newest_checkpoint());
    if (!note) return not_covered(index, 0, logged);
    auto checkpoint = open_checkpoint(*note, log_key);
    if (!checkpoint)
        return proof::damaged("存储的检查点不成立（" + checkpoint.error().text.zh + "）",
                              "the stored checkpoint does not verify (" + checkpoint.error().text.en + ")");
    if (index >= checkpoint->size) return not_covered(index, checkpoint->size, logged);
    return Signed{std::move(*note), std::move(*checkpoint)};
}

}  // namespace

Result<std::string> make_receipt(const std::filesystem::path& folder, std::uint64_t index) {
    TIMEBANK_TRY(book, BookReader::open(folder));
    TIMEBANK_TRY(log_key, book.log_key());
    TIMEBANK_TRY(covering, covering_checkpoint(book, log_key, index));
    TIMEBANK_TRY(entry_bytes, book.entry_bytes(index));
    TIMEBANK_TRY(siblings, merkle::inclusion_proof(index, covering.checkpoint.size,
                                                   [&](merkle::NodeId id) { return book.node(id); }));
    const auto receipt =
        to_text(TlogProof{std::move(entry_bytes), index, std::move(siblings), std::move(covering.note)});

    // A receipt that fails in its owner's hands accuses the ledger; better to find that out here.
    if (const auto verified = verify_receipt(receipt, log_key); !verified)
        return proof::damaged(
            "条目 " + std::to_string(index) + " 的收据不成立（" + verified.error().text.zh + "）",
            "the receipt of entry " + std::to_string(index) + " does not verify (" +
                verified.error().text.en + ")");
    return receipt;
}

}  // namespace timebank
