#pragma once

#include <string>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"

/// Two editions of a standard compared: by what they say, not by how they are written.
#pragma GCC visibility push(default)
namespace timebank {

enum class StandardChangeKind {
    added,
    removed,
    changed,
    moved,  ///< the same things in another order
};

std::string_view to_text(StandardChangeKind kind);

struct StandardChange {
    StandardChangeKind kind{};
    std::string path;    ///< in the newer document, such as "$.rules[2].steps[1].cap.limit"; of what was
                         ///< removed, in the older one
    Text place;          ///< the same for people: "rule canteen-points, step 2, cap, limit"
    std::string before;  ///< as JSON; empty when it was added
    std::string after;   ///< as JSON; empty when it was removed
    Text text;           ///< one sentence with all of this; long values are cut short
};

/// What the newer document says otherwise: members by name, lists in their order, removed parts behind.
/// Rules, ladders, caps, limits and bands are found again by id, categories, levels, facts and items by code,
/// examples by name, rows of tables by where they begin; steps without an id first by what they say, then by
/// their kind. Of lists of codes what was added or taken away counts, not the order. Spaces, the order of
/// members and spellings of JSON are no difference; a note is one.
///
/// read_standard()'s error, with "older" or "newer", when one is not sound; invalid_argument for a credit
/// standard beside a redemption standard. Pure; any thread.
Result<std::vector<StandardChange>> compare_standards(ByteView older, ByteView newer);

}  // namespace timebank
#pragma GCC visibility pop
