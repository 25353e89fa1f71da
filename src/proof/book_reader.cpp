#include "proof/book_reader.hpp"

#include "core/codec.hpp"
#include "core/try.hpp"
#include "timebank/entry.hpp"

namespace timebank::proof {
namespace {

Bytes key_of(std::uint64_t index) {
    Encoder out;
    out.u64(index);
    return out.take();
}

Bytes key_of(merkle::NodeId id) {
    Encoder out;
    out.u8(id.level);
    out.u64(id.index);
    return out.take();
}

}  // namespace

Error damaged(const std::string& zh, const std::string& en) {
    return {Code::data_damaged,
            {"数据文件损坏：" + zh + "。请停止写入并运行 audit",
             "data file damaged: " + en + ". Stop writing and run audit"}};
}

Result<BookReader> BookReader::open(const std::filesystem::path& folder) {
    TIMEBANK_TRY(environment, store::Environment::open(folder / "book", store::Access::read_only));
    TIMEBANK_TRY(snapshot, environment->read());
    return BookReader(std::move(environment), std::move(snapshot));
}

Result<std::uint64_t> BookReader::log_size() const {
    TIMEBANK_TRY(record, snapshot_.last(Table::log, {}, {}));
    if (!record) return std::uint64_t{0};
    Decoder in(record->key);
    const auto newest = in.u64();
    if (!in.done()) return damaged("日志的键不合格式", "a key of the log is malformed");
    return newest + 1;
}

Result<Bytes> BookReader::entry_bytes(std::uint64_t index) const {
    TIMEBANK_TRY(bytes, snapshot_.get(Table::log, key_of(index)));
    if (!bytes) {
        const auto number = std::to_string(index);
        return damaged("日志缺少条目 " + number, "the log lacks entry " + number);
    }
    return std::move(*bytes);
}

Result<Digest> BookReader::node(merkle::NodeId id) const {
    TIMEBANK_TRY(bytes, snapshot_.get(Table::nodes, key_of(id)));
    Decoder in(bytes ? ByteView(*bytes) : ByteView());
    const auto hash = in.array<32>();
    if (!in.done()) {
        const auto place = std::to_string(id.level) + "/" + std::to_string(id.index);
        return damaged("树的结点 " + place + " 缺失或不合格式",
                       "the node " + place + " of the tree is missing or malformed");
    }
    return hash;
}

Result<std::optional<std::string>> BookReader::newest_checkpoint() const {
    TIMEBANK_TRY(record, snapshot_.last(Table::checkpoints, {}, {}));
    if (!record) return std::optional<std::string>();
    return std::optional(std::string(text_of(record->value)));
}

Result<VerifierKey> BookReader::log_key() const {
    TIMEBANK_TRY(bytes, entry_bytes(0));
    const auto first = decode_entry(bytes);
    const auto* genesis = first ? founding_in(first->signed_claim.claim) : nullptr;
    if (!genesis) return damaged("条目 0 不是创世条目", "entry 0 is no genesis entry");
    return VerifierKey{first->signed_claim.claim.origin, genesis->log_key};
}

}  // namespace timebank::proof
