#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "timebank/entry.hpp"

/// FORMAT.md once more, slow and obvious: an entry as the list of its fields. Written from that page and not
/// from src/entry, it checks nothing, so that wrong entries can be made of it as well.
namespace entry_tests {

/// One field of the bytes. "body/content/category" lies inside the block that "body/content.length" measures,
/// and that inside "body.length".
struct Field {
    std::string name;
    timebank::Bytes bytes;
    std::string meaning;           ///< for people: what a worked example says beside it
    std::size_t length_bytes = 0;  ///< how many of them, at the front, say how much follows
};
using Fields = std::vector<Field>;

/// What to put in place of a field's bytes.
struct Edit {
    std::string field;
    timebank::Bytes bytes;
};

Fields fields_of(const timebank::Entry& entry);

timebank::Bytes join(const Fields& fields);

/// The same fields with other bytes in some of them. The three lengths of blocks follow, except one that is
/// itself edited. Throws std::out_of_range when there is no such field.
Fields edited(Fields fields, const std::vector<Edit>& edits);

/// The lines of a worked example: offset, bytes (16 a line), name and meaning.
std::string dump(const Fields& fields);

timebank::Bytes big_endian(std::uint64_t value, int bytes);
/// One byte of length and the characters.
timebank::Bytes short_text(std::string_view text);

}  // namespace entry_tests
