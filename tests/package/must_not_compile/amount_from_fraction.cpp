// Half a minor unit does not exist.
#include "timebank/amount.hpp"

#ifdef MENDED
const timebank::Amount half{5};
#else
const timebank::Amount half{0.5};
#endif
