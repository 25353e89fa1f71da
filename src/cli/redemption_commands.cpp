#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "timebank/catalogue.hpp"

// catalogue, redeem: what credits buy.

namespace timebank::cli {
namespace {

struct RedemptionOptions {
    LedgerPlace place;
    std::string owner;
    std::string item;
    std::uint32_t quantity = 1;
    std::string receiver;
    std::string at;
    std::vector<std::string> facts;  ///< CODE=VALUE
    std::string id;
};

Result<CivilTime> time_of(const RedemptionOptions& asked) {
    return asked.at.empty() ? Result<CivilTime>(now_here()) : parse_civil_time(asked.at);
}

Result<std::vector<AttestedFact>> facts_of(const RedemptionOptions& asked) {
    std::vector<AttestedFact> facts;
    for (const auto& text : asked.facts) {
        const auto equals = text.find('=');
        AttestedFact fact{text.substr(0, equals), 0};
        const auto number = equals == std::string::npos ? std::string() : text.substr(equals + 1);
        const auto* end = number.data() + number.size();
        const auto [stopped, fault] = std::from_chars(number.data(), end, fact.value);
        if (fact.code.empty() || fault != std::errc() || stopped != end)
            return fail(Code::invalid_argument, "--fact {} 看不懂：请写成 age=70",
                        "--fact {} is not understood: write it as age=70", {text});
        facts.push_back(std::move(fact));
    }
    std::sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
    return facts;
}

Result<UnitContent> unit_of(const Ledger& ledger, const std::string& code) {
    auto unit = ledger.unit(code);
    if (!unit) return unit.error();
    return *unit ? **unit : UnitContent{code, 1, 0, {code, code}};
}

nlohmann::ordered_json json_of(const Offer& offer, const UnitContent& unit) {
    nlohmann::ordered_json object = {
        {"item", offer.item}, {"name", to_json(offer.name)}, {"open", !offer.refusal}};
    object["quantity"] = offer.quantity;
    object["unit"] = offer.unit;
    if (offer.cost) object["cost"] = to_text(*offer.cost, unit.minor_units_in_one);
    if (offer.worth)
        object["worth"] = {{"currency", offer.worth->unit},
                           {"amount", to_text(Amount{offer.worth->value}, 100)}};
    if (offer.refusal) {
        object["code"] = to_text(offer.refusal->code);
        object["rule"] = offer.refusal->rule.en;
        object["limit"] = offer.refusal->limit.en;
        object["found"] = offer.refusal->found.en;
    }
    return object;
}

/// The price, or why it cannot be had.
std::string answer_of(const Offer& offer, const UnitContent& unit, const Shell& shell) {
    if (offer.refusal) return explain_refusal(*offer.refusal).in(shell.language);
    auto text = amount_text(*offer.cost, unit, shell.language);
    if (offer.quantity != 1)
        text = shell.say("{0} 份共 {1}", "{1} for {0}", {std::to_string(offer.quantity), text});
    if (offer.worth)
        text += shell.say("（值 {} {}）", " (worth {} {})",
                          {to_text(Amount{offer.worth->value}, 100), offer.worth->unit});
    return text;
}

Result<void> catalogue(const RedemptionOptions& asked, Shell& shell) {
    auto at = time_of(asked);
    if (!at) return at.error();
    auto facts = facts_of(asked);
    if (!facts) return facts.error();
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    auto offers = offers_to(**ledger, SystemClock(), asked.owner, *at, *facts, [&](ClaimContent content) {
        return sign_own(*signing, **ledger, std::move(content));
    });
    if (!offers) return offers.error();
    std::vector<std::vector<std::string>> rows;
    for (const auto& offer : *offers) {
        auto unit = unit_of(**ledger, offer.unit);
        if (!unit) return unit.error();
        if (shell.json)
            print_json(json_of(offer, *unit));
        else
            rows.push_back({offer.refusal ? shell.say("否", "no") : shell.say("可", "yes"), offer.item,
                            offer.name.in(shell.language), answer_of(offer, *unit, shell)});
    }
    if (!shell.json)
        print_table({shell.say("可否", "open"), shell.say("项目", "item"), shell.say("名称", "name"),
                     shell.say("价格，或为何不可", "price, or why not")},
                    rows, {});
    return {};
}

std::string paid_or_set_aside(const Decision& decision, const std::string& amount, const Shell& shell) {
    const auto* held = hold_in(decision);
    if (!held) return shell.say("付 {}", "paid {}", {amount});
    if (held->value == 0) return shell.say("预留 {} 至兑现", "{} set aside until it is delivered", {amount});
    const auto last = to_text(CivilDate{static_cast<std::int32_t>(held->value)});
    return shell.say("预留 {0} 至 {1}", "{0} set aside until {1}", {amount, last});
}

/// "v-001：breakfast × 2，付 4 分，余 48 分": one sentence that can be read aloud.
Result<void> say_what_is_left(const Ledger& ledger, const Entry& entry, Shell& shell) {
    const auto& redemption = std::get<RedemptionContent>(entry.signed_claim.claim.content);
    auto balances = ledger.balances(redemption.owner);
    if (!balances) return balances.error();
    for (const auto& award : entry.decision.awards) {
        Amount left;
        for (const auto& balance : *balances)
            if (balance.unit == award.unit) left = balance.amount;
        auto paid_text = amount_in(ledger, award.unit, award.amount, shell.language);
        if (!paid_text) return paid_text.error();
        auto left_text = amount_in(ledger, award.unit, left, shell.language);
        if (!left_text) return left_text.error();
        print_line(shell.say("{0}：{1} × {2}，{3}，余 {4}", "{0}: {1} × {2}, {3}, {4} left",
                             {redemption.owner, redemption.item, std::to_string(redemption.quantity),
                              paid_or_set_aside(entry.decision, *paid_text, shell), *left_text}));
    }
    return {};
}

Result<void> redeem(const RedemptionOptions& asked, Shell& shell) {
    auto id = claim_id_for(asked.id, asked.at);
    if (!id) return id.error();
    auto at = time_of(asked);
    if (!at) return at.error();
    auto facts = facts_of(asked);
    if (!facts) return facts.error();
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    RedemptionContent redemption;
    redemption.owner = asked.owner;
    redemption.item = asked.item;
    redemption.quantity = asked.quantity;
    redemption.at = *at;
    redemption.receiver = asked.receiver;
    redemption.facts = std::move(*facts);
    auto claim = sign_own(*signing, **ledger, std::move(redemption), *id);
    if (!claim) return claim.error();
    auto result = (*ledger)->post(*claim);
    if (!result) return result.error();
    print_result(*result, shell);
    if (!shell.json && result->outcome != PostOutcome::refused) {
        auto entry = (*ledger)->entry(result->index);
        if (!entry) return entry.error();
        if (*entry)
            if (auto said = say_what_is_left(**ledger, **entry, shell); !said) return said;
    }
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

CommandSyntax add_command(CommandSyntax program, Shell& shell, const std::string& name,
                          const std::string& about, const std::shared_ptr<RedemptionOptions>& asked) {
    auto command = program.add_subcommand(name, about);
    asked->place.add_folder(command, shell);
    command.add_option("OWNER", asked->owner, shell.say("谁付积分", "who pays")).required();
    return command;
}

void add_circumstances(CommandSyntax command, Shell& shell, const std::shared_ptr<RedemptionOptions>& asked) {
    command.add_option("--at", asked->at,
                       shell.say("何时，如 2026-01-03T08:30+08:00；省略则为现在",
                                 "when, such as 2026-01-03T08:30+08:00; now when left out"));
    command.add_option("--fact", asked->facts,
                       shell.say("可作证的事实，如 age=70，可多个",
                                 "a fact that you attest, such as age=70; may be repeated"));
}

}  // namespace

void add_redemption_commands(CommandSyntax program, Shell& shell) {
    auto looked = std::make_shared<RedemptionOptions>();
    auto list = add_command(program, shell, "catalogue",
                            shell.say("此人今天能换什么、多少积分，不能的为什么",
                                      "what somebody may have today, at what price, and why not the rest"),
                            looked);
    add_circumstances(list, shell, looked);
    looked->place.add_writing(list, shell);
    list.callback([looked, &shell] { shell.run([&] { return catalogue(*looked, shell); }); });

    auto asked = std::make_shared<RedemptionOptions>();
    auto command =
        add_command(program, shell, "redeem",
                    shell.say("用积分兑换目录中的一项", "spend credits on an item of the catalogue"), asked);
    command.add_option("ITEM", asked->item, shell.say("项目代码", "the item's code")).required();
    command.add_option("--quantity", asked->quantity, shell.say("几份", "how many")).shows_default();
    command.add_option("--to", asked->receiver,
                       shell.say("谁接受；省略则为本人", "who receives it; who pays when left out"));
    add_circumstances(command, shell, asked);
    command.add_option("--id", asked->id,
                       shell.say("声明编号（UUID）：同一编号重复执行只记一次",
                                 "the claim's id (a UUID): repeated with the same id it counts once"));
    asked->place.add_writing(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return redeem(*asked, shell); }); });
}

}  // namespace timebank::cli
