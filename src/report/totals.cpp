#include "timebank/totals.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "core/codec.hpp"
#include "core/int128.hpp"
#include "core/try.hpp"
#include "decision/counting.hpp"
#include "decision/trace.hpp"
#include "report/snapshot.hpp"
#include "report/words.hpp"

namespace timebank {
namespace {

using report::damaged;
using report::Snapshot;

constexpr std::size_t entries_a_step = 1'024;

/// What is undone of an entry.
struct Undone {
    bool all = false;
    std::set<std::string> units;
};
using UndoneByIndex = std::map<std::uint64_t, Undone>;

/// One row while the log is read.
struct Count {
    std::set<std::array<std::uint8_t, 16>> sessions;
    std::uint64_t sessions_alone = 0;  ///< services without a session id: each is one of its own
    std::uint64_t person_times = 0;
    std::set<std::string> people;
    std::set<std::string> volunteers;
    std::int64_t served_minutes = 0;
    std::map<std::string, Int128> credits;  ///< unit -> minor units
};

/// Somebody in two roles served once, as long as in the longer one.
void count_participants(const ServiceContent& service, Count& count) {
    std::set<std::string_view> counted;
    for (const auto& participant : service.participants) {
        if (is_served_role(participant.role)) {
            ++count.person_times;
            count.people.insert(participant.owner);
        } else if (counted.insert(participant.owner).second) {
            count.volunteers.insert(participant.owner);
            count.served_minutes += occupied_minutes(service, participant.owner);
        }
    }
}

void count_service(const ServiceContent& service, const Decision& decision, bool ongoing,
                   const std::set<std::string>& units_undone, Count& count) {
    count_participants(service, count);
    for (const auto& award : decision.awards)
        if (award.side != Side::neither && units_undone.count(award.unit) == 0)
            count.credits[award.unit] += gain_of(award).minor_units;
    if (ongoing) return;
    if (service.session == decltype(service.session){})
        ++count.sessions_alone;
    else
        count.sessions.insert(service.session);
}

/// Every category that a credit standard ever declared, as the newest edition declares it.
struct Declared {
    std::vector<std::string> newest;  ///< the newest edition's codes, in the order of its document
    std::map<std::string, standard::Category> all;

    bool is_ongoing(const std::string& code) const {
        const auto found = all.find(code);
        return found != all.end() && found->second.ongoing;
    }
};

Result<Declared> declared_categories(const Snapshot& book) {
    const Bytes kind = {static_cast<std::uint8_t>(StandardKind::credit)};
    TIMEBANK_TRY(records, book.reader().scan(Table::editions, kind, key_of::behind(kind),
                                             std::numeric_limits<std::size_t>::max()));
    Declared declared;
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        TIMEBANK_TRY(edition, decode_edition(*record));
        TIMEBANK_TRY(plan, book.plan_adopted_at(edition.adopted_at));
        if (record == records.rbegin()) {
            declared.newest.resize(plan->categories.size());
            for (const auto& category : plan->categories)
                declared.newest.at(category.position) = category.code;
        }
        for (const auto& category : plan->categories) declared.all.emplace(category.code, category);
    }
    return declared;
}

/// Who belongs to which team, as the log has said so far, and who turned out to be whom.
class Memberships {
  public:
    void follow(const Claim& claim) {
        if (const auto* account = std::get_if<AccountContent>(&claim.content)) {
            if (account->account_class == AccountClass::team) teams_.insert(account->owner);
            if (account->member_of.empty())
                member_of_.erase(account->owner);
            else
                member_of_[account->owner] = account->member_of;
        }
        if (const auto* merge = merge_in(claim)) merged_into_[merge->owner] = merge->into;
    }

    /// The teams that did the service; none when no team did.
    std::set<std::string> teams_of(const ServiceContent& service) const {
        if (teams_.count(service.on_behalf_of) > 0) return {service.on_behalf_of};
        std::set<std::string> teams;
        for (const auto& participant : service.participants) {
            const auto memberships = member_of_.find(participant.owner);
            if (is_served_role(participant.role) || memberships == member_of_.end()) continue;
            for (const auto& group : memberships->second)
                if (teams_.count(group) > 0) teams.insert(group);
        }
        return teams;
    }

    std::uint64_t different_people(const std::set<std::string>& owners) const {
        if (merged_into_.empty()) return owners.size();
        std::set<std::string> people;
        for (const auto& owner : owners) people.insert(survivor_of(owner));
        return people.size();
    }

  private:
    std::string survivor_of(std::string owner) const {
        // Nobody takes over from themselves; the bound keeps a damaged log from turning in a ring.
        for (std::size_t steps = 0; steps < merged_into_.size(); ++steps) {
            const auto into = merged_into_.find(owner);
            if (into == merged_into_.end()) break;
            owner = into->second;
        }
        return owner;
    }

    std::set<std::string> teams_;
    std::map<std::string, std::vector<std::string>> member_of_;
    std::map<std::string, std::string> merged_into_;
};

/// The log, read once from its beginning, with the services in a range of days counted by row.
class Counter {
  public:
    Counter(const Snapshot& book, const Declared& declared, TotalsBy by, std::optional<CivilDate> from,
            std::optional<CivilDate> until)
        : book_(book), declared_(declared), by_(by), from_(from), until_(until) {}

    Result<void> run() {
        for (std::uint64_t next = 0;;) {
            TIMEBANK_TRY(records, book_.reader().scan(Table::log, key_of::entry(next), {}, entries_a_step));
            if (records.empty()) return {};
            TIMEBANK_TRY(undone, undone_within(next, next + records.size()));
            for (const auto& record : records) {
                TIMEBANK_TRY(entry, entry_of(record, next));
                TIMEBANK_CHECK(count(entry, undone[next]));
                memberships_.follow(entry.signed_claim.claim);
                ++next;
            }
        }
    }

    const std::map<std::string, Count>& rows() const { return rows_; }
    const Count& sum() const { return sum_; }
    const Memberships& memberships() const { return memberships_; }

  private:
    /// What was undone, later, of the entries in [begin, end).
    Result<UndoneByIndex> undone_within(std::uint64_t begin, std::uint64_t end) const {
        TIMEBANK_TRY(records, book_.reader().scan(Table::reversals, key_of::entry(begin), key_of::entry(end),
                                                  std::numeric_limits<std::size_t>::max()));
        UndoneByIndex undone;
        for (const auto& record : records) {
            Decoder key(record.key);
            const auto index = key.u64();
            const auto unit = text_of(record.key).substr(key_of::entry(index).size());
            if (unit.empty())
                undone[index].all = true;
            else
                undone[index].units.emplace(unit);
        }
        return undone;
    }

    static Result<Entry> entry_of(const Record& record, std::uint64_t index) {
        auto entry = decode_entry(record.value);
        if (entry && entry->index == index && record.key == key_of::entry(index)) return std::move(*entry);
        const auto number = std::to_string(index);
        return damaged("条目 " + number + " 缺失或不合格式", "entry " + number + " is missing or malformed");
    }

    Result<void> count(const Entry& entry, const Undone& undone) {
        const auto* service = service_in(entry.signed_claim.claim);
        if (!service || undone.all) return {};
        const auto day = civil_date(service->actual.start);
        if ((from_ && day < *from_) || (until_ && day >= *until_)) return {};
        TIMEBANK_TRY(ruling, read_ruling(book_.reader(), entry.index));
        if (!ruling) {
            count_in_rows(*service, entry.decision, undone);
            return {};
        }
        if (!report::counts_as_served(ruling->state)) return {};
        TIMEBANK_TRY(awarding, book_.entry(ruling->awarded_at));
        TIMEBANK_TRY(undone_there, undone_within(awarding.index, awarding.index + 1));
        const auto& parts = undone_there[awarding.index];
        if (parts.all) return {};
        if (ruling->state == RulingState::zeroed) awarding.decision.awards.clear();
        count_in_rows(*service, awarding.decision, parts);
        return {};
    }

    void count_in_rows(const ServiceContent& service, const Decision& decision, const Undone& undone) {
        const bool ongoing = declared_.is_ongoing(service.category);
        for (const auto& key : keys_of(service))
            count_service(service, decision, ongoing, undone.units, rows_[key]);
        count_service(service, decision, ongoing, undone.units, sum_);
    }

    /// The rows that the service belongs to.
    std::set<std::string> keys_of(const ServiceContent& service) const {
        switch (by_) {
            case TotalsBy::category:
                return {service.category};
            case TotalsBy::month:
                return {to_text(civil_date(service.actual.start)).substr(0, 7)};
            case TotalsBy::team:
                break;
        }
        auto teams = memberships_.teams_of(service);
        if (teams.empty()) teams.emplace();  // the row of no team
        return teams;
    }

    const Snapshot& book_;
    const Declared& declared_;
    TotalsBy by_;
    std::optional<CivilDate> from_;
    std::optional<CivilDate> until_;
    Memberships memberships_;
    std::map<std::string, Count> rows_;
    Count sum_;
};

Result<ServiceTotal> total_of(const Snapshot& book, const Count& count, const Memberships& memberships) {
    ServiceTotal total;
    total.sessions = count.sessions.size() + count.sessions_alone;
    total.person_times = count.person_times;
    total.people = memberships.different_people(count.people);
    total.volunteers = memberships.different_people(count.volunteers);
    total.served_minutes = count.served_minutes;
    for (const auto& [code, minor_units] : count.credits) {
        TIMEBANK_TRY(unit, book.unit(code));
        total.credits.emplace_back(code, exact_text(minor_units, unit.minor_units_in_one));
    }
    return total;
}

/// The keys of the rows in the order in which they are shown.
std::vector<std::string> order_of(const std::map<std::string, Count>& rows, TotalsBy by,
                                  const Declared& declared) {
    std::vector<std::string> order;
    if (by == TotalsBy::category) order = declared.newest;
    const auto listed = order;
    for (const auto& [key, count] : rows)
        if (std::find(listed.begin(), listed.end(), key) == listed.end()) order.push_back(key);
    // "No team" has the empty key, which sorts first, and stands last.
    if (by == TotalsBy::team && !order.empty() && order.front().empty())
        std::rotate(order.begin(), order.begin() + 1, order.end());
    return order;
}

TotalsRow row_of(const std::string& key, TotalsBy by, const Declared& declared) {
    TotalsRow row;
    row.key = key;
    row.name = key.empty() ? Text{"无团队", "no team"} : Text{key, key};
    if (by != TotalsBy::category) return row;
    if (const auto found = declared.all.find(key); found != declared.all.end()) {
        row.name = found->second.name;
        row.ongoing = found->second.ongoing;
    }
    return row;
}

}  // namespace

Result<ServiceTotals> total_services(const std::filesystem::path& folder, TotalsBy by,
                                     std::optional<CivilDate> from, std::optional<CivilDate> until) {
    TIMEBANK_TRY(book, Snapshot::open(folder));
    TIMEBANK_TRY(declared, declared_categories(book));
    Counter counter(book, declared, by, from, until);
    TIMEBANK_CHECK(counter.run());

    ServiceTotals totals;
    for (const auto& key : order_of(counter.rows(), by, declared)) {
        auto row = row_of(key, by, declared);
        const auto counted = counter.rows().find(key);
        TIMEBANK_TRY(total, total_of(book, counted == counter.rows().end() ? Count() : counted->second,
                                     counter.memberships()));
        row.total = std::move(total);
        totals.rows.push_back(std::move(row));
    }
    TIMEBANK_TRY(sum, total_of(book, counter.sum(), counter.memberships()));
    totals.sum = std::move(sum);
    return totals;
}

}  // namespace timebank
