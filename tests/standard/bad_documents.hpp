#pragma once

#include <string>
#include <vector>

/// Documents with one fault each, from the rows of tests/standard/bad: a sound document, the place that is
/// spoilt, and what is said of it, word for word. A row is
///
///     name, base     what is wrong, and the document in tests/standard/documents that it is spoilt from
///     pointer        the place, a JSON pointer (RFC 6901; "/-" is behind the last element), and there
///       value        what stands there instead, or
///       insert       what stands there, the elements from there on one further, or
///       remove       true: nothing
///     patches        instead of these a list of them, where one place will not do
///     find, replace  instead of these for what is no JSON: a piece of the text that it has once, and another
///     path, zh, en   where the fault is reported, and the message; path_zh where the path is in words, too
///     schema         "refuses" a matter of form, which standard.schema.json sees, "allows" one of meaning
namespace timebank::standard::test {

struct BadDocument {
    std::string area;  ///< name of the file
    std::string name;
    std::string base;
    std::string text;         ///< of the spoilt document
    std::size_t patches = 0;  ///< how many places are spoilt; 0: the text is no JSON to be had as values
    std::string path, path_zh;
    std::string en, zh;
    bool schema_refuses = false;

    bool is_json() const { return patches > 0; }
};

/// All rows of all files. Throws std::invalid_argument on a row that cannot be applied.
const std::vector<BadDocument>& bad_documents();

}  // namespace timebank::standard::test
