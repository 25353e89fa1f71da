#include "decision/kinds/kind.hpp"

#include "decision/kinds.hpp"

namespace timebank {

std::optional<Refusal> not_concerned_unless(bool may, const Acting& acting) {
    const auto& owner = acting.claim.acting_for;
    const bool concerned = owner.empty() ? acting.author != Role::app : may || acting.is_merged;
    if (concerned) return std::nullopt;
    return refuse(RefusalCode::not_concerned, "acting_for", {}, same_in_both(owner));
}

std::optional<Refusal> never_reversed(const Entry& entry) {
    return refuse(RefusalCode::not_reversible, std::to_string(entry.index), reversible_kinds_in_words(),
                  in_words(entry.signed_claim.claim.kind()));
}

}  // namespace timebank
