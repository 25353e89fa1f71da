#pragma once

#include <string_view>
#include <vector>

/// Documents with one fault each.
namespace timebank::standard::test {

/// Who can see the fault.
enum class Seen {
    by_schema,    ///< a matter of form: standard.schema.json refuses it too
    by_compiler,  ///< a matter of meaning, which a schema cannot express
};

struct BadDocument {
    std::string_view document;  ///< "credit" or "redemption"
    std::string_view pointer;   ///< see patched()
    std::string_view value;
    std::string_view path;  ///< where the fault is reported
    std::string_view says;  ///< a part of the English message
    Seen seen;
};

const std::vector<BadDocument>& bad_documents();

}  // namespace timebank::standard::test
