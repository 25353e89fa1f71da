#include <openssl/err.h>

#include <string>

#include "catch.hpp"
#include "crypto/keys.hpp"

using namespace timebank;

namespace {

struct KnownAnswer {
    std::string name, seed, public_key, message, signature;
};

// RFC 8032 section 7.1.
const KnownAnswer known_answers[] = {
    {"TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"},
};

}  // namespace

TEST_CASE("keys and signatures are those of RFC 8032") {
    for (const KnownAnswer& answer : known_answers) {
        CAPTURE(answer.name);
        const auto signer = known::signer(answer.seed);
        const Bytes message = from_hex(answer.message).value();
        CHECK(to_text(signer->public_key()) == answer.public_key);
        CHECK(to_hex(signer->sign(message).value()) == answer.signature);
        CHECK(check_public_key(signer->public_key()));
        CHECK(verify_signature(signer->public_key(), message, known::signature(answer.signature)));
    }
}

TEST_CASE("a signature does not verify once any bit of it, of the message or of the key has changed") {
    const KnownAnswer& answer = known_answers[2];
    const PublicKey key = known::public_key(answer.public_key);
    const Bytes message = from_hex(answer.message).value();
    const Signature signature = known::signature(answer.signature);
    REQUIRE(verify_signature(key, message, signature));

    auto flipped = [](auto bytes, std::size_t bit) {
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        return bytes;
    };
    std::size_t still_verify = 0;
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        if (verify_signature(key, message, flipped(signature, bit))) ++still_verify;
    }
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
        if (verify_signature(key, flipped(message, bit), signature)) ++still_verify;
    }
    for (std::size_t bit = 0; bit < key.bytes.size() * 8; ++bit) {
        if (verify_signature(PublicKey{flipped(key.bytes, bit)}, message, signature)) ++still_verify;
    }
    CHECK(still_verify == 0);
    CHECK_FALSE(verify_signature(key, bytes_of(std::string("\xaf\x82\x00", 3)), signature));
    CHECK_FALSE(verify_signature(key, {}, signature));
}

TEST_CASE("a generated key signs, and is another one every time") {
    const auto first = generate_signer().value();
    const auto second = generate_signer().value();
    CHECK(first->public_key() != second->public_key());
    CHECK(check_public_key(first->public_key()));

    const ByteView message = bytes_of("two hours at the canteen");
    const Signature signature = first->sign(message).value();
    CHECK(verify_signature(first->public_key(), message, signature));
    CHECK_FALSE(verify_signature(second->public_key(), message, signature));
}

TEST_CASE("a public key is written as 64 hexadecimal digits and read back") {
    const std::string text = known_answers[0].public_key;
    CHECK(to_text(parse_public_key(text).value()) == text);
    for (const std::string& refused : {std::string(), text.substr(1), text + "0", "x" + text.substr(1)}) {
        CAPTURE(refused);
        REQUIRE_FALSE(parse_public_key(refused));
        CHECK(parse_public_key(refused).error().code == Code::bad_encoding);
    }
}

TEST_CASE("OpenSSL's queue of errors is left as the host had it") {
    const PublicKey key = known::public_key(known_answers[0].public_key);
    // y = 2 is on no point of the curve, so OpenSSL reports an error of its own.
    const PublicKey off_the_curve = known::public_key("02" + std::string(62, '0'));
    auto provoke = [&] {
        CHECK_FALSE(verify_signature(key, bytes_of("x"), Signature{}));
        CHECK_FALSE(verify_signature(off_the_curve, bytes_of("x"), Signature{}));
    };

    ERR_clear_error();
    provoke();
    CHECK(ERR_peek_error() == 0);

    ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
    const unsigned long of_the_host = ERR_peek_error();
    provoke();
    CHECK(ERR_get_error() == of_the_host);
    CHECK(ERR_get_error() == 0);
}
