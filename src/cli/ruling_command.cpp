#include "cli/own_claims.hpp"
#include "cli/shell.hpp"
#include "timebank/claim.hpp"

// rule: what becomes of a service that waits, or of which somebody complained.

namespace timebank::cli {
namespace {

struct RulingOptions {
    LedgerPlace place;
    std::uint64_t index = 0;
    std::string outcome;
    std::string reason;
};

Result<void> rule(const RulingOptions& asked, Shell& shell) {
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto entry = (*ledger)->entry(asked.index);
    if (!entry) return entry.error();
    if (!*entry)
        return fail(Code::not_found, "没有条目 {}：请核对条目号", "there is no entry {}: check the index",
                    {std::to_string(asked.index)});
    RulingContent content;
    content.entry_index = asked.index;
    content.claim_id = (*entry)->signed_claim.claim.id;
    content.outcome = parse_ruling_outcome(asked.outcome).value_or(RulingOutcome::confirmed);
    content.reason = asked.reason;
    return post_own(asked.place, **ledger, std::move(content), shell);
}

}  // namespace

void add_ruling_command(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<RulingOptions>();
    auto command = program.add_subcommand(
        "rule",
        shell.say("裁定一次服务：待确认的确认或不计，评价不合格的清零，申诉成立的恢复",
                  "rule on a service: confirm or refuse one that waits, zero one that was bad, restore "
                  "it on appeal"));
    asked->place.add_folder(command, shell);
    command.add_option("INDEX", asked->index, shell.say("服务的条目号", "index of the service")).required();
    command
        .add_option("OUTCOME", asked->outcome,
                    shell.say("confirmed 确认、refused 不计、withdrawn 撤回、zeroed 清零、restored 恢复",
                              "confirmed, refused, withdrawn, zeroed or restored"))
        .required()
        .one_of({"confirmed", "refused", "withdrawn", "zeroed", "restored"});
    command
        .add_option("--reason", asked->reason,
                    shell.say("原因代码，如 confirmed-by-receiver", "a code such as confirmed-by-receiver"))
        .required();
    asked->place.add_writing(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return rule(*asked, shell); }); });
}

}  // namespace timebank::cli
