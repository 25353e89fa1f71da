#include "crypto/random.hpp"

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include <cerrno>

#include "core/try.hpp"
#include "timebank/digest.hpp"
#include "timebank/signer.hpp"

namespace timebank {
namespace {

constexpr std::int64_t claim_id_unix_s_last = ((std::int64_t{1} << 48) - 1) / 1000;

}  // namespace

Result<void> fill_random(std::span<std::uint8_t> bytes) {
    if (::getentropy(bytes.data(), bytes.size()) == 0) return {};
    const Error why = system_failure(errno, "getentropy");
    return fail(Code::io_failed, "操作系统没有给出随机数：{0}",
                "the operating system gave no random bytes: {1}", {why.text.zh, why.text.en});
}

Result<Digest> random_32_bytes() {
    Digest bytes{};
    TIMEBANK_CHECK(fill_random(bytes));
    return bytes;
}

Result<ClaimId> draw_claim_id(const Clock& clock) {
    const std::int64_t now_unix_s = clock.now_unix_s();
    if (now_unix_s < 0 || now_unix_s > claim_id_unix_s_last) {
        return fail(Code::invalid_argument, "时钟给出 {}：申报编号容不下这个时间，请校正时钟。",
                    "the clock says {}, which a claim id cannot hold: set the clock right.",
                    {unix_seconds_to_text(now_unix_s)});
    }
    std::array<std::uint8_t, 10> random{};
    TIMEBANK_CHECK(fill_random(random));
    return claim_id_from_random(now_unix_s * 1000, random);
}

}  // namespace timebank
