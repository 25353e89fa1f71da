#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "core/rational.hpp"
#include "core/try.hpp"
#include "decision/records.hpp"
#include "decision/trace.hpp"
#include "store/environment.hpp"
#include "timebank/report.hpp"

namespace timebank {
namespace {

constexpr std::size_t entries_a_step = 1'024;

Error damaged(const std::string& zh, const std::string& en) {
    return {Code::data_damaged,
            {"数据文件损坏：" + zh + "。请停止写入并运行 audit",
             "data file damaged: " + en + ". Stop writing and run audit"}};
}

/// One category while the log is read.
struct Count {
    std::set<std::array<std::uint8_t, 16>> sessions;
    std::uint64_t sessions_alone = 0;  ///< services without a session id: each is one of its own
    std::uint64_t person_times = 0;
    std::set<std::string> people;
    std::set<std::string> volunteers;
    std::int64_t served_minutes = 0;
    std::map<std::string, Integer> credits;  ///< unit -> minor units
};
using Counts = std::map<std::string, Count>;

void count_participant(const Participant& participant, std::int64_t service_minutes, Count& count) {
    if (is_served_role(participant.role)) {
        ++count.person_times;
        count.people.insert(participant.owner);
        return;
    }
    count.volunteers.insert(participant.owner);
    count.served_minutes +=
        participant.own_minutes ? std::int64_t{*participant.own_minutes} : service_minutes;
}

void count_service(const ServiceContent& service, const Decision& decision, Count& count) {
    const auto minutes = duration_minutes(service.actual);
    for (const auto& participant : service.participants) count_participant(participant, minutes, count);
    for (const auto& award : decision.awards) count.credits[award.unit] += award.amount.minor_units;
    if (service.session == decltype(service.session){})
        ++count.sessions_alone;
    else
        count.sessions.insert(service.session);
}

/// The log, read once from its beginning, with the services in a range of days counted by category.
class Counter {
  public:
    Counter(const Reader& reader, std::optional<CivilDate> from, std::optional<CivilDate> until)
        : reader_(reader), from_(from), until_(until) {}

    Result<Counts> run() {
        TIMEBANK_CHECK(require_complete_tables());
        for (std::uint64_t next = 0;;) {
            TIMEBANK_TRY(records, reader_.scan(Table::log, key_of::entry(next), {}, entries_a_step));
            if (records.empty()) return std::move(counts_);
            TIMEBANK_TRY(reversed, reversed_within(next, next + records.size()));
            for (const auto& record : records) {
                TIMEBANK_TRY(entry, entry_of(record, next));
                if (reversed.count(record.key) == 0) count(entry);
                ++next;
            }
        }
    }

  private:
    /// A rebuild that was cut short leaves the reversals behind the log: nothing could be left out then.
    Result<void> require_complete_tables() const {
        TIMEBANK_TRY(newest, reader_.last(Table::log, {}, {}));
        if (!newest) return {};
        auto entry = decode_entry(newest->value);
        if (!entry) return damaged("日志的最后一条不合格式", "the last entry of the log is malformed");
        TIMEBANK_TRY(index, read_number(reader_, Table::ids, key_of::id(entry->signed_claim.claim.id)));
        if (index) return {};
        return fail(Code::data_damaged, "表落后于日志（最后的条目 {} 还不在表里）：请运行 rebuild",
                    "the tables are behind the log (its last entry, {}, is not in them yet): run rebuild",
                    {std::to_string(entry->index)});
    }

    /// The keys of those entries in [begin, end) that were reversed later.
    Result<std::set<Bytes>> reversed_within(std::uint64_t begin, std::uint64_t end) const {
        TIMEBANK_TRY(records, reader_.scan(Table::reversals, key_of::entry(begin), key_of::entry(end),
                                           std::numeric_limits<std::size_t>::max()));
        std::set<Bytes> keys;
        for (auto& record : records) keys.insert(std::move(record.key));
        return keys;
    }

    static Result<Entry> entry_of(const Record& record, std::uint64_t index) {
        auto entry = decode_entry(record.value);
        if (entry && entry->index == index && record.key == key_of::entry(index)) return std::move(*entry);
        const auto number = std::to_string(index);
        return damaged("条目 " + number + " 缺失或不合格式", "entry " + number + " is missing or malformed");
    }

    void count(const Entry& entry) {
        const auto* service = std::get_if<ServiceContent>(&entry.signed_claim.claim.content);
        if (!service) return;
        const auto day = civil_date(service->actual.start);
        if ((from_ && day < *from_) || (until_ && day >= *until_)) return;
        count_service(*service, entry.decision, counts_[service->category]);
    }

    const Reader& reader_;
    std::optional<CivilDate> from_;
    std::optional<CivilDate> until_;
    Counts counts_;
};

/// The document that the entry adopted, compiled.
Result<std::shared_ptr<const standard::Plan>> adopted_plan(const Reader& reader, std::uint64_t index) {
    TIMEBANK_TRY(entry, read_entry(reader, index));
    const auto* content = entry ? std::get_if<StandardContent>(&entry->signed_claim.claim.content) : nullptr;
    if (!content) {
        const auto number = std::to_string(index);
        return damaged("条目 " + number + " 没有采用标准", "entry " + number + " adopts no standard");
    }
    return standard::compile(content->document);
}

/// Every category that a credit standard ever declared, as the newest edition declares it.
struct Declared {
    std::vector<std::string> newest;  ///< the newest edition's codes, in the order of its document
    std::map<std::string, standard::Category> all;
};

Result<Declared> declared_categories(const Reader& reader) {
    const Bytes kind = {static_cast<std::uint8_t>(StandardKind::credit)};
    TIMEBANK_TRY(records, reader.scan(Table::editions, kind, key_of::behind(kind),
                                      std::numeric_limits<std::size_t>::max()));
    Declared declared;
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        TIMEBANK_TRY(edition, decode_edition(*record));
        TIMEBANK_TRY(plan, adopted_plan(reader, edition.adopted_at));
        if (record == records.rbegin()) {
            declared.newest.resize(plan->categories.size());
            for (const auto& category : plan->categories)
                declared.newest.at(category.position) = category.code;
        }
        for (const auto& category : plan->categories) declared.all.emplace(category.code, category);
    }
    return declared;
}

Result<CategoryTotal> total_of(const Reader& reader, const std::string& code, const Count& count,
                               const Declared& declared) {
    CategoryTotal total;
    total.category = code;
    total.name = {code, code};
    if (const auto found = declared.all.find(code); found != declared.all.end()) {
        total.name = found->second.name;
        total.ongoing = found->second.ongoing;
    }
    if (!total.ongoing) total.sessions = count.sessions.size() + count.sessions_alone;
    total.person_times = count.person_times;
    total.people = count.people.size();
    total.volunteers = count.volunteers.size();
    total.served_minutes = count.served_minutes;
    for (const auto& [unit, minor_units] : count.credits) {
        TIMEBANK_TRY(record, read_unit(reader, unit));
        if (!record) return damaged("表 units 缺少 " + unit, "table units lacks " + unit);
        total.credits.emplace_back(unit,
                                   exact_text(Rational(minor_units), record->content.minor_units_in_one));
    }
    return total;
}

}  // namespace

Result<ServiceTotals> total_services(const std::filesystem::path& folder, std::optional<CivilDate> from,
                                     std::optional<CivilDate> until) {
    TIMEBANK_TRY(environment, store::Environment::open(folder / "book", store::Access::read_only));
    TIMEBANK_TRY(reader, environment->read());
    TIMEBANK_TRY(counts, Counter(reader, from, until).run());
    TIMEBANK_TRY(declared, declared_categories(reader));

    auto order = declared.newest;
    for (const auto& [code, count] : counts)
        if (std::find(declared.newest.begin(), declared.newest.end(), code) == declared.newest.end())
            order.push_back(code);
    ServiceTotals totals;
    for (const auto& code : order) {
        TIMEBANK_TRY(total, total_of(reader, code, counts[code], declared));
        totals.sessions += total.sessions;
        totals.person_times += total.person_times;
        totals.categories.push_back(std::move(total));
    }
    return totals;
}

}  // namespace timebank
