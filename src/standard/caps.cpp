#include "standard/parts.hpp"

namespace timebank::standard {
namespace {

using AtCap = Cap::AtCap;

Period read_cap_window(const Value& value, const Plan& plan) {
    std::vector<Window> windows = total_windows();
    windows.insert(windows.begin(), {Window::service, Window::session});
    windows.push_back(Window::balance);
    return read_period(value, plan, windows, true);
}

/// What happens to the part above the limit.
void read_at_cap(const Object& object, const RuleSetting& setting, Cap& cap) {
    cap.at_cap = object["at_cap"].choice<AtCap>({{"refuse", AtCap::refuse},
                                                 {"clip", AtCap::clip},
                                                 {"overflow", AtCap::overflow},
                                                 {"warn", AtCap::warn},
                                                 {"needs_approval", AtCap::needs_approval}});
    if (cap.at_cap == AtCap::overflow) {
        cap.overflow_to = object["overflow_to"].code();
        if (setting.rule.pays) {
            object["at_cap"].refuse("pays 规则收的积分没有溢出可言：请改用 clip",
                                    "cannot be overflow in a rule that pays: nothing flows over; clip");
        }
        if (cap.overflow_to == setting.rule.account) {
            object["overflow_to"].refuse("发行户 {} 自己发出的积分不能再流回：请写公益池，或改用 clip",
                                         "is the issuer {}, from whom the credits come: name a pool, or clip",
                                         {setting.rule.account});
        }
    } else if (object.has("overflow_to")) {
        object["overflow_to"].refuse("只有 at_cap 为 overflow 时才有 overflow_to：请删去",
                                     "belongs to the at_cap overflow alone: remove it");
    }
    if (object.has("waived_when") || cap.at_cap == AtCap::needs_approval)
        cap.waived_when = read_condition(object["waived_when"], setting.plan, Asking::service);
}

void check_key(const Object& object, const RuleSetting& setting, const Cap& cap) {
    const Window window = cap.period.window;
    if (window == Window::balance && (cap.key != Key::member || cap.per_category || setting.rule.pays)) {
        object["window"].refuse(
            "balance 看的是本人账户的余额：key 须为 member，不能有 per_category，规则也不能是 pays",
            "looks at what the member's account has: the key must be member, without per_category, in a rule "
            "that does not pay");
    }
    if (window == Window::membership_year && cap.key != Key::member) {
        object["window"].refuse("按每人的入会日起算，只能与 key 为 member 同用：请改 window 或 key",
                                "begins on each member's own day and belongs to the key member: change one");
    }
}

}  // namespace

Cap read_cap(const Value& value, const RuleSetting& setting) {
    const Object object = value.object(
        {"when", "id", "key", "window", "per_category", "limit", "at_cap", "overflow_to", "waived_when"});
    Cap cap;
    cap.when = read_when(object, setting);
    cap.id = object["id"].code();
    cap.key = object["key"].choice<Key>({{"member", Key::member},
                                         {"household", Key::household},
                                         {"team", Key::team},
                                         {"everyone", Key::everyone}});
    cap.period = read_cap_window(object["window"], setting.plan);
    cap.per_category = object.has("per_category") && object["per_category"].boolean();
    // A limit that is written down is an amount of its unit; only one that is looked up may fall between.
    if (object["limit"].is_object()) {
        cap.limit = read_number(object["limit"], setting, setting.scale);
    } else {
        cap.limit.constant = Fraction(object["limit"].amount(setting.scale).minor_units);
    }
    read_at_cap(object, setting, cap);
    check_key(object, setting, cap);
    return cap;
}

}  // namespace timebank::standard
