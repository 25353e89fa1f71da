#include "entry/content.hpp"

#include <limits>

#include "core/try.hpp"
#include "entry/check.hpp"

namespace timebank::entry {
namespace {

constexpr std::string_view body_tag = "timebank/claim/0";
static_assert(body_tag.size() == 16);

/// Stands for "the whole service" where a participant's own minutes would be.
constexpr std::uint32_t whole_service = std::numeric_limits<std::uint32_t>::max();

void put_time(Encoder& out, CivilTime time) {
    out.u32(static_cast<std::uint32_t>(static_cast<std::int32_t>(time.local_minutes)));
    out.u16(static_cast<std::uint16_t>(time.offset_minutes));
}

CivilTime take_time(Decoder& in) {
    auto minutes = static_cast<std::int32_t>(in.u32());
    auto offset = static_cast<std::int16_t>(in.u16());
    return {minutes, offset};
}

void put_interval(Encoder& out, const Interval& interval) {
    put_time(out, interval.start);
    put_time(out, interval.end);
}

Interval take_interval(Decoder& in) {
    auto start = take_time(in);
    return {start, take_time(in)};
}

PublicKey take_key(Decoder& in) {
    return {in.array<32>()};
}

/// 0 or 1; anything else is another spelling of "yes" and refused.
bool take_flag(Decoder& in) {
    auto flag = in.u8();
    if (flag > 1) in.fail();
    return flag == 1;
}

void put_codes(Encoder& out, const std::vector<std::string>& codes) {
    out.u8(static_cast<std::uint8_t>(codes.size()));
    for (const auto& code : codes) out.text8(code);
}

std::vector<std::string> take_codes(Decoder& in) {
    std::vector<std::string> codes;
    for (auto count = in.u8(); count > 0 && in.ok(); --count) codes.push_back(in.text8());
    return codes;
}

void put_commitments(Encoder& out, const std::vector<Commitment>& commitments) {
    out.u8(static_cast<std::uint8_t>(commitments.size()));
    for (const auto& commitment : commitments) {
        out.text8(commitment.field);
        out.raw(commitment.digest);
    }
}

std::vector<Commitment> take_commitments(Decoder& in) {
    std::vector<Commitment> commitments;
    for (auto count = in.u8(); count > 0 && in.ok(); --count) {
        auto field = in.text8();
        commitments.push_back({std::move(field), in.array<32>()});
    }
    return commitments;
}

/// What services, redemptions and transfers end with.
void put_extras(Encoder& out, const std::vector<AttestedFact>& facts,
                const std::vector<Commitment>& commitments) {
    out.u8(static_cast<std::uint8_t>(facts.size()));
    for (const auto& fact : facts) {
        out.text8(fact.code);
        out.i64(fact.value);
    }
    put_commitments(out, commitments);
}

void take_extras(Decoder& in, std::vector<AttestedFact>& facts, std::vector<Commitment>& commitments) {
    for (auto count = in.u8(); count > 0 && in.ok(); --count) {
        auto code = in.text8();
        facts.push_back({std::move(code), in.i64()});
    }
    commitments = take_commitments(in);
}

struct PutContent {
    Encoder& out;

    void operator()(const GenesisContent& content) const {
        out.raw(content.log_key.bytes);
        out.raw(content.operator_key.bytes);
        out.u8(static_cast<std::uint8_t>(content.recovery_keys.size()));
        for (const auto& key : content.recovery_keys) out.raw(key.bytes);
        out.u8(content.recovery_threshold);
    }
    void operator()(const KeyContent& content) const {
        out.raw(content.key.bytes);
        out.u8(static_cast<std::uint8_t>(content.role));
        out.text8(content.owner);
    }
    void operator()(const UnitContent& content) const {
        out.text8(content.code);
        out.i64(content.minor_units_in_one);
        out.u32(content.minutes_in_one);
        out.text8(content.name.zh);
        out.text8(content.name.en);
    }
    void operator()(const StandardContent& content) const { out.block32(content.document); }
    void operator()(const AccountContent& content) const {
        out.text8(content.owner);
        out.u8(static_cast<std::uint8_t>(content.account_class));
        put_codes(out, content.tags);
        put_codes(out, content.member_of);
        put_commitments(out, content.commitments);
    }
    void operator()(const ServiceContent& content) const {
        out.raw(content.session);
        out.text8(content.category);
        out.u8(content.agreed ? 1 : 0);
        if (content.agreed) put_interval(out, *content.agreed);
        put_interval(out, content.actual);
        out.u32(content.travel_minutes);
        out.u32(content.quantity);
        out.text8(content.place);
        out.text8(content.on_behalf_of);
        out.u8(static_cast<std::uint8_t>(content.participants.size()));
        for (const auto& participant : content.participants) {
            out.text8(participant.owner);
            out.text8(participant.role);
            out.u32(participant.own_minutes.value_or(whole_service));
            out.u8(static_cast<std::uint8_t>(participant.evidence.kind));
            out.u8(participant.evidence.grade);
            bool has_digest = participant.evidence.digest != Digest{};
            out.u8(has_digest ? 1 : 0);
            if (has_digest) out.raw(participant.evidence.digest);
        }
        put_extras(out, content.facts, content.commitments);
    }
    void operator()(const RedemptionContent& content) const {
        out.text8(content.owner);
        out.text8(content.item);
        out.u32(content.quantity);
        put_time(out, content.at);
        out.text8(content.receiver);
        put_extras(out, content.facts, content.commitments);
    }
    void operator()(const ReversalContent& content) const {
        out.u64(content.entry_index);
        out.raw(content.claim_id.bytes);
        out.text8(content.reason);
        put_codes(out, content.units);
    }
    void operator()(const OpeningContent& content) const {
        out.text8(content.owner);
        out.text8(content.issuer);
        out.text8(content.unit);
        out.i64(content.amount.minor_units);
        out.u32(static_cast<std::uint32_t>(content.lot_date.days));
        out.raw(content.source);
    }
    void operator()(const TransferContent& content) const {
        out.text8(content.from);
        out.text8(content.to);
        out.text8(content.unit);
        out.i64(content.amount.minor_units);
        put_time(out, content.at);
        out.text8(content.purpose);
        put_extras(out, content.facts, content.commitments);
    }
    void operator()(const MergeContent& content) const {
        out.text8(content.owner);
        out.text8(content.into);
        out.text8(content.reason);
    }
    void operator()(const RulingContent& content) const {
        out.u64(content.entry_index);
        out.raw(content.claim_id.bytes);
        out.u8(static_cast<std::uint8_t>(content.outcome));
        out.text8(content.reason);
    }
};

GenesisContent take_genesis(Decoder& in) {
    GenesisContent content;
    content.log_key = take_key(in);
    content.operator_key = take_key(in);
    for (auto count = in.u8(); count > 0 && in.ok(); --count) content.recovery_keys.push_back(take_key(in));
    content.recovery_threshold = in.u8();
    return content;
}

KeyContent take_key_content(Decoder& in) {
    KeyContent content;
    content.key = take_key(in);
    content.role = static_cast<Role>(in.u8());
    content.owner = in.text8();
    return content;
}

UnitContent take_unit(Decoder& in) {
    UnitContent content;
    content.code = in.text8();
    content.minor_units_in_one = in.i64();
    content.minutes_in_one = in.u32();
    content.name.zh = in.text8();
    content.name.en = in.text8();
    return content;
}

StandardContent take_standard(Decoder& in) {
    auto document = in.block32();
    return {Bytes(document.begin(), document.end())};
}

AccountContent take_account(Decoder& in) {
    AccountContent content;
    content.owner = in.text8();
    content.account_class = static_cast<AccountClass>(in.u8());
    content.tags = take_codes(in);
    content.member_of = take_codes(in);
    content.commitments = take_commitments(in);
    return content;
}

Participant take_participant(Decoder& in) {
    Participant participant;
    participant.owner = in.text8();
    participant.role = in.text8();
    if (auto minutes = in.u32(); minutes != whole_service) participant.own_minutes = minutes;
    participant.evidence.kind = static_cast<EvidenceKind>(in.u8());
    participant.evidence.grade = in.u8();
    if (take_flag(in)) {
        participant.evidence.digest = in.array<32>();
        if (participant.evidence.digest == Digest{}) in.fail();
    }
    return participant;
}

ServiceContent take_service(Decoder& in) {
    ServiceContent content;
    content.session = in.array<16>();
    content.category = in.text8();
    if (take_flag(in)) content.agreed = take_interval(in);
    content.actual = take_interval(in);
    content.travel_minutes = in.u32();
    content.quantity = in.u32();
    content.place = in.text8();
    content.on_behalf_of = in.text8();
    for (auto count = in.u8(); count > 0 && in.ok(); --count)
        content.participants.push_back(take_participant(in));
    take_extras(in, content.facts, content.commitments);
    return content;
}

RedemptionContent take_redemption(Decoder& in) {
    RedemptionContent content;
    content.owner = in.text8();
    content.item = in.text8();
    content.quantity = in.u32();
    content.at = take_time(in);
    content.receiver = in.text8();
    take_extras(in, content.facts, content.commitments);
    return content;
}

ReversalContent take_reversal(Decoder& in) {
    ReversalContent content;
    content.entry_index = in.u64();
    content.claim_id.bytes = in.array<16>();
    content.reason = in.text8();
    content.units = take_codes(in);
    return content;
}

OpeningContent take_opening(Decoder& in) {
    OpeningContent content;
    content.owner = in.text8();
    content.issuer = in.text8();
    content.unit = in.text8();
    content.amount.minor_units = in.i64();
    content.lot_date.days = static_cast<std::int32_t>(in.u32());
    content.source = in.array<32>();
    return content;
}

TransferContent take_transfer(Decoder& in) {
    TransferContent content;
    content.from = in.text8();
    content.to = in.text8();
    content.unit = in.text8();
    content.amount.minor_units = in.i64();
    content.at = take_time(in);
    content.purpose = in.text8();
    take_extras(in, content.facts, content.commitments);
    return content;
}

MergeContent take_merge(Decoder& in) {
    MergeContent content;
    content.owner = in.text8();
    content.into = in.text8();
    content.reason = in.text8();
    return content;
}

RulingContent take_ruling(Decoder& in) {
    RulingContent content;
    content.entry_index = in.u64();
    content.claim_id.bytes = in.array<16>();
    content.outcome = static_cast<RulingOutcome>(in.u8());
    content.reason = in.text8();
    return content;
}

ClaimContent take_content(ClaimKind kind, Decoder& in) {
    switch (kind) {
        case ClaimKind::genesis:
            return take_genesis(in);
        case ClaimKind::key:
            return take_key_content(in);
        case ClaimKind::unit:
            return take_unit(in);
        case ClaimKind::standard:
            return take_standard(in);
        case ClaimKind::account:
            return take_account(in);
        case ClaimKind::service:
            return take_service(in);
        case ClaimKind::redemption:
            return take_redemption(in);
        case ClaimKind::reversal:
            return take_reversal(in);
        case ClaimKind::opening:
            return take_opening(in);
        case ClaimKind::transfer:
            return take_transfer(in);
        case ClaimKind::merge:
            return take_merge(in);
        case ClaimKind::ruling:
            return take_ruling(in);
    }
    in.fail();
    return {};
}

}  // namespace

Bytes encode_body(const Claim& claim) {
    Encoder content;
    std::visit(PutContent{content}, claim.content);

    Encoder out;
    out.raw(bytes_of(body_tag));
    out.text8(claim.origin);
    out.raw(claim.id.bytes);
    out.u8(static_cast<std::uint8_t>(claim.kind()));
    out.u8(static_cast<std::uint8_t>(claim.capacity));
    out.u16(0);
    out.text8(claim.acting_for);
    out.raw(claim.author.bytes);
    out.raw(claim.group);
    out.raw(claim.batch);
    out.i64(claim.valid_until_unix_s);
    out.block32(content.bytes());
    return out.take();
}

Result<Claim> decode_body(ByteView bytes) {
    const auto malformed =
        fail(Code::bad_encoding, "声明的字节不符合格式：可能被截断、改动，或由更新的版本写成",
             "the claim's bytes do not follow the format: cut short, altered, or of a newer version");
    Decoder in(bytes);
    if (text_of(in.raw(body_tag.size())) != body_tag) return malformed;
    Claim claim;
    claim.origin = in.text8();
    claim.id.bytes = in.array<16>();
    auto kind = static_cast<ClaimKind>(in.u8());
    claim.capacity = static_cast<Capacity>(in.u8());
    if (in.u16() != 0) in.fail();
    claim.acting_for = in.text8();
    claim.author = take_key(in);
    claim.group = in.array<32>();
    claim.batch = in.array<16>();
    claim.valid_until_unix_s = in.i64();
    Decoder content(in.block32());
    claim.content = take_content(kind, content);
    if (!in.done() || !content.done()) return malformed;
    if (auto checked = check_claim(claim); !checked) return Error{Code::bad_encoding, checked.error().text};
    return claim;
}

}  // namespace timebank::entry
