#include "decision/kinds/account.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "decision/kinds/names.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

// Rules trust tags and memberships, so what an app sends at every login must neither give nor take one. All
// are looked at, so that what is recorded does not depend on what is found.

bool changes_tags(const AccountContent& content, Context& context) {
    bool changes =
        context.fact(FactKind::tags, content.owner) != static_cast<std::int64_t>(content.tags.size());
    for (const auto& tag : content.tags)
        changes = !context.holds(FactKind::tag, content.owner, tag) || changes;
    return changes;
}

bool changes_memberships(const AccountContent& content, Context& context) {
    bool changes = context.fact(FactKind::memberships, content.owner) !=
                   static_cast<std::int64_t>(content.member_of.size());
    for (const auto& owner : content.member_of)
        changes = !context.holds(FactKind::member_of, content.owner, owner) || changes;
    return changes;
}

/// Accounts that credits come out of or are kept in for all: a coordinator or an app opens none.
bool belongs_to_all(AccountClass account_class) {
    switch (account_class) {
        case AccountClass::issuer:
        case AccountClass::fund:
        case AccountClass::pool:
        case AccountClass::partner_ledger:
            return true;
        case AccountClass::member:
        case AccountClass::household:
        case AccountClass::team:
        case AccountClass::provider:
            break;
    }
    return false;
}

bool signed_by_officer(Context& context) {
    bool any = false;
    for (auto role : {Role::operator_, Role::officer})
        any = context.holds(FactKind::signed_by, {}, to_text(role)) || any;
    return any;
}

/// The newer ones replace those of the same fields; sorted by field.
std::vector<Commitment> joined(std::vector<Commitment> older, const std::vector<Commitment>& newer) {
    for (const auto& commitment : newer) {
        auto place = std::lower_bound(older.begin(), older.end(), commitment,
                                      [](const auto& a, const auto& b) { return a.field < b.field; });
        if (place != older.end() && place->field == commitment.field)
            *place = commitment;
        else
            older.insert(place, commitment);
    }
    return older;
}

}  // namespace

Verdict Kind<AccountContent>::decide(const AccountContent& content, const Deciding& deciding) {
    auto& context = deciding.context;
    const bool tags = changes_tags(content, context);
    const bool memberships = changes_memberships(content, context);
    if ((tags || memberships) && !signed_by_office(context))
        return refuse(RefusalCode::role_not_allowed,
                      tags ? Text{"改标签", "tags"} : Text{"改所属家庭和团队", "member_of"},
                      office_in_words(), in_words(Role::app));
    const auto known = context.fact(FactKind::account_class, content.owner);
    if (known == 0 && belongs_to_all(content.account_class) && !signed_by_officer(context))
        return refuse(RefusalCode::role_not_allowed,
                      say_with("开立{}账户", "account {}", {in_words(content.account_class)}),
                      roles_in_words({Role::operator_, Role::officer}), roles_that_signed(context));
    // The name that an account was registered with is the office's or the person's own to change.
    if (known != 0 && !content.commitments.empty() && !signed_by_office(context) &&
        !context.holds(FactKind::signed_by, content.owner, to_text(Role::member)))
        return refuse(RefusalCode::role_not_allowed, Text{"改姓名等文字", "commitments"},
                      roles_in_words({Role::operator_, Role::officer, Role::coordinator, Role::member}),
                      roles_that_signed(context));
    Names names(deciding);
    names.not_merged(content.owner);
    for (const auto& owner : content.member_of)
        names.open(owner, {AccountClass::household, AccountClass::team});
    if (known > 0 && known != static_cast<std::int64_t>(content.account_class))
        names.consider(refuse(RefusalCode::account_class_differs, content.owner,
                              in_words(static_cast<AccountClass>(known)), in_words(content.account_class)));
    return accepted_unless(names.refused());
}

Applied Kind<AccountContent>::apply(const AccountContent& content, const Applying& applying) {
    const auto& entry = applying.entry;
    TIMEBANK_TRY(known, read_account(applying.book, content.owner));
    AccountRecord record = known ? *known : AccountRecord{{}, entry.index, utc_day(entry.recorded_at_unix_s)};
    auto commitments = joined(record.content.commitments, content.commitments);
    record.content = content;
    record.content.commitments = std::move(commitments);
    if (const auto fields = record.content.commitments.size(); fields > limits::account_commitments)
        return std::optional(refuse(RefusalCode::amount_out_of_range, "commitments",
                                    same_in_both(std::to_string(limits::account_commitments)),
                                    say("承诺值 {} 项", "commitments {}", {std::to_string(fields)})));
    applying.book.put(Table::accounts, key_of::code(content.owner), encode(record));
    return std::optional<Refusal>();
}

}  // namespace timebank
