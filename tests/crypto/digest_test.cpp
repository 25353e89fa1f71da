#include "timebank/digest.hpp"

#include <limits>
#include <set>
#include <string>

#include "catch.hpp"
#include "crypto/hasher.hpp"
#include "timebank/signer.hpp"

using namespace timebank;
using namespace std::string_literals;

TEST_CASE("SHA-256 gives the answers of FIPS 180-4 and NIST") {
    struct Row {
        std::string message;
        std::string digest;
    };
    const Row rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.message.size());
        CHECK(to_hex(sha256(bytes_of(row.message))) == row.digest);
    }
}

TEST_CASE("SHA-256 of parts is that of their concatenation") {
    const std::string message = "one entry, one leaf, one hash: whatever the pieces it is read in";
    const Digest whole = sha256(bytes_of(message));
    for (std::size_t first = 0; first <= message.size(); ++first) {
        for (std::size_t second = first; second <= message.size(); ++second) {
            const ByteView bytes = bytes_of(message);
            const Digest parts =
                sha256({bytes.first(first), bytes.subspan(first, second - first), bytes.subspan(second)});
            if (parts != whole) FAIL("split at " << first << " and " << second);
            Hasher hasher;
            hasher.add(bytes.first(first));
            hasher.add(bytes.subspan(first, second - first));
            hasher.add(bytes.subspan(second));
            if (hasher.finish() != whole) FAIL("in pieces, split at " << first << " and " << second);
        }
    }
    CHECK(sha256(std::initializer_list<ByteView>{}) == sha256(ByteView{}));
    CHECK(Hasher().finish() == sha256(ByteView{}));
}

TEST_CASE("a commitment binds the field, the salt and the text") {
    Digest salt{};
    for (std::size_t index = 0; index < salt.size(); ++index) salt[index] = static_cast<std::uint8_t>(index);
    const ByteView text = bytes_of("张三");

    // Computed with another SHA-256 from the formula in timebank/digest.hpp.
    const Digest commitment = commit("name", salt, text);
    CHECK(to_hex(commitment) == "29735219fe2fdb2f88568e90e1388a7e5be6308231324df4c576f7cd9e11b0cc");

    const std::string preimage = "timebank/commitment/0\0name\0"s + std::string(text_of(salt)) + "张三";
    CHECK(commitment == sha256(bytes_of(preimage)));

    Digest other_salt = salt;
    other_salt[31] ^= 1;
    CHECK(commit("phone", salt, text) != commitment);
    CHECK(commit("name", other_salt, text) != commitment);
    CHECK(commit("name", salt, bytes_of("张四")) != commitment);
}

TEST_CASE("random bytes do not repeat") {
    std::set<Digest> drawn;
    for (int round = 0; round < 1'000; ++round) drawn.insert(random_32_bytes().value());
    CHECK(drawn.size() == 1'000);
    CHECK(drawn.count(Digest{}) == 0);
}

namespace {

class StoppedClock final : public Clock {
  public:
    explicit StoppedClock(std::int64_t unix_s) : unix_s_(unix_s) {}
    std::int64_t now_unix_s() const override { return unix_s_; }

  private:
    std::int64_t unix_s_;
};

}  // namespace

TEST_CASE("a drawn claim id carries the clock's time and is never drawn again") {
    const StoppedClock clock(1'735'689'600);
    std::set<ClaimId> drawn;
    for (int round = 0; round < 1'000; ++round) {
        const ClaimId id = draw_claim_id(clock).value();
        CHECK(is_claim_id(id));
        CHECK(to_text(id).substr(0, 15) == "01941f29-7c00-7");
        drawn.insert(id);
    }
    CHECK(drawn.size() == 1'000);
}

TEST_CASE("a clock that a claim id cannot hold is refused") {
    constexpr std::int64_t last_unix_s = ((std::int64_t{1} << 48) - 1) / 1000;
    CHECK(draw_claim_id(StoppedClock(0)));
    CHECK(draw_claim_id(StoppedClock(last_unix_s)));
    for (std::int64_t unix_s : {std::int64_t{-1}, last_unix_s + 1, std::numeric_limits<std::int64_t>::max(),
                                std::numeric_limits<std::int64_t>::min()}) {
        CAPTURE(unix_s);
        const auto id = draw_claim_id(StoppedClock(unix_s));
        REQUIRE_FALSE(id);
        CHECK(id.error().code == Code::invalid_argument);
    }
}
