#include "intake/import_reports.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace timebank::intake {

void ImportReports::add(RowReport report) {
    const auto line = report.line;
    faults_.emplace(line, std::move(report));
    if (faults_.size() <= ImportReport::reported_max) return;
    faults_.erase(std::prev(faults_.end()));
    ++dropped_;
}

void ImportReports::add_recorded(std::size_t row, std::size_t line, std::uint64_t entry) {
    if (!recorded_.empty() && recorded_.back().next_row == row && recorded_.back().next_entry == entry) {
        recorded_.back().last_line = line;
    } else if (recorded_.size() < ImportReport::reported_max) {
        recorded_.push_back({line, line, entry, 0, 0});
    } else {
        recorded_.back().next_row = 0;  // this one is not shown, and what follows it does not join the last
        return;
    }
    recorded_.back().next_row = row + 1;
    recorded_.back().next_entry = entry + 1;
}

std::vector<RowReport> ImportReports::all() const {
    std::vector<RowReport> all;
    for (const auto& run : recorded_) {
        RowReport report;
        report.outcome = RowOutcome::recorded;
        report.line = run.line;
        report.last_line = run.last_line;
        report.entry = run.entry;
        const auto last_entry = std::to_string(run.next_entry - 1);
        report.text = run.entry + 1 == run.next_entry
                          ? say("早已记为条目 {}", "recorded already, entry {}", {last_entry})
                          : say("早已记为条目 {0} 至 {1}", "recorded already, entries {0} to {1}",
                                {std::to_string(run.entry), last_entry});
        all.push_back(std::move(report));
    }
    for (const auto& [line, report] : faults_) all.push_back(report);
    std::stable_sort(all.begin(), all.end(),
                     [](const RowReport& a, const RowReport& b) { return a.line < b.line; });
    return all;
}

}  // namespace timebank::intake
