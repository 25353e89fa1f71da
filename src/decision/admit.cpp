#include "decision/admit.hpp"

#include <algorithm>
#include <set>

#include "core/try.hpp"
#include "decision/first_refusal.hpp"
#include "decision/kinds.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

/// A key as it counts now: its owner is who stands for the owner that it was enrolled for.
Result<std::optional<KeyRecord>> read_signer(const Reader& reader, const PublicKey& key) {
    TIMEBANK_TRY(record, read_key(reader, key));
    if (!record || record->owner.empty()) return record;
    TIMEBANK_TRY(survivor, read_survivor(reader, record->owner));
    record->owner = std::move(survivor);
    return record;
}

/// `acting_for` is who stands for the account now.
Refused check_authority(const Claim& claim, const KeyRecord& author, const std::string& acting_for,
                        const Claim& about) {
    const auto right = author.owner == acting_for ? Capacity::self : Capacity::agent;
    if (claim.capacity != right)
        return refuse(RefusalCode::capacity_wrong, "capacity", in_words(right), in_words(claim.capacity));
    if (!may_author(claim.kind(), author.role, claim.capacity))
        return refuse(RefusalCode::role_not_allowed, in_words(claim.kind()),
                      roles_that_may_author(claim.kind()), in_words(author.role));
    return check_acting({claim, about, author.role, acting_for != claim.acting_for});
}

Text cosigning() {
    return {"会签", "cosignatures"};
}

/// A cosigner who is enrolled must be what they sign as.
Refused check_cosigner(const Claim& about, CosignerCapacity capacity, const KeyRecord& cosigner) {
    if (capacity == CosignerCapacity::coordinator && !is_office(cosigner.role))
        return refuse(RefusalCode::role_not_allowed, cosigning(), office_in_words(), in_words(cosigner.role));
    if (capacity == CosignerCapacity::officer && !is_officer(cosigner.role))
        return refuse(RefusalCode::role_not_allowed, cosigning(),
                      roles_in_words({Role::operator_, Role::officer}), in_words(cosigner.role));
    if (capacity == CosignerCapacity::receiver && !is_receiving(about, cosigner.owner))
        return refuse(RefusalCode::not_concerned, cosigning(), {}, same_in_both(cosigner.owner));
    return std::nullopt;
}

/// Who a signature stands for: a person's account, or of the office's keys the key alone.
std::string person_of(const KeyRecord& record, const PublicKey& key) {
    return record.owner.empty() ? "/" + to_text(key) : record.owner;
}

/// Sees the signatures of one claim go by: those who sign are different people, or one could be two.
class Signatories {
  public:
    Signatories(const KeyRecord& author, const PublicKey& key) { people_.insert(person_of(author, key)); }
    Refused next(const KeyRecord& cosigner, const PublicKey& key) {
        if (people_.insert(person_of(cosigner, key)).second) return std::nullopt;
        return refuse(RefusalCode::cosigner_repeated, cosigning(), {},
                      same_in_both(cosigner.owner.empty() ? to_text(key) : cosigner.owner));
    }

  private:
    std::set<std::string> people_;
};

/// Every cosigner must be enrolled, but for the holder of a new key, who is just being enrolled.
Result<void> check_cosigners(const Reader& reader, const SignedClaim& claim, const KeyRecord& author,
                             const Claim& about, FirstRefusal& first) {
    const auto* enrolled = key_to_enrol(claim.claim);
    Signatories signatories(author, claim.claim.author);
    bool possession = false;
    bool second_officer = false;
    for (const auto& one : claim.cosignatures) {
        if (one.capacity == CosignerCapacity::key_holder) {
            const bool holds = enrolled && one.key == *enrolled;
            possession = possession || holds;
            if (!holds)
                first.consider(refuse(
                    RefusalCode::capacity_wrong, cosigning(),
                    listed({in_words(CosignerCapacity::receiver), in_words(CosignerCapacity::coordinator),
                            in_words(CosignerCapacity::officer)}),
                    in_words(CosignerCapacity::key_holder)));
            continue;
        }
        TIMEBANK_TRY(record, read_signer(reader, one.key));
        first.consider(
            record ? check_cosigner(about, one.capacity, *record)
                   : refuse(RefusalCode::key_unknown, cosigning(), {}, same_in_both(to_text(one.key))));
        if (record) first.consider(signatories.next(*record, one.key));
        second_officer = second_officer || one.capacity == CosignerCapacity::officer;
    }
    if (enrolled && !possession) first.consider(refuse(RefusalCode::possession_missing, cosigning(), {}, {}));
    if (second_officer) return {};
    TIMEBANK_TRY(two_officers, takes_two_officers(reader, claim.claim));
    if (two_officers)
        first.consider(refuse(RefusalCode::second_officer_missing, in_words(claim.claim.kind()),
                              in_words(Role::officer), {}));
    return {};
}

Text capacities_in_words(const std::vector<CosignerCapacity>& capacities) {
    std::vector<Text> words;
    for (const auto one : capacities) words.push_back(in_words(one));
    return words.empty() ? Text{"没有", "none"} : listed(words);
}

/// Those that it says it is to carry, and no others.
Refused check_cosignatures_carried(const SignedClaim& claim) {
    std::vector<CosignerCapacity> carried;
    for (const auto& one : claim.cosignatures) carried.push_back(one.capacity);
    if (carried == claim.claim.cosigners) return std::nullopt;
    return refuse(RefusalCode::cosignatures_differ, "cosigners", capacities_in_words(claim.claim.cosigners),
                  capacities_in_words(carried));
}

/// Another ledger may have this one's origin, and every key that is enrolled here.
Refused check_ledger(const Claim& claim, const LedgerIdentity& ledger) {
    if (claim.origin != ledger.origin)
        return refuse(RefusalCode::origin_differs, "origin", same_in_both(ledger.origin),
                      same_in_both(claim.origin));
    if (claim.ledger != ledger.genesis)
        return refuse(RefusalCode::ledger_differs, "ledger", same_in_both(to_hex(ledger.genesis)),
                      same_in_both(to_hex(claim.ledger)));
    return std::nullopt;
}

Result<Answer<Admitted>> admitted_before(const Reader& reader, std::uint64_t index, const Claim& claim) {
    TIMEBANK_TRY(entry, read_entry(reader, index));
    if (!entry)
        return fail(Code::data_damaged, "数据文件损坏：条目 {} 不在日志中。请停止写入并运行 audit",
                    "data file damaged: entry {} is not in the log. Stop writing and run audit",
                    {std::to_string(index)});
    auto difference = first_difference(entry->signed_claim.claim, claim);
    if (!difference) return Answer<Admitted>(Admitted{index});
    return Answer<Admitted>(refuse(RefusalCode::id_used, to_text(claim.id),
                                   same_in_both(std::to_string(index)), same_in_both(*difference)));
}

}  // namespace

Result<std::optional<std::uint64_t>> find_claim(const Reader& reader, const ClaimId& id,
                                                const PublicKey& author) {
    TIMEBANK_TRY(record, read_key(reader, author));
    if (!record) return std::optional<std::uint64_t>();
    return read_number(reader, Table::ids, key_of::id(id, id_space(*record, author)));
}

Result<Answer<Admitted>> admit(const Reader& reader, const LedgerIdentity& ledger,
                               const SignedClaim& signed_claim, const std::optional<Refusal>& in_itself,
                               std::int64_t recorded_at_unix_s) {
    const auto& claim = signed_claim.claim;
    if (auto other = check_ledger(claim, ledger)) return Answer<Admitted>(std::move(*other));
    TIMEBANK_TRY(index, find_claim(reader, claim.id, claim.author));
    if (index) return admitted_before(reader, *index, claim);
    if (claim.valid_until_unix_s != 0 && recorded_at_unix_s > claim.valid_until_unix_s)
        return Answer<Admitted>(refuse(RefusalCode::claim_expired, "valid_until",
                                       same_in_both(unix_seconds_to_text(claim.valid_until_unix_s)),
                                       same_in_both(unix_seconds_to_text(recorded_at_unix_s))));
    if (in_itself) return Answer<Admitted>(*in_itself);
    if (auto differ = check_cosignatures_carried(signed_claim)) return Answer<Admitted>(std::move(*differ));
    TIMEBANK_TRY(author, read_signer(reader, claim.author));
    if (!author)
        return Answer<Admitted>(
            refuse(RefusalCode::key_unknown, "author", {}, same_in_both(to_text(claim.author))));
    FirstRefusal first;
    TIMEBANK_TRY(acting_for, read_survivor(reader, claim.acting_for));
    TIMEBANK_TRY(decided, claim_decided(reader, claim));
    const Claim& about = decided ? *decided : claim;  // says who is concerned
    first.consider(check_authority(claim, *author, acting_for, about));
    TIMEBANK_CHECK(check_cosigners(reader, signed_claim, *author, about, first));
    if (first.get()) return Answer<Admitted>(*first.get());
    return Answer<Admitted>(Admitted{});
}

std::optional<Refusal> check_in_itself(const SignedClaim& claim) {
    auto verified = verify_signatures(claim);
    if (verified) return std::nullopt;
    return refuse(RefusalCode::signature_invalid, "signature", {}, verified.error().text);
}

}  // namespace timebank
