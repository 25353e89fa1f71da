#include "decision/kinds/key.hpp"

#include "decision/kinds/names.hpp"

namespace timebank {

Verdict Kind<KeyContent>::decide(const KeyContent& content, const Deciding& deciding) {
    Names names(deciding);
    auto& context = deciding.context;
    if (auto index = context.fact(FactKind::key_enrolled, {}, to_text(content.key)); index >= 0)
        names.consider(refuse(RefusalCode::key_known, "key", {}, same_in_both(std::to_string(index))));
    // Or one officer could make a second one, and be two.
    if (content.role == Role::officer && !context.holds(FactKind::signed_by, {}, to_text(Role::operator_)))
        names.consider(refuse(RefusalCode::role_not_allowed, Text{"登记负责人的密钥", "key officer"},
                              in_words(Role::operator_), in_words(Role::officer)));
    if (!content.owner.empty()) names.open(content.owner);
    return accepted_unless(names.refused());
}

Applied Kind<KeyContent>::apply(const KeyContent& content, const Applying& applying) {
    applying.book.put(Table::keys, key_of::key(content.key),
                      encode(KeyRecord{content.role, content.owner, applying.entry.index}));
    return std::optional<Refusal>();
}

}  // namespace timebank
