// Five of what: points, or sixtieths of an hour?
#include "timebank/amount.hpp"

bool is_enough(timebank::Amount balance) {
#ifdef MENDED
    return balance >= timebank::Amount{5};
#else
    return balance >= 5;
#endif
}
