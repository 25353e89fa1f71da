#include "decision/workbook.hpp"

#include "core/try.hpp"

namespace timebank {

Workbook Workbook::above() const {
    Workbook top(reader());
    top.tallies_ = tallies_;
    return top;
}

void Workbook::merge(Workbook&& above) {
    tallies_ = std::move(above.tallies_);
    Overlay::merge(std::move(above));
}

Result<Workbook::Tallies> Workbook::tallies() const {
    if (!tallies_) {
        TIMEBANK_TRY(read, read_tallies(*this));
        tallies_ = std::make_shared<const std::vector<standard::Tally>>(std::move(read));
    }
    return tallies_;
}

}  // namespace timebank
