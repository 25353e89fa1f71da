#include <nlohmann/json.hpp>

#include "core/rational.hpp"
#include "core/try.hpp"
#include "standard/draft_notes.hpp"
#include "timebank/amount.hpp"
#include "timebank/limits.hpp"
#include "timebank/standard.hpp"
#include "timebank/standard_draft.hpp"

namespace timebank {
namespace {

using Json = nlohmann::ordered_json;
using standard::DraftNotes;

const std::string category = "service";
const std::string role = "volunteer";
const std::string cap_id = "credits-a-day";
constexpr std::int64_t minutes_of_a_day = 24 * 60;

/// One unit that services earn, and how.
struct Earning {
    std::string rule;
    std::string unit;
    Rational per_hour;
    std::string per_hour_text;
    std::int64_t minor_units_in_one = 1;
    bool exact = false;

    Rational minor_units_for(std::int64_t minutes) const {
        return per_hour * minor_units_in_one * minutes / 60;
    }
};

Result<Rational> read_above_zero(const std::string& text, std::string_view zh, std::string_view en) {
    auto number = parse_rational(text);
    if (!number) return number.error();
    if (*number > 0) return *number;
    return fail(Code::invalid_argument, std::string(zh) + "须大于零：写了 {}",
                std::string(en) + " must be above zero: found {}", {text});
}

/// The coarsest unit in which what a minute earns is a whole number of parts.
Result<std::int64_t> scale_of_minutes(const Rational& per_hour) {
    const Integer scale = denominator(Rational(per_hour / 60));
    const auto fits = to_int64(scale);
    if (fits && *fits <= limits::minor_units_in_one) return *fits;
    return fail(
        Code::invalid_argument, "每分钟所得要把单位分成 {0} 份才能不取整，最多分 {1} 份：请选择取整",
        "without rounding the unit needs {0} parts for what a minute earns, and {1} is the most: round",
        {scale.str(), std::to_string(limits::minor_units_in_one)});
}

std::int64_t scale_of(DraftRounding rounding) {
    return rounding == DraftRounding::quarter ? 4 : rounding == DraftRounding::half ? 2 : 1;
}

Result<Earning> earning_of(const std::string& rule, const std::string& unit, const std::string& per_hour,
                           DraftRounding rounding) {
    TIMEBANK_TRY(number, read_above_zero(per_hour, "每小时所得", "what an hour earns"));
    Earning earning{rule, unit, number, per_hour, scale_of(rounding), rounding == DraftRounding::exact};
    if (earning.exact) {
        TIMEBANK_TRY(scale, scale_of_minutes(number));
        earning.minor_units_in_one = scale;
    }
    return earning;
}

std::string_view word(DraftAtCap at_cap) {
    switch (at_cap) {
        case DraftAtCap::refuse:
            return "refuse";
        case DraftAtCap::clip:
            return "clip";
        case DraftAtCap::overflow:
            return "overflow";
        case DraftAtCap::warn:
            return "warn";
        case DraftAtCap::needs_approval:
            return "needs_approval";
    }
    return "";
}

std::string_view word(DraftOverlap overlap) {
    switch (overlap) {
        case DraftOverlap::refuse:
            return "refuse";
        case DraftOverlap::warn:
            return "warn";
        case DraftOverlap::allow:
            return "allow";
    }
    return "";
}

/// What services on some days, one a day, would earn under the draft: its own short arithmetic, so that a
/// worked example is no echo of the rules.
class Outcome {
  public:
    Outcome(const StandardDraft& draft, const Earning& earning, std::optional<std::int64_t> a_day)
        : draft_(draft), earning_(earning), a_day_(a_day) {}

    void add_day(std::int64_t minutes, bool approved) {
        const Rational earned = earning_.minor_units_for(minutes);
        const Rational total = exact_ + earned;
        const bool keeps_rest = draft_.rounds_running_total && !earning_.exact;
        const Integer given = keeps_rest ? whole(total) - whole(exact_) : whole(earned);
        exact_ = total;
        const bool over = a_day_ && given > *a_day_;
        if (over && draft_.at_cap == DraftAtCap::refuse) refused_ = "cap_reached";
        if (over && draft_.at_cap == DraftAtCap::needs_approval && !approved) refused_ = "approval_missing";
        const bool cuts =
            over && (draft_.at_cap == DraftAtCap::clip || draft_.at_cap == DraftAtCap::overflow);
        credits_ += cuts ? Integer(*a_day_) : given;
        if (cuts) above_ += given - *a_day_;
    }

    const std::string& refused() const { return refused_; }
    std::optional<std::string> credits() const { return text_of(credits_); }
    std::optional<std::string> overflowed() const {
        if (above_ == 0 || draft_.at_cap != DraftAtCap::overflow) return std::string();
        return text_of(above_);
    }

  private:
    static Integer whole(const Rational& value) {
        return round_to_step(value, Rational(1), Direction::down, Ties::up);
    }
    std::optional<std::string> text_of(const Integer& minor_units) const {
        const auto fits = to_int64(minor_units);
        if (!fits) return std::nullopt;
        return to_text(Amount{*fits}, earning_.minor_units_in_one);
    }

    const StandardDraft& draft_;
    const Earning& earning_;
    std::optional<std::int64_t> a_day_;
    Rational exact_ = 0;
    Integer credits_ = 0;
    Integer above_ = 0;
    std::string refused_;
};

class DraftDocument {
  public:
    static Result<DraftDocument> make(const StandardDraft& asked) {
        DraftDocument draft(asked);
        TIMEBANK_TRY(first, earning_of("credits", asked.unit, asked.credits_per_hour, asked.rounding));
        draft.earnings_.push_back(std::move(first));
        TIMEBANK_CHECK(draft.check_that_a_day_earns());
        if (asked.second_unit == asked.unit)
            return fail(Code::invalid_argument, "第二种单位也是 {}：请另写一种，或不写",
                        "the second unit is {} too: name another, or none", {asked.unit});
        if (!asked.second_unit.empty()) {
            TIMEBANK_TRY(second, earning_of("second-credits", asked.second_unit,
                                            asked.second_credits_per_hour, DraftRounding::exact));
            draft.earnings_.push_back(std::move(second));
        }
        if (asked.credits_a_day.empty()) return draft;
        TIMEBANK_TRY(a_day, parse_amount(asked.credits_a_day, draft.earnings_[0].minor_units_in_one));
        if (a_day.minor_units <= 0)
            return fail(Code::invalid_argument, "每日上限须大于零：写了 {}；没有上限请写 none",
                        "the limit of a day must be above zero: found {}; none is no limit",
                        {asked.credits_a_day});
        draft.a_day_ = a_day.minor_units;
        return draft;
    }

    Result<void> check_that_a_day_earns() const {
        const auto& earning = earnings_.front();
        if (asked_.rounds_running_total || earning.minor_units_for(minutes_of_a_day) >= 1) return {};
        return fail(
            Code::invalid_argument,
            "每小时 {} 太少：整整一天向下取整也是零。请提高每小时所得，或取整到更小的步长",
            "{} an hour is too little: a whole day is rounded down to nothing. Let an hour earn more, or "
            "round to smaller steps",
            {earning.per_hour_text});
    }

    Result<std::string> write() const {
        Json document = {{"note", notes_.document()},
                         {"language", 1},
                         {"kind", "credit"},
                         {"id", asked_.id},
                         {"edition", "1"},
                         {"effective_from", to_text(asked_.effective_from)},
                         {"edition_date", "occurrence"},
                         {"title", {{"zh", asked_.title.zh}, {"en", asked_.title.en}}}};
        document["units"] = {{"note", notes_.units()}};
        for (const auto& earning : earnings_) document["units"][earning.unit] = earning.minor_units_in_one;
        document["offsets"] = Json::array({"+08:00"});
        document["issuer"] = "issuer";
        document["longest_service_minutes"] = minutes_of_a_day;
        document["categories"] =
            Json::array({Json{{"note", notes_.category()},
                              {"code", category},
                              {"name", {{"zh", "志愿服务"}, {"en", "voluntary service"}}},
                              {"overlap", word(asked_.overlap)}}});
        document["rules"] = Json::array();
        for (const auto& earning : earnings_) document["rules"].push_back(rule(earning));
        TIMEBANK_TRY(examples, write_examples());
        document["examples"] = std::move(examples);
        return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    }

  private:
    explicit DraftDocument(const StandardDraft& asked) : asked_(asked), notes_(asked) {}

    Json rule(const Earning& earning) const {
        const bool first = &earning == earnings_.data();
        Json steps = Json::array();
        steps.push_back(
            {{"clock",
              {{"note", notes_.clock()}, {"start", "actual"}, {"end", "actual"}, {"travel", "excluded"}}}});
        steps.push_back(
            {{"tariff", {{"note", notes_.tariff()}, {"per", "hour"}, {"amount", earning.per_hour_text}}}});
        steps.push_back(earning.exact ? Json{{"note", notes_.exact()}, {"rounding", "exact"}}
                                      : Json{{"rounding", rounding()}});
        if (first && a_day_)
            steps.push_back({{"cap", cap()}});
        else
            steps.push_back({{"note", notes_.no_cap()}, {"cap", "none"}});
        return {{"note", notes_.rule()},
                {"id", earning.rule},
                {"name", {{"zh", earning.unit + " 所得"}, {"en", earning.unit + " earned"}}},
                {"categories", "all"},
                {"roles", Json::array({role})},
                {"unit", earning.unit},
                {"steps", steps}};
    }

    Json rounding() const {
        const auto step = to_text(Amount{1}, earnings_[0].minor_units_in_one);
        Json rounding = {{"note", notes_.rounding()},
                         {"step", step},
                         {"direction", "down"},
                         {"scope", asked_.rounds_running_total ? "running_total" : "service"}};
        if (asked_.rounds_running_total) rounding["window"] = "life";
        return rounding;
    }

    Json cap() const {
        Json cap = {{"note", notes_.cap()},
                    {"id", cap_id},
                    {"key", "member"},
                    {"window", "day"},
                    {"limit", to_text(Amount{*a_day_}, earnings_[0].minor_units_in_one)},
                    {"at_cap", word(asked_.at_cap)}};
        if (asked_.at_cap == DraftAtCap::overflow) cap["overflow_to"] = asked_.overflow_to;
        if (asked_.at_cap == DraftAtCap::needs_approval)
            cap["waived_when"] = {{"cosigned", Json::array({"officer"})}};
        return cap;
    }

    Json service(std::int64_t minutes, std::int64_t days, bool approved) const {
        Json service = {{"category", category},
                        {"role", role},
                        {"start", to_text(asked_.effective_from) + "T09:00+08:00"},
                        {"minutes", minutes}};
        if (days > 1) service["times"] = days;
        if (approved) service["cosigned"] = Json::array({"officer"});
        return service;
    }

    Result<Json> example(const std::string& name, std::int64_t minutes, std::int64_t days,
                         bool approved = false) const {
        Json expect = Json::object();
        for (const auto& earning : earnings_) {
            const bool first = &earning == earnings_.data();
            Outcome outcome(asked_, earning, first ? a_day_ : std::nullopt);
            for (std::int64_t day = 0; day < days; ++day) outcome.add_day(minutes, approved);
            if (!outcome.refused().empty()) {
                expect = {{"refused", outcome.refused()}, {"by", cap_id}};
                break;
            }
            const auto credits = outcome.credits();
            const auto overflowed = outcome.overflowed();
            if (!credits || !overflowed)
                return fail(Code::invalid_argument, "每小时 {} 太多，账本放不下",
                            "{} an hour is more than a ledger can hold", {earning.per_hour_text});
            expect["credits"][earning.unit] = *credits;
            if (!overflowed->empty()) expect["overflowed"][earning.unit] = *overflowed;
        }
        return Json{{"name", name},
                    {"note", notes_.example(minutes, days)},
                    {"given", {{"services", Json::array({service(minutes, days, approved)})}}},
                    {"expect", expect}};
    }

    /// The shortest service that earns more than a day may; nothing when a day is too short for it.
    std::optional<std::int64_t> minutes_above_the_cap() const {
        if (!a_day_) return std::nullopt;
        for (std::int64_t minutes = 1; minutes <= minutes_of_a_day; ++minutes)
            if (earnings_[0].minor_units_for(minutes) >= *a_day_ + Integer(1)) return minutes;
        return std::nullopt;
    }

    Result<Json> write_examples() const {
        constexpr std::int64_t minutes = 95;  // leaves a rest in every rounding that is not exact
        Json examples = Json::array();
        TIMEBANK_TRY(once, example("one-service", minutes, 1));
        TIMEBANK_TRY(twice, example("two-services-on-two-days", minutes, 2));
        const bool accepted = once["expect"].contains("credits");
        examples.push_back(std::move(once));
        examples.push_back(std::move(twice));
        if (const auto more = minutes_above_the_cap()) {
            TIMEBANK_TRY(above, example("a-day-above-the-limit", *more, 1));
            examples.push_back(std::move(above));
            if (asked_.at_cap == DraftAtCap::needs_approval) {
                TIMEBANK_TRY(approved, example("the-same-approved", *more, 1, true));
                examples.push_back(std::move(approved));
            }
        }
        if (asked_.overlap == DraftOverlap::refuse && accepted)
            examples.push_back(
                {{"name", "the-same-hours-twice"},
                 {"note", notes_.twice()},
                 {"given",
                  {{"services", Json::array({service(minutes, 1, false), service(minutes, 1, false)})}}},
                 {"expect", {{"refused", "overlaps_recorded"}}}});
        return examples;
    }

    const StandardDraft& asked_;
    DraftNotes notes_;
    std::vector<Earning> earnings_;
    std::optional<std::int64_t> a_day_;
};

}  // namespace

Result<std::string> draft_standard(const StandardDraft& asked) {
    TIMEBANK_TRY(draft, DraftDocument::make(asked));
    TIMEBANK_TRY(text, draft.write());
    TIMEBANK_CHECK(read_standard(bytes_of(text)));
    return text;
}

}  // namespace timebank
