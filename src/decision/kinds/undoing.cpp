#include "decision/kinds/undoing.hpp"

#include <algorithm>
#include <set>

#include "decision/kinds.hpp"

namespace timebank {
namespace {

std::optional<Decision> awards_of(Context& context, const Decision& other,
                                  const std::vector<std::string>& units, bool opposite) {
    Decision decision;
    for (auto award : other.awards) {
        if (!std::binary_search(units.begin(), units.end(), award.unit)) continue;
        award.from = context.survivor(award.from);
        award.to = context.survivor(award.to);
        if (opposite) {
            std::swap(award.from, award.to);
            if (award.side != Side::neither) award.side = award.side == Side::gets ? Side::gives : Side::gets;
        }
        if (!add_award(decision, std::move(award))) return std::nullopt;
    }
    decision.groups = other.groups;
    return decision;
}

}  // namespace

std::vector<std::string> units_moved(const Decision& decision) {
    std::set<std::string> units;
    for (const auto& award : decision.awards) units.insert(award.unit);
    return {units.begin(), units.end()};
}

std::optional<Decision> opposite_of(Context& context, const Decision& other,
                                    const std::vector<std::string>& units) {
    return awards_of(context, other, units, true);
}

std::optional<Decision> repetition_of(Context& context, const Decision& other,
                                      const std::vector<std::string>& units) {
    return awards_of(context, other, units, false);
}

std::optional<ServiceEntry> service_of(Context& context, const Entry& entry) {
    const auto& claim = entry.signed_claim.claim;
    if (const auto* service = service_in(claim)) return ServiceEntry{entry.index, service};
    const auto subject = subject_of(claim);
    const auto* about = subject ? context.entry(*subject) : nullptr;
    return about && about->index < entry.index ? service_of(context, *about) : std::nullopt;
}

std::int64_t reversed_by(Context& context, std::uint64_t entry_index, std::string_view unit) {
    auto part = std::to_string(entry_index);
    if (!unit.empty()) part += "." + std::string(unit);
    return context.fact(FactKind::reversed_by, {}, part);
}

}  // namespace timebank
