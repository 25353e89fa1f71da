#include <algorithm>
#include <cerrno>
#include <new>

#include "core/parallel.hpp"
#include "core/try.hpp"
#include "decision/apply.hpp"
#include "decision/groups.hpp"
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

/// The ids of the neighbours from `begin` on that are one author's and carry one group digest.
std::vector<ClaimId> ids_of_run(const std::vector<SignedClaim>& batch, std::size_t begin) {
    std::vector<ClaimId> ids;
    const auto& first = batch[begin].claim;
    for (auto i = begin;
         i < batch.size() && batch[i].claim.group == first.group && batch[i].claim.author == first.author;
         ++i)
        ids.push_back(batch[i].claim.id);
    return ids;
}

/// Why this group, or what says that it is one, cannot be one.
std::optional<Refusal> check_group(bool complete, std::size_t count) {
    const bool too_large = count > limits::entries_per_commit;
    if (complete && !too_large) return std::nullopt;
    return refuse(RefusalCode::group_incomplete, "group",
                  too_large ? same_in_both(std::to_string(limits::entries_per_commit)) : Text(),
                  same_in_both(std::to_string(count)));
}

/// A group is one parcel; every other claim is a parcel of its own. What is left of a run of one digest and
/// holds no group is refused as a whole, as is a group that no commit can hold.
std::vector<Parcel> parcels_of(const std::vector<SignedClaim>& batch,
                               std::vector<std::optional<Refusal>>& in_itself,
                               std::vector<PostResult>& results) {
    std::vector<Parcel> parcels;
    auto add = [&](std::size_t begin, std::size_t count) {
        parcels.push_back({&batch[begin], count, &in_itself[begin], &results[begin]});
    };
    for (std::size_t begin = 0; begin < batch.size();) {
        if (!is_grouped(batch[begin])) {
            add(begin++, 1);
            continue;
        }
        const auto run = ids_of_run(batch, begin);
        for (std::size_t done = 0; done < run.size();) {
            const auto size = size_of_group(batch[begin].claim.author, run, done, batch[begin].claim.group);
            const auto count = size.value_or(run.size() - done);
            if (auto refusal = check_group(size.has_value(), count))
                std::fill_n(in_itself.begin() + static_cast<std::ptrdiff_t>(begin + done), count, refusal);
            add(begin + done, count);
            done += count;
        }
        begin += run.size();
    }
    return parcels;
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

LedgerDraft LedgerDraft::above() const {
    LedgerDraft top(book.above(), head, frontier);
    top.clock_unix_s = clock_unix_s;
    top.jump = jump;
    return top;
}

void LedgerDraft::merge(LedgerDraft&& above) {
    book.merge(std::move(above.book));
    head = above.head;
    jump = above.jump;
    frontier = std::move(above.frontier);
}

/// One post() waiting for its parcels.
struct Book::Call {
    std::size_t waiting = 0;
    std::optional<std::uint64_t> onto_size;  ///< the head that the next of them may be posted onto; none: any
    std::optional<Error> error;
};

Result<void> Book::require_writable() const {
    if (!options_.read_only) return {};
    return fail(Code::permission_denied, "账本以只读方式打开", "the ledger is open read-only");
}

Result<std::vector<PostResult>> Book::post(const std::vector<SignedClaim>& batch,
                                           std::optional<std::uint64_t> onto_size) {
    TIMEBANK_CHECK(require_writable());
    auto results = results_for(batch);
    auto in_itself = check_all(batch);
    auto parcels = parcels_of(batch, in_itself, results);

    Call call{parcels.size(), onto_size, {}};
    std::unique_lock lock(queue_mutex_);
    for (const auto& parcel : parcels) queue_.push_back({parcel, &call});
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
    for (std::size_t entries = 0; !queue_.empty(); queue_.pop_front()) {
        const auto& next = queue_.front();
        if (next.call->error) {  // what came before it failed, so it must not overtake
            --next.call->waiting;
            continue;
        }
        if (entries > 0 && entries + next.parcel.count > options_.entries_per_commit) break;
        entries += next.parcel.count;
        taken.push_back(next);
    }
    lock.unlock();
    auto done = taken.empty() ? Result<void>() : commit_or_error(taken);
    lock.lock();
    for (auto& one : taken) {
        --one.call->waiting;
        if (!done && !one.call->error) one.call->error = done.error();
    }
    leading_ = false;
    committed_.notify_all();
}

void Book::set_clock(LedgerDraft& draft) const {
    draft.clock_unix_s = options_.clock->now_unix_s();
    draft.jump = jump_of_clock(pace_of(draft.head), draft.clock_unix_s);
}

namespace {

Error clock_jumped(ClockJump jump, std::int64_t now_unix_s, const Pace& pace) {
    const auto now = unix_seconds_to_text(now_unix_s), last = unix_seconds_to_text(pace.last_unix_s);
    if (jump == ClockJump::back)
        return fail(
            Code::clock_jumped,
            "时钟是 {0}，而最后一个条目记录于 {1}，早了一天以上。请校准时钟；若时钟无误，请运营者用 "
            "--clock-is-right 声明（须另一位负责人会签），声明会记入账本",
            "the clock says {0}, but the last entry was recorded at {1}, over a day later. Set the clock; "
            "if it is right, let the operator say so with --clock-is-right (a second officer cosigns), "
            "which the log records",
            {now, last});
    const auto explained_days = std::to_string(pause_explained_s(pace) / day_s);
    return fail(
        Code::clock_jumped,
        "时钟是 {0}，而最后一个条目记录于 {1}，晚了 {2} 天以上，本账本从未停这么久。请校准时钟；若时钟无误，"
        "请运营者用 --clock-is-right 声明，声明会记入账本",
        "the clock says {0}, but the last entry was recorded at {1}, over {2} days earlier, and the book "
        "has never rested so long. Set the clock; if it is right, let the operator say so with "
        "--clock-is-right, which the log records",
        {now, last, explained_days});
}

}  // namespace

Result<void> Book::check_clock() const {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_TRY(head, read_complete_head(transaction));
    const auto now_unix_s = options_.clock->now_unix_s();
    const auto jump = jump_of_clock(pace_of(head), now_unix_s);
    if (jump == ClockJump::none) return {};
    return clock_jumped(jump, now_unix_s, pace_of(head));
}

/// The operator's claim about the clock is the one thing that a clock which has jumped may date.
Result<std::int64_t> Book::recording_time(const LedgerDraft& draft, const Claim& claim) const {
    const auto* about_clock = clock_in(claim);
    // Turning back takes a second officer, whom a book with none has yet to enrol.
    const auto* enrolment = enrolment_in(claim);
    const bool enrols_officer = enrolment && enrolment->role == Role::officer;
    const bool may_pass = about_clock || (draft.jump == ClockJump::back && enrols_officer);
    if (draft.jump != ClockJump::none && !may_pass)
        return clock_jumped(draft.jump, draft.clock_unix_s, pace_of(draft.head));
    return next_recording_time(pace_of(draft.head), draft.clock_unix_s, about_clock);
}

/// A host's clock may throw and memory may run out: whoever waits behind this commit must not wait for ever.
Result<void> Book::commit_or_error(const std::vector<Queued>& taken) {
    try {
        return commit(taken);
    } catch (const std::bad_alloc&) {
        return system_failure(ENOMEM, "post");
    } catch (const std::exception&) {
        return fail(
            Code::broken_invariant, "提交因程序异常而中止（如宿主的时钟出错）：什么也没有写入，可以重试",
            "the commit broke off by an exception (of the host's clock, say): nothing was written, it "
            "may be tried again");
    }
}

namespace {

Error head_moved(std::uint64_t looked_at, std::uint64_t now) {
    return fail(Code::head_moved, "账本原有 {0} 条，现有 {1} 条：别人刚写入过，请重新核对后再试",
                "the ledger had {0} entries and has {1} now: somebody else has written; look again, then try",
                {std::to_string(looked_at), std::to_string(now)});
}

}  // namespace

/// Unless somebody else has written since its caller looked.
Result<void> Book::post_queued(const Queued& next, LedgerDraft& draft) const {
    auto& call = *next.call;
    if (call.error) return {};
    if (call.onto_size && *call.onto_size != draft.head.size) {
        call.error = head_moved(*call.onto_size, draft.head.size);
        return {};
    }
    auto posted = post_parcel(next.parcel, draft, nullptr);
    if (!posted && posted.error().code == Code::clock_jumped) {  // the others may say that the clock is right
        call.error = posted.error();
        return {};
    }
    if (call.onto_size) call.onto_size = draft.head.size;
    return posted;
}

Result<void> Book::commit(const std::vector<Queued>& taken) {
    TIMEBANK_TRY(transaction, environment_->write(options_.patience));
    TIMEBANK_TRY(head, read_complete_head(transaction));
    TIMEBANK_TRY(frontier, read_frontier(transaction, head.size));
    const auto size_before = head.size;
    LedgerDraft draft(transaction, head, std::move(frontier));
    set_clock(draft);
    for (const auto& next : taken) TIMEBANK_CHECK(post_queued(next, draft));
    if (draft.head.size == size_before) return {};  // nothing accepted, nothing to write

    draft.head.root = draft.frontier.root();
    put_head(draft.book, draft.head);
    TIMEBANK_CHECK(transaction.put_all(draft.book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return {};
}

Result<void> Book::post_parcel(const Parcel& parcel, LedgerDraft& draft,
                               std::vector<Decision>* decisions) const {
    auto group = draft.above();
    std::vector<Decision> group_decisions;
    for (std::size_t i = 0; i < parcel.count; ++i) {
        TIMEBANK_TRY(result, post_one(parcel.claims[i], parcel.in_itself[i], group,
                                      decisions ? &group_decisions : nullptr));
        parcel.results[i] = std::move(result);
        if (parcel.results[i].outcome == PostOutcome::refused)
            return refuse_parcel(parcel, i, draft, decisions);
    }
    draft.merge(std::move(group));
    if (decisions)
        for (auto& decision : group_decisions) decisions->push_back(std::move(decision));
    return {};
}

/// All or none: the others are told which claim stopped them. Only what was an entry before remains one, and
/// that is what its sender has to hear.
Result<void> Book::refuse_parcel(const Parcel& parcel, std::size_t stopped_by, const LedgerDraft& draft,
                                 std::vector<Decision>* decisions) const {
    const auto culprit = to_text(parcel.claims[stopped_by].claim.id);
    for (std::size_t i = 0; i < parcel.count; ++i) {
        const auto& id = parcel.claims[i].claim.id;
        Decision decision;
        if (i != stopped_by) {
            TIMEBANK_TRY(admission, admit(draft.book, identity_, parcel.claims[i], parcel.in_itself[i],
                                          draft.head.recorded_at_unix_s));
            if (admission && admission->exists_at) {
                const auto index = *admission->exists_at;
                parcel.results[i] = {id, PostOutcome::exists, index, {}};
                TIMEBANK_TRY(first, read_entry(draft.book, index));
                if (first) decision = std::move(first->decision);
            } else {
                parcel.results[i] =
                    refused(id, refuse(RefusalCode::group_incomplete, "group", {}, same_in_both(culprit)));
            }
        }
        if (decisions) decisions->push_back(std::move(decision));
    }
    return {};
}

Result<PostResult> Book::post_one(const SignedClaim& claim, const std::optional<Refusal>& in_itself,
                                  LedgerDraft& draft, std::vector<Decision>* decisions) const {
    const auto& id = claim.claim.id;
    // What is there already needs no time: it hears its first answer from a clock that has jumped, too.
    const auto time = recording_time(draft, claim.claim);
    const auto recorded_at_unix_s = time ? *time : draft.head.recorded_at_unix_s;
    TIMEBANK_TRY(admission, admit(draft.book, identity_, claim, in_itself, recorded_at_unix_s));
    if (!time && (!admission || !admission->exists_at)) return time.error();
    if (!admission) return refused(id, admission.refusal());
    if (admission->exists_at) {
        const auto index = *admission->exists_at;
        if (decisions) {
            TIMEBANK_TRY(first, read_entry(draft.book, index));
            decisions->push_back(first ? first->decision : Decision{});
        }
        return PostResult{id, PostOutcome::exists, index, {}};
    }

    TIMEBANK_TRY(verdict, decide_by_book(draft.book, plans_, claim, recorded_at_unix_s, draft.clock_unix_s));
    if (!verdict) return refused(id, verdict.refusal());

    Entry entry{draft.head.size, recorded_at_unix_s, claim, std::move(*verdict)};
    auto bytes = encode_entry(entry);
    if (!bytes)
        return refused(id, refuse(RefusalCode::entry_too_large, "entry",
                                  same_in_both(std::to_string(limits::entry_bytes)), bytes.error().text));
    const auto leaf = merkle::leaf_hash(*bytes);
    draft.book.put(Table::log, key_of::entry(entry.index), std::move(*bytes));
    TIMEBANK_TRY(refusal, apply(entry, draft.book, plans_));
    if (refusal) return refused(id, *refusal);
    append_leaf(draft.book, draft.frontier, leaf);
    go_on_to(draft.head, recorded_at_unix_s);
    if (clock_in(claim.claim)) draft.jump = ClockJump::none;
    if (decisions) decisions->push_back(std::move(entry.decision));
    return PostResult{id, PostOutcome::accepted, entry.index, {}};
}

Result<std::vector<Quote>> Book::quote(const std::vector<SignedClaim>& batch) const {
    TIMEBANK_TRY(transaction, environment_->read());
    TIMEBANK_TRY(head, read_complete_head(transaction));
    TIMEBANK_TRY(frontier, read_frontier(transaction, head.size));
    LedgerDraft draft(transaction, head, std::move(frontier));
    return quote_onto(draft, batch);
}

Result<std::vector<Quote>> Book::quote_onto(LedgerDraft& draft, const std::vector<SignedClaim>& batch) const {
    auto results = results_for(batch);
    auto in_itself = check_all(batch);
    set_clock(draft);
    std::vector<Decision> decisions;
    for (const auto& parcel : parcels_of(batch, in_itself, results))
        TIMEBANK_CHECK(post_parcel(parcel, draft, &decisions));
    std::vector<Quote> quotes;
    for (std::size_t i = 0; i < batch.size(); ++i)
        quotes.push_back({std::move(results[i]), std::move(decisions[i])});
    return quotes;
}

Result<void> Book::append_genesis(const SignedClaim& genesis) {
    TIMEBANK_CHECK(verify_signatures(genesis));
    TIMEBANK_TRY(transaction, environment_->write());
    LedgerDraft draft(transaction, LedgerHead{}, merkle::Frontier());
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
    put_head(draft.book, LedgerHead{1, draft.frontier.root(), entry.recorded_at_unix_s, 0});
    TIMEBANK_CHECK(transaction.put_all(draft.book.changes()));
    auto result = transaction.commit();
    if (result.error) return *result.error;
    return {};
}

}  // namespace timebank::ledger
