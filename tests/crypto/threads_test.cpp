#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "crypto/keys.hpp"
#include "timebank/digest.hpp"

using namespace timebank;

TEST_CASE("many threads hash, sign and verify at once with one signer") {
    const auto signer = generate_signer().value();
    constexpr int thread_count = 8;
    constexpr int rounds = 100;

    struct Expected {
        std::string message;
        Digest digest;
        Signature signature;
    };
    std::vector<Expected> expected;
    for (int round = 0; round < rounds; ++round) {
        const std::string message(static_cast<std::size_t>(round * 7), static_cast<char>('a' + round % 26));
        expected.push_back({message, sha256(bytes_of(message)), signer->sign(bytes_of(message)).value()});
    }

    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < rounds; ++round) {
                // Each thread starts elsewhere, so that different messages are in hand at the same time.
                const Expected& item = expected[static_cast<std::size_t>((round + thread * 13) % rounds)];
                const ByteView message = bytes_of(item.message);
                const auto signature = signer->sign(message);
                const bool same = sha256(message) == item.digest && signature &&
                                  *signature == item.signature &&
                                  verify_signature(signer->public_key(), message, *signature);
                if (same) ++good;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(good == thread_count * rounds);
}
