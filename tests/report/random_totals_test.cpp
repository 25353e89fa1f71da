#include <set>

#include "catch.hpp"
#include "core/exact_text.hpp"
#include "report/random_book.hpp"
#include "timebank/totals.hpp"

// Totals of random books against a naive scan: for every row that might be there, the whole log is looked
// through for what belongs to it.

using namespace timebank;
using report_tests::RandomBook;

namespace {

constexpr std::uint32_t seed = 20'180'701;
constexpr int claims = 600;

struct Service {
    const ServiceContent* content;
    const Entry* entry;
    std::vector<std::string> units_undone;
    std::set<std::string> teams;
};

/// Those in the days that were not undone, with the teams as they were when each was recorded.
std::vector<Service> services_of(const RandomBook& random, CivilDate from, CivilDate until) {
    const auto undone = random.undone();
    std::map<std::string, AccountContent> accounts;
    std::vector<Service> services;
    for (const auto& entry : random.entries) {
        const auto& content = entry.signed_claim.claim.content;
        if (const auto* account = std::get_if<AccountContent>(&content)) accounts[account->owner] = *account;
        const auto* service = std::get_if<ServiceContent>(&content);
        if (!service) continue;
        const auto day = civil_date(service->actual.start);
        if (day < from || day >= until) continue;
        Service one{service, &entry, {}, {}};
        if (const auto found = undone.find(entry.index); found != undone.end())
            one.units_undone = found->second;
        if (std::find(one.units_undone.begin(), one.units_undone.end(), "") != one.units_undone.end())
            continue;
        const auto is_team = [&](const std::string& owner) {
            return accounts.count(owner) > 0 && accounts[owner].account_class == AccountClass::team;
        };
        if (is_team(service->on_behalf_of)) one.teams = {service->on_behalf_of};
        for (const auto& participant : service->participants)
            if (!is_team(service->on_behalf_of) && !is_served_role(participant.role))
                for (const auto& group : accounts[participant.owner].member_of)
                    if (is_team(group)) one.teams.insert(group);
        services.push_back(std::move(one));
    }
    return services;
}

bool belongs(const Service& service, TotalsBy by, const std::string& key) {
    switch (by) {
        case TotalsBy::category:
            return service.content->category == key;
        case TotalsBy::month:
            return to_text(civil_date(service.content->actual.start)).substr(0, 7) == key;
        case TotalsBy::team:
            break;
    }
    return key.empty() ? service.teams.empty() : service.teams.count(key) > 0;
}

/// Who it is in the end.
std::string person(const RandomBook& random, std::string owner) {
    for (const auto& entry : random.entries)
        if (const auto* merge = std::get_if<MergeContent>(&entry.signed_claim.claim.content))
            if (merge->owner == owner) owner = merge->into;
    return owner;
}

std::string text_of(const ServiceTotal& total) {
    auto text = std::to_string(total.sessions) + " " + std::to_string(total.person_times) + " " +
                std::to_string(total.people) + " " + std::to_string(total.volunteers) + " " +
                std::to_string(total.served_minutes);
    for (const auto& [unit, amount] : total.credits) text += " " + unit + " " + amount;
    return text;
}

template <class Wanted>
std::string expected_text(const RandomBook& random, const std::vector<Service>& services, Wanted wanted) {
    std::set<std::string> sessions, people, volunteers;
    std::map<std::string, std::int64_t> credits;
    std::uint64_t person_times = 0;
    std::int64_t minutes = 0;
    for (const auto& service : services) {
        if (!wanted(service)) continue;
        const auto& content = *service.content;
        const bool alone = content.session == decltype(content.session){};
        if (content.category != "survey")  // always open
            sessions.insert(alone ? "entry " + std::to_string(service.entry->index)
                                  : to_hex(content.session));
        std::map<std::string, std::int64_t> longest;  // who served in two roles served once
        for (const auto& participant : content.participants) {
            const bool served = is_served_role(participant.role);
            (served ? people : volunteers).insert(person(random, participant.owner));
            person_times += served ? 1 : 0;
            if (served) continue;
            auto& own = longest[participant.owner];
            own = std::max<std::int64_t>(own, participant.own_minutes.value_or(static_cast<std::uint32_t>(
                                                  duration_minutes(content.actual))));
        }
        for (const auto& [owner, own] : longest) minutes += own;
        for (const auto& award : service.entry->decision.awards) {
            if (award.side == Side::neither) continue;  // what a cap passed on is nobody's who served
            const auto sign = award.side == Side::gives ? -1 : 1;
            if (std::find(service.units_undone.begin(), service.units_undone.end(), award.unit) ==
                service.units_undone.end())
                credits[award.unit] += sign * award.amount.minor_units;
        }
    }
    ServiceTotal total{sessions.size(), person_times, people.size(), volunteers.size(), minutes, {}};
    for (const auto& [unit, amount] : credits)
        total.credits.emplace_back(unit, exact_text(Int128{amount}, unit == "hour" ? 60 : 1));
    return text_of(total);
}

const RandomBook& the_book() {
    static const RandomBook book(seed, claims);
    return book;
}

}  // namespace

TEST_CASE("totals are what a naive scan of the log counts, row by row and in all") {
    const auto& random = the_book();
    struct Row {
        TotalsBy by;
        const char* what;
        std::size_t rows_at_least;
    };
    const Row ways[] = {
        {TotalsBy::category, "category", 4}, {TotalsBy::month, "month", 3}, {TotalsBy::team, "team", 4}};
    const std::pair<const char*, const char*> periods[] = {
        {"1970-01-01", "2100-01-01"}, {"2018-06-01", "2018-09-01"}, {"2018-06-15", "2018-08-16"}};
    for (const auto& way : ways)
        for (const auto& period : periods) {
            const auto from = parse_civil_date(period.first).value();
            const auto until = parse_civil_date(period.second).value();
            const auto totals = total_services(random.book.folder(), way.by, from, until).value();
            const auto services = services_of(random, from, until);
            INFO("seed " << seed << ", by " << way.what << " from " << period.first);
            CHECK(totals.rows.size() >= way.rows_at_least);
            std::set<std::string> keys;
            for (const auto& row : totals.rows) {
                INFO(row.key);
                CHECK(keys.insert(row.key).second);
                CHECK(text_of(row.total) == expected_text(random, services, [&](const Service& service) {
                          return belongs(service, way.by, row.key);
                      }));
            }
            // Nothing is missing: every service is in a row.
            for (const auto& service : services)
                CHECK(std::any_of(keys.begin(), keys.end(),
                                  [&](const std::string& key) { return belongs(service, way.by, key); }));
            CHECK(text_of(totals.sum) ==
                  expected_text(random, services, [](const Service&) { return true; }));
        }
}
