#include "cli/output.hpp"
#include "cli/own_claims.hpp"

// transfer: credits given to another account.

namespace timebank::cli {
namespace {

struct TransferOptions {
    LedgerPlace place;
    std::string from;
    std::string to;
    std::string amount;
    std::string unit;
    std::string purpose;
    std::string at;
    std::string id;
};

Result<void> transfer(const TransferOptions& asked, Shell& shell) {
    auto id = claim_id_for(asked.id, asked.at);
    if (!id) return id.error();
    auto at = asked.at.empty() ? Result<CivilTime>(now_here()) : parse_civil_time(asked.at);
    if (!at) return at.error();
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto unit = (*ledger)->unit(asked.unit);
    if (!unit) return unit.error();
    if (!*unit)
        return fail(Code::not_found, "没有单位 {}：请检查拼写", "there is no unit {}: check the spelling",
                    {asked.unit});
    auto amount = parse_amount(asked.amount, (*unit)->minor_units_in_one);
    if (!amount) return amount.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    auto claim =
        sign_own(*signing, **ledger,
                 TransferContent{asked.from, asked.to, asked.unit, *amount, *at, asked.purpose, {}, {}}, *id);
    if (!claim) return claim.error();
    auto result = (*ledger)->post(*claim);
    if (!result) return result.error();
    print_result(*result, shell);
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

}  // namespace

void add_transfer_command(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<TransferOptions>();
    auto command = program.add_subcommand(
        "transfer", shell.say("把积分给另一个账户，依兑换标准的转赠规则",
                              "give credits to another account, by the redemption standard's rules"));
    asked->place.add_folder(command, shell);
    command.add_option("FROM", asked->from, shell.say("谁给", "who gives")).required();
    command.add_option("TO", asked->to, shell.say("给谁", "who gets")).required();
    command.add_option("AMOUNT", asked->amount, shell.say("多少，如 3 或 1.5", "how much, such as 3 or 1.5"))
        .required();
    command
        .add_option("--unit", asked->unit, shell.say("单位代码，如 point", "the unit's code, such as point"))
        .required();
    command
        .add_option("--purpose", asked->purpose,
                    shell.say("标准中的用途代码，如 gift", "a purpose that the standard names, such as gift"))
        .required();
    command.add_option("--at", asked->at,
                       shell.say("何时，如 2026-01-03T08:30+08:00；省略则为现在",
                                 "when, such as 2026-01-03T08:30+08:00; now when left out"));
    command.add_option("--id", asked->id,
                       shell.say("声明编号（UUID）：同一编号重复执行只记一次",
                                 "the claim's id (a UUID): repeated with the same id it counts once"));
    asked->place.add_writing(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return transfer(*asked, shell); }); });
}

}  // namespace timebank::cli
