#include "timebank/receipt.hpp"

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/merkle.hpp"

namespace timebank {

Result<VerifiedReceipt> verify_receipt(std::string_view receipt, const VerifierKey& log_key) {
    TIMEBANK_TRY(proof, parse_tlog_proof(receipt));
    if (proof.extra.empty()) {
        return fail(
            Code::bad_proof, "收据没有 extra 行，看不出它证明的是哪条记录；请索取 timebank 的收据。",
            "the receipt has no extra line, so it does not say what it proves; ask for a timebank receipt.");
    }
    TIMEBANK_TRY(checkpoint, verify_tlog_proof(proof, merkle::leaf_hash(proof.extra), log_key));
    TIMEBANK_TRY(entry, decode_entry(proof.extra));
    // From here on the log itself would be at fault: these bytes are in it.
    if (entry.index != proof.index) {
        return fail(Code::bad_proof, "记录自称第 {} 号，在日志里却是第 {} 号；请向审计人员报告这个账本。",
                    "the entry says that it is number {} but stands at {} in the log; report this ledger to "
                    "an auditor.",
                    {std::to_string(entry.index), std::to_string(proof.index)});
    }
    const std::string& origin = entry.signed_claim.claim.origin;
    if (origin != checkpoint.origin) {
        return fail(Code::bad_proof, "记录是为账本“{}”签的，却出现在“{}”里；请向审计人员报告这个账本。",
                    "the claim was signed for the ledger \"{}\" but stands in \"{}\"; report this ledger to "
                    "an auditor.",
                    {excerpt(origin), excerpt(checkpoint.origin)});
    }
    TIMEBANK_CHECK(verify_signatures(entry.signed_claim));
    return VerifiedReceipt{std::move(entry), std::move(checkpoint)};
}

}  // namespace timebank
