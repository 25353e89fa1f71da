#include "intake/opening_row.hpp"

#include <algorithm>

#include "core/codec.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "intake/sheet_text.hpp"
#include "intake/sheet_values.hpp"
#include "timebank/digest.hpp"

namespace timebank {
namespace {

using Use = SheetColumn::Use;

enum class Opening : std::size_t { owner, name, unit, amount, counted_in, date, phone, note };

std::size_t place_of(Opening column) {
    return static_cast<std::size_t>(column);
}

}  // namespace

const std::vector<SheetColumn>& opening_columns() {
    static const std::vector<SheetColumn> columns = {
        {"owner",
         Use::required,
         {"账户编号", "owner"},
         {"编号", "人员编号", "会员号", "会员编号", "志愿者编号", "number", "member", "member number",
          "account", "volunteer"},
         {"登记时的编号", "the number given at registration"}},
        {"name",
         Use::ignored,
         {"姓名", "name"},
         {"名字", "full name"},
         {"不进账本", "stays out of the ledger"}},
        {"unit",
         Use::optional,
         {"单位", "unit"},
         {"币种"},
         {"单位代码，如 point；全表同一单位的可用 --unit 说明",
          "a unit's code, such as point; one for the whole sheet may be said with --unit"}},
        {"amount",
         Use::required,
         {"余额", "amount"},
         {"积分", "结余", "数额", "时数", "小时", "balance", "points", "hours"},
         {"余额，如 12、58.5；欠账为负；零的略过",
          "the balance: 12, 58.5; negative where it is owed; zeros are skipped"}},
        {"counted_in",
         Use::optional,
         {"计量", "counted in"},
         {},
         {"如 timebank balance --csv 所写：带括号的，余额以最小单位计，如分钟",
          "as timebank balance --csv writes it: with brackets, the balance counts minor units, such as "
          "minutes"}},
        {"date",
         Use::optional,
         {"日期", "date"},
         {"取得日期", "截止日期", "lot date", "as of"},
         {"这些积分何时取得；全表同一日期的可用 --date 说明",
          "when it was earned; one for the whole sheet may be said with --date"}},
        {"phone",
         Use::ignored,
         {"电话", "phone"},
         {"手机", "手机号", "mobile"},
         {"不进账本", "stays out of the ledger"}},
        {"note",
         Use::ignored,
         {"备注", "note"},
         {"说明", "remark", "remarks"},
         {"不进账本", "stays out of the ledger"}},
    };
    return columns;
}

std::string opening_template(Language language) {
    const auto row = [](std::initializer_list<std::string> cells) {
        std::string line;
        for (const auto& cell : cells) line += (line.empty() ? "" : ",") + intake::csv_cell(cell);
        return line + "\r\n";
    };
    const auto& columns = opening_columns();
    const auto heading = [&](Opening column) { return columns[place_of(column)].heading.in(language); };
    const bool chinese = language == Language::zh;
    return "\xEF\xBB\xBF" +
           row({heading(Opening::owner), heading(Opening::name), heading(Opening::unit),
                heading(Opening::amount), heading(Opening::date), heading(Opening::note)}) +
           row({"v-001", chinese ? "王某" : "A. Wang", "point", "12", "2019-12-31",
                chinese ? "示例，请删去" : "an example, remove it"}) +
           row({"v-002", chinese ? "李某" : "B. Li", "point", "58", "2019-12-31",
                chinese ? "示例，请删去" : "an example, remove it"});
}

}  // namespace timebank

namespace timebank::intake {
namespace {

constexpr std::string_view opening_tag = "timebank/sheet-opening/0";

/// The unit as defined; a fault when the ledger has none of that code.
Result<std::variant<const UnitContent*, Text>> find_unit(OpeningSheet& sheet, const std::string& code) {
    using Found = std::variant<const UnitContent*, Text>;
    if (auto known = sheet.units.find(code); known != sheet.units.end()) return Found(&known->second);
    TIMEBANK_TRY(unit, sheet.ledger.unit(code));
    if (unit) return Found(&sheet.units.emplace(code, std::move(*unit)).first->second);
    return Found(say("账本里没有单位“{}”：请核对代码，或先定义它",
                     "the ledger has no unit \"{}\": check the code, or define it first", {excerpt(code)}));
}

/// Digits in threes with commas between them, as spreadsheets show thousands, and the accountant's brackets.
std::string plain_amount(std::string_view cell) {
    auto text = half_width(cell);
    const bool bracketed = text.size() > 2 && text.front() == '(' && text.back() == ')';
    if (bracketed) text = "-" + text.substr(1, text.size() - 2);
    const auto point = std::min(text.find('.'), text.size());
    for (auto comma = text.find(','); comma < point && comma != text.npos;
         comma = text.find(',', comma + 1)) {
        const auto behind = std::min(text.find(',', comma + 1), point);
        if (behind - comma != 4 || comma == 0) return text;  // not thousands: parse_amount() refuses it
    }
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    return text;
}

/// Without zeros behind the point that say nothing: spreadsheets show 12 as "12.00".
std::string without_needless_zeros(std::string text) {
    if (text.find('.') == text.npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

}  // namespace

Result<Amount> read_sheet_amount(std::string_view cell, std::int64_t minor_units_in_one) {
    if (auto damage = damage_of(cell)) return Error{Code::bad_document, *damage};
    auto amount = parse_amount(without_needless_zeros(plain_amount(cell)), minor_units_in_one);
    if (amount) return amount;
    return fail(Code::bad_document, "“{0}”不是数额：{1}", "\"{0}\" is no amount: {2}",
                {excerpt(cell), amount.error().text.zh, amount.error().text.en});
}

Result<std::variant<OpeningRow, RowFault>> read_opening_row(OpeningSheet& sheet, const CsvRow& row) {
    using Read = std::variant<OpeningRow, RowFault>;
    if (auto fault = sheet.header.check(row)) return Read(std::move(*fault));
    const auto cell = [&](Opening column) { return sheet.header.cell(row, place_of(column)); };
    const auto fault = [&](Opening column, Text text) {
        return Read(RowFault{sheet.header.heading(place_of(column)), std::move(text)});
    };
    const auto is_empty = [&](Opening column) {
        const auto& meaning = opening_columns()[place_of(column)].meaning;
        return fault(column, say("这一格是空的，应填：{0}", "the cell is empty; it takes: {1}",
                                 {meaning.zh, meaning.en}));
    };

    OpeningRow read;
    read.amount_heading = sheet.header.heading(place_of(Opening::amount));
    auto& opening = read.opening;
    opening.issuer = sheet.options.issuer;
    opening.source = sheet.source;
    if (cell(Opening::owner).empty()) return is_empty(Opening::owner);
    auto owner = read_sheet_owner(cell(Opening::owner));
    if (!owner) return fault(Opening::owner, owner.error().text);
    opening.owner = std::move(*owner);

    opening.unit = cell(Opening::unit).empty() ? sheet.options.unit : half_width(cell(Opening::unit));
    if (opening.unit.empty()) return is_empty(Opening::unit);
    TIMEBANK_TRY(unit, find_unit(sheet, opening.unit));
    if (const auto* unknown = std::get_if<Text>(&unit)) return fault(Opening::unit, *unknown);

    if (cell(Opening::amount).empty()) return is_empty(Opening::amount);
    // Units that are no decimals are written in their minor units, and the column beside says so.
    const auto counted_in = cell(Opening::counted_in);
    const bool in_minor_units = counted_in.ends_with(")") || counted_in.ends_with("）");
    auto amount = read_sheet_amount(
        cell(Opening::amount), in_minor_units ? 1 : std::get<const UnitContent*>(unit)->minor_units_in_one);
    if (!amount) return fault(Opening::amount, amount.error().text);
    opening.amount = *amount;

    if (cell(Opening::date).empty()) {
        if (!sheet.options.lot_date) return is_empty(Opening::date);
        opening.lot_date = *sheet.options.lot_date;
        return Read(std::move(read));
    }
    auto date = read_sheet_date(cell(Opening::date));
    if (!date) return fault(Opening::date, date.error().text);
    opening.lot_date = *date;
    return Read(std::move(read));
}

ClaimId opening_id(std::string_view origin, const OpeningRow& row, std::uint32_t attempt) {
    const auto& opening = row.opening;
    Encoder encoder;
    for (const std::string_view text :
         {opening_tag, origin, std::string_view(opening.owner), std::string_view(opening.unit)})
        encoder.block32(bytes_of(text));
    encoder.u32(static_cast<std::uint32_t>(opening.lot_date.days));
    encoder.u32(attempt);
    return claim_id_from_digest(sha256(encoder.bytes()));
}

}  // namespace timebank::intake
