#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "timebank/claim.hpp"
#include "timebank/limits.hpp"
#include "timebank/text.hpp"

/// The vocabulary of the lists of fields beside this page. A list names each field of a content once, in the
/// order of FORMAT.md, with its JSON name and its shape:
///
///     see("from", content.from, Owner{Part::gives});
///
/// and whoever needs something of every field hands in a `see`: field_bytes.hpp, field_check.hpp,
/// field_difference.hpp, owners.hpp; intake/field_reader.hpp, field_writer.hpp, field_schema.hpp.
namespace timebank::entry {

/// Words that are known when this is compiled.
struct Words {
    std::string_view zh;
    std::string_view en;
};

/// What somebody whom a claim names has to do with it.
enum class Part : std::uint8_t {
    concerned,  ///< it is their account, key or registration
    serves,
    gives,
    gets,           ///< on the receiving side: what a receiver's cosignature confirms
    stands_behind,  ///< named, but the claim is not about them: a household, an issuer
};

// Shapes: what a field holds, its bounds, and how it is spelled. What "may be left out" may be so in JSON,
// and then says what a content is made with. `about` is for people, in the JSON schema.

/// std::string: a code.
struct OneCode {};
/// std::string: a code, or empty; may be left out.
struct OneCodeOrNone {};
/// std::string: a code that names an account.
struct Owner : OneCode {
    constexpr explicit Owner(Part part_there) : part(part_there) {}
    Part part;
};
/// The same, or empty; may be left out.
struct OwnerOrNone : OneCodeOrNone {
    constexpr explicit OwnerOrNone(Part part_there) : part(part_there) {}
    Part part;
};
/// std::vector<std::string>: codes, sorted, no two the same; in JSON in any order, and may be left out.
struct Codes {
    std::size_t most;
    Words about{};
};
/// The same, codes that name accounts.
struct Owners : Codes {
    constexpr Owners(Part part_there, std::size_t most_there, Words about_there)
        : Codes{most_there, about_there}, part(part_there) {}
    Part part;
};
/// An enumeration's value, by its word in entry/words.hpp.
template <class Enumeration>
struct Choice {
    std::optional<Enumeration> without{};  ///< one that this field may not have
    Words why_without{};
};
/// PublicKey.
struct OneKey {};
/// std::vector<PublicKey>: no two the same; may be left out.
struct Keys {
    std::size_t most;
    Words about{};
};
/// std::int64_t.
struct Number {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};
/// std::uint32_t, or an optional one whose `most` then is below the largest; may be left out.
struct Count {
    std::uint32_t least = 0;
    std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
};
/// std::uint8_t; may be left out.
struct SmallCount {
    std::uint8_t most = std::numeric_limits<std::uint8_t>::max();
    Words about{};
};
/// std::uint64_t: the index of an entry.
struct EntryIndex {
    Words about;
};
/// ClaimId: the claim of that entry.
struct NamedClaim {};
/// std::array<std::uint8_t, 16>: a UUID of any version, all zero for none; may be left out.
struct Uuid {};
/// Text: what people read on their statements; limits::unit_name_bytes.
struct UnitName {};
/// Bytes: a text in JSON; limits::standard_bytes, which stands for each {} in `about`.
struct Document {
    Words about;
};
/// CivilTime.
struct LocalTime {};
/// CivilDate.
struct Day {};
/// Amount: minor units of the unit named beside it.
struct AmountNotZero {
    Words why;
    Words about;
};
struct AmountAboveZero {
    Words about;
};
/// Digest, of any value.
struct AnyDigest {};
/// Digest, all zero for none; may be left out.
struct DigestOrNone {};
/// Digest, not all zero.
struct DigestNotZero {
    Words why;
};
/// Something with a list of its own.
struct Record {};
/// The same, as it is made with or in an optional; may be left out.
struct RecordOrNone {};
/// A std::vector of such, in the author's order.
struct Records {
    std::size_t least;
    std::size_t most;
    Words why_least;
};
/// A std::vector of what is a code and one value more: sorted by code, no two of one code, at most
/// Fields<…>::most. In JSON an object, and may be left out.
struct ByCode {};

/// What check() beside a list finds: a field of that list and what is wrong with it.
struct Fault {
    std::string_view field;
    Text text;
};
using Found = std::optional<Fault>;

inline Found fault(std::string_view field, Words words,
                   std::initializer_list<std::string_view> arguments = {}) {
    return Fault{field, say(words.zh, words.en, arguments)};
}

/// A second account, which must not be the first.
inline Found same_account(std::string_view field, const std::string& other, std::string_view first_field,
                          const std::string& first) {
    if (other != first) return std::nullopt;
    return fault(field, {"与 {0} 同为 {1}：须为另一个账户", "is {1}, as {0} is: name another account"},
                 {first_field, other});
}

/// One for each content and record, in the headers beside this one; a kind without it does not compile.
///
///     word      of a kind: as to_text() has it; of a record: its name in the JSON schema
///     title     for the schema, as `about` is
///     list()    names the fields
///     check()   what concerns several fields at once, once each keeps its own bounds
///     examples  of a kind: lines of JSON, in the schema's order
template <class Content>
struct Fields;

}  // namespace timebank::entry
