#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "timebank/people.hpp"

/// What the commands about people share.
namespace timebank::cli {

/// A ledger and the texts about its people.
struct OpenPeople {
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<People> people;  // behind the ledger: it must not outlive it
};

Result<OpenPeople> open_people_to_read(const LedgerPlace& place, const Shell& shell);
/// `begun_anew` as in PeopleOptions.
Result<OpenPeople> open_people_to_write(const LedgerPlace& place, bool begun_anew);

/// The person. not_found, with what to do, when there is no such account.
Result<Person> require_person(const OpenPeople& open, const std::string& owner);

/// The text of a field for people, or in brackets why there is none; empty when the account has no such
/// field.
std::string field_text(const Person& person, const std::string& field, Language language);
/// "v-001 张三", or the code alone.
std::string title_of(const Person& person);

nlohmann::ordered_json to_json(const Person& person);
/// A line for each person; columns line up.
void print_people(const std::vector<Person>& people, const Shell& shell);
void print_people_csv(const std::vector<Person>& people, const Shell& shell);

// Each adds its words below `member`.
void add_member_changes(CommandSyntax member, Shell& shell);
void add_member_queries(CommandSyntax member, Shell& shell);

}  // namespace timebank::cli
