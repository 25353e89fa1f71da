// An entry is found by the claim's id; by its index it is read.
#include "timebank/ledger.hpp"

auto look_up(const timebank::Ledger& ledger, std::uint64_t index) {
#ifdef MENDED
    return ledger.entry(index);
#else
    return ledger.find(index);
#endif
}
