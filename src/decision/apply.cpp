#include "decision/apply.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/try.hpp"
#include "decision/service_times.hpp"
#include "decision/tally.hpp"

namespace timebank {
namespace {

using Applied = Result<std::optional<Refusal>>;

std::optional<Refusal> out_of_range(std::string_view what) {
    return Refusal{RefusalCode::amount_out_of_range, "", "9223372036854775807", std::string(what)};
}

/// Who stood for whom at the entry that a back-fill has come to: the merges before it, and not those behind.
class Mergers {
  public:
    void follow(const Entry& entry) {
        if (const auto* merge = std::get_if<MergeContent>(&entry.signed_claim.claim.content))
            merged_into_[merge->owner] = merge->into;
    }
    Result<std::string> survivor_of(std::string owner) const {
        for (std::size_t merges = 0; merges <= merged_into_.size(); ++merges) {
            const auto found = merged_into_.find(owner);
            if (found == merged_into_.end()) return owner;
            owner = found->second;
        }
        return fail(Code::data_damaged, "日志中账户 {} 的合并成环", "the log merges the account {} in a ring",
                    {owner});
    }

  private:
    std::map<std::string, std::string> merged_into_;
};

/// Fills the tallies that this edition is the first to need, from the log before it.
Applied back_fill(const standard::TallyDefinition& definition, std::uint64_t until, Overlay& book) {
    constexpr std::size_t step = 1'024;
    Mergers mergers;
    const SurvivorOf survivor_of = [&](const std::string& owner) { return mergers.survivor_of(owner); };
    for (std::uint64_t from = 0; from < until;) {
        TIMEBANK_TRY(records, book.scan(Table::log, key_of::entry(from), key_of::entry(until), step));
        if (records.empty()) break;
        for (const auto& record : records) {
            TIMEBANK_TRY(entry, decode_entry(record.value));
            TIMEBANK_TRY(named, read_named(book, entry.signed_claim.claim));
            TIMEBANK_TRY(fits, update_tally(definition, entry, named, survivor_of, book));
            if (!fits) return out_of_range("tally");
            mergers.follow(entry);
        }
        from += records.size();
    }
    return std::optional<Refusal>();
}

/// Beyond what any claim can ask for at once; one byte counts them in the record.
constexpr std::size_t commitments_of_an_account = 255;

/// The newer ones replace those of the same fields; sorted by field.
std::vector<Commitment> joined(std::vector<Commitment> older, const std::vector<Commitment>& newer) {
    for (const auto& commitment : newer) {
        auto place = std::lower_bound(older.begin(), older.end(), commitment,
                                      [](const auto& a, const auto& b) { return a.field < b.field; });
        if (place != older.end() && place->field == commitment.field)
            *place = commitment;
        else
            older.insert(place, commitment);
    }
    return older;
}

CivilDate utc_day(std::int64_t unix_s) {
    constexpr std::int64_t a_day_s = 86'400;
    const auto behind_midnight_s = (unix_s % a_day_s + a_day_s) % a_day_s;
    return {static_cast<std::int32_t>((unix_s - behind_midnight_s) / a_day_s)};
}

/// Lists the entry under its import, and under every owner that it names or whose credits it moves; a ruling,
/// under those whom its service names.
void list_entry(const Entry& entry, const Named& named, Overlay& book) {
    const auto& claim = entry.signed_claim.claim;
    if (claim.batch != BatchId{})
        book.put(Table::batches, key_of::batch(claim.batch, entry.index), encode_number(entry.index));
    const bool is_ruling = claim.kind() == ClaimKind::ruling && named.subject;
    const auto about = owners_named(is_ruling ? named.subject->signed_claim.claim : claim);
    std::set<std::string> owners(about.begin(), about.end());
    for (const auto& leg : entry.decision.legs) owners.insert(leg.owner);
    for (const auto& owner : owners)
        book.put(Table::owner_entries, key_of::owner_entry(owner, entry.index), encode_number(entry.index));
}

struct ApplyContent {
    const Entry& entry;
    const Named& named;
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
        AccountRecord record =
            known ? *known : AccountRecord{{}, entry.index, utc_day(entry.recorded_at_unix_s)};
        auto commitments = joined(record.content.commitments, content.commitments);
        record.content = content;
        record.content.commitments = std::move(commitments);
        if (const auto fields = record.content.commitments.size(); fields > commitments_of_an_account)
            return std::optional(Refusal{RefusalCode::amount_out_of_range, "commitments",
                                         std::to_string(commitments_of_an_account),
                                         "commitments " + std::to_string(fields)});
        book.put(Table::accounts, key_of::code(content.owner), encode(record));
        return std::optional<Refusal>();
    }

    Applied operator()(const ServiceContent& content) const {
        if (is_pending(entry.decision))
            book.put(Table::rulings, key_of::entry(entry.index),
                     encode(RulingRecord{RulingState::pending, entry.index, entry.index}));
        TIMEBANK_CHECK(times(content, entry.index, true));
        return tallies();
    }
    Applied operator()(const RedemptionContent&) const { return tallies(); }
    Applied operator()(const TransferContent&) const { return tallies(); }
    /// Brought over, not earned: it counts in no tally.
    Applied operator()(const OpeningContent&) const { return std::optional<Refusal>(); }

    Applied operator()(const MergeContent& content) const {
        TIMEBANK_TRY(merged, read_account(book, content.owner));
        if (!merged)
            return fail(Code::data_damaged, "条目 {0} 合并的账户 {1} 不存在",
                        "entry {0} merges the account {1}, which is not there",
                        {std::to_string(entry.index), content.owner});
        merged->merged_into = content.into;
        book.put(Table::accounts, key_of::code(content.owner), encode(*merged));
        TIMEBANK_CHECK(merge_service_times(content.owner, content.into, book));
        return tallies();
    }

    Applied operator()(const RulingContent& content) const {
        const auto* service = service_counted(entry, named.subject);
        if (!service)
            return fail(Code::data_damaged, "条目 {0} 所裁定的条目 {1} 不是服务",
                        "entry {0} rules on entry {1}, which is no service",
                        {std::to_string(entry.index), std::to_string(content.entry_index)});
        TIMEBANK_TRY(before, read_ruling(book, content.entry_index));
        book.put(Table::rulings, key_of::entry(content.entry_index), encode(ruled(entry, before)));
        if (content.outcome == RulingOutcome::refused || content.outcome == RulingOutcome::withdrawn)
            TIMEBANK_CHECK(times(*service, content.entry_index, false));
        return tallies();
    }

    Applied operator()(const ReversalContent& content) const {
        if (content.units.empty())
            book.put(Table::reversals, key_of::reversal(content.entry_index, ""), encode_number(entry.index));
        for (const auto& unit : content.units)
            book.put(Table::reversals, key_of::reversal(content.entry_index, unit),
                     encode_number(entry.index));
        if (content.units.empty())
            for (const auto* undone : {&named.subject, &named.related}) TIMEBANK_CHECK(free_times(*undone));
        return tallies();
    }

    Result<void> free_times(const std::optional<Entry>& undone) const {
        const auto* service =
            undone ? std::get_if<ServiceContent>(&undone->signed_claim.claim.content) : nullptr;
        return service ? times(*service, undone->index, false) : Result<void>();
    }

    Result<void> times(const ServiceContent& service, std::uint64_t index, bool taken) const {
        const SurvivorOf survivor_of = [&](const std::string& owner) { return read_survivor(book, owner); };
        return list_service_times(service, index, taken, survivor_of, book);
    }

    Applied tallies() const {
        TIMEBANK_TRY(definitions, read_tally_definitions(book));
        const SurvivorOf survivor_of = [&](const std::string& owner) { return read_survivor(book, owner); };
        for (const auto& definition : definitions) {
            TIMEBANK_TRY(fits, update_tally(definition, entry, named, survivor_of, book));
            if (!fits) return out_of_range("tally");
        }
        return std::optional<Refusal>();
    }
};

/// decide() never names a participant that is not there; bytes from elsewhere might.
bool participants_fit(const Entry& entry, const Named& named) {
    const auto* service = service_counted(entry, named.subject);
    const auto kind = entry.signed_claim.claim.kind();
    const bool one_pays = kind == ClaimKind::redemption || kind == ClaimKind::transfer;
    const std::size_t participants = service ? service->participants.size() : one_pays ? 1 : 0;
    const auto fits = [&](const auto& one) { return one.participant < participants; };
    const auto& decision = entry.decision;
    return std::all_of(decision.awards.begin(), decision.awards.end(), fits) &&
           std::all_of(decision.notices.begin(), decision.notices.end(), fits);
}

}  // namespace

Result<std::optional<Refusal>> apply(const Entry& entry, Overlay& book) {
    TIMEBANK_TRY(named, read_named(book, entry.signed_claim.claim));
    if (!participants_fit(entry, named))
        return fail(Code::data_damaged, "条目 {} 的积分或提示记给了不存在的参与者",
                    "entry {} awards credits to a participant it does not name, or notes something of one",
                    {std::to_string(entry.index)});
    book.put(Table::ids, key_of::id(entry.signed_claim.claim.id), encode_number(entry.index));
    list_entry(entry, named, book);
    for (const auto& leg : entry.decision.legs) {
        TIMEBANK_TRY(before, read_balance(book, leg.owner, leg.unit));
        auto after = checked_add(before, leg.amount);
        if (!after) return out_of_range(leg.owner + " " + leg.unit);
        book.put(Table::balances, key_of::balance(leg.owner, leg.unit), encode(*after));
    }
    return std::visit(ApplyContent{entry, named, book}, entry.signed_claim.claim.content);
}

}  // namespace timebank
