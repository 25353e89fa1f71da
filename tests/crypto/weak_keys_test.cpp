// Public keys for which anybody can forge. OpenSSL takes them all; this library must not.

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"
#include "crypto/keys.hpp"

using namespace timebank;

namespace {

/// "01 00·30 80": a first byte, thirty of another, and a last one.
std::string bytes(const std::string& first, const std::string& thirty_times, const std::string& last) {
    std::string text = first;
    for (int count = 0; count < 30; ++count) text += thirty_times;
    return text + last;
}

/// The fourteen encodings of the eight points whose order divides eight.
std::vector<std::string> small_order_encodings() {
    const std::string order_eight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03";
    const std::string other_order_eight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc";
    return {
        bytes("01", "00", "00"), bytes("01", "00", "80"),  // y = 1, the identity
        bytes("00", "00", "00"), bytes("00", "00", "80"),  // y = 0
        bytes("ec", "ff", "7f"), bytes("ec", "ff", "ff"),  // y = -1
        bytes("ed", "ff", "7f"), bytes("ed", "ff", "ff"),  // y = p, which is 0
        bytes("ee", "ff", "7f"), bytes("ee", "ff", "ff"),  // y = p + 1, which is 1
        order_eight + "7a",      order_eight + "fa",      other_order_eight + "05", other_order_eight + "85",
    };
}

/// OpenSSL's own answer, with nothing of ours before it.
bool openssl_verifies(const PublicKey& key, ByteView message, const Signature& signature) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> openssl_key(
        EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, key.bytes.data(), key.bytes.size()),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return openssl_key &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, openssl_key.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

/// R is the given point and S is zero: nobody needs a private key to write this.
Signature forged_with(const PublicKey& point) {
    Signature signature{};
    std::copy(point.bytes.begin(), point.bytes.end(), signature.begin());
    return signature;
}

}  // namespace

TEST_CASE(
    "with the identity as key OpenSSL takes one constant signature for every message, and we take none") {
    const PublicKey identity = known::public_key(bytes("01", "00", "00"));
    const Signature constant = forged_with(identity);
    for (int number = 0; number < 200; ++number) {
        const std::string message = "pay the bearer " + std::to_string(number) + " hours";
        CAPTURE(message);
        CHECK(openssl_verifies(identity, bytes_of(message), constant));
        CHECK_FALSE(verify_signature(identity, bytes_of(message), constant));
    }
}

TEST_CASE("each of the fourteen weak keys can be forged under OpenSSL and is refused by us") {
    const std::vector<std::string> encodings = small_order_encodings();
    REQUIRE(encodings.size() == 14);
    for (const std::string& text : encodings) {
        CAPTURE(text);
        const PublicKey key = known::public_key(text);
        const auto checked = check_public_key(key);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Code::bad_key);

        std::size_t forged_under_openssl = 0;
        std::size_t forged_under_us = 0;
        for (int number = 0; number < 32; ++number) {
            const std::string message = "message " + std::to_string(number);
            for (const std::string& point : encodings) {
                const Signature forged = forged_with(known::public_key(point));
                if (openssl_verifies(key, bytes_of(message), forged)) ++forged_under_openssl;
                if (verify_signature(key, bytes_of(message), forged)) ++forged_under_us;
            }
        }
        CHECK(forged_under_openssl > 0);
        CHECK(forged_under_us == 0);
    }
}

TEST_CASE("a key whose y is not below 2^255 - 19 is refused, with either sign of x") {
    for (int low_byte = 0xED; low_byte <= 0xFF; ++low_byte) {
        for (const char* last : {"7f", "ff"}) {
            PublicKey key = known::public_key(bytes("00", "ff", last));
            key.bytes[0] = static_cast<std::uint8_t>(low_byte);
            CAPTURE(to_text(key));
            const auto checked = check_public_key(key);
            REQUIRE_FALSE(checked);
            CHECK(checked.error().text.en.find("canonical") != std::string::npos);
        }
    }
}

TEST_CASE("the neighbours of the weak keys are not refused with them") {
    for (const std::string& text :
         {bytes("eb", "ff", "7f"), bytes("eb", "ff", "ff"), bytes("02", "00", "00"), bytes("03", "00", "80"),
          bytes("ff", "ff", "7e"), bytes("ee", "ff", "7e"), bytes("ff", "ff", "7f").replace(60, 2, "fe")}) {
        CAPTURE(text);
        CHECK(check_public_key(known::public_key(text)));
    }
    for (std::string text : small_order_encodings()) {
        text[3] = text[3] == '5' ? '6' : '5';  // another second byte is another point, or none
        const PublicKey key = known::public_key(text);
        CAPTURE(text);
        CHECK(check_public_key(key));
    }
}
