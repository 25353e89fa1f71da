#pragma once

#include "entry/fields/field.hpp"
#include "timebank/error.hpp"

/// The bounds of each field of a list, and what its check() finds when they are kept.
namespace timebank::entry {

class FieldCheck {
  public:
    /// Done, or invalid_argument naming the first field that breaks a bound as the JSON form does:
    /// "participants.owner".
    template <class Content>
    static Result<void> of(const Content& content) {
        FieldCheck see;
        see.look_at(content);
        if (see.fault_) return *see.fault_;
        return {};
    }

    void operator()(std::string_view name, const std::string& code, OneCode);
    void operator()(std::string_view name, const std::string& code, OneCodeOrNone);
    void operator()(std::string_view name, const std::vector<std::string>& codes, const Codes&);
    void operator()(std::string_view, const PublicKey&, OneKey) {}
    void operator()(std::string_view name, const std::vector<PublicKey>& keys, const Keys&);
    void operator()(std::string_view name, std::int64_t number, Number);
    void operator()(std::string_view name, std::uint32_t count, Count);
    void operator()(std::string_view name, const std::optional<std::uint32_t>& count, Count);
    void operator()(std::string_view name, std::uint8_t count, const SmallCount&);
    void operator()(std::string_view, std::uint64_t, const EntryIndex&) {}
    void operator()(std::string_view name, const ClaimId& id, NamedClaim);
    void operator()(std::string_view, const std::array<std::uint8_t, 16>&, Uuid) {}
    void operator()(std::string_view name, const Text& text, UnitName);
    void operator()(std::string_view name, const Bytes& document, const Document&);
    void operator()(std::string_view name, CivilTime time, LocalTime);
    void operator()(std::string_view name, CivilDate date, Day);
    void operator()(std::string_view name, Amount amount, const AmountNotZero&);
    void operator()(std::string_view name, Amount amount, const AmountAboveZero&);
    void operator()(std::string_view, const Digest&, AnyDigest) {}
    void operator()(std::string_view, const Digest&, DigestOrNone) {}
    void operator()(std::string_view name, const Digest& digest, const DigestNotZero&);

    template <class Enumeration>
    void operator()(std::string_view name, Enumeration value, const Choice<Enumeration>& choice) {
        if (to_text(value).empty())
            refuse_number(name);
        else if (value == choice.without)
            refuse(name, choice.why_without);
    }
    template <class Content>
    void operator()(std::string_view name, const Content& content, Record) {
        look_into(name, content);
    }
    template <class Content>
    void operator()(std::string_view name, const Content& content, RecordOrNone) {
        look_into(name, content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::optional<Content>& content, RecordOrNone) {
        if (content) look_into(name, *content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>& contents, const Records& records) {
        if (contents.size() < records.least) refuse(name, records.why_least);
        check_size(name, contents.size(), records.most);
        for (const auto& content : contents) look_into(name, content);
    }
    template <class Content>
    void operator()(std::string_view name, const std::vector<Content>& contents, ByCode) {
        check_size(name, contents.size(), Fields<Content>::most);
        // A fault is said of the whole list: in JSON it is one object, whose names are the codes.
        is_by_code_ = true;
        for (const auto& content : contents) look_into(name, content);
        is_by_code_ = false;
        for (std::size_t i = 1; i < contents.size(); ++i)
            if (!(Fields<Content>::code(contents[i - 1]) < Fields<Content>::code(contents[i])))
                refuse_order(name);
    }

  private:
    /// Where the fields stand that are being looked at.
    struct Place {
        const Place* outer;
        std::string_view name;
    };

    template <class Content>
    void look_into(std::string_view name, const Content& content) {
        if (fault_) return;
        const Place here{place_, name};
        place_ = &here;
        look_at(content);
        place_ = here.outer;
    }
    template <class Content>
    void look_at(const Content& content) {
        Fields<Content>::list(*this, content);
        if (fault_) return;
        if (const auto found = Fields<Content>::check(content))
            refuse(found->field, {found->text.zh, found->text.en});
    }
    void check_size(std::string_view name, std::size_t size, std::size_t most);
    /// The first fault counts. The words are filled as by say().
    void refuse(std::string_view name, Words words, std::initializer_list<std::string_view> arguments = {});
    void refuse_above(std::string_view name, std::size_t count, std::size_t most);
    void refuse_number(std::string_view name);
    void refuse_order(std::string_view name);
    std::string path_of(std::string_view name) const;

    const Place* place_ = nullptr;
    bool is_by_code_ = false;
    std::optional<Error> fault_;
};

}  // namespace timebank::entry
