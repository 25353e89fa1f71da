#include "entry/field_bytes.hpp"

namespace timebank::entry {
namespace {

/// Stands for "none given" where an optional count would be.
constexpr std::uint32_t no_count = std::numeric_limits<std::uint32_t>::max();

}  // namespace

void FieldEncoder::operator()(std::string_view, const std::string& code, OneCode) {
    out_.text8(code);
}
void FieldEncoder::operator()(std::string_view, const std::string& code, OneCodeOrNone) {
    out_.text8(code);
}
void FieldEncoder::operator()(std::string_view, const std::vector<std::string>& codes, const Codes&) {
    out_.u8(static_cast<std::uint8_t>(codes.size()));
    for (const auto& code : codes) out_.text8(code);
}
void FieldEncoder::operator()(std::string_view, const PublicKey& key, OneKey) {
    out_.raw(key.bytes);
}
void FieldEncoder::operator()(std::string_view, const std::vector<PublicKey>& keys, const Keys&) {
    out_.u8(static_cast<std::uint8_t>(keys.size()));
    for (const auto& key : keys) out_.raw(key.bytes);
}
void FieldEncoder::operator()(std::string_view, std::int64_t number, Number) {
    out_.i64(number);
}
void FieldEncoder::operator()(std::string_view, std::uint32_t count, Count) {
    out_.u32(count);
}
void FieldEncoder::operator()(std::string_view, const std::optional<std::uint32_t>& count, Count) {
    out_.u32(count.value_or(no_count));
}
void FieldEncoder::operator()(std::string_view, std::uint8_t count, const SmallCount&) {
    out_.u8(count);
}
void FieldEncoder::operator()(std::string_view, std::uint64_t index, const EntryIndex&) {
    out_.u64(index);
}
void FieldEncoder::operator()(std::string_view, const ClaimId& id, NamedClaim) {
    out_.raw(id.bytes);
}
void FieldEncoder::operator()(std::string_view, const std::array<std::uint8_t, 16>& uuid, Uuid) {
    out_.raw(uuid);
}
void FieldEncoder::operator()(std::string_view, const Text& text, UnitName) {
    out_.text8(text.zh);
    out_.text8(text.en);
}
void FieldEncoder::operator()(std::string_view, const Bytes& document, const Document&) {
    out_.block32(document);
}
void FieldEncoder::operator()(std::string_view, CivilTime time, LocalTime) {
    out_.u32(static_cast<std::uint32_t>(static_cast<std::int32_t>(time.local_minutes)));
    out_.u16(static_cast<std::uint16_t>(time.offset_minutes));
}
void FieldEncoder::operator()(std::string_view, CivilDate date, Day) {
    out_.u32(static_cast<std::uint32_t>(date.days));
}
void FieldEncoder::operator()(std::string_view, Amount amount, const AmountNotZero&) {
    out_.i64(amount.minor_units);
}
void FieldEncoder::operator()(std::string_view, Amount amount, const AmountAboveZero&) {
    out_.i64(amount.minor_units);
}
void FieldEncoder::operator()(std::string_view, const Digest& digest, AnyDigest) {
    out_.raw(digest);
}
void FieldEncoder::operator()(std::string_view, const Digest& digest, DigestOrNone) {
    const bool is_there = digest != Digest{};
    out_.u8(is_there ? 1 : 0);
    if (is_there) out_.raw(digest);
}
void FieldEncoder::operator()(std::string_view, const Digest& digest, const DigestNotZero&) {
    out_.raw(digest);
}

void FieldDecoder::operator()(std::string_view, std::string& code, OneCode) {
    code = in_.text8();
}
void FieldDecoder::operator()(std::string_view, std::string& code, OneCodeOrNone) {
    code = in_.text8();
}
void FieldDecoder::operator()(std::string_view, std::vector<std::string>& codes, const Codes&) {
    for (auto count = in_.u8(); count > 0 && in_.ok(); --count) codes.push_back(in_.text8());
}
void FieldDecoder::operator()(std::string_view, PublicKey& key, OneKey) {
    key.bytes = in_.array<32>();
}
void FieldDecoder::operator()(std::string_view, std::vector<PublicKey>& keys, const Keys&) {
    for (auto count = in_.u8(); count > 0 && in_.ok(); --count) keys.push_back({in_.array<32>()});
}
void FieldDecoder::operator()(std::string_view, std::int64_t& number, Number) {
    number = in_.i64();
}
void FieldDecoder::operator()(std::string_view, std::uint32_t& count, Count) {
    count = in_.u32();
}
void FieldDecoder::operator()(std::string_view, std::optional<std::uint32_t>& count, Count) {
    if (const auto found = in_.u32(); found != no_count) count = found;
}
void FieldDecoder::operator()(std::string_view, std::uint8_t& count, const SmallCount&) {
    count = in_.u8();
}
void FieldDecoder::operator()(std::string_view, std::uint64_t& index, const EntryIndex&) {
    index = in_.u64();
}
void FieldDecoder::operator()(std::string_view, ClaimId& id, NamedClaim) {
    id.bytes = in_.array<16>();
}
void FieldDecoder::operator()(std::string_view, std::array<std::uint8_t, 16>& uuid, Uuid) {
    uuid = in_.array<16>();
}
void FieldDecoder::operator()(std::string_view, Text& text, UnitName) {
    text.zh = in_.text8();
    text.en = in_.text8();
}
void FieldDecoder::operator()(std::string_view, Bytes& document, const Document&) {
    const auto bytes = in_.block32();
    document.assign(bytes.begin(), bytes.end());
}
void FieldDecoder::operator()(std::string_view, CivilTime& time, LocalTime) {
    time.local_minutes = static_cast<std::int32_t>(in_.u32());
    time.offset_minutes = static_cast<std::int16_t>(in_.u16());
}
void FieldDecoder::operator()(std::string_view, CivilDate& date, Day) {
    date.days = static_cast<std::int32_t>(in_.u32());
}
void FieldDecoder::operator()(std::string_view, Amount& amount, const AmountNotZero&) {
    amount.minor_units = in_.i64();
}
void FieldDecoder::operator()(std::string_view, Amount& amount, const AmountAboveZero&) {
    amount.minor_units = in_.i64();
}
void FieldDecoder::operator()(std::string_view, Digest& digest, AnyDigest) {
    digest = in_.array<32>();
}
void FieldDecoder::operator()(std::string_view, Digest& digest, DigestOrNone) {
    if (!take_flag()) return;
    digest = in_.array<32>();
    // Written out and all zero would be a second spelling of none.
    if (digest == Digest{}) in_.fail();
}
void FieldDecoder::operator()(std::string_view, Digest& digest, const DigestNotZero&) {
    digest = in_.array<32>();
}

/// 0 or 1; anything else is another spelling of "yes" and refused.
bool FieldDecoder::take_flag() {
    const auto flag = in_.u8();
    if (flag > 1) in_.fail();
    return flag == 1;
}

}  // namespace timebank::entry
