#include "catch.hpp"
#include "report/book.hpp"
#include "report/explained.hpp"

// One service through everything that a value can meet on its way: two bands of the day, a factor from a
// table, a tie, a daily cap that is partly used, and what flows over into a pool. Every number can be done on
// paper: 120 minutes at 1 and 30 at 2 are 180; 3 hours at a point are 3; two children make it 4 1/2; halfway
// between 4 and 5 the even one is 4; of 5 a day 3 are used, so 2 stay and 2 flow over.

using namespace timebank;
using report_tests::Book;
using report_tests::en;
using report_tests::explain;
using report_tests::service;
using report_tests::zh;

namespace {

const std::string childcare = R"({
  "language": 1, "kind": "credit", "id": "childcare", "edition": "2018-01", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "托管积分标准", "en": "childcare credits"},
  "units": {"point": 1}, "issuer": "issuer",
  "facts": [{"code": "children", "attested_by": ["operator"]}],
  "categories": [{"code": "childcare", "name": {"zh": "托管", "en": "childcare"}}],
  "rules": [{
    "id": "childcare-points", "name": {"zh": "托管积分", "en": "childcare points"},
    "categories": ["childcare"], "roles": ["volunteer"], "unit": "point",
    "steps": [
      {"bands": {"list": [{"id": "evening", "from": "18:00", "until": "22:00", "days": "all", "factor": "2"}],
                 "otherwise": "1"}},
      {"tariff": {"per": "hour", "amount": "1"}},
      {"factor": {"by": {"of": {"fact": "children"},
        "table": [{"from": 1, "value": "1"}, {"from": 2, "value": "1.5"}, {"from": 3, "value": "2"}]}}},
      {"rounding": {"step": "1", "direction": "nearest", "ties": "even", "scope": "service"}},
      {"cap": {"id": "points-a-day", "key": "member", "window": "day", "limit": "5", "at_cap": "overflow",
               "overflow_to": "pool-1"}}]}],
  "examples": []})";

std::uint64_t post(Book& book, const std::string& start, int minutes, std::int64_t children) {
    auto content = service("childcare", start, minutes, {"v-1 volunteer"});
    content.facts = {{"children", children}};
    return book.post(content);
}

}  // namespace

TEST_CASE(
    "a service through bands, a factor, a tie, a daily cap and an overflow is explained number by number") {
    Book book;
    book.post(UnitContent{"point", 1, 0, {"积分", "point"}});
    for (const char* owner : {"issuer", "v-1"}) book.open_account(owner);
    book.open_group("pool-1", AccountClass::pool);
    book.adopt(childcare);
    post(book, "2018-06-04T09:00+08:00", 180, 1);
    const auto index = post(book, "2018-06-04T16:00+08:00", 150, 2);

    const std::string heading_en = "entry 7: 2018-06-04 16:00-18:30 childcare, 150 minutes, by v-1;";
    const std::string explained_en = en(book, index);
    CHECK(explained_en.rfind(heading_en, 0) == 0);
    CHECK(explained_en.substr(explained_en.find("- attested")) ==
          R"(- attested in the claim: children = 2
- v-1: childcare-points: 120 minutes from 2018-06-04T16:00+08:00 on, band -, × 1
- v-1: childcare-points: 30 minutes from 2018-06-04T18:00+08:00 on, band evening, × 2
- v-1: childcare-points: 180 minutes at 1 point an hour = 3 point
- v-1: childcare-points: 3 point × 1.5 = 4.5 point
- v-1: childcare-points: rounded to steps of 1 point for this service: 4 point (from 4.5 point: halfway, so to the even step)
- v-1: childcare-points: the cap points-a-day is 5 point and 3 point is used, so 4 point becomes 2 point; the other 2 point go to pool-1
= 2 point from issuer to pool-1
= 2 point from issuer to v-1
= v-1: the cap "points-a-day" passed 2 point on to pool-1
)");
    const std::string explained_zh = zh(book, index);
    CHECK(explained_zh.substr(explained_zh.find("- 声明")) ==
          R"(- 声明中证明的事实：children = 2
- v-1：childcare-points：2018-06-04T16:00+08:00 起 120 分钟，时段 -，× 1
- v-1：childcare-points：2018-06-04T18:00+08:00 起 30 分钟，时段 evening，× 2
- v-1：childcare-points：180 分钟 × 每小时 1 point = 3 point
- v-1：childcare-points：3 point × 1.5 = 4.5 point
- v-1：childcare-points：本次取整到 1 point，得 4 point（原为 4.5 point，正好一半，取偶数）
- v-1：childcare-points：上限 points-a-day 为 5 point，已有 3 point，由 4 point 减为 2 point，余下 2 point 转入 pool-1
= 2 point 由 issuer 转给 pool-1
= 2 point 由 issuer 转给 v-1
= v-1：超过上限“points-a-day”的 2 point 转入 pool-1
)");
}
