#include <algorithm>
#include <random>

#include "catch.hpp"
#include "report/random_book.hpp"
#include "timebank/statement.hpp"

// Statements of random books against the slowest way to draw them: every entry of the log is looked at, for
// every account, every time.

using namespace timebank;
using report_tests::RandomBook;

namespace {

constexpr std::uint32_t seed = 20'180'601;
constexpr int claims = 700;

using Days = std::pair<std::optional<CivilDate>, std::optional<CivilDate>>;

/// One leg of the owner's, or an entry without any.
struct Movement {
    CivilDate day;
    std::uint64_t index = 0;
    std::string unit;  ///< empty: nothing moved
    std::int64_t amount = 0;
    bool brought_in = false;
};

std::optional<CivilDate> value_date(const RandomBook& random, const Entry& entry) {
    const auto& content = entry.signed_claim.claim.content;
    if (const auto* reversal = std::get_if<ReversalContent>(&content))
        return value_date(random, random.entries[reversal->entry_index]);
    if (const auto* service = std::get_if<ServiceContent>(&content)) return civil_date(service->actual.start);
    if (const auto* redemption = std::get_if<RedemptionContent>(&content)) return civil_date(redemption->at);
    if (const auto* transfer = std::get_if<TransferContent>(&content)) return civil_date(transfer->at);
    if (const auto* opening = std::get_if<OpeningContent>(&content)) return opening->lot_date;
    if (std::holds_alternative<MergeContent>(content))
        return parse_civil_date(unix_seconds_to_text(entry.recorded_at_unix_s).substr(0, 10)).value();
    return std::nullopt;
}

bool is_opening(const RandomBook& random, const Entry& entry) {
    const auto& content = entry.signed_claim.claim.content;
    if (const auto* reversal = std::get_if<ReversalContent>(&content))
        return is_opening(random, random.entries[reversal->entry_index]);
    return std::holds_alternative<OpeningContent>(content);
}

/// All that ever concerned the owner, in the order of a statement.
std::vector<Movement> movements_of(const RandomBook& random, const std::string& owner) {
    std::vector<Movement> movements;
    for (const auto& entry : random.entries) {
        const auto day = value_date(random, entry);
        if (!day) continue;
        const auto before = movements.size();
        for (const auto& leg : entry.decision.legs)
            if (leg.owner == owner)
                movements.push_back(
                    {*day, entry.index, leg.unit, leg.amount.minor_units, is_opening(random, entry)});
        const auto named = owners_named(entry.signed_claim.claim);
        const bool names = std::find(named.begin(), named.end(), owner) != named.end();
        if (names && movements.size() == before) movements.push_back({*day, entry.index, "", 0, false});
    }
    std::stable_sort(movements.begin(), movements.end(), [](const auto& a, const auto& b) {
        return std::tie(a.day, a.index) < std::tie(b.day, b.index);
    });
    return movements;
}

bool is_before(CivilDate day, std::optional<CivilDate> bound) {
    return bound && day < *bound;
}
bool is_inside(CivilDate day, const Days& days) {
    return !is_before(day, days.first) && !(days.second && day >= *days.second);
}

/// The lines of a statement as numbers: "17833 #88 point -4 = 12".
std::vector<std::string> expected_lines(const std::vector<Movement>& movements, const Days& days) {
    std::map<std::string, std::int64_t> balances;
    std::vector<std::string> lines;
    for (const auto& movement : movements) {
        if (is_before(movement.day, days.first)) balances[movement.unit] += movement.amount;
        if (!is_inside(movement.day, days)) continue;
        auto line = std::to_string(movement.day.days) + " #" + std::to_string(movement.index);
        if (!movement.unit.empty()) {
            balances[movement.unit] += movement.amount;
            line += " " + movement.unit + " " + std::to_string(movement.amount) + " = " +
                    std::to_string(balances[movement.unit]) + (movement.brought_in ? " brought in" : "");
        }
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> lines_of(const Statement& statement) {
    std::vector<std::string> lines;
    for (const auto& line : statement.lines) {
        const auto beginning = std::to_string(line.value_date.days) + " #" + std::to_string(line.index);
        if (line.movements.empty()) lines.push_back(beginning);
        for (const auto& movement : line.movements)
            lines.push_back(
                beginning + " " + movement.unit + " " + std::to_string(movement.amount.minor_units) + " = " +
                std::to_string(movement.balance.minor_units) + (movement.brought_in ? " brought in" : ""));
    }
    return lines;
}

/// "point 3 [0] 12 4 11 now 8": opening, brought in, in, out, closing, booked.
std::vector<std::string> expected_units(const std::vector<Movement>& movements, const Days& days) {
    std::map<std::string, std::array<std::int64_t, 6>> units;
    for (const auto& movement : movements) {
        if (movement.unit.empty()) continue;
        auto& [opening, brought_in, in, out, closing, booked] = units[movement.unit];
        booked += movement.amount;
        if (is_before(movement.day, days.first)) opening += movement.amount;
        if (!days.second || movement.day < *days.second) closing += movement.amount;
        if (!is_inside(movement.day, days)) continue;
        if (movement.brought_in)
            brought_in += movement.amount;
        else
            (movement.amount > 0 ? in : out) += std::abs(movement.amount);
    }
    std::vector<std::string> texts;
    for (const auto& [unit, sums] : units) {
        auto text = unit;
        for (const auto sum : sums) text += " " + std::to_string(sum);
        texts.push_back(text);
    }
    return texts;
}

std::vector<std::string> units_of(const Statement& statement) {
    std::vector<std::string> texts;
    for (const auto& one : statement.units) {
        auto text = one.unit.code;
        for (const auto amount : {one.opening, one.brought_in, one.in, one.out, one.closing, one.booked})
            text += " " + std::to_string(amount.minor_units);
        texts.push_back(text);
        CHECK(one.available.minor_units == std::max<std::int64_t>(0, one.booked.minor_units));
        CHECK(one.opening.minor_units + one.brought_in.minor_units + one.in.minor_units -
                  one.out.minor_units ==
              one.closing.minor_units);
    }
    return texts;
}

std::vector<std::string> owners_of(const RandomBook& random) {
    std::vector<std::string> owners;
    for (const auto& account : random.book.ledger().accounts("", 1'000).value())
        owners.push_back(account.content.owner);
    return owners;
}

class RandomDays {
  public:
    Days next() {
        std::optional<CivilDate> from, until;
        if (random_() % 5 != 0) from = any_day();
        if (random_() % 5 != 0) until = any_day();
        if (from && until && *until < *from) std::swap(from, until);
        return {from, until};
    }

  private:
    CivilDate any_day() {
        const auto first = parse_civil_date("2018-05-25").value();
        return CivilDate{first.days + static_cast<std::int32_t>(random_() % 135)};
    }
    std::mt19937 random_{seed};
};

const RandomBook& the_book() {
    static const RandomBook book(seed, claims);
    return book;
}

}  // namespace

TEST_CASE("a random book has everything in it that moves credits") {
    const auto& random = the_book();
    INFO("seed " << seed << ", " << claims << " claims");
    CHECK(random.count(ClaimKind::service) > 100);
    CHECK(random.count(ClaimKind::redemption) > 20);
    CHECK(random.count(ClaimKind::transfer) > 20);
    CHECK(random.count(ClaimKind::opening) > 20);
    CHECK(random.count(ClaimKind::merge) >= 3);
    CHECK(random.count(ClaimKind::reversal) > 30);
    std::size_t partial = 0;
    for (const auto& [index, units] : random.undone())
        if (std::find(units.begin(), units.end(), "") == units.end()) ++partial;
    CHECK(partial > 5);
}

TEST_CASE("a statement for any days is what a look through the whole log gives") {
    const auto& random = the_book();
    RandomDays days;
    for (const auto& owner : owners_of(random)) {
        const auto movements = movements_of(random, owner);
        for (int i = 0; i < 12; ++i) {
            const auto asked = i == 0 ? Days() : days.next();
            const auto statement =
                draw_statement(random.book.folder(), owner, asked.first, asked.second).value();
            INFO("seed " << seed << ", " << owner << " from "
                         << (asked.first ? to_text(*asked.first) : "ever") << " until "
                         << (asked.second ? to_text(*asked.second) : "now"));
            REQUIRE(lines_of(statement) == expected_lines(movements, asked));
            REQUIRE(units_of(statement) == expected_units(movements, asked));
        }
    }
}

TEST_CASE("what one statement closes with, the next one opens with") {
    const auto& random = the_book();
    const char* bounds[] = {"2018-05-20", "2018-06-01", "2018-06-02", "2018-07-15", "2018-09-01"};
    for (const auto& owner : owners_of(random)) {
        INFO("seed " << seed << ", " << owner);
        std::map<std::string, Amount> closed;
        std::size_t lines = 0;
        for (std::size_t i = 0; i <= std::size(bounds); ++i) {
            const auto from = i == 0 ? std::nullopt : std::optional(parse_civil_date(bounds[i - 1]).value());
            const auto until =
                i == std::size(bounds) ? std::nullopt : std::optional(parse_civil_date(bounds[i]).value());
            const auto statement = draw_statement(random.book.folder(), owner, from, until).value();
            for (const auto& one : statement.units) {
                REQUIRE(one.opening == closed[one.unit.code]);
                closed[one.unit.code] = one.closing;
            }
            lines += statement.lines.size();
        }
        for (const auto& balance : random.book.ledger().balances(owner).value())
            CHECK(balance.amount == closed[balance.unit]);
        CHECK(lines == draw_statement(random.book.folder(), owner, {}, {}).value().lines.size());
    }
}

TEST_CASE("on any day, what all accounts hold together is nothing") {
    const auto& random = the_book();
    for (const char* text : {"2018-05-20", "2018-06-30", "2018-08-15", "2020-01-01"}) {
        std::map<std::string, std::int64_t> sums;
        for (const auto& owner : owners_of(random))
            for (const auto& one :
                 draw_statement(random.book.folder(), owner, parse_civil_date(text).value(), {})
                     .value()
                     .units)
                sums[one.unit.code] += one.opening.minor_units;
        INFO("seed " << seed << ", before " << text);
        CHECK(sums == std::map<std::string, std::int64_t>{{"hour", 0}, {"point", 0}});
    }
}
