#include <algorithm>
#include <set>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "people/register.hpp"

namespace timebank::people {
namespace {

constexpr std::size_t texts_a_page = 4'096;
constexpr std::size_t number_digits_least = 3;
constexpr std::size_t number_digits_most = 18;

bool begins_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

/// The account must still commit to the text: it may be an earlier one, or one that was never posted.
Result<bool> Register::is_current(const store::TextRecord& record) const {
    if (!is_true(record)) return false;
    TIMEBANK_TRY(account, ledger_.account(record.owner));
    if (!account) return false;
    const auto& all = account->content.commitments;
    return std::find(all.begin(), all.end(), Commitment{record.field, record.commitment}) != all.end();
}

/// The first `limit` owners who have a text that is wanted, in order. Texts lie by owner, so this reads each
/// record once, in the order of the file, and asks the ledger only about those that fit.
Result<std::vector<std::string>> Register::scan_texts(const store::TextSnapshot& texts,
                                                      const TextFilter& wanted, std::size_t limit) const {
    std::vector<std::string> owners;
    std::optional<store::TextRecord> last;
    for (bool more = true; more && owners.size() < limit;) {
        TIMEBANK_TRY(page, texts.scan(last ? &*last : nullptr, texts_a_page));
        more = page.size() == texts_a_page;
        for (const auto& record : page) {
            if (owners.size() == limit) break;
            if (!owners.empty() && owners.back() == record.owner) continue;
            if (!wanted(record.field, record.text)) continue;
            TIMEBANK_TRY(current, is_current(record));
            if (current) owners.push_back(record.owner);
        }
        if (more) last = std::move(page.back());
    }
    return owners;
}

/// The same, text by text, so that a damaged record hides nobody but itself.
Result<std::vector<std::string>> Register::ask_everybody(const TextFilter& wanted, std::size_t limit) const {
    TIMEBANK_TRY(texts, snapshot());
    std::vector<std::string> owners;
    std::optional<Error> failed;
    TIMEBANK_CHECK(visit_accounts("", [&](const Account& account) {
        auto person = with_texts(account, texts);
        if (!person) {
            failed = person.error();
            return false;
        }
        const auto fits = [&](const PersonText& one) {
            return one.state == TextState::held && wanted(one.field, one.text);
        };
        if (std::any_of(person->texts.begin(), person->texts.end(), fits))
            owners.push_back(account.content.owner);
        return owners.size() < limit;
    }));
    if (failed) return *failed;
    return owners;
}

Result<std::vector<std::string>> Register::owners_with(const TextFilter& wanted, std::size_t limit) const {
    TIMEBANK_TRY(texts, snapshot());
    if (!texts) return std::vector<std::string>();
    auto owners = scan_texts(*texts, wanted, limit);
    if (!owners && owners.error().code == Code::data_damaged) return ask_everybody(wanted, limit);
    return owners;
}

Result<std::vector<std::string>> Register::owners_beginning(const std::string& prefix,
                                                            std::size_t limit) const {
    std::vector<std::string> owners;
    if (!is_code(prefix)) return owners;
    TIMEBANK_TRY(exact, ledger_.account(prefix));
    if (exact) owners.push_back(prefix);
    TIMEBANK_CHECK(visit_accounts(prefix, [&](const Account& account) {
        if (owners.size() >= limit || !begins_with(account.content.owner, prefix)) return false;
        owners.push_back(account.content.owner);
        return true;
    }));
    return owners;
}

Result<PeoplePage> Register::page_of(const std::vector<std::string>& owners, std::size_t limit) const {
    TIMEBANK_TRY(texts, snapshot());
    PeoplePage page;
    page.more = owners.size() > limit;
    for (std::size_t i = 0; i < owners.size() && i < limit; ++i) {
        TIMEBANK_TRY(account, ledger_.account(owners[i]));
        if (!account) continue;
        TIMEBANK_TRY(person, with_texts(std::move(*account), texts));
        page.people.push_back(std::move(person));
    }
    return page;
}

Result<PeoplePage> Register::find(std::string_view typed, std::size_t limit) const {
    const Query query(typed);
    if (query.empty())
        return fail(
            Code::invalid_argument, "没有说要找谁：请给出编号、姓名的一部分或电话号码的几位",
            "it was not said who is looked for: give a code, a part of the name or some digits of the phone "
            "number");
    std::set<std::string> owners;
    for (const auto& prefix : {query.owner_prefix, query.name_part}) {  // as typed, and in small letters
        TIMEBANK_TRY(found, owners_beginning(prefix, one_more(limit)));
        owners.insert(found.begin(), found.end());
    }
    const TextFilter wanted = [&](std::string_view field, std::string_view text) {
        return query.matches(field, text);
    };
    TIMEBANK_TRY(found, owners_with(wanted, one_more(limit)));
    owners.insert(found.begin(), found.end());
    return page_of({owners.begin(), owners.end()}, limit);
}

Result<std::vector<Person>> Register::namesakes(const std::map<std::string, std::string>& texts) const {
    const auto given = [&](const std::string& field) {
        const auto found = texts.find(field);
        return found == texts.end() ? std::string() : found->second;
    };
    const auto name = folded(given("name"));
    const auto phone = phone_digits(given("phone"));
    if (name.empty()) return std::vector<Person>();
    const TextFilter wanted = [&](std::string_view field, std::string_view text) {
        return field == "name" && folded(text) == name;
    };
    TIMEBANK_TRY(owners, owners_with(wanted, SIZE_MAX));
    TIMEBANK_TRY(page, page_of(owners, owners.size()));
    std::vector<Person> same;
    for (auto& person : page.people) {
        const auto other_phone = phone_digits(person.text("phone"));
        const bool differs = !phone.empty() && !other_phone.empty() && phone != other_phone;
        if (!differs && person.account.merged_into.empty()) same.push_back(std::move(person));
    }
    return same;
}

Result<std::vector<Account>> Register::members_of(const std::string& group) const {
    std::vector<Account> members;
    TIMEBANK_CHECK(visit_accounts("", [&](const Account& account) {
        const auto& groups = account.content.member_of;
        if (std::find(groups.begin(), groups.end(), group) != groups.end()) members.push_back(account);
        return true;
    }));
    return members;
}

Result<std::string> Register::next_owner(const std::string& prefix) const {
    if (!is_code(prefix + "0"))
        return fail(Code::invalid_argument, "{} 不能作为编号的开头：如 v- 会得到 v-001",
                    "{} cannot begin a code: v- for example gives v-001", {excerpt(prefix)});
    std::uint64_t highest = 0;
    std::size_t digits = number_digits_least;
    TIMEBANK_CHECK(visit_accounts(prefix, [&](const Account& account) {
        const std::string_view owner = account.content.owner;
        if (!begins_with(owner, prefix)) return false;
        const auto number = owner.substr(prefix.size());
        if (!are_digits(number) || number.size() > number_digits_most) return true;
        highest = std::max<std::uint64_t>(highest, std::stoull(std::string(number)));
        digits = std::max(digits, number.size());
        return true;
    }));
    auto number = std::to_string(highest + 1);
    if (number.size() < digits) number.insert(0, digits - number.size(), '0');
    return prefix + number;
}

}  // namespace timebank::people
