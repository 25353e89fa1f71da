#include "intake/sign_in_columns.hpp"

#include "intake/csv.hpp"
#include "timebank/sheet.hpp"

namespace timebank {
namespace {

using intake::SignIn;
using Use = SheetColumn::Use;

/// A column of the template, with what its two rows show.
struct Sample {
    SignIn column;
    Text first;
    Text second;
};

Text both(const std::string& cell) {
    return {cell, cell};
}

const std::vector<Sample>& samples() {
    static const std::vector<Sample> all = {
        {SignIn::date, both("2018-06-05"), both("2018-06-05")},
        {SignIn::start, both("07:00"), both("14:30")},
        {SignIn::end, both("09:30"), both("15:10")},
        {SignIn::volunteer, both("v-002"), both("v-012")},
        {SignIn::name, {"王某", "A. Wang"}, {"李某", "B. Li"}},
        {SignIn::role, {"志愿者", "volunteer"}, {"志愿者", "volunteer"}},
        {SignIn::category, {"食堂帮厨", "canteen help"}, both("home-visit")},
        {SignIn::session, {"早餐", "breakfast"}, both("")},
        {SignIn::receiver, both(""), both("r-001")},
        {SignIn::place, both("canteen"), both("homes")},
        {SignIn::note,
         {"示例，请删去：早餐帮厨，同一场次的人填同一名称", "an example, remove it: one session, one label"},
         {"示例，请删去：入户探访，受服务者是 r-001", "an example, remove it: a visit to r-001"}},
    };
    return all;
}

/// Who did what, and when: the columns that most sheets have.
std::vector<SheetColumn> main_columns() {
    return {
        {"date",
         Use::required,
         {"日期", "date"},
         {"服务日期", "活动日期", "day", "service date"},
         {"服务开始的日期：2018-06-04、2018/6/4 或 2018年6月4日",
          "the day on which the service starts: 2018-06-04, 2018/6/4 or 2018年6月4日"}},
        {"start",
         Use::required,
         {"开始", "start"},
         {"开始时间", "签到", "签到时间", "起始时间", "start time", "from", "sign in", "time in"},
         {"开始的时间，24 小时制：8:30", "when it starts, by the 24-hour clock: 8:30"}},
        {"end",
         Use::optional,
         {"结束", "end"},
         {"结束时间", "签退", "签退时间", "end time", "until", "to", "sign out", "time out"},
         {"结束的时间；可改填时长", "when it ends; or fill in the minutes"}},
        {"minutes",
         Use::optional,
         {"分钟", "minutes"},
         {"时长", "时长(分钟)", "分钟数", "服务时长", "服务时长(分钟)", "duration", "duration (minutes)"},
         {"时长，整分钟；与结束时间二选一，都填须一致",
          "how long it takes, in whole minutes; instead of the end, or in agreement with it"}},
        {"volunteer",
         Use::required,
         {"人员编号", "volunteer"},
         {"编号", "志愿者", "志愿者编号", "会员号", "会员编号", "参加者编号", "number", "member",
          "member number", "person", "owner", "volunteer number"},
         {"这个人登记时的编号，无论以什么角色参加", "the person's number as registered, whatever the role"}},
        {"name",
         Use::ignored,
         {"姓名", "name"},
         {"名字", "志愿者姓名", "full name"},
         {"不进账本", "stays out of the ledger"}},
        {"role",
         Use::optional,
         {"角色", "role"},
         {"身份"},
         {"志愿者（空白即是）、受服务者、参加者、社工，或标准里的角色代码",
          "volunteer (also when empty), receiver, attendee, social-worker, or a role of the standard"}},
        {"category",
         Use::required,
         {"类别", "category"},
         {"服务类别", "项目", "服务项目", "活动类别", "service", "activity"},
         {"标准里的类别，写名称或代码", "a category of the standard, by its name or code"}},
    };
}

/// What a sheet may say beside that.
std::vector<SheetColumn> further_columns() {
    return {
        {"session",
         Use::optional,
         {"场次", "session"},
         {"活动", "活动名称", "场次名称", "event"},
         {"同一天填写相同的行是同一场次；空白则这一行自成一场；只有摘要进账本",
          "rows of one day that say the same are one session; empty: the row is one of its own; only a hash "
          "enters the ledger"}},
        {"receiver",
         Use::optional,
         {"受服务者", "receiver"},
         {"服务对象", "受服务者编号", "服务对象编号", "receivers", "client"},
         {"这一行的人服务了谁：编号，几个之间用 ; 或 、 隔开；同一场次每人只写一次",
          "whom the person of this row served: numbers, with ; or 、 between them; each once in a session"}},
        {"place",
         Use::optional,
         {"地点", "place"},
         {"地点代码", "服务地点", "location"},
         {"地点代码，如 canteen", "a code such as canteen"}},
        {"quantity",
         Use::optional,
         {"件数", "quantity"},
         {"数量", "份数", "items"},
         {"按件计分时的件数", "items, where a tariff counts items"}},
        {"own_minutes",
         Use::optional,
         {"个人分钟", "own minutes"},
         {"个人时长", "个人时长(分钟)", "实际分钟"},
         {"这个人只参加了一部分时，本人的分钟数", "this person's minutes, if only a part of the whole"}},
        {"travel_minutes",
         Use::optional,
         {"路程分钟", "travel minutes"},
         {"路程", "路程(分钟)", "交通分钟", "travel"},
         {"往返路上的分钟数", "minutes on the way there and back"}},
        {"on_behalf_of",
         Use::optional,
         {"代表", "on behalf of"},
         {"代表编号", "为谁服务", "team"},
         {"为哪个账户（如团队）服务的编号", "an account, such as a team, for which it was done"}},
        {"evidence",
         Use::optional,
         {"凭据", "evidence"},
         {"证明", "凭证"},
         {"签到签退（空白即是）、自报、受服务者确认、协调员核准、照片、无",
          "sign-in-out (also when empty), self-report, receiver-confirmation, coordinator-approval, photo, "
          "none"}},
        {"id",
         Use::optional,
         {"记录号", "id"},
         {"记录编号", "流水号", "序列号", "record", "record number"},
         {"这一行固定的号码，在所有的表里不重复；有了它，改正其他各格仍是同一行",
          "a number for this row alone in all sheets: with other cells mended, it is the same row still"}},
        {"phone",
         Use::ignored,
         {"电话", "phone"},
         {"手机", "手机号", "联系电话", "telephone"},
         {"不进账本", "stays out of the ledger"}},
        {"signature",
         Use::ignored,
         {"签名", "signature"},
         {"签字", "signed"},
         {"不进账本", "stays out of the ledger"}},
        {"note",
         Use::ignored,
         {"备注", "note"},
         {"说明", "序号", "notes", "remarks", "no."},
         {"不进账本", "stays out of the ledger"}},
    };
}

}  // namespace

const std::vector<SheetColumn>& sign_in_columns() {
    static const std::vector<SheetColumn> columns = [] {
        auto all = main_columns();
        const auto further = further_columns();
        all.insert(all.end(), further.begin(), further.end());
        return all;
    }();
    return columns;
}

std::string sign_in_template(Language language) {
    std::string headings;
    std::string first;
    std::string second;
    const auto add = [](std::string& row, const std::string& cell) {
        row += (row.empty() ? "" : ",") + intake::csv_cell(cell);
    };
    for (const auto& sample : samples()) {
        const auto& column = sign_in_columns()[static_cast<std::size_t>(sample.column)];
        add(headings, column.heading.in(language));
        add(first, sample.first.in(language));
        add(second, sample.second.in(language));
    }
    return "\xEF\xBB\xBF" + headings + "\r\n" + first + "\r\n" + second + "\r\n";
}

}  // namespace timebank
