#pragma once

#include <nlohmann/json_fwd.hpp>

#include "entry/fields/field.hpp"

/// The fields of a list as members of a JSON object, in its order; what may be left out is, where it says
/// nothing.
namespace timebank::intake {

/// A signed line: what write_claim_line() writes.
nlohmann::ordered_json write_claim(const SignedClaim& signed_claim);

class FieldWriter {
  public:
    template <class Content>
    static void write(nlohmann::ordered_json& object, const Content& content) {
        FieldWriter see(object, nullptr);
        entry::Fields<Content>::list(see, content);
    }

    void operator()(std::string_view name, const std::string& code, entry::OneCode);
    void operator()(std::string_view name, const std::string& code, entry::OneCodeOrNone);
    void operator()(std::string_view name, const std::vector<std::string>& codes, const entry::Codes&);
    void operator()(std::string_view name, const PublicKey& key, entry::OneKey);
    void operator()(std::string_view name, const std::vector<PublicKey>& keys, const entry::Keys&);
    void operator()(std::string_view name, std::int64_t number, entry::Number);
    void operator()(std::string_view name, std::uint32_t count, entry::Count);
    void operator()(std::string_view name, const std::optional<std::uint32_t>& count, entry::Count);
    void operator()(std::string_view name, std::uint8_t count, const entry::SmallCount&);
    void operator()(std::string_view name, std::uint64_t index, const entry::EntryIndex&);
    void operator()(std::string_view name, const ClaimId& id, entry::NamedClaim);
    void operator()(std::string_view name, const std::array<std::uint8_t, 16>& uuid, entry::Uuid);
    void operator()(std::string_view name, const Text& text, entry::UnitName);
    void operator()(std::string_view name, const Bytes& document, const entry::Document&);
    void operator()(std::string_view name, CivilTime time, entry::LocalTime);
    void operator()(std::string_view name, CivilDate date, entry::Day);
    void operator()(std::string_view name, Amount amount, const entry::AmountNotZero&);
    void operator()(std::string_view name, Amount amount, const entry::AmountAboveZero&);
    void operator()(std::string_view name, const Digest& digest, entry::AnyDigest);
    void operator()(std::string_view name, const Digest& digest, entry::DigestOrNone);
    void operator()(std::string_view name, const Digest& digest, const entry::DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view name, Enumeration value, const entry::Choice<Enumeration>&) {
        put_word(name, to_text(value));
    }
    template <class Content>
    void operator()(std::string_view name, const Content& content, entry::Record) {
        write(member(name), content);
    }
    template <class Content>
    void operator()(std::string_view name, const Content& content, entry::RecordOrNone) {
        if (content != Content{}) write(member(name), content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::optional<Content>& content, entry::RecordOrNone) {
        if (content) write(member(name), *content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>& contents, const entry::Records&) {
        for (const auto& content : contents) write(next_element(name), content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>& contents, entry::ByCode) {
        for (const auto& content : contents) {
            FieldWriter see(member(name), &entry::Fields<Content>::code(content));
            entry::Fields<Content>::list(see, content);
        }
    }

  private:
    FieldWriter(nlohmann::ordered_json& object, const std::string* code) : object_(object), code_(code) {}

    void put_word(std::string_view name, std::string_view word);
    nlohmann::ordered_json& member(std::string_view name);
    nlohmann::ordered_json& next_element(std::string_view name);

    nlohmann::ordered_json& object_;
    const std::string* code_;  ///< of an item by code: the name under which its one value stands; else null
};

}  // namespace timebank::intake
