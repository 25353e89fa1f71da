#pragma once

/// The version of the library, in one place: CMake reads it from here.
namespace timebank {

/// Semantic version, without a prefix.
inline constexpr const char* version_text = "0.1.0";

}  // namespace timebank
