#include <string>

#include "timebank/claim.hpp"

namespace timebank {
namespace {

/// Remembers the first name whose two values differ.
class Difference {
  public:
    template <class Value>
    Difference& compare(std::string_view name, const Value& a, const Value& b) {
        if (!found_ && !(a == b)) found_ = std::string(name);
        return *this;
    }
    std::optional<std::string> found() const { return found_; }

  private:
    std::optional<std::string> found_;
};

void compare_contents(Difference& all, const GenesisContent& a, const GenesisContent& b) {
    all.compare("log_key", a.log_key, b.log_key)
        .compare("operator_key", a.operator_key, b.operator_key)
        .compare("recovery_keys", a.recovery_keys, b.recovery_keys)
        .compare("recovery_threshold", a.recovery_threshold, b.recovery_threshold);
}
void compare_contents(Difference& all, const KeyContent& a, const KeyContent& b) {
    all.compare("key", a.key, b.key).compare("role", a.role, b.role).compare("owner", a.owner, b.owner);
}
void compare_contents(Difference& all, const UnitContent& a, const UnitContent& b) {
    all.compare("code", a.code, b.code)
        .compare("minor_units_in_one", a.minor_units_in_one, b.minor_units_in_one)
        .compare("minutes_in_one", a.minutes_in_one, b.minutes_in_one)
        .compare("name", a.name, b.name);
}
void compare_contents(Difference& all, const StandardContent& a, const StandardContent& b) {
    all.compare("document", a.document, b.document);
}
void compare_contents(Difference& all, const AccountContent& a, const AccountContent& b) {
    all.compare("owner", a.owner, b.owner)
        .compare("class", a.account_class, b.account_class)
        .compare("tags", a.tags, b.tags)
        .compare("member_of", a.member_of, b.member_of)
        .compare("commitments", a.commitments, b.commitments);
}
void compare_contents(Difference& all, const ServiceContent& a, const ServiceContent& b) {
    all.compare("session", a.session, b.session)
        .compare("category", a.category, b.category)
        .compare("agreed", a.agreed, b.agreed)
        .compare("actual.start", a.actual.start, b.actual.start)
        .compare("actual.end", a.actual.end, b.actual.end)
        .compare("travel_minutes", a.travel_minutes, b.travel_minutes)
        .compare("quantity", a.quantity, b.quantity)
        .compare("place", a.place, b.place)
        .compare("on_behalf_of", a.on_behalf_of, b.on_behalf_of)
        .compare("participants", a.participants, b.participants)
        .compare("facts", a.facts, b.facts)
        .compare("commitments", a.commitments, b.commitments);
}
void compare_contents(Difference& all, const RedemptionContent& a, const RedemptionContent& b) {
    all.compare("owner", a.owner, b.owner)
        .compare("item", a.item, b.item)
        .compare("quantity", a.quantity, b.quantity)
        .compare("at", a.at, b.at)
        .compare("receiver", a.receiver, b.receiver)
        .compare("facts", a.facts, b.facts)
        .compare("commitments", a.commitments, b.commitments);
}
void compare_contents(Difference& all, const ReversalContent& a, const ReversalContent& b) {
    all.compare("entry", a.entry_index, b.entry_index)
        .compare("claim", a.claim_id, b.claim_id)
        .compare("reason", a.reason, b.reason)
        .compare("units", a.units, b.units);
}
void compare_contents(Difference& all, const OpeningContent& a, const OpeningContent& b) {
    all.compare("owner", a.owner, b.owner)
        .compare("issuer", a.issuer, b.issuer)
        .compare("unit", a.unit, b.unit)
        .compare("minor_units", a.amount, b.amount)
        .compare("lot_date", a.lot_date, b.lot_date)
        .compare("source", a.source, b.source);
}
void compare_contents(Difference& all, const TransferContent& a, const TransferContent& b) {
    all.compare("from", a.from, b.from)
        .compare("to", a.to, b.to)
        .compare("unit", a.unit, b.unit)
        .compare("minor_units", a.amount, b.amount)
        .compare("at", a.at, b.at)
        .compare("purpose", a.purpose, b.purpose)
        .compare("facts", a.facts, b.facts)
        .compare("commitments", a.commitments, b.commitments);
}
void compare_contents(Difference& all, const MergeContent& a, const MergeContent& b) {
    all.compare("owner", a.owner, b.owner)
        .compare("into", a.into, b.into)
        .compare("reason", a.reason, b.reason);
}

void compare_contents(Difference& all, const RulingContent& a, const RulingContent& b) {
    all.compare("entry", a.entry_index, b.entry_index)
        .compare("claim", a.claim_id, b.claim_id)
        .compare("outcome", a.outcome, b.outcome)
        .compare("reason", a.reason, b.reason);
}

}  // namespace

std::optional<std::string> first_difference(const Claim& a, const Claim& b) {
    Difference all;
    all.compare("origin", a.origin, b.origin)
        .compare("id", a.id, b.id)
        .compare("kind", a.kind(), b.kind())
        .compare("acting_for", a.acting_for, b.acting_for)
        .compare("author", a.author, b.author)
        .compare("capacity", a.capacity, b.capacity)
        .compare("group", a.group, b.group)
        .compare("batch", a.batch, b.batch)
        .compare("valid_until", a.valid_until_unix_s, b.valid_until_unix_s);
    if (a.kind() == b.kind())
        std::visit(
            [&](const auto& content) {
                using Content = std::decay_t<decltype(content)>;
                if (const auto* other = std::get_if<Content>(&b.content))
                    compare_contents(all, content, *other);
            },
            a.content);
    return all.found();
}

}  // namespace timebank
