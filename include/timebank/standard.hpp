#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// The two rule documents: the credit standard (积分标准) and the redemption standard (兑换标准). The
/// document is described by src/standard/standard.schema.json and src/standard/REFERENCE.md. Pure functions;
/// any thread.
#pragma GCC visibility push(default)
namespace timebank {

enum class StandardKind : std::uint8_t { credit = 1, redemption = 2 };  // stored: never changed

std::string_view to_text(StandardKind kind);
/// For people: in English the word above, in Chinese what it is called.
Text in_words(StandardKind kind);

/// What picks the edition that decides a claim.
enum class EditionDate : std::uint8_t {
    occurrence = 1,  ///< the civil day on which the service starts, or of the redemption
    recording = 2,   ///< the UTC day of recording
};

/// The head of a document.
struct StandardSummary {
    StandardKind kind = StandardKind::credit;
    std::string id;       ///< a code; all editions of one line have it
    std::string edition;  ///< a code, such as "2018-06"
    std::uint16_t language = 1;
    CivilDate effective_from;
    EditionDate edition_date = EditionDate::occurrence;
    Text title;
    Digest digest{};  ///< SHA-256 of the bytes
};

/// Reads and checks the whole document. bad_json or bad_document with the first fault: its JSON path, what
/// was found and what is allowed.
Result<StandardSummary> read_standard(ByteView document);

/// Something that `standard check` reports about a document that is otherwise sound: what it leaves unsaid,
/// or a rule that can never apply.
struct StandardRemark {
    std::string path;  ///< such as "$.rules[2].steps[1]"
    std::string code;  ///< such as "unreachable_rule"; stable
    Text text;
};

/// The remarks on a sound document; read_standard()'s error otherwise.
Result<std::vector<StandardRemark>> check_standard(ByteView document);

}  // namespace timebank
#pragma GCC visibility pop
