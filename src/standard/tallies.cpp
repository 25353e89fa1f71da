#include <algorithm>
#include <charconv>

#include "core/excerpt.hpp"
#include "standard/parts.hpp"
#include "timebank/digest.hpp"
#include "timebank/id.hpp"

namespace timebank::standard {
namespace {

// These words are hashed into the names of stored tallies: they never change.
constexpr std::string_view measure_words[] = {"awarded", "exact", "items",
                                              "rounded", "given", "received"};  // as Measure
constexpr std::string_view day_word = "day";
constexpr std::string_view life_word = "life";

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts(1);
    for (char character : text) {
        if (character == separator) {
            parts.emplace_back();
        } else {
            parts.back() += character;
        }
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts, char separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (&part != &parts.front()) text += separator;
        text += part;
    }
    return text;
}

bool are_sorted_codes(const std::vector<std::string>& codes) {
    return std::all_of(codes.begin(), codes.end(), is_code) &&
           std::adjacent_find(codes.begin(), codes.end(), std::greater_equal<>{}) == codes.end();
}

/// Whether the parts fit together as TallyDefinition says.
bool is_sound(const TallyDefinition& definition) {
    const bool counts_items = definition.measure == Measure::items;
    return (definition.standard.empty() ? definition.rules.empty() : is_code(definition.standard)) &&
           are_sorted_codes(definition.rules) && definition.unit.empty() == counts_items &&
           (counts_items || is_code(definition.unit)) && definition.denominator >= 1 &&
           (definition.denominator == 1 || definition.measure == Measure::exact);
}

/// Reads the six fields without judging them; to_text() of the result shows whether they were spelled right.
TallyDefinition parse_fields(const std::vector<std::string>& fields) {
    TallyDefinition definition;
    const auto word = std::find(std::begin(measure_words), std::end(measure_words), fields[0]);
    definition.measure = static_cast<Measure>(1 + word - std::begin(measure_words));
    definition.bucket = fields[1] == day_word ? Window::day : Window::life;
    definition.standard = fields[2];
    if (!fields[3].empty()) definition.rules = split(fields[3], ',');
    definition.unit = fields[4];
    const std::string& digits = fields[5];
    std::from_chars(digits.data(), digits.data() + digits.size(), definition.denominator);
    return definition;
}

/// Gives every place of the plan that looks at a tally the tally's index.
class Linker {
  public:
    explicit Linker(Plan& plan) : plan_(plan) {}

    void link() {
        for (Rule& rule : plan_.rules) link_rule(rule);
        for (Item& item : plan_.catalogue) link_item(item);
        for (TransferRule& rule : plan_.transfers) link_transfer(rule);
    }

  private:
    void link_rule(Rule& rule) {
        Tariff tariff;
        for (Step& step : rule.steps) {
            if (const auto* read = std::get_if<Tariff>(&step)) tariff = *read;
            if (auto* gate = std::get_if<Gate>(&step)) link_condition(gate->condition);
            if (auto* rounding = std::get_if<Rounding>(&step)) link_rounding(*rounding, rule, tariff);
            if (auto* cap = std::get_if<Cap>(&step)) link_cap(*cap, rule);
        }
    }

    void link_item(Item& item) {
        if (item.unlock) link_condition(*item.unlock);
        for (ItemLimit& limit : item.limits) {
            if (limit.window == Window::service) continue;
            limit.tally = index_of({Measure::items, limit.window, plan_.summary.id, {item.code}, "", 1});
        }
    }

    void link_transfer(TransferRule& rule) {
        if (rule.condition) link_condition(*rule.condition);
        for (TransferLimit& limit : rule.limits) {
            if (limit.window == Window::service) continue;
            const bool of_giver = limit.key == TransferLimit::Key::giver;
            limit.tally = index_of({of_giver ? Measure::given : Measure::received,
                                    limit.window,
                                    plan_.summary.id,
                                    {rule.id},
                                    rule.unit,
                                    1});
        }
    }

    void link_condition(Condition& condition) {
        for (Condition& child : condition.children) link_condition(child);
        if (condition.kind != Condition::Kind::earned) return;
        condition.tally = index_of({Measure::awarded, Window::life, "", {}, condition.code, 1});
    }

    void link_rounding(Rounding& rounding, const Rule& rule, const Tariff& tariff) {
        if (!rounding.running_total) return;
        // A minimum is a whole number of minor units, so the tariff alone decides how fine a sum can be.
        const std::int64_t denominator_of_one = to_int64(denominator(worth_of_one(tariff))).value_or(1);
        const TallyDefinition exact = {Measure::exact, rounding.window, plan_.summary.id,
                                       {rule.id},      rule.unit,       denominator_of_one};
        rounding.tally = index_of(exact);
        rounding.rounded_tally = index_of(rounded_beside(exact));
    }

    void link_cap(Cap& cap, const Rule& rule) {
        if (cap.window == Window::service) return;
        cap.tally =
            index_of({Measure::awarded, cap.window, plan_.summary.id, rules_under(cap.id), rule.unit, 1});
    }

    std::vector<std::string> rules_under(const std::string& cap_id) const {
        std::vector<std::string> rules;
        for (const Rule& rule : plan_.rules) {
            const auto is_under = [&](const Step& step) {
                const auto* cap = std::get_if<Cap>(&step);
                return cap && cap->id == cap_id;
            };
            if (std::any_of(rule.steps.begin(), rule.steps.end(), is_under)) rules.push_back(rule.id);
        }
        std::sort(rules.begin(), rules.end());
        return rules;
    }

    std::size_t index_of(const TallyDefinition& definition) {
        auto& tallies = plan_.tallies;
        const auto known = std::find(tallies.begin(), tallies.end(), definition);
        if (known != tallies.end()) return static_cast<std::size_t>(known - tallies.begin());
        tallies.push_back(definition);
        return tallies.size() - 1;
    }

    Plan& plan_;
};

}  // namespace

std::string to_text(const TallyDefinition& definition) {
    const auto measure = static_cast<std::size_t>(definition.measure) - 1;
    const std::string_view measure_word = measure < std::size(measure_words) ? measure_words[measure] : "?";
    const std::string_view bucket = definition.bucket == Window::day ? day_word : life_word;
    return joined({std::string(measure_word), std::string(bucket), definition.standard,
                   joined(definition.rules, ','), definition.unit, std::to_string(definition.denominator)},
                  '|');
}

Result<TallyDefinition> parse_tally_definition(std::string_view text) {
    const std::vector<std::string> fields = split(text, '|');
    if (fields.size() == 6) {
        TallyDefinition definition = parse_fields(fields);
        if (is_sound(definition) && to_text(definition) == text) return definition;
    }
    return fail(
        Code::bad_encoding, "“{}”不是累计量的定义：应如 awarded|day|标准|规则|单位|1，请用 audit 检查账本",
        "\"{}\" is no definition of a tally, such as awarded|day|standard|rules|unit|1: audit the ledger",
        {excerpt(text)});
}

TallyName name_of(const TallyDefinition& definition) {
    const Digest digest = sha256(bytes_of(to_text(definition)));
    TallyName name{};
    std::copy_n(digest.begin(), name.size(), name.begin());
    return name;
}

TallyDefinition rounded_beside(const TallyDefinition& exact) {
    TallyDefinition rounded = exact;
    rounded.measure = Measure::rounded;
    rounded.denominator = 1;
    return rounded;
}

void link_tallies(Plan& plan) {
    Linker(plan).link();
}

}  // namespace timebank::standard
