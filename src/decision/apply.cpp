#include "decision/apply.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/tally.hpp"

namespace timebank {
namespace {

using Applied = Result<std::optional<Refusal>>;

std::optional<Refusal> out_of_range(std::string_view what) {
    return Refusal{RefusalCode::amount_out_of_range, "", "9223372036854775807", std::string(what)};
}

/// Fills the tallies that this edition is the first to need, from the log before it.
Applied back_fill(const standard::TallyDefinition& definition, std::uint64_t until, Overlay& book) {
    constexpr std::size_t step = 1'024;
    for (std::uint64_t from = 0; from < until;) {
        TIMEBANK_TRY(records, book.scan(Table::log, key_of::entry(from), key_of::entry(until), step));
        if (records.empty()) break;
        for (const auto& record : records) {
            TIMEBANK_TRY(entry, decode_entry(record.value));
            std::optional<Entry> reversed;
            if (const auto* reversal = std::get_if<ReversalContent>(&entry.signed_claim.claim.content)) {
                TIMEBANK_TRY(read, read_entry(book, reversal->entry_index));
                reversed = std::move(read);
            }
            TIMEBANK_TRY(fits, update_tally(definition, entry, reversed, book));
            if (!fits) return out_of_range("tally");
        }
        from += records.size();
    }
    return std::optional<Refusal>();
}

struct ApplyContent {
    const Entry& entry;
    Overlay& book;

    Applied operator()(const GenesisContent& content) const {
        book.put(Table::keys, key_of::key(content.operator_key),
                 encode(KeyRecord{Role::operator_, "", entry.index}));
        return std::optional<Refusal>();
    }

    Applied operator()(const KeyContent& content) const {
        book.put(Table::keys, key_of::key(content.key),
                 encode(KeyRecord{content.role, content.owner, entry.index}));
        return std::optional<Refusal>();
    }

    Applied operator()(const UnitContent& content) const {
        book.put(Table::units, key_of::code(content.code), encode(UnitRecord{content, entry.index}));
        return std::optional<Refusal>();
    }

    Applied operator()(const StandardContent& content) const {
        TIMEBANK_TRY(plan, standard::compile(content.document));
        const auto& summary = plan->summary;
        book.put(Table::editions, key_of::edition(summary.kind, summary.effective_from, entry.index),
                 encode(EditionRecord{summary.kind, summary.effective_from, entry.index, summary.id,
                                      summary.edition_date, summary.digest}));
        for (const auto& definition : plan->tallies) {
            auto key = key_of::tally_definition(standard::name_of(definition));
            TIMEBANK_TRY(known, book.get(Table::tally_definitions, key));
            if (known) continue;
            const auto text = to_text(definition);
            book.put(Table::tally_definitions, std::move(key), Bytes(text.begin(), text.end()));
            TIMEBANK_TRY(refusal, back_fill(definition, entry.index, book));
            if (refusal) return refusal;
        }
        return std::optional<Refusal>();
    }

    Applied operator()(const AccountContent& content) const {
        TIMEBANK_TRY(known, read_account(book, content.owner));
        book.put(Table::accounts, key_of::code(content.owner),
                 encode(AccountRecord{content, known ? known->opened_at : entry.index}));
        return std::optional<Refusal>();
    }

    Applied operator()(const ServiceContent&) const { return tallies({}); }
    Applied operator()(const RedemptionContent&) const { return tallies({}); }

    Applied operator()(const ReversalContent& content) const {
        book.put(Table::reversals, key_of::entry(content.entry_index), encode_number(entry.index));
        TIMEBANK_TRY(reversed, read_entry(book, content.entry_index));
        return tallies(reversed);
    }

    Applied tallies(const std::optional<Entry>& reversed) const {
        TIMEBANK_TRY(definitions, read_tally_definitions(book));
        for (const auto& definition : definitions) {
            TIMEBANK_TRY(fits, update_tally(definition, entry, reversed, book));
            if (!fits) return out_of_range("tally");
        }
        return std::optional<Refusal>();
    }
};

/// decide() never names a participant that is not there; bytes from elsewhere might.
bool awards_fit(const Entry& entry) {
    const auto* service = std::get_if<ServiceContent>(&entry.signed_claim.claim.content);
    const auto* redemption = std::get_if<RedemptionContent>(&entry.signed_claim.claim.content);
    const std::size_t participants = service ? service->participants.size() : redemption ? 1 : 0;
    const auto& awards = entry.decision.awards;
    return std::all_of(awards.begin(), awards.end(),
                       [&](const Award& award) { return award.participant < participants; });
}

}  // namespace

Result<std::optional<Refusal>> apply(const Entry& entry, Overlay& book) {
    if (!awards_fit(entry))
        return fail(Code::data_damaged, "条目 {} 的积分记给了不存在的参与者",
                    "entry {} awards credits to a participant it does not name",
                    {std::to_string(entry.index)});
    book.put(Table::ids, key_of::id(entry.signed_claim.claim.id), encode_number(entry.index));
    for (const auto& leg : entry.decision.legs) {
        TIMEBANK_TRY(before, read_balance(book, leg.owner, leg.unit));
        auto after = checked_add(before, leg.amount);
        if (!after) return out_of_range(leg.owner + " " + leg.unit);
        book.put(Table::balances, key_of::balance(leg.owner, leg.unit), encode(*after));
    }
    return std::visit(ApplyContent{entry, book}, entry.signed_claim.claim.content);
}

}  // namespace timebank
