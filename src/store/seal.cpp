#include "store/seal.hpp"

#include <algorithm>
#include <string>

#include "timebank/digest.hpp"

namespace timebank::store {

namespace {

Digest check_of(Table table, ByteView key, ByteView value) {
    const std::uint8_t head[] = {static_cast<std::uint8_t>(table), static_cast<std::uint8_t>(key.size() >> 8),
                                 static_cast<std::uint8_t>(key.size())};
    return sha256({ByteView(head), key, value});
}

}  // namespace

Bytes sealed(Table table, ByteView key, ByteView value) {
    const Digest check = check_of(table, key, value);
    Bytes stored;
    stored.reserve(value.size() + seal_bytes);
    stored.insert(stored.end(), value.begin(), value.end());
    stored.insert(stored.end(), check.begin(), check.begin() + seal_bytes);
    return stored;
}

Result<ByteView> unsealed(Table table, ByteView key, ByteView stored) {
    if (stored.size() >= seal_bytes) {
        const ByteView value = stored.first(stored.size() - seal_bytes);
        const Digest check = check_of(table, key, value);
        if (std::equal(check.begin(), check.begin() + seal_bytes, stored.end() - seal_bytes)) return value;
    }
    return fail(
        Code::data_damaged,
        "数据文件损坏：表“{}”中键为 {} 的记录（{} 字节）与其校验码不符；停止写入，运行 audit，从备份恢复",
        "data file damaged: the record of table {} with key {} ({} bytes) does not match its check; stop "
        "writing, run audit, restore from a backup",
        {to_text(table), to_hex(key), std::to_string(stored.size())});
}

}  // namespace timebank::store
