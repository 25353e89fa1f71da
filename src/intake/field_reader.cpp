#include "intake/field_reader.hpp"

#include <charconv>

#include "core/excerpt.hpp"

namespace timebank::intake {
namespace {

Result<Bytes> parse_document(std::string_view text) {
    if (text.empty() || text.size() > limits::standard_bytes)
        return fail(Code::invalid_argument, "标准文件有 {} 字节，应为 1 至 {} 字节",
                    "the document has {} bytes, it must have 1 to {}",
                    {std::to_string(text.size()), std::to_string(limits::standard_bytes)});
    const auto bytes = bytes_of(text);
    return Bytes(bytes.begin(), bytes.end());
}

/// A line does not know how many minor units make one of a unit, so amounts are counted in minor units; as
/// text, because many programs hold JSON's numbers as floating point.
Result<Amount> parse_minor_units(std::string_view text) {
    Amount amount;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), amount.minor_units);
    // What is written back differs for "007" and "-0", which are other spellings of a number.
    if (fault != std::errc() || end != text.data() + text.size() ||
        std::to_string(amount.minor_units) != text)
        return fail(Code::invalid_argument, "“{}”不是最小单位数：请写 64 位整数的十进制文字，如 90 或 -90",
                    "\"{}\" is not a count of minor units: write a whole number of 64 bits as decimal text, "
                    "such as 90 or -90",
                    {excerpt(text)});
    return amount;
}

}  // namespace

Result<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text) {
    constexpr std::size_t characters = 36;
    const auto is_hyphen_place = [](std::size_t index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    };
    std::string digits;
    bool hyphens_fit = text.size() == characters;
    for (std::size_t index = 0; hyphens_fit && index < characters; ++index) {
        if (is_hyphen_place(index))
            hyphens_fit = text[index] == '-';
        else
            digits += text[index];
    }
    const auto bytes = from_hex(digits);
    if (!hyphens_fit || !bytes)
        return fail(Code::invalid_argument, "“{}”不是 UUID：应如 6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b",
                    "\"{}\" is not a UUID: write it as 6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b",
                    {excerpt(text)});
    std::array<std::uint8_t, 16> uuid{};
    std::copy(bytes->begin(), bytes->end(), uuid.begin());
    return uuid;
}

std::string optional_code(const standard::Object& object, std::string_view member) {
    if (!object.has(member) || object[member].is("")) return {};
    return object[member].code();
}

void FieldReader::operator()(std::string_view name, std::string& code, entry::OneCode) {
    code = code_ ? *code_ : at(name).code();
}

void FieldReader::operator()(std::string_view name, std::string& code, entry::OneCodeOrNone) {
    code = optional_code(*object_, name);
}

void FieldReader::operator()(std::string_view name, std::vector<std::string>& codes,
                             const entry::Codes& bounds) {
    if (!has(name)) return;
    for (const auto& element : at(name).array(0, bounds.most)) {
        auto code = element.code();
        if (std::find(codes.begin(), codes.end(), code) != codes.end())
            element.refuse("{} 写了两次：请只留一个", "{} stands twice: keep one of the two", {code});
        codes.push_back(std::move(code));
    }
    std::sort(codes.begin(), codes.end());
}

void FieldReader::operator()(std::string_view name, PublicKey& key, entry::OneKey) {
    key = at(name).parsed(parse_public_key);
}

void FieldReader::operator()(std::string_view name, std::vector<PublicKey>& keys, const entry::Keys& bounds) {
    if (!has(name)) return;
    for (const auto& element : at(name).array(0, bounds.most))
        keys.push_back(element.parsed(parse_public_key));
}

void FieldReader::operator()(std::string_view name, std::int64_t& number, entry::Number bounds) {
    number = at(name).integer(bounds.least, bounds.most);
}

void FieldReader::operator()(std::string_view name, std::uint32_t& count, entry::Count bounds) {
    if (has(name)) count = static_cast<std::uint32_t>(at(name).integer(bounds.least, bounds.most));
}

void FieldReader::operator()(std::string_view name, std::optional<std::uint32_t>& count,
                             entry::Count bounds) {
    if (has(name)) count = static_cast<std::uint32_t>(at(name).integer(bounds.least, bounds.most));
}

void FieldReader::operator()(std::string_view name, std::uint8_t& count, const entry::SmallCount& bounds) {
    if (has(name)) count = static_cast<std::uint8_t>(at(name).integer(0, bounds.most));
}

void FieldReader::operator()(std::string_view name, std::uint64_t& index, const entry::EntryIndex&) {
    index = static_cast<std::uint64_t>(at(name).integer(0, std::numeric_limits<std::int64_t>::max()));
}

void FieldReader::operator()(std::string_view name, ClaimId& id, entry::NamedClaim) {
    id = at(name).parsed(parse_claim_id);
}

void FieldReader::operator()(std::string_view name, std::array<std::uint8_t, 16>& uuid, entry::Uuid) {
    if (has(name)) uuid = at(name).parsed(parse_uuid);
}

void FieldReader::operator()(std::string_view name, Text& text, entry::UnitName) {
    text = at(name).bilingual(limits::unit_name_bytes);
}

void FieldReader::operator()(std::string_view name, Bytes& document, const entry::Document&) {
    document = at(name).parsed(parse_document);
}

void FieldReader::operator()(std::string_view name, CivilTime& time, entry::LocalTime) {
    time = at(name).parsed(parse_civil_time);
}

void FieldReader::operator()(std::string_view name, CivilDate& date, entry::Day) {
    date = at(name).parsed(parse_civil_date);
}

// That an amount is not zero is check_claim()'s to say, in the words that every other way in gets.
void FieldReader::operator()(std::string_view name, Amount& amount, const entry::AmountNotZero&) {
    amount = at(name).parsed(parse_minor_units);
}

void FieldReader::operator()(std::string_view name, Amount& amount, const entry::AmountAboveZero&) {
    amount = at(name).parsed(parse_minor_units);
}

void FieldReader::operator()(std::string_view name, Digest& digest, entry::AnyDigest) {
    digest = at(name).parsed(digest_from_hex);
}

void FieldReader::operator()(std::string_view name, Digest& digest, entry::DigestOrNone) {
    if (has(name)) digest = at(name).parsed(digest_from_hex);
}

void FieldReader::operator()(std::string_view name, Digest& digest, const entry::DigestNotZero&) {
    digest = at(name).parsed(digest_from_hex);
}

}  // namespace timebank::intake
