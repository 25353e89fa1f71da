#include "decision/scenario.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;

/// Enough for any scenario of the tests; so that shrinking ends in time whatever happens.
constexpr int tries_max = 20'000;

using IsWanted = std::function<bool(const Comparison&)>;

class Shrinker {
  public:
    Shrinker(json scenario, const IsWanted& is_wanted)
        : is_wanted_(is_wanted), scenario_(std::move(scenario)) {}

    json shrink() {
        do {
            changed_ = false;
            drop_services();
            for (const char* part :
                 {"redemptions", "redemption", "document", "services", "members", "openings"})
                if (scenario_.contains(part)) simplify(json::json_pointer(std::string("/") + part));
        } while (changed_ && tries_ < tries_max);
        return scenario_;
    }

  private:
    /// Keeps the candidate if it still shows what is wanted.
    bool keep(json candidate) {
        if (candidate == scenario_ || ++tries_ > tries_max) return false;
        try {
            const auto comparison = compare(candidate);
            if (!is_wanted_(comparison)) return false;
            auto& services = candidate["services"];  // those behind a difference were not tried
            while (services.size() > comparison.services) services.erase(services.size() - 1);
        } catch (const std::exception&) {
            return false;  // without this part it is no scenario
        }
        scenario_ = std::move(candidate);
        return changed_ = true;
    }

    /// Many at once first, one by one at last.
    void drop_services() {
        for (std::size_t many = scenario_["services"].size(); many > 0; many /= 2)
            for (std::size_t end = scenario_["services"].size(); end >= many; end -= many) {
                auto candidate = scenario_;
                auto& services = candidate["services"];
                if (end > services.size()) continue;
                const auto begin = services.begin() + static_cast<std::ptrdiff_t>(end - many);
                services.erase(begin, begin + static_cast<std::ptrdiff_t>(many));
                keep(std::move(candidate));
            }
    }

    bool replace(const json::json_pointer& place, json by) {
        auto candidate = scenario_;
        candidate[place] = std::move(by);
        return keep(std::move(candidate));
    }

    /// Drops the parts of what stands there, from behind, and looks into those that must stay.
    void simplify(const json::json_pointer& place) {
        const json whole = scenario_[place];
        if (whole.is_array()) {
            for (std::size_t i = whole.size(); i-- > 0;) {
                json less = scenario_[place];
                less.erase(i);
                if (!replace(place, less)) simplify(place / i);
            }
        } else if (whole.is_object()) {
            if (unwrap(place, whole)) return simplify(place);
            for (const auto& [member, value] : whole.items()) {
                json less = scenario_[place];
                less.erase(member);
                if (!replace(place, less)) simplify(place / member);
            }
        }
    }

    /// A condition becomes one of its parts, a number that is looked up a plain one.
    bool unwrap(const json::json_pointer& place, const json& whole) {
        if (whole.contains("not") && replace(place, whole["not"])) return true;
        for (const char* word : {"all", "any"})
            if (whole.contains(word))
                for (const auto& child : whole[word])
                    if (replace(place, child)) return true;
        const bool is_number = whole.contains("of") || whole.contains("by");
        return is_number && replace(place, "1");
    }

    const IsWanted& is_wanted_;
    json scenario_;
    int tries_ = 0;
    bool changed_ = false;
};

}  // namespace

json shrink(json scenario, const std::function<bool(const Comparison&)>& is_wanted) {
    return Shrinker(std::move(scenario), is_wanted).shrink();
}

}  // namespace timebank::decision_test
