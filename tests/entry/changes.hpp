#pragma once

#include <functional>
#include <string>
#include <vector>

#include "timebank/claim.hpp"

/// One change for every field of every kind of claim.
namespace entry_tests {

struct Change {
    std::string name;  ///< of the field, as the JSON form has it
    timebank::ClaimKind kind;
    std::function<void(timebank::Claim&)> apply;  ///< the changed claim keeps every limit
};

/// Changes of the golden claims; in the order in which first_difference() looks at the fields.
std::vector<Change> changes_of_every_field();

}  // namespace entry_tests
