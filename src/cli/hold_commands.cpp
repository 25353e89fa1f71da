#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"

// holds, fulfil, cancel, run-due: credits that are set aside until something is delivered.

namespace timebank::cli {
namespace {

struct HoldOptions {
    LedgerPlace place;
    std::uint64_t index = 0;
    std::optional<std::uint32_t> quantity;  ///< none: all that are left
    std::string at;
    std::string reason;
    std::string owner;
    std::string until;
    bool missed = false;
    bool dry_run = false;
};

/// What an open hold is about.
struct Waiting {
    Hold hold;
    ClaimId claim_id;
    std::string owner;
    std::string item;
    std::int16_t offset_minutes = 0;  ///< of the place where it was redeemed
    std::string unit;
    std::optional<CivilDate> last_day;
};

Result<std::optional<Waiting>> waiting_at(const Ledger& ledger, const Hold& hold) {
    auto entry = ledger.entry(hold.index);
    if (!entry) return entry.error();
    const auto* redemption = *entry ? redemption_in((*entry)->signed_claim.claim) : nullptr;
    if (!redemption) return std::optional<Waiting>();
    Waiting waiting{hold,
                    (*entry)->signed_claim.claim.id,
                    redemption->owner,
                    redemption->item,
                    redemption->at.offset_minutes,
                    {},
                    {}};
    for (const auto& award : (*entry)->decision.awards) waiting.unit = award.unit;
    if (const auto* held = hold_in((*entry)->decision); held && held->value != 0)
        waiting.last_day = CivilDate{static_cast<std::int32_t>(held->value)};
    return std::optional(std::move(waiting));
}

// holds

Result<void> list(const HoldOptions& asked, Shell& shell) {
    constexpr std::size_t holds_per_step = 1'000;
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    std::vector<std::vector<std::string>> rows;
    for (std::uint64_t since = 0;;) {
        auto holds = (*ledger)->open_holds(since, holds_per_step);
        if (!holds) return holds.error();
        for (const auto& hold : *holds) {
            since = hold.index + 1;
            auto waiting = waiting_at(**ledger, hold);
            if (!waiting) return waiting.error();
            if (!*waiting || (!asked.owner.empty() && (*waiting)->owner != asked.owner)) continue;
            const auto& one = **waiting;
            const auto until = one.last_day ? to_text(*one.last_day) : std::string();
            auto amount = amount_in(**ledger, one.unit, hold.amount_left, shell.language);
            if (!amount) return amount.error();
            if (shell.json)
                print_json({{"entry", hold.index},
                            {"owner", one.owner},
                            {"item", one.item},
                            {"items_left", hold.items_left},
                            {"unit", one.unit},
                            {"minor_units", std::to_string(hold.amount_left.minor_units)},
                            {"until", until}});
            else
                rows.push_back({std::to_string(hold.index), one.owner, one.item,
                                std::to_string(hold.items_left), *amount,
                                until.empty() ? shell.say("永不", "never") : until});
        }
        if (holds->size() < holds_per_step) break;
    }
    if (!shell.json)
        print_table({shell.say("条目", "entry"), shell.say("谁", "owner"), shell.say("项目", "item"),
                     shell.say("余下", "left"), shell.say("预留", "set aside"), shell.say("到期", "until")},
                    rows, {0, 3});
    return {};
}

// fulfil, cancel

Result<Waiting> hold_to_settle(const Ledger& ledger, std::uint64_t index) {
    auto hold = ledger.hold(index);
    if (!hold) return hold.error();
    if (*hold && (*hold)->items_left > 0) {
        auto waiting = waiting_at(ledger, **hold);
        if (!waiting) return waiting.error();
        if (*waiting) return std::move(**waiting);
    }
    return fail(Code::not_found, "条目 {} 没有待结清的预留；holds 列出全部",
                "nothing waits to be settled at entry {}: `holds` lists what does", {std::to_string(index)});
}

Result<void> say_settled(const Ledger& ledger, const Waiting& waiting, const SettlementContent& settled,
                         std::uint64_t index, Shell& shell) {
    auto entry = ledger.entry(index);
    if (!entry) return entry.error();
    Amount back;
    Amount paid;
    for (const auto& award : (*entry)->decision.awards)
        (award.side == Side::gets ? back : paid).minor_units += award.amount.minor_units;
    auto paid_text = amount_in(ledger, waiting.unit, paid, shell.language);
    if (!paid_text) return paid_text.error();
    auto back_text = amount_in(ledger, waiting.unit, back, shell.language);
    if (!back_text) return back_text.error();
    print_line(shell.say("{0} 的 {1} × {2}：{3}，付出 {4}，退回 {5}",
                         "{0}, {1} × {2}: {3}, {4} paid, {5} back",
                         {waiting.owner, waiting.item, std::to_string(settled.quantity),
                          in_words(settled.outcome).in(shell.language), *paid_text, *back_text}));
    return {};
}

std::string reason_of(SettlementOutcome outcome) {
    switch (outcome) {
        case SettlementOutcome::fulfilled:
            return "delivered";
        case SettlementOutcome::cancelled:
            return "cancelled";
        case SettlementOutcome::missed:
            return "missed";
        case SettlementOutcome::expired:
            return "last-day-passed";
    }
    return {};
}

Result<void> settle(const HoldOptions& asked, SettlementOutcome outcome, Shell& shell) {
    auto at = asked.at.empty() ? Result<CivilTime>(now_here()) : parse_civil_time(asked.at);
    if (!at) return at.error();
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto waiting = hold_to_settle(**ledger, asked.index);
    if (!waiting) return waiting.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    const SettlementContent content{asked.index, waiting->claim_id,
                                    outcome,     asked.quantity.value_or(waiting->hold.items_left),
                                    *at,         asked.reason.empty() ? reason_of(outcome) : asked.reason};
    auto claim = sign_own(*signing, **ledger, content);
    if (!claim) return claim.error();
    auto result = (*ledger)->post(*claim);
    if (!result) return result.error();
    print_result(*result, shell);
    if (!shell.json && result->outcome != PostOutcome::refused)
        if (auto said = say_settled(**ledger, *waiting, content, result->index, shell); !said) return said;
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

// run-due

/// Those whose last day lies before the date: without one, before today where it was redeemed.
Result<std::vector<Waiting>> due_before(const Ledger& ledger, std::optional<CivilDate> date) {
    constexpr std::size_t holds_per_step = 1'000;
    const auto now_unix_s = SystemClock().now_unix_s();
    std::vector<Waiting> due;
    for (std::uint64_t since = 0;;) {
        auto holds = ledger.open_holds(since, holds_per_step);
        if (!holds) return holds.error();
        for (const auto& hold : *holds) {
            since = hold.index + 1;
            auto waiting = waiting_at(ledger, hold);
            if (!waiting) return waiting.error();
            if (!*waiting || !(*waiting)->last_day) continue;
            const auto here = civil_time(now_unix_s, (*waiting)->offset_minutes);
            if (*(*waiting)->last_day < date.value_or(civil_date(here))) due.push_back(std::move(**waiting));
        }
        if (holds->size() < holds_per_step) return due;
    }
}

Result<void> run_due(const HoldOptions& asked, Shell& shell) {
    std::optional<CivilDate> date;
    if (!asked.until.empty()) {
        auto parsed = parse_civil_date(asked.until);
        if (!parsed) return parsed.error();
        date = *parsed;
    }
    auto ledger = asked.dry_run ? asked.place.open_to_read(shell) : asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto due = due_before(**ledger, date);
    if (!due) return due.error();
    if (asked.dry_run) {
        for (const auto& one : *due)
            print_line(
                shell.say("条目 {0}：{1} 的 {2} 到 {3}", "entry {0}: {2} of {1}, until {3}",
                          {std::to_string(one.hold.index), one.owner, one.item, to_text(*one.last_day)}));
        return {};
    }
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    std::uint64_t expired = 0;
    for (const auto& one : *due) {
        const SettlementContent content{
            one.hold.index,      one.claim_id, SettlementOutcome::expired,
            one.hold.items_left, now_here(),   reason_of(SettlementOutcome::expired)};
        auto claim = sign_own(*signing, **ledger, content);
        if (!claim) return claim.error();
        auto result = (*ledger)->post(*claim);
        if (!result) return result.error();
        if (shell.json || result->outcome == PostOutcome::refused) print_result(*result, shell);
        if (result->outcome == PostOutcome::refused) continue;
        ++expired;
        if (!shell.json)
            if (auto said = say_settled(**ledger, one, content, result->index, shell); !said) return said;
    }
    if (!shell.json) print_line(shell.say("到期 {} 笔", "{} expired", {std::to_string(expired)}));
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

void add_settling(CommandSyntax command, Shell& shell, const std::shared_ptr<HoldOptions>& asked) {
    asked->place.add_folder(command, shell);
    command.add_option("ENTRY", asked->index, shell.say("兑换的条目", "the entry of the redemption"))
        .required();
    command.add_option("--at", asked->at,
                       shell.say("何时，如 2026-01-03T08:30+08:00；省略则为现在",
                                 "when, such as 2026-01-03T08:30+08:00; now when left out"));
    command.add_option(
        "--reason", asked->reason,
        shell.say("原因代码；省略则为结清的方式", "a code that says why; how it was settled when left out"));
    asked->place.add_writing(command, shell);
}

}  // namespace

void add_hold_commands(CommandSyntax program, Shell& shell) {
    auto listed = std::make_shared<HoldOptions>();
    auto holds = program.add_subcommand("holds", shell.say("列出预留了积分、等待兑现的兑换",
                                                           "list the redemptions that wait to be delivered"));
    listed->place.add_folder(holds, shell);
    holds.add_option("OWNER", listed->owner, shell.say("只列此人的", "only of this owner"));
    holds.callback([listed, &shell] { shell.run([&] { return list(*listed, shell); }); });

    auto fulfilled = std::make_shared<HoldOptions>();
    auto fulfil = program.add_subcommand(
        "fulfil",
        shell.say("预留的兑换已兑现，可以分次", "what was set aside for was delivered, all or some"));
    fulfil.add_option("--quantity", fulfilled->quantity,
                      shell.say("几份；省略则为余下的全部", "how many; all that are left when left out"));
    add_settling(fulfil, shell, fulfilled);
    fulfil.callback([fulfilled, &shell] {
        shell.run([&] { return settle(*fulfilled, SettlementOutcome::fulfilled, shell); });
    });

    auto cancelled = std::make_shared<HoldOptions>();
    auto cancel = program.add_subcommand(
        "cancel",
        shell.say("取消预留的兑换，余下的积分退回", "cancel what was set aside for: the rest goes back"));
    cancel.add_flag("--missed", cancelled->missed,
                    shell.say("爽约：依标准扣除", "nobody came, or too late: the standard's charge is kept"));
    add_settling(cancel, shell, cancelled);
    cancel.callback([cancelled, &shell] {
        shell.run([&] {
            const auto outcome = cancelled->missed ? SettlementOutcome::missed : SettlementOutcome::cancelled;
            return settle(*cancelled, outcome, shell);
        });
    });

    auto due = std::make_shared<HoldOptions>();
    auto run =
        program.add_subcommand("run-due", shell.say("记下已过期限的预留，可以反复执行",
                                                    "record what has passed its last day; may be repeated"));
    due->place.add_folder(run, shell);
    run.add_option(
        "--until", due->until,
        shell.say("最后一天早于此日的；省略则为今天", "whose last day lies before it; today when left out"));
    run.add_flag("--dry-run", due->dry_run, shell.say("只列出，不写入", "list them, write nothing"));
    due->place.add_writing(run, shell);
    run.callback([due, &shell] { shell.run([&] { return run_due(*due, shell); }); });
}

}  // namespace timebank::cli
