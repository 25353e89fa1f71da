#include "cli/names.hpp"

namespace timebank::cli {

Names::Names(const std::string& folder, const Ledger& ledger) {
    PeopleOptions options;
    options.read_only = true;
    auto people = People::open(folder, ledger, options);
    if (!people) return;
    const auto has_texts = (*people)->has_texts();
    if (has_texts && *has_texts) people_ = std::move(*people);
}

std::string Names::of(const std::string& owner) const {
    if (!people_) return "";
    const auto person = people_->person(owner);
    return person && *person ? std::string((*person)->text("name")) : std::string();
}

}  // namespace timebank::cli
