#include "standard/worth.hpp"

#include <algorithm>
#include <limits>

#include "standard/parts.hpp"
#include "timebank/limits.hpp"

namespace timebank::standard {
namespace {

/// By how much the agreed times may lie outside of the actual ones, at each end.
constexpr std::int64_t agreed_apart_minutes = minutes_in_day;

bool changes_times(const Clock& clock) {
    return clock.start != Clock::Time::actual || clock.end != Clock::Time::actual ||
           clock.start_grid.minutes != 0 || clock.end_grid.minutes != 0 || clock.length_grid.minutes != 0 ||
           clock.travel_minutes_max != 0;
}

/// How much longer than the service the minutes may be that this clock counts.
std::int64_t minutes_added(const Clock& clock) {
    std::int64_t added =
        clock.start_grid.minutes + clock.end_grid.minutes + std::int64_t{clock.length_grid.minutes};
    if (clock.start != Clock::Time::actual) added += agreed_apart_minutes;
    if (clock.end != Clock::Time::actual) added += agreed_apart_minutes;
    return added + std::min<std::int64_t>(clock.travel_minutes_max, limits::service_minutes);
}

const Number* number_of(const Step& step) {
    if (const auto* tariff = std::get_if<Tariff>(&step)) return &tariff->amount;
    if (const auto* factor = std::get_if<Factor>(&step)) return &factor->by;
    return nullptr;
}

bool looks_at_minutes(const Number& number) {
    return number.kind == Number::Kind::table && number.of == minutes_quantity();
}

}  // namespace

bool is_firm(const Cap& cap) {
    const bool stops = cap.at_cap == Cap::AtCap::refuse || cap.at_cap == Cap::AtCap::clip ||
                       cap.at_cap == Cap::AtCap::overflow;
    return stops && !cap.when && !cap.waived_when && cap.limit.kind == Number::Kind::constant;
}

Quantity minutes_quantity() {
    Quantity quantity;
    quantity.kind = Quantity::Kind::minutes;
    return quantity;
}

Worth::Worth(const Plan& plan, const Rule& rule) : plan_(plan), rule_(rule) {
    longest_minutes_ =
        plan.longest_service_minutes == 0 ? limits::service_minutes : plan.longest_service_minutes;
    for (const Step& step : rule.steps) look_at(step);
    longest_minutes_ += added_minutes_;
}

void Worth::look_at(const Step& step) {
    if (const auto* gate = std::get_if<Gate>(&step); gate && gate->otherwise != Gate::Otherwise::pending)
        asked_.add(gate->condition);
    if (const auto* clock = std::get_if<Clock>(&step); clock && changes_times(*clock)) {
        actual_minutes_ = false;
        certain_ = certain_ && !clock->when && minutes_added(*clock) == clock->length_grid.minutes;
        added_minutes_ = std::max(added_minutes_, minutes_added(*clock));
        const bool alone = !clock->when && clock->travel_minutes_max == 0;
        if (alone && clock->length_grid.minutes != 0) grid_minutes_ = clock->length_grid.minutes;
    }
    if (std::holds_alternative<Obligation>(step)) certain_ = false;
    if (const auto* bands = std::get_if<Bands>(&step)) {
        Fraction most = bands->otherwise;
        for (const Band& band : bands->list) most = std::max(most, band.factor);
        // Where no bands apply a minute counts as one.
        band_factor_ = banded_ || bands->when ? std::max(band_factor_, most) : most;
        banded_ = true;
        certain_ = false;
    }
    if (const auto* tariff = std::get_if<Tariff>(&step)) {
        tariff_ = tariff;
        certain_ = certain_ && tariff->per != Tariff::Per::quantity;
    }
    if (const auto* factor = std::get_if<Factor>(&step)) certain_ = certain_ && !factor->when;
    if (const auto* minimum = std::get_if<Minimum>(&step)) certain_ = certain_ && !minimum->when;
    if (const auto* rounding = std::get_if<Rounding>(&step)) rounding_ = rounding;
    const Number* number = number_of(step);
    if (!number || number->kind == Number::Kind::constant) return;
    certain_ = certain_ && looks_at_minutes(*number);
    const auto* factor = std::get_if<Factor>(&step);
    const bool always = !factor || !factor->when;
    if (always && number->kind != Number::Kind::by_code && !(number->of == minutes_quantity()))
        asked_.add(number->of, number->at_least, number->at_most);
}

bool Worth::is_timed() const {
    return tariff_->per == Tariff::Per::minute || tariff_->per == Tariff::Per::hour;
}

std::optional<Fraction> Worth::greatest(const Quantity& quantity, std::int64_t minutes) const {
    if (quantity == minutes_quantity()) return Fraction(minutes);
    const std::int64_t most = asked_.range_of(quantity).most;
    if (most != std::numeric_limits<std::int64_t>::max())
        return Fraction(std::max<std::int64_t>(0, most), quantity.scale);
    if (quantity.modulo > 0) return Fraction(quantity.modulo - 1, quantity.scale);
    if (quantity.kind == Quantity::Kind::participants)
        return Fraction(static_cast<std::int64_t>(limits::participants));
    return std::nullopt;
}

std::optional<Fraction> Worth::greatest(const Number& number, std::int64_t minutes) const {
    switch (number.kind) {
        case Number::Kind::constant:
            return number.constant;
        case Number::Kind::linear: {
            const auto count = greatest(number.of, minutes);
            if (!count) return std::nullopt;
            if (!(*count > Fraction(0))) return Fraction(0);
            const Fraction each = number.each * *count;
            if (!number.first) return each;
            const Fraction first = *number.first;
            return std::max(first, first + number.each * (*count - Fraction(1)));
        }
        case Number::Kind::table: {
            if (looks_at_minutes(number)) {
                Fraction value = 0;
                for (const Number::Row& row : number.rows)
                    if (row.from <= minutes) value = row.value;
                return value;
            }
            const auto range = asked_.range_of(number.of);
            Fraction most = 0;
            for (std::size_t index = 0; index < number.rows.size(); ++index) {
                const bool above = number.rows[index].from > range.most;
                const bool below =
                    index + 1 < number.rows.size() && number.rows[index + 1].from <= range.least;
                if (!above && !below) most = std::max(most, number.rows[index].value);
            }
            return most;
        }
        case Number::Kind::by_code:
            break;
    }
    Fraction most = 0;
    for (const Fraction& value : values_of(number)) most = std::max(most, value);
    return most;
}

/// Whatever is divided by zero is refused.
std::optional<Fraction> Worth::least_divisor(const Number& number) {
    std::optional<Fraction> least;
    for (const Fraction& value : values_of(number)) {
        if (!(value > Fraction(0))) continue;
        Fraction divisor = value;
        if (number.kind == Number::Kind::linear) divisor /= Fraction(number.of.scale);
        if (!least || divisor < *least) least = divisor;
    }
    return least;
}

/// How often the tariff's amount is given.
std::optional<Fraction> Worth::count_of(std::int64_t minutes) const {
    Quantity items;
    items.kind = Quantity::Kind::items;
    switch (tariff_->per) {
        case Tariff::Per::minute:
            return band_factor_ * Fraction(minutes);
        case Tariff::Per::hour:
            return band_factor_ * Fraction(minutes, minutes_in_hour);
        case Tariff::Per::visit:
            return Fraction(1);
        case Tariff::Per::item:
            return greatest(items, minutes);
        case Tariff::Per::quantity:
            return greatest(tariff_->of, minutes);
    }
    return std::nullopt;
}

std::optional<Fraction> Worth::behind(const Step& step, const Fraction& value, std::int64_t minutes) const {
    if (const auto* tariff = std::get_if<Tariff>(&step)) {
        const auto count = count_of(minutes);
        const auto amount = greatest(tariff->amount, minutes);
        return count && amount ? std::optional<Fraction>(*count * *amount) : std::nullopt;
    }
    if (const auto* factor = std::get_if<Factor>(&step)) {
        const auto by = factor->divides ? least_divisor(factor->by) : greatest(factor->by, minutes);
        if (!by) return std::nullopt;
        const Fraction changed = factor->divides ? value / *by : value * *by;
        return factor->when ? std::max(value, changed) : changed;
    }
    if (const auto* minimum = std::get_if<Minimum>(&step))
        return std::max(value, Fraction(minimum->minor_units));
    if (const auto* rounding = std::get_if<Rounding>(&step)) {
        if (rounding->scope != Rounding::Scope::service) return std::nullopt;
        if (rounding->exact) return value;
        const auto steps = value.steps(Fraction(rounding->step), rounding->direction, rounding->ties);
        return steps ? std::optional<Fraction>(Fraction(*steps) * Fraction(rounding->step)) : std::nullopt;
    }
    return value;
}

std::optional<Worth::Given> Worth::most(std::int64_t counted_minutes) const {
    Fraction value;
    Fraction exact;
    for (std::size_t index = 0; index < rule_.caps_from; ++index) {
        if (std::get_if<Rounding>(&rule_.steps[index]) == rounding_) exact = value;
        const auto next = behind(rule_.steps[index], value, counted_minutes);
        if (!next || next->overflowed()) return std::nullopt;
        value = *next;
    }
    const auto whole = value.floor();
    return whole ? std::optional<Given>(Given{exact, *whole}) : std::nullopt;
}

std::optional<std::int64_t> Worth::most_before_caps() const {
    std::int64_t longest = longest_minutes_;
    if (actual_minutes_) longest = std::min(longest, asked_.range_of(minutes_quantity()).most);
    std::int64_t greatest = 0;
    for (const std::int64_t last : stretches()) {
        const auto given = most(std::max<std::int64_t>(0, std::min(last, longest)));
        if (!given) return std::nullopt;
        greatest = std::max(greatest, given->rounded);
    }
    return greatest;
}

std::optional<std::int64_t> Worth::most_of_one_service() const {
    auto most = most_before_caps();
    for (const Step& step : rule_.steps) {
        const auto* cap = std::get_if<Cap>(&step);
        if (!cap || !is_firm(*cap) || cap->period.window == Window::balance) continue;
        const auto limit = cap->limit.constant.floor();
        if (limit && (!most || *limit < *most)) most = *limit;
    }
    return most;
}

/// The last minutes of stretches in which longer services never give less: tables of minutes may give less
/// from a row on.
std::vector<std::int64_t> Worth::stretches() const {
    std::vector<std::int64_t> ends = {longest_minutes_};
    for (std::size_t index = 0; index < rule_.caps_from; ++index) {
        const Number* number = number_of(rule_.steps[index]);
        if (!number || !looks_at_minutes(*number)) continue;
        for (const Number::Row& row : number->rows)
            if (row.from > 0 && row.from <= longest_minutes_) ends.push_back(row.from - 1);
    }
    std::sort(ends.begin(), ends.end());
    return ends;
}

std::optional<std::int64_t> Worth::shortest() const {
    const auto range =
        actual_minutes_ ? asked_.range_of(minutes_quantity()) : Necessary::Range{0, longest_minutes_};
    const auto gives = [&](std::int64_t minutes) {
        const auto given = most(minutes);
        return !given || given->rounded > 0;  // what does not fit is much
    };
    std::int64_t first = std::max<std::int64_t>(0, range.least);
    for (std::int64_t last : stretches()) {
        last = std::min(last, range.most);
        if (last < first || !gives(last)) {
            first = std::max(first, last + 1);
            continue;
        }
        if (gives(first)) return first;
        while (last - first > 1) {
            const std::int64_t middle = first + (last - first) / 2;
            (gives(middle) ? last : first) = middle;
        }
        return last;
    }
    return std::nullopt;
}

}  // namespace timebank::standard
