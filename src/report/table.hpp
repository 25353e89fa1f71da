#pragma once

#include <cstddef>
#include <string_view>

#include "timebank/text_table.hpp"

namespace timebank::report {

/// How many columns of a terminal the text takes. Two for characters that Unicode's EastAsianWidth.txt (UAX
/// #11) calls wide or fullwidth, by whole blocks; none for combining marks and zero-width characters; one for
/// everything else, "ambiguous" ones such as ·, … and “ ” included, as terminals do outside legacy East Asian
/// encodings; one for each byte that is not UTF-8.
std::size_t display_width(std::string_view text);

}  // namespace timebank::report
