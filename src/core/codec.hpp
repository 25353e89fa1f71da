#pragma once

#include <string>
#include <string_view>

#include "timebank/bytes.hpp"

/// Big-endian, length-prefixed bytes: the alphabet of src/entry/FORMAT.md and src/store/FORMAT.md.
namespace timebank {

/// Appends to bytes it owns. Lengths are the caller's to check: text8 and count8 require size() <= 255.
class Encoder {
  public:
    void u8(std::uint8_t value) { bytes_.push_back(value); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void i64(std::int64_t value) { number(static_cast<std::uint64_t>(value), 8); }
    void raw(ByteView value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }
    /// One byte of length, then the characters.
    void text8(std::string_view value) {
        u8(static_cast<std::uint8_t>(value.size()));
        raw(bytes_of(value));
    }
    /// Four bytes of length, then the bytes.
    void block32(ByteView value) {
        u32(static_cast<std::uint32_t>(value.size()));
        raw(value);
    }

    std::size_t size() const { return bytes_.size(); }
    const Bytes& bytes() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

  private:
    void number(std::uint64_t value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
            bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    Bytes bytes_;
};

/// Reads what Encoder wrote, from bytes that may come from anywhere. The first read past the end, or a call
/// of fail(), makes the decoder bad for good: later reads give zeros, so a caller checks done() once at the
/// end, and ok() before it trusts a count.
class Decoder {
  public:
    explicit Decoder(ByteView bytes) : rest_(bytes) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(number(8)); }
    /// The next `size` bytes, borrowed from the input; empty when there are fewer.
    ByteView raw(std::size_t size);
    template <std::size_t N>
    std::array<std::uint8_t, N> array() {
        std::array<std::uint8_t, N> value{};
        auto bytes = raw(N);
        for (std::size_t i = 0; i < bytes.size(); ++i) value[i] = bytes[i];
        return value;
    }
    std::string text8() { return std::string(text_of(raw(u8()))); }
    ByteView block32() { return raw(u32()); }

    void fail() { ok_ = false; }
    bool ok() const { return ok_; }
    std::size_t remaining() const { return rest_.size(); }
    /// Everything was there and nothing is left over.
    bool done() const { return ok_ && rest_.empty(); }

  private:
    std::uint64_t number(std::size_t width);
    ByteView rest_;
    bool ok_ = true;
};

}  // namespace timebank
