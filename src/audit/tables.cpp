#include <algorithm>

#include "audit/replay.hpp"
#include "core/codec.hpp"
#include "core/try.hpp"
#include "timebank/checkpoint.hpp"

namespace timebank::audit {
namespace {

constexpr std::size_t scan_records = 4'096;

/// As text when it is text, else in hexadecimal.
std::string readable(ByteView key) {
    std::string text;
    for (auto byte : key) {
        if (byte == 0)
            text += ' ';
        else if (byte >= 0x20 && byte < 0x7f)
            text += static_cast<char>(byte);
        else
            return to_hex(key);
    }
    return text;
}

/// A key for people; where an entry's index is a part of it, as "#11".
std::string readable(Table table, ByteView key) {
    constexpr std::size_t index_bytes = 8;
    const auto entry_text = [](ByteView index) {
        Decoder in(index);
        return "#" + std::to_string(in.u64());
    };
    if (key.size() < index_bytes) return readable(key);
    const auto begin = key.first(key.size() - index_bytes);
    const auto end = key.last(index_bytes);
    if (table == Table::owner_entries && !begin.empty() && begin.back() == 0)
        return readable(begin.first(begin.size() - 1)) + " " + entry_text(end);
    if (table == Table::batches) return to_hex(begin) + " " + entry_text(end);
    if (table == Table::rulings) return entry_text(key);
    if (table == Table::reversals)
        return entry_text(key.first(index_bytes)) +
               (key.size() > index_bytes ? " " + readable(key.subspan(index_bytes)) : "");
    return readable(key);
}

class TableComparison {
  public:
    TableComparison(Table table, const std::map<Bytes, Bytes>& expected, Findings& findings)
        : table_(table), next_(expected.begin()), end_(expected.end()), findings_(findings) {}

    void stored(const Record& record) {
        for (; next_ != end_ && next_->first < record.key; ++next_)
            report("缺少记录", "lacks the record", next_->first);
        if (next_ == end_ || next_->first != record.key)
            return report("多出记录", "has a record that the log does not give", record.key);
        if (next_->second != record.value)
            report("记录与日志不符", "has a record that differs from what the log gives", record.key);
        ++next_;
    }
    void finish() {
        for (; next_ != end_; ++next_) report("缺少记录", "lacks the record", next_->first);
    }

  private:
    void report(std::string_view zh, std::string_view en, const Bytes& key) {
        // A leaf's hash belongs to one entry: its bytes were changed, or the tree was.
        if (table_ == Table::nodes && key.size() == 9 && key.front() == 0) {
            Decoder in(ByteView(key).subspan(1));
            const auto index = in.u64();
            return findings_.add(FindingKind::leaf, index, "条目 {0} 的字节与日志的叶子不符",
                                 "the bytes of entry {0} are not those of the log's leaf",
                                 {std::to_string(index)});
        }
        findings_.add(FindingKind::table, std::nullopt, "表“{0}”{1}：“{3}”。请用 rebuild 由日志重建",
                      "table {0} {2}: {3}. Make the tables again from the log with rebuild",
                      {to_text(table_), zh, en, readable(table_, key)});
    }
    Table table_;
    std::map<Bytes, Bytes>::const_iterator next_;
    std::map<Bytes, Bytes>::const_iterator end_;
    Findings& findings_;
};

Result<void> compare_table(const Reader& stored, Table table, const std::map<Bytes, Bytes>& expected,
                           Findings& findings) {
    TableComparison comparison(table, expected, findings);
    Bytes from;
    for (;;) {
        auto records = stored.scan(table, from, {}, scan_records);
        if (!records) {
            findings.add(FindingKind::data_file, std::nullopt, records.error().text);
            return {};
        }
        for (const auto& record : *records) comparison.stored(record);
        if (records->size() < scan_records) break;
        from = records->back().key;
        from.push_back(0);  // the least key behind it
    }
    comparison.finish();
    return {};
}

std::map<Bytes, Bytes> expected_head(const Replay& replay) {
    Encoder out;
    out.u64(replay.frontier().size());
    out.i64(replay.pace().last_unix_s);
    out.i64(replay.pace().longest_pause_s);
    out.raw(replay.frontier().root());
    return {{Bytes{'h', 'e', 'a', 'd'}, out.take()}};
}

void check_note(const Text& what, FindingKind kind, std::string_view note, const Replay& replay,
                Findings& findings) {
    auto checkpoint = open_checkpoint(note, {replay.origin(), *replay.log_key()});
    if (!checkpoint)
        return findings.add(kind, std::nullopt,
                            say_with("{}：{}", "{}: {}", {what, checkpoint.error().text}));
    const auto size = std::to_string(checkpoint->size);
    if (checkpoint->size > replay.frontier().size())
        return findings.add(
            kind, std::nullopt,
            say_with("{}说有 {} 条，日志只有 {} 条：这是旧副本，请恢复较新的",
                     "{} says {} entries, the log has {}: this is an older copy; bring back the newer one",
                     {what, same_in_both(size), same_in_both(std::to_string(replay.frontier().size()))}));
    auto root = replay.roots().find(checkpoint->size);
    const bool same = root != replay.roots().end() ? root->second == checkpoint->root
                                                   : checkpoint->root == merkle::empty_root();
    if (!same)
        findings.add(kind, std::nullopt,
                     say_with("{}（{} 条）的树根不是日志的", "the root of {} ({} entries) is not the log's",
                              {what, same_in_both(size)}));
}

std::optional<std::uint64_t> size_of(std::string_view signed_note) {
    const auto note = parse_note(signed_note);
    if (!note) return std::nullopt;
    const auto checkpoint = parse_checkpoint(note->text);
    if (!checkpoint) return std::nullopt;
    return checkpoint->size;
}

}  // namespace

Result<void> compare_tables(const Reader& stored, const Replay& replay, Findings& findings) {
    for (auto table : derived_tables) {
        if (table == Table::head) {
            TIMEBANK_CHECK(compare_table(stored, table, expected_head(replay), findings));
            continue;
        }
        auto expected = replay.tables().changes().find(table);
        TIMEBANK_CHECK(compare_table(
            stored, table,
            expected == replay.tables().changes().end() ? std::map<Bytes, Bytes>() : expected->second,
            findings));
    }
    return {};
}

Result<void> check_checkpoints(const Reader& stored, const Replay& replay,
                               const std::optional<std::string>& anchor, Findings& findings) {
    if (!replay.log_key()) return {};
    TIMEBANK_TRY(records, stored.scan(Table::checkpoints, {}, {}, static_cast<std::size_t>(-1)));
    if (records.empty())
        findings.add(FindingKind::checkpoint, std::nullopt, "没有存储任何检查点：创立时就应有一个",
                     "no checkpoint is stored, though founding signs one");
    for (const auto& record : records) {
        check_note({"存储的检查点", "a stored checkpoint"}, FindingKind::checkpoint, text_of(record.value),
                   replay, findings);
        if (auto size = size_of(text_of(record.value)); size && key_of::entry(*size) != record.key)
            findings.add(FindingKind::checkpoint, std::nullopt, "{0} 条的检查点存放在别的位置",
                         "the checkpoint of {0} entries is stored under another size",
                         {std::to_string(*size)});
    }
    if (!anchor) return {};
    check_note({"锚点", "the anchor"}, FindingKind::anchor, *anchor, replay, findings);
    return {};
}

}  // namespace timebank::audit
