// A result is not its value until somebody has looked.
#include "timebank/amount.hpp"

timebank::Amount read(std::string_view text) {
#ifdef MENDED
    return timebank::parse_amount(text, 60).value();
#else
    return timebank::parse_amount(text, 60);
#endif
}
