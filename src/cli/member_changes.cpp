#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/members.hpp"
#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "timebank/claim_lines.hpp"

// member add, edit, tag, untag, join, leave, merge: what the office states about people.

namespace timebank::cli {
namespace {

using Texts = std::map<std::string, std::string>;

struct MemberOptions {
    LedgerPlace place;
    std::string owner;
    std::string prefix;  ///< of the next free number
    std::string account_class = "member";
    Texts texts;
    std::vector<std::string> codes;  ///< tags, or households and teams
    std::vector<std::string> tags;
    std::vector<std::string> households;
    std::vector<std::string> teams;
    std::string into;
    std::string reason;
    bool is_namesake = false;
    bool begins_anew = false;
    bool dry_run = false;
};

/// Prints the answer with the code in front, which is how the office knows the claim.
void print_answer(const PostResult& result, const std::string& owner, Shell& shell) {
    if (result.outcome == PostOutcome::refused) shell.exit_code = refused;
    const auto index = std::to_string(result.index);
    if (shell.json) {
        nlohmann::ordered_json object = {{"owner", owner}};
        object.update(nlohmann::ordered_json::parse(write_post_result(result)));
        return print_json(object);
    }
    switch (result.outcome) {
        case PostOutcome::accepted:
            return print_line(shell.say("{0}：已记为条目 {1}", "{0}: entry {1}", {owner, index}));
        case PostOutcome::exists:
            return print_line(shell.say("{0}：早已记为条目 {1}", "{0}: already entry {1}", {owner, index}));
        case PostOutcome::refused:
            return print_line(shell.say(
                "{0}：未接受：{1} [{2}]", "{0}: refused: {1} [{2}]",
                {owner, explain_refusal(result.refusal).in(shell.language), to_text(result.refusal.code)}));
    }
}

/// Of other errors the outcome may be unknown: the texts may be needed.
bool nothing_was_posted(const Error& error) {
    return error.code == Code::head_moved || error.code == Code::clock_jumped || error.code == Code::busy;
}

/// Posts it, onto the head as it was when this was prepared where that matters. What was written for a claim
/// that is refused goes again.
Result<PostResult> post_prepared(const MemberOptions& asked, const OpenPeople& open, const std::string& owner,
                                 AccountContent content, std::optional<ClaimId> id,
                                 const std::vector<Commitment>& fresh,
                                 std::optional<std::uint64_t> onto_size) {
    auto signing = own_signing(asked.place, *open.ledger);
    if (!signing) return signing.error();
    auto claim = sign_own(*signing, *open.ledger, std::move(content), id);
    if (!claim) return claim.error();
    auto results = open.ledger->post({*claim}, onto_size);
    const bool is_in = results && results->front().outcome != PostOutcome::refused;
    if (!is_in && (results || nothing_was_posted(results.error())))
        if (auto gone = open.people->withdraw(owner, fresh); !gone) return gone.error();
    if (!results) return results.error();
    return results->front();
}

/// How often somebody else may be faster before we give up.
constexpr int tries = 50;

// add

Result<AccountClass> class_of(const std::string& word) {
    if (const auto account_class = parse_account_class(word)) return *account_class;
    return fail(Code::invalid_argument,
                "没有类别 {}：可用 member household team pool fund issuer provider partner-ledger",
                "there is no class {}: it is member, household, team, pool, fund, issuer, provider or "
                "partner-ledger",
                {word});
}

Result<std::string> owner_for(const MemberOptions& asked, const People& people) {
    if (asked.owner.empty() == asked.prefix.empty())
        return fail(Code::invalid_argument, "请给出编号，或用 --next v- 取下一个号，二者取一",
                    "give a code, or draw the next number with --next v-: one of the two");
    return asked.prefix.empty() ? Result<std::string>(asked.owner) : people.next_owner(asked.prefix);
}

/// Somebody who is registered twice has to be merged later, so it is asked for beforehand.
Result<void> check_namesakes(const MemberOptions& asked, const std::string& owner, const People& people) {
    if (asked.is_namesake) return {};
    auto same = people.namesakes(asked.texts);
    if (!same) return same.error();
    for (const auto& person : *same) {
        const auto& other = person.account;
        if (other.content.owner == owner) continue;  // the same command again
        return fail(
            Code::already_there,
            "{0} 同名，电话也没有不同，已在条目 {1} 登记：若是同一人，无须再登记；若是另一人，请加 "
            "--namesake",
            "{0} has that name, and no other phone number, and was registered by entry {1}: the same person "
            "need not be registered again; for another one say --namesake",
            {title_of(person), std::to_string(other.opened_at)});
    }
    return {};
}

bool is_taken(const Error& error) {
    return error.code == Code::already_there;
}
bool is_taken(const PostResult& result) {
    const auto code = result.refusal.code;
    return result.outcome == PostOutcome::refused &&
           (code == RefusalCode::id_used || code == RefusalCode::account_class_differs);
}

Result<void> add(const MemberOptions& asked, Shell& shell) {
    auto account_class = class_of(asked.account_class);
    if (!account_class) return account_class.error();
    auto open = open_people_to_write(asked.place, asked.begins_anew);
    if (!open) return open.error();
    auto groups = asked.households;
    groups.insert(groups.end(), asked.teams.begin(), asked.teams.end());
    for (int attempt = 1;; ++attempt) {
        auto owner = owner_for(asked, *open->people);
        if (!owner) return owner.error();
        if (auto checked = check_namesakes(asked, *owner, *open->people); !checked) return checked;
        // Another desk may take the same next number: then the one behind it is ours.
        const bool may_go_on = !asked.prefix.empty() && attempt < tries;
        auto prepared =
            open->people->prepare_opening({*owner, *account_class, asked.texts, asked.tags, groups});
        if (!prepared && may_go_on && is_taken(prepared.error())) continue;
        if (!prepared) return prepared.error();
        auto result = post_prepared(asked, *open, *owner, std::move(prepared->content), prepared->id,
                                    prepared->fresh, std::nullopt);
        if (!result) return result.error();
        if (may_go_on && is_taken(*result)) continue;
        print_answer(*result, *owner, shell);
        return checkpoint_if_possible(*open->ledger, asked.place, shell);
    }
}

// edit, tag, untag, join, leave

AccountChange edited(const MemberOptions& asked) {
    AccountChange change;
    change.texts = asked.texts;
    return change;
}
AccountChange tagged(const MemberOptions& asked) {
    AccountChange change;
    change.tags_added = asked.codes;
    return change;
}
AccountChange untagged(const MemberOptions& asked) {
    AccountChange change;
    change.tags_removed = asked.codes;
    return change;
}
AccountChange joined(const MemberOptions& asked) {
    AccountChange change;
    change.joined = asked.codes;
    return change;
}
AccountChange left(const MemberOptions& asked) {
    AccountChange change;
    change.left = asked.codes;
    return change;
}

/// What another desk changed in the meantime is kept, and told.
void tell_of_other_desk(const std::string& owner, const Shell& shell) {
    std::cerr << shell.say("timebank: {}：别人刚刚改过，本次更改是在其上作出的\n",
                           "timebank: {}: somebody else has just changed it; this change was made on top\n",
                           {owner});
}

Result<void> change(const MemberOptions& asked, const AccountChange& change, Shell& shell) {
    auto open = open_people_to_write(asked.place, asked.begins_anew);
    if (!open) return open.error();
    if (auto person = require_person(*open, asked.owner); !person) return person.error();
    std::optional<AccountContent> first_seen;
    for (int attempt = 1;; ++attempt) {
        auto head = open->ledger->head();
        if (!head) return head.error();
        auto before = open->ledger->account(asked.owner);
        if (!before) return before.error();
        if (*before && !first_seen) first_seen = (*before)->content;
        auto content = open->people->prepare_change(asked.owner, change);
        if (!content) return content.error();
        if (!*content) break;
        const auto fresh = (*content)->commitments;
        auto result =
            post_prepared(asked, *open, asked.owner, std::move(**content), std::nullopt, fresh, head->size);
        if (!result && result.error().code == Code::head_moved && attempt < tries) continue;
        if (!result) return result.error();
        print_answer(*result, asked.owner, shell);
        if (*before && (*before)->content != *first_seen) tell_of_other_desk(asked.owner, shell);
        return checkpoint_if_possible(*open->ledger, asked.place, shell);
    }
    if (shell.json)
        print_json({{"owner", asked.owner}, {"result", "unchanged"}});
    else
        print_line(shell.say("{}：本来就是这样，没有写入", "{}: it is so already, nothing was written",
                             {asked.owner}));
    return {};
}

// merge

/// What moves, as the ledger decides it, before it is written.
Result<void> print_movements(const OpenPeople& open, const MemberOptions& asked, const std::vector<Leg>& legs,
                             const Shell& shell) {
    auto from = require_person(open, asked.owner);
    if (!from) return from.error();
    auto into = require_person(open, asked.into);
    if (!into) return into.error();
    auto moved = nlohmann::ordered_json::array();
    std::vector<std::string> lines;
    for (const auto& leg : legs) {
        auto unit = open.ledger->unit(leg.unit);
        if (!unit) return unit.error();
        if (!*unit) continue;
        lines.push_back("  " + leg.owner + "  " + amount_text(leg.amount, **unit, shell.language));
        moved.push_back({{"owner", leg.owner},
                         {"unit", leg.unit},
                         {"amount", to_text(leg.amount, (*unit)->minor_units_in_one)}});
    }
    if (shell.json) {
        print_json({{"owner", asked.owner}, {"into", asked.into}, {"legs", moved}});
        return {};
    }
    print_line(shell.say("{0} 并入 {1}：", "{0} into {1}:", {title_of(*from), title_of(*into)}));
    for (const auto& line : lines) print_line(line);
    if (lines.empty()) print_line(shell.say("  没有要转移的余额", "  no credits to move"));
    return {};
}

Result<void> merge(const MemberOptions& asked, Shell& shell) {
    auto place = asked.place;
    if (asked.dry_run) place.clock_is_right = false;  // which would be written
    auto open = open_people_to_write(place, false);
    if (!open) return open.error();
    for (const auto& owner : {asked.owner, asked.into})
        if (auto person = require_person(*open, owner); !person) return person.error();
    auto signing = own_signing(asked.place, *open->ledger);
    if (!signing) return signing.error();
    auto claim = sign_own(*signing, *open->ledger, MergeContent{asked.owner, asked.into, asked.reason});
    if (!claim) return claim.error();
    auto quotes = open->ledger->quote({*claim});
    if (!quotes) return quotes.error();
    const auto& quote = quotes->front();
    if (quote.result.outcome == PostOutcome::refused) {
        print_answer(quote.result, asked.owner, shell);
        return {};
    }
    if (auto shown = print_movements(*open, asked, quote.decision.legs, shell); !shown) return shown;
    if (asked.dry_run) return {};
    auto result = open->ledger->post(*claim);
    if (!result) return result.error();
    print_answer(*result, asked.owner, shell);
    return checkpoint_if_possible(*open->ledger, asked.place, shell);
}

// The words of the command line.

void add_text_options(CommandSyntax command, MemberOptions& asked, const Shell& shell) {
    const auto field = [&](const std::string& name, const std::string& about) {
        command.add_option_for(
            "--" + name, [&asked, name](const std::string& text) { asked.texts[name] = text; }, about);
    };
    field("name", shell.say("姓名（不进账本）", "the name (kept out of the log)"));
    field("phone", shell.say("电话（不进账本）", "the phone number (kept out of the log)"));
    field("address", shell.say("地址（不进账本）", "the address (kept out of the log)"));
    field("note", shell.say("备注（不进账本）", "a note (kept out of the log)"));
    command.add_option_for_each(
        "--text",
        [&asked](const std::string& pair) -> std::optional<std::string> {
            const auto sign = pair.find('=');
            if (sign == std::string::npos) return pair + ": FIELD=TEXT";
            asked.texts[pair.substr(0, sign)] = pair.substr(sign + 1);
            return std::nullopt;
        },
        shell.say("其他栏目，写成 栏目=内容", "another field, as FIELD=TEXT"));
    command.add_flag("--begin-texts-anew", asked.begins_anew,
                     shell.say("原有的人员文本确已丢失，或存于别处：另起一份",
                               "the texts of before are lost for good, or kept elsewhere: begin anew"));
}

using Options = std::shared_ptr<MemberOptions>;

CommandSyntax add_command(CommandSyntax member, Shell& shell, const Options& asked, const std::string& name,
                          const std::string& about) {
    auto command = member.add_subcommand(name, about);
    asked->place.add_folder(command, shell);
    asked->place.add_writing(command, shell);
    return command;
}

void add_adding(CommandSyntax member, Shell& shell) {
    auto asked = std::make_shared<MemberOptions>();
    auto command = add_command(member, shell, asked, "add",
                               shell.say("登记一个人，或开立家庭、团队等账户",
                                         "register a person, or open the account of a household, a team…"));
    command.add_option(
        "CODE", asked->owner,
        shell.say("编号，如 v-001：不能透露是谁", "a code such as v-001, which tells nobody's name"));
    command.add_option(
        "--next", asked->prefix,
        shell.say("取这个开头的下一个号，如 v-", "draw the next number with this beginning, such as v-"));
    add_text_options(command, *asked, shell);
    command.add_option("--class", asked->account_class,
                       shell.say("类别：member household team pool fund issuer provider partner-ledger",
                                 "member, household, team, pool, fund, issuer, provider, partner-ledger"));
    command.add_option("--tag", asked->tags, shell.say("标签代码，可多个", "tags, codes"));
    command.add_option("--household", asked->households, shell.say("所属家庭的编号", "codes of households"));
    command.add_option("--team", asked->teams, shell.say("所属团队的编号", "codes of teams"));
    command.add_flag("--namesake", asked->is_namesake,
                     shell.say("同名者是另一个人", "the one of the same name is another person"));
    command.callback([asked, &shell] { shell.run([&] { return add(*asked, shell); }); });
}

void add_editing(CommandSyntax member, Shell& shell) {
    auto asked = std::make_shared<MemberOptions>();
    auto command = add_command(member, shell, asked, "edit",
                               shell.say("更改姓名、电话等文本", "change the name, the phone number…"));
    command.add_option("CODE", asked->owner, shell.say("编号", "the code")).required();
    add_text_options(command, *asked, shell);
    command.callback([asked, &shell] { shell.run([&] { return change(*asked, edited(*asked), shell); }); });
}

void add_coding(CommandSyntax member, Shell& shell, const std::string& name, const std::string& about,
                const std::string& codes, AccountChange (*change_of)(const MemberOptions&)) {
    auto asked = std::make_shared<MemberOptions>();
    auto command = add_command(member, shell, asked, name, about);
    command.add_option("CODE", asked->owner, shell.say("编号", "the code")).required();
    command.add_option(codes, asked->codes, shell.say("代码，可多个", "codes")).required();
    command.callback(
        [asked, change_of, &shell] { shell.run([&] { return change(*asked, change_of(*asked), shell); }); });
}

void add_merging(CommandSyntax member, Shell& shell) {
    auto asked = std::make_shared<MemberOptions>();
    asked->reason = "registered-twice";
    auto command =
        add_command(member, shell, asked, "merge",
                    shell.say("把重复登记的人并为一个账户，须两位负责人签署",
                              "make one account of a person who was registered twice; takes two officers"));
    command.add_option("OLD", asked->owner, shell.say("停用的编号", "the code that ends")).required();
    command.add_option("INTO", asked->into, shell.say("保留的编号", "the code that stays")).required();
    command.add_option("--reason", asked->reason, shell.say("原因代码", "a code")).shows_default();
    command.add_flag("--dry-run", asked->dry_run,
                     shell.say("只显示会转移什么，不写入", "only show what would move; write nothing"));
    command.callback([asked, &shell] { shell.run([&] { return merge(*asked, shell); }); });
}

}  // namespace

void add_member_changes(CommandSyntax member, Shell& shell) {
    add_adding(member, shell);
    add_editing(member, shell);
    add_coding(member, shell, "tag", shell.say("加标签", "add tags"), "TAG", tagged);
    add_coding(member, shell, "untag", shell.say("去标签", "take tags away"), "TAG", untagged);
    add_coding(member, shell, "join", shell.say("加入家庭或团队", "put into a household or team"), "GROUP",
               joined);
    add_coding(member, shell, "leave", shell.say("离开家庭或团队", "take out of a household or team"),
               "GROUP", left);
    add_merging(member, shell);
}

}  // namespace timebank::cli
