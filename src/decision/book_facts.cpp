#include "decision/book_facts.hpp"

#include <algorithm>
#include <charconv>

#include "core/try.hpp"
#include "decision/counting.hpp"
#include "decision/kinds.hpp"
#include "decision/named.hpp"
#include "decision/service_times.hpp"

// What each kind of fact is, in the book. See FactKind.

namespace timebank {
namespace {

Error no_such_fact(const FactKey& key) {
    return fail(Code::bad_proof, "没有“{}”这样的事实", "there is no such fact as \"{}\"", {to_text(key)});
}

std::int64_t yes(bool answer) {
    return answer ? 1 : 0;
}

template <class T>
std::int64_t index_or_none(const std::optional<T>& index) {
    return index ? static_cast<std::int64_t>(*index) : -1;
}

/// "377" or "377.hour": an entry, and a unit of what it awarded.
struct EntryPart {
    std::uint64_t index = 0;
    std::string_view unit;
};
std::optional<EntryPart> entry_part(std::string_view name) {
    EntryPart part;
    const auto dot = name.find('.');
    const auto number = name.substr(0, dot);
    const auto* end = number.data() + number.size();
    const auto [stopped, fault] = std::from_chars(number.data(), end, part.index);
    if (fault != std::errc() || stopped != end || std::to_string(part.index) != number) return std::nullopt;
    if (dot != std::string_view::npos) part.unit = name.substr(dot + 1);
    return part;
}

}  // namespace

namespace {

std::string_view word(EditionDate date) {
    return date == EditionDate::recording ? "recording" : "occurrence";
}

std::optional<StandardKind> standard_kind(std::string_view word) {
    for (const auto kind : {StandardKind::credit, StandardKind::redemption})
        if (to_text(kind) == word) return kind;
    return std::nullopt;
}

}  // namespace

std::string line_of(StandardKind kind, std::string_view id, EditionDate date) {
    return std::string(to_text(kind)) + "/" + std::string(id) + "/" + std::string(word(date));
}

Result<std::int64_t> BookFacts::ask(const FactKey& key) {
    TIMEBANK_TRY(value, look_up(key));
    asked_.push_back({key.kind, std::string(key.owner), std::string(key.name), value});
    return value;
}

Result<std::int64_t> BookFacts::look_up(const FactKey& key) {
    switch (key.kind) {
        case FactKind::account_class:
        case FactKind::merged_into:
        case FactKind::opened_on:
        case FactKind::tag:
        case FactKind::tags:
        case FactKind::member_of:
        case FactKind::memberships:
            return about_account(key);
        case FactKind::groups:
        case FactKind::household:
        case FactKind::team:
        case FactKind::shares_household:
            return about_group(key);
        case FactKind::balance:
        case FactKind::balances:
        case FactKind::set_aside:
            return balance(key);
        case FactKind::tally:
        case FactKind::tally_denominator:
        case FactKind::tally_given:
            return sum(key);
        case FactKind::signed_by:
        case FactKind::cosigned:
        case FactKind::author_is_member:
        case FactKind::rules_alone:
            return about_signers(key);
        case FactKind::key_enrolled:
        case FactKind::unit_defined:
        case FactKind::minor_units:
        case FactKind::line_fits:
            return about_units_and_keys(key);
        case FactKind::overlaps:
        case FactKind::ruling_state:
        case FactKind::awarded_at:
        case FactKind::reversed_by:
        case FactKind::hold_items:
        case FactKind::hold_amount:
            return about_services(key);
    }
    return no_such_fact(key);
}

Result<const BookFacts::Account*> BookFacts::account(std::string_view owner) {
    auto known = accounts_.find(owner);
    if (known == accounts_.end()) {
        TIMEBANK_TRY(record, read_account(reader_, owner));
        known = accounts_.emplace(std::string(owner), std::move(record)).first;
    }
    return &known->second;
}

Result<const Signers*> BookFacts::signers() {
    if (!signers_) {
        TIMEBANK_TRY(read, read_signers());
        signers_ = std::move(read);
    }
    return &*signers_;
}

Result<Signers> BookFacts::read_signers() const {
    return signers_of(reader_, claim_);
}

/// The claim whose rules are asked.
Result<const Claim*> BookFacts::decided() {
    if (!decided_) {
        TIMEBANK_TRY(read, claim_decided(reader_, claim_.claim));
        decided_ = std::move(read);
    }
    return *decided_ ? &**decided_ : &claim_.claim;
}

const Entry* BookFacts::entry(std::uint64_t index) {
    auto known = entries_.find(index);
    if (known == entries_.end()) {
        auto read = read_entry(reader_, index);
        if (!read) {
            fail_with(read.error());
            return nullptr;
        }
        known = entries_.emplace(index, std::move(*read)).first;
    }
    return known->second ? &*known->second : nullptr;
}

Result<std::int64_t> BookFacts::about_account(const FactKey& key) {
    TIMEBANK_TRY(found, account(key.owner));
    const auto& record = *found;
    if (!record) return std::int64_t{0};
    const auto& content = record->content;
    const bool merged = !record->merged_into.empty();
    const auto has = [&](const std::vector<std::string>& sorted) {
        return yes(std::binary_search(sorted.begin(), sorted.end(), key.name, std::less<>()));
    };
    switch (key.kind) {
        case FactKind::account_class: {
            const auto number = static_cast<std::int64_t>(content.account_class);
            return merged ? -number : number;
        }
        case FactKind::merged_into: {
            if (!merged) return std::int64_t{0};
            TIMEBANK_TRY(survivor, read_survivor(reader_, key.owner));
            return yes(key.name.empty() || key.name == survivor);
        }
        case FactKind::opened_on:
            return std::int64_t{record->opened_on.days};
        case FactKind::tag:
            return has(content.tags);
        case FactKind::tags:
            return static_cast<std::int64_t>(content.tags.size());
        case FactKind::member_of:
            return has(content.member_of);
        default:
            return static_cast<std::int64_t>(content.member_of.size());
    }
}

/// The households and teams that the account is a member of, in the order of their names.
Result<std::vector<BookFacts::Group>> BookFacts::groups(std::string_view owner) {
    std::vector<Group> groups;
    TIMEBANK_TRY(found, account(owner));
    if (!*found) return groups;
    const auto member_of = (*found)->content.member_of;
    for (const auto& name : member_of) {
        TIMEBANK_TRY(group, account(name));
        if (!*group) continue;
        const auto group_class = (*group)->content.account_class;
        if (group_class == AccountClass::household) groups.push_back({FactKind::household, name});
        if (group_class == AccountClass::team) groups.push_back({FactKind::team, name});
    }
    return groups;
}

Result<std::int64_t> BookFacts::about_group(const FactKey& key) {
    if (key.kind == FactKind::shares_household) return shares_household(key.owner, key.name);
    TIMEBANK_TRY(all, groups(key.owner));
    if (key.kind == FactKind::groups) return static_cast<std::int64_t>(all.size());
    return yes(std::any_of(all.begin(), all.end(),
                           [&](const Group& one) { return one.kind == key.kind && one.name == key.name; }));
}

/// A household belongs to itself.
Result<std::int64_t> BookFacts::shares_household(std::string_view giver, std::string_view receiver) {
    const auto households = [&](std::string_view owner) -> Result<std::vector<std::string>> {
        std::vector<std::string> names;
        TIMEBANK_TRY(found, account(owner));
        if (*found && (*found)->content.account_class == AccountClass::household) names.emplace_back(owner);
        TIMEBANK_TRY(all, groups(owner));
        for (auto& one : all)
            if (one.kind == FactKind::household) names.push_back(std::move(one.name));
        return names;
    };
    TIMEBANK_TRY(givers, households(giver));
    TIMEBANK_TRY(receivers, households(receiver));
    return yes(std::any_of(givers.begin(), givers.end(), [&](const auto& name) {
        return std::find(receivers.begin(), receivers.end(), name) != receivers.end();
    }));
}

Result<std::int64_t> BookFacts::balance(const FactKey& key) {
    if (key.kind == FactKind::balance) {
        TIMEBANK_TRY(amount, read_balance(reader_, key.owner, key.name));
        return amount.minor_units;
    }
    if (key.kind == FactKind::set_aside) {
        TIMEBANK_TRY(amount, read_set_aside(reader_, key.owner, key.name));
        return amount.minor_units;
    }
    TIMEBANK_TRY(all, read_balances(reader_, key.owner));
    return static_cast<std::int64_t>(
        std::count_if(all.begin(), all.end(), [](const auto& one) { return one.amount.minor_units != 0; }));
}

Result<void> BookFacts::ask_list(const FactKey& key, std::int64_t count) {
    if (count == 0) return {};
    if (key.kind == FactKind::merged_into) {
        TIMEBANK_TRY(survivor, read_survivor(reader_, key.owner));
        asked_.push_back({key.kind, std::string(key.owner), survivor, 1});
    } else if (key.kind == FactKind::groups) {
        TIMEBANK_TRY(all, groups(key.owner));
        for (auto& one : all) asked_.push_back({one.kind, std::string(key.owner), std::move(one.name), 1});
    } else if (key.kind == FactKind::balances) {
        TIMEBANK_TRY(all, read_balances(reader_, key.owner));
        for (auto& one : all)
            if (one.amount.minor_units != 0)
                asked_.push_back({FactKind::balance, one.owner, std::move(one.unit), one.amount.minor_units});
    }
    return {};
}

Result<std::int64_t> BookFacts::sum(const FactKey& key) {
    if (!last_sum_ || last_sum_->owner != key.owner || last_sum_->name != key.name) {
        const standard::Reading* reading = nullptr;
        if (plan_)
            for (const auto& one : plan_->readings)
                if (one.fact_name == key.name) reading = &one;
        if (!reading) return no_such_fact(key);
        CivilDate since{};
        if (reading->period.window == standard::Window::membership_year) {
            TIMEBANK_TRY(record, account(key.owner));
            if (*record) since = (*record)->opened_on;
        }
        TIMEBANK_TRY(claim, decided());
        TIMEBANK_TRY(value, read_sum(reader_, *plan_, *reading, key.owner, place(*claim), since));
        last_sum_ = Sum{std::string(key.owner), std::string(key.name), value};
    }
    const auto& value = last_sum_->value;
    if (key.kind == FactKind::tally_denominator) return value.denominator;
    return key.kind == FactKind::tally_given ? value.given : value.numerator;
}

TallyPlace BookFacts::place(const Claim& claim) const {
    return place_of(claim);
}

Result<std::int64_t> BookFacts::about_signers(const FactKey& key) {
    TIMEBANK_TRY(found, signers());
    const auto& signers = *found;
    switch (key.kind) {
        case FactKind::signed_by: {
            const auto role = parse_role(key.name);
            if (key.owner.empty()) return yes(role && signers.roles.count(*role) != 0);
            return yes(role == Role::member && signers.members.count(std::string(key.owner)) != 0);
        }
        case FactKind::cosigned: {
            const auto capacity = parse_cosigner_capacity(key.name);
            return yes(capacity && signers.capacities.count(*capacity) != 0);
        }
        case FactKind::rules_alone:
            return yes(signers.alone.count(std::string(key.owner)) != 0);
        default:
            return yes(signers.author_is_member);
    }
}

Result<std::int64_t> BookFacts::about_units_and_keys(const FactKey& key) {
    switch (key.kind) {
        case FactKind::key_enrolled: {
            const auto public_key = parse_public_key(key.name);
            if (!public_key) return no_such_fact(key);
            TIMEBANK_TRY(record, read_key(reader_, *public_key));
            if (record) return static_cast<std::int64_t>(record->enrolled_at);
            // The log key was named by entry 0 and signs checkpoints alone: it is "known" from there.
            TIMEBANK_TRY(log_key, read_log_key(reader_));
            return log_key == *public_key ? std::int64_t{0} : std::int64_t{-1};
        }
        case FactKind::unit_defined: {
            TIMEBANK_TRY(record, read_unit(reader_, key.name));
            return record ? static_cast<std::int64_t>(record->defined_at) : std::int64_t{-1};
        }
        case FactKind::minor_units: {
            TIMEBANK_TRY(record, read_unit(reader_, key.name));
            return record ? record->content.minor_units_in_one : std::int64_t{0};
        }
        default: {
            const auto kind = standard_kind(key.name.substr(0, key.name.find('/')));
            if (!kind) return no_such_fact(key);
            TIMEBANK_TRY(edition, read_any_edition(reader_, *kind));
            return yes(!edition || line_of(*kind, edition->id, edition->edition_date) == key.name);
        }
    }
}

Result<std::int64_t> BookFacts::about_services(const FactKey& key) {
    if (key.kind == FactKind::overlaps) return overlaps(key.owner);
    const auto part = entry_part(key.name);
    if (!part) return no_such_fact(key);
    if (key.kind == FactKind::reversed_by) {
        TIMEBANK_TRY(by, read_number(reader_, Table::reversals, key_of::reversal(part->index, part->unit)));
        return index_or_none(by);
    }
    if (key.kind == FactKind::hold_items || key.kind == FactKind::hold_amount) {
        TIMEBANK_TRY(hold, read_hold(reader_, part->index));
        if (!hold) return std::int64_t{-1};
        return key.kind == FactKind::hold_items ? std::int64_t{hold->items} : hold->amount.minor_units;
    }
    TIMEBANK_TRY(record, read_ruling(reader_, part->index));
    if (key.kind == FactKind::ruling_state)
        return static_cast<std::int64_t>(record ? record->state : RulingState::awarded);
    return static_cast<std::int64_t>(record ? record->awarded_at : part->index);
}

/// Of a service that is confirmed, its own entry is none that it overlaps.
Result<std::int64_t> BookFacts::overlaps(std::string_view owner) {
    TIMEBANK_TRY(claim, decided());
    const auto* service = service_in(*claim);
    if (!service) return std::int64_t{-1};
    TIMEBANK_TRY(entry, read_overlap(reader_, owner, service->actual.start, occupied_minutes(*service, owner),
                                     subject_of(claim_.claim)));
    return index_or_none(entry);
}

}  // namespace timebank
