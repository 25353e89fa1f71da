#include "intake/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "core/try.hpp"

namespace timebank::intake {
namespace {

/// The first line of `text`, its end included.
std::string_view first_line(std::string_view text) {
    const auto end = text.find_first_of("\r\n");
    if (end == text.npos) return text;
    return text.substr(0, text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
}

bool is_blank(const CsvRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return cell.empty(); });
}

/// libcsv and what it calls back into. It tells neither lines nor rows apart for us: it is fed a line at a
/// time, and a row is complete when it says so.
class Parser {
  public:
    explicit Parser(std::string_view text) : rest_(text) {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    }
    ~Parser() { csv_free(&parser_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    bool at_end() const { return at_end_; }

    /// One row, empty or not; nothing of one when the text ends.
    Result<CsvRow> next() {
        row_ = {};
        row_complete_ = false;
        while (!row_complete_ && !at_end_) TIMEBANK_CHECK(feed());
        return std::move(row_);
    }

  private:
    Result<void> feed() {
        const auto line = first_line(rest_);
        rest_.remove_prefix(line.size());
        at_end_ = line.empty();
        lines_read_ += 1;
        const bool begins = row_.line == 0 && line.find_first_not_of(" \t\r\n") != line.npos;
        if (begins) row_.line = lines_read_;
        const bool sound =
            at_end_ ? csv_fini(&parser_, take_cell, end_row, this) == 0
                    : csv_parse(&parser_, line.data(), line.size(), take_cell, end_row, this) == line.size();
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
        if (sound) return {};
        if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
        at_end_ = true;
        return fault();
    }

    Error fault() const {
        const auto line = std::to_string(row_.line);
        const auto column = std::to_string(row_.cells.size() + 1);
        if (parser_.quoted != 0)
            return fail(Code::bad_document,
                        "第 {0} 行第 {1} "
                        "列：引号没有成对，后面的行无法分辨：请补上或删去引号，单元格内的引号须写两个",
                        "line {0}, column {1}: a quotation mark is opened and not closed at the end of the "
                        "cell, so the lines behind it cannot be told apart: close or remove it; inside a "
                        "cell it is written twice",
                        {line, column});
        return fail(
            Code::bad_document,
            "第 {0} 行第 {1} 列：单元格中间有引号：请删去，或把整个单元格放进引号、里面的引号写两个",
            "line {0}, column {1}: a quotation mark stands in the middle of a cell: remove it, or put "
            "the whole cell in quotation marks and write those inside it twice",
            {line, column});
    }

    /// Exceptions must not fly through C: they wait for feed().
    template <class Work>
    static void guarded(void* self, Work work) {
        auto& parser = *static_cast<Parser*>(self);
        if (parser.thrown_) return;
        try {
            work(parser);
        } catch (...) {
            parser.thrown_ = std::current_exception();
        }
    }
    static void take_cell(void* text, std::size_t size, void* self) {
        guarded(self, [&](Parser& parser) {
            parser.row_.cells.emplace_back(static_cast<const char*>(text), size);
        });
    }
    static void end_row(int, void* self) {
        guarded(self, [](Parser& parser) { parser.row_complete_ = true; });
    }

    csv_parser parser_{};
    std::string_view rest_;
    std::size_t lines_read_ = 0;
    bool at_end_ = false;
    CsvRow row_;
    bool row_complete_ = false;
    std::exception_ptr thrown_;
};

}  // namespace

struct CsvReader::State {
    explicit State(std::string_view text) : parser(text) {}
    Parser parser;
};

CsvReader::CsvReader(std::string_view text) : state_(std::make_unique<State>(text)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;

Result<bool> CsvReader::next(CsvRow& row) {
    while (!state_->parser.at_end()) {
        TIMEBANK_TRY(read, state_->parser.next());
        if (is_blank(read)) continue;
        row = std::move(read);
        return true;
    }
    return false;
}

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
    std::string cell = "\"";
    for (const char character : text) cell += character == '"' ? "\"\"" : std::string(1, character);
    return cell + '"';
}

}  // namespace timebank::intake
