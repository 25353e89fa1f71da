#include "report/other_book.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "decision/book_facts.hpp"
#include "decision/kinds.hpp"
#include "decision/named.hpp"
#include "decision/tally.hpp"
#include "report/words.hpp"

namespace timebank::report {
namespace {

/// What no decision looks at, and what would grow with every entry.
constexpr Table tables_left_out[] = {Table::ids, Table::batches, Table::owner_entries};

bool asks_overlaps(const standard::Plan& plan) {
    return std::any_of(
        plan.categories.begin(), plan.categories.end(),
        [](const standard::Category& category) { return category.overlap != standard::Overlap::allow; });
}

/// The whole of it when a unit's name is empty.
bool add_undone(const std::vector<ReversalRecord>& parts, std::set<std::string>& units) {
    for (const auto& part : parts) units.insert(part.unit);
    return units.erase("") > 0;
}

}  // namespace

Result<ServiceStanding> standing_of_service(const Reader& reader, const Entry& service) {
    using State = ServiceStanding::State;
    ServiceStanding standing;
    TIMEBANK_TRY(parts, read_reversed_parts(reader, service.index));
    const bool undone = add_undone(parts, standing.units_undone);
    TIMEBANK_TRY(ruling, read_ruling(reader, service.index));
    if (undone) return ServiceStanding{State::undone};
    if (!ruling) {
        standing.awards = service.decision.awards;
        return standing;
    }
    if (ruling->state == RulingState::pending) return ServiceStanding{State::pending};
    if (!counts_as_served(ruling->state)) return ServiceStanding{State::not_served};
    TIMEBANK_TRY(awarding, read_entry(reader, ruling->awarded_at));
    const auto number = std::to_string(ruling->awarded_at);
    if (!awarding) return damaged("缺少条目 " + number, "entry " + number + " is missing");
    TIMEBANK_TRY(parts_there, read_reversed_parts(reader, ruling->awarded_at));
    if (add_undone(parts_there, standing.units_undone)) return ServiceStanding{State::undone};
    if (ruling->state != RulingState::zeroed) standing.awards = awarding->decision.awards;
    return standing;
}

OtherBook::OtherBook(Snapshot::PlanPointer plan)
    : plan_(std::move(plan)), asks_overlaps_(asks_overlaps(*plan_)) {}

Result<OtherBook> OtherBook::begin(const Snapshot& ledger, Snapshot::PlanPointer plan) {
    OtherBook other(std::move(plan));
    TIMEBANK_CHECK(other.define_units(ledger));
    TIMEBANK_CHECK(other.open_accounts(ledger));
    for (const auto& tally : other.plan_->tallies) {
        const auto text = to_text(tally);
        other.book_.put(Table::tally_definitions, key_of::tally_definition(tally.name),
                        Bytes(text.begin(), text.end()));
    }
    return other;
}

Result<void> OtherBook::define_units(const Snapshot& ledger) {
    for (const auto& [code, minor_units_in_one] : plan_->units) {
        TIMEBANK_TRY(known, read_unit(ledger.reader(), code));
        if (known && known->content.minor_units_in_one != minor_units_in_one)
            return fail(
                Code::invalid_argument,
                "单位 {0} 在账本中分 {1} 份，在新标准中分 {2} 份，无法比较：请改成一致",
                "the ledger divides the unit {0} into {1} parts, the new standard into {2}: they cannot be "
                "compared; let the standard say the same",
                {code, std::to_string(known->content.minor_units_in_one),
                 std::to_string(minor_units_in_one)});
        const UnitContent content =
            known ? known->content : UnitContent{code, minor_units_in_one, 0, {code, code}};
        book_.put(Table::units, key_of::code(code), encode(UnitRecord{content, 0}));
    }
    return {};
}

Result<void> OtherBook::open_accounts(const Snapshot& ledger) {
    const auto open = [&](const std::string& owner, AccountClass account_class) -> Result<void> {
        TIMEBANK_TRY(known, read_account(ledger.reader(), owner));
        AccountRecord record;
        record.content = known ? known->content : AccountContent{owner, account_class, {}, {}, {}};
        book_.put(Table::accounts, key_of::code(owner), encode(record));
        return {};
    };
    TIMEBANK_CHECK(open(plan_->issuer, AccountClass::issuer));
    for (const auto& owner : accounts_besides_issuer(*plan_)) TIMEBANK_CHECK(open(owner, AccountClass::pool));
    return {};
}

Result<Verdict> OtherBook::decide_here(const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    const auto* plan = deciding_standard(claim) == StandardKind::credit ? plan_.get() : nullptr;
    BookFacts facts(book_, plan, entry.signed_claim);
    return decide(*plans_, plan, facts, claim, entry.recorded_at_unix_s);
}

/// The entry as it is here; a refusal, after which nothing of it is, when a sum would not fit.
Result<std::optional<Refusal>> OtherBook::take(const Entry& entry, bool is_named) {
    auto next = book_.above();
    if (is_named) {
        TIMEBANK_TRY(bytes, encode_entry(entry));
        next.put(Table::log, key_of::entry(entry.index), std::move(bytes));
    }
    TIMEBANK_TRY(refusal, apply(entry, next, *plans_));
    if (refusal) return refusal;
    for (const auto table : tables_left_out) next.drop(table);
    if (!asks_overlaps_) next.drop(Table::service_times);
    book_.merge(std::move(next));
    return std::optional<Refusal>();
}

/// Whether what the entry is about is here, and as the ledger has it: a redemption, transfer or opening. A
/// service is decided anew, and one that is refused here is not here at all.
Result<bool> OtherBook::was_taken_as_recorded(const Entry& entry) const {
    TIMEBANK_TRY(root, root_of(book_, entry));
    return root && !service_at_root(entry, &root->entry);
}

/// One standard decides here; those that the ledger adopted do not. What the book was told is taken as it was
/// told; what follows from earlier entries is decided again, since those may have come to something else.
/// What was taken as recorded is reversed as recorded, even where it would be refused here.
Result<void> OtherBook::follow(const Entry& entry, bool is_named) {
    const auto& claim = entry.signed_claim.claim;
    if (document_in(claim)) return {};
    auto here = entry;
    if (subject_of(claim) || merge_in(claim)) {
        TIMEBANK_TRY(verdict, decide_here(entry));
        if (verdict) {
            here.decision = std::move(*verdict);
        } else if (subject_of(claim)) {
            TIMEBANK_TRY(as_recorded, was_taken_as_recorded(entry));
            if (!as_recorded) return {};  // the service is refused here, or asks for no such ruling now
        }
    }
    TIMEBANK_TRY(refusal, take(here, is_named));
    if (refusal) return Error{Code::invalid_argument, explain_refusal(*refusal)};
    return {};
}

Result<OtherBook::Decided> OtherBook::decide_service(const Entry& entry, bool is_named, bool never_counts) {
    TIMEBANK_TRY(verdict, decide_here(entry));
    if (!verdict) return Decided{verdict.refusal(), {}};
    auto here = entry;
    here.decision = std::move(*verdict);
    if (never_counts && !is_pending(here.decision)) return Decided{{}, std::move(here.decision)};
    TIMEBANK_TRY(refusal, take(here, is_named));
    if (refusal) return Decided{std::move(*refusal), {}};
    return Decided{{}, std::move(here.decision)};
}

}  // namespace timebank::report
