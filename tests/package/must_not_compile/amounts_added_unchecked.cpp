// A sum may not fit: whoever adds must say what happens then.
#include "timebank/amount.hpp"

std::optional<timebank::Amount> sum(timebank::Amount a, timebank::Amount b) {
#ifdef MENDED
    return checked_add(a, b);
#else
    return a + b;
#endif
}
