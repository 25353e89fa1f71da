#include "report/claim_words.hpp"
#include "report/subject.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

/// Who says so.
Text stated_by(const SignedClaim& signed_claim) {
    const auto& claim = signed_claim.claim;
    const Text party =
        claim.acting_for.empty() ? Text{"办公室", "the office"} : Text{claim.acting_for, claim.acting_for};
    const auto key = short_hex(claim.author.bytes);
    Text text = claim.capacity == Capacity::self ? Text{"由" + party.zh + "提交（密钥 " + key + "）",
                                                        "stated by " + party.en + " (key " + key + ")"}
                                                 : Text{"由密钥 " + key + " 代" + party.zh + "提交",
                                                        "stated for " + party.en + " by the key " + key};
    if (claim.batch != BatchId{})
        append(text, say("，随导入 {}", ", with the import {}", {short_hex(claim.batch)}));
    for (const auto& cosignature : signed_claim.cosignatures)
        append(text,
               say_with("，{0} {1} 会签", ", cosigned by the {0} {1}",
                        {in_words(cosignature.capacity), same_in_both(short_hex(cosignature.key.bytes))}));
    return text;
}

}  // namespace

Text heading_of(const Subject& subject) {
    const auto claimed = claimed_text(subject.claim(), subject.plan, subject.named);
    const auto by = stated_by(subject.entry.signed_claim);
    const auto index = std::to_string(subject.entry.index);
    const auto recorded_at = unix_seconds_to_text(subject.entry.recorded_at_unix_s);
    return {"条目 " + index + "：" + claimed.zh + "；" + by.zh + "，记录于 " + recorded_at,
            "entry " + index + ": " + claimed.en + "; " + by.en + ", recorded " + recorded_at};
}

}  // namespace timebank::report
