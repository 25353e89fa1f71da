#include <algorithm>

#include "core/excerpt.hpp"
#include "standard/parts.hpp"
#include "timebank/digest.hpp"
#include "timebank/id.hpp"

namespace timebank::standard {
namespace {

// These words are hashed into the names of stored tallies: they never change.
constexpr std::string_view measure_words[] = {
    "awarded",  "running-total", "items",       "given", "received",
    "services", "minutes",       "redemptions", "spent"};  // as Measure
constexpr std::string_view key_words[] = {"member", "household", "team", "everyone", "receiver"};  // as Key
constexpr std::string_view bucket_words[] = {"life", "day", "session"};  // as Bucket
constexpr std::string_view per_category_word = ",category";              // behind the key

template <class T, std::size_t count>
std::string word_of(const std::string_view (&words)[count], T number) {
    const auto place = static_cast<std::size_t>(number) - 1;
    return std::string(place < count ? words[place] : "?");
}

/// Of a word that is none of them, a number that word_of() does not know.
template <class T, std::size_t count>
T number_of(const std::string_view (&words)[count], std::string_view word) {
    const auto found = std::find(std::begin(words), std::end(words), word);
    return static_cast<T>(1 + found - std::begin(words));
}

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
    const Measure measure = definition.measure;
    const bool of_services = measure == Measure::services || measure == Measure::minutes;
    const bool of_redemptions =
        measure == Measure::items || measure == Measure::redemptions || measure == Measure::spent;
    const bool counts = of_services || measure == Measure::items || measure == Measure::redemptions;
    const bool fits_key = definition.key == Key::member ||
                          (of_services && definition.key == Key::household) ||
                          (of_redemptions && definition.key != Key::team);
    const bool plain = fits_key && !definition.per_category && definition.bucket != Bucket::session;
    return (definition.standard.empty() ? definition.rules.empty() : is_code(definition.standard)) &&
           are_sorted_codes(definition.rules) && are_sorted_codes(definition.categories) &&
           (of_services ? definition.standard.empty() : definition.categories.empty()) &&
           (counts ? definition.unit.empty() : is_code(definition.unit)) &&
           (plain || (measure == Measure::awarded && definition.key != Key::receiver));
}

Bucket bucket_of(Window window) {
    if (window == Window::session) return Bucket::session;
    return is_by_day(window) ? Bucket::day : Bucket::life;
}

/// Whether it is kept for one window alone.
bool is_of_window(Measure measure) {
    return measure == Measure::running_total;
}

/// Reads the seven fields without judging them; to_text() of the result shows whether they were spelled
/// right.
TallyDefinition parse_fields(const std::vector<std::string>& fields) {
    TallyDefinition definition;
    definition.measure = number_of<Measure>(measure_words, fields[0]);
    std::string_view key = fields[1];
    definition.per_category = key.ends_with(per_category_word);
    if (definition.per_category) key.remove_suffix(per_category_word.size());
    definition.key = number_of<Key>(key_words, key);
    if (is_of_window(definition.measure)) {
        for (const auto window : {Window::day, Window::week, Window::month, Window::quarter,
                                  Window::calendar_year, Window::fiscal_year, Window::membership_year})
            if (to_text(Period{window, 0, 0}) == fields[2]) definition.window = window;
        definition.bucket = bucket_of(definition.window);
    } else {
        definition.bucket = number_of<Bucket>(bucket_words, fields[2]);
    }
    definition.standard = fields[3];
    if (!fields[4].empty()) definition.rules = split(fields[4], ',');
    if (!fields[5].empty()) definition.categories = split(fields[5], ',');
    definition.unit = fields[6];
    return definition;
}

template <class T>
std::size_t index_in(std::vector<T>& list, const T& wanted) {
    const auto known = std::find(list.begin(), list.end(), wanted);
    if (known != list.end()) return static_cast<std::size_t>(known - list.begin());
    list.push_back(wanted);
    return list.size() - 1;
}

std::vector<std::string> rules_under(const Plan& plan, const std::string& cap_id) {
    std::vector<std::string> rules;
    for (const Rule& rule : plan.rules) {
        const auto is_under = [&](const Step& step) {
            const auto* cap = std::get_if<Cap>(&step);
            return cap && cap->id == cap_id;
        };
        if (std::any_of(rule.steps.begin(), rule.steps.end(), is_under)) rules.push_back(rule.id);
    }
    std::sort(rules.begin(), rules.end());
    return rules;
}

void link_cap(Plan& plan, Cap& cap, const Rule& rule) {
    if (cap.period.window == Window::service || cap.period.window == Window::balance) return;
    TallyDefinition under_cap;
    under_cap.measure = Measure::awarded;
    under_cap.key = cap.key;
    under_cap.per_category = cap.per_category;
    under_cap.standard = plan.summary.id;
    under_cap.rules = rules_under(plan, cap.id);
    under_cap.unit = rule.unit;
    cap.reading = reading_of(plan, under_cap, cap.period);
}

std::vector<std::string> items_under(const Plan& plan, const std::string& limit_id) {
    std::vector<std::string> items;
    for (const Item& item : plan.catalogue)
        if (std::any_of(item.limits.begin(), item.limits.end(),
                        [&](const ItemLimit& limit) { return limit.id == limit_id; }))
            items.push_back(item.code);
    return items;
}

void link_limit(Plan& plan, ItemLimit& limit, const Item& item) {
    if (limit.period.window == Window::service) return;
    TallyDefinition redeemed;
    redeemed.measure = limit.counted;
    redeemed.key = limit.key;
    redeemed.standard = plan.summary.id;
    redeemed.rules = items_under(plan, limit.id);
    if (limit.counted == Measure::spent) redeemed.unit = item.unit;
    limit.reading = reading_of(plan, redeemed, limit.period);
}

void link_limit(Plan& plan, TransferLimit& limit, const TransferRule& rule) {
    if (limit.period.window == Window::service) return;
    TallyDefinition moved;
    moved.measure = limit.key == TransferLimit::Key::giver ? Measure::given : Measure::received;
    moved.standard = plan.summary.id;
    moved.rules = {rule.id};
    moved.unit = rule.unit;
    limit.reading = reading_of(plan, moved, limit.period);
}

}  // namespace

std::string to_text(const TallyDefinition& definition) {
    std::string key = word_of(key_words, definition.key);
    if (definition.per_category) key += per_category_word;
    const std::string bucket = is_of_window(definition.measure) ? to_text(Period{definition.window, 0, 0})
                                                                : word_of(bucket_words, definition.bucket);
    return joined({word_of(measure_words, definition.measure), key, bucket, definition.standard,
                   joined(definition.rules, ','), joined(definition.categories, ','), definition.unit},
                  '|');
}

Result<TallyDefinition> parse_tally_definition(std::string_view text) {
    const std::vector<std::string> fields = split(text, '|');
    if (fields.size() == 7) {
        TallyDefinition definition = parse_fields(fields);
        if (is_sound(definition) && to_text(definition) == text) return definition;
    }
    return fail(Code::bad_encoding,
                "“{}”不是累计量的定义：应如 awarded|member|day|标准|规则|类别|单位，请用 audit 检查账本",
                "\"{}\" is no definition of a tally, such as "
                "awarded|member|day|standard|rules|categories|unit: audit the ledger",
                {excerpt(text)});
}

TallyName name_of(const TallyDefinition& definition) {
    const Digest digest = sha256(bytes_of(to_text(definition)));
    TallyName name{};
    std::copy_n(digest.begin(), name.size(), name.begin());
    return name;
}

Tally named(TallyDefinition definition) {
    Tally tally;
    static_cast<TallyDefinition&>(tally) = std::move(definition);
    tally.name = name_of(tally);
    return tally;
}

std::size_t reading_of(Plan& plan, TallyDefinition definition, const Period& period) {
    definition.bucket = bucket_of(period.window);
    if (is_of_window(definition.measure)) definition.window = period.window;
    const Tally tally = named(std::move(definition));
    Reading reading;
    reading.tally = index_in(plan.tallies, tally);
    reading.period = period;
    reading.fact_name = to_hex(tally.name);
    if (period.window != Window::life && period.window != Window::day)
        reading.fact_name += "." + to_text(period);
    return index_in(plan.readings, reading);
}

void link_tallies(Plan& plan) {
    for (Ladder& ladder : plan.ladders) {
        if (ladder.kept_in.empty()) continue;
        TallyDefinition booked;
        booked.standard = plan.summary.id;
        booked.rules = {ladder.id};
        booked.unit = ladder.kept_in;
        ladder.reading = reading_of(plan, booked, Period{});
    }
    for (Rule& rule : plan.rules)
        for (Step& step : rule.steps)
            if (auto* cap = std::get_if<Cap>(&step)) link_cap(plan, *cap, rule);
    for (Item& item : plan.catalogue)
        for (ItemLimit& limit : item.limits) link_limit(plan, limit, item);
    for (TransferRule& rule : plan.transfers)
        for (TransferLimit& limit : rule.limits) link_limit(plan, limit, rule);
}

}  // namespace timebank::standard
