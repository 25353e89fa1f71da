#include "entry/changes.hpp"

namespace entry_tests {
namespace {

using namespace timebank;

template <class Content>
void add(std::vector<Change>& all, const std::string& name, ClaimKind kind, void (*change)(Content&)) {
    all.push_back({name, kind, [=](Claim& claim) { change(std::get<Content>(claim.content)); }});
}

void add_head(std::vector<Change>& all, ClaimKind kind) {
    all.push_back({"origin", kind, [](Claim& claim) { claim.origin += "2"; }});
    all.push_back({"ledger", kind, [](Claim& claim) { claim.ledger[31] ^= 1; }});
    all.push_back({"id", kind, [](Claim& claim) { claim.id.bytes[15] ^= 1; }});
    all.push_back({"acting_for", kind, [](Claim& claim) { claim.acting_for += "x"; }});
    all.push_back({"capacity", kind, [](Claim& claim) {
                       claim.capacity = claim.capacity == Capacity::self ? Capacity::agent : Capacity::self;
                   }});
    all.push_back({"group", kind, [](Claim& claim) { claim.group[31] ^= 1; }});
    all.push_back({"batch", kind, [](Claim& claim) { claim.batch[0] ^= 1; }});
    all.push_back({"valid_until", kind, [](Claim& claim) { claim.valid_until_unix_s += 1; }});
    all.push_back({"cosigners", kind, [](Claim& claim) {
                       claim.cosigners.insert(claim.cosigners.begin(), CosignerCapacity::receiver);
                   }});
}

void add_office(std::vector<Change>& all) {
    using Genesis = GenesisContent;
    add<Genesis>(all, "log_key", ClaimKind::genesis, [](Genesis& c) { c.log_key.bytes[0] ^= 1; });
    add<Genesis>(all, "operator_key", ClaimKind::genesis, [](Genesis& c) { c.operator_key.bytes[0] ^= 1; });
    add<Genesis>(all, "recovery_keys", ClaimKind::genesis,
                 [](Genesis& c) { c.recovery_keys[1].bytes[31] ^= 1; });
    add<Genesis>(all, "recovery_keys", ClaimKind::genesis, [](Genesis& c) { c.recovery_keys.pop_back(); });
    add<Genesis>(all, "recovery_threshold", ClaimKind::genesis, [](Genesis& c) { c.recovery_threshold = 2; });
    add<KeyContent>(all, "key", ClaimKind::key, [](KeyContent& c) { c.key.bytes[0] ^= 1; });
    add<KeyContent>(all, "role", ClaimKind::key, [](KeyContent& c) { c.role = Role::app; });
    add<KeyContent>(all, "owner", ClaimKind::key, [](KeyContent& c) { c.owner = "m002"; });
    add<UnitContent>(all, "code", ClaimKind::unit, [](UnitContent& c) { c.code = "point"; });
    add<UnitContent>(all, "minor_units_in_one", ClaimKind::unit,
                     [](UnitContent& c) { c.minor_units_in_one = 1; });
    add<UnitContent>(all, "minutes_in_one", ClaimKind::unit, [](UnitContent& c) { c.minutes_in_one = 0; });
    add<UnitContent>(all, "name", ClaimKind::unit, [](UnitContent& c) { c.name.zh += "数"; });
    add<UnitContent>(all, "name", ClaimKind::unit, [](UnitContent& c) { c.name.en += "!"; });
    add<StandardContent>(all, "document", ClaimKind::standard,
                         [](StandardContent& c) { c.document[5] ^= 1; });
    add<AccountContent>(all, "owner", ClaimKind::account, [](AccountContent& c) { c.owner = "m002"; });
    add<AccountContent>(all, "class", ClaimKind::account,
                        [](AccountContent& c) { c.account_class = AccountClass::partner_ledger; });
    add<AccountContent>(all, "tags", ClaimKind::account, [](AccountContent& c) { c.tags.pop_back(); });
    add<AccountContent>(all, "member_of", ClaimKind::account,
                        [](AccountContent& c) { c.member_of.erase(c.member_of.begin()); });
    add<AccountContent>(all, "member_of", ClaimKind::account,
                        [](AccountContent& c) { c.member_of.back() = "team-4"; });
    add<AccountContent>(all, "commitments", ClaimKind::account,
                        [](AccountContent& c) { c.commitments.back().field = "photo"; });
    add<AccountContent>(all, "commitments", ClaimKind::account,
                        [](AccountContent& c) { c.commitments.back().digest[31] ^= 1; });
}

void add_service(std::vector<Change>& all) {
    using Service = ServiceContent;
    auto field = [&](const std::string& name, void (*change)(Service&)) {
        add<Service>(all, name, ClaimKind::service, change);
    };
    field("session", [](Service& c) { c.session[15] ^= 1; });
    field("category", [](Service& c) { c.category = "canteen"; });
    field("agreed", [](Service& c) { c.agreed.reset(); });
    field("agreed", [](Service& c) { c.agreed->start.local_minutes += 1; });
    field("agreed", [](Service& c) { c.agreed->end.local_minutes += 1; });
    field("actual.start", [](Service& c) { c.actual.start.local_minutes += 1; });
    field("actual.start", [](Service& c) { c.actual.start.offset_minutes += 1; });
    field("actual.end", [](Service& c) { c.actual.end.local_minutes += 1; });
    field("actual.end", [](Service& c) { c.actual.end.offset_minutes -= 1; });
    field("travel_minutes", [](Service& c) { c.travel_minutes += 1; });
    field("quantity", [](Service& c) { c.quantity += 1; });
    field("place", [](Service& c) { c.place.clear(); });
    field("on_behalf_of", [](Service& c) { c.on_behalf_of = "h002"; });
    field("participants", [](Service& c) { c.participants.pop_back(); });
    field("participants", [](Service& c) { std::swap(c.participants[0], c.participants[1]); });
    field("participants", [](Service& c) { c.participants[0].owner = "m004"; });
    field("participants", [](Service& c) { c.participants[0].role = "attendee"; });
    field("participants", [](Service& c) { c.participants[2].own_minutes.reset(); });
    field("participants", [](Service& c) { c.participants[0].evidence.kind = EvidenceKind::none; });
    field("participants", [](Service& c) { c.participants[0].evidence.grade += 1; });
    field("participants", [](Service& c) { c.participants[0].evidence.digest = {}; });
    field("participants", [](Service& c) { c.participants[0].facts[0].code = "ages"; });
    field("participants", [](Service& c) { c.participants[0].facts[0].value += 1; });
    field("facts", [](Service& c) { c.facts[0].code = "heat"; });
    field("facts", [](Service& c) { c.facts[0].value += 1; });
    field("commitments", [](Service& c) { c.commitments[0].field = "contacts"; });
    field("commitments", [](Service& c) { c.commitments[0].digest[0] ^= 1; });
}

void add_others(std::vector<Change>& all) {
    using Redemption = RedemptionContent;
    using Reversal = ReversalContent;
    add<Redemption>(all, "owner", ClaimKind::redemption, [](Redemption& c) { c.owner = "m002"; });
    add<Redemption>(all, "item", ClaimKind::redemption, [](Redemption& c) { c.item = "breakfast"; });
    add<Redemption>(all, "quantity", ClaimKind::redemption, [](Redemption& c) { c.quantity += 1; });
    add<Redemption>(all, "at", ClaimKind::redemption, [](Redemption& c) { c.at.local_minutes += 1; });
    add<Redemption>(all, "at", ClaimKind::redemption, [](Redemption& c) { c.at.offset_minutes += 1; });
    add<Redemption>(all, "receiver", ClaimKind::redemption, [](Redemption& c) { c.receiver.clear(); });
    add<Redemption>(all, "facts", ClaimKind::redemption, [](Redemption& c) { c.facts.clear(); });
    add<Redemption>(all, "commitments", ClaimKind::redemption, [](Redemption& c) { c.commitments.clear(); });
    add<Reversal>(all, "entry", ClaimKind::reversal, [](Reversal& c) { c.entry_index += 1; });
    add<Reversal>(all, "claim", ClaimKind::reversal, [](Reversal& c) { c.claim_id.bytes[15] ^= 1; });
    add<Reversal>(all, "reason", ClaimKind::reversal, [](Reversal& c) { c.reason = "wrong-time"; });
    add<Reversal>(all, "units", ClaimKind::reversal, [](Reversal& c) { c.units.pop_back(); });
    add<Reversal>(all, "units", ClaimKind::reversal, [](Reversal& c) { c.units[0] = "coin"; });
}

void add_openings(std::vector<Change>& all) {
    using Opening = OpeningContent;
    auto field = [&](const std::string& name, void (*change)(Opening&)) {
        add<Opening>(all, name, ClaimKind::opening, change);
    };
    field("owner", [](Opening& c) { c.owner = "m002"; });
    field("issuer", [](Opening& c) { c.issuer = "issuer-2"; });
    field("unit", [](Opening& c) { c.unit = "point"; });
    field("minor_units", [](Opening& c) { c.amount.minor_units += 1; });
    field("minor_units", [](Opening& c) { c.amount.minor_units *= -1; });
    field("lot_date", [](Opening& c) { c.lot_date.days += 1; });
    field("source", [](Opening& c) { c.source[31] ^= 1; });
}

void add_transfers_and_merges(std::vector<Change>& all) {
    using Transfer = TransferContent;
    using Merge = MergeContent;
    auto field = [&](const std::string& name, void (*change)(Transfer&)) {
        add<Transfer>(all, name, ClaimKind::transfer, change);
    };
    field("from", [](Transfer& c) { c.from = "m002"; });
    field("to", [](Transfer& c) { c.to = "m003"; });
    field("unit", [](Transfer& c) { c.unit = "hour"; });
    field("minor_units", [](Transfer& c) { c.amount.minor_units += 1; });
    field("at", [](Transfer& c) { c.at.local_minutes += 1; });
    field("at", [](Transfer& c) { c.at.offset_minutes += 1; });
    field("purpose", [](Transfer& c) { c.purpose = "gift"; });
    field("facts", [](Transfer& c) { c.facts[0].value += 1; });
    field("commitments", [](Transfer& c) { c.commitments.clear(); });
    add<Merge>(all, "owner", ClaimKind::merge, [](Merge& c) { c.owner = "m008"; });
    add<Merge>(all, "into", ClaimKind::merge, [](Merge& c) { c.into = "m002"; });
    add<Merge>(all, "reason", ClaimKind::merge, [](Merge& c) { c.reason = "moved-house"; });
}

void add_rulings(std::vector<Change>& all) {
    using Ruling = RulingContent;
    add<Ruling>(all, "entry", ClaimKind::ruling, [](Ruling& c) { c.entry_index += 1; });
    add<Ruling>(all, "claim", ClaimKind::ruling, [](Ruling& c) { c.claim_id.bytes[15] ^= 1; });
    add<Ruling>(all, "outcome", ClaimKind::ruling, [](Ruling& c) { c.outcome = RulingOutcome::refused; });
    add<Ruling>(all, "reason", ClaimKind::ruling, [](Ruling& c) { c.reason = "appeal-upheld"; });
}

}  // namespace

std::vector<Change> changes_of_every_field() {
    std::vector<Change> all;
    for (std::uint8_t kind = 1; kind <= std::variant_size_v<ClaimContent>; ++kind)
        add_head(all, static_cast<ClaimKind>(kind));
    add_office(all);
    add_service(all);
    add_others(all);
    add_openings(all);
    add_transfers_and_merges(all);
    add_rulings(all);
    return all;
}

}  // namespace entry_tests
