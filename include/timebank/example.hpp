#pragma once

#include <string>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"

/// The worked examples inside a standard: what its authors say must come out. Adopting a standard runs them.
#pragma GCC visibility push(default)
namespace timebank {

struct ExampleOutcome {
    std::string name;  ///< as in the document
    bool passed = false;
    Text expected;  ///< such as "credits 15 point" or "refused balance_too_low"
    Text got;       ///< in the same words
};

/// Decides every example of the document with the rules of the document, each in a book of its own, and says
/// what came out; read_standard()'s error when the document is not sound. Pure; any thread.
Result<std::vector<ExampleOutcome>> test_standard(ByteView document);

}  // namespace timebank
#pragma GCC visibility pop
