#include "timebank/decision.hpp"
#include "timebank/time.hpp"

namespace timebank {
namespace {

Text pending(const Notice& notice, std::string_view owner) {
    if (notice.value == 0)
        return say("{0}：待确认（{1}）：确认之前不记账",
                   "{0}: pending ({1}): nothing counts until it is confirmed", {owner, notice.by});
    return say("{0}：待确认（{1}）：确认之前不记账，{2} 之后不再能确认",
               "{0}: pending ({1}): nothing counts until it is confirmed, which it can be until {2}",
               {owner, notice.by, to_text(CivilDate{static_cast<std::int32_t>(notice.value)})});
}

Text held(const Notice& notice, std::string_view owner) {
    if (notice.value == 0)
        return say("{0}：为“{1}”预留积分，直到兑现或取消",
                   "{0}: credits are set aside for \"{1}\" until it is delivered or cancelled",
                   {owner, notice.by});
    return say("{0}：为“{1}”预留积分，至 {2}", "{0}: credits are set aside for \"{1}\" until {2}",
               {owner, notice.by, to_text(CivilDate{static_cast<std::int32_t>(notice.value)})});
}

}  // namespace

bool is_about_amount(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::cut:
        case NoticeKind::limit_passed:
        case NoticeKind::waived:
            return true;
        case NoticeKind::overlaps:
        case NoticeKind::pending:
        case NoticeKind::worth:
        case NoticeKind::held:
            return false;
    }
    return false;
}

Text explain_notice(const Notice& notice, std::string_view owner, const Text& amount) {
    const auto words = [&](std::string_view zh, std::string_view en) {
        return Text{say(zh, "", {owner, notice.by, amount.zh}).zh,
                    say("", en, {owner, notice.by, amount.en}).en};
    };
    switch (notice.kind) {
        case NoticeKind::cut:
            return words("{0}：上限“{1}”减去 {2}", "{0}: the cap \"{1}\" took {2} away");
        case NoticeKind::limit_passed:
            return words("{0}：超过上限“{1}” {2}，该上限只提醒，不扣减",
                         "{0}: {2} beyond the cap \"{1}\", which only warns and takes nothing");
        case NoticeKind::waived:
            return words("{0}：超过上限“{1}” {2}，已获豁免",
                         "{0}: {2} beyond the cap \"{1}\", which was waived");
        case NoticeKind::overlaps:
            return say("{0}：时间与条目 {2} 的服务重叠（{1}），请核对",
                       "{0}: the time overlaps that of the service in entry {2} ({1}): compare the two",
                       {owner, notice.by, std::to_string(notice.value)});
        case NoticeKind::pending:
            return pending(notice, owner);
        case NoticeKind::held:
            return held(notice, owner);
        case NoticeKind::worth:
            return say("{0}：“{1}”值 {2} {3}", "{0}: \"{1}\" is worth {2} {3}",
                       {owner, notice.by, to_text(Amount{notice.value}, 100), notice.unit});
    }
    return say("{0}：未知的提示", "{0}: a notice that is not known", {owner});
}

}  // namespace timebank
