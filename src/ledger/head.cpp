#include "ledger/head.hpp"

#include "core/codec.hpp"
#include "core/try.hpp"
#include "decision/records.hpp"

namespace timebank::ledger {
namespace {

const Bytes head_key = {'h', 'e', 'a', 'd'};

Bytes node_key(merkle::NodeId node) {
    Encoder out;
    out.u8(node.level);
    out.u64(node.index);
    return out.take();
}

Error damaged(Table table) {
    return fail(
        Code::data_damaged,
        "数据文件损坏：表“{}”缺少记录或记录不合格式。请停止写入并运行 audit；表可用 rebuild 由日志重建",
        "data file damaged: table {} lacks a record or has a malformed one. Stop writing and run audit; "
        "tables "
        "can be made again from the log with rebuild",
        {to_text(table)});
}

}  // namespace

void go_on_to(LedgerHead& head, std::int64_t recorded_at_unix_s) {
    const auto pace =
        head.size == 0 ? Pace{recorded_at_unix_s, 0} : pace_after(pace_of(head), recorded_at_unix_s);
    ++head.size;
    head.recorded_at_unix_s = pace.last_unix_s;
    head.longest_pause_s = pace.longest_pause_s;
}

Result<LedgerHead> read_head(const Reader& reader) {
    TIMEBANK_TRY(bytes, reader.get(Table::head, head_key));
    LedgerHead head;
    head.root = merkle::empty_root();
    if (!bytes) return head;
    Decoder in(*bytes);
    head.size = in.u64();
    head.recorded_at_unix_s = in.i64();
    head.longest_pause_s = in.i64();
    head.root = in.array<32>();
    if (!in.done()) return damaged(Table::head);
    return head;
}

Result<LedgerHead> read_complete_head(const Reader& reader) {
    TIMEBANK_TRY(head, read_head(reader));
    TIMEBANK_TRY(logged, log_size(reader));
    if (head.size == logged) return head;
    return fail(Code::data_damaged, "表落后于日志（{0} / {1} 条）：请运行 rebuild",
                "the tables are at {0} of the log's {1} entries: run rebuild",
                {std::to_string(head.size), std::to_string(logged)});
}

void put_head(Overlay& book, const LedgerHead& head) {
    Encoder out;
    out.u64(head.size);
    out.i64(head.recorded_at_unix_s);
    out.i64(head.longest_pause_s);
    out.raw(head.root);
    book.put(Table::head, head_key, out.take());
}

Result<std::uint64_t> log_size(const Reader& reader) {
    TIMEBANK_TRY(record, reader.last(Table::log, {}, {}));
    if (!record) return std::uint64_t{0};
    Decoder in(record->key);
    const auto size = in.u64() + 1;
    if (!in.done()) return damaged(Table::log);
    return size;
}

Result<Digest> read_node(const Reader& reader, merkle::NodeId node) {
    TIMEBANK_TRY(bytes, reader.get(Table::nodes, node_key(node)));
    if (!bytes) return damaged(Table::nodes);
    Decoder in(*bytes);
    auto hash = in.array<32>();
    if (!in.done()) return damaged(Table::nodes);
    return hash;
}

Result<merkle::Frontier> read_frontier(const Reader& reader, std::uint64_t size) {
    std::vector<Digest> roots;
    if (size > 0)
        for (auto node : merkle::perfect_subtrees({0, size})) {
            TIMEBANK_TRY(hash, read_node(reader, node));
            roots.push_back(hash);
        }
    return merkle::Frontier::restore(size, std::move(roots));
}

void append_leaf(Overlay& book, merkle::Frontier& frontier, const Digest& leaf) {
    frontier.append(leaf, [&](merkle::NodeId node, const Digest& hash) {
        book.put(Table::nodes, node_key(node), Bytes(hash.begin(), hash.end()));
    });
}

}  // namespace timebank::ledger
