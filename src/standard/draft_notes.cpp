#include "standard/draft_notes.hpp"

namespace timebank::standard {
namespace {

std::string both(const Text& text) {
    return text.zh + " " + text.en;
}

Text above_the_limit(const StandardDraft& draft) {
    switch (draft.at_cap) {
        case DraftAtCap::refuse:
            return {"超出的服务整次不接受", "a service above it is refused whole"};
        case DraftAtCap::clip:
            return {"超出的部分截去，不归任何人", "what is above it is cut off and goes to nobody"};
        case DraftAtCap::overflow:
            return say("超出的部分记入 {}，这个账户须在账本中开立",
                       "what is above it goes to {}, an account of the ledger", {draft.overflow_to});
        case DraftAtCap::warn:
            return {"超出也照记，只作提示", "what is above it counts all the same, with a notice"};
        case DraftAtCap::needs_approval:
            return {"超出须由负责人会签，否则不接受",
                    "what is above it takes an officer's cosignature, else the service is refused"};
    }
    return {};
}

Text at_the_same_time(DraftOverlap overlap) {
    switch (overlap) {
        case DraftOverlap::refuse:
            return {"同一人在同一时间的第二次服务不接受（refuse）",
                    "a second service of one person at the same time is refused"};
        case DraftOverlap::warn:
            return {"同一人在同一时间的第二次服务照记，并作提示（warn）",
                    "a second service of one person at the same time counts, with a notice (warn)"};
        case DraftOverlap::allow:
            return {"同一人在同一时间的第二次服务照记（allow）",
                    "a second service of one person at the same time counts (allow)"};
    }
    return {};
}

}  // namespace

std::string DraftNotes::document() const {
    return both(
        {"草稿：凡有 note 之处，都请社区自己决定，定了以后改写或删去 note。改好后运行 standard check 和 "
         "standard "
         "test，再 adopt。以后的版本保持 id 不变，改 edition 和 effective_from。",
         "A draft: wherever there is a note, the community decides; rewrite or remove the note then. Run "
         "standard "
         "check and standard test, then adopt. Later editions keep the id and change edition and "
         "effective_from."});
}

std::string DraftNotes::units() const {
    return both(
        {"每个单位分成多少份；须与账本中单位的定义一致。issuer 是发出积分的账户，须在账本中开立。offsets "
         "是当地的时差，longest_service_minutes 是一次服务最长多少分钟，写别的都不接受。",
         "How many parts one of each unit has: as the ledger defines the unit. The issuer is the "
         "account that "
         "credits come from; the ledger must have it. The offsets are those of local time, and "
         "longest_service_minutes is "
         "how long one service may be: nothing else is accepted."});
}

std::string DraftNotes::category() const {
    const auto overlap = at_the_same_time(draft_.overlap);
    return both({"请列出社区自己的服务类别。" + overlap.zh + "；可以是 refuse、warn、allow。",
                 "List the community's own categories of service. As it is, " + overlap.en +
                     "; refuse, warn and allow may stand here."});
}

std::string DraftNotes::rule() const {
    return both({"只有 volunteer 得积分；接受服务的人不得。没有门槛（gate）：不要求证明，记入即得。",
                 "Volunteers alone earn; those who are served do not. There is no gate: no evidence is asked "
                 "for, and "
                 "what is recorded earns at once."});
}

std::string DraftNotes::clock() const {
    return both(
        {"按实际起止时间计分钟，路途不计；也可以按约定的时间（agreed），或计入路途。",
         "The minutes from the actual start to the actual end, without travel; the agreed times (agreed) and "
         "travel may count instead."});
}

std::string DraftNotes::tariff() const {
    return both(
        {"不分时段、星期和节假日（bands、calendar），也不乘系数（factor）。",
         "No hours, weekdays or holidays count otherwise (bands, calendar), and nothing is multiplied "
         "(factor)."});
}

std::string DraftNotes::exact() const {
    return both({"不取整：每分钟都计。", "Nothing is rounded: every minute counts."});
}

std::string DraftNotes::rounding() const {
    const Text rest =
        draft_.rounds_running_total
            ? Text{"余下的分钟累计到以后的服务，永不作废（window 为 life，也可以是 year 等）。",
                   "Minutes left over are kept for later services, for ever (the window life; others "
                   "are in the reference)."}
            : Text{"每次服务余下的分钟作废（scope 为 service；要累计请写 running_total）。",
                   "Minutes left over by a service are lost (the scope service; running_total keeps "
                   "them)."};
    return both(
        {"向下取整；也可以是 up 或 nearest，后者还要说明正好一半时怎么办（ties）。" + rest.zh,
         "Rounded down; up and nearest are the others, and nearest says where an exact half goes (ties). " +
             rest.en});
}

std::string DraftNotes::no_cap() const {
    return both({"没有上限；要限制，请写 cap：限谁、限多久、限多少、超出怎么办。",
                 "No limit; a cap would say whose, for how long, how much, and what happens above it."});
}

std::string DraftNotes::cap() const {
    const auto above = above_the_limit(draft_);
    return both({"每人每天的上限：正好等于上限不算超出，" + above.zh + "。跨过零点的服务算在开始的那一天。",
                 "The limit of each person and day: exactly the limit is not above it, and " + above.en +
                     ". A service across midnight belongs to the day on which it starts."});
}

std::string DraftNotes::example(std::int64_t minutes, std::int64_t days) const {
    const auto length = std::to_string(minutes);
    if (days == 1)
        return both(say("{} 分钟的一次服务。请按公布的标准用手算核对。",
                        "One service of {} minutes. Work it out by hand from what the community published.",
                        {length}));
    return both(say("连续 {1} 天，每天 {0} 分钟。", "{0} minutes on each of {1} days running.",
                    {length, std::to_string(days)}));
}

std::string DraftNotes::twice() const {
    return both(
        {"同一段时间记了两次，第二次不接受。", "The same hours recorded twice: the second time is refused."});
}

}  // namespace timebank::standard
