#pragma once

namespace timebank {

/// For totals: 2^63 amounts of 64 bits cannot overflow it.
__extension__ using Int128 = __int128;

}  // namespace timebank
