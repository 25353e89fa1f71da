#include <algorithm>
#include <array>

#include "checkpoint/lines.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

constexpr std::uint8_t ed25519_type = 0x01;
constexpr std::size_t key_id_digits = 8;

std::string key_id_hex(std::uint32_t key_id) {
    const std::array<std::uint8_t, 4> bytes{
        static_cast<std::uint8_t>(key_id >> 24), static_cast<std::uint8_t>(key_id >> 16),
        static_cast<std::uint8_t>(key_id >> 8), static_cast<std::uint8_t>(key_id)};
    return to_hex(bytes);
}

Error not_a_verifier_key(std::string_view text, std::string_view zh_fault, std::string_view en_fault) {
    return fail(
        Code::bad_key, "“{0}”不是验证公钥：{1}。应为 名称+8位十六进制+base64 一行，请照原样复制。",
        "\"{0}\" is not a verifier key: {2}. It is one line, name+8 hex digits+base64; copy it unchanged.",
        {excerpt(text), zh_fault, en_fault});
}

/// The key inside the last part of a vkey, which has a type byte before it.
Result<PublicKey> parse_typed_key(std::string_view vkey, std::string_view base64) {
    const Result<Bytes> bytes = from_base64(base64);
    if (!bytes)
        return not_a_verifier_key(vkey, "末段不是标准 base64", "its last part is not standard base64");
    if (bytes->empty() || bytes->front() != ed25519_type) {
        return not_a_verifier_key(vkey, "密钥类型不是 Ed25519（01）", "its key type is not Ed25519 (01)");
    }
    PublicKey key;
    if (bytes->size() != 1 + key.bytes.size()) {
        return not_a_verifier_key(vkey, "公钥不是 32 字节", "its key is not 32 bytes");
    }
    std::copy(bytes->begin() + 1, bytes->end(), key.bytes.begin());
    return key;
}

}  // namespace

std::uint32_t VerifierKey::key_id() const {
    constexpr std::array<std::uint8_t, 2> separator{'\n', ed25519_type};
    const Digest digest = sha256({bytes_of(name), separator, key.bytes});
    std::uint32_t key_id = 0;
    for (std::size_t place = 0; place < sizeof key_id; ++place) key_id = key_id << 8 | digest[place];
    return key_id;
}

std::string to_text(const VerifierKey& key) {
    Bytes typed{ed25519_type};
    typed.insert(typed.end(), key.key.bytes.begin(), key.key.bytes.end());
    return key.name + '+' + key_id_hex(key.key_id()) + '+' + to_base64(typed);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
    // Base64 may hold '+' but a name never does, so the first two are the separators.
    const std::size_t name_end = text.find('+');
    if (name_end == std::string_view::npos) return not_a_verifier_key(text, "没有“+”", "it has no '+'");
    const std::string_view name = text.substr(0, name_end);
    const std::string_view id_and_key = text.substr(name_end + 1);
    if (!is_key_name(name)) {
        return not_a_verifier_key(text, "名称为空或含空白", "its name is empty or has white space in it");
    }
    if (id_and_key.size() <= key_id_digits || id_and_key[key_id_digits] != '+') {
        return not_a_verifier_key(text, "中段不是 8 位十六进制", "its middle part is not 8 hex digits");
    }
    TIMEBANK_TRY(public_key, parse_typed_key(text, id_and_key.substr(key_id_digits + 1)));
    const VerifierKey key{std::string(name), public_key};
    if (id_and_key.substr(0, key_id_digits) != key_id_hex(key.key_id())) {
        return not_a_verifier_key(text, "中段与名称、公钥不符",
                                  "its middle part does not belong to the name and key");
    }
    TIMEBANK_CHECK(check_public_key(key.key));
    return key;
}

}  // namespace timebank
