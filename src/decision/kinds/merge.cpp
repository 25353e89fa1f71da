#include "decision/kinds/merge.hpp"

#include "core/try.hpp"
#include "decision/kinds/names.hpp"
#include "decision/service_times.hpp"

namespace timebank {

Verdict Kind<MergeContent>::decide(const MergeContent& content, const Deciding& deciding) {
    auto& context = deciding.context;
    Names names(deciding);
    names.open(content.owner, {AccountClass::member});
    names.open(content.into, {AccountClass::member});
    if (names.refused()) return *names.refused();
    Decision decision;
    for (const auto& unit : context.units_held(content.owner)) {
        const Amount balance{context.fact(FactKind::balance, content.owner, unit)};
        const bool owes = balance.minor_units < 0;
        const auto amount = owes ? checked_negate(balance) : std::optional(balance);
        Award award;
        award.side = owes ? Side::gets : Side::gives;
        award.unit = unit;
        award.from = owes ? content.into : content.owner;
        award.to = owes ? content.owner : content.into;
        award.amount = amount.value_or(Amount{0});
        award.exact_numerator = award.amount.minor_units;
        if (!amount || !add_award(decision, std::move(award)))
            return refuse(RefusalCode::amount_out_of_range, content.owner, {}, same_in_both(unit));
    }
    context.say_step("账户 {0} 并入 {1}：各单位的余额全部转入",
                     "the account {0} is merged into {1}: its balance in every unit moves there",
                     {content.owner, content.into});
    return decision;
}

Applied Kind<MergeContent>::apply(const MergeContent& content, const Applying& applying) {
    auto& book = applying.book;
    TIMEBANK_TRY(merged, read_account(book, content.owner));
    if (!merged)
        return fail(Code::data_damaged, "条目 {0} 合并的账户 {1} 不存在",
                    "entry {0} merges the account {1}, which is not there",
                    {std::to_string(applying.entry.index), content.owner});
    merged->merged_into = content.into;
    book.put(Table::accounts, key_of::code(content.owner), encode(*merged));
    TIMEBANK_CHECK(merge_service_times(content.owner, content.into, book));
    return std::optional<Refusal>();
}

}  // namespace timebank
