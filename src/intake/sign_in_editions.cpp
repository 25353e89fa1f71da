#include "intake/sign_in_editions.hpp"

#include <algorithm>
#include <set>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "intake/edition_day.hpp"
#include "intake/sheet_text.hpp"
#include "intake/sheet_values.hpp"
#include "timebank/id.hpp"

namespace timebank::intake {
namespace {

constexpr std::size_t named_max = 12;

/// The categories, for a message: "食堂帮厨 (canteen-help)、…".
std::string categories_of(const standard::Plan& plan, Language language) {
    std::vector<const standard::Category*> in_order(plan.categories.size());
    for (const auto& category : plan.categories) in_order.at(category.position) = &category;
    std::string all;
    for (std::size_t i = 0; i < in_order.size() && i < named_max; ++i)
        all += (i == 0                     ? ""
                : language == Language::zh ? "、"
                                           : ", ") +
               in_order[i]->name.in(language) + " (" + in_order[i]->code + ")";
    return in_order.size() > named_max ? all + "…" : all;
}

bool is_named(const standard::Category& category, std::string_view text) {
    return half_width(category.name.zh) == text || half_width(category.name.en) == text;
}

}  // namespace

Result<SignInEditions> SignInEditions::read(const Ledger& ledger, const Clock& clock) {
    SignInEditions editions;
    editions.today_ = utc_day(clock.now_unix_s());
    TIMEBANK_TRY(adopted, ledger.editions());
    for (const auto& one : adopted) {
        if (one.summary.kind != StandardKind::credit) continue;
        TIMEBANK_TRY(document, ledger.edition_document(one.summary.digest));
        TIMEBANK_TRY(plan, standard::compile(document));
        editions.plans_.push_back(std::move(plan));
    }
    const auto begins = [](const auto& plan) { return plan->summary.effective_from; };
    std::stable_sort(editions.plans_.begin(), editions.plans_.end(),
                     [&](const auto& a, const auto& b) { return begins(a) < begins(b); });
    return editions;
}

const standard::Plan* SignInEditions::in_force(CivilDate day) const {
    const auto found = std::find_if(plans_.rbegin(), plans_.rend(),
                                    [&](const auto& plan) { return has_begun(plan->summary, day, today_); });
    return found == plans_.rend() ? nullptr : found->get();
}

Result<void> SignInEditions::check_day(CivilDate day) const {
    if (in_force(day) != nullptr) return {};
    return fail(
        Code::bad_document,
        "{0} 还没有生效的积分标准：请查对日期；若要补记，须先采用一个生效日期不晚于此的版本",
        "no edition of the credit standard is in force on {0}: check the date; to record what is older, "
        "adopt an edition first that is effective by then",
        {to_text(day)});
}

Result<std::string> SignInEditions::category(CivilDate day, std::string_view cell) const {
    const auto* plan = in_force(day);
    if (plan == nullptr) return read_sheet_code(cell);  // check_day() has said what is wrong
    const auto text = half_width(cell);
    std::vector<std::string> codes;
    for (const auto& category : plan->categories) {
        if (category.code == text) return text;
        if (is_named(category, text)) codes.push_back(category.code);
    }
    if (codes.size() == 1) return codes.front();
    if (!codes.empty())
        return fail(Code::bad_document, "“{0}”是两个类别的名称：请写代码 {1} 或 {2}",
                    "\"{0}\" is the name of two categories: write the code, {1} or {2}",
                    {excerpt(cell), codes[0], codes[1]});
    return fail(Code::bad_document, "标准（{1} 版）没有类别“{0}”：请写其中之一：{2}",
                "the standard (edition {1}) has no category \"{0}\": write one of {3}",
                {excerpt(cell), plan->summary.edition, categories_of(*plan, Language::zh),
                 categories_of(*plan, Language::en)});
}

Result<std::string> SignInEditions::role(CivilDate day, std::string_view cell) const {
    if (const auto found = find_role(cell)) return std::string(*found);
    const auto text = half_width(cell);
    std::set<std::string> known = {"volunteer", "receiver", "attendee", "social-worker"};
    if (const auto* plan = in_force(day))
        for (const auto& rule : plan->rules) known.insert(rule.roles.begin(), rule.roles.end());
    if (known.count(text) != 0) return text;
    std::string all;
    for (const auto& role : known) all += (all.empty() ? "" : ", ") + role;
    return fail(Code::bad_document, "“{0}”不是角色：可填志愿者、受服务者、参加者、社工，或代码 {1}",
                "\"{0}\" is not a role: write one of {1}", {excerpt(cell), all});
}

bool SignInEditions::is_ongoing(CivilDate day, std::string_view category) const {
    const auto* plan = in_force(day);
    return plan != nullptr &&
           std::any_of(plan->categories.begin(), plan->categories.end(),
                       [&](const auto& one) { return one.code == category && one.ongoing; });
}

}  // namespace timebank::intake
