#include <algorithm>

#include <nlohmann/json.hpp>

#include "cli/members.hpp"
#include "cli/output.hpp"

// member list, member find, member show: who is who.

namespace timebank::cli {
namespace {

constexpr std::size_t people_a_page = 1'000;

struct MemberQuery {
    LedgerPlace place;
    std::string owner;
    std::string looked_for;
    std::string after;
    std::size_t limit = 0;  ///< 0: all
    bool csv = false;
};

Result<void> list(const MemberQuery& query, Shell& shell) {
    if (auto form = require_one_form(query.csv, shell); !form) return form;
    auto open = open_people_to_read(query.place, shell);
    if (!open) return open.error();
    std::vector<Person> all;
    auto after = query.after;
    bool more = true;
    while (more && (query.limit == 0 || all.size() < query.limit)) {
        const auto wanted =
            query.limit == 0 ? people_a_page : std::min(people_a_page, query.limit - all.size());
        auto page = open->people->list(after, wanted);
        if (!page) return page.error();
        more = page->more;
        if (!page->people.empty()) after = page->people.back().account.content.owner;
        for (auto& person : page->people) all.push_back(std::move(person));
    }
    if (query.csv) {
        print_people_csv(all, shell);
        return {};
    }
    if (shell.json) {
        for (const auto& person : all) print_json(to_json(person));
        return {};
    }
    print_people(all, shell);
    if (more) print_line(shell.say("之后还有：--after {}", "there are more: --after {}", {after}));
    return {};
}

Result<void> find(const MemberQuery& query, Shell& shell) {
    auto open = open_people_to_read(query.place, shell);
    if (!open) return open.error();
    auto page = open->people->find(query.looked_for, query.limit);
    if (!page) return page.error();
    if (page->people.empty()) shell.exit_code = refused;
    if (shell.json) {
        for (const auto& person : page->people) print_json(to_json(person));
        print_json({{"found", page->people.size()}, {"more", page->more}});
        return {};
    }
    if (page->people.empty()) {
        print_line(shell.say("没有找到 {}", "nobody fits {}", {query.looked_for}));
        return {};
    }
    print_people(page->people, shell);
    if (page->more)
        print_line(shell.say("还有更多：请说得更细，或加大 --limit",
                             "there are more: say more of it, or raise --limit"));
    return {};
}

struct Key {
    PublicKey key;
    Role role = Role::member;
};

/// What `member show` prints of an account, gathered first.
struct Card {
    Person person;
    std::int64_t opened_at_unix_s = 0;
    std::vector<std::pair<UnitContent, Amount>> balances;
    std::vector<Key> keys;
    std::vector<Person> groups;   ///< households and teams it is in
    std::vector<Person> members;  ///< of a household or team
};

/// A key is found by its enrolment, which names its owner.
Result<std::vector<Key>> keys_of(const Ledger& ledger, const std::string& owner) {
    constexpr std::size_t entries_a_page = 1'000;
    std::vector<Key> keys;
    for (std::uint64_t next = 0;;) {
        auto indexes = ledger.entries_of_owner(owner, next, entries_a_page);
        if (!indexes) return indexes.error();
        for (const auto index : *indexes) {
            auto entry = ledger.entry(index);
            if (!entry) return entry.error();
            if (!*entry) continue;
            const auto* key = enrolment_in((*entry)->signed_claim.claim);
            if (key != nullptr && key->owner == owner) keys.push_back({key->key, key->role});
        }
        if (indexes->size() < entries_a_page) return keys;
        next = indexes->back() + 1;
    }
}

Result<std::vector<std::pair<UnitContent, Amount>>> balances_of(const Ledger& ledger,
                                                                const std::string& owner) {
    auto balances = ledger.balances(owner);
    if (!balances) return balances.error();
    std::vector<std::pair<UnitContent, Amount>> all;
    for (const auto& one : *balances) {
        auto unit = ledger.unit(one.unit);
        if (!unit) return unit.error();
        if (*unit) all.push_back({**unit, one.amount});
    }
    return all;
}

Result<Card> card_of(const OpenPeople& open, const std::string& owner) {
    Card card;
    auto person = require_person(open, owner);
    if (!person) return person.error();
    card.person = std::move(*person);
    auto opening = open.ledger->entry(card.person.account.opened_at);
    if (!opening) return opening.error();
    if (*opening) card.opened_at_unix_s = (*opening)->recorded_at_unix_s;
    auto balances = balances_of(*open.ledger, owner);
    if (!balances) return balances.error();
    card.balances = std::move(*balances);
    auto keys = keys_of(*open.ledger, owner);
    if (!keys) return keys.error();
    card.keys = std::move(*keys);
    for (const auto& group : card.person.account.content.member_of) {
        auto found = require_person(open, group);
        if (!found) return found.error();
        card.groups.push_back(std::move(*found));
    }
    const auto account_class = card.person.account.content.account_class;
    if (account_class != AccountClass::household && account_class != AccountClass::team) return card;
    auto members = open.people->members_of(owner);
    if (!members) return members.error();
    for (const auto& member : *members) {
        auto found = require_person(open, member.content.owner);
        if (!found) return found.error();
        card.members.push_back(std::move(*found));
    }
    return card;
}

std::string field_name(const std::string& field, const Shell& shell) {
    if (field == "name") return shell.say("姓名", "name");
    if (field == "phone") return shell.say("电话", "phone");
    if (field == "address") return shell.say("地址", "address");
    if (field == "note") return shell.say("备注", "note");
    return field;
}

/// Two columns; a list has a row for each, and only the first is named.
class CardTable {
  public:
    void add(const std::string& name, const std::string& value) { rows_.push_back({name, value}); }
    void add_all(const std::string& name, const std::vector<std::string>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) add(i == 0 ? name : "", values[i]);
    }
    void print(const Shell& shell) const {
        print_table({shell.say("项目", "what"), shell.say("内容", "content")}, rows_, {});
    }

  private:
    std::vector<std::vector<std::string>> rows_;
};

std::vector<std::string> titles_of(const std::vector<Person>& people) {
    std::vector<std::string> titles;
    for (const auto& person : people) titles.push_back(title_of(person));
    return titles;
}

void print_card(const Card& card, const Shell& shell) {
    const auto& account = card.person.account;
    CardTable table;
    table.add(shell.say("编号", "code"), account.content.owner);
    for (const auto& text : card.person.texts)
        table.add(field_name(text.field, shell), field_text(card.person, text.field, shell.language));
    table.add(shell.say("类别", "class"), in_words(account.content.account_class).in(shell.language));
    table.add_all(shell.say("标签", "tags"), account.content.tags);
    table.add_all(shell.say("所属", "member of"), titles_of(card.groups));
    table.add_all(shell.say("其中", "members"), titles_of(card.members));
    if (!account.merged_into.empty()) table.add(shell.say("已并入", "merged into"), account.merged_into);
    table.add(shell.say("开户", "opened"),
              shell.say("条目 {0}，{1}", "entry {0}, {1}",
                        {std::to_string(account.opened_at), unix_seconds_to_text(card.opened_at_unix_s)}));
    std::vector<std::string> lines;
    for (const auto& [unit, amount] : card.balances)
        lines.push_back(amount_text(amount, unit, shell.language));
    table.add_all(shell.say("余额", "balance"), lines);
    lines.clear();
    for (const auto& key : card.keys)
        lines.push_back(to_text(key.key) + " " + in_words(key.role).in(shell.language));
    table.add_all(shell.say("密钥", "keys"), lines);
    table.print(shell);
}

nlohmann::ordered_json json_of(const Card& card) {
    auto object = to_json(card.person);
    object["opened"] = unix_seconds_to_text(card.opened_at_unix_s);
    object["balances"] = nlohmann::ordered_json::array();
    for (const auto& [unit, amount] : card.balances)
        object["balances"].push_back(
            {{"unit", unit.code}, {"amount", to_text(amount, unit.minor_units_in_one)}});
    object["keys"] = nlohmann::ordered_json::array();
    for (const auto& key : card.keys)
        object["keys"].push_back({{"key", to_text(key.key)}, {"role", to_text(key.role)}});
    if (!card.members.empty()) {
        object["members"] = nlohmann::ordered_json::array();
        for (const auto& member : card.members) object["members"].push_back(member.account.content.owner);
    }
    return object;
}

/// A text that is not what the account commits to is a finding.
Result<void> show(const MemberQuery& query, Shell& shell) {
    auto open = open_people_to_read(query.place, shell);
    if (!open) return open.error();
    auto card = card_of(*open, query.owner);
    if (!card) return card.error();
    for (const auto& text : card->person.texts)
        if (text.state == TextState::altered) shell.exit_code = refused;
    if (shell.json)
        print_json(json_of(*card));
    else
        print_card(*card, shell);
    return {};
}

CommandSyntax add_query(CommandSyntax member, Shell& shell, const std::shared_ptr<MemberQuery>& query,
                        const std::string& name, const std::string& about,
                        Result<void> (*work)(const MemberQuery&, Shell&)) {
    auto command = member.add_subcommand(name, about);
    query->place.add_folder(command, shell);
    query->place.add_anchor(command, shell);
    command.callback([query, work, &shell] { shell.run([&] { return work(*query, shell); }); });
    return command;
}

}  // namespace

void add_member_queries(CommandSyntax member, Shell& shell) {
    auto query = std::make_shared<MemberQuery>();
    auto command = add_query(member, shell, query, "list", shell.say("列出账户", "list the accounts"), list);
    command.add_option("--after", query->after, shell.say("从这个编号之后开始", "begin behind this code"));
    command.add_option("--limit", query->limit, shell.say("最多多少个", "how many at most")).above_zero();
    add_csv_flag(command, query->csv, shell);

    query = std::make_shared<MemberQuery>();
    query->limit = 50;
    command = add_query(member, shell, query, "find",
                        shell.say("按编号、姓名或电话查找", "find by code, name or phone number"), find);
    command
        .add_option("QUERY", query->looked_for,
                    shell.say("编号开头、姓名的一部分，或电话的几位（至少三位）",
                              "the beginning of a code, a part of the name, or three or more digits of the "
                              "phone number"))
        .required();
    command.add_option("--limit", query->limit, shell.say("最多多少个", "how many at most"));

    query = std::make_shared<MemberQuery>();
    command = add_query(member, shell, query, "show",
                        shell.say("一个账户的全部：文本、所属、余额、密钥",
                                  "all about one account: texts, memberships, balances, keys"),
                        show);
    command.add_option("CODE", query->owner, shell.say("编号", "the code")).required();
}

}  // namespace timebank::cli
