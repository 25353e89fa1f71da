#include "core/codec.hpp"

namespace timebank {

ByteView Decoder::raw(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
        ok_ = false;
        return {};
    }
    auto bytes = rest_.first(size);
    rest_ = rest_.subspan(size);
    return bytes;
}

std::uint64_t Decoder::number(std::size_t width) {
    std::uint64_t value = 0;
    for (auto byte : raw(width)) value = value << 8 | byte;
    return value;
}

}  // namespace timebank
