#include "decision/admit.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/authority.hpp"
#include "decision/precedence.hpp"
#include "decision/ruling.hpp"

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

Refusal refuse(RefusalCode code, std::string rule, std::string limit, std::string found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}

bool is_office(Role role) {
    return role != Role::member && role != Role::app;
}

/// What the office does in its own name, whoever of it signs.
bool is_office_business(ClaimKind kind) {
    switch (kind) {
        case ClaimKind::unit:
        case ClaimKind::standard:
        case ClaimKind::reversal:
        case ClaimKind::opening:
        case ClaimKind::merge:
            return true;
        default:
            return false;
    }
}

/// The account that the author acts for must be one of those concerned; only its owner may spend or give from
/// it, whoever receives.
bool may_act_for(const Claim& claim, const KeyRecord& author, const Claim& about) {
    if (claim.acting_for.empty()) return author.role != Role::app;  // an app always acts for somebody
    if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content))
        return redemption->owner == claim.acting_for;
    if (const auto* transfer = std::get_if<TransferContent>(&claim.content))
        return transfer->from == claim.acting_for;
    if (const auto* ruling = std::get_if<RulingContent>(&claim.content)) {
        // Whether there is such a service is decide()'s to say.
        const auto* service = std::get_if<ServiceContent>(&about.content);
        return !service || may_rule_for(*service, claim.acting_for, ruling->outcome, author.role);
    }
    return is_office_business(claim.kind()) || is_concerned(claim, claim.acting_for);
}

/// Whom a member's own service names besides the member and whoever receives. That a receiver is not paid
/// either is decide_service()'s to see, which knows the rules.
const Participant* credited_other(const Claim& claim) {
    const auto* service = std::get_if<ServiceContent>(&claim.content);
    if (!service) return nullptr;
    auto other = std::find_if(
        service->participants.begin(), service->participants.end(),
        [&](const auto& one) { return one.owner != claim.acting_for && one.role != "receiver"; });
    return other == service->participants.end() ? nullptr : &*other;
}

/// A key as it counts now: its owner is who stands for the owner that it was enrolled for.
Result<std::optional<KeyRecord>> read_signer(const Reader& reader, const PublicKey& key) {
    TIMEBANK_TRY(record, read_key(reader, key));
    if (!record || record->owner.empty()) return record;
    TIMEBANK_TRY(survivor, read_survivor(reader, record->owner));
    record->owner = std::move(survivor);
    return record;
}

/// `acting_for` is who stands for the account now. A claim for an account that was merged has its answer from
/// decide(), which names the other one: what is to be said of who acts for it waits until then.
Refused check_authority(const Claim& claim, const KeyRecord& author, const std::string& acting_for,
                        const Claim& about) {
    const auto right = author.owner == acting_for ? Capacity::self : Capacity::agent;
    if (claim.capacity != right)
        return refuse(RefusalCode::capacity_wrong, "capacity", std::string(to_text(right)),
                      std::string(to_text(claim.capacity)));
    if (!may_author(claim.kind(), author.role, claim.capacity))
        return refuse(RefusalCode::role_not_allowed, std::string(to_text(claim.kind())),
                      roles_that_may_author(claim.kind()), std::string(to_text(author.role)));
    const auto* ruling = std::get_if<RulingContent>(&claim.content);
    if (ruling && is_for_office(ruling->outcome) && !is_office(author.role))
        return refuse(RefusalCode::role_not_allowed, "ruling " + std::string(to_text(ruling->outcome)),
                      "operator, officer, coordinator", std::string(to_text(author.role)));
    if (acting_for != claim.acting_for) return std::nullopt;
    if (!may_act_for(claim, author, about))
        return refuse(RefusalCode::not_concerned, "acting_for", "", claim.acting_for);
    if (author.role == Role::member)
        if (const auto* other = credited_other(claim))
            return refuse(RefusalCode::credits_others, "participants", claim.acting_for, other->owner);
    return std::nullopt;
}

bool is_officer(Role role) {
    return role == Role::operator_ || role == Role::officer;
}

/// A cosigner who is enrolled must be what they sign as.
Refused check_cosigner(const Claim& about, CosignerCapacity capacity, const KeyRecord& cosigner) {
    if (capacity == CosignerCapacity::coordinator && !is_office(cosigner.role))
        return refuse(RefusalCode::role_not_allowed, "cosignatures", "operator, officer, coordinator",
                      std::string(to_text(cosigner.role)));
    if (capacity == CosignerCapacity::officer && !is_officer(cosigner.role))
        return refuse(RefusalCode::role_not_allowed, "cosignatures", "operator, officer",
                      std::string(to_text(cosigner.role)));
    if (capacity == CosignerCapacity::receiver && !is_receiving(about, cosigner.owner))
        return refuse(RefusalCode::not_concerned, "cosignatures", "", cosigner.owner);
    return std::nullopt;
}

/// What one person alone must not do: make credits without a service, or undo that, or join two people's
/// books.
Result<bool> takes_two_officers(const Reader& reader, const Claim& claim) {
    if (claim.kind() == ClaimKind::opening || claim.kind() == ClaimKind::merge) return true;
    const auto* reversal = std::get_if<ReversalContent>(&claim.content);
    if (!reversal) return false;
    TIMEBANK_TRY(reversed, read_entry(reader, reversal->entry_index));
    return reversed && reversed->signed_claim.claim.kind() == ClaimKind::opening;
}

/// Nothing for claims that are no ruling.
Result<std::optional<Claim>> service_ruled_on(const Reader& reader, const Claim& claim) {
    const auto* ruling = std::get_if<RulingContent>(&claim.content);
    return ruling ? ruled_service(reader, *ruling) : std::optional<Claim>();
}

/// Every cosigner must be enrolled, but for the holder of a new key, who is just being enrolled.
Result<void> check_cosigners(const Reader& reader, const SignedClaim& claim, const KeyRecord& author,
                             const Claim& about, FirstRefusal& first) {
    const auto* enrolled = std::get_if<KeyContent>(&claim.claim.content);
    bool possession = false;
    bool second_officer = false;
    for (const auto& one : claim.cosignatures) {
        if (one.capacity == CosignerCapacity::key_holder) {
            const bool holds = enrolled && one.key == enrolled->key;
            possession = possession || holds;
            if (!holds)
                first.consider(refuse(RefusalCode::capacity_wrong, "cosignatures",
                                      "receiver, coordinator, officer", "key-holder"));
            continue;
        }
        TIMEBANK_TRY(record, read_signer(reader, one.key));
        if (one.key == claim.claim.author)  // nobody is their own second person
            first.consider(refuse(RefusalCode::not_concerned, "cosignatures", "", to_text(one.key)));
        first.consider(record ? check_cosigner(about, one.capacity, *record)
                              : refuse(RefusalCode::key_unknown, "cosignatures", "", to_text(one.key)));
        // A second key of the author's own is no second person; whoever is no officer was refused just above.
        const bool same_person = record && !record->owner.empty() && record->owner == author.owner;
        second_officer = second_officer || (one.capacity == CosignerCapacity::officer && !same_person);
    }
    if (enrolled && !possession)
        first.consider(refuse(RefusalCode::possession_missing, "cosignatures", "", ""));
    if (second_officer) return {};
    TIMEBANK_TRY(two_officers, takes_two_officers(reader, claim.claim));
    if (two_officers)
        first.consider(refuse(RefusalCode::second_officer_missing, std::string(to_text(claim.claim.kind())),
                              "officer", ""));
    return {};
}

}  // namespace

Result<Admission> admit(const Reader& reader, const std::string& origin, const SignedClaim& signed_claim,
                        const std::optional<Refusal>& in_itself, std::int64_t recorded_at_unix_s) {
    const auto& claim = signed_claim.claim;
    if (claim.origin != origin)
        return Admission(refuse(RefusalCode::origin_differs, "origin", origin, claim.origin));
    TIMEBANK_TRY(index, read_number(reader, Table::ids, key_of::id(claim.id)));
    if (index) {
        TIMEBANK_TRY(entry, read_entry(reader, *index));
        if (!entry)
            return fail(Code::data_damaged, "数据文件损坏：条目 {} 不在日志中。请停止写入并运行 audit",
                        "data file damaged: entry {} is not in the log. Stop writing and run audit",
                        {std::to_string(*index)});
        auto difference = first_difference(entry->signed_claim.claim, claim);
        if (!difference) return Admission(Exists{*index});
        return Admission(
            refuse(RefusalCode::id_used, to_text(claim.id), std::to_string(*index), *difference));
    }
    if (claim.valid_until_unix_s != 0 && recorded_at_unix_s > claim.valid_until_unix_s)
        return Admission(refuse(RefusalCode::claim_expired, "valid_until",
                                unix_seconds_to_text(claim.valid_until_unix_s),
                                unix_seconds_to_text(recorded_at_unix_s)));
    if (in_itself) return Admission(*in_itself);
    TIMEBANK_TRY(author, read_signer(reader, claim.author));
    if (!author) return Admission(refuse(RefusalCode::key_unknown, "author", "", to_text(claim.author)));
    FirstRefusal first;
    TIMEBANK_TRY(acting_for, read_survivor(reader, claim.acting_for));
    TIMEBANK_TRY(service, service_ruled_on(reader, claim));
    const Claim& about = service ? *service : claim;  // says who is concerned
    first.consider(check_authority(claim, *author, acting_for, about));
    TIMEBANK_CHECK(check_cosigners(reader, signed_claim, *author, about, first));
    if (first.get()) return Admission(*first.get());
    return Admission(Admitted{});
}

std::optional<Refusal> check_in_itself(const SignedClaim& claim) {
    auto verified = verify_signatures(claim);
    if (verified) return std::nullopt;
    return refuse(RefusalCode::signature_invalid, "signature", "", verified.error().text.en);
}

}  // namespace timebank
