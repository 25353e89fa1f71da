#include "timebank/id.hpp"

#include <algorithm>

#include "core/excerpt.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

constexpr std::size_t uuid_characters = 36;
constexpr std::uint8_t version_drawn = 7;
constexpr std::uint8_t version_derived = 8;

bool is_lower_letter(char character) {
    return character >= 'a' && character <= 'z';
}
bool is_letter_or_digit(char character) {
    return is_lower_letter(character) || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}
bool is_code_character(char character) {
    return is_letter_or_digit(character) || character == '.' || character == '_' || character == '-';
}
bool is_origin_character(char character) {
    return (is_code_character(character) || character == '/') && character != '_' &&
           !(character >= 'A' && character <= 'Z');
}

/// Whether a hyphen precedes byte `index` of a UUID.
bool begins_group(std::size_t index) {
    return index == 4 || index == 6 || index == 8 || index == 10;
}

/// Writes version and variant over the six bits that RFC 9562 keeps for them.
void mark(ClaimId& id, std::uint8_t version) {
    id.bytes[6] = static_cast<std::uint8_t>(version << 4 | (id.bytes[6] & 0x0F));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3F));
}

Error not_a_claim_id(std::string_view text) {
    return fail(Code::invalid_argument,
                "“{}”不是申报编号：应为第 7 或第 8 版 UUID，如 0190a5b2-7c3d-7e4f-8a1b-0123456789ab。",
                "\"{}\" is not a claim id: write a UUID of version 7 or 8, such as "
                "0190a5b2-7c3d-7e4f-8a1b-0123456789ab.",
                {excerpt(text)});
}

}  // namespace

std::string to_text(const ClaimId& id) {
    std::string text;
    text.reserve(uuid_characters);
    for (std::size_t index = 0; index < id.bytes.size(); ++index) {
        if (begins_group(index)) text += '-';
        text += to_hex(ByteView(id.bytes).subspan(index, 1));
    }
    return text;
}

Result<ClaimId> parse_claim_id(std::string_view text) {
    if (text.size() != uuid_characters) return not_a_claim_id(text);
    std::string digits;
    for (std::size_t index = 0, position = 0; index < ClaimId{}.bytes.size(); ++index, position += 2) {
        if (begins_group(index) && text[position++] != '-') return not_a_claim_id(text);
        digits += text.substr(position, 2);
    }
    const Result<Bytes> bytes = from_hex(digits);
    if (!bytes) return not_a_claim_id(text);

    ClaimId id;
    std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
    if (!is_claim_id(id)) return not_a_claim_id(text);
    return id;
}

bool is_claim_id(const ClaimId& id) {
    const int version = id.bytes[6] >> 4;
    const int variant = id.bytes[8] >> 6;
    return (version == version_drawn || version == version_derived) && variant == 0b10;
}

ClaimId claim_id_from_random(std::int64_t unix_ms, std::span<const std::uint8_t, 10> random) {
    ClaimId id;
    for (std::size_t index = 0; index < 6; ++index) {
        id.bytes[index] = static_cast<std::uint8_t>(unix_ms >> (40 - 8 * index));
    }
    std::copy(random.begin(), random.end(), id.bytes.begin() + 6);
    mark(id, version_drawn);
    return id;
}

ClaimId claim_id_from_digest(const Digest& digest) {
    ClaimId id;
    std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
    mark(id, version_derived);
    return id;
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= limits::code_characters && is_letter_or_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), is_code_character);
}

bool is_origin(std::string_view text) {
    if (text.empty() || text.size() > limits::origin_characters) return false;
    if (!std::all_of(text.begin(), text.end(), is_origin_character)) return false;

    // Each part stands between letters or digits, so that an origin is never "..", "/etc" or "a//b".
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('/', start), text.size());
        const std::string_view part = text.substr(start, end - start);
        if (part.empty() || !is_letter_or_digit(part.front()) || !is_letter_or_digit(part.back()))
            return false;
        start = end + 1;
    }
    return true;
}

}  // namespace timebank
