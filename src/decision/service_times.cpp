#include "decision/service_times.hpp"

#include <algorithm>
#include <limits>

#include "core/codec.hpp"
#include "core/try.hpp"
#include "decision/counting.hpp"
#include "decision/named.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

constexpr std::size_t every = std::numeric_limits<std::size_t>::max();
constexpr std::size_t suffix_bytes = 16;  // start 8, index 8

struct Listed {
    std::int64_t start_minutes = 0;  // UTC
    std::uint64_t index = 0;
    std::int64_t end_minutes = 0;  // UTC; the start again once it was given free
};

Result<Listed> decode(const Record& record) {
    Decoder key(ByteView(record.key).last(std::min(suffix_bytes, record.key.size())));
    Decoder value(record.value);
    Listed listed;
    listed.start_minutes = from_ordered(key.u64());
    listed.index = key.u64();
    listed.end_minutes = value.i64();
    if (!key.done() || !value.done())
        return fail(Code::data_damaged,
                    "数据文件损坏：表“service_times”的记录不合格式。请停止写入并运行 audit",
                    "data file damaged: a record of table service_times is not of its layout. Stop writing "
                    "and run audit");
    return listed;
}

}  // namespace

Result<std::optional<std::uint64_t>> read_overlap(const Reader& reader, std::string_view owner,
                                                  CivilTime start, std::int64_t minutes,
                                                  std::optional<std::uint64_t> itself) {
    const auto begin = utc_minutes(start);
    const auto end = begin + minutes;
    if (minutes == 0) return std::optional<std::uint64_t>();
    // No service is longer than this, so none that began before reaches in.
    const auto earliest = begin - limits::service_minutes;
    TIMEBANK_TRY(records, reader.scan(Table::service_times, key_of::service_time(owner, earliest, 0),
                                      key_of::service_time(owner, end, 0), every));
    for (const auto& record : records) {
        TIMEBANK_TRY(listed, decode(record));
        if (listed.index != itself && listed.end_minutes > begin && listed.start_minutes < end)
            return std::optional(listed.index);
    }
    return std::optional<std::uint64_t>();
}

void list_service_times(const ServiceContent& service, const Decision& decision, std::uint64_t index,
                        bool taken, Overlay& book) {
    // Two who have become one were busy for as long as the longer of them.
    const auto& stand_ins = decision.stand_ins;
    const auto renamed = stand_ins.empty() ? std::nullopt : std::optional(with_stand_ins(service, stand_ins));
    const auto& as_they_stand = renamed ? *renamed : service;
    const auto start = utc_minutes(service.actual.start);
    for (const auto& participant : as_they_stand.participants) {
        const auto minutes = occupied_minutes(as_they_stand, participant.owner);
        if (is_served_role(participant.role) || minutes == 0) continue;
        book.put(Table::service_times, key_of::service_time(participant.owner, start, index),
                 encode_minutes(taken ? start + minutes : start));
    }
}

Result<void> merge_service_times(std::string_view owner, std::string_view into, Overlay& book) {
    const auto prefix = key_of::service_times_of(owner);
    TIMEBANK_TRY(records, book.scan(Table::service_times, prefix, key_of::behind(prefix), every));
    for (const auto& record : records) {
        TIMEBANK_TRY(listed, decode(record));
        // Both may have been in one service: it lasts as long as the longer part.
        auto key = key_of::service_time(into, listed.start_minutes, listed.index);
        TIMEBANK_TRY(there, book.get(Table::service_times, key));
        if (!there || *there < record.value) book.put(Table::service_times, std::move(key), record.value);
    }
    return {};
}

}  // namespace timebank
