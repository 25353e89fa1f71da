#include "decision/random_standard.hpp"

#include <map>

#include "decision/random_conditions.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;

json name_of(const std::string& code) {
    return {{"zh", code}, {"en", code}};
}

json head(Dice& dice) {
    json categories = json::array();
    for (const auto& code : all_categories) {
        categories.push_back({{"code", code}, {"name", name_of(code)}});
        if (dice.chance(60)) categories.back()["overlap"] = dice.word({"allow", "warn", "warn", "refuse"});
    }
    json facts = json::array();
    for (const char* code : {"age", "arrears", "score"}) {
        auto roles = dice.some_of({"operator", "officer", "coordinator", "app", "member"});
        if (dice.chance(75)) roles = {"app", "coordinator", "member", "officer", "operator"};
        facts.push_back({{"code", code}, {"attested_by", roles}});
        if (code == std::string("arrears") ? dice.chance(95) : dice.chance(10)) facts.back()["of"] = "claim";
        if (dice.chance(85)) facts.back()["default"] = dice.between(0, 2);
    }
    json head = {{"language", 1},
                 {"kind", "credit"},
                 {"id", "random"},
                 {"edition", "e1"},
                 {"effective_from", "2018-01-01"},
                 {"edition_date", "occurrence"},
                 {"title", name_of("a random standard")},
                 {"units", {{"point", 1}, {"hour", 60}, {"coin", 100}, {"star", 1}, {"rank", 1}}},
                 {"facts", facts},
                 {"calendar",
                  {{"fiscal_year_begins", dice.word({"01", "04", "07", "09"})},
                   {"holidays", {"2018-06-18", "2019-01-01", "2018-12-31", "2020-02-29", "2019-06-07"}}}},
                 {"issuer", "issuer"},
                 {"categories", categories},
                 {"examples", json::array()}};
    if (dice.chance(15)) head["offsets"] = {"+08:00", "-05:00", "+05:45", "+01:00"};
    if (dice.chance(15)) head["longest_service_minutes"] = dice.one_of<std::int64_t>({1440, 1550, 390});
    return head;
}

json random_ladder(Dice& dice, const std::string& id) {
    json ladder = {{"id", id}, {"name", name_of(id)}, {"levels", json::array()}};
    if (dice.chance(60)) ladder["kept_in"] = id == "stars" ? "star" : "rank";
    Asking asking;
    asking.of_levels = true;
    for (std::int64_t level = dice.between(1, 3); level > 0; --level) {
        const auto code = "level-" + std::to_string(level);
        ladder["levels"].push_back(
            {{"code", code}, {"name", name_of(code)}, {"when", random_condition(dice, asking, 1)}});
    }
    return ladder;
}

/// Writes one rule.
class RandomRule {
  public:
    RandomRule(Dice& dice, Asking asking, std::map<std::string, json>& shared_caps, int number)
        : dice_(dice),
          asking_(std::move(asking)),
          shared_caps_(shared_caps),
          id_("rule-" + std::to_string(number)) {}

    json write() {
        unit_ = dice_.word({"point", "hour", "coin"});
        if (dice_.chance(3)) unit_ = "star";
        pays_ = dice_.chance(12);
        const bool all = dice_.chance(40);
        categories_ = all ? all_categories : dice_.some_of({"canteen", "choir", "visit"});
        roles_ = dice_.some_of({"attendee", "helper", "receiver", "volunteer"});
        if (dice_.chance(70)) roles_ = {"helper", "volunteer"};
        running_total_ = dice_.chance(25);
        asking_.multiplies_amounts = !running_total_;  // its sums would be too fine to keep
        json rule = {{"id", id_}, {"name", name_of(id_)}, {"roles", roles_}, {"unit", unit_}};
        rule["categories"] = all ? json("all") : json(categories_);
        if (pays_) rule["pays"] = true;
        if (dice_.chance(20)) account_ = "fund-1";
        if (account_ != "issuer") rule["account"] = account_;
        if (!pays_ && dice_.chance(20)) rule["credit_to"] = dice_.word({"household", "household", "member"});
        grouped_ = !pays_ && !running_total_ && dice_.chance(60);
        if (grouped_) rule["highest_of"] = "best-" + unit_;
        write_steps();
        rule["steps"] = steps_;
        return rule;
    }

  private:
    json condition() { return random_condition(dice_, asking_); }
    json number(std::initializer_list<const char*> values) {
        return random_number(dice_, asking_, values, categories_, roles_);
    }
    void add(const char* word, json step) { steps_.push_back({{word, std::move(step)}}); }
    /// With a condition now and then.
    json when(json step) {
        if (dice_.chance(35)) step["when"] = condition();
        return step;
    }

    void write_steps() {
        if (dice_.chance(30)) gates();
        if (dice_.chance(45)) clocks();
        if (dice_.chance(15)) obligations();
        const bool timed = dice_.chance(65);
        if (timed && dice_.chance(45)) bands();
        if (!timed && !running_total_ && dice_.chance(25)) {
            whole_values();
        } else {
            tariff(timed);
            values();
            last_rounding();
        }
        caps();
    }

    void gates() {
        for (auto count = dice_.between(1, 2); count > 0; --count) {
            const auto otherwise = dice_.chance(20) ? "refuse" : dice_.chance(20) ? "pending" : "nothing";
            json gate = {{"condition", condition()}, {"otherwise", otherwise}};
            if (gate["otherwise"] == "pending")
                gate["lapses_after_days"] = dice_.chance(30) ? json("never") : json(dice_.between(1, 30));
            add("gate", gate);
        }
    }

    json grid(bool of_day) {
        json grid = {{"minutes", of_day ? dice_.one_of<std::int64_t>({5, 15, 30, 60, 96, 1440})
                                        : dice_.one_of<std::int64_t>({10, 15, 30, 50, 60})},
                     {"direction", dice_.word({"down", "up", "nearest"})}};
        if (grid["direction"] == "nearest") grid["ties"] = dice_.word({"up", "down", "even"});
        return grid;
    }

    void clocks() {
        const auto times = {"actual", "actual", "agreed", "earlier", "later"};
        for (auto count = dice_.between(1, 2); count > 0; --count) {
            json clock = {{"start", dice_.word(times)}, {"end", dice_.word(times)}};
            if (dice_.chance(30)) clock["round_start"] = grid(true);
            if (dice_.chance(30)) clock["round_end"] = grid(true);
            if (dice_.chance(30)) clock["round_length"] = grid(false);
            clock["travel"] = dice_.word({"excluded", "included"});
            if (dice_.chance(30)) clock["travel"] = {{"at_most", dice_.one_of<std::int64_t>({1, 20, 45})}};
            add("clock", when(clock));
        }
    }

    void obligations() {
        for (auto count = dice_.between(1, 2); count > 0; --count)
            add("obligation", when({{"id", "owed-" + std::to_string(count)},
                                    {"minutes", dice_.one_of<std::int64_t>({30, 90, 600, 2000})},
                                    {"window", random_window(dice_)}}));
    }

    json band(std::int64_t number) {
        const auto from = dice_.between(0, 30) * 60 + dice_.one_of<std::int64_t>({0, 0, 30, 17});
        const auto until = from + dice_.between(1, 12) * 60;
        const auto text = [](std::int64_t minutes) {
            const auto two = [](std::int64_t value) {
                return (value < 10 ? "0" : "") + std::to_string(value);
            };
            return two(minutes / 60) + ":" + two(minutes % 60);
        };
        return {{"id", "band-" + std::to_string(number)},
                {"from", text(from)},
                {"until", text(until)},
                {"days", dice_.chance(50) ? json("all") : random_days(dice_)},
                {"factor", dice_.word({"0", "1", "1.5", "2", "2/3"})}};
    }

    void bands() {
        for (auto steps = dice_.between(1, 2); steps > 0; --steps) {
            json list = json::array();
            for (auto count = dice_.between(1, 3); count > 0; --count) list.push_back(band(count));
            add("bands", when({{"list", list}, {"otherwise", dice_.word({"0", "1", "1", "1/2"})}}));
        }
    }

    void tariff(bool timed) {
        json per = timed ? dice_.word({"minute", "hour", "hour"}) : dice_.word({"visit", "item"});
        if (!timed && dice_.chance(40)) {
            RandomQuantity quantity;
            do quantity = random_quantity(dice_, asking_);
            while (quantity.grows_without_end || (running_total_ && !quantity.unit.empty()));
            per = quantity.quantity;
        }
        if (per == "minute")
            return add("tariff", {{"per", per}, {"amount", number({"0", "1", "1/2", "0.1", "1/60"})}});
        add("tariff",
            {{"per", per}, {"amount", number({"0", "1", "1.5", "1.5", "2", "2", "6", "1/3", "7/5"})}});
    }

    std::string step_of_unit() {
        if (unit_ == "hour") return dice_.word({"1/60", "0.25", "0.5", "1"});
        if (unit_ == "coin") return dice_.word({"0.01", "0.05", "0.5", "1"});
        return dice_.word({"1", "1", "2", "5"});
    }

    json rounding(const std::string& scope) {
        json rounding = {{"step", step_of_unit()},
                         {"direction", dice_.word({"down", "up", "nearest", "nearest"})},
                         {"scope", scope}};
        if (rounding["direction"] == "nearest") rounding["ties"] = dice_.word({"up", "down", "even"});
        return rounding;
    }

    void values() {
        for (auto count = dice_.between(0, running_total_ ? 1 : 3); count > 0; --count) {
            switch (dice_.between(0, 3)) {
                case 0:
                    add("factor", when({{"by", number({"0", "1/2", "1/2", "1", "1.2", "1.2", "2"})}}));
                    break;
                case 1:
                    add("factor", when({{"divided_by", divisor()}}));
                    break;
                case 2:
                    add("minimum", when({{"amount", dice_.word({"0", "1", "2", "5"})}}));
                    break;
                default:
                    add("rounding", rounding("service"));
            }
        }
    }

    /// A running total bears no division by what is looked up, unless it was rounded since.
    json divisor() {
        if (running_total_) return dice_.word({"2", "3", "1.5"});
        return number({"2", "3", "1.5"});
    }

    void last_rounding() {
        if (!running_total_)
            return add("rounding", rounding(!grouped_ && dice_.chance(40) ? "claim" : "service"));
        auto total = rounding("running_total");
        total["window"] = dice_.word(
            {"day", "week", "month", "quarter", "calendar_year", "fiscal_year", "membership_year", "life"});
        add("rounding", total);
    }

    /// There is nothing to round.
    void whole_values() {
        add("tariff", {{"per", dice_.word({"visit", "item"})}, {"amount", number({"0", "1", "2", "3"})}});
        if (dice_.chance(50)) add("rounding", rounding("service"));
        if (dice_.chance(50)) add("factor", when({{"by", dice_.word({"2", "3"})}}));
        add("rounding", "exact");
    }

    void caps() {
        if (dice_.chance(30)) return add("cap", "none");
        const auto count = dice_.between(1, 3);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto shared = shared_caps_.find(unit_ + (pays_ ? " pays" : ""));
            if (i == 0 && shared != shared_caps_.end() && dice_.chance(40) &&
                shared->second.value("overflow_to", "") != account_) {
                add("cap", shared->second);
                continue;
            }
            const auto one = cap(i);
            // Another rule has other categories and roles to give values for.
            if (one["limit"].is_string()) shared_caps_[unit_ + (pays_ ? " pays" : "")] = one;
            add("cap", one);
        }
    }

    json cap(std::int64_t place) {
        json cap = {{"id", id_ + "-cap-" + std::to_string(place)},
                    {"key", dice_.word({"member", "member", "household", "team", "everyone"})},
                    {"limit", number({"0", "1", "2", "5", "8", "20"})}};
        cap["window"] =
            dice_.chance(30) ? json(dice_.word({"service", "session", "balance"})) : random_window(dice_);
        if (dice_.chance(20)) cap["per_category"] = true;
        if (cap["window"] == "balance") {
            cap["key"] = "member";
            cap.erase("per_category");
            cap["limit"] = dice_.word({"5", "20", "50"});
        }
        if (cap["window"] == "membership_year") cap["key"] = "member";
        if (cap["window"] == "balance" && pays_) cap["window"] = "day";
        cap["at_cap"] =
            dice_.word({"clip", "clip", "clip", "overflow", "overflow", "warn", "refuse", "needs_approval"});
        if (cap["at_cap"] == "overflow" && pays_) cap["at_cap"] = "clip";
        if (cap["at_cap"] == "refuse" && dice_.chance(50)) cap["at_cap"] = "clip";
        if (cap["at_cap"] == "overflow") cap["overflow_to"] = dice_.word({"pool-1", "t-1"});
        if (cap["at_cap"] == "needs_approval" || dice_.chance(20)) {
            cap["waived_when"] = condition();
            if (cap["at_cap"] == "needs_approval" && dice_.chance(50))
                cap["waived_when"] = {{"cosigned", dice_.some_of({"coordinator", "officer"})}};
        }
        return when(cap);
    }

    Dice& dice_;
    Asking asking_;
    std::map<std::string, json>& shared_caps_;
    const std::string id_;
    std::string unit_;
    std::string account_ = "issuer";
    std::vector<std::string> categories_;
    std::vector<std::string> roles_;
    bool pays_ = false;
    bool running_total_ = false;
    bool grouped_ = false;
    json steps_ = json::array();
};

}  // namespace

json random_standard(Dice& dice) {
    json document = head(dice);
    Asking asking;
    json ladders = json::array();
    for (const char* id : {"stars", "ranks"})
        if (dice.chance(35)) {
            ladders.push_back(random_ladder(dice, id));
            asking.ladders.push_back(id);
        }
    if (!ladders.empty()) document["ladders"] = ladders;
    std::map<std::string, json> shared_caps;
    document["rules"] = json::array();
    const auto rules = static_cast<int>(dice.between(1, 5));
    for (int number = 1; number <= rules; ++number)
        document["rules"].push_back(RandomRule(dice, asking, shared_caps, number).write());
    return document;
}

}  // namespace timebank::decision_test
