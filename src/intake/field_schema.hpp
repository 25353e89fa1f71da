#pragma once

#include <nlohmann/json_fwd.hpp>

#include "entry/fields/field.hpp"
#include "entry/words.hpp"

/// The fields of a list as a JSON schema has them.
namespace timebank::intake {

/// {"title": …, "description": …}, each "English 中文".
nlohmann::ordered_json titled(entry::Words title, entry::Words about);

/// The words of an enumeration; `without` is not allowed.
template <class Enumeration>
std::vector<std::string_view> allowed_words(std::optional<Enumeration> without = std::nullopt) {
    std::vector<std::string_view> allowed;
    for (const auto& word : entry::words_of<Enumeration>())
        if (word.value != without) allowed.push_back(word.text);
    return allowed;
}

class FieldSchema {
  public:
    /// Adds what a content's fields may be to `properties`, and the names of those that must be there to
    /// `required`.
    template <class Content>
    static void add(nlohmann::ordered_json& properties, nlohmann::ordered_json& required) {
        FieldSchema see(properties, required);
        const Content content{};
        entry::Fields<Content>::list(see, content);
    }

    void operator()(std::string_view name, const std::string&, entry::OneCode);
    void operator()(std::string_view name, const std::string&, entry::OneCodeOrNone);
    void operator()(std::string_view name, const std::vector<std::string>&, const entry::Codes& bounds);
    void operator()(std::string_view name, const PublicKey&, entry::OneKey);
    void operator()(std::string_view name, const std::vector<PublicKey>&, const entry::Keys& bounds);
    void operator()(std::string_view name, std::int64_t, entry::Number bounds);
    /// The value that the content is made with is what leaving it out says.
    void operator()(std::string_view name, std::uint32_t made_with, entry::Count bounds);
    void operator()(std::string_view name, const std::optional<std::uint32_t>&, entry::Count bounds);
    void operator()(std::string_view name, std::uint8_t, const entry::SmallCount& bounds);
    void operator()(std::string_view name, std::uint64_t, const entry::EntryIndex& index);
    void operator()(std::string_view name, const ClaimId&, entry::NamedClaim);
    void operator()(std::string_view name, const std::array<std::uint8_t, 16>&, entry::Uuid);
    void operator()(std::string_view name, const Text&, entry::UnitName);
    void operator()(std::string_view name, const Bytes&, const entry::Document& document);
    void operator()(std::string_view name, CivilTime, entry::LocalTime);
    void operator()(std::string_view name, CivilDate, entry::Day);
    void operator()(std::string_view name, Amount, const entry::AmountNotZero& amount);
    void operator()(std::string_view name, Amount, const entry::AmountAboveZero& amount);
    void operator()(std::string_view name, const Digest&, entry::AnyDigest);
    void operator()(std::string_view name, const Digest&, entry::DigestOrNone);
    void operator()(std::string_view name, const Digest&, const entry::DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view name, Enumeration, const entry::Choice<Enumeration>& choice) {
        require_word(name, allowed_words<Enumeration>(choice.without));
    }
    template <class Content>
    void operator()(std::string_view name, const Content&, entry::Record) {
        require_defined(name, entry::Fields<Content>::word);
    }
    template <class Content>
    void operator()(std::string_view name, const Content&, entry::RecordOrNone) {
        allow_defined(name, entry::Fields<Content>::word);
    }
    template <class Content>
    void operator()(std::string_view name, const std::optional<Content>&, entry::RecordOrNone) {
        allow_defined(name, entry::Fields<Content>::word);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>&, const entry::Records& bounds) {
        require_list(name, entry::Fields<Content>::word, bounds);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>&, entry::ByCode) {
        allow_defined(name, entry::Fields<Content>::word);
    }

  private:
    FieldSchema(nlohmann::ordered_json& properties, nlohmann::ordered_json& required)
        : properties_(properties), required_(required) {}

    nlohmann::ordered_json& allow(std::string_view name);
    nlohmann::ordered_json& require(std::string_view name);
    void allow_defined(std::string_view name, std::string_view definition);
    void require_defined(std::string_view name, std::string_view definition);
    void require_word(std::string_view name, const std::vector<std::string_view>& allowed);
    void require_list(std::string_view name, std::string_view definition, const entry::Records& bounds);

    nlohmann::ordered_json& properties_;
    nlohmann::ordered_json& required_;
};

}  // namespace timebank::intake
