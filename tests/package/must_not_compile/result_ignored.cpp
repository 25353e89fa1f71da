// What failed must be looked at. Needs: -Werror=unused-result
#include "timebank/ledger.hpp"

void save(timebank::Ledger& ledger) {
#ifdef MENDED
    if (auto note = ledger.checkpoint(); !note) throw timebank::BadResult(note.error());
#else
    ledger.checkpoint();
#endif
}
