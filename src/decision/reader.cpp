#include "decision/reader.hpp"

#include <algorithm>

#include "core/try.hpp"

namespace timebank {
namespace {

using Records = std::map<Bytes, Bytes>;

Bytes owned(ByteView bytes) {
    return {bytes.begin(), bytes.end()};
}

Records::const_iterator end_of(const Records& records, ByteView until) {
    return until.empty() ? records.end() : records.lower_bound(owned(until));
}

const Records* records_of(const Overlay::Changes& changes, Table table) {
    auto found = changes.find(table);
    return found == changes.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view to_text(Table table) {
    switch (table) {
        case Table::log:
            return "log";
        case Table::checkpoints:
            return "checkpoints";
        case Table::nodes:
            return "nodes";
        case Table::head:
            return "head";
        case Table::ids:
            return "ids";
        case Table::keys:
            return "keys";
        case Table::units:
            return "units";
        case Table::accounts:
            return "accounts";
        case Table::balances:
            return "balances";
        case Table::editions:
            return "editions";
        case Table::tally_definitions:
            return "tally_definitions";
        case Table::tallies:
            return "tallies";
        case Table::reversals:
            return "reversals";
        case Table::batches:
            return "batches";
        case Table::owner_entries:
            return "owner_entries";
        case Table::rulings:
            return "rulings";
        case Table::service_times:
            return "service_times";
        case Table::holds:
            return "holds";
        case Table::set_aside:
            return "set_aside";
        case Table::text_generation:
            return "text_generation";
        case Table::texts:
            return "texts";
    }
    return "";
}

void Overlay::put(Table table, Bytes key, Bytes value) {
    changes_[table].insert_or_assign(std::move(key), std::move(value));
}

void Overlay::merge(Overlay&& above) {
    for (auto& [table, records] : above.changes_) {
        auto& mine = changes_[table];
        for (auto& [key, value] : records) mine.insert_or_assign(key, std::move(value));
    }
    above.changes_.clear();
}

Result<std::optional<Bytes>> Overlay::get(Table table, ByteView key) const {
    if (const auto* records = records_of(changes_, table))
        if (auto found = records->find(owned(key)); found != records->end())
            return std::optional(found->second);
    if (below_) return below_->get(table, key);
    return std::optional<Bytes>();
}

Result<std::vector<Record>> Overlay::scan(Table table, ByteView from, ByteView until,
                                          std::size_t limit) const {
    std::vector<Record> below;
    if (below_) {
        TIMEBANK_TRY(read, below_->scan(table, from, until, limit));
        below = std::move(read);
    }
    const auto* records = records_of(changes_, table);
    if (!records || (!until.empty() && owned(until) <= owned(from))) return below;

    std::vector<Record> merged;
    auto mine = records->lower_bound(owned(from));
    const auto end = end_of(*records, until);
    auto theirs = below.begin();
    while (merged.size() < limit && (mine != end || theirs != below.end())) {
        if (theirs == below.end() || (mine != end && mine->first <= theirs->key)) {
            if (theirs != below.end() && theirs->key == mine->first) ++theirs;  // replaced here
            merged.push_back({mine->first, mine->second});
            ++mine;
        } else {
            merged.push_back(std::move(*theirs++));
        }
    }
    return merged;
}

Result<std::optional<Record>> Overlay::last(Table table, ByteView from, ByteView until) const {
    std::optional<Record> below;
    if (below_) {
        TIMEBANK_TRY(read, below_->last(table, from, until));
        below = std::move(read);
    }
    const auto* records = records_of(changes_, table);
    if (!records) return below;
    auto end = end_of(*records, until);
    if (end == records->begin()) return below;
    auto mine = std::prev(end);
    if (mine->first < owned(from) || (below && below->key > mine->first)) return below;
    return std::optional(Record{mine->first, mine->second});
}

}  // namespace timebank
