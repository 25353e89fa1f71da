#include "decision/slow/book.hpp"

#include <algorithm>

namespace timebank::decision_test::slow {
namespace {

using nlohmann::json;

const char* const kinds_of_quantity[] = {"balance", "earned", "services",     "minutes_served",
                                         "level",   "fact",   "participants", "this"};

std::string kind_of(const json& asked_for) {
    for (const char* kind : kinds_of_quantity)
        if (asked_for.contains(kind)) return kind;
    throw std::out_of_range("no quantity: " + asked_for.dump());
}

bool counts(const json& categories, const std::string& category) {
    return categories == "all" || std::count(categories.begin(), categories.end(), category) != 0;
}

/// What one participation of the past adds.
Exact added_by(const std::string& kind, const json& what, const Past& past) {
    if (kind == "earned") {
        Exact sum = 0;
        for (const auto& award : past.awards)
            if (what == award.unit) sum += award.amount;
        return sum;
    }
    if (past.served || past.pending || past.repeated || !counts(what, past.category)) return 0;
    return kind == "services" ? 1 : past.minutes;
}

/// Whose account is looked at, and whose services are taken together.
struct Whom {
    std::string account;
    std::set<std::string> owners;
    Member member;
};

Whom whom(const json& asked_for, const Asked& asked) {
    const auto whose = asked_for.value("whose", std::string("member"));
    const auto& owner = asked.participation().owner;
    const auto& participants = asked.service.participants;
    if (whose == "household" && !asked.member().households.empty()) {
        const auto& household = *asked.member().households.begin();
        Member group;
        group.opened_on = asked.book.households_opened_on;
        return {household, asked.book.belonging_to(household), group};
    }
    if (whose == "receiver" && participants.back().role == "receiver") {
        const auto& receiver = participants.back().owner;
        return {receiver, {receiver}, asked.book.members.at(receiver)};
    }
    return {owner, {owner}, asked.member()};
}

Exact sum_of_past(const std::string& kind, const json& asked_for, const Asked& asked, std::int64_t back) {
    const json window = asked_for.value("window", json("life"));
    const auto about = whom(asked_for, asked);
    Exact sum = 0;
    Exact ever = 0;
    for (const auto& owner : about.owners) {
        const auto found = asked.book.past.find(owner);
        if (found == asked.book.past.end()) continue;
        for (const auto& past : found->second) {
            const Exact added = added_by(kind, asked_for.at(kind), past);
            ever += added;
            if (asked.book.is_in(window, about.member, asked.day(), past.day, back)) sum += added;
        }
    }
    const std::string name = window.is_string() ? window.get<std::string>() : "trailing_days";
    if (sum != ever || (name == "life" && sum != 0)) ++asked.book.seen["quantity window " + name];
    return sum;
}

/// Over the window that holds the day, or the least of the n before it.
Exact of_past(const std::string& kind, const json& asked_for, const Asked& asked) {
    if (!asked_for.contains("in_each_of_last")) return sum_of_past(kind, asked_for, asked, 0);
    std::optional<Exact> least;
    for (std::int64_t back = 1; back <= asked_for.at("in_each_of_last").get<std::int64_t>(); ++back) {
        const Exact sum = sum_of_past(kind, asked_for, asked, back);
        if (!least || sum < *least) least = sum;
    }
    if (*least != 0) ++asked.book.seen["in_each_of_last"];
    return *least;
}

Exact balance(const Book& book, const std::string& owner, const std::string& unit) {
    const auto found = book.balances.find({owner, unit});
    return found == book.balances.end() ? Exact(0) : Exact(found->second / book.scale(unit));
}

}  // namespace

/// What the ladder ever gave, whatever became of it since.
Exact kept_level(const Book& book, const std::string& owner, const json& ladder) {
    Exact booked = 0;
    const auto found = book.past.find(owner);
    if (found == book.past.end()) return 0;
    for (const auto& past : found->second)
        for (const auto& award : past.awards)
            if (ladder.at("id") == award.rule) booked += award.amount;
    return floor_of(booked / book.scale(ladder.at("kept_in")));
}

namespace {

Exact level(const Asked& asked, const json& ladder) {
    const Exact worked_out = worked_out_level(ladder, asked);
    if (!ladder.contains("kept_in")) return worked_out;
    Exact kept = kept_level(asked.book, asked.participation().owner, ladder);
    if (kept > worked_out) ++asked.book.seen["ladder kept a level"];
    if (kept > ladder.at("levels").size()) kept = ladder.at("levels").size();
    return kept > worked_out ? kept : worked_out;
}

std::optional<Exact> fact(const Asked& asked, const std::string& code) {
    const auto& own = asked.participation().facts;
    if (own.count(code) != 0) return Exact(own.at(code));
    const auto found = asked.service.facts.find(code);
    if (found != asked.service.facts.end()) return Exact(found->second);
    for (const auto& declared : asked.book.document.at("facts"))
        if (declared.at("code") == code && declared.contains("default")) {
            ++asked.book.seen["fact by default"];
            return read_number(declared.at("default"));
        }
    return std::nullopt;
}

Exact of_this(const Asked& asked, const std::string& what) {
    const auto& service = asked.service;
    if (what == "minutes") return asked.minutes;
    if (what == "items") return service.quantity;
    if (what == "travel_minutes") return service.travel_minutes;
    if (what == "grade") return asked.participation().grade;
    if (what != "filed_after_days") throw std::out_of_range(what);
    const Day recorded = (service.recorded_at_unix_s / 60 + service.end.offset) / (24 * 60);
    return recorded - day_of(service.end);
}

std::optional<Exact> plain_quantity(const std::string& kind, const json& asked_for, const Asked& asked) {
    const auto& what = asked_for.at(kind);
    if (kind == "balance") return balance(asked.book, whom(asked_for, asked).account, what);
    if (kind == "this" && what == "member_days") return asked.day() - whom(asked_for, asked).member.opened_on;
    if (kind == "earned") return of_past(kind, asked_for, asked) / asked.book.scale(what);
    if (kind == "services" || kind == "minutes_served") return of_past(kind, asked_for, asked);
    if (kind == "level") return level(asked, asked.book.ladder(what));
    if (kind == "fact") return fact(asked, what);
    if (kind == "this") return of_this(asked, what);
    Exact count = 0;
    for (const auto& one : asked.service.participants)
        if (std::count(what.begin(), what.end(), one.role) != 0) count += 1;
    return count;
}

bool has_evidence(const json& kinds, const Asked& asked) {
    const auto& evidence = asked.participation().evidence;
    if (std::count(kinds.begin(), kinds.end(), evidence) == 0) return false;
    const auto& service = asked.service;
    const std::set<std::string> office = {"operator", "officer", "coordinator"};
    if (evidence == "sign_in_out")
        return signed_by_one_of(service, {"app", "operator", "officer", "coordinator"});
    if (evidence == "paper_confirmation" || evidence == "coordinator_approval")
        return signed_by_one_of(service, office);
    if (evidence == "receiver_confirmation") return is_cosigned(service, "receiver");
    if (evidence == "photo") return asked.participation().has_digest;
    return true;
}

std::optional<bool> all_hold(const json& conditions, const Asked& asked) {
    bool all = true;
    bool open = false;
    for (const auto& one : conditions) {
        const auto holding = holds(one, asked);
        if (!holding) open = true;
        if (holding && !*holding) all = false;
    }
    return open ? std::nullopt : std::optional(all);
}

std::optional<bool> one_holds(const json& conditions, const Asked& asked) {
    bool open = false;
    for (const auto& one : conditions) {
        const auto holding = holds(one, asked);
        if (holding && *holding) return true;
        if (!holding) open = true;
    }
    return open ? std::nullopt : std::optional(false);
}

std::optional<bool> is_inside(const json& condition, const Asked& asked) {
    const auto found = quantity(condition, asked);
    if (!found) return std::nullopt;
    return (!condition.contains("at_least") || *found >= read_number(condition.at("at_least"))) &&
           (!condition.contains("at_most") || *found <= read_number(condition.at("at_most")));
}

std::pair<std::string, std::optional<bool>> answer(const json& condition, const Asked& asked) {
    if (condition.contains("all")) return {"all", all_hold(condition.at("all"), asked)};
    if (condition.contains("any")) return {"any", one_holds(condition.at("any"), asked)};
    if (condition.contains("not")) {
        const auto holding = holds(condition.at("not"), asked);
        return {"not", holding ? std::optional(!*holding) : std::nullopt};
    }
    if (condition.contains("tag"))
        return {"tag", whom(condition, asked).member.tags.count(condition.at("tag").get<std::string>()) != 0};
    if (condition.contains("evidence")) return {"evidence", has_evidence(condition.at("evidence"), asked)};
    if (condition.contains("cosigned")) {
        bool any = false;
        for (const auto& capacity : condition.at("cosigned"))
            any = any || is_cosigned(asked.service, capacity.get<std::string>());
        return {"cosigned", any};
    }
    if (condition.contains("place")) {
        const auto& places = condition.at("place");
        return {"place", std::count(places.begin(), places.end(), asked.service.place) != 0};
    }
    if (condition.contains("days"))
        return {"days", is_one_of(condition.at("days"), asked.book.holidays(), asked.day())};
    if (condition.contains("date")) return {"date", is_among_dates(condition.at("date"), asked.day())};
    return {kind_of(condition), is_inside(condition, asked)};
}

[[noreturn]] void out_of_range(const Asked& asked) {
    throw Refused{"number_out_of_range", asked.rule};
}

Exact by_code(const json& value, const Asked& asked) {
    const std::string by = value.at("by");
    const std::string code = by == "category" ? asked.service.category
                             : by == "place"  ? asked.service.place
                                              : asked.participation().role;
    if (value.at("values").contains(code)) {
        ++asked.book.seen["number by " + by];
        return read_number(value.at("values").at(code));
    }
    if (!value.contains("otherwise")) out_of_range(asked);
    ++asked.book.seen["number otherwise"];
    return read_number(value.at("otherwise"));
}

Exact of_table(const json& table, const Exact& found) {
    Exact value = 0;
    for (const auto& row : table)
        if (read_number(row.at("from")) <= found) value = read_number(row.at("value"));
    return value;
}

}  // namespace

std::set<std::string> Book::belonging_to(const std::string& household) const {
    std::set<std::string> owners;
    for (const auto& [owner, one] : members)
        if (one.households.count(household) != 0) owners.insert(owner);
    return owners;
}

const json& Book::ladder(const std::string& id) const {
    for (const auto& one : document.at("ladders"))
        if (one.at("id") == id) return one;
    throw std::out_of_range("ladder " + id);
}

json Book::holidays() const {
    return document.value("calendar", json::object()).value("holidays", json("none"));
}

bool Book::is_in(const json& window, const Member& member, Day today, Day day, std::int64_t back) const {
    if (window.is_object())
        return today - window.at("trailing_days").get<std::int64_t>() < day && day <= today;
    const json calendar = document.value("calendar", json::object());
    const int fiscal_first_month = std::stoi(calendar.value("fiscal_year_begins", "01"));
    const auto number_of = [&](Day one) {
        return window_number(window, fiscal_first_month, member.opened_on, one);
    };
    return number_of(day) == number_of(today) - back;
}

bool is_served(const std::string& role) {
    return role == "receiver" || role == "attendee";
}

std::int64_t plain_minutes(const Service& service, const Participation& participation) {
    return participation.own_minutes ? *participation.own_minutes : utc(service.end) - utc(service.start);
}

std::set<std::string> roles_signed(const Service& service) {
    const std::set<std::string> not_members = {"operator", "officer", "coordinator", "app"};
    std::set<std::string> roles = {not_members.count(service.author) != 0 ? service.author : "member"};
    for (const auto& capacity : service.cosigned) roles.insert(capacity == "receiver" ? "member" : capacity);
    return roles;
}

std::string receiver_who_signs(const Service& service) {
    for (const auto& one : service.participants)
        if (is_served(one.role) && one.owner != service.author) return one.owner;
    return "";
}

bool member_signed(const Service& service, const std::string& owner) {
    for (const auto& one : service.participants) {
        const bool confirmed =
            service.cosigned.count("receiver") != 0 && one.owner == receiver_who_signs(service);
        const bool signed_it = one.owner == service.author || confirmed;
        if (signed_it && (owner.empty() || one.owner == owner)) return true;
    }
    return false;
}

/// By a second person. The first of those served who is not the author cosigns as receiver: where the app
/// acts for that very person, nobody else has signed.
bool is_cosigned(const Service& service, const std::string& capacity) {
    if (service.cosigned.count(capacity) == 0) return false;
    if (capacity != "receiver" || service.author != "app") return true;
    for (const auto& one : service.participants)
        if (is_served(one.role)) return one.owner != service.participants.at(0).owner;
    return false;
}

bool signed_by_one_of(const Service& service, const std::set<std::string>& roles) {
    for (const auto& role : roles_signed(service))
        if (roles.count(role) != 0) return true;
    return false;
}

std::optional<Exact> quantity(const json& asked_for, const Asked& asked) {
    const auto kind = kind_of(asked_for);
    auto found = plain_quantity(kind, asked_for, asked);
    const auto name = kind + (kind == "this" ? " " + asked_for.at("this").get<std::string>() : "");
    if (found && *found != 0) ++asked.book.seen["quantity " + name];
    if (found && *found != 0 && asked_for.contains("whose") &&
        whom(asked_for, asked).account != asked.participation().owner)
        ++asked.book.seen["whose " + asked_for.at("whose").get<std::string>()];
    if (!found || !asked_for.contains("modulo")) return found;
    const Exact whole = read_number(asked_for.at("modulo"));
    const Exact some = *found < 0 ? Exact(0) : *found;
    if (some >= whole) ++asked.book.seen["modulo"];
    return some - floor_of(some / whole) * whole;
}

std::optional<bool> holds(const json& condition, const Asked& asked) {
    const auto [kind, holding] = answer(condition, asked);
    if (holding) ++asked.book.seen["condition " + kind + (*holding ? " holds" : " does not hold")];
    return holding;
}

bool works(const json& step, const Asked& asked) {
    if (!step.contains("when")) return true;
    const auto holding = holds(step.at("when"), asked);
    if (!holding) throw Refused{"fact_missing", asked.rule};
    if (!*holding) ++asked.book.seen["when leaves a step out"];
    return *holding;
}

Exact number(const json& value, const Asked& asked) {
    if (!value.is_object()) return read_number(value);
    if (value.contains("by")) return by_code(value, asked);
    const auto found = quantity(value.at("of"), asked);
    if (!found) throw Refused{"fact_missing", asked.rule};
    if (value.contains("at_least") && *found < read_number(value.at("at_least"))) out_of_range(asked);
    if (value.contains("at_most") && *found > read_number(value.at("at_most"))) out_of_range(asked);
    Exact result;
    std::string kind = "table";
    if (value.contains("table")) {
        result = of_table(value.at("table"), *found);
    } else if (value.contains("each")) {
        kind = "each";
        result = read_number(value.at("each")) * *found;
    } else {
        kind = "first";
        if (*found > 0)
            result = read_number(value.at("first")) + read_number(value.at("each_further")) * (*found - 1);
    }
    if (result != 0) ++asked.book.seen["number " + kind];
    return result < 0 ? Exact(0) : result;
}

std::int64_t worked_out_level(const json& ladder, const Asked& asked) {
    std::int64_t last = 0;
    std::int64_t position = 0;
    for (const auto& level : ladder.at("levels")) {
        ++position;
        if (*holds(level.at("when"), asked)) last = position;
    }
    return last;
}

}  // namespace timebank::decision_test::slow
