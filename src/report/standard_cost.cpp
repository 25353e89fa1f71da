#include "timebank/standard_cost.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "core/codec.hpp"
#include "core/int128.hpp"
#include "core/try.hpp"
#include "decision/named.hpp"
#include "decision/trace.hpp"
#include "report/other_book.hpp"
#include "report/words.hpp"

namespace timebank {
namespace {

using report::damaged;
using report::OtherBook;
using report::ServiceStanding;
using report::Snapshot;
using report::standing_of_service;
using State = ServiceStanding::State;

constexpr std::size_t entries_a_step = 1'024;

/// Minor units on both sides.
struct Sides {
    Int128 recorded = 0;
    Int128 proposed = 0;
    Int128 difference() const { return proposed - recorded; }
    Int128 size_of_difference() const { return difference() < 0 ? -difference() : difference(); }
};

/// One service: what its participants earn of each unit.
using ByParticipant = std::map<std::pair<std::uint16_t, std::string>, Sides>;

struct UnitCount {
    Sides sum;
    std::uint64_t more = 0;
    std::uint64_t less = 0;
};

using PairOfCodes = std::pair<std::string, std::string>;

class Sums {
  public:
    void add(const ServiceContent& service, const ServiceStanding& recorded,
             const ServiceStanding& proposed) {
        ++services_;
        if (proposed.state == State::pending) ++pending_;
        ByParticipant earned;
        const auto counts = [&](const Award& award) {
            return award.side != Side::neither && recorded.units_undone.count(award.unit) == 0 &&
                   proposed.units_undone.count(award.unit) == 0;
        };
        for (const auto& award : recorded.awards)
            if (counts(award)) earned[{award.participant, award.unit}].recorded += gain_of(award).minor_units;
        for (const auto& award : proposed.awards)
            if (counts(award)) earned[{award.participant, award.unit}].proposed += gain_of(award).minor_units;
        std::map<std::string, Sides> of_service;
        for (const auto& [key, sides] : earned) {
            const auto& [participant, unit] = key;
            for (auto* sum : {&of_service[unit], &members_[{service.participants[participant].owner, unit}],
                              &categories_[{service.category, unit}], &units_[unit].sum}) {
                sum->recorded += sides.recorded;
                sum->proposed += sides.proposed;
            }
        }
        for (const auto& [unit, sides] : of_service) {
            if (sides.difference() > 0) ++units_[unit].more;
            if (sides.difference() < 0) ++units_[unit].less;
        }
    }
    void add_refused(const ServiceContent& service, const ServiceStanding& recorded, RefusalCode code) {
        ++refused_[code];
        add(service, recorded, {});
    }

    std::uint64_t services() const { return services_; }
    std::uint64_t pending() const { return pending_; }
    const std::map<RefusalCode, std::uint64_t>& refused() const { return refused_; }
    const std::map<std::string, UnitCount>& units() const { return units_; }
    const std::map<PairOfCodes, Sides>& categories() const { return categories_; }
    const std::map<PairOfCodes, Sides>& members() const { return members_; }

  private:
    std::uint64_t services_ = 0;
    std::uint64_t pending_ = 0;
    std::map<RefusalCode, std::uint64_t> refused_;
    std::map<std::string, UnitCount> units_;
    std::map<PairOfCodes, Sides> categories_;  ///< category, unit
    std::map<PairOfCodes, Sides> members_;     ///< owner, unit
};

/// The log, read once, in the ledger's book and in the other one.
class Comparison {
  public:
    Comparison(const Snapshot& ledger, OtherBook other, std::optional<CivilDate> from,
               std::optional<CivilDate> until)
        : ledger_(ledger), other_(std::move(other)), from_(from), until_(until) {}

    Result<void> run() {
        for (std::uint64_t next = 0;;) {
            TIMEBANK_TRY(records, ledger_.reader().scan(Table::log, key_of::entry(next), {}, entries_a_step));
            if (records.empty()) return compare_named();
            TIMEBANK_TRY(named, named_within(next, next + records.size()));
            for (const auto& record : records) {
                TIMEBANK_TRY(entry, entry_of(record, next));
                TIMEBANK_CHECK(follow(entry, named.count(next) > 0));
                ++next;
            }
        }
    }

    const Sums& sums() const { return sums_; }

  private:
    /// A service that later entries are about: what it earns here is known when they have been followed.
    struct Waiting {
        Entry entry;
        ServiceStanding recorded;
    };

    static Result<Entry> entry_of(const Record& record, std::uint64_t index) {
        auto entry = decode_entry(record.value);
        if (entry && entry->index == index && record.key == key_of::entry(index)) return std::move(*entry);
        const auto number = std::to_string(index);
        return damaged("条目 " + number + " 缺失或不合格式", "entry " + number + " is missing or malformed");
    }

    /// Those in [begin, end) that a reversal or a ruling is about.
    Result<std::set<std::uint64_t>> named_within(std::uint64_t begin, std::uint64_t end) const {
        std::set<std::uint64_t> named;
        for (const auto table : {Table::reversals, Table::rulings}) {
            TIMEBANK_TRY(records, ledger_.reader().scan(table, key_of::entry(begin), key_of::entry(end),
                                                        std::numeric_limits<std::size_t>::max()));
            for (const auto& record : records) {
                Decoder key(record.key);
                named.insert(key.u64());
            }
        }
        return named;
    }

    bool in_range(const ServiceContent& service) const {
        const auto day = civil_date(service.actual.start);
        return (!from_ || day >= *from_) && (!until_ || day < *until_);
    }

    Result<void> follow(const Entry& entry, bool is_named) {
        const auto* service = service_in(entry.signed_claim.claim);
        // A ruling that gives credits is looked at by those that take or restore them.
        if (!service)
            return other_.follow(entry, is_named || entry.decision.service == ServiceCount::counted);
        ServiceStanding recorded{State::counts, entry.decision.awards, {}};
        if (is_named) {
            TIMEBANK_TRY(standing, standing_of_service(ledger_.reader(), entry));
            recorded = std::move(standing);
        }
        const bool never_counts = recorded.state == State::not_served;
        TIMEBANK_TRY(decided, other_.decide_service(entry, is_named, never_counts));
        if (never_counts || recorded.state == State::undone || !in_range(*service)) return {};
        if (decided.refusal)
            sums_.add_refused(*service, recorded, decided.refusal->code);
        else if (is_named)
            waiting_.push_back({with(entry, std::move(decided.decision)), std::move(recorded)});
        else
            sums_.add(*service, recorded, standing_unnamed(std::move(decided.decision)));
        return {};
    }

    static Entry with(Entry entry, Decision decision) {
        entry.decision = std::move(decision);
        return entry;
    }
    static ServiceStanding standing_unnamed(Decision decision) {
        if (is_pending(decision)) return {State::pending};
        return {State::counts, std::move(decision.awards), {}};
    }

    Result<void> compare_named() {
        for (const auto& [entry, recorded] : waiting_) {
            TIMEBANK_TRY(proposed, standing_of_service(other_.reader(), entry));
            sums_.add(*service_in(entry.signed_claim.claim), recorded, proposed);
        }
        return {};
    }

    const Snapshot& ledger_;
    OtherBook other_;
    std::optional<CivilDate> from_;
    std::optional<CivilDate> until_;
    std::vector<Waiting> waiting_;
    Sums sums_;
};

/// The sums as text, under the names of today.
class Presentation {
  public:
    Presentation(const Snapshot& ledger, const standard::Plan& plan, const Sums& sums)
        : ledger_(ledger), plan_(plan), sums_(sums) {}

    Result<StandardCost> make() const {
        StandardCost cost;
        cost.standard = plan_.summary;
        cost.services = sums_.services();
        cost.pending = sums_.pending();
        cost.refused.assign(sums_.refused().begin(), sums_.refused().end());
        for (const auto& [unit, count] : sums_.units()) {
            TIMEBANK_TRY(sum, sum_of(unit, count.sum));
            cost.units.push_back(
                {std::move(sum), count.more, count.less, cost.services - count.more - count.less});
        }
        for (const auto& [key, sides] : sums_.categories()) {
            TIMEBANK_TRY(sum, sum_of(key.second, sides));
            cost.categories.push_back({key.first, report::category_name(&plan_, key.first), std::move(sum)});
        }
        std::stable_sort(cost.categories.begin(), cost.categories.end(),
                         [&](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
        TIMEBANK_CHECK(add_members(cost));
        return cost;
    }

  private:
    Result<CostSum> sum_of(const std::string& unit, const Sides& sides) const {
        std::int64_t scale = 1;
        if (const auto declared = plan_.units.find(unit); declared != plan_.units.end()) {
            scale = declared->second;
        } else {
            TIMEBANK_TRY(defined, ledger_.unit(unit));
            scale = defined.minor_units_in_one;
        }
        const auto text = [&](Int128 value) { return exact_text(value, scale); };
        return CostSum{unit, text(sides.recorded), text(sides.proposed), text(sides.difference())};
    }

    std::size_t place_of(const CostOfCategory& row) const {
        for (const auto& category : plan_.categories)
            if (category.code == row.category) return category.position;
        return plan_.categories.size();
    }

    Result<void> add_members(StandardCost& cost) const {
        std::map<std::string, std::map<std::string, Sides>> by_unit;  // unit -> owner
        for (const auto& [key, sides] : sums_.members()) {
            TIMEBANK_TRY(owner, read_survivor(ledger_.reader(), key.first));
            auto& sum = by_unit[key.second][owner];
            sum.recorded += sides.recorded;
            sum.proposed += sides.proposed;
        }
        for (const auto& [unit, owners] : by_unit) {
            std::vector<std::pair<std::string, Sides>> changed;
            for (const auto& owner : owners)
                if (owner.second.difference() != 0) changed.push_back(owner);
            std::stable_sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) {
                return a.second.size_of_difference() > b.second.size_of_difference();
            });
            if (changed.size() > cost_members_most) changed.resize(cost_members_most);
            for (const auto& [owner, sides] : changed) {
                TIMEBANK_TRY(sum, sum_of(unit, sides));
                cost.members.push_back({owner, std::move(sum)});
            }
        }
        return {};
    }

    const Snapshot& ledger_;
    const standard::Plan& plan_;
    const Sums& sums_;
};

}  // namespace

Result<StandardCost> cost_under_standard(const std::filesystem::path& folder, ByteView document,
                                         std::optional<CivilDate> from, std::optional<CivilDate> until) {
    TIMEBANK_TRY(plan, standard::compile(document));
    if (plan->summary.kind != StandardKind::credit)
        return fail(Code::invalid_argument, "这是兑换标准：只有积分标准决定服务得多少，请给出积分标准",
                    "this is a redemption standard: what services earn is in a credit standard; name one");
    TIMEBANK_TRY(ledger, Snapshot::open(folder));
    TIMEBANK_TRY(other, OtherBook::begin(ledger, plan));
    Comparison comparison(ledger, std::move(other), from, until);
    TIMEBANK_CHECK(comparison.run());
    return Presentation(ledger, *plan, comparison.sums()).make();
}

}  // namespace timebank
