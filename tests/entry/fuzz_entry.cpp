#include <algorithm>
#include <cstdlib>

#include "timebank/entry.hpp"

// For libFuzzer: whatever the bytes are, they are refused or they are the one encoding of what they decode
// to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto entry = timebank::decode_entry({data, size});
    if (!entry) {
        if (entry.error().code != timebank::Code::bad_encoding) std::abort();
        return 0;
    }
    const auto bytes = timebank::encode_entry(*entry);
    if (!bytes || !std::equal(bytes->begin(), bytes->end(), data, data + size)) std::abort();
    return 0;
}
