#include "decision/kinds/standard.hpp"

#include "core/try.hpp"
#include "decision/apply.hpp"
#include "decision/book_facts.hpp"
#include "decision/examples.hpp"
#include "decision/kinds/names.hpp"
#include "decision/named.hpp"

namespace timebank {
namespace {

/// The first worked example that does not hold.
std::optional<Refusal> check_examples(const standard::Plan& plan) {
    for (const auto& outcome : run_examples(plan))
        if (!outcome.passed)
            return refuse(RefusalCode::example_fails, outcome.name, outcome.expected, outcome.got);
    return std::nullopt;
}

/// Fills a tally that this edition is the first to need, from the log before it.
Applied back_fill(const standard::Tally& tally, std::uint64_t until, Workbook& book) {
    constexpr std::size_t step = 1'024;
    for (std::uint64_t from = 0; from < until;) {
        TIMEBANK_TRY(records, book.scan(Table::log, key_of::entry(from), key_of::entry(until), step));
        if (records.empty()) break;
        for (const auto& record : records) {
            TIMEBANK_TRY(entry, decode_entry(record.value));
            TIMEBANK_TRY(root, root_of(book, entry));
            if (!participants_fit(entry, root ? &root->entry : nullptr))
                return fail(
                    Code::data_damaged, "条目 {} 记给了不存在的参与者：请停止写入并运行 audit",
                    "entry {} awards credits to a participant it does not name: stop writing and run audit",
                    {std::to_string(entry.index)});
            TIMEBANK_TRY(fits, update_tally(tally, entry, root, book));
            if (!fits) return std::optional(out_of_range(in_words(FactKind::tally)));
        }
        from += records.size();
    }
    return std::optional<Refusal>();
}

}  // namespace

Verdict Kind<StandardContent>::decide(const StandardContent& content, const Deciding& deciding) {
    const auto compiled = deciding.plans.of(content.document);
    if (!compiled) return refuse(RefusalCode::standard_invalid, "document", {}, compiled.error().text);
    const auto& adopted = **compiled;
    const auto& summary = adopted.summary;
    auto& context = deciding.context;
    Names names(deciding);
    for (const auto& [unit, minor_units] : adopted.units)
        if (auto known = context.fact(FactKind::minor_units, {}, unit); known != minor_units)
            names.consider(refuse(RefusalCode::unit_unknown, unit, same_in_both(std::to_string(minor_units)),
                                  same_in_both(std::to_string(known))));
    // Nobody pays for a standard who did not agree to: people, their households and teams never do.
    for (const auto& owner : accounts_paying(adopted))
        names.open(owner, {AccountClass::issuer, AccountClass::pool, AccountClass::fund});
    for (const auto& item : adopted.catalogue) {
        names.open(item.paid_to);
        if (item.hold) names.open(item.hold->kept_by, {AccountClass::pool, AccountClass::fund});
    }
    // They must not be people, who may be merged, nor those from whom credits come.
    for (const auto& owner : accounts_paid(adopted))
        names.open(owner,
                   {AccountClass::household, AccountClass::team, AccountClass::pool, AccountClass::fund});
    if (!context.holds(FactKind::line_fits, {}, line_of(summary.kind, summary.id, summary.edition_date)))
        names.consider(
            refuse(RefusalCode::standard_id_differs, "id", in_words(summary.kind), same_in_both(summary.id)));
    if (names.refused() && names.refused()->code < RefusalCode::example_fails) return *names.refused();
    names.consider(check_examples(adopted));
    return accepted_unless(names.refused());
}

Applied Kind<StandardContent>::apply(const StandardContent& content, const Applying& applying) {
    const auto index = applying.entry.index;
    auto& book = applying.book;
    TIMEBANK_TRY(plan, applying.plans.of(content.document));
    const auto& summary = plan->summary;
    book.put(Table::editions, key_of::edition(summary.kind, summary.effective_from, index),
             encode(EditionRecord{summary.kind, summary.effective_from, index, summary.id,
                                  summary.edition_date, summary.digest}));
    for (const auto& tally : plan->tallies) {
        auto key = key_of::tally_definition(tally.name);
        TIMEBANK_TRY(known, book.get(Table::tally_definitions, key));
        if (known) continue;
        const auto text = to_text(tally);
        book.put(Table::tally_definitions, std::move(key), Bytes(text.begin(), text.end()));
        book.forget_tallies();
        TIMEBANK_TRY(refusal, back_fill(tally, index, book));
        if (refusal) return refusal;
    }
    return std::optional<Refusal>();
}

}  // namespace timebank
