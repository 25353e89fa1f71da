#include "timebank/opening_sheet.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/codec.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "intake/csv.hpp"
#include "intake/office_signing.hpp"
#include "intake/opening_row.hpp"
#include "intake/sheet_text.hpp"
#include "intake/sign_in_row.hpp"
#include "intake/standing.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

using intake::CsvReader;
using intake::CsvRow;
using intake::OpeningRow;
using intake::RowFault;
using intake::SheetHeader;

/// One sheet on its way into the ledger.
class Openings {
  public:
    Openings(const Ledger& ledger, std::string_view bytes, const OpeningOptions& options)
        : ledger_(ledger), bytes_(bytes), options_(options) {}

    Result<void> read() {
        TIMEBANK_TRY(text, intake::sheet_text(bytes_));
        CsvReader csv(text);
        CsvRow csv_row;
        TIMEBANK_TRY(found, csv.next(csv_row));
        if (!found) return fail(Code::bad_document, "表是空的", "the sheet is empty");
        TIMEBANK_TRY(header, SheetHeader::read(csv_row, opening_columns(), options_.own_headings));
        report_.batch = intake::batch_id(ledger_.origin(), bytes_);
        const auto source = sha256(bytes_of(bytes_));
        intake::OpeningSheet sheet{ledger_, std::move(header), options_, source, {}};
        for (;;) {
            TIMEBANK_TRY(more, csv.next(csv_row));
            if (!more) break;
            ++report_.rows;
            TIMEBANK_TRY(read, intake::read_opening_row(sheet, csv_row));
            if (auto* fault = std::get_if<RowFault>(&read))
                break_row(csv_row.line, std::move(*fault));
            else
                take(csv_row.line, std::get<OpeningRow>(std::move(read)));
        }
        return check_size();
    }

    /// Adds up what was read; the sums mean nothing while a row could not be read.
    Result<void> check_sums() {
        for (auto& [unit, sum] : sums_) {
            TIMEBANK_TRY(scale, scale_of(unit));
            report_.sums.push_back({unit, to_text(sum.amount, scale), sum.accounts});
        }
        if (report_.broken_rows != 0) return {};
        for (const auto& [unit, sum] : sums_) TIMEBANK_CHECK(check_sum(unit, sum.amount));
        for (const auto& issue : options_.issues)
            if (sums_.count(issue.unit) == 0)
                return fail(Code::bad_document, "给出了 {0} 的总额，而表里没有这种单位的余额",
                            "a total of {0} was stated, and the sheet has no balance in that unit",
                            {issue.unit});
        return {};
    }

    /// Asks the ledger about each row, and then about all that are new.
    Result<void> try_rows() {
        TIMEBANK_CHECK(check_other_date());
        for (auto& row : rows_) {
            TIMEBANK_TRY(is_new, find_recorded(row));
            if (is_new) new_rows_.push_back(&row);
        }
        report_.new_rows = new_rows_.size();
        TIMEBANK_CHECK(sign());
        if (group_.empty()) return {};
        TIMEBANK_TRY(quotes, ledger_.quote(group_));
        std::vector<PostResult> results;
        for (auto& quote : quotes) results.push_back(std::move(quote.result));
        take_refusals(results);
        return {};
    }

    Result<void> post(Ledger& ledger) {
        if (group_.empty() || !posts()) return {};
        TIMEBANK_TRY(results, ledger.post(group_));
        take_refusals(results);
        return {};
    }

    bool posts() const { return report_.broken_rows == 0 && report_.refused_rows == 0; }

    OpeningReport take_report() {
        report_.posts = posts();
        std::sort(report_.reports.begin(), report_.reports.end(),
                  [](const RowReport& a, const RowReport& b) { return a.line < b.line; });
        return std::move(report_);
    }

  private:
    struct Row {
        std::size_t line = 0;
        OpeningRow read;
        ClaimId id;
    };
    struct Sum {
        Amount amount;
        std::size_t accounts = 0;
    };

    void break_row(std::size_t line, RowFault fault) {
        ++report_.broken_rows;
        report_row(line, RowOutcome::broken, std::move(fault.column), std::move(fault.text));
    }

    RowReport& report_row(std::size_t line, RowOutcome outcome, std::string column, Text text) {
        RowReport report;
        report.outcome = outcome;
        report.line = report.last_line = line;
        report.column = std::move(column);
        report.text = std::move(text);
        report_.reports.push_back(std::move(report));
        return report_.reports.back();
    }

    void take(std::size_t line, OpeningRow row) {
        if (row.opening.amount.minor_units == 0) {
            ++report_.zero_rows;
            return;
        }
        const auto key = intake::opening_id(ledger_.origin(), row, 0);
        if (const auto [place, first] = lines_.emplace(key, line); !first)
            return break_row(line, {"", say("与第 {} 行是同一账户、同一单位、同一日期：请合并成一行",
                                            "it is the same account, unit and date as line {}: make one of "
                                            "the two",
                                            {std::to_string(place->second)})});
        auto& sum = sums_[row.opening.unit];
        const auto added = checked_add(sum.amount, row.opening.amount);
        if (!added)
            return break_row(line, {row.amount_heading, say("合计超出范围", "the sum is out of range")});
        sum.amount = *added;
        ++sum.accounts;
        rows_.push_back({line, std::move(row), key});
    }

    Result<void> check_size() const {
        if (report_.rows == 0)
            return fail(Code::bad_document, "表里只有表头：请先填写",
                        "the sheet has headings and no rows: fill it in");
        if (rows_.size() <= limits::entries_per_commit) return {};
        return fail(Code::bad_document, "表里有 {0} 笔余额，一次最多 {1} 笔：请分成几张表，各写总额",
                    "the sheet has {0} balances, at most {1} can be opened together: cut it into several, "
                    "each with its total",
                    {std::to_string(rows_.size()), std::to_string(limits::entries_per_commit)});
    }

    /// The same sheet under another date would open every balance twice.
    Result<void> check_other_date() const {
        if (!options_.lot_date) return {};
        TIMEBANK_TRY(indexes, ledger_.entries_of_batch(report_.batch, 0, limits::entries_per_commit));
        for (const auto index : indexes) {
            TIMEBANK_TRY(entry, intake::what_counts(ledger_, index));
            const auto* opening = entry ? opening_in(entry->signed_claim.claim) : nullptr;
            if (opening && std::none_of(rows_.begin(), rows_.end(), [&](const Row& row) {
                    return row.read.opening.lot_date == opening->lot_date;
                }))
                return fail(
                    Code::bad_document,
                    "这张表已按日期 {0} 导入（条目 {1}）：请用同一日期；若日期有误，请先冲销那次导入",
                    "this sheet was imported with the date {0} already (entry {1}): say that date; if "
                    "it is wrong, reverse that import first",
                    {to_text(opening->lot_date), std::to_string(index)});
        }
        return {};
    }

    Result<std::int64_t> scale_of(const std::string& code) const {
        TIMEBANK_TRY(unit, ledger_.unit(code));
        if (unit) return unit->minor_units_in_one;
        return fail(Code::not_found, "账本里没有单位“{}”：请核对代码，或先定义它",
                    "the ledger has no unit \"{}\": check the code, or define it first", {code});
    }

    Result<void> check_sum(const std::string& unit, Amount sum) const {
        const auto issue = std::find_if(options_.issues.begin(), options_.issues.end(),
                                        [&](const StatedIssue& one) { return one.unit == unit; });
        TIMEBANK_TRY(scale, scale_of(unit));
        if (issue == options_.issues.end())
            return fail(Code::bad_document, "没有说明 {0} 的总额；表中合计 {1}，请与原账核对后写明",
                        "no total is stated for {0}; the sheet adds up to {1}: compare it with the old "
                        "books and state it",
                        {unit, to_text(sum, scale)});
        TIMEBANK_TRY(stated, parse_amount(issue->amount, scale));
        if (stated == sum) return {};
        const auto difference = checked_subtract(sum, stated);
        return fail(Code::bad_document,
                    "{0} 的余额合计 {1}，而所说的总额是 {2}，相差 {3}：请查明是哪一行，或总额写错了",
                    "the balances in {0} add up to {1}, but {2} was stated, a difference of {3}: find the "
                    "row, or mend the total",
                    {unit, to_text(sum, scale), to_text(stated, scale),
                     difference ? to_text(*difference, scale) : "?"});
    }

    /// Whether the row is new. Its id is then one that no entry has.
    Result<bool> find_recorded(Row& row) {
        for (std::uint32_t attempt = 0;; ++attempt) {
            row.id = intake::opening_id(ledger_.origin(), row.read, attempt);
            TIMEBANK_TRY(index, ledger_.find(row.id, options_.signing.author->public_key()));
            if (!index) return true;
            TIMEBANK_TRY(entry, intake::what_counts(ledger_, *index));
            if (entry) return take_recorded(row, *entry);
        }
    }

    Result<bool> take_recorded(const Row& row, const Entry& entry) {
        const auto* recorded = opening_in(entry.signed_claim.claim);
        const auto index = std::to_string(entry.index);
        if (recorded && recorded->amount == row.read.opening.amount &&
            recorded->issuer == row.read.opening.issuer) {
            ++report_.recorded_rows;
            return false;
        }
        ++report_.refused_rows;
        TIMEBANK_TRY(scale, scale_of(row.read.opening.unit));
        const auto before = recorded ? to_text(recorded->amount, scale) : "-";
        auto& report = report_row(
            row.line, RowOutcome::differs, row.read.amount_heading,
            say("条目 {0} 记为 {1}：请在那里更正（correct），或冲销后重新导入",
                "it was recorded with {1} in entry {0}: correct it there, or reverse it and import again",
                {index, before}));
        report.entry = entry.index;
        return false;
    }

    Result<void> sign() {
        std::vector<ClaimId> ids;
        for (const auto* row : new_rows_) ids.push_back(row->id);
        if (ids.empty()) return {};
        const auto digest = group_digest(options_.signing.author->public_key(), ids);
        for (const auto* row : new_rows_) {
            Claim claim;
            claim.origin = ledger_.origin();
            claim.ledger = ledger_.genesis_hash();
            claim.id = row->id;
            claim.acting_for = options_.signing.author_owner;
            claim.group = digest;
            claim.batch = report_.batch;
            claim.content = row->read.opening;
            TIMEBANK_TRY(signed_claim, intake::sign_by_office(std::move(claim), options_.signing));
            group_.push_back(std::move(signed_claim));
        }
        return {};
    }

    /// A group is refused for one row's sake; the others only say that they go with it.
    void take_refusals(const std::vector<PostResult>& results) {
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto& result = results[i];
            if (result.outcome != PostOutcome::refused ||
                result.refusal.code == RefusalCode::group_incomplete)
                continue;
            ++report_.refused_rows;
            auto& report =
                report_row(new_rows_[i]->line, RowOutcome::refused, "", explain_refusal(result.refusal));
            report.refusal = result.refusal.code;
        }
    }

    const Ledger& ledger_;
    std::string_view bytes_;
    const OpeningOptions& options_;
    OpeningReport report_;
    std::vector<Row> rows_;
    std::vector<const Row*> new_rows_;
    std::map<ClaimId, std::size_t> lines_;
    std::map<std::string, Sum> sums_;
    std::vector<SignedClaim> group_;  ///< of new_rows_, in their order
};

Result<void> check_options(const OpeningOptions& options) {
    if (options.signing.author == nullptr)
        return fail(Code::invalid_argument, "期初余额须由两位负责人签署：请指定密钥",
                    "opening balances take the signatures of two officers: name their keys");
    if (is_code(options.issuer)) return {};
    return fail(Code::invalid_argument, "发行户 “{}” 不是账户编号：请写明余额由哪个发行户发出",
                "the issuer \"{}\" is no owner: say which issuer's account the balances come from",
                {excerpt(options.issuer)});
}

Result<void> prepare(Openings& openings, const OpeningOptions& options) {
    TIMEBANK_CHECK(check_options(options));
    TIMEBANK_CHECK(openings.read());
    TIMEBANK_CHECK(openings.check_sums());
    return openings.try_rows();
}

}  // namespace

Result<OpeningReport> try_openings(const Ledger& ledger, std::string_view sheet,
                                   const OpeningOptions& options) {
    try {
        Openings openings(ledger, sheet, options);
        TIMEBANK_CHECK(prepare(openings, options));
        return openings.take_report();
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

Result<OpeningReport> import_openings(Ledger& ledger, std::string_view sheet, const OpeningOptions& options) {
    try {
        Openings openings(ledger, sheet, options);
        TIMEBANK_CHECK(prepare(openings, options));
        TIMEBANK_CHECK(openings.post(ledger));
        return openings.take_report();
    } catch (const BadResult& no_digest) {
        return no_digest.error();
    }
}

}  // namespace timebank
