#include "intake/sheet_header.hpp"

#include <algorithm>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "intake/sheet_text.hpp"

namespace timebank::intake {
namespace {

using Places = std::vector<std::optional<std::size_t>>;

/// What counts of a heading.
std::string normalised(std::string_view heading) {
    std::string plain;
    for (char character : half_width(trimmed_cell(heading))) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
        if (std::string_view(" _-*").find(character) == std::string_view::npos) plain += character;
    }
    return plain;
}

bool names(const std::string& plain, const SheetColumn& column) {
    const auto is_it = [&](std::string_view spelling) { return normalised(spelling) == plain; };
    return is_it(column.code) || is_it(column.heading.zh) || is_it(column.heading.en) ||
           std::any_of(column.spellings.begin(), column.spellings.end(), is_it);
}

/// columns.size() when none has that name.
std::size_t find_column(const std::vector<SheetColumn>& columns, const std::string& plain) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const SheetColumn& column) { return names(plain, column); });
    return static_cast<std::size_t>(found - columns.begin());
}

/// Finds the column of each heading of one sheet.
class HeadingReader {
  public:
    HeadingReader(const std::vector<SheetColumn>& columns, const std::vector<OwnHeading>& own)
        : columns_(columns), own_(own) {}

    /// columns.size() when none has that name.
    std::size_t column_of(const std::string& heading) const {
        const auto plain = normalised(heading);
        for (const auto& one : own_)
            if (normalised(one.heading) == plain) return find_column(columns_, normalised(one.code));
        return find_column(columns_, plain);
    }

    Result<void> check_own(const std::vector<std::string>& headings) const {
        for (const auto& one : own_) {
            if (find_column(columns_, normalised(one.code)) == columns_.size())
                return fail(Code::invalid_argument, "没有列 {0}：可用的列为 {1}",
                            "there is no column {0}: it must be one of {1}", {excerpt(one.code), codes()});
            const auto is_it = [&](const std::string& heading) {
                return normalised(heading) == normalised(one.heading);
            };
            if (std::none_of(headings.begin(), headings.end(), is_it))
                return fail(Code::invalid_argument, "表头里没有“{}”：请照表里的写法写",
                            "the sheet has no heading \"{}\": write it as it stands there",
                            {excerpt(one.heading)});
        }
        return {};
    }

    std::string codes() const {
        std::string all;
        for (const auto& column : columns_) all += (all.empty() ? "" : ", ") + std::string(column.code);
        return all;
    }

  private:
    const std::vector<SheetColumn>& columns_;
    const std::vector<OwnHeading>& own_;
};

Error unknown_heading(std::string_view heading, std::size_t position,
                      const std::vector<SheetColumn>& columns) {
    return fail(
        Code::bad_document,
        "第 {0} 列的表头“{1}”不认识：第一行须是表头，可用的有 {2}；其他写法请用 --column 列=表头 指明，"
        "不需要的列写 --column 备注={1}",
        "column {0} has the heading \"{1}\", which is not known: the first line holds the headings, which "
        "may "
        "be {3}; say --column COLUMN=HEADING for another wording, and --column note=\"{1}\" for a column "
        "that "
        "is not needed",
        {std::to_string(position + 1), excerpt(heading), headings_of(columns, Language::zh),
         headings_of(columns, Language::en)});
}

/// Spreadsheets of other countries separate by semicolons, text files by tabs.
Result<void> check_separator(const std::vector<std::string>& headings) {
    struct Separator {
        std::string_view text, zh, en;
    };
    constexpr Separator others[] = {{";", "分号", "semicolons"},
                                    {"\t", "制表符", "tabs"},
                                    {"，", "中文逗号", "Chinese commas"},
                                    {"|", "竖线", "vertical bars"}};
    if (headings.size() > 1) return {};
    for (const auto& other : others)
        if (headings.front().find(other.text) != std::string::npos)
            return fail(Code::bad_document, "各列之间用的是{0}：请另存为“CSV UTF-8（逗号分隔）”，再导入",
                        "the columns are separated by {1}: save it as \"CSV UTF-8 (comma delimited)\" and "
                        "import that",
                        {other.zh, other.en});
    return {};
}

Result<void> check_required(const Places& places, const std::vector<SheetColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].use == SheetColumn::Use::required && !places[i])
            return fail(Code::bad_document,
                        "缺少列“{0}”（{1}）：请在表里加上；若用了别的名称，请写 --column {2}=表头",
                        "the column \"{3}\" ({4}) is missing: add it; if it goes by another name, say "
                        "--column {2}=HEADING",
                        {columns[i].heading.zh, columns[i].meaning.zh, columns[i].code, columns[i].heading.en,
                         columns[i].meaning.en});
    return {};
}

}  // namespace

std::string headings_of(const std::vector<SheetColumn>& columns, Language language) {
    std::string all;
    for (const auto& column : columns)
        all += (all.empty() ? "" : language == Language::zh ? "、" : ", ") + column.heading.in(language);
    return all;
}

Result<SheetHeader> SheetHeader::read(const CsvRow& row, const std::vector<SheetColumn>& columns,
                                      const std::vector<OwnHeading>& own_headings) {
    SheetHeader header;
    header.columns_ = &columns;
    header.places_.resize(columns.size());
    for (const auto& cell : row.cells) header.headings_.emplace_back(trimmed_cell(cell));
    while (!header.headings_.empty() && header.headings_.back().empty()) header.headings_.pop_back();
    TIMEBANK_CHECK(check_separator(header.headings_));

    const HeadingReader reader(columns, own_headings);
    TIMEBANK_CHECK(reader.check_own(header.headings_));
    for (std::size_t place = 0; place < header.headings_.size(); ++place) {
        const auto& heading = header.headings_[place];
        if (heading.empty()) continue;  // check() sees to it that nothing stands below
        const auto column = reader.column_of(heading);
        if (column == columns.size()) return unknown_heading(heading, place, columns);
        auto& taken = header.places_[column];
        if (taken && columns[column].use != SheetColumn::Use::ignored)
            return fail(Code::bad_document, "第 {0} 列“{1}”和第 {2} 列“{3}”是同一种内容：请只留一列",
                        "column {0}, \"{1}\", and column {2}, \"{3}\", are the same: keep one of them",
                        {std::to_string(*taken + 1), excerpt(header.headings_[*taken]),
                         std::to_string(place + 1), excerpt(heading)});
        taken = place;
    }
    TIMEBANK_CHECK(check_required(header.places_, columns));
    return header;
}

std::string_view SheetHeader::cell(const CsvRow& row, std::size_t column) const {
    const auto place = places_[column];
    return place ? trimmed_cell(row.cells[*place]) : std::string_view();
}

std::string SheetHeader::heading(std::size_t column) const {
    if (const auto place = places_[column]) return headings_[*place];
    return std::string((*columns_)[column].code);
}

std::optional<RowFault> SheetHeader::check(const CsvRow& row) const {
    if (row.cells.size() < headings_.size())
        return RowFault{"",
                        say("这一行有 {0} 格，表头有 {1} 格：请补齐缺少的单元格，或检查是否少了逗号",
                            "the row has {0} cells and the header {1}: add those that are missing, or see "
                            "whether a comma is",
                            {std::to_string(row.cells.size()), std::to_string(headings_.size())})};
    bool repeats_header = true;
    for (std::size_t place = 0; place < row.cells.size(); ++place) {
        const auto cell = trimmed_cell(row.cells[place]);
        const bool has_heading = place < headings_.size() && !headings_[place].empty();
        repeats_header = repeats_header && (!has_heading || cell == headings_[place]);
        if (!has_heading && !cell.empty())
            return RowFault{
                "", say("第 {0} 格“{1}”上面没有表头：请补上表头，或删去这一格（内容里的逗号须放在引号内）",
                        "cell {0}, \"{1}\", has no heading above it: write one, or remove the "
                        "cell (a comma inside a cell takes quotation marks around it)",
                        {std::to_string(place + 1), excerpt(cell)})};
    }
    if (repeats_header)
        return RowFault{"", say("这一行又是表头：请删去", "the row is the header again: remove it")};
    return std::nullopt;
}

}  // namespace timebank::intake
