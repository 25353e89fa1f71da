#pragma once

#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"

/// JSON as this project reads it: stricter than RFC 8259 wherever two readers could understand one text
/// differently. Pure functions; any thread.
namespace timebank::standard {

using JsonTree = std::shared_ptr<const nlohmann::json>;

/// The text as a tree that holds objects, arrays, strings, int64 integers, true, false and null. bad_json,
/// with the place and what to do, for: more than `bytes_max` bytes, a byte order mark, text that is not
/// UTF-8, lone surrogates, two members of one name, numbers with a point or an exponent or outside 64 bits,
/// more than limits::json_depth levels, and anything behind the value.
Result<JsonTree> parse_json(ByteView text, std::size_t bytes_max);

/// Where `node`, a part of the tree under `root`, stands: "$.rules[0].steps[1].tariff". Found by searching
/// the tree, because a path is needed once, in the message that ends the reading.
std::string path_of(const nlohmann::json& root, const nlohmann::json& node);

/// The path of the member `name` of what stands at `path`.
std::string member_path(const std::string& path, const std::string& name);

}  // namespace timebank::standard
