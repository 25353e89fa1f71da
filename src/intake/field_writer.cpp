#include "intake/field_writer.hpp"

#include <nlohmann/json.hpp>

#include "entry/fields/fields.hpp"

namespace timebank::intake {
namespace {

using Json = nlohmann::ordered_json;

/// As people write it where a minute can say it, else the seconds.
Json valid_until_of(std::int64_t unix_s) {
    const auto utc = civil_time(unix_s, 0);
    if (unix_s % 60 == 0 && is_civil_time(utc)) return to_text(utc);
    return unix_s;
}

}  // namespace

void FieldWriter::operator()(std::string_view name, const std::string& code, entry::OneCode) {
    if (!code_) member(name) = code;
}

void FieldWriter::operator()(std::string_view name, const std::string& code, entry::OneCodeOrNone) {
    if (!code.empty()) member(name) = code;
}

void FieldWriter::operator()(std::string_view name, const std::vector<std::string>& codes,
                             const entry::Codes&) {
    if (!codes.empty()) member(name) = codes;
}

void FieldWriter::operator()(std::string_view name, const PublicKey& key, entry::OneKey) {
    member(name) = to_text(key);
}

void FieldWriter::operator()(std::string_view name, const std::vector<PublicKey>& keys, const entry::Keys&) {
    for (const auto& key : keys) next_element(name) = to_text(key);
}

void FieldWriter::operator()(std::string_view name, std::int64_t number, entry::Number) {
    member(name) = number;
}

void FieldWriter::operator()(std::string_view name, std::uint32_t count, entry::Count) {
    if (count != 0) member(name) = count;
}

void FieldWriter::operator()(std::string_view name, const std::optional<std::uint32_t>& count, entry::Count) {
    if (count) member(name) = *count;
}

void FieldWriter::operator()(std::string_view name, std::uint8_t count, const entry::SmallCount&) {
    if (count != 0) member(name) = count;
}

void FieldWriter::operator()(std::string_view name, std::uint64_t index, const entry::EntryIndex&) {
    member(name) = index;
}

void FieldWriter::operator()(std::string_view name, const ClaimId& id, entry::NamedClaim) {
    member(name) = to_text(id);
}

void FieldWriter::operator()(std::string_view name, const std::array<std::uint8_t, 16>& uuid, entry::Uuid) {
    if (ClaimId{uuid} != ClaimId{}) member(name) = to_text(ClaimId{uuid});
}

void FieldWriter::operator()(std::string_view name, const Text& text, entry::UnitName) {
    member(name) = {{"zh", text.zh}, {"en", text.en}};
}

void FieldWriter::operator()(std::string_view name, const Bytes& document, const entry::Document&) {
    member(name) = text_of(document);
}

void FieldWriter::operator()(std::string_view name, CivilTime time, entry::LocalTime) {
    member(name) = to_text(time);
}

void FieldWriter::operator()(std::string_view name, CivilDate date, entry::Day) {
    member(name) = to_text(date);
}

void FieldWriter::operator()(std::string_view name, Amount amount, const entry::AmountNotZero&) {
    member(name) = std::to_string(amount.minor_units);
}

void FieldWriter::operator()(std::string_view name, Amount amount, const entry::AmountAboveZero&) {
    member(name) = std::to_string(amount.minor_units);
}

void FieldWriter::operator()(std::string_view name, const Digest& digest, entry::AnyDigest) {
    member(name) = to_hex(digest);
}

void FieldWriter::operator()(std::string_view name, const Digest& digest, entry::DigestOrNone) {
    if (digest != Digest{}) member(name) = to_hex(digest);
}

void FieldWriter::operator()(std::string_view name, const Digest& digest, const entry::DigestNotZero&) {
    member(name) = to_hex(digest);
}

void FieldWriter::put_word(std::string_view name, std::string_view word) {
    member(name) = word;
}

Json& FieldWriter::member(std::string_view name) {
    return object_[code_ ? *code_ : std::string(name)];
}

Json& FieldWriter::next_element(std::string_view name) {
    Json& list = object_[std::string(name)];
    list.push_back(nullptr);
    return list.back();
}

Json write_claim(const SignedClaim& signed_claim) {
    const Claim& claim = signed_claim.claim;
    Json line;
    line["kind"] = to_text(claim.kind());
    line["id"] = to_text(claim.id);
    line["origin"] = claim.origin;
    if (claim.ledger != Digest{}) line["ledger"] = to_hex(claim.ledger);
    if (!claim.acting_for.empty()) line["acting_for"] = claim.acting_for;
    line["author"] = to_text(claim.author);
    line["capacity"] = to_text(claim.capacity);
    if (claim.valid_until_unix_s != 0) line["valid_until"] = valid_until_of(claim.valid_until_unix_s);
    if (claim.group != Digest{}) line["group_digest"] = to_hex(claim.group);
    if (claim.batch != BatchId{}) line["batch"] = to_text(ClaimId{claim.batch});
    for (const auto capacity : claim.cosigners) line["cosigners"].push_back(to_text(capacity));
    std::visit([&](const auto& content) { FieldWriter::write(line, content); }, claim.content);
    line["signature"] = to_base64(signed_claim.signature);
    for (const auto& cosignature : signed_claim.cosignatures)
        line["cosignatures"].push_back({{"capacity", to_text(cosignature.capacity)},
                                        {"key", to_text(cosignature.key)},
                                        {"signature", to_base64(cosignature.signature)}});
    return line;
}

}  // namespace timebank::intake
