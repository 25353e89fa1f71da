#include <algorithm>
#include <cerrno>
#include <new>

#include "core/parallel.hpp"
#include "core/try.hpp"
#include "decision/apply.hpp"
#include "ledger/book.hpp"
#include "timebank/limits.hpp"

// The write path: verify -> decide -> encode -> append -> commit -> answer.

namespace timebank::ledger {
namespace {

constexpr std::int64_t day_s = 24 * 60 * 60;

/// Below this, starting threads costs more than the signatures.
constexpr std::size_t parallel_signatures = 8;

bool is_grouped(const SignedClaim& claim) {
    return claim.claim.group != Digest{};
}

/// The ids of the neighbours from `begin` on that carry one group digest.
std::vector<ClaimId> ids_of_run(const std::vector<SignedClaim>& batch, std::size_t begin) {
    std::vector<ClaimId> ids;
    for (auto i = begin; i < batch.size() && batch[i].claim.group == batch[begin].claim.group; ++i)
        ids.push_back(batch[i].claim.id);
    return ids;
}

/// How many ids of the run make the digest, from `begin` on; nothing when no number of them does. What stands
/// behind them with the same digest is a group again, or a part of one: a sender's second try.
std::optional<std::size_t> size_of_group(const std::vector<ClaimId>& run, std::size_t begin,
                                         const Digest& digest) {
    // Nearly always the run is one group, or a second one begins with the same id.
    const auto first = run.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto repeated = std::find(first + 1, run.end(), *first);
    if (group_digest({first, repeated}) == digest) return static_cast<std::size_t>(repeated - first);
    std::vector<ClaimId> ids;
    for (auto id = first; id != run.end() && ids.size() < limits::entries_per_commit; ++id) {
        ids.push_back(*id);
        if (group_digest(ids) == digest) return ids.size();
    }
    return std::nullopt;
}

/// Why this group, or what says that it is one, cannot be one.
std::optional<Refusal> check_group(bool complete, std::size_t count) {
    const bool too_large = count > limits::entries_per_commit;
    if (complete && !too_large) return std::nullopt;
    return Refusal{RefusalCode::group_incomplete, "group",
                   too_large ? std::to_string(limits::entries_per_commit) : "", std::to_string(count)};
}

/// A group is one unit; every other claim is a unit of its own. What is left of a run of one digest and holds
/// no group is refused as a whole, as is a group that no commit can hold.
std::vector<Unit> units_of(const std::vector<SignedClaim>& batch,
                           std::vector<std::optional<Refusal>>& in_itself, std::vector<PostResult>& results) {
    std::vector<Unit> units;
    auto add = [&](std::size_t begin, std::size_t count) {
        units.push_back({&batch[begin], count, &in_itself[begin], &results[begin]});
    };
    for (std::size_t begin = 0; begin < batch.size();) {
        if (!is_grouped(batch[begin])) {
            add(begin++, 1);
            continue;
        }
        const auto run = ids_of_run(batch, begin);
        for (std::size_t done = 0; done < run.size();) {
            const auto size = size_of_group(run, done, batch[begin].claim.group);
            const auto count = size.value_or(run.size() - done);
            if (auto refusal = check_group(size.has_value(), count))
                std::fill_n(in_itself.begin() + static_cast<std::ptrdiff_t>(begin + done), count, refusal);
            add(begin + done, count);
            done += count;
        }
        begin += run.size();
    }
    return units;
}

std::vector<std::optional<Refusal>> check_all(const std::vector<SignedClaim>& batch) {
    std::vector<std::optional<Refusal>> refusals(batch.size());
    for_each_in_parallel(batch.size(), parallel_signatures,
                         [&](std::size_t i) { refusals[i] = check_in_itself(batch[i]); });
    return refusals;
}

std::vector<PostResult> results_for(const std::vector<SignedClaim>& batch) {
    std::vector<PostResult> results(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) results[i].id = batch[i].claim.id;
    return results;
}

PostResult refused(const ClaimId& id, Refusal refusal) {
    return {id, PostOutcome::refused, 0, std::move(refusal)};
}

}  // namespace

Draft Draft::above() const {
    Draft top(book.above(), head, frontier);
    top.clock_unix_s = clock_unix_s;
    return top;
}

void Draft::merge(Draft&& above) {
    book.merge(std::move(above.book));
    head = above.head;
    frontier = std::move(above.frontier);
}

/// One post() waiting for its units.
struct Book::Call {
    std::size_t waiting = 0;
    std::optional<Error> error;
};

Result<void> Book::require_writable() const {
    if (!options_.read_only) return {};
    return fail(Code::permission_denied, "账本以只读方式打开", "the ledger is open read-only");
}

Result<std::vector<PostResult>> Book::post(const std::vector<SignedClaim>& batch) {
    TIMEBANK_CHECK(require_writable());
    auto results = results_for(batch);
    auto in_itself = check_all(batch);
    auto units = units_of(batch, in_itself, results);

    Call call{units.size(), {}};
    std::unique_lock lock(queue_mutex_);
    for (const auto& unit : units) queue_.push_back({unit, &call});
    while (call.waiting > 0) {
        if (leading_)
            committed_.wait(lock);
        else
            commit_next(lock);
    }
    if (call.error) return *call.error;
    return results;
}

/// Leads one commit: takes what fits from the queue, lets go of the lock while it is decided and synced, and
/// tells those who wait.
void Book::commit_next(std::unique_lock<std::mutex>& lock) {
    leading_ = true;
    std::vector<Queued> taken;
    std::vector<Unit> units;
    for (std::size_t entries = 0; !queue_.empty(); queue_.pop_front()) {
        const auto& next = queue_.front();
        if (next.call->error) {  // what came before it failed, so it must not overtake
            --next.call->waiting;
            continue;
        }
        if (entries > 0 && entries + next.unit.count > options_.entries_per_commit) break;
        entries += next.unit.count;
        taken.push_back(next);
        units.push_back(next.unit);
    }
    lock.unlock();
    auto done = units.empty() ? Result<void>() : commit_or_error(units);
    lock.lock();
    for (auto& one : taken) {
        --one.call->waiting;
        if (!done && !one.call->error) one.call->error = done.error();
    }
    leading_ = false;
    committed_.notify_all();
}

/// What is recorded never goes back, but what has happened yet is asked of the clock alone: a clock that once
/// stood a year ahead must not let in a year of services that are still to come.
Result<void> Book::set_times(Draft& draft) const {
    auto& head = draft.head;
    const auto now = options_.clock->now_unix_s();
    if (now < head.recorded_at_unix_s - day_s && !options_.clock_jump_allowed)
        return fail(Code::clock_jumped,
                    "时钟是 {0}，而最后一个条目记录于 {1}，相差一天以上。请校准时钟；若时钟无误，请明确说明",
                    "the clock says {0}, but the last entry was recorded at {1}, more than a day later. Set "
                    "the clock; if "
                    "it is right, say so",
                    {unix_seconds_to_text(now), unix_seconds_to_text(head.recorded_at_unix_s)});
    draft.clock_unix_s = now;
    head.recorded_at_unix_s = std::max(now, head.recorded_at_unix_s);
    return {};
}

/// A host's clock may throw and memory may run out: whoever waits behind this commit must not wait for ever.
Result<void> Book::commit_or_error(const std::vector<Unit>& units) {
    try {
        return commit(units);
    } catch (const std::bad_alloc&) {
        return system_failure(ENOMEM, "post");
    } catch (const std::exception&) {
        return fail(
            Code::broken_invariant, "提交因程序异常而中止（如宿主的时钟出错）：什么也没有写入，可以重试",
            "the commit broke off by an exception (of the host's clock, say): nothing was written, it "
            "may be tried again");
    }
}

Result<void> Book::commit(const std::vector<Unit>& units) {
    TIMEBANK_TRY(transaction, environment_->write(options_.patience));
    TIMEBANK_TRY(head, read_complete_head(transaction));
    TIMEBANK_TRY(frontier, read_frontier(transaction, head.size));
    const auto size_before = head.size;
    Draft draft(transaction, head, std::move(frontier));
    TIMEBANK_CHECK(set_times(draft));
    for (const auto& unit : units) TIMEBANK_CHECK(post_unit(unit, draft, nullptr));
    if (draft.head.size == size_before) return {};  // nothing accepted, nothing to write

    draft.head.root = draft.frontier.root();
    put_head(draft.book, draft.head);
    TIMEBANK_CHECK(transaction.put_all(draft.book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return {};
}

Result<void> Book::post_unit(const Unit& unit, Draft& draft, std::vector<Decision>* decisions) const {
    auto group = draft.above();
    std::vector<Decision> group_decisions;
    for (std::size_t i = 0; i < unit.count; ++i) {
        TIMEBANK_TRY(result, post_one(unit.claims[i], unit.in_itself[i], group,
                                      decisions ? &group_decisions : nullptr));
        unit.results[i] = std::move(result);
        if (unit.results[i].outcome == PostOutcome::refused) return refuse_unit(unit, i, draft, decisions);
    }
    draft.merge(std::move(group));
    if (decisions)
        for (auto& decision : group_decisions) decisions->push_back(std::move(decision));
    return {};
}

/// All or none: the others are told which claim stopped them. Only what was an entry before remains one, and
/// that is what its sender has to hear.
Result<void> Book::refuse_unit(const Unit& unit, std::size_t stopped_by, const Draft& draft,
                               std::vector<Decision>* decisions) const {
    const auto culprit = to_text(unit.claims[stopped_by].claim.id);
    for (std::size_t i = 0; i < unit.count; ++i) {
        const auto& id = unit.claims[i].claim.id;
        Decision decision;
        if (i != stopped_by) {
            TIMEBANK_TRY(admission, admit(draft.book, origin_, unit.claims[i], unit.in_itself[i],
                                          draft.head.recorded_at_unix_s));
            if (admission && admission->exists_at) {
                const auto index = *admission->exists_at;
                unit.results[i] = {id, PostOutcome::exists, index, {}};
                TIMEBANK_TRY(first, read_entry(draft.book, index));
                if (first) decision = std::move(first->decision);
            } else {
                unit.results[i] = refused(id, {RefusalCode::group_incomplete, "group", "", culprit});
            }
        }
        if (decisions) decisions->push_back(std::move(decision));
    }
    return {};
}

Result<PostResult> Book::post_one(const SignedClaim& claim, const std::optional<Refusal>& in_itself,
                                  Draft& draft, std::vector<Decision>* decisions) const {
    const auto& id = claim.claim.id;
    const auto recorded_at_unix_s = draft.head.recorded_at_unix_s;
    TIMEBANK_TRY(admission, admit(draft.book, origin_, claim, in_itself, recorded_at_unix_s));
    if (!admission) return refused(id, admission.refusal());
    if (admission->exists_at) {
        const auto index = *admission->exists_at;
        if (decisions) {
            TIMEBANK_TRY(first, read_entry(draft.book, index));
            decisions->push_back(first ? first->decision : Decision{});
        }
        return PostResult{id, PostOutcome::exists, index, {}};
    }

    // The edition goes by the time that is recorded, so that whoever replays the log picks the same. Only
    // whether it has happened yet goes by the clock: that is the stricter question, so what passes it passes
    // again with the recorded time.
    TIMEBANK_TRY(verdict, decide_by_book(draft.book, plans_, claim, recorded_at_unix_s, draft.clock_unix_s));
    if (!verdict) return refused(id, verdict.refusal());

    Entry entry{draft.head.size, recorded_at_unix_s, claim, std::move(*verdict)};
    auto bytes = encode_entry(entry);
    if (!bytes)
        return refused(id, {RefusalCode::entry_too_large, "entry", std::to_string(limits::entry_bytes),
                            bytes.error().text.en});
    const auto leaf = merkle::leaf_hash(*bytes);
    draft.book.put(Table::log, key_of::entry(entry.index), std::move(*bytes));
    TIMEBANK_TRY(refusal, apply(entry, draft.book, plans_));
    if (refusal) return refused(id, *refusal);
    append_leaf(draft.book, draft.frontier, leaf);
    ++draft.head.size;
    if (decisions) decisions->push_back(std::move(entry.decision));
    return PostResult{id, PostOutcome::accepted, entry.index, {}};
}

Result<std::vector<Quote>> Book::quote(const std::vector<SignedClaim>& batch) const {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_TRY(head, read_complete_head(transaction));
    TIMEBANK_TRY(frontier, read_frontier(transaction, head.size));
    Draft draft(transaction, head, std::move(frontier));
    return quote_onto(draft, batch);
}

Result<std::vector<Quote>> Book::quote_onto(Draft& draft, const std::vector<SignedClaim>& batch) const {
    auto results = results_for(batch);
    auto in_itself = check_all(batch);
    TIMEBANK_CHECK(set_times(draft));
    std::vector<Decision> decisions;
    for (const auto& unit : units_of(batch, in_itself, results))
        TIMEBANK_CHECK(post_unit(unit, draft, &decisions));
    std::vector<Quote> quotes;
    for (std::size_t i = 0; i < batch.size(); ++i)
        quotes.push_back({std::move(results[i]), std::move(decisions[i])});
    return quotes;
}

Result<void> Book::append_genesis(const SignedClaim& genesis) {
    TIMEBANK_CHECK(verify_signatures(genesis));
    TIMEBANK_TRY(transaction, environment_->write());
    Draft draft(transaction, LedgerHead{}, merkle::Frontier());
    Entry entry{0, options_.clock->now_unix_s(), genesis, {}};
    TIMEBANK_TRY(verdict, decide_by_book(draft.book, plans_, genesis, entry.recorded_at_unix_s,
                                         entry.recorded_at_unix_s));
    if (!verdict) return Error{Code::invalid_argument, explain_refusal(verdict.refusal())};
    entry.decision = std::move(*verdict);
    TIMEBANK_TRY(bytes, encode_entry(entry));
    const auto leaf = merkle::leaf_hash(bytes);
    draft.book.put(Table::log, key_of::entry(0), std::move(bytes));
    TIMEBANK_TRY(refusal, apply(entry, draft.book, plans_));
    if (refusal) return Error{Code::broken_invariant, explain_refusal(*refusal)};
    append_leaf(draft.book, draft.frontier, leaf);
    put_head(draft.book, LedgerHead{1, draft.frontier.root(), entry.recorded_at_unix_s});
    TIMEBANK_CHECK(transaction.put_all(draft.book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return {};
}

}  // namespace timebank::ledger
