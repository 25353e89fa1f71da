#include <string>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "timebank/checkpoint.hpp"

namespace {

using timebank::Code;
using timebank::parse_verifier_key;
using timebank::VerifierKey;

struct KnownKey {
    const char* text;
    const char* name;
    std::uint32_t key_id;
};

const KnownKey known_keys[] = {
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann", 0xc74f20a3},
    {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example.com/foo", 0x530d903a},
    {"example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
     "example.com/log/testdata", 0x33d7b496},
    {example::log_vkey, example::origin, 0x6253f817},
};

/// A vkey whose middle part fits, so that what is wrong is the name or the key alone.
std::string vkey_of(const std::string& name, const char* key_hex) {
    return to_text(VerifierKey{name, timebank::parse_public_key(key_hex).value()});
}

const char* const good_key_hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

}  // namespace

TEST_CASE("published verifier keys are read and written back unchanged") {
    for (const KnownKey& known : known_keys) {
        CAPTURE(known.text);
        const VerifierKey key = parse_verifier_key(known.text).value();
        CHECK(key.name == known.name);
        CHECK(key.key_id() == known.key_id);
        CHECK(to_text(key) == known.text);
    }
}

TEST_CASE("the key of RFC 8032 test 1 has the worked example's verifier key") {
    CHECK(to_text(example::log_key()) == example::log_vkey);
}

TEST_CASE("no part of a verifier key is a verifier key") {
    for (const KnownKey& known : known_keys) {
        const std::string text = known.text;
        for (std::size_t begin = 0; begin <= text.size(); ++begin) {
            for (std::size_t size = 0; begin + size <= text.size(); ++size) {
                if (size == text.size()) continue;
                CAPTURE(begin, size);
                REQUIRE_FALSE(parse_verifier_key(text.substr(begin, size)));
            }
        }
    }
}

TEST_CASE("a verifier key with one byte greater or smaller by one is refused") {
    for (const KnownKey& known : known_keys) {
        for (std::size_t place = 0; place < std::string_view(known.text).size(); ++place) {
            for (const int change : {-1, 1}) {
                std::string text = known.text;
                text[place] = static_cast<char>(text[place] + change);
                CAPTURE(text);
                REQUIRE_FALSE(parse_verifier_key(text));
            }
        }
    }
}

TEST_CASE("malformed verifier keys are bad_key") {
    const std::string good = example::log_vkey;
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"no plus", "timebank.example"},
        {"empty name", good.substr(good.find('+'))},
        {"a space before", " " + good},
        {"a newline after", good + "\n"},
        {"a character after", good + "A"},
        {"upper-case key id", example::replaced(good, "6253f817", "6253F817")},
        {"nine digits", example::replaced(good, "6253f817", "06253f817")},
        {"no key", good.substr(0, good.rfind('+') + 1)},
        {"no last plus", good.substr(0, good.find('+') + 9)},
        {"a space in the name", vkey_of("a b", good_key_hex)},
        {"an ideographic space in the name", vkey_of("时间　银行", good_key_hex)},
        {"a no-break space in the name", vkey_of("a\xC2\xA0"
                                                 "b",
                                                 good_key_hex)},
        {"a newline in the name", vkey_of("a\nb", good_key_hex)},
        {"a name that is not UTF-8", vkey_of("a\xFF", good_key_hex)},
        {"a plus in the name", vkey_of("a+b", good_key_hex)},
        {"a cosigner's key, type 04", example::witness_vkey},
        {"the point of order 1",
         vkey_of("a", "0100000000000000000000000000000000000000000000000000000000000000")},
        {"y = p, not canonical",
         vkey_of("a", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")},
    };
    for (const auto& [name, text] : cases) {
        CAPTURE(name, text);
        const auto key = parse_verifier_key(text);
        REQUIRE_FALSE(key);
        CHECK(key.error().code == Code::bad_key);
        CHECK_FALSE(key.error().text.zh.empty());
        CHECK_FALSE(key.error().text.en.empty());
    }
    CHECK(parse_verifier_key(vkey_of("时间银行.example", good_key_hex)));
}
