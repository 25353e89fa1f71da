#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "timebank/example.hpp"

/// The credit standards in this folder, and the published rule sets that they put into words.
namespace timebank::test {

using nlohmann::json;

/// File name without ".json" -> its text; other-settings.json is none of them.
const std::map<std::string, std::string>& standards();

/// The text that a document of this folder must be: two spaces a level, and whatever fits into 110 bytes
/// together with what stands before it is one line.
std::string laid_out(const std::string& text);

/// tests/standards/other-settings.json: example -> {setting, patch, expect}.
json other_settings();

/// What test_standard() says of a document, which must be sound.
std::vector<ExampleOutcome> outcomes_of(const std::string& id, const std::string& document);

/// An example about earning, as the published rule set has it.
struct PublishedExample {
    std::string id;     ///< such as "CN-GZ-2019#4"
    std::string basis;  ///< stated, derived, derived_assumption or conflict
    json given;
    json expect;
};

/// Rule set -> its examples about earning, from ../shared/rulesets.json. Empty when that is not there; the
/// test then says that it compared with nothing.
const std::map<std::string, std::vector<PublishedExample>>& published();

}  // namespace timebank::test
