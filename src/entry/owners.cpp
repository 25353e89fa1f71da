#include "entry/owners.hpp"

#include <algorithm>

#include "entry/fields/fields.hpp"

namespace timebank {
namespace {

template <class Meet>
void each_owner(const Claim& claim, Meet meet) {
    std::visit([&](const auto& content) { entry::OwnersMet<Meet>::in(content, meet); }, claim.content);
}

}  // namespace

std::vector<std::string> owners_named(const Claim& claim) {
    std::vector<std::string> owners;
    each_owner(claim, [&](const std::string& owner, entry::Part part) {
        if (part != entry::Part::stands_behind && !owner.empty()) owners.push_back(owner);
    });
    std::sort(owners.begin(), owners.end());
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    return owners;
}

bool is_concerned(const Claim& claim, std::string_view owner) {
    bool is_named = false;
    each_owner(claim, [&](const std::string& named, entry::Part part) {
        is_named |= named == owner && part != entry::Part::stands_behind;
    });
    return is_named && !owner.empty();
}

bool is_receiving(const Claim& claim, std::string_view owner) {
    bool gets = false;
    each_owner(claim, [&](const std::string& named, entry::Part part) {
        gets |= named == owner && part == entry::Part::gets;
    });
    return gets && !owner.empty();
}

const std::vector<AttestedFact>* attested_in(const Claim& claim) {
    return std::visit(
        [](const auto& content) -> const std::vector<AttestedFact>* {
            if constexpr (requires { content.facts; }) return &content.facts;
            return nullptr;
        },
        claim.content);
}

}  // namespace timebank
