#include "entry/content.hpp"

#include "core/try.hpp"
#include "entry/check.hpp"
#include "entry/content_of_kind.hpp"
#include "entry/field_bytes.hpp"
#include "entry/fields/fields.hpp"

namespace timebank::entry {
namespace {

constexpr std::string_view body_tag = "timebank/claim/0";
static_assert(body_tag.size() == 16);

}  // namespace

Bytes encode_body(const Claim& claim) {
    Encoder content;
    FieldEncoder put(content);
    std::visit([&](const auto& one) { Fields<std::decay_t<decltype(one)>>::list(put, one); }, claim.content);

    Encoder out;
    out.raw(bytes_of(body_tag));
    out.text8(claim.origin);
    out.raw(claim.ledger);
    out.raw(claim.id.bytes);
    out.u8(static_cast<std::uint8_t>(claim.kind()));
    out.u8(static_cast<std::uint8_t>(claim.capacity));
    out.u16(0);
    out.text8(claim.acting_for);
    out.raw(claim.author.bytes);
    out.raw(claim.group);
    out.raw(claim.batch);
    out.i64(claim.valid_until_unix_s);
    out.u8(static_cast<std::uint8_t>(claim.cosigners.size()));
    for (const auto capacity : claim.cosigners) out.u8(static_cast<std::uint8_t>(capacity));
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
    claim.ledger = in.array<32>();
    claim.id.bytes = in.array<16>();
    auto kind = static_cast<ClaimKind>(in.u8());
    claim.capacity = static_cast<Capacity>(in.u8());
    if (in.u16() != 0) in.fail();
    claim.acting_for = in.text8();
    claim.author.bytes = in.array<32>();
    claim.group = in.array<32>();
    claim.batch = in.array<16>();
    claim.valid_until_unix_s = in.i64();
    for (auto count = in.u8(); count > 0 && in.ok(); --count)
        claim.cosigners.push_back(static_cast<CosignerCapacity>(in.u8()));
    auto content = content_of_kind(kind);
    if (!content) return malformed;
    claim.content = std::move(*content);
    Decoder fields(in.block32());
    FieldDecoder take(fields);
    std::visit([&](auto& one) { Fields<std::decay_t<decltype(one)>>::list(take, one); }, claim.content);
    if (!in.done() || !fields.done()) return malformed;
    if (auto checked = check_claim(claim); !checked) return Error{Code::bad_encoding, checked.error().text};
    return claim;
}

}  // namespace timebank::entry
