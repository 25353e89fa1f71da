#include "report/snapshot.hpp"

#include <limits>

#include "core/try.hpp"
#include "decision/admit.hpp"

namespace timebank::report {

Error damaged(const std::string& zh, const std::string& en) {
    return {Code::data_damaged,
            {"数据文件损坏：" + zh + "。请停止写入并运行 audit",
             "data file damaged: " + en + ". Stop writing and run audit"}};
}

Snapshot::Snapshot(std::shared_ptr<store::Environment> environment,
                   std::unique_ptr<store::ReadTransaction> reader)
    : environment_(std::move(environment)), reader_(std::move(reader)) {}

Result<Snapshot> Snapshot::open(const std::filesystem::path& folder) {
    TIMEBANK_TRY(environment, store::Environment::open(folder / "book", store::Access::read_only));
    TIMEBANK_TRY(transaction, environment->read());
    Snapshot snapshot(std::move(environment),
                      std::make_unique<store::ReadTransaction>(std::move(transaction)));
    TIMEBANK_CHECK(snapshot.read_newest_entry());
    return snapshot;
}

Result<void> Snapshot::read_newest_entry() {
    TIMEBANK_TRY(newest, reader_->last(Table::log, {}, {}));
    if (!newest) return damaged("日志没有条目", "the log has no entries");
    auto entry = decode_entry(newest->value);
    if (!entry) return damaged("日志的最后一条不合格式", "the last entry of the log is malformed");
    last_index_ = entry->index;
    recorded_at_unix_s_ = entry->recorded_at_unix_s;
    const auto& claim = entry->signed_claim.claim;
    TIMEBANK_TRY(index, find_claim(*reader_, claim.id, claim.author));
    if (index) return {};
    return fail(Code::data_damaged, "表落后于日志（最后的条目 {} 还不在表里）：请运行 rebuild",
                "the tables are behind the log (its last entry, {}, is not in them yet): run rebuild",
                {std::to_string(entry->index)});
}

Result<Entry> Snapshot::entry(std::uint64_t index) const {
    TIMEBANK_TRY(entry, read_entry(*reader_, index));
    if (entry) return std::move(*entry);
    const auto number = std::to_string(index);
    return damaged("缺少条目 " + number, "entry " + number + " is missing");
}

Result<UnitContent> Snapshot::unit(const std::string& code) const {
    TIMEBANK_TRY(record, read_unit(*reader_, code));
    if (record) return std::move(record->content);
    return damaged("表“units”缺少 " + code, "table units lacks " + code);
}

Result<Snapshot::PlanPointer> Snapshot::plan_adopted_at(std::uint64_t index) const {
    TIMEBANK_TRY(adopting, entry(index));
    if (const auto* document = document_in(adopting.signed_claim.claim)) return plans_->of(*document);
    const auto number = std::to_string(index);
    return damaged("条目 " + number + " 没有采用标准", "entry " + number + " adopts no standard");
}

Result<Snapshot::PlanPointer> Snapshot::plan(const Digest& edition) {
    if (edition == Digest{}) return PlanPointer();
    if (adopted_at_.empty()) {
        TIMEBANK_TRY(records,
                     reader_->scan(Table::editions, {}, {}, std::numeric_limits<std::size_t>::max()));
        for (const auto& record : records) {
            TIMEBANK_TRY(adopted, decode_edition(record));
            adopted_at_[adopted.digest] = adopted.adopted_at;
        }
    }
    const auto found = adopted_at_.find(edition);
    if (found == adopted_at_.end())
        return damaged("表“editions”缺少 " + to_hex(edition), "table editions lacks " + to_hex(edition));
    return plan_adopted_at(found->second);
}

}  // namespace timebank::report
