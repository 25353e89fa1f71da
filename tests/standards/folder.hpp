#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "timebank/example.hpp"
#include "timebank/standard.hpp"

/// The standards in this folder, and the published rule sets that they put into words.
namespace timebank::test {

using nlohmann::json;

/// A rule set's credit standard, or its redemption standard.
struct Document {
    StandardKind kind;
    std::string id;  ///< of the rule set: the file name without ".json"
    std::string text;
};

/// The credit documents of this folder and the redemption documents of redemption/, each by rule set.
const std::vector<Document>& documents();

/// The document of that rule set and kind, or null.
const Document* document_of(const std::string& id, StandardKind kind);

/// The documents with an example of that name: one, unless something is wrong.
std::vector<const Document*> documents_with(const std::string& example);

/// The example of that name, or null.
const json* find_example(const json& document, const std::string& name);

/// The rule set of a published example: "CN-GZ-2019" for "CN-GZ-2019#4".
std::string rule_set_of(const std::string& example);

/// The text that a document of this folder must be: two spaces a level, and whatever fits into 110 bytes
/// together with what stands before it is one line.
std::string laid_out(const std::string& text);

/// The text of a file of this folder that is no standard, such as "other-settings.json".
std::string text_of(const std::string& file);

/// other-settings.json: example -> {setting, patch, expect}.
json other_settings();

/// not-yet.json: example -> what the language would have to have for it.
std::map<std::string, std::string> not_yet();

/// What test_standard() says of a document, which must be sound.
std::vector<ExampleOutcome> outcomes_of(const std::string& id, const std::string& document);

/// An example, as the published rule set has it.
struct PublishedExample {
    std::string id;     ///< such as "CN-GZ-2019#4"
    std::string basis;  ///< stated, derived, derived_assumption or conflict
    bool earns = true;  ///< else it is about spending, or about the life of an account
    json given;
    json expect;
    /// Whether the source leaves the answer open.
    bool is_open() const { return basis == "derived_assumption" || basis == "conflict"; }
};

/// Rule set -> its examples, from ../shared/rulesets.json. Empty when that is not there; the test then says
/// that it compared with nothing.
const std::map<std::string, std::vector<PublishedExample>>& published();

}  // namespace timebank::test
