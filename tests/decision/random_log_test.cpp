#include <numeric>
#include <set>

#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/random_log.hpp"

// What the tables say after hundreds of random claims, against sums over everything that still stands: no
// legs, no running tables, whoever is asked is asked of the whole log.

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20181231;
constexpr unsigned rounds = 12;
constexpr int claims = 300;

/// One award that was not undone, as its owners are called in the end.
struct Standing {
    ClaimKind kind = ClaimKind::service;
    std::string owner;  ///< who served, pays or gives
    std::string other;  ///< who receives a transfer
    std::string rule;
    std::string unit;
    CivilDate day;
    std::int64_t quantity = 0;
    std::int64_t amount = 0;  ///< minor units that the owner gets
    std::int64_t cut = 0;
    std::pair<std::int64_t, std::int64_t> exact;  ///< numerator and denominator
};

class SlowBook {
  public:
    explicit SlowBook(const std::vector<Entry>& entries) : entries_(entries) {
        for (const auto& entry : entries_) {
            const auto& content = entry.signed_claim.claim.content;
            if (const auto* opening = std::get_if<OpeningContent>(&content)) {
                if (is_undone(entry, opening->unit)) continue;
                balances_[{survivor(opening->owner), opening->unit}] += opening->amount.minor_units;
                balances_[{"issuer", opening->unit}] -= opening->amount.minor_units;
            }
            // Only what was claimed: what reversals and merges give back follows from what no longer stands.
            const bool stands = std::holds_alternative<ServiceContent>(content) ||
                                std::holds_alternative<RedemptionContent>(content) ||
                                std::holds_alternative<TransferContent>(content);
            for (const auto& award : entry.decision.awards)
                if (stands && award.side != Side::neither && !is_undone(entry, award.unit))
                    stand(entry.signed_claim.claim, award);
        }
    }

    const std::vector<Standing>& standing() const { return standing_; }

    std::int64_t balance(const std::string& owner, const std::string& unit) const {
        auto found = balances_.find({owner, unit});
        return found == balances_.end() ? 0 : found->second;
    }

    /// Looks through the whole log again after every step.
    std::string survivor(std::string owner) const {
        for (bool found = true; found;) {
            found = false;
            for (const auto& entry : entries_)
                if (const auto* merge = std::get_if<MergeContent>(&entry.signed_claim.claim.content);
                    merge && merge->owner == owner) {
                    owner = merge->into;
                    found = true;
                    break;
                }
        }
        return owner;
    }

  private:
    bool is_undone(const Entry& entry, const std::string& unit) const {
        for (const auto& other : entries_)
            if (const auto* reversal = std::get_if<ReversalContent>(&other.signed_claim.claim.content);
                reversal && reversal->entry_index == entry.index)
                if (reversal->units.empty() ||
                    std::count(reversal->units.begin(), reversal->units.end(), unit) != 0)
                    return true;
        return false;
    }

    void stand(const Claim& claim, const Award& award) {
        Standing one{claim.kind(),
                     "",
                     "",
                     award.rule,
                     award.unit,
                     {},
                     1,
                     gain_of(award).minor_units,
                     award.cut.minor_units,
                     {award.exact_numerator, award.exact_denominator}};
        std::string counterpart = "issuer";
        if (const auto* service = std::get_if<ServiceContent>(&claim.content)) {
            one.owner = survivor(service->participants.at(award.participant).owner);
            one.day = civil_date(service->actual.start);
            if (award.rule == "base" && award.cut.minor_units > 0) {  // whose cap overflows
                balances_[{"pool-1", award.unit}] += award.cut.minor_units;
                balances_[{"issuer", award.unit}] -= award.cut.minor_units;
            }
        } else if (const auto* redemption = std::get_if<RedemptionContent>(&claim.content)) {
            one.owner = survivor(redemption->owner);
            one.day = civil_date(redemption->at);
            one.quantity = redemption->quantity;
            CHECK(one.amount == -one.quantity);  // tea is a point a cup
            counterpart = "canteen-1";
        } else {
            const auto& transfer = std::get<TransferContent>(claim.content);
            one.owner = survivor(transfer.from);
            one.other = counterpart = survivor(transfer.to);
            one.day = civil_date(transfer.at);
            CHECK(one.amount == -transfer.amount.minor_units);
        }
        balances_[{one.owner, one.unit}] += one.amount;
        balances_[{counterpart, one.unit}] -= one.amount;
        standing_.push_back(one);
    }

    const std::vector<Entry>& entries_;
    std::map<std::pair<std::string, std::string>, std::int64_t> balances_;
    std::vector<Standing> standing_;
};

/// A fraction, and of a running total what rounding gave of it.
struct Value {
    std::int64_t above = 0;
    std::int64_t below = 1;
    std::int64_t given = 0;
    friend bool operator==(const Value&, const Value&) = default;
};
Value sum(const Value& a, const Value& b) {
    const auto above = a.above * b.below + b.above * a.below;
    const auto below = a.below * b.below;
    const auto common = std::max<std::int64_t>(1, std::gcd(above, below));
    return {above / common, below / common, a.given + b.given};
}

/// What one standing award adds, to whom; nobody when the tally does not count it.
std::pair<std::string, Value> counted(const standard::Tally& tally, const Standing& one) {
    using standard::Measure;
    const bool counts = (tally.unit.empty() || tally.unit == one.unit) &&
                        (tally.rules.empty() || std::count(tally.rules.begin(), tally.rules.end(), one.rule));
    if (!counts) return {};
    if (one.kind == ClaimKind::service) {
        if (tally.measure == Measure::awarded) return {one.owner, {one.amount, 1}};
        if (tally.measure == Measure::running_total)
            return {one.owner, {one.exact.first, one.exact.second, one.amount + one.cut}};
    }
    if (one.kind == ClaimKind::redemption && tally.measure == Measure::items)
        return {one.owner, {one.quantity, 1}};
    if (one.kind == ClaimKind::transfer) {
        if (tally.measure == Measure::given) return {one.owner, {-one.amount, 1}};
        if (tally.measure == Measure::received) return {one.other, {-one.amount, 1}};
    }
    return {};
}

/// Every value that is not zero, by its key.
std::map<Bytes, Value> slow_tallies(const SlowBook& slow, const std::vector<standard::Tally>& definitions) {
    std::map<Bytes, Value> values;
    for (const auto& definition : definitions)
        for (const auto& one : slow.standing()) {
            const auto [owner, value] = counted(definition, one);
            if (owner.empty()) continue;
            const bool by_day = definition.bucket == standard::Bucket::day;
            auto& total = values
                              .try_emplace(key_of::tally(definition.name, owner, "",
                                                         by_day ? std::optional(one.day) : std::nullopt))
                              .first->second;
            total = sum(total, value);
        }
    for (auto place = values.begin(); place != values.end();)
        place = place->second == Value{} ? values.erase(place) : std::next(place);
    return values;
}

std::vector<Record> all(const Reader& reader, Table table) {
    return reader.scan(table, {}, {}, 1'000'000).value();
}

std::map<Bytes, Value> kept_tallies(const Book& book) {
    std::map<Bytes, Value> values;
    for (const auto& record : all(book.overlay(), Table::tallies)) {
        const auto value = read_tally(book.overlay(), record.key).value();
        if (value != TallyValue{}) values[record.key] = {value.numerator, value.denominator, value.given};
    }
    return values;
}

struct Filled {
    Book book;
    std::vector<Entry> accepted;
};

/// Every book is posted to once, and looked at by every test.
const std::vector<Filled>& books() {
    static const auto filled = [] {
        std::vector<Filled> made(rounds);
        for (unsigned round = 0; round < rounds; ++round) {
            auto& [book, accepted] = made[round];
            open_accounts(book);
            adopt_strict_editions(book);
            adopt_curious_editions(book);
            accepted = post_at_random(book, seed + round, claims);
        }
        return made;
    }();
    return filled;
}

const std::string owners[] = {"issuer", "canteen-1", "pool-1", "v-1", "v-2", "v-3", "v-4", "v-5", "v-6"};

}  // namespace

TEST_CASE("balances of random books are the sums of what still stands") {
    INFO("seed " << seed);
    std::int64_t overflowed = 0;
    for (const auto& [book, accepted] : books()) {
        const SlowBook slow(accepted);
        for (const char* unit : {"point", "coin"}) {
            std::int64_t total = 0;
            for (const auto& owner : owners) {
                INFO(owner << " " << unit);
                CHECK(book.balance(owner, unit).minor_units == slow.balance(owner, unit));
                total += book.balance(owner, unit).minor_units;
            }
            CHECK(total == 0);
        }
        overflowed += book.balance("pool-1", "point").minor_units;
    }
    CHECK(overflowed > 100);
}

TEST_CASE("tallies of random books are the sums of what still stands") {
    INFO("seed " << seed);
    for (const auto& [book, accepted] : books()) {
        const auto definitions = read_tallies(book.overlay()).value();
        CHECK(definitions.size() > 10);
        const auto slow = slow_tallies(SlowBook(accepted), definitions);
        CHECK(slow.size() > 20);
        CHECK(kept_tallies(book) == slow);
    }
}

TEST_CASE("an owner's entries and an import's are those that a walk of the log finds") {
    for (const auto& [book, accepted] : books()) {
        std::map<Table, std::set<Bytes>> expected;
        for (const auto& record : all(book.overlay(), Table::log)) {
            const auto entry = decode_entry(record.value).value();
            const auto& claim = entry.signed_claim.claim;
            if (claim.batch != BatchId{})
                expected[Table::batches].insert(key_of::batch(claim.batch, entry.index));
            const auto owners = owners_named(claim);
            for (const auto& owner : owners)
                expected[Table::owner_entries].insert(key_of::owner_entry(owner, entry.index));
            for (const auto& leg : entry.decision.legs)
                expected[Table::owner_entries].insert(key_of::owner_entry(leg.owner, entry.index));
        }
        for (const auto table : {Table::batches, Table::owner_entries}) {
            std::set<Bytes> listed;
            for (const auto& record : all(book.overlay(), table)) {
                listed.insert(record.key);
                CHECK(Bytes(record.key.end() - 8, record.key.end()) == record.value);
            }
            CHECK(listed.size() > 10);
            CHECK(listed == expected[table]);
        }
    }
}

TEST_CASE("tables made again from the log alone are the same, record for record") {
    for (const auto& [book, accepted] : books()) {
        Workbook again;
        for (const auto& record : all(book.overlay(), Table::log)) {
            again.put(Table::log, record.key, record.value);
            const auto refusal = apply(decode_entry(record.value).value(), again, book.plans()).value();
            CHECK_FALSE(refusal.has_value());
        }
        CHECK(again.changes() == book.overlay().changes());
    }
}

TEST_CASE("the random books reach every kind of claim, and reversals of what was before a merge") {
    std::map<ClaimKind, int> kinds;
    int of_merged = 0, of_units = 0;
    for (const auto& [book, accepted] : books()) {
        std::set<std::string> merged;
        for (const auto& entry : accepted) {
            const auto& claim = entry.signed_claim.claim;
            ++kinds[claim.kind()];
            if (const auto* merge = std::get_if<MergeContent>(&claim.content)) merged.insert(merge->owner);
            const auto* reversal = std::get_if<ReversalContent>(&claim.content);
            if (!reversal) continue;
            of_units += reversal->units.empty() ? 0 : 1;
            const auto undone = read_entry(book.overlay(), reversal->entry_index).value().value();
            for (const auto& leg : undone.decision.legs) of_merged += merged.count(leg.owner) != 0 ? 1 : 0;
        }
    }
    CHECK(kinds[ClaimKind::service] > 500);
    CHECK(kinds[ClaimKind::redemption] > 50);
    CHECK(kinds[ClaimKind::transfer] > 50);
    CHECK(kinds[ClaimKind::opening] > 50);
    CHECK(kinds[ClaimKind::reversal] > 100);
    CHECK(kinds[ClaimKind::merge] > 20);
    CHECK(of_units > 20);
    CHECK(of_merged > 20);
}

}  // namespace timebank::decision_test
