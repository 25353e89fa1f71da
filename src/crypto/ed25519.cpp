#include "crypto/ed25519.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "crypto/random.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

constexpr std::uint8_t sign_of_x = 0x80;

using YCoordinate = std::array<std::uint8_t, 32>;  ///< little-endian

constexpr YCoordinate zero_y = {};
constexpr YCoordinate one_y = {0x01};
/// -1 modulo p = 2^255 - 19.
constexpr YCoordinate minus_one_y = {0xEC, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                     0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                     0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F};
/// The two of the points of order eight.
constexpr YCoordinate order_eight_y = {0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B,
                                       0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39,
                                       0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A};
constexpr YCoordinate other_order_eight_y = {0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4,
                                             0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6,
                                             0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05};

YCoordinate y_of(const PublicKey& key) {
    YCoordinate y = key.bytes;
    y.back() &= static_cast<std::uint8_t>(~sign_of_x);
    return y;
}

/// Whether y < p, that is: y <= -1 modulo p.
bool is_canonical(const YCoordinate& y) {
    return std::lexicographical_compare(y.rbegin(), y.rend(), minus_one_y.rbegin(), minus_one_y.rend()) ||
           y == minus_one_y;
}

/// Whether y is of a point whose order divides eight. With y >= p refused, these ten encodings (five times
/// two signs of x) and the four non-canonical ones are all that such points have.
bool is_small_order(const YCoordinate& y) {
    return y == zero_y || y == one_y || y == minus_one_y || y == order_eight_y || y == other_order_eight_y;
}

/// OpenSSL refusing what it never refuses: no memory, or a host's configuration without Ed25519.
Error no_ed25519() {
    return fail(Code::broken_invariant, "OpenSSL 无法使用 Ed25519：请检查其配置与可用内存。",
                "OpenSSL cannot do Ed25519: look at its configuration and the free memory.");
}

class KeySigner final : public Signer {
  public:
    KeySigner(openssl::Key key, const PublicKey& public_key)
        : key_(std::move(key)), public_key_(public_key) {}

    PublicKey public_key() const override { return public_key_; }

    Result<Signature> sign(ByteView message) const override {
        const openssl::QuietErrors quiet;
        const openssl::DigestContext context(EVP_MD_CTX_new());
        Signature signature{};
        std::size_t size = signature.size();
        const bool signed_it =
            context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
            EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1;
        if (!signed_it || size != signature.size()) return no_ed25519();
        return signature;
    }

  private:
    openssl::Key key_;  // never changed, so threads may share it
    PublicKey public_key_;
};

}  // namespace

Result<void> check_public_key(const PublicKey& key) {
    const YCoordinate y = y_of(key);
    if (!is_canonical(y)) {
        return fail(Code::bad_key, "公钥 {} 不是规范编码（y 不小于 2^255 - 19）：请换一把密钥。",
                    "public key {} is not a canonical encoding (y >= 2^255 - 19): use another key.",
                    {to_text(key)});
    }
    if (is_small_order(y)) {
        return fail(Code::bad_key, "公钥 {} 是小阶点，任何人都能伪造它的签名：请换一把密钥。",
                    "public key {} is a point of small order, for which anyone can forge: use another key.",
                    {to_text(key)});
    }
    return {};
}

bool verify_signature(const PublicKey& key, ByteView message, const Signature& signature) {
    const YCoordinate y = y_of(key);
    if (!is_canonical(y) || is_small_order(y)) return false;

    const openssl::QuietErrors quiet;
    const openssl::Key openssl_key(
        EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, key.bytes.data(), key.bytes.size()));
    const openssl::DigestContext context(EVP_MD_CTX_new());
    if (!openssl_key || !context) return false;
    if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, openssl_key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

Result<openssl::Key> private_key_from_seed(const Digest& seed) {
    const openssl::QuietErrors quiet;
    openssl::Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.data(), seed.size()));
    if (!key) return no_ed25519();
    return key;
}

Result<openssl::Key> fresh_private_key() {
    Digest seed{};
    const openssl::ClearedAtEnd cleared(seed.data(), seed.size());
    TIMEBANK_CHECK(fill_random(seed));
    return private_key_from_seed(seed);
}

Result<std::unique_ptr<Signer>> signer_of(openssl::Key key) {
    const openssl::QuietErrors quiet;
    PublicKey public_key;
    std::size_t size = public_key.bytes.size();
    const bool derived = EVP_PKEY_get_raw_public_key(key.get(), public_key.bytes.data(), &size) == 1;
    if (!derived || size != public_key.bytes.size()) return no_ed25519();
    return std::unique_ptr<Signer>(new KeySigner(std::move(key), public_key));
}

Result<std::unique_ptr<Signer>> generate_signer() {
    TIMEBANK_TRY(key, fresh_private_key());
    return signer_of(std::move(key));
}

Result<std::unique_ptr<Signer>> signer_from_seed(const Digest& seed) {
    TIMEBANK_TRY(key, private_key_from_seed(seed));
    return signer_of(std::move(key));
}

std::string to_text(const PublicKey& key) {
    return to_hex(key.bytes);
}

Result<PublicKey> parse_public_key(std::string_view text) {
    TIMEBANK_TRY(bytes, digest_from_hex(text));
    return PublicKey{bytes};
}

}  // namespace timebank
