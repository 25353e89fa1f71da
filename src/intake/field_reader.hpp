#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "entry/fields/field.hpp"
#include "entry/words.hpp"
#include "standard/fields.hpp"

/// The fields of a list out of a JSON object. Shapes, names and ranges are checked here, where the JSON path
/// is known; what needs several fields at once, such as an end before its start, is entry::check_claim()'s.
namespace timebank::intake {

/// A UUID of any version: one that names a session or an import may come from another program.
Result<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text);

/// A code, or empty: where nothing is a fine answer, leaving the member out and "" mean the same.
std::string optional_code(const standard::Object& object, std::string_view member);

/// What one of the enumeration's words stands for; `without` is not allowed here.
template <class Enumeration>
Enumeration read_word(const standard::Value& value, std::optional<Enumeration> without = std::nullopt) {
    std::vector<std::string_view> texts;
    std::vector<Enumeration> values;
    for (const auto& word : entry::words_of<Enumeration>()) {
        if (word.value == without) continue;
        texts.push_back(word.text);
        values.push_back(word.value);
    }
    return values[value.choice(texts)];
}

/// The names of a list's fields, in its order.
class FieldNames {
  public:
    template <class Content>
    static std::vector<std::string_view> of() {
        FieldNames see;
        Content content{};
        entry::Fields<Content>::list(see, content);
        return see.names_;
    }
    template <class Value, class Shape>
    void operator()(std::string_view name, const Value&, const Shape&) {
        names_.push_back(name);
    }

  private:
    std::vector<std::string_view> names_;
};

/// Reads into the fields; after a fault, anything.
class FieldReader {
  public:
    /// Members that the list does not name are the caller's to refuse.
    template <class Content>
    static void read(const standard::Object& object, Content& content) {
        FieldReader see(&object, nullptr, nullptr);
        entry::Fields<Content>::list(see, content);
    }

    void operator()(std::string_view name, std::string& code, entry::OneCode);
    void operator()(std::string_view name, std::string& code, entry::OneCodeOrNone);
    void operator()(std::string_view name, std::vector<std::string>& codes, const entry::Codes&);
    void operator()(std::string_view name, PublicKey& key, entry::OneKey);
    void operator()(std::string_view name, std::vector<PublicKey>& keys, const entry::Keys&);
    void operator()(std::string_view name, std::int64_t& number, entry::Number);
    void operator()(std::string_view name, std::uint32_t& count, entry::Count);
    void operator()(std::string_view name, std::optional<std::uint32_t>& count, entry::Count);
    void operator()(std::string_view name, std::uint8_t& count, const entry::SmallCount&);
    void operator()(std::string_view name, std::uint64_t& index, const entry::EntryIndex&);
    void operator()(std::string_view name, ClaimId& id, entry::NamedClaim);
    void operator()(std::string_view name, std::array<std::uint8_t, 16>& uuid, entry::Uuid);
    void operator()(std::string_view name, Text& text, entry::UnitName);
    void operator()(std::string_view name, Bytes& document, const entry::Document&);
    void operator()(std::string_view name, CivilTime& time, entry::LocalTime);
    void operator()(std::string_view name, CivilDate& date, entry::Day);
    void operator()(std::string_view name, Amount& amount, const entry::AmountNotZero&);
    void operator()(std::string_view name, Amount& amount, const entry::AmountAboveZero&);
    void operator()(std::string_view name, Digest& digest, entry::AnyDigest);
    void operator()(std::string_view name, Digest& digest, entry::DigestOrNone);
    void operator()(std::string_view name, Digest& digest, const entry::DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view name, Enumeration& value, const entry::Choice<Enumeration>& choice) {
        value = read_word<Enumeration>(at(name), choice.without);
    }
    template <class Content>
    void operator()(std::string_view name, Content& content, entry::Record) {
        read_part(at(name), content);
    }
    template <class Content>
    void operator()(std::string_view name, Content& content, entry::RecordOrNone) {
        if (has(name)) read_part(at(name), content);
    }
    template <class Content>
    void operator()(std::string_view name, std::optional<Content>& content, entry::RecordOrNone) {
        if (has(name)) read_part(at(name), content.emplace());
    }
    template <class Content>
    void operator()(std::string_view name, std::vector<Content>& contents, const entry::Records& records) {
        for (const auto& element : at(name).array(records.least, records.most))
            read_part(element, contents.emplace_back());
    }
    template <class Content>
    void operator()(std::string_view name, std::vector<Content>& contents, entry::ByCode) {
        if (!has(name)) return;
        for (const auto& [code, value] : at(name).map(entry::Fields<Content>::most)) {
            FieldReader see(nullptr, &code, &value);
            entry::Fields<Content>::list(see, contents.emplace_back());
        }
    }

  private:
    FieldReader(const standard::Object* object, const std::string* code, const standard::Value* value)
        : object_(object), code_(code), value_(value) {}

    template <class Content>
    static void read_part(const standard::Value& value, Content& content) {
        const auto object = value.object();
        object.allow_only(FieldNames::of<Content>());
        read(object, content);
    }
    bool has(std::string_view name) const { return value_ || object_->has(name); }
    standard::Value at(std::string_view name) const { return value_ ? *value_ : (*object_)[name]; }

    const standard::Object* object_;  ///< the members; null for an item by code, which has
    const std::string* code_;         ///< its code
    const standard::Value* value_;    ///< and the one value that stands beside it
};

}  // namespace timebank::intake
