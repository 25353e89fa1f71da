#include <algorithm>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "intake/office_signing.hpp"
#include "intake/standing.hpp"
#include "timebank/correction.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

/// What is derived from an entry's claim: `tag` says what for, `words` what is said of it.
Result<ClaimId> derived_id(std::string_view tag, const ClaimId& corrected,
                           const std::vector<std::string>& words) {
    Encoder named;
    named.raw(corrected.bytes);
    for (const auto& word : words) named.text8(word);
    try {
        return claim_id_from_digest(sha256({bytes_of(tag), named.bytes()}));
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

Result<Claim> reversal_claim(const Entry& entry, const std::string& reason,
                             const std::vector<std::string>& units, const CorrectionSigning& signing) {
    const auto& undone = entry.signed_claim.claim;
    std::vector<std::string> words = {reason};
    words.insert(words.end(), units.begin(), units.end());
    TIMEBANK_TRY(id, derived_id("timebank/reversal-id/0", undone.id, words));
    Claim claim;
    claim.origin = undone.origin;
    claim.ledger = undone.ledger;
    claim.id = id;
    claim.acting_for = signing.author_owner;
    claim.content = ReversalContent{entry.index, undone.id, reason, units};
    return claim;
}

/// Gives the claims one group digest and signs them.
Result<std::vector<SignedClaim>> sign_group(std::vector<Claim> claims, const CorrectionSigning& signing) {
    std::vector<ClaimId> ids;
    for (const auto& claim : claims) ids.push_back(claim.id);
    std::vector<SignedClaim> group;
    try {
        const auto digest = group_digest(signing.author->public_key(), ids);
        for (auto& claim : claims) {
            claim.group = digest;
            TIMEBANK_TRY(signed_claim, intake::sign_by_office(std::move(claim), signing));
            group.push_back(std::move(signed_claim));
        }
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
    return group;
}

Result<std::vector<std::uint64_t>> all_of_batch(const Ledger& ledger, const BatchId& batch) {
    constexpr std::size_t step = 4'096;
    std::vector<std::uint64_t> all;
    for (std::uint64_t since = 0;;) {
        TIMEBANK_TRY(page, ledger.entries_of_batch(batch, since, step));
        if (page.empty()) return all;
        all.insert(all.end(), page.begin(), page.end());
        since = page.back() + 1;
    }
}

/// The next group of reversals, from the back of `indexes`, which loses them. Empty at the end.
Result<std::vector<Claim>> next_reversals(const Ledger& ledger, std::vector<std::uint64_t>& indexes,
                                          const std::string& reason, const CorrectionSigning& signing,
                                          UndoneImport& outcome) {
    std::vector<Claim> claims;
    for (; !indexes.empty() && claims.size() < limits::entries_per_commit; indexes.pop_back()) {
        TIMEBANK_TRY(undone, intake::is_undone(ledger, indexes.back()));
        if (undone) {
            ++outcome.undone_before;
            continue;
        }
        TIMEBANK_TRY(entry, ledger.entry(indexes.back()));
        if (!entry)
            return fail(Code::data_damaged, "数据文件损坏：条目 {} 缺失。请停止写入并运行 audit",
                        "data file damaged: entry {} is missing. Stop writing and run audit",
                        {std::to_string(indexes.back())});
        TIMEBANK_TRY(claim, reversal_claim(*entry, reason, {}, signing));
        claims.push_back(std::move(claim));
    }
    return claims;
}

std::uint64_t entry_undone_by(const Claim& reversal) {
    return reversal_in(reversal)->entry_index;
}

/// Takes out of a group that was refused the claims that are refused by themselves too.
Result<std::vector<Claim>> without_refused(const Ledger& ledger, std::vector<Claim> claims,
                                           const CorrectionSigning& signing, UndoneImport& outcome) {
    std::vector<SignedClaim> single;
    for (const auto& claim : claims) {
        TIMEBANK_TRY(signed_claim, intake::sign_by_office(claim, signing));
        single.push_back(std::move(signed_claim));
    }
    TIMEBANK_TRY(quotes, ledger.quote(single));
    std::vector<Claim> good;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (quotes[i].result.outcome == PostOutcome::refused)
            outcome.refused.push_back({entry_undone_by(claims[i]), std::move(quotes[i].result)});
        else
            good.push_back(std::move(claims[i]));
    }
    return good;
}

/// Posts the group; whether it was accepted.
Result<bool> post_reversals(Ledger& ledger, std::vector<Claim> claims, const CorrectionSigning& signing,
                            UndoneImport& outcome) {
    const auto count = claims.size();
    TIMEBANK_TRY(group, sign_group(std::move(claims), signing));
    TIMEBANK_TRY(results, ledger.post(group));
    if (results.front().outcome == PostOutcome::refused) return false;
    outcome.undone += count;
    return true;
}

}  // namespace

Result<SignedClaim> reverse_entry(const Entry& entry, const std::string& reason,
                                  const std::vector<std::string>& units, const CorrectionSigning& signing) {
    TIMEBANK_TRY(claim, reversal_claim(entry, reason, units, signing));
    return intake::sign_by_office(std::move(claim), signing);
}

Result<std::vector<SignedClaim>> correct_entry(const Entry& entry, ClaimContent content,
                                               const std::string& reason, const CorrectionSigning& signing) {
    const auto& wrong = entry.signed_claim.claim;
    if (content.index() != wrong.content.index())
        return Error{Code::invalid_argument,
                     say_with("条目 {0} 是{1}，更正后须仍是{1}",
                              "entry {0} is a {1}: what takes its place must be one too",
                              {same_in_both(std::to_string(entry.index)), in_words(wrong.kind())})};
    if (content == wrong.content)
        return fail(Code::invalid_argument, "更正后与条目 {} 原来所写相同：没有可更正的",
                    "this is what entry {} says already: there is nothing to correct",
                    {std::to_string(entry.index)});
    TIMEBANK_TRY(reversal, reversal_claim(entry, reason, {}, signing));
    Claim right;
    right.origin = wrong.origin;
    right.ledger = wrong.ledger;
    try {
        right.id = intake::correction_id(wrong.id);
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
    right.acting_for = wrong.acting_for;
    right.batch = wrong.batch;
    right.content = std::move(content);
    std::vector<Claim> claims;
    claims.push_back(std::move(reversal));
    claims.push_back(std::move(right));
    return sign_group(std::move(claims), signing);
}

Result<std::optional<std::uint64_t>> counting_entry(const Ledger& ledger, std::uint64_t index) {
    try {
        TIMEBANK_TRY(entry, intake::what_counts(ledger, index));
        return entry ? std::optional(entry->index) : std::nullopt;
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

Result<UndoneImport> undo_import(Ledger& ledger, const BatchId& batch, const std::string& reason,
                                 const CorrectionSigning& signing) {
    TIMEBANK_TRY(indexes, all_of_batch(ledger, batch));
    if (indexes.empty())
        return fail(Code::not_found, "账本里没有这一批导入的条目：请核对导入编号",
                    "no entry came with this import: check the import's id");
    UndoneImport outcome;
    while (!indexes.empty()) {
        TIMEBANK_TRY(claims, next_reversals(ledger, indexes, reason, signing, outcome));
        if (claims.empty()) break;
        TIMEBANK_TRY(accepted, post_reversals(ledger, claims, signing, outcome));
        if (accepted) continue;
        // The others are as wrong as they were: nobody should have to undo 499 rows by hand because of one.
        TIMEBANK_TRY(good, without_refused(ledger, std::move(claims), signing, outcome));
        const auto good_count = good.size();
        if (!good.empty()) {
            TIMEBANK_TRY(others_accepted, post_reversals(ledger, std::move(good), signing, outcome));
            if (others_accepted) continue;
        }
        // Nothing of a whole group can be undone: a cause like an unknown key, which the rest shares.
        outcome.left = good_count + indexes.size();
        break;
    }
    return outcome;
}

}  // namespace timebank
