#include "decision/authority.hpp"

#include <algorithm>

#include "decision/kinds.hpp"

namespace timebank {
namespace {

constexpr Role roles[] = {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member};

std::string_view word(May may) {
    switch (may) {
        case May::no:
            break;
        case May::self:
            return "self";
        case May::agent:
            return "agent";
        case May::both:
            return "self, agent";
    }
    return "–";
}

}  // namespace

May Authors::of(Role role) const {
    switch (role) {
        case Role::operator_:
            return operator_;
        case Role::officer:
            return officer;
        case Role::coordinator:
            return coordinator;
        case Role::app:
            return app;
        case Role::member:
            return member;
    }
    return May::no;
}

bool is_office(Role role) {
    return is_officer(role) || role == Role::coordinator;
}

bool is_officer(Role role) {
    return role == Role::operator_ || role == Role::officer;
}

bool may_author(ClaimKind kind, Role role, Capacity capacity) {
    const auto may = authors_of(kind).of(role);
    return may == May::both || may == (capacity == Capacity::self ? May::self : May::agent);
}

Text roles_in_words(std::initializer_list<Role> wanted) {
    std::vector<Text> words;
    for (const auto role : wanted) words.push_back(in_words(role));
    return listed(words);
}

Text office_in_words() {
    return roles_in_words({Role::operator_, Role::officer, Role::coordinator});
}

Text roles_that_may_author(ClaimKind kind) {
    std::vector<Text> words;
    for (auto role : roles) {
        const auto may = authors_of(kind).of(role);
        if (may == May::no) continue;
        if (may == May::both)
            words.push_back(in_words(role));
        else
            words.push_back(
                say_with("{}（{}）", "{} ({})",
                         {in_words(role), in_words(may == May::self ? Capacity::self : Capacity::agent)}));
    }
    return listed(words);
}

std::string authority_table() {
    std::string table = "| kind |";
    std::string rule = "|---|";
    for (const auto role : roles) {
        table += " " + std::string(to_text(role)) + " |";
        rule += "---|";
    }
    table += "\n" + rule + "\n";
    for (const auto kind : all_claim_kinds()) {
        table += "| " + std::string(to_text(kind)) + " |";
        for (const auto role : roles) table += " " + std::string(word(authors_of(kind).of(role))) + " |";
        table += "\n";
    }
    return table;
}

}  // namespace timebank
