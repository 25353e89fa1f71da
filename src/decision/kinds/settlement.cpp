#include "decision/kinds/settlement.hpp"

#include <algorithm>

#include "core/exact_text.hpp"
#include "core/try.hpp"
#include "decision/asked.hpp"
#include "decision/kinds.hpp"
#include "decision/kinds/names.hpp"
#include "decision/named.hpp"

// Redemptions that are delivered later: their credits wait in an account until they are settled.

namespace timebank {
namespace {

using Refused = std::optional<Refusal>;

/// One settlement being decided, of a redemption for which credits are set aside.
class Settlement {
  public:
    Settlement(const standard::Item& item, const Deciding& deciding, const SettlementContent& settlement,
               const Entry& entry, const RedemptionContent& redemption)
        : plan_(*deciding.plan),
          item_(item),
          context_(deciding.context),
          settlement_(settlement),
          entry_(entry),
          redemption_(redemption),
          award_(entry.decision.awards.front()),
          index_(std::to_string(entry.index)),
          of_the_office_(deciding.claim.acting_for.empty()),
          items_(context_.fact(FactKind::hold_items, {}, index_)),
          amount_(context_.fact(FactKind::hold_amount, {}, index_)) {}

    Verdict decide() {
        FirstRefusal first;
        first.consider(check_quantity());
        first.consider(check_days());
        if (items_ <= 0)
            first.consider(refuse(RefusalCode::not_held, index_, {}, Text{"已全部结清", "all is settled"}));
        if (first.get()) return *first.get();
        keeper_ = context_.survivor(award_.to);
        decision_.groups = entry_.decision.groups;
        const auto refused = settlement_.outcome == SettlementOutcome::fulfilled ? deliver() : give_back();
        if (refused) return *refused;
        return std::move(decision_);
    }

  private:
    std::string units(std::int64_t minor) const {
        return exact_text(Fraction(minor), plan_.units.at(award_.unit)) + " " + award_.unit;
    }

    Refused check_quantity() const {
        const auto quantity = std::int64_t{settlement_.quantity};
        const bool all = settlement_.outcome != SettlementOutcome::fulfilled;
        if (items_ <= 0 || (all ? quantity == items_ : quantity <= items_)) return std::nullopt;
        return refuse(RefusalCode::number_out_of_range, index_,
                      all ? say("余下的全部 {} 份", "all {} that are left", {std::to_string(items_)})
                          : say("至多余下的 {} 份", "at most the {} that are left", {std::to_string(items_)}),
                      same_in_both(std::to_string(quantity)));
    }

    /// Days are those of the place where it was redeemed. When it was delivered, who says so says; that a day
    /// is over, only the recording shows. Who pays cannot cancel what they let pass: the office can.
    Refused check_days() const {
        if (utc_minutes(settlement_.at) < utc_minutes(redemption_.at))
            return refuse(RefusalCode::number_out_of_range, index_,
                          say("不早于兑换的 {}", "not before it was redeemed, {}", {to_text(redemption_.at)}),
                          same_in_both(to_text(settlement_.at)));
        const auto until = hold_in(entry_.decision)->value;
        const auto today =
            civil_date(civil_time(context_.recorded_at_unix_s(), redemption_.at.offset_minutes));
        const auto delivered =
            civil_date(civil_time(utc_minutes(settlement_.at) * 60, redemption_.at.offset_minutes));
        const auto is_over = [&](CivilDate day) { return until != 0 && day.days > until; };
        const auto last = until == 0 ? Text{"永不到期", "never"}
                                     : same_in_both(to_text(CivilDate{static_cast<std::int32_t>(until)}));
        if (settlement_.outcome == SettlementOutcome::fulfilled && is_over(delivered))
            return refuse(RefusalCode::hold_lapsed, index_, last, same_in_both(to_text(delivered)));
        if (settlement_.outcome == SettlementOutcome::cancelled && !of_the_office_ && is_over(today))
            return refuse(RefusalCode::hold_lapsed, index_, last, same_in_both(to_text(today)));
        if (settlement_.outcome == SettlementOutcome::expired && !is_over(today))
            return refuse(RefusalCode::hold_not_over, index_, last, same_in_both(to_text(today)));
        return std::nullopt;
    }

    Refused move(Side side, std::string to, std::int64_t minor_units) {
        Award award;
        award.side = side;
        award.rule = award_.rule;
        award.unit = award_.unit;
        award.from = keeper_;
        award.to = std::move(to);
        award.exact_numerator = minor_units;
        award.amount = Amount{minor_units};
        if (add_award(decision_, std::move(award))) return std::nullopt;
        return refuse(RefusalCode::amount_out_of_range, index_, {}, same_in_both(units(minor_units)));
    }

    /// A part has its share of what is left, rounded down; the last part has all of it.
    Refused deliver() {
        const auto share = Fraction(amount_) * Fraction(settlement_.quantity) / Fraction(items_);
        const auto paid = share.floor().value_or(0);
        context_.say_step("条目 {0} 的 {1} 份已兑现：付给 {2} {3}",
                          "{1} of entry {0} were delivered: {2} is paid {3}",
                          {index_, std::to_string(settlement_.quantity), item_.paid_to, units(paid)});
        return move(Side::neither, context_.survivor(item_.paid_to), paid);
    }

    Refused give_back() {
        const auto charged = charge();
        if (!charged) return charged.refusal();
        const auto back = amount_ - *charged;
        const auto owner = context_.survivor(redemption_.owner);
        context_.say_step_with(
            "条目 {0} 余下的 {1} 份{2}：退回 {3}，扣 {4}",
            "the {1} left of entry {0}: {2}; {3} goes back and {4} is kept",
            {same_in_both(index_), same_in_both(std::to_string(items_)), in_words(settlement_.outcome),
             same_in_both(units(back)), same_in_both(units(*charged))});
        if (auto refused = move(Side::gets, owner, back)) return refused;
        if (*charged == 0) return std::nullopt;
        return move(Side::neither, context_.survivor(item_.paid_to), *charged);
    }

    /// What the standard keeps when it is missed, as far as there is so much.
    Answer<std::int64_t> charge() {
        if (settlement_.outcome != SettlementOutcome::missed || !item_.hold || !item_.hold->missed_costs)
            return std::int64_t{0};
        const auto owner = context_.survivor(redemption_.owner);
        const Asked asked{plan_, context_, owner, redemption_.facts, civil_date(redemption_.at)};
        const auto costs = look_up(*item_.hold->missed_costs, asked, item_.code);
        if (!costs) return costs.refusal();
        return std::min(amount_, costs->floor().value_or(amount_));
    }

    const standard::Plan& plan_;
    const standard::Item& item_;
    Context& context_;
    const SettlementContent& settlement_;
    const Entry& entry_;
    const RedemptionContent& redemption_;
    const Award& award_;
    const std::string index_;
    const bool of_the_office_;
    const std::int64_t items_;
    const std::int64_t amount_;
    std::string keeper_;
    Decision decision_;
};

}  // namespace

Refused Kind<SettlementContent>::check_acting(const SettlementContent& content, const Acting& acting) {
    const auto& owner = acting.claim.acting_for;
    if (owner.empty()) return std::nullopt;
    const auto* redemption = redemption_in(acting.about);
    const bool pays = redemption && redemption->owner == owner;
    const bool receives = redemption && redemption->receiver == owner;
    const bool may = content.outcome == SettlementOutcome::fulfilled   ? pays || receives
                     : content.outcome == SettlementOutcome::cancelled ? pays
                                                                       : false;
    return not_concerned_unless(may, acting);
}

Result<std::optional<Claim>> Kind<SettlementContent>::claim_decided(const SettlementContent& content,
                                                                    const Reader& reader) {
    TIMEBANK_TRY(claim, read_claim_named(reader, content.entry_index, content.claim_id));
    auto* redemption = claim ? std::get_if<RedemptionContent>(&claim->content) : nullptr;
    if (!redemption) return std::optional<Claim>();
    for (auto* owner : {&redemption->owner, &redemption->receiver}) {
        if (owner->empty()) continue;
        TIMEBANK_TRY(survivor, read_survivor(reader, *owner));
        *owner = std::move(survivor);
    }
    return claim;
}

Result<Signers> Kind<SettlementContent>::signers(const SettlementContent& content, const SignedClaim& claim,
                                                 const Reader& reader) {
    TIMEBANK_TRY(decided, claim_decided(content, reader));
    return decided ? signers_about(reader, claim, *decided) : Result<Signers>(Signers{});
}

Verdict Kind<SettlementContent>::decide(const SettlementContent& content, const Deciding& deciding) {
    auto& context = deciding.context;
    const auto* entry = context.entry(content.entry_index);
    const auto index = std::to_string(content.entry_index);
    Names names(deciding);
    if (!entry || entry->signed_claim.claim.id != content.claim_id)
        names.consider(refuse(RefusalCode::entry_unknown, "entry", {}, same_in_both(index)));
    names.consider(check_offsets(deciding.plan, {content.at}));
    if (names.refused()) return *names.refused();
    if (auto refused = require_past(content.at, deciding.recorded_at_unix_s)) return *refused;
    const auto& claim = entry->signed_claim.claim;
    const auto* redemption = redemption_in(claim);
    const auto* item = redemption && deciding.plan ? find_item(*deciding.plan, redemption->item) : nullptr;
    if (!item || !hold_in(entry->decision))
        return refuse(RefusalCode::not_held, index, {}, in_words(claim.kind()));
    return Settlement(*item, deciding, content, *entry, *redemption).decide();
}

namespace {

Error settled_wrongly(std::uint64_t index) {
    return fail(Code::data_damaged, "条目 {} 没有那么多预留，却被结清", "entry {} holds less than is settled",
                {std::to_string(index)});
}

Result<HoldRecord> hold_of(std::uint64_t index, Workbook& book) {
    TIMEBANK_TRY(hold, read_hold(book, index));
    return hold ? Result<HoldRecord>(*hold) : settled_wrongly(index);
}

std::int64_t moved_by(const Decision& decision) {
    std::int64_t sum = 0;
    for (const auto& award : decision.awards) sum += award.amount.minor_units;
    return sum;
}

}  // namespace

Applied Kind<SettlementContent>::apply(const SettlementContent& content, const Applying& applying) {
    TIMEBANK_TRY(hold, hold_of(content.entry_index, applying.book));
    if (hold.items < content.quantity) return settled_wrongly(content.entry_index);
    hold.items -= content.quantity;
    hold.amount.minor_units -= moved_by(applying.decision());
    applying.book.put(Table::holds, key_of::entry(content.entry_index), encode(hold));
    for (const auto& award : applying.decision().awards)
        TIMEBANK_CHECK(set_aside(award.from, award.unit, -award.amount.minor_units, applying.book));
    return std::optional<Refusal>();
}

Result<void> reopen_hold(const SettlementContent& undone, const Decision& opposite, Workbook& book) {
    TIMEBANK_TRY(hold, hold_of(undone.entry_index, book));
    hold.items += undone.quantity;
    hold.amount.minor_units += moved_by(opposite);
    book.put(Table::holds, key_of::entry(undone.entry_index), encode(hold));
    for (const auto& award : opposite.awards)
        TIMEBANK_CHECK(set_aside(award.to, award.unit, award.amount.minor_units, book));
    return {};
}

Result<void> set_aside(const std::string& keeper, const std::string& unit, std::int64_t minor_units,
                       Workbook& book) {
    TIMEBANK_TRY(before, read_set_aside(book, keeper, unit));
    const auto after = checked_add(before, Amount{minor_units});
    if (!after)
        return fail(Code::data_damaged, "{} 的预留合计放不下", "what is set aside by {} does not fit",
                    {keeper});
    book.put(Table::set_aside, key_of::balance(keeper, unit), encode(*after));
    return {};
}

}  // namespace timebank
