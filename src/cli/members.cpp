#include "cli/members.hpp"

#include <nlohmann/json.hpp>

#include "cli/output.hpp"

namespace timebank::cli {
namespace {

std::string joined(const std::vector<std::string>& codes) {
    std::string all;
    for (const auto& code : codes) all += (all.empty() ? "" : ", ") + code;
    return all;
}

/// What there is to say of an account beside its fields.
std::string remark_of(const Person& person, Language language) {
    if (person.account.merged_into.empty()) return "";
    return say("已并入 {}", "merged into {}", {person.account.merged_into}).in(language);
}

std::vector<std::string> headings(const Shell& shell) {
    return {shell.say("编号", "code"),  shell.say("姓名", "name"), shell.say("电话", "phone"),
            shell.say("类别", "class"), shell.say("标签", "tags"), shell.say("所属", "member of"),
            shell.say("说明", "remark")};
}

std::vector<std::string> row_of(const Person& person, Language language) {
    const auto& content = person.account.content;
    return {content.owner,
            field_text(person, "name", language),
            field_text(person, "phone", language),
            in_words(content.account_class).in(language),
            joined(content.tags),
            joined(content.member_of),
            remark_of(person, language)};
}

}  // namespace

Result<OpenPeople> open_people_to_read(const LedgerPlace& place, const Shell& shell) {
    OpenPeople open;
    auto ledger = place.open_to_read(shell);
    if (!ledger) return ledger.error();
    open.ledger = std::move(*ledger);
    PeopleOptions options;
    options.read_only = true;
    auto people = People::open(place.folder, *open.ledger, options);
    if (!people) return people.error();
    open.people = std::move(*people);
    return open;
}

Result<OpenPeople> open_people_to_write(const LedgerPlace& place, bool begun_anew) {
    OpenPeople open;
    auto ledger = place.open_to_write();
    if (!ledger) return ledger.error();
    open.ledger = std::move(*ledger);
    PeopleOptions options;
    options.begun_anew = begun_anew;
    options.patience = place.patience();
    auto people = People::open(place.folder, *open.ledger, options);
    if (!people) return people.error();
    open.people = std::move(*people);
    return open;
}

Result<Person> require_person(const OpenPeople& open, const std::string& owner) {
    auto person = open.people->person(owner);
    if (!person) return person.error();
    if (!*person)
        return fail(Code::not_found, "没有账户 {0}：请检查拼写，或用 member find 按姓名查找",
                    "there is no account {0}: check the spelling, or look for the name with member find",
                    {owner});
    return std::move(**person);
}

std::string field_text(const Person& person, const std::string& field, Language language) {
    for (const auto& one : person.texts) {
        if (one.field != field) continue;
        if (one.state == TextState::missing) return say("（缺失）", "(missing)").in(language);
        if (one.state == TextState::altered) return say("（与承诺不符）", "(not as committed)").in(language);
        return one.text;
    }
    return "";
}

std::string title_of(const Person& person) {
    const auto& owner = person.account.content.owner;
    const auto name = person.text("name");
    return name.empty() ? owner : owner + " " + std::string(name);
}

nlohmann::ordered_json to_json(const Person& person) {
    const auto& content = person.account.content;
    nlohmann::ordered_json object = {{"owner", content.owner}, {"class", to_text(content.account_class)}};
    auto texts = nlohmann::ordered_json::object();
    auto missing = nlohmann::ordered_json::array();
    auto altered = nlohmann::ordered_json::array();
    for (const auto& one : person.texts) {
        if (one.state == TextState::held) texts[one.field] = one.text;
        if (one.state == TextState::missing) missing.push_back(one.field);
        if (one.state == TextState::altered) altered.push_back(one.field);
    }
    object["texts"] = texts;
    if (!missing.empty()) object["missing"] = missing;
    if (!altered.empty()) object["altered"] = altered;
    object["tags"] = content.tags;
    object["member_of"] = content.member_of;
    object["opened_at"] = person.account.opened_at;
    if (!person.account.merged_into.empty()) object["merged_into"] = person.account.merged_into;
    return object;
}

void print_people(const std::vector<Person>& people, const Shell& shell) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& person : people) rows.push_back(row_of(person, shell.language));
    print_table(headings(shell), rows, {});
}

void print_people_csv(const std::vector<Person>& people, const Shell& shell) {
    std::vector<std::vector<CsvCell>> rows;
    for (const auto& person : people) {
        std::vector<CsvCell> cells;
        for (auto& text : row_of(person, shell.language)) cells.push_back({std::move(text)});
        rows.push_back(std::move(cells));
    }
    print_csv(headings(shell), rows);
}

void add_member_commands(CommandSyntax program, Shell& shell) {
    auto member =
        program.add_subcommand("member", shell.say("人员与账户：登记、查找、更改、合并",
                                                   "people and accounts: register, find, change, merge"));
    member.require_subcommand();
    add_member_queries(member, shell);
    add_member_changes(member, shell);
}

}  // namespace timebank::cli
