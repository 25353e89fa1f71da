#include "decision/slow/pipeline.hpp"

namespace timebank::decision_test::slow {
namespace {

using nlohmann::json;

constexpr std::int64_t minutes_in_day = 24 * 60;

std::int64_t whole(const Exact& value) {
    return static_cast<std::int64_t>(numerator(floor_of(value)));
}

/// To so many minutes behind `base`.
std::int64_t to_grid(const json& clock, const char* member, std::int64_t minutes, std::int64_t base,
                     Book& book) {
    if (!clock.contains(member)) return minutes;
    const auto& grid = clock.at(member);
    const Exact rounded = round_to(minutes - base, read_number(grid.at("minutes")), grid.at("direction"),
                                   grid.value("ties", ""));
    if (base + rounded != minutes) ++book.seen[std::string("clock ") + member];
    return base + whole(rounded);
}

std::int64_t midnight_before(Time time) {
    return day_of(time) * minutes_in_day;
}

/// "17:30" in minutes behind midnight.
std::int64_t time_of_day(const std::string& text) {
    return std::stoll(text.substr(0, 2)) * 60 + std::stoll(text.substr(3, 2));
}

class Pipeline {
  public:
    Pipeline(const json& rule, std::size_t participant, Book& book, const Service& service,
             Progress& progress)
        : rule_(rule),
          id_(rule.at("id")),
          scale_(book.scale(rule.at("unit"))),
          book_(book),
          service_(service),
          progress_(progress),
          asked_{book, service, participant, id_, {}},
          length_(plain_minutes(service, asked_.participation())),
          start_(service.start.local) {}

    std::optional<Rounded> run() {
        const auto& steps = rule_.at("steps");
        std::size_t last_rounding = 0;
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (steps[i].contains("rounding")) last_rounding = i;
        for (std::size_t i = 0; i <= last_rounding; ++i) {
            asked_.minutes = length_ + travel_;
            if (steps[i].contains("rounding") && i == last_rounding)
                return last_round(steps[i].at("rounding"));
            if (!step(steps[i])) return std::nullopt;
        }
        return std::nullopt;
    }

  private:
    /// False when the rule gives nothing.
    bool step(const json& one) {
        if (one.contains("gate")) return gate(one.at("gate"));
        if (one.contains("clock")) clock(one.at("clock"));
        if (one.contains("obligation")) obligation(one.at("obligation"));
        if (one.contains("bands")) bands(one.at("bands"));
        if (one.contains("tariff")) tariff(one.at("tariff"));
        if (one.contains("factor")) factor(one.at("factor"));
        if (one.contains("minimum")) minimum(one.at("minimum"));
        if (one.contains("rounding")) value_ = rounded(one.at("rounding"), value_);
        return true;
    }

    bool gate(const json& one) {
        const std::string otherwise = one.at("otherwise");
        const auto met = holds(one.at("condition"), asked_);
        if (met && *met) return true;
        ++book_.seen["gate " + otherwise];
        if (otherwise == "nothing") return false;
        if (otherwise == "refuse" && !met) throw Refused{"fact_missing", id_};
        if (otherwise == "refuse") throw Refused{"gate_closed", id_};
        Exact last_day = 0;
        if (one.at("lapses_after_days") != "never")
            last_day = (service_.recorded_at_unix_s / 60 + service_.start.offset) / minutes_in_day +
                       one.at("lapses_after_days").get<std::int64_t>();
        progress_.outcome.notices.push_back({asked_.number, "pending", id_, "", last_day});
        return false;
    }

    Time time(const std::string& which, bool is_start) {
        const Time actual = is_start ? service_.start : service_.end;
        if (which == "actual") return actual;
        if (!service_.agreed) throw Refused{"fact_missing", id_};
        const Time agreed = is_start ? service_.agreed->first : service_.agreed->second;
        if (which != "agreed" && utc(agreed) != utc(actual)) ++book_.seen["clock " + which];
        if (which == "earlier") return utc(agreed) < utc(actual) ? agreed : actual;
        if (which == "later") return utc(agreed) > utc(actual) ? agreed : actual;
        if (utc(agreed) != utc(actual)) ++book_.seen["clock agreed"];
        return agreed;
    }

    void clock(const json& one) {
        if (clocked_ || !works(one, asked_)) return;
        clocked_ = true;
        Time start = time(one.at("start"), true);
        Time end = time(one.at("end"), false);
        for (const bool is_start : {true, false}) {
            if (one.at(is_start ? "start" : "end") == "actual") continue;
            const auto agreed = utc(is_start ? service_.agreed->first : service_.agreed->second);
            const auto actual = utc(is_start ? service_.start : service_.end);
            if (agreed - actual > minutes_in_day || actual - agreed > minutes_in_day)
                throw Refused{"number_out_of_range", id_};
        }
        start.local = to_grid(one, "round_start", start.local, midnight_before(start), book_);
        end.local = to_grid(one, "round_end", end.local, midnight_before(end), book_);
        length_ = utc(end) - utc(start);
        if (asked_.participation().own_minutes) {
            ++book_.seen["clock of own minutes"];
            length_ = *asked_.participation().own_minutes;
        }
        if (length_ < 0) {
            ++book_.seen["clock ends before it starts"];
            length_ = 0;
        }
        length_ = to_grid(one, "round_length", length_, 0, book_);
        start_ = start.local;
        travel(one.at("travel"));
    }

    void travel(const json& said) {
        if (said == "excluded") return;
        travel_ = service_.travel_minutes;
        if (travel_ > 0 && said == "included") ++book_.seen["travel included"];
        if (said == "included" || travel_ <= said.at("at_most").get<std::int64_t>()) return;
        travel_ = said.at("at_most");
        ++book_.seen["travel at most"];
    }

    /// Takes one minute after another, as long as some are owed.
    void obligation(const json& one) {
        if (!works(one, asked_)) return;
        const json served = {{"minutes_served", rule_.at("categories")}, {"window", one.at("window")}};
        Exact before = *quantity(served, asked_);
        const Exact owed = one.at("minutes").get<std::int64_t>();
        auto payable = plain_minutes(service_, asked_.participation());
        for (; before < owed && length_ + travel_ > 0 && payable > 0; before += 1, --payable) {
            ++book_.seen["obligation"];
            if (length_ > 0) {
                --length_;
                ++start_;
            } else {
                --travel_;
            }
        }
    }

    /// The place in the list of the band that holds this minute; the list's size: none.
    std::size_t band_of(const json& list, std::int64_t minute) {
        const Day today = minute / minutes_in_day;
        const auto since_midnight = minute % minutes_in_day;
        std::size_t place = 0;
        for (const auto& band : list) {
            const auto from = time_of_day(band.at("from"));
            const auto until = time_of_day(band.at("until"));
            const auto is_on = [&](Day day) { return is_one_of(band.at("days"), book_.holidays(), day); };
            const auto behind_midnight = since_midnight + minutes_in_day;
            if (from <= since_midnight && since_midnight < until && is_on(today)) return place;
            if (from <= behind_midnight && behind_midnight < until && is_on(today - 1)) {
                ++book_.seen["band of the day before"];
                return place;
            }
            ++place;
        }
        return place;
    }

    void bands(const json& one) {
        if (weighted_ || !works(one, asked_)) return;
        const auto& list = one.at("list");
        std::vector<std::int64_t> minutes(list.size() + 1);
        for (std::int64_t i = 0; i < length_; ++i) ++minutes[band_of(list, start_ + i)];
        minutes.back() += travel_;
        weighted_ = read_number(one.at("otherwise")) * minutes.back();
        std::size_t bands_met = minutes.back() > 0 ? 1 : 0;
        for (std::size_t i = 0; i < list.size(); ++i) {
            *weighted_ += read_number(list[i].at("factor")) * minutes[i];
            if (minutes[i] > 0) ++bands_met;
        }
        if (bands_met > 1) ++book_.seen["bands split"];
    }

    void tariff(const json& one) {
        const auto& per = one.at("per");
        const Exact minutes = weighted_ ? *weighted_ : Exact(length_ + travel_);
        Exact units = 1;
        if (per == "minute") units = minutes;
        if (per == "hour") units = minutes / 60;
        if (per == "item") units = service_.quantity;
        if (per.is_object()) {
            const auto found = quantity(per, asked_);
            if (!found) throw Refused{"fact_missing", id_};
            units = *found < 0 ? Exact(0) : *found;
        }
        value_ = units * number(one.at("amount"), asked_) * scale_;
        if (value_ != 0)
            ++book_.seen["tariff per " + (per.is_object() ? "quantity" : per.get<std::string>())];
    }

    void factor(const json& one) {
        if (!works(one, asked_)) return;
        const bool divides = one.contains("divided_by");
        const Exact by = number(one.at(divides ? "divided_by" : "by"), asked_);
        if (divides && by == 0) throw Refused{"number_out_of_range", id_};
        const Exact before = value_;
        value_ = divides ? Exact(value_ / by) : Exact(value_ * by);
        if (value_ != before) ++book_.seen[divides ? "factor divides" : "factor multiplies"];
    }

    void minimum(const json& one) {
        if (!works(one, asked_)) return;
        const Exact least = read_number(one.at("amount")) * scale_;
        if (value_ >= least) return;
        value_ = least;
        ++book_.seen["minimum"];
    }

    Exact rounded(const json& one, const Exact& value) {
        if (one == "exact") return value;
        const std::string direction = one.at("direction");
        const std::string ties = one.value("ties", "");
        const Exact step = read_number(one.at("step")) * scale_;
        const Exact result = round_to(value, step, direction, ties);
        if (result != value) ++book_.seen["rounding " + direction];
        if (direction == "nearest" && (result - value) * 2 == step) ++book_.seen["tie up by " + ties];
        if (direction == "nearest" && (value - result) * 2 == step) ++book_.seen["tie down by " + ties];
        return result;
    }

    Rounded last_round(const json& one) {
        const std::string scope = one == "exact" ? "service" : one.value("scope", "service");
        Exact amount = rounded(one, value_);
        const Exact alone = amount;
        if (one == "exact" && value_ != 0) ++book_.seen["rounding exact"];
        if (scope == "claim") {
            Exact& sum = progress_.sums[id_];
            const Exact before = rounded(one, sum);
            sum += value_;
            amount = rounded(one, sum) - before;
        }
        if (scope == "running_total") amount = of_running_total(one);
        if (amount != alone) ++book_.seen["rounding by " + scope];
        return {&rule_, asked_.number, length_ + travel_, value_, amount};
    }

    Exact of_running_total(const json& one) {
        const auto& owner = asked_.participation().owner;
        auto& running = progress_.running[{id_, owner}];
        Exact exact = running.exact;
        Exact given = running.rounded;
        for (const auto& past : book_.past[owner]) {
            if (!book_.is_in(one.at("window"), asked_.member(), asked_.day(), past.day)) continue;
            for (const auto& award : past.awards)
                if (award.rule == id_) {
                    exact += abs(award.exact);
                    given += abs(award.amount) + award.cut;
                }
        }
        const Exact due = rounded(one, exact + value_);
        const Exact amount = due > given ? Exact(due - given) : Exact(0);
        if (given > 0) ++book_.seen["running total of a " + one.at("window").get<std::string>()];
        running.exact += value_;
        running.rounded += amount;
        return amount;
    }

    const json& rule_;
    const std::string id_;
    const Exact scale_;
    Book& book_;
    const Service& service_;
    Progress& progress_;
    Asked asked_;
    bool clocked_ = false;
    std::int64_t length_;      // of the interval, in minutes
    std::int64_t start_;       // of the interval, on the local clock
    std::int64_t travel_ = 0;  // behind it
    std::optional<Exact> weighted_;
    Exact value_;  // minor units
};

}  // namespace

std::optional<Rounded> run(const json& rule, std::size_t participant, Book& book, const Service& service,
                           Progress& progress) {
    return Pipeline(rule, participant, book, service, progress).run();
}

}  // namespace timebank::decision_test::slow
