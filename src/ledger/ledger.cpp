#include "timebank/ledger.hpp"

#include <algorithm>
#include <limits>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "decision/records.hpp"
#include "ledger/book.hpp"

namespace timebank {

std::string_view to_text(PostOutcome outcome) {
    switch (outcome) {
        case PostOutcome::accepted:
            return "accepted";
        case PostOutcome::exists:
            return "exists";
        case PostOutcome::refused:
            return "refused";
    }
    return "";
}

Result<PostResult> Ledger::post(const SignedClaim& claim) {
    TIMEBANK_TRY(results, post(std::vector<SignedClaim>{claim}));
    return results.front();
}

namespace ledger {
namespace {

/// An entry as stored, after comparing its bytes with the leaf that the log signed for.
Result<Entry> checked_entry(const Reader& reader, const Record& record) {
    auto damaged = [](std::uint64_t index) {
        return fail(Code::data_damaged,
                    "数据文件损坏：条目 {} 的字节与日志的叶子不符。请停止写入并运行 audit",
                    "data file damaged: the bytes of entry {} are not those of the log's leaf. Stop writing "
                    "and run audit",
                    {std::to_string(index)});
    };
    TIMEBANK_TRY(entry, decode_entry(record.value));
    if (key_of::entry(entry.index) != record.key) return damaged(entry.index);
    TIMEBANK_TRY(leaf, read_node(reader, {0, entry.index}));
    if (merkle::leaf_hash(record.value) != leaf) return damaged(entry.index);
    return entry;
}

Account account_of(AccountRecord record) {
    return {std::move(record.content), record.opened_at, std::move(record.merged_into)};
}

Bytes behind_text(const std::string& text) {
    auto key = key_of::code(text);
    key.push_back(0);
    return key;
}

}  // namespace

/// A snapshot whose tables are as far as its log. A rebuild may have begun since this ledger was opened, and
/// until it ends balances are too small and accounts unknown.
Result<store::ReadTransaction> Book::read() const {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_CHECK(read_complete_head(transaction));
    return transaction;
}

Result<LedgerHead> Book::head() const {
    TIMEBANK_TRY(transaction, environment_->read());
    return read_complete_head(transaction);
}

Result<std::optional<Entry>> Book::entry(std::uint64_t index) const {
    TIMEBANK_TRY(found, entries(index, 1));
    if (found.empty()) return std::optional<Entry>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<Entry>> Book::entries(std::uint64_t since, std::size_t limit) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(records, transaction.scan(Table::log, key_of::entry(since), {}, limit));
    std::vector<Entry> all;
    for (const auto& record : records) {
        TIMEBANK_TRY(entry, checked_entry(transaction, record));
        all.push_back(std::move(entry));
    }
    return all;
}

Result<std::vector<std::uint64_t>> Book::find(const ClaimId& id) const {
    return listed_entries(Table::ids, key_of::entries_of_id(id), key_of::entries_of_id(id),
                          std::numeric_limits<std::size_t>::max());
}

Result<std::optional<std::uint64_t>> Book::find(const ClaimId& id, const PublicKey& author) const {
    TIMEBANK_TRY(transaction, read());
    return find_claim(transaction, id, author);
}

Result<std::optional<Hold>> Book::hold(std::uint64_t index) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(record, read_hold(transaction, index));
    if (!record) return std::optional<Hold>();
    return std::optional(Hold{index, record->items, record->amount});
}

Result<std::vector<Hold>> Book::open_holds(std::uint64_t since, std::size_t limit) const {
    constexpr std::size_t records_per_step = 1'000;
    TIMEBANK_TRY(transaction, read());
    std::vector<Hold> holds;
    while (holds.size() < limit) {
        TIMEBANK_TRY(records, transaction.scan(Table::holds, key_of::entry(since), {}, records_per_step));
        for (const auto& record : records) {
            const auto index = Decoder(record.key).u64();
            TIMEBANK_TRY(hold, decode_hold(record));
            if (hold.items > 0 && holds.size() < limit) holds.push_back({index, hold.items, hold.amount});
            since = index + 1;
        }
        if (records.size() < records_per_step) break;
    }
    return holds;
}

Result<std::vector<ReversedPart>> Book::reversed_parts(std::uint64_t index) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(records, read_reversed_parts(transaction, index));
    std::vector<ReversedPart> parts;
    for (auto& record : records) parts.push_back({std::move(record.unit), record.by});
    return parts;
}

/// The entries listed under `prefix`, from `first` on.
Result<std::vector<std::uint64_t>> Book::listed_entries(Table table, const Bytes& prefix, const Bytes& first,
                                                        std::size_t limit) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(records, transaction.scan(table, first, key_of::behind(prefix), limit));
    std::vector<std::uint64_t> indexes;
    for (const auto& record : records) {
        Decoder in(record.value);
        indexes.push_back(in.u64());
        if (!in.done())
            return fail(Code::data_damaged, "数据文件损坏：表“{}”的记录不合格式。请停止写入并运行 audit",
                        "data file damaged: table {} has a malformed record. Stop writing and run audit",
                        {to_text(table)});
    }
    return indexes;
}

Result<std::vector<std::uint64_t>> Book::entries_of_owner(const std::string& owner, std::uint64_t since,
                                                          std::size_t limit) const {
    if (!is_code(owner)) return std::vector<std::uint64_t>();
    return listed_entries(Table::owner_entries, key_of::entries_of_owner(owner),
                          key_of::owner_entry(owner, since), limit);
}

Result<std::vector<std::uint64_t>> Book::entries_of_batch(const BatchId& batch, std::uint64_t since,
                                                          std::size_t limit) const {
    return listed_entries(Table::batches, key_of::entries_of_batch(batch), key_of::batch(batch, since),
                          limit);
}

Result<std::optional<Account>> Book::account(const std::string& owner) const {
    if (!is_code(owner)) return std::optional<Account>();
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(record, read_account(transaction, owner));
    if (!record) return std::optional<Account>();
    return std::optional(account_of(std::move(*record)));
}

Result<std::vector<Account>> Book::accounts(const std::string& after, std::size_t limit) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(records,
                 transaction.scan(Table::accounts, after.empty() ? Bytes() : behind_text(after), {}, limit));
    std::vector<Account> all;
    for (const auto& record : records) {
        TIMEBANK_TRY(account, decode_account(record));
        all.push_back(account_of(std::move(account)));
    }
    return all;
}

Result<std::vector<Balance>> Book::balances(const std::string& owner) const {
    TIMEBANK_TRY(transaction, read());
    const auto from = owner.empty() ? Bytes() : key_of::balances_of(owner);
    TIMEBANK_TRY(records,
                 transaction.scan(Table::balances, from, owner.empty() ? Bytes() : key_of::behind(from),
                                  std::numeric_limits<std::size_t>::max()));
    std::vector<Balance> all;
    for (const auto& record : records) {
        TIMEBANK_TRY(balance, decode_balance(record));
        all.push_back({std::move(balance.owner), std::move(balance.unit), balance.amount});
    }
    return all;
}

Result<std::optional<UnitContent>> Book::unit(const std::string& code) const {
    if (!is_code(code)) return std::optional<UnitContent>();
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(record, read_unit(transaction, code));
    if (!record) return std::optional<UnitContent>();
    return std::optional(std::move(record->content));
}

Result<std::optional<EnrolledKey>> Book::key(const PublicKey& key) const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(record, read_key(transaction, key));
    if (!record) return std::optional<EnrolledKey>();
    return std::optional(EnrolledKey{key, record->role, std::move(record->owner), record->enrolled_at});
}

Result<std::vector<AdoptedEdition>> Book::editions() const {
    TIMEBANK_TRY(transaction, read());
    TIMEBANK_TRY(records, transaction.scan(Table::editions, {}, {}, std::numeric_limits<std::size_t>::max()));
    std::vector<AdoptedEdition> all;
    for (const auto& record : records) {
        TIMEBANK_TRY(edition, decode_edition(record));
        TIMEBANK_TRY(plan, plans_.of(transaction, edition));
        all.push_back({plan->summary, edition.adopted_at});
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.adopted_at < b.adopted_at; });
    return all;
}

Result<Bytes> Book::edition_document(const Digest& digest) const {
    TIMEBANK_TRY(all, editions());
    for (const auto& edition : all) {
        if (edition.summary.digest != digest) continue;
        TIMEBANK_TRY(found, entry(edition.adopted_at));
        const auto* document = found ? document_in(found->signed_claim.claim) : nullptr;
        if (document) return *document;
    }
    return fail(Code::not_found, "本账本没有采用摘要为 {} 的标准",
                "this ledger has adopted no standard with the digest {}", {to_hex(digest)});
}

}  // namespace ledger
}  // namespace timebank
