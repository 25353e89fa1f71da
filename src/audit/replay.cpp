#include "audit/replay.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/parallel.hpp"
#include "core/try.hpp"
#include "decision/admit.hpp"
#include "decision/apply.hpp"
#include "decision/book_facts.hpp"
#include "decision/decide.hpp"
#include "decision/named.hpp"
#include "timebank/limits.hpp"

namespace timebank::audit {
namespace {

constexpr std::size_t chunk_entries = 1'024;
constexpr std::size_t parallel_signatures = 8;
constexpr std::uint64_t missing_most = 64;  // in a row: then the rest is not gone through one by one

Text fact_text(const Fact& fact) {
    return say_with("{} = {}", "{} = {}",
                    {in_words(key_of_fact(fact)), same_in_both(std::to_string(fact.value))});
}

}  // namespace

Result<std::optional<Bytes>> LogReader::get(Table table, ByteView key) const {
    if (table != Table::log) return std::optional<Bytes>();
    Decoder in(key);
    const auto index = in.u64();
    if (!in.done() || index >= size_) return std::optional<Bytes>();
    return below_.get(table, key);
}

Result<std::vector<Record>> LogReader::scan(Table table, ByteView from, ByteView until,
                                            std::size_t limit) const {
    if (table != Table::log) return std::vector<Record>();
    const auto end = key_of::entry(size_);
    const bool bounded =
        !until.empty() && std::lexicographical_compare(until.begin(), until.end(), end.begin(), end.end());
    return below_.scan(table, from, bounded ? until : ByteView(end), limit);
}

Result<std::optional<Record>> LogReader::last(Table table, ByteView from, ByteView) const {
    if (table != Table::log) return std::optional<Record>();
    return below_.last(table, from, key_of::entry(size_));
}

void Findings::add(FindingKind kind, std::optional<std::uint64_t> entry, std::string_view zh,
                   std::string_view en, std::initializer_list<std::string_view> arguments) {
    add(kind, entry, say(zh, en, arguments));
}

void Findings::add(FindingKind kind, std::optional<std::uint64_t> entry, Text text) {
    if (all_.size() < limits::audit_findings) all_.push_back({kind, entry, std::move(text)});
}

Replay::Replay(const Reader& stored, Findings& findings)
    : stored_(stored), findings_(findings), log_(stored), tables_(log_) {}

Result<void> Replay::run() {
    for (;;) {
        const auto size = frontier_.size();
        auto records = stored_.scan(Table::log, key_of::entry(size), {}, chunk_entries);
        const bool damaged = !records;
        if (damaged) records = read_until_damage(size);
        if (!records->empty()) TIMEBANK_CHECK(check_chunk(*records));
        const bool stopped = frontier_.size() != size + records->size();  // a gap
        if (damaged || stopped) {
            complete_ = false;
            name_damage();
            return {};
        }
        if (records->empty()) {
            tell_of_groups(groups_.end(), frontier_.size());
            return {};
        }
    }
}

/// A scan failed: the records before the damaged one, read one by one.
std::vector<Record> Replay::read_until_damage(std::uint64_t from) {
    std::vector<Record> records;
    for (auto index = from; records.size() < chunk_entries; ++index) {
        auto bytes = stored_.get(Table::log, key_of::entry(index));
        if (!bytes || !*bytes) break;
        records.push_back({key_of::entry(index), std::move(**bytes)});
    }
    return records;
}

/// The replay stopped here: names the entries from here on that are missing or damaged, as far as the head
/// says there are entries. The rest cannot be decided again, because what the book said then is not known.
void Replay::name_damage() {
    const auto end = std::max(frontier_.size() + 1, stored_head_size().value_or(0));
    std::uint64_t missing = 0;
    for (auto index = frontier_.size(); index < end && missing < missing_most; ++index) {
        auto bytes = stored_.get(Table::log, key_of::entry(index));
        if (bytes && *bytes) {
            missing = 0;
            continue;
        }
        ++missing;
        const auto number = std::to_string(index);
        if (bytes)
            findings_.add(FindingKind::log_gap, index, "日志缺少条目 {}", "the log lacks entry {}", {number});
        else
            findings_.add(
                FindingKind::data_file, index,
                say_with("条目 {}：{}", "entry {}: {}", {same_in_both(number), bytes.error().text}));
    }
    const auto size = std::to_string(frontier_.size());
    findings_.add(
        FindingKind::log_gap, std::nullopt, "条目 {0} 及其后的决定、各表和检查点未能核对：请先恢复该条目",
        "decisions from entry {0} on, tables and checkpoints were not checked: bring that entry back first",
        {size});
}

std::optional<std::uint64_t> Replay::stored_head_size() const {
    auto bytes = stored_.get(Table::head, Bytes{'h', 'e', 'a', 'd'});
    if (!bytes) return std::nullopt;
    if (!*bytes) return 0;
    Decoder in(**bytes);
    return in.u64();
}

Result<void> Replay::check_chunk(const std::vector<Record>& records) {
    std::vector<std::optional<Entry>> entries(records.size());
    std::vector<std::optional<Text>> faults(records.size());
    for_each_in_parallel(records.size(), parallel_signatures, [&](std::size_t i) {
        auto entry = decode_entry(records[i].value);
        if (!entry) return;
        auto verified = verify_signatures(entry->signed_claim);
        if (!verified) faults[i] = verified.error().text;
        entries[i] = std::move(*entry);
    });
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto index = frontier_.size();
        if (records[i].key != key_of::entry(index)) return {};  // a gap: name_damage() names it
        if (!entries[i] || entries[i]->index != index) {
            findings_.add(FindingKind::entry_bytes, index, "条目 {} 的字节不符合格式：被改动或损坏",
                          "the bytes of entry {} do not follow the format: altered or damaged",
                          {std::to_string(index)});
            TIMEBANK_CHECK(append(records[i].value));
            continue;
        }
        if (faults[i])
            findings_.add(
                FindingKind::signature, index,
                say_with("条目 {}：{}", "entry {}: {}", {same_in_both(std::to_string(index)), *faults[i]}));
        TIMEBANK_CHECK(check_entry(*entries[i], records[i].value));
    }
    return {};
}

Result<void> Replay::check_entry(const Entry& entry, const Bytes& bytes) {
    tell_of_groups(groups_.next(entry.signed_claim.claim), entry.index);
    check_recording_time(entry);
    if (entry.index == 0) {
        check_genesis(entry);
        identity_.genesis = merkle::leaf_hash(bytes);
    } else
        TIMEBANK_CHECK(check_admission(entry));
    TIMEBANK_CHECK(check_decision(entry));
    log_.show_until(entry.index + 1);
    auto next = tables_.above();
    auto refusal = apply(entry, next, plans_);
    if (!refusal || *refusal)
        findings_.add(FindingKind::decision, entry.index,
                      say_with("条目 {} 无法入账：{}", "entry {} cannot be applied: {}",
                               {same_in_both(std::to_string(entry.index)),
                                refusal ? explain_refusal(**refusal) : refusal.error().text}));
    else
        tables_.merge(std::move(next));
    return append(bytes);
}

Result<void> Replay::append(const Bytes& bytes) {
    const auto index = frontier_.size();
    frontier_.append(merkle::leaf_hash(bytes), [&](merkle::NodeId node, const Digest& hash) {
        Encoder key;
        key.u8(node.level);
        key.u64(node.index);
        tables_.put(Table::nodes, key.take(), Bytes(hash.begin(), hash.end()));
    });
    log_.show_until(index + 1);
    if (wanted_.count(index + 1)) roots_[index + 1] = frontier_.root();
    return {};
}

void Replay::check_recording_time(const Entry& entry) {
    const auto time_unix_s = entry.recorded_at_unix_s;
    const auto number = std::to_string(entry.index);
    const auto* clock = clock_in(entry.signed_claim.claim);
    if (entry.index == 0) {
        pace_ = {time_unix_s, 0};
        return;
    }
    const auto before = unix_seconds_to_text(pace_.last_unix_s), now = unix_seconds_to_text(time_unix_s);
    if (clock)
        tell_of_clock(entry, *clock);
    else if (jump_of_clock(pace_, time_unix_s) == ClockJump::ahead)
        findings_.add(
            FindingKind::recording_time, entry.index,
            "条目 {0} 记录于 {1}，前一条目记录于 {2}：本账本从未停这么久，而运营者没有声明时钟无误",
            "entry {0} was recorded at {1}, the one in front of it at {2}: the book never rested so long, "
            "and the operator did not say that the clock was right",
            {number, now, before});
    const bool goes_on = time_unix_s >= pace_.last_unix_s || (clock && turns_back(*clock, pace_));
    if (!goes_on)
        findings_.add(FindingKind::recording_time, entry.index, "条目 {0} 的记录时间 {1} 早于前一条目的 {2}",
                      "entry {0} was recorded at {1}, before the one in front of it, {2}",
                      {number, now, before});
    if (goes_on) pace_ = pace_after(pace_, time_unix_s);
}

/// No fault: but whoever reads the book must know that times before it are not what they say.
void Replay::tell_of_clock(const Entry& entry, const ClockContent& clock) {
    const auto number = std::to_string(entry.index);
    const auto before = unix_seconds_to_text(pace_.last_unix_s);
    const auto now = unix_seconds_to_text(entry.recorded_at_unix_s);
    if (turns_back(clock, pace_))
        return remarks_.push_back(
            {entry.index,
             say("条目 {0}：运营者与另一位负责人把记录时间从 {1} 改回 {2}（原因 {3}）；此前记录时间晚于 {2} "
                 "的条目，"
                 "其时间不可信",
                 "entry {0}: the operator and a second officer turned the recording time back from {1} to "
                 "{2} (reason "
                 "{3}); of entries before it that say a later time, the time is not to be relied on",
                 {number, before, now, clock.reason})});
    remarks_.push_back(
        {entry.index, say("条目 {0}：运营者声明时钟无误，记录时间从 {1} 走到 {2}（原因 {3}）",
                          "entry {0}: the operator vouched for the clock, from {1} to {2} (reason {3})",
                          {number, before, now, clock.reason})});
}

void Replay::compare_clock(std::int64_t now_unix_s) {
    if (frontier_.size() == 0 || pace_.last_unix_s <= now_unix_s + limits::clock_backward_s) return;
    findings_.add(
        FindingKind::recording_time, frontier_.size() - 1,
        "最后的条目记录于 {0}，而审计所用的时钟是 {1}：条目的时间在将来，或这台电脑的时钟慢了",
        "the newest entry was recorded at {0}, and the clock of this audit says {1}: the entry lies in the "
        "future, or this computer's clock is behind",
        {unix_seconds_to_text(pace_.last_unix_s), unix_seconds_to_text(now_unix_s)});
}

/// `broken` claims just before the entry `end` carry the digest of a group that they are not.
void Replay::tell_of_groups(std::size_t broken, std::uint64_t end) {
    if (broken == 0) return;
    const auto first = end - broken;
    findings_.add(
        FindingKind::group, first, "条目 {0} 至 {1} 标明同属一组，但组不完整、顺序不对或被拆散",
        "the entries {0} to {1} say that they are of one group, which is not whole, not in its order, or "
        "torn apart",
        {std::to_string(first), std::to_string(end - 1)});
}

void Replay::check_genesis(const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    const auto* genesis = founding_in(claim);
    identity_.origin = claim.origin;
    if (!genesis || genesis->operator_key != claim.author)
        return findings_.add(FindingKind::authority, 0, "条目 0 不是由其运营密钥签署的创世条目",
                             "entry 0 is no genesis entry signed by the operator key that it names");
    log_key_ = genesis->log_key;
}

Result<void> Replay::check_admission(const Entry& entry) {
    TIMEBANK_TRY(admission,
                 admit(tables_, identity_, entry.signed_claim, std::nullopt, entry.recorded_at_unix_s));
    if (!admission)
        findings_.add(
            FindingKind::authority, entry.index,
            say_with("条目 {} 不应被接受：{}", "entry {} should not have been accepted: {}",
                     {same_in_both(std::to_string(entry.index)), explain_refusal(admission.refusal())}));
    if (admission && admission->exists_at)
        findings_.add(FindingKind::authority, entry.index, "条目 {0} 与条目 {1} 是同一声明",
                      "entry {0} is the same claim as entry {1}",
                      {std::to_string(entry.index), std::to_string(*admission->exists_at)});
    return {};
}

/// Whether what the entry says it looked at is what the book said then.
Result<void> Replay::check_facts(const Entry& entry, const standard::Plan* plan) {
    BookFacts book(tables_, plan, entry.signed_claim);
    for (const auto& fact : entry.decision.facts) {
        auto value = book.look_up(key_of_fact(fact));
        if (!value && value.error().code != Code::bad_proof) return value.error();
        if (value && *value == fact.value) continue;
        findings_.add(FindingKind::fact, entry.index,
                      say_with("条目 {0} 记录的事实：{1}；账上当时是 {2}",
                               "entry {0} records the fact {1}; the book then said {2}",
                               {same_in_both(std::to_string(entry.index)), fact_text(fact),
                                same_in_both(value ? std::to_string(*value) : "-")}));
    }
    return {};
}

/// Two questions: is what the entry says it looked at what the book said then, and do the rules make of that
/// what the entry says? The second needs nothing but the entry, those that it names, and its edition. A fact
/// that was left out of the record is missed, because the rules ask for it in its place.
Result<void> Replay::check_decision(const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    TIMEBANK_TRY(plan, pick_plan(tables_, plans_, claim, entry.recorded_at_unix_s));
    TIMEBANK_CHECK(check_facts(entry, plan.get()));
    TIMEBANK_TRY(about, entries_about(tables_, entry));
    std::vector<const Entry*> named;
    for (const auto& one : about) named.push_back(&one);
    RecordedFacts recorded(entry.decision.facts, std::move(named));
    const auto verdict = decide(plans_, plan.get(), recorded, claim, entry.recorded_at_unix_s);
    if (verdict && *verdict && **verdict == entry.decision) return {};
    if (!verdict && verdict.error().code != Code::bad_proof) return verdict.error();
    const auto why = !verdict    ? verdict.error().text
                     : !*verdict ? explain_refusal(verdict->refusal())
                                 : Text{"数字不符", "the numbers differ"};
    findings_.add(
        FindingKind::decision, entry.index,
        say_with("条目 {} 的决定与规则不符：{}", "the decision of entry {} is not what the rules give: {}",
                 {same_in_both(std::to_string(entry.index)), why}));
    return {};
}

}  // namespace timebank::audit
