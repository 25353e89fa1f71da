#include "decision/records.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "decision/authority.hpp"

namespace timebank {
namespace {

/// A signed day in the order of unsigned bytes.
std::uint32_t ordered(CivilDate date) {
    return static_cast<std::uint32_t>(date.days) ^ 0x8000'0000u;
}
CivilDate unordered(std::uint32_t value) {
    return {static_cast<std::int32_t>(value ^ 0x8000'0000u)};
}

Error bad_record(Table table) {
    return fail(
        Code::data_damaged, "数据文件损坏：表“{}”的记录不符合格式。请停止写入并运行 audit，再用 rebuild 重建",
        "data file damaged: a record of table {} does not follow its layout. Stop writing, run audit, then "
        "rebuild",
        {to_text(table)});
}

template <class Value, class Decode>
Result<std::optional<Value>> read_record(const Reader& reader, Table table, ByteView key, Decode decode) {
    TIMEBANK_TRY(bytes, reader.get(table, key));
    if (!bytes) return std::optional<Value>();
    Decoder in(*bytes);
    Value value = decode(in);
    if (!in.done()) return bad_record(table);
    return std::optional<Value>(std::move(value));
}

UnitRecord take_unit(Decoder& in, std::string_view code) {
    UnitRecord record;
    record.content.code = code;
    record.content.minor_units_in_one = in.i64();
    record.content.minutes_in_one = in.u32();
    record.content.name.zh = in.text8();
    record.content.name.en = in.text8();
    record.defined_at = in.u64();
    if (record.content.minor_units_in_one < 1) in.fail();
    return record;
}

AccountRecord take_account(Decoder& in, std::string_view owner) {
    AccountRecord record;
    record.content.owner = owner;
    record.content.account_class = static_cast<AccountClass>(in.u8());
    for (auto count = in.u8(); count > 0 && in.ok(); --count) record.content.tags.push_back(in.text8());
    for (auto count = in.u8(); count > 0 && in.ok(); --count) record.content.member_of.push_back(in.text8());
    for (auto count = in.u8(); count > 0 && in.ok(); --count) {
        auto field = in.text8();
        record.content.commitments.push_back({std::move(field), in.array<32>()});
    }
    record.opened_at = in.u64();
    record.opened_on.days = static_cast<std::int32_t>(in.u32());
    record.merged_into = in.text8();
    return record;
}

/// A code, and a byte that no code contains, so that "v-1" never begins "v-10".
Bytes code_prefix(std::string_view code) {
    Bytes bytes(code.begin(), code.end());
    bytes.push_back(0);
    return bytes;
}

Bytes edition_prefix(StandardKind kind) {
    return {static_cast<std::uint8_t>(kind)};
}

}  // namespace

namespace key_of {

Bytes entry(std::uint64_t index) {
    return encode_number(index);
}
Bytes id(const ClaimId& id, std::string_view space) {
    auto key = entries_of_id(id);
    key.insert(key.end(), space.begin(), space.end());
    return key;
}
Bytes entries_of_id(const ClaimId& id) {
    return {id.bytes.begin(), id.bytes.end()};
}
Bytes key(const PublicKey& key) {
    return {key.bytes.begin(), key.bytes.end()};
}
Bytes code(std::string_view code) {
    return {code.begin(), code.end()};
}

Bytes balances_of(std::string_view owner) {
    return code_prefix(owner);
}

Bytes balance(std::string_view owner, std::string_view unit) {
    auto bytes = balances_of(owner);
    bytes.insert(bytes.end(), unit.begin(), unit.end());
    return bytes;
}

Bytes edition(StandardKind kind, CivilDate effective_from, std::uint64_t adopted_at) {
    Encoder out;
    out.u8(static_cast<std::uint8_t>(kind));
    out.u32(ordered(effective_from));
    out.u64(adopted_at);
    return out.take();
}

Bytes tally_definition(const standard::TallyName& name) {
    return {name.begin(), name.end()};
}

namespace {

Encoder tally_prefix(const standard::TallyName& name, std::string_view owner, std::string_view category) {
    Encoder out;
    out.raw(tallies_of(name, owner));
    out.raw(code_prefix(category));
    return out;
}

}  // namespace

Bytes tally(const standard::TallyName& name, std::string_view owner, std::string_view category,
            std::optional<CivilDate> day) {
    auto out = tally_prefix(name, owner, category);
    out.u32(day ? ordered(*day) : 0);
    return out.take();
}

Bytes tally_of_session(const standard::TallyName& name, std::string_view owner, std::string_view category,
                       const std::array<std::uint8_t, 16>& session) {
    auto out = tally_prefix(name, owner, category);
    out.raw(session);
    return out.take();
}

Bytes tallies_of(const standard::TallyName& name, std::string_view owner) {
    Encoder out;
    out.raw(name);
    out.raw(code_prefix(owner));
    return out.take();
}

Bytes service_times_of(std::string_view owner) {
    return code_prefix(owner);
}

Bytes service_time(std::string_view owner, std::int64_t start_utc_minutes, std::uint64_t index) {
    Encoder out;
    out.raw(service_times_of(owner));
    out.u64(static_cast<std::uint64_t>(start_utc_minutes) ^ std::uint64_t{1} << 63U);
    out.u64(index);
    return out.take();
}

Bytes reversal(std::uint64_t index, std::string_view unit) {
    auto bytes = entry(index);
    bytes.insert(bytes.end(), unit.begin(), unit.end());
    return bytes;
}

Bytes entries_of_batch(const BatchId& batch) {
    return {batch.begin(), batch.end()};
}

Bytes batch(const BatchId& batch, std::uint64_t index) {
    Encoder out;
    out.raw(batch);
    out.u64(index);
    return out.take();
}

Bytes entries_of_owner(std::string_view owner) {
    return code_prefix(owner);
}

Bytes owner_entry(std::string_view owner, std::uint64_t index) {
    Encoder out;
    out.raw(entries_of_owner(owner));
    out.u64(index);
    return out.take();
}

Bytes behind(Bytes prefix) {
    while (!prefix.empty() && prefix.back() == 0xff) prefix.pop_back();
    if (!prefix.empty()) ++prefix.back();
    return prefix;
}

}  // namespace key_of

std::string id_space(const KeyRecord& author, const PublicKey& key) {
    if (is_office(author.role)) return {};
    return author.owner.empty() ? "/" + to_text(key) : author.owner;  // no owner begins with a slash
}

Bytes encode_number(std::uint64_t value) {
    Encoder out;
    out.u64(value);
    return out.take();
}

Bytes encode_minutes(std::int64_t utc_minutes) {
    Encoder out;
    out.i64(utc_minutes);
    return out.take();
}

std::int64_t from_ordered(std::uint64_t value) {
    return static_cast<std::int64_t>(value ^ std::uint64_t{1} << 63U);
}

Bytes encode(const KeyRecord& record) {
    Encoder out;
    out.u8(static_cast<std::uint8_t>(record.role));
    out.text8(record.owner);
    out.u64(record.enrolled_at);
    return out.take();
}

Bytes encode(const UnitRecord& record) {
    Encoder out;
    out.i64(record.content.minor_units_in_one);
    out.u32(record.content.minutes_in_one);
    out.text8(record.content.name.zh);
    out.text8(record.content.name.en);
    out.u64(record.defined_at);
    return out.take();
}

Bytes encode(const AccountRecord& record) {
    Encoder out;
    out.u8(static_cast<std::uint8_t>(record.content.account_class));
    out.u8(static_cast<std::uint8_t>(record.content.tags.size()));
    for (const auto& tag : record.content.tags) out.text8(tag);
    out.u8(static_cast<std::uint8_t>(record.content.member_of.size()));
    for (const auto& owner : record.content.member_of) out.text8(owner);
    out.u8(static_cast<std::uint8_t>(record.content.commitments.size()));
    for (const auto& commitment : record.content.commitments) {
        out.text8(commitment.field);
        out.raw(commitment.digest);
    }
    out.u64(record.opened_at);
    out.u32(static_cast<std::uint32_t>(record.opened_on.days));
    out.text8(record.merged_into);
    return out.take();
}

Bytes encode(Amount balance) {
    return encode_number(static_cast<std::uint64_t>(balance.minor_units));
}

std::string_view to_text(RulingState state) {
    if (state == RulingState::awarded) return "awarded";
    if (state == RulingState::pending) return "pending";
    for (auto outcome : {RulingOutcome::confirmed, RulingOutcome::refused, RulingOutcome::withdrawn,
                         RulingOutcome::zeroed, RulingOutcome::restored})
        if (state_after(outcome) == state) return to_text(outcome);
    return {};
}

Text in_words(RulingState state) {
    const std::string word(to_text(state));
    if (state == RulingState::awarded) return {"已记账", word};
    if (state == RulingState::pending) return {"待确认", word};
    const auto outcome = parse_ruling_outcome(word);
    return {outcome ? "已" + in_words(*outcome).zh : "", word};
}

RulingState state_after(RulingOutcome outcome) {
    return static_cast<RulingState>(static_cast<std::uint8_t>(outcome) + 1);
}

Bytes encode(const HoldRecord& record) {
    Encoder out;
    out.u32(record.items);
    out.i64(record.amount.minor_units);
    return out.take();
}

Bytes encode(const RulingRecord& record) {
    Encoder out;
    out.u8(static_cast<std::uint8_t>(record.state));
    out.u64(record.by);
    out.u64(record.awarded_at);
    return out.take();
}

Bytes encode(const EditionRecord& record) {
    Encoder out;
    out.text8(record.id);
    out.u8(static_cast<std::uint8_t>(record.edition_date));
    out.raw(record.digest);
    return out.take();
}

Bytes encode(const TallyValue& value) {
    Encoder out;
    out.i64(value.numerator);
    if (value.denominator == 1 && value.given == 0) return out.take();
    out.i64(value.denominator);
    out.i64(value.given);
    return out.take();
}

Result<std::optional<std::uint64_t>> read_number(const Reader& reader, Table table, ByteView key) {
    return read_record<std::uint64_t>(reader, table, key, [](Decoder& in) { return in.u64(); });
}

Result<std::optional<KeyRecord>> read_key(const Reader& reader, const PublicKey& key) {
    return read_record<KeyRecord>(reader, Table::keys, key_of::key(key), [](Decoder& in) {
        auto role = static_cast<Role>(in.u8());
        auto owner = in.text8();
        return KeyRecord{role, std::move(owner), in.u64()};
    });
}

Result<std::optional<UnitRecord>> read_unit(const Reader& reader, std::string_view code) {
    return read_record<UnitRecord>(reader, Table::units, key_of::code(code),
                                   [&](Decoder& in) { return take_unit(in, code); });
}

Result<std::optional<AccountRecord>> read_account(const Reader& reader, std::string_view owner) {
    return read_record<AccountRecord>(reader, Table::accounts, key_of::code(owner),
                                      [&](Decoder& in) { return take_account(in, owner); });
}

namespace {

Result<Amount> read_amount(const Reader& reader, Table table, std::string_view owner, std::string_view unit) {
    TIMEBANK_TRY(amount, read_record<Amount>(reader, table, key_of::balance(owner, unit),
                                             [](Decoder& in) { return Amount{in.i64()}; }));
    return amount.value_or(Amount{});
}

}  // namespace

Result<Amount> read_balance(const Reader& reader, std::string_view owner, std::string_view unit) {
    return read_amount(reader, Table::balances, owner, unit);
}

Result<Amount> read_set_aside(const Reader& reader, std::string_view keeper, std::string_view unit) {
    return read_amount(reader, Table::set_aside, keeper, unit);
}

namespace {

TallyValue take_tally(Decoder& in) {
    TallyValue taken;
    taken.numerator = in.i64();
    if (in.remaining() == 0) return taken;
    taken.denominator = in.i64();
    taken.given = in.i64();
    if (taken.denominator < 1 || (taken.denominator == 1 && taken.given == 0)) in.fail();
    return taken;
}

}  // namespace

Result<TallyValue> read_tally(const Reader& reader, ByteView key) {
    TIMEBANK_TRY(value, read_record<TallyValue>(reader, Table::tallies, key, take_tally));
    return value.value_or(TallyValue{});
}

Result<TallyValue> decode_tally(const Record& record) {
    Decoder in(record.value);
    const auto value = take_tally(in);
    if (!in.done()) return bad_record(Table::tallies);
    return value;
}

Result<std::string> read_survivor(const Reader& reader, std::string_view owner) {
    std::string survivor(owner);
    if (survivor.empty()) return survivor;  // the office
    std::set<std::string> passed;           // nobody takes over from themselves, so a ring can only be damage
    for (;;) {
        TIMEBANK_TRY(account, read_account(reader, survivor));
        if (!account || account->merged_into.empty()) return survivor;
        if (!passed.insert(survivor).second) return bad_record(Table::accounts);
        survivor = std::move(account->merged_into);
    }
}

Result<std::vector<ReversalRecord>> read_reversed_parts(const Reader& reader, std::uint64_t index) {
    const auto prefix = key_of::entry(index);
    TIMEBANK_TRY(records, reader.scan(Table::reversals, prefix, key_of::behind(prefix),
                                      std::numeric_limits<std::size_t>::max()));
    std::vector<ReversalRecord> parts;
    for (const auto& record : records) {
        TIMEBANK_TRY(by, decode_number(Table::reversals, record));
        parts.push_back({std::string(text_of(record.key).substr(prefix.size())), by});
    }
    // The shortest key, "all", lies first and is told last.
    if (!parts.empty() && parts.front().unit.empty())
        std::rotate(parts.begin(), parts.begin() + 1, parts.end());
    return parts;
}

namespace {

HoldRecord take_hold(Decoder& in) {
    HoldRecord record;
    record.items = in.u32();
    record.amount.minor_units = in.i64();
    return record;
}

}  // namespace

Result<std::optional<HoldRecord>> read_hold(const Reader& reader, std::uint64_t redemption_index) {
    return read_record<HoldRecord>(reader, Table::holds, key_of::entry(redemption_index), take_hold);
}

Result<HoldRecord> decode_hold(const Record& record) {
    Decoder in(record.value);
    auto hold = take_hold(in);
    if (!in.done()) return bad_record(Table::holds);
    return hold;
}

Result<std::optional<RulingRecord>> read_ruling(const Reader& reader, std::uint64_t service_index) {
    return read_record<RulingRecord>(reader, Table::rulings, key_of::entry(service_index), [](Decoder& in) {
        RulingRecord record;
        record.state = static_cast<RulingState>(in.u8());
        record.by = in.u64();
        record.awarded_at = in.u64();
        if (record.state == RulingState::awarded || to_text(record.state).empty()) in.fail();
        return record;
    });
}

Result<std::uint64_t> decode_number(Table table, const Record& record) {
    Decoder in(record.value);
    const auto number = in.u64();
    if (!in.done()) return bad_record(table);
    return number;
}

Result<EditionRecord> decode_edition(const Record& record) {
    EditionRecord edition;
    Decoder key(record.key);
    edition.kind = static_cast<StandardKind>(key.u8());
    edition.effective_from = unordered(key.u32());
    edition.adopted_at = key.u64();
    Decoder in(record.value);
    edition.id = in.text8();
    edition.edition_date = static_cast<EditionDate>(in.u8());
    edition.digest = in.array<32>();
    if (!key.done() || !in.done()) return bad_record(Table::editions);
    return edition;
}

Result<std::optional<EditionRecord>> read_edition(const Reader& reader, StandardKind kind, CivilDate day) {
    auto until = key_of::edition(kind, CivilDate{day.days + 1}, 0);
    TIMEBANK_TRY(record, reader.last(Table::editions, edition_prefix(kind), until));
    if (!record) return std::optional<EditionRecord>();
    TIMEBANK_TRY(edition, decode_edition(*record));
    return std::optional(std::move(edition));
}

Result<std::optional<EditionRecord>> read_any_edition(const Reader& reader, StandardKind kind) {
    TIMEBANK_TRY(record,
                 reader.last(Table::editions, edition_prefix(kind), key_of::behind(edition_prefix(kind))));
    if (!record) return std::optional<EditionRecord>();
    TIMEBANK_TRY(edition, decode_edition(*record));
    return std::optional(std::move(edition));
}

Result<std::optional<EditionRecord>> read_edition_of(const Reader& reader, StandardKind kind,
                                                     const Digest& digest) {
    const auto prefix = edition_prefix(kind);
    TIMEBANK_TRY(records, reader.scan(Table::editions, prefix, key_of::behind(prefix),
                                      std::numeric_limits<std::size_t>::max()));
    for (const auto& record : records) {
        TIMEBANK_TRY(edition, decode_edition(record));
        if (edition.digest == digest) return std::optional(std::move(edition));
    }
    return std::optional<EditionRecord>();
}

Result<AccountRecord> decode_account(const Record& record) {
    Decoder in(record.value);
    auto account = take_account(in, text_of(record.key));
    if (!in.done()) return bad_record(Table::accounts);
    return account;
}

Result<UnitRecord> decode_unit(const Record& record) {
    Decoder in(record.value);
    auto unit = take_unit(in, text_of(record.key));
    if (!in.done()) return bad_record(Table::units);
    return unit;
}

Result<BalanceRecord> decode_balance(const Record& record) {
    auto key = text_of(record.key);
    auto separator = key.find('\0');
    Decoder in(record.value);
    Amount amount{in.i64()};
    if (!in.done() || separator == std::string_view::npos) return bad_record(Table::balances);
    return BalanceRecord{std::string(key.substr(0, separator)), std::string(key.substr(separator + 1)),
                         amount};
}

Result<std::vector<BalanceRecord>> read_balances(const Reader& reader, std::string_view owner) {
    const auto prefix = key_of::balances_of(owner);
    TIMEBANK_TRY(records, reader.scan(Table::balances, prefix, key_of::behind(prefix),
                                      std::numeric_limits<std::size_t>::max()));
    std::vector<BalanceRecord> balances;
    for (const auto& record : records) {
        TIMEBANK_TRY(balance, decode_balance(record));
        balances.push_back(std::move(balance));
    }
    return balances;
}

Result<std::vector<standard::Tally>> read_tallies(const Reader& reader) {
    TIMEBANK_TRY(records,
                 reader.scan(Table::tally_definitions, {}, {}, std::numeric_limits<std::size_t>::max()));
    std::vector<standard::Tally> tallies;
    for (const auto& record : records) {
        auto definition = standard::parse_tally_definition(text_of(record.value));
        if (!definition) return bad_record(Table::tally_definitions);
        tallies.push_back(standard::named(std::move(*definition)));
    }
    return tallies;
}

Result<std::optional<PublicKey>> read_log_key(const Reader& reader) {
    TIMEBANK_TRY(first, read_entry(reader, 0));
    if (!first) return std::optional<PublicKey>();
    const auto* genesis = founding_in(first->signed_claim.claim);
    if (!genesis) return bad_record(Table::log);
    return std::optional(genesis->log_key);
}

Result<std::optional<Entry>> read_entry(const Reader& reader, std::uint64_t index) {
    TIMEBANK_TRY(bytes, reader.get(Table::log, key_of::entry(index)));
    if (!bytes) return std::optional<Entry>();
    auto entry = decode_entry(*bytes);
    if (!entry || entry->index != index) return bad_record(Table::log);
    return std::optional(std::move(*entry));
}

Result<std::optional<Claim>> read_claim_named(const Reader& reader, std::uint64_t index, const ClaimId& id) {
    TIMEBANK_TRY(entry, read_entry(reader, index));
    if (!entry || entry->signed_claim.claim.id != id) return std::optional<Claim>();
    return std::optional(std::move(entry->signed_claim.claim));
}

}  // namespace timebank
