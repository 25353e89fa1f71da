#include "decision/apply.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "core/try.hpp"
#include "decision/kinds.hpp"
#include "decision/named.hpp"

namespace timebank {
namespace {

/// Lists the entry under its import, and under every owner that it names or whose credits it moves; a ruling,
/// under those whom its service names.
void list_entry(const Entry& entry, const Entry* root, Workbook& book) {
    const auto& claim = entry.signed_claim.claim;
    if (claim.batch != BatchId{})
        book.put(Table::batches, key_of::batch(claim.batch, entry.index), encode_number(entry.index));
    auto about = owners_named(claim);
    // Of those who are told by what they are about: rulings and settlements.
    if (!reversal_in(claim) && about.empty() && root && root->index != entry.index)
        about = owners_named(root->signed_claim.claim);
    std::set<std::string> owners(about.begin(), about.end());
    for (const auto& leg : entry.decision.legs) owners.insert(leg.owner);
    for (const auto& owner : owners)
        book.put(Table::owner_entries, key_of::owner_entry(owner, entry.index), encode_number(entry.index));
}

Result<void> list_id(const Entry& entry, Workbook& book) {
    const auto& claim = entry.signed_claim.claim;
    TIMEBANK_TRY(author, read_key(book, claim.author));
    const auto space = author ? id_space(*author, claim.author) : std::string();  // of the genesis entry
    book.put(Table::ids, key_of::id(claim.id, space), encode_number(entry.index));
    return {};
}

Applied add_up(const Entry& entry, const std::optional<RootEntry>& root, Workbook& book) {
    for (const auto& leg : entry.decision.legs) {
        TIMEBANK_TRY(before, read_balance(book, leg.owner, leg.unit));
        auto after = checked_add(before, leg.amount);
        if (!after) return std::optional(out_of_range(same_in_both(leg.owner + " " + leg.unit)));
        book.put(Table::balances, key_of::balance(leg.owner, leg.unit), encode(*after));
    }
    TIMEBANK_TRY(tallies, book.tallies());
    for (const auto& tally : *tallies) {
        TIMEBANK_TRY(fits, update_tally(tally, entry, root, book));
        if (!fits) return std::optional(out_of_range(in_words(FactKind::tally)));
    }
    return std::optional<Refusal>();
}

}  // namespace

Refusal out_of_range(Text what) {
    return {RefusalCode::amount_out_of_range,
            {},
            same_in_both(std::to_string(std::numeric_limits<std::int64_t>::max())),
            std::move(what)};
}

Result<std::optional<Refusal>> apply(const Entry& entry, Workbook& book, Plans& plans) {
    TIMEBANK_TRY(found, root_of(book, entry));
    const auto* root = found ? &found->entry : nullptr;
    if (!participants_fit(entry, root))
        return fail(Code::data_damaged, "条目 {} 的积分或提示记给了不存在的参与者",
                    "entry {} awards credits to a participant it does not name, or notes something of one",
                    {std::to_string(entry.index)});
    TIMEBANK_CHECK(list_id(entry, book));
    list_entry(entry, root, book);
    TIMEBANK_TRY(refusal, add_up(entry, found, book));
    if (refusal) return refusal;
    return apply_by_kind({entry, root, book, plans});
}

}  // namespace timebank
