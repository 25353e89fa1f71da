#pragma once

#include <cstddef>

#include "decision/slow/service.hpp"

/// Everything that happened, kept as a list, and the questions that a document asks about it.
namespace timebank::decision_test::slow {

/// One participation in a recorded service.
struct Past {
    std::size_t service = 0;  ///< the how manyth that was recorded
    std::string category;
    bool served = false;  ///< received or attended
    Day day = 0;
    std::int64_t begins_utc = 0;
    std::int64_t session = 0;
    std::int64_t minutes = 0;
    bool pending = false;
    bool repeated = false;  ///< the owner gives in another role of this service already
    std::vector<Award> awards;
};

struct Book {
    nlohmann::json document;
    std::map<std::string, Member> members;
    std::map<std::string, std::vector<Past>> past;  ///< by owner, in the order of recording
    std::map<std::pair<std::string, std::string>, Exact> balances;
    std::size_t services = 0;
    Day households_opened_on = 0;
    std::map<std::string, std::size_t> seen;  ///< how often what had an effect

    /// Who belongs to the household.
    std::set<std::string> belonging_to(const std::string& household) const;

    Exact scale(const std::string& unit) const { return read_number(document.at("units").at(unit)); }
    const nlohmann::json& ladder(const std::string& id) const;
    nlohmann::json holidays() const;
    /// Whether something of that day belongs to the window that holds `today`, or to the one `back` before
    /// it. A window is a word or {"trailing_days": 30}.
    bool is_in(const nlohmann::json& window, const Member& member, Day today, Day day,
               std::int64_t back = 0) const;
};

/// A participant of a service, who is asked about.
struct Asked {
    Book& book;
    const Service& service;
    std::size_t number = 0;
    std::string rule;  ///< for refusals
    Exact minutes;     ///< as the rule has counted them so far

    const Participation& participation() const { return service.participants.at(number); }
    const Member& member() const { return book.members.at(participation().owner); }
    Day day() const { return day_of(service.start); }
};

bool is_served(const std::string& role);
/// The participant's own minutes, or those from start to end.
std::int64_t plain_minutes(const Service& service, const Participation& participation);
/// The roles of all who signed.
std::set<std::string> roles_signed(const Service& service);
/// Whether a member has signed whom the service is about: this one, or with no owner anybody.
bool member_signed(const Service& service, const std::string& owner);
/// Who was served and is not the author: the first of them cosigns as receiver. Empty when there is none.
std::string receiver_who_signs(const Service& service);
/// Whether a second person has signed in the capacity.
bool is_cosigned(const Service& service, const std::string& capacity);
bool signed_by_one_of(const Service& service, const std::set<std::string>& roles);

/// In whole units, or a count. Nothing where a fact is not attested and has no default.
std::optional<Exact> quantity(const nlohmann::json& asked_for, const Asked& asked);

/// Nothing when a fact that nobody attests leaves it open.
std::optional<bool> holds(const nlohmann::json& condition, const Asked& asked);
/// The same of a step's `when`; throws Refused when it is open.
bool works(const nlohmann::json& step, const Asked& asked);

/// Throws Refused where it is out of range or cannot be known.
Exact number(const nlohmann::json& value, const Asked& asked);

/// What the ladder ever gave, whatever became of it since; 0 = none.
Exact kept_level(const Book& book, const std::string& owner, const nlohmann::json& ladder);

/// Which level of the ladder, counted from 1; 0 = none. Of a kept ladder not what is kept.
std::int64_t worked_out_level(const nlohmann::json& ladder, const Asked& asked);

}  // namespace timebank::decision_test::slow
