#include "intake/field_schema.hpp"

#include <nlohmann/json.hpp>

namespace timebank::intake {
namespace {

using Json = nlohmann::ordered_json;

std::string both(entry::Words words) {
    if (words.zh.empty()) return std::string(words.en);
    return std::string(words.en) + " " + std::string(words.zh);
}

void describe(Json& schema, entry::Words about) {
    if (!about.en.empty()) schema["description"] = both(about);
}

Json defined(std::string_view definition) {
    Json schema;
    schema["$ref"] = "#/definitions/" + std::string(definition);
    return schema;
}

Json list_of(std::string_view definition, std::size_t least, std::size_t most) {
    Json schema;
    schema["type"] = "array";
    if (least > 0) schema["minItems"] = least;
    schema["maxItems"] = most;
    schema["items"] = defined(definition);
    return schema;
}

Json whole_number(std::int64_t least, std::int64_t most) {
    using Limits = std::numeric_limits<std::int64_t>;
    Json schema;
    schema["type"] = "integer";
    if (least > Limits::min()) schema["minimum"] = least;
    if (most < Limits::max()) schema["maximum"] = most;
    return schema;
}

/// Nineteen digits hold a number of 64 bits; the reader knows which of them are one.
Json digits(const char* pattern, entry::Words about) {
    Json schema;
    schema["type"] = "string";
    schema["pattern"] = pattern;
    describe(schema, about);
    return schema;
}

}  // namespace

Json titled(entry::Words title, entry::Words about) {
    Json schema;
    schema["title"] = both(title);
    describe(schema, about);
    return schema;
}

void FieldSchema::operator()(std::string_view name, const std::string&, entry::OneCode) {
    require_defined(name, "code");
}

void FieldSchema::operator()(std::string_view name, const std::string&, entry::OneCodeOrNone) {
    allow_defined(name, "optional_code");
}

void FieldSchema::operator()(std::string_view name, const std::vector<std::string>&,
                             const entry::Codes& bounds) {
    describe(allow(name) = list_of("code", 0, bounds.most), bounds.about);
}

void FieldSchema::operator()(std::string_view name, const PublicKey&, entry::OneKey) {
    require_defined(name, "hex32");
}

void FieldSchema::operator()(std::string_view name, const std::vector<PublicKey>&,
                             const entry::Keys& bounds) {
    describe(allow(name) = list_of("hex32", 0, bounds.most), bounds.about);
}

void FieldSchema::operator()(std::string_view name, std::int64_t, entry::Number bounds) {
    require(name) = whole_number(bounds.least, bounds.most);
}

void FieldSchema::operator()(std::string_view name, std::uint32_t made_with, entry::Count bounds) {
    const entry::Count any;
    if (bounds.least == any.least && bounds.most == any.most) return allow_defined(name, "count");
    Json& schema = allow(name) = whole_number(bounds.least, bounds.most);
    if (made_with != 0) schema["default"] = made_with;
}

void FieldSchema::operator()(std::string_view name, const std::optional<std::uint32_t>&,
                             entry::Count bounds) {
    allow(name) = whole_number(bounds.least, bounds.most);
}

void FieldSchema::operator()(std::string_view name, std::uint8_t, const entry::SmallCount& bounds) {
    describe(allow(name) = whole_number(0, bounds.most), bounds.about);
}

void FieldSchema::operator()(std::string_view name, std::uint64_t, const entry::EntryIndex& index) {
    describe(require(name) = whole_number(0, std::numeric_limits<std::int64_t>::max()), index.about);
}

void FieldSchema::operator()(std::string_view name, const ClaimId&, entry::NamedClaim) {
    require_defined(name, "claim_id");
}

void FieldSchema::operator()(std::string_view name, const std::array<std::uint8_t, 16>&, entry::Uuid) {
    allow_defined(name, "uuid");
}

void FieldSchema::operator()(std::string_view name, const Text&, entry::UnitName) {
    Json& schema = require(name);
    schema["type"] = "object";
    schema["additionalProperties"] = false;
    schema["required"] = {"zh", "en"};
    schema["properties"] = {{"zh", defined("unit_name")}, {"en", defined("unit_name")}};
}

void FieldSchema::operator()(std::string_view name, const Bytes&, const entry::Document& document) {
    Json& schema = require(name);
    schema["type"] = "string";
    schema["minLength"] = 1;
    schema["maxLength"] = limits::standard_bytes;
    const auto [zh, en] = say(document.about.zh, document.about.en, {std::to_string(limits::standard_bytes)});
    describe(schema, {zh, en});
}

void FieldSchema::operator()(std::string_view name, CivilTime, entry::LocalTime) {
    require_defined(name, "civil_time");
}

void FieldSchema::operator()(std::string_view name, CivilDate, entry::Day) {
    require_defined(name, "civil_date");
}

void FieldSchema::operator()(std::string_view name, Amount, const entry::AmountNotZero& amount) {
    require(name) = digits("^-?[1-9][0-9]{0,18}$", amount.about);
}

void FieldSchema::operator()(std::string_view name, Amount, const entry::AmountAboveZero& amount) {
    require(name) = digits("^[1-9][0-9]{0,18}$", amount.about);
}

void FieldSchema::operator()(std::string_view name, const Digest&, entry::AnyDigest) {
    require_defined(name, "hex32");
}

void FieldSchema::operator()(std::string_view name, const Digest&, entry::DigestOrNone) {
    allow_defined(name, "hex32");
}

void FieldSchema::operator()(std::string_view name, const Digest&, const entry::DigestNotZero&) {
    require_defined(name, "hex32");
}

Json& FieldSchema::allow(std::string_view name) {
    return properties_[std::string(name)];
}

Json& FieldSchema::require(std::string_view name) {
    required_.push_back(name);
    return allow(name);
}

void FieldSchema::allow_defined(std::string_view name, std::string_view definition) {
    allow(name) = defined(definition);
}

void FieldSchema::require_defined(std::string_view name, std::string_view definition) {
    require(name) = defined(definition);
}

void FieldSchema::require_word(std::string_view name, const std::vector<std::string_view>& allowed) {
    require(name)["enum"] = allowed;
}

void FieldSchema::require_list(std::string_view name, std::string_view definition,
                               const entry::Records& bounds) {
    require(name) = list_of(definition, bounds.least, bounds.most);
}

}  // namespace timebank::intake
