#include "decision/book.hpp"

#include <stdexcept>

#include "decision/apply.hpp"
#include "timebank/digest.hpp"

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
    : now_unix_s(founded->now_unix_s), book_(founded->book_.reader()), size_(founded->size_) {}

Answer Book::post(const SignedClaim& claim, bool check_signatures) {
    Overlay draft(book_.reader());
    const auto in_itself = check_signatures ? check_in_itself(claim) : std::nullopt;
    const auto admission = admit(draft, origin, claim, in_itself, now_unix_s).value();
    if (const auto* refusal = std::get_if<Refusal>(&admission)) return {*refusal, false, {}};
    if (const auto* exists = std::get_if<Exists>(&admission))
        return {{}, true, read_entry(draft, exists->index).value().value()};
    auto answer = decide_claim(draft, claim);
    if (answer.refusal) return answer;
    book_.merge(std::move(draft));
    ++size_;
    return answer;
}

Answer Book::decide_claim(Overlay& draft, const SignedClaim& claim) {
    std::shared_ptr<const standard::Plan> plan;
    if (auto edition = pick_edition(draft, claim.claim, now_unix_s).value()) plan = plan_of(draft, *edition);
    const auto facts = collect(draft, plan.get(), claim).value();
    auto verdict = decide(plan.get(), facts, claim.claim, now_unix_s);
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) return {*refusal, false, {}};

    Entry entry{size_, now_unix_s, claim, std::get<Decision>(verdict)};
    const auto bytes = encode_entry(entry);
    if (!bytes) return {Refusal{RefusalCode::entry_too_large, "entry", "65535", "more"}, false, {}};
    check_entry(entry);
    // Anyone can do the sum again: what is recorded decides the same.
    const Facts recorded{entry.decision.facts, facts.named_entry, facts.related_entry};
    if (decide(plan.get(), recorded, claim.claim, now_unix_s) != verdict)
        throw std::logic_error("the recorded facts decide differently");

    draft.put(Table::log, key_of::entry(entry.index), *bytes);
    if (auto refusal = apply(entry, draft).value()) return {*refusal, false, {}};
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
    if (apply(entry, book_).value()) throw std::logic_error("an entry does not fit the book");
    ++size_;
    return entry;
}

Amount Book::balance(const std::string& owner, const std::string& unit) const {
    return read_balance(book_, owner, unit).value();
}

std::shared_ptr<const standard::Plan> Book::plan_of(const Reader& reader, const EditionRecord& edition) {
    auto& plan = plans_[edition.digest];
    if (!plan) {
        const auto entry = read_entry(reader, edition.adopted_at).value().value();
        plan =
            standard::compile(std::get<StandardContent>(entry.signed_claim.claim.content).document).value();
    }
    return plan;
}

}  // namespace timebank::decision_test
