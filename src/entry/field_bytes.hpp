#pragma once

#include "core/codec.hpp"
#include "entry/fields/field.hpp"

/// The fields of a list as bytes, in its order: FORMAT.md section 2.
namespace timebank::entry {

class FieldEncoder {
  public:
    explicit FieldEncoder(Encoder& out) : out_(out) {}

    void operator()(std::string_view name, const std::string& code, OneCode);
    void operator()(std::string_view name, const std::string& code, OneCodeOrNone);
    void operator()(std::string_view name, const std::vector<std::string>& codes, const Codes&);
    void operator()(std::string_view name, const PublicKey& key, OneKey);
    void operator()(std::string_view name, const std::vector<PublicKey>& keys, const Keys&);
    void operator()(std::string_view name, std::int64_t number, Number);
    void operator()(std::string_view name, std::uint32_t count, Count);
    void operator()(std::string_view name, const std::optional<std::uint32_t>& count, Count);
    void operator()(std::string_view name, std::uint8_t count, const SmallCount&);
    void operator()(std::string_view name, std::uint64_t index, const EntryIndex&);
    void operator()(std::string_view name, const ClaimId& id, NamedClaim);
    void operator()(std::string_view name, const std::array<std::uint8_t, 16>& uuid, Uuid);
    void operator()(std::string_view name, const Text& text, UnitName);
    void operator()(std::string_view name, const Bytes& document, const Document&);
    void operator()(std::string_view name, CivilTime time, LocalTime);
    void operator()(std::string_view name, CivilDate date, Day);
    void operator()(std::string_view name, Amount amount, const AmountNotZero&);
    void operator()(std::string_view name, Amount amount, const AmountAboveZero&);
    void operator()(std::string_view name, const Digest& digest, AnyDigest);
    void operator()(std::string_view name, const Digest& digest, DigestOrNone);
    void operator()(std::string_view name, const Digest& digest, const DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view, Enumeration value, const Choice<Enumeration>&) {
        out_.u8(static_cast<std::uint8_t>(value));
    }
    template <class Content>
    void operator()(std::string_view, const Content& content, Record) {
        Fields<Content>::list(*this, content);
    }
    template <class Content>
    void operator()(std::string_view, const Content& content, RecordOrNone) {
        Fields<Content>::list(*this, content);
    }
    template <class Content>
    void operator()(std::string_view, const std::optional<Content>& content, RecordOrNone) {
        out_.u8(content ? 1 : 0);
        if (content) Fields<Content>::list(*this, *content);
    }
    template <class Content>
    void operator()(std::string_view, const std::vector<Content>& contents, const Records&) {
        put_list(contents);
    }
    template <class Content>
    void operator()(std::string_view, const std::vector<Content>& contents, ByCode) {
        put_list(contents);
    }

  private:
    template <class Content>
    void put_list(const std::vector<Content>& contents) {
        out_.u8(static_cast<std::uint8_t>(contents.size()));
        for (const auto& content : contents) Fields<Content>::list(*this, content);
    }

    Encoder& out_;
};

/// The inverse, into the fields; as with every Decoder, the caller asks it in the end whether all went well.
class FieldDecoder {
  public:
    explicit FieldDecoder(Decoder& in) : in_(in) {}

    void operator()(std::string_view name, std::string& code, OneCode);
    void operator()(std::string_view name, std::string& code, OneCodeOrNone);
    void operator()(std::string_view name, std::vector<std::string>& codes, const Codes&);
    void operator()(std::string_view name, PublicKey& key, OneKey);
    void operator()(std::string_view name, std::vector<PublicKey>& keys, const Keys&);
    void operator()(std::string_view name, std::int64_t& number, Number);
    void operator()(std::string_view name, std::uint32_t& count, Count);
    void operator()(std::string_view name, std::optional<std::uint32_t>& count, Count);
    void operator()(std::string_view name, std::uint8_t& count, const SmallCount&);
    void operator()(std::string_view name, std::uint64_t& index, const EntryIndex&);
    void operator()(std::string_view name, ClaimId& id, NamedClaim);
    void operator()(std::string_view name, std::array<std::uint8_t, 16>& uuid, Uuid);
    void operator()(std::string_view name, Text& text, UnitName);
    void operator()(std::string_view name, Bytes& document, const Document&);
    void operator()(std::string_view name, CivilTime& time, LocalTime);
    void operator()(std::string_view name, CivilDate& date, Day);
    void operator()(std::string_view name, Amount& amount, const AmountNotZero&);
    void operator()(std::string_view name, Amount& amount, const AmountAboveZero&);
    void operator()(std::string_view name, Digest& digest, AnyDigest);
    void operator()(std::string_view name, Digest& digest, DigestOrNone);
    void operator()(std::string_view name, Digest& digest, const DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view, Enumeration& value, const Choice<Enumeration>&) {
        value = static_cast<Enumeration>(in_.u8());
    }
    template <class Content>
    void operator()(std::string_view, Content& content, Record) {
        Fields<Content>::list(*this, content);
    }
    template <class Content>
    void operator()(std::string_view, Content& content, RecordOrNone) {
        Fields<Content>::list(*this, content);
    }
    template <class Content>
    void operator()(std::string_view, std::optional<Content>& content, RecordOrNone) {
        if (take_flag()) Fields<Content>::list(*this, content.emplace());
    }
    template <class Content>
    void operator()(std::string_view, std::vector<Content>& contents, const Records&) {
        take_list(contents);
    }
    template <class Content>
    void operator()(std::string_view, std::vector<Content>& contents, ByCode) {
        take_list(contents);
    }

  private:
    bool take_flag();
    template <class Content>
    void take_list(std::vector<Content>& contents) {
        for (auto count = in_.u8(); count > 0 && in_.ok(); --count)
            Fields<Content>::list(*this, contents.emplace_back());
    }

    Decoder& in_;
};

}  // namespace timebank::entry
