#include "timebank/entry.hpp"

#include "core/codec.hpp"
#include "core/try.hpp"
#include "entry/check.hpp"
#include "entry/content.hpp"
#include "entry/decision.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

constexpr std::uint8_t format_version = 0;

Error malformed() {
    return fail(Code::bad_encoding, "条目的字节不符合格式：可能被截断、改动，或由更新的版本写成",
                "the entry's bytes do not follow the format: cut short, altered, or of a newer version");
}

}  // namespace

Result<Bytes> encode_entry(const Entry& entry) {
    const auto& signed_claim = entry.signed_claim;
    TIMEBANK_CHECK(entry::check_claim(signed_claim.claim));
    TIMEBANK_CHECK(entry::check_cosignatures(signed_claim.cosignatures));
    TIMEBANK_CHECK(entry::check_decision(entry.decision));
    Encoder out;
    out.u8(format_version);
    out.u8(0);
    out.u16(0);
    out.u64(entry.index);
    out.i64(entry.recorded_at_unix_s);
    out.block32(entry::encode_body(signed_claim.claim));
    out.raw(signed_claim.signature);
    out.u8(static_cast<std::uint8_t>(signed_claim.cosignatures.size()));
    for (const auto& cosignature : signed_claim.cosignatures) {
        out.u8(static_cast<std::uint8_t>(cosignature.capacity));
        out.raw(cosignature.key.bytes);
        out.raw(cosignature.signature);
    }
    out.block32(entry::encode_decision(entry.decision));
    if (out.size() > limits::entry_bytes)
        return fail(
            Code::invalid_argument, "条目有 {} 字节，最多 {}：请把活动拆成几条同一场次的声明",
            "the entry has {} bytes, at most {} fit: split the event into several claims of one session",
            {std::to_string(out.size()), std::to_string(limits::entry_bytes)});
    return out.take();
}

Result<Entry> decode_entry(ByteView bytes) {
    if (bytes.size() > limits::entry_bytes) return malformed();
    Decoder in(bytes);
    Entry entry;
    if (in.u8() != format_version || in.u8() != 0 || in.u16() != 0) return malformed();
    entry.index = in.u64();
    entry.recorded_at_unix_s = in.i64();
    auto body = in.block32();
    entry.signed_claim.signature = in.array<64>();
    for (auto count = in.u8(); count > 0 && in.ok(); --count) {
        Cosignature cosignature;
        cosignature.capacity = static_cast<CosignerCapacity>(in.u8());
        cosignature.key.bytes = in.array<32>();
        cosignature.signature = in.array<64>();
        entry.signed_claim.cosignatures.push_back(cosignature);
    }
    auto decision = in.block32();
    if (!in.done()) return malformed();
    if (auto checked = entry::check_cosignatures(entry.signed_claim.cosignatures); !checked)
        return Error{Code::bad_encoding, checked.error().text};
    TIMEBANK_TRY(claim, entry::decode_body(body));
    entry.signed_claim.claim = std::move(claim);
    TIMEBANK_TRY(decided, entry::decode_decision(decision));
    entry.decision = std::move(decided);
    return entry;
}

}  // namespace timebank
