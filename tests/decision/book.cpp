#include "decision/book.hpp"

#include <stdexcept>

#include "decision/apply.hpp"
#include "decision/named.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank::decision_test {
namespace {

constexpr std::int64_t end_of_2018_unix_s = 1'546'214'400;

Claim office_claim(ClaimContent content, const std::string& word) {
    Claim claim;
    claim.origin = origin;
    claim.id = id_of(word);
    claim.content = std::move(content);
    return claim;
}

/// Everything that must hold of whatever is recorded.
void check_entry(const Entry& entry) {
    const auto bytes = encode_entry(entry).value();  // sorted, no zero legs, every unit adds up to zero
    if (decode_entry(bytes).value() != entry) throw std::logic_error("an entry does not survive its bytes");
}

}  // namespace

const Signer& signer(const std::string& name) {
    static std::map<std::string, std::unique_ptr<Signer>> signers;
    auto& found = signers[name];
    if (!found) found = signer_from_seed(sha256(bytes_of("seed of " + name))).value();
    return *found;
}

ClaimId id_of(const std::string& word) {
    return claim_id_from_digest(sha256(bytes_of(word)));
}

Book::Book() : now_unix_s(end_of_2018_unix_s) {
    GenesisContent genesis{signer("log").public_key(), signer("op").public_key(), {}, 0};
    auto claim = sign_claim(office_claim(genesis, "genesis"), signer("op")).value();
    auto answer = decide_claim(book_, claim);
    if (answer.refusal) throw std::logic_error("the genesis claim was refused");
    ++size_;
}

Book::Book(const Book* founded)
    : now_unix_s(founded->now_unix_s), book_(founded->book_.above()), size_(founded->size_) {}

Answer Book::post(const SignedClaim& claim, bool check_signatures) {
    auto draft = book_.above();
    const auto in_itself = check_signatures ? check_in_itself(claim) : std::nullopt;
    const auto admission = admit(draft, {origin, {}}, claim, in_itself, now_unix_s).value();
    if (!admission) return {admission.refusal(), false, {}};
    if (admission->exists_at) return {{}, true, read_entry(draft, *admission->exists_at).value().value()};
    auto answer = decide_claim(draft, claim);
    if (answer.refusal) return answer;
    book_.merge(std::move(draft));
    ++size_;
    return answer;
}

/// Anyone can do the sum again: what is recorded decides the same.
void Book::check_recorded(const Reader& before, const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    const auto plan = pick_plan(before, *plans_, claim, entry.recorded_at_unix_s).value();
    const auto about = entries_about(before, entry).value();
    std::vector<const Entry*> named;
    for (const auto& one : about) named.push_back(&one);
    RecordedFacts recorded(entry.decision.facts, named);
    const auto verdict = decide(*plans_, plan.get(), recorded, claim, entry.recorded_at_unix_s);
    if (!verdict) throw std::logic_error(verdict.error().text.en);
    if (!*verdict || **verdict != entry.decision)
        throw std::logic_error("the recorded facts decide differently");
}

Answer Book::decide_claim(Workbook& draft, const SignedClaim& claim) {
    const auto verdict = decide_by_book(draft, *plans_, claim, now_unix_s, now_unix_s).value();
    if (!verdict) return {verdict.refusal(), false, {}};

    Entry entry{size_, now_unix_s, claim, *verdict};
    const auto bytes = encode_entry(entry);
    if (!bytes)
        return {refuse(RefusalCode::entry_too_large, "entry",
                       same_in_both(std::to_string(limits::entry_bytes)), {}),
                false,
                {}};
    check_entry(entry);
    check_recorded(draft, entry);
    draft.put(Table::log, key_of::entry(entry.index), *bytes);
    if (auto refusal = apply(entry, draft, *plans_).value()) return {*refusal, false, {}};
    return {{}, false, std::move(entry)};
}

void Book::must_post(ClaimContent content, const std::string& author) {
    const auto word = "office claim " + std::to_string(size_);
    const auto answer = post(sign_claim(office_claim(std::move(content), word), signer(author)).value());
    if (answer.refusal) throw std::logic_error(explain_refusal(*answer.refusal).en);
}

Entry Book::record(const SignedClaim& claim, Decision decision) {
    Entry entry{size_, now_unix_s, claim, std::move(decision)};
    check_entry(entry);
    book_.put(Table::log, key_of::entry(entry.index), encode_entry(entry).value());
    if (apply(entry, book_, *plans_).value()) throw std::logic_error("an entry does not fit the book");
    ++size_;
    return entry;
}

Amount Book::balance(const std::string& owner, const std::string& unit) const {
    return read_balance(book_, owner, unit).value();
}

}  // namespace timebank::decision_test
