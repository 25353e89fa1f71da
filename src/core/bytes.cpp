#include "timebank/bytes.hpp"

#include <algorithm>
#include <optional>

#include "core/excerpt.hpp"

namespace timebank {
namespace {

constexpr std::string_view hex_alphabet = "0123456789abcdef";
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t not_a_digit = 0xFF;

using DigitTable = std::array<std::uint8_t, 256>;

constexpr DigitTable digit_table(std::string_view alphabet) {
    DigitTable table{};
    for (auto& value : table) value = not_a_digit;
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        table[static_cast<std::uint8_t>(alphabet[value])] = static_cast<std::uint8_t>(value);
    }
    return table;
}

constexpr DigitTable hex_digit_table() {
    DigitTable table = digit_table(hex_alphabet);
    for (std::uint8_t value = 10; value < 16; ++value) {
        table[static_cast<std::uint8_t>('A' + value - 10)] = value;
    }
    return table;
}

constexpr DigitTable hex_digits = hex_digit_table();
constexpr DigitTable base64_digits = digit_table(base64_alphabet);

/// Decodes into `bytes`, which has half as many elements as `text` has characters; false at a foreign
/// character.
bool decode_hex(std::string_view text, std::uint8_t* bytes) {
    for (std::size_t index = 0; index < text.size(); index += 2) {
        const std::uint8_t high = hex_digits[static_cast<std::uint8_t>(text[index])];
        const std::uint8_t low = hex_digits[static_cast<std::uint8_t>(text[index + 1])];
        if (high == not_a_digit || low == not_a_digit) return false;
        *bytes++ = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

Error not_hex(std::string_view text) {
    return fail(Code::bad_encoding, "“{}”不是十六进制：应为成对的 0-9 a-f。",
                "\"{}\" is not hexadecimal: write pairs of the digits 0-9 a-f.", {excerpt(text)});
}

Error not_base64(std::string_view text) {
    return fail(Code::bad_encoding,
                "“{}”不是标准 base64：每四个字符一组，末尾用 = 补齐，多余的位须为零，不得换行。",
                "\"{}\" is not standard base64: groups of four characters, padded with =, unused bits zero, "
                "no line breaks.",
                {excerpt(text)});
}

/// The value of 1 to 4 digits, the missing low ones being zero; nothing when one is foreign.
std::optional<std::uint32_t> base64_group(std::string_view digits) {
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < 4; ++index) {
        std::uint8_t digit = 0;
        if (index < digits.size()) digit = base64_digits[static_cast<std::uint8_t>(digits[index])];
        if (digit == not_a_digit) return std::nullopt;
        value = value << 6 | digit;
    }
    return value;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (std::uint8_t byte : bytes) {
        text += hex_alphabet[byte >> 4];
        text += hex_alphabet[byte & 15];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return not_hex(text);
    Bytes bytes(text.size() / 2);
    if (!decode_hex(text, bytes.data())) return not_hex(text);
    return bytes;
}

Result<Digest> digest_from_hex(std::string_view text) {
    Digest digest{};
    if (text.size() != digest.size() * 2) {
        return fail(Code::bad_encoding, "“{}”有 {} 个字符：应为 64 个十六进制数字。",
                    "\"{}\" has {} characters: 64 hexadecimal digits are needed.",
                    {excerpt(text), std::to_string(text.size())});
    }
    if (!decode_hex(text, digest.data())) return not_hex(text);
    return digest;
}

std::string to_base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t start = 0; start < bytes.size(); start += 3) {
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - start);
        std::uint32_t group = 0;
        for (std::size_t index = 0; index < 3; ++index) {
            group = group << 8 | (index < taken ? bytes[start + index] : 0U);
        }
        for (std::size_t index = 0; index < 4; ++index) {
            text += index <= taken ? base64_alphabet[group >> (18 - 6 * index) & 63] : '=';
        }
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return not_base64(text);
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    const std::string_view digits = text.substr(0, text.size() - padding);

    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t start = 0; start < digits.size(); start += 4) {
        const std::string_view group_digits = digits.substr(start, 4);
        const auto group = base64_group(group_digits);
        if (!group) return not_base64(text);
        const std::size_t taken = group_digits.size() - 1;
        for (std::size_t index = 0; index < taken; ++index) {
            bytes.push_back(static_cast<std::uint8_t>(*group >> (16 - 8 * index)));
        }
        const bool stray_bits = taken < 3 && (*group & (0xFFFFFFU >> (8 * taken))) != 0;
        if (stray_bits) return not_base64(text);
    }
    return bytes;
}

}  // namespace timebank
