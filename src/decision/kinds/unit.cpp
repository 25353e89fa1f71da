#include "decision/kinds/unit.hpp"

#include "decision/kinds/names.hpp"

namespace timebank {

Verdict Kind<UnitContent>::decide(const UnitContent& content, const Deciding& deciding) {
    Names names(deciding);
    if (auto index = deciding.context.fact(FactKind::unit_defined, {}, content.code); index >= 0)
        names.consider(
            refuse(RefusalCode::unit_known, content.code, {}, same_in_both(std::to_string(index))));
    return accepted_unless(names.refused());
}

Applied Kind<UnitContent>::apply(const UnitContent& content, const Applying& applying) {
    applying.book.put(Table::units, key_of::code(content.code),
                      encode(UnitRecord{content, applying.entry.index}));
    return std::optional<Refusal>();
}

}  // namespace timebank
