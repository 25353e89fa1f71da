#include "decision/kinds/genesis.hpp"

#include "decision/kinds/names.hpp"

namespace timebank {

/// Who can sign as the operator is in the book already.
Verdict Kind<GenesisContent>::decide(const GenesisContent&, const Deciding& deciding) {
    if (deciding.context.holds(FactKind::signed_by, {}, to_text(Role::operator_)))
        return refuse(RefusalCode::genesis_repeated, "", {}, {});
    return Decision{};
}

Applied Kind<GenesisContent>::apply(const GenesisContent& content, const Applying& applying) {
    applying.book.put(Table::keys, key_of::key(content.operator_key),
                      encode(KeyRecord{Role::operator_, "", applying.entry.index}));
    return std::optional<Refusal>();
}

}  // namespace timebank
