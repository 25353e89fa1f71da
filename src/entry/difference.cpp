#include "entry/field_difference.hpp"
#include "entry/fields/fields.hpp"

namespace timebank {

std::optional<std::string> first_difference(const Claim& a, const Claim& b) {
    if (a.origin != b.origin) return "origin";
    if (a.ledger != b.ledger) return "ledger";
    if (a.id != b.id) return "id";
    if (a.kind() != b.kind()) return "kind";
    if (a.acting_for != b.acting_for) return "acting_for";
    if (a.author != b.author) return "author";
    if (a.capacity != b.capacity) return "capacity";
    if (a.group != b.group) return "group";
    if (a.batch != b.batch) return "batch";
    if (a.valid_until_unix_s != b.valid_until_unix_s) return "valid_until";
    if (a.cosigners != b.cosigners) return "cosigners";
    return std::visit(
        [&](const auto& content) {
            const auto& other = std::get<std::decay_t<decltype(content)>>(b.content);
            return entry::ComparedFields(content).first_difference(entry::ComparedFields(other));
        },
        a.content);
}

}  // namespace timebank
