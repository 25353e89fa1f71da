#include "timebank/id.hpp"

#include <string>

#include "catch.hpp"
#include "timebank/limits.hpp"

using namespace timebank;

TEST_CASE("a drawn id is the version 7 example of RFC 9562 A.6") {
    // rand_a 0xCC3 and rand_b 0x18C4DC0C0C07398F; the bits under version and variant do not matter.
    for (int overwritten : {0x00, 0xF0}) {
        const std::array<std::uint8_t, 10> random = {static_cast<std::uint8_t>(overwritten | 0x0C),
                                                     0xC3,
                                                     static_cast<std::uint8_t>((overwritten & 0xC0) | 0x18),
                                                     0xC4,
                                                     0xDC,
                                                     0x0C,
                                                     0x0C,
                                                     0x07,
                                                     0x39,
                                                     0x8F};
        const ClaimId id = claim_id_from_random(0x017F22E279B0, random);
        CHECK(to_text(id) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        CHECK(is_claim_id(id));
    }
}

TEST_CASE("the time of a drawn id fills 48 bits") {
    const std::array<std::uint8_t, 10> random{};
    CHECK(to_text(claim_id_from_random(0, random)) == "00000000-0000-7000-8000-000000000000");
    CHECK(to_text(claim_id_from_random(0xFFFFFFFFFFFF, random)) == "ffffffff-ffff-7000-8000-000000000000");
    CHECK(claim_id_from_random(1, random) < claim_id_from_random(2, random));
}

TEST_CASE("a derived id is the version 8 example of RFC 9562 B.2") {
    const Digest digest =
        digest_from_hex("5c146b143c524afd938a375d0df1fbf6abe12a66b645f72f6158759387e51f3b").value();
    CHECK(to_text(claim_id_from_digest(digest)) == "5c146b14-3c52-8afd-938a-375d0df1fbf6");

    Digest all_ones;
    all_ones.fill(0xFF);
    CHECK(to_text(claim_id_from_digest(all_ones)) == "ffffffff-ffff-8fff-bfff-ffffffffffff");
    CHECK(to_text(claim_id_from_digest(Digest{})) == "00000000-0000-8000-8000-000000000000");
}

TEST_CASE("an id is read in either case") {
    const ClaimId id = parse_claim_id("017F22E2-79B0-7CC3-98C4-DC0C0C07398F").value();
    CHECK(to_text(id) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    CHECK(parse_claim_id(to_text(id)).value() == id);
}

TEST_CASE("only UUIDs of version 7 and 8 and variant 10 are ids") {
    const std::string hexadecimal = "0123456789abcdef";
    for (char version : hexadecimal) {
        for (char variant : hexadecimal) {
            std::string text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
            text[14] = version;
            text[19] = variant;
            CAPTURE(text);
            const bool good =
                (version == '7' || version == '8') && std::string("89ab").find(variant) != text.npos;
            CHECK(parse_claim_id(text).has_value() == good);
        }
    }
    for (const char* text :
         {"", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
          "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
          "{017f22e2-79b0-7cc3-98c4-dc0c0c0739}", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
          "017f22e2+79b0-7cc3-98c4-dc0c0c07398f", "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_claim_id(text));
        CHECK(parse_claim_id(text).error().code == Code::invalid_argument);
    }
    CHECK_FALSE(is_claim_id(ClaimId{}));
}

TEST_CASE("codes are short and plain") {
    const std::string longest(limits::code_characters, 'x');
    for (const std::string& code :
         {std::string("a"), std::string("Z"), std::string("7"), std::string("m-0042"),
          std::string("meal.delivery_v2"), std::string("0.-_"), longest}) {
        CAPTURE(code);
        CHECK(is_code(code));
    }
    for (const std::string& code :
         {std::string(), std::string("-a"), std::string("."), std::string("_x"), std::string("a b"),
          std::string("a/b"), std::string("a+b"), std::string("张三"), std::string("a\n"),
          std::string("a\0", 2), longest + "x"}) {
        CAPTURE(code);
        CHECK_FALSE(is_code(code));
    }
}

TEST_CASE("origins are schemeless addresses") {
    const std::string longest(limits::origin_characters, 'x');
    for (const std::string& origin :
         {std::string("a"), std::string("duowen.example/timebank"), std::string("timebank.example/ledger1"),
          std::string("a-b.c/d/e"), longest}) {
        CAPTURE(origin);
        CHECK(is_origin(origin));
    }
    for (const std::string& origin :
         {std::string(), std::string("/"), std::string("/a"), std::string("a/"), std::string("a//b"),
          std::string(".."), std::string("../a"), std::string("a/../b"), std::string("a./b"),
          std::string("-a"), std::string("https://a.example"), std::string("A.example"), std::string("a_b"),
          std::string("a b"), std::string("a+b"), std::string("多闻"), std::string("a\n"), longest + "x"}) {
        CAPTURE(origin);
        CHECK_FALSE(is_origin(origin));
    }
}
