#include "people/register.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "timebank/digest.hpp"

namespace timebank {

std::string_view to_text(TextState state) {
    switch (state) {
        case TextState::held:
            return "held";
        case TextState::missing:
            return "missing";
        case TextState::altered:
            return "altered";
    }
    return "";
}

std::string_view Person::text(std::string_view field) const {
    const auto found =
        std::find_if(texts.begin(), texts.end(), [&](const PersonText& one) { return one.field == field; });
    return found == texts.end() ? std::string_view() : found->text;
}

Result<std::unique_ptr<People>> People::open(const std::filesystem::path& folder, const Ledger& ledger,
                                             PeopleOptions options) {
    auto opened = std::make_unique<people::Register>(folder, ledger, std::move(options));
    TIMEBANK_CHECK(opened->snapshot());
    return std::unique_ptr<People>(std::move(opened));
}

namespace people {
namespace {

constexpr std::size_t accounts_a_page = 4'096;

Result<PersonText> text_of(const std::string& owner, const Commitment& commitment,
                           const store::TextSnapshot& texts) {
    PersonText shown{commitment.field, "", TextState::missing};
    auto record = texts.find(owner, commitment.field, commitment.digest);
    if (!record && record.error().code != Code::data_damaged) return record.error();
    if (record && !*record) return shown;
    shown.state = record && is_true(**record) ? TextState::held : TextState::altered;
    if (shown.state == TextState::held) shown.text = (*record)->text;
    return shown;
}

}  // namespace

bool is_true(const store::TextRecord& record) {
    return commit(record.field, record.salt, bytes_of(record.text)) == record.commitment;
}

Result<Person> with_texts(Account account, const std::optional<store::TextSnapshot>& texts) {
    Person person{std::move(account), {}};
    for (const auto& commitment : person.account.content.commitments) {
        if (!texts) {
            person.texts.push_back({commitment.field, "", TextState::missing});
            continue;
        }
        TIMEBANK_TRY(text, text_of(person.account.content.owner, commitment, *texts));
        person.texts.push_back(std::move(text));
    }
    return person;
}

Result<std::optional<store::TextSnapshot>> Register::snapshot() const {
    const std::lock_guard lock(mutex_);
    if (!texts_) {
        const auto access = options_.read_only ? store::Access::read_only : store::Access::read_write;
        auto opened = store::Texts::open(folder_, access);
        if (!opened && opened.error().code == Code::not_found) return Snapshot();
        if (!opened) return opened.error();
        texts_ = std::move(*opened);
    }
    TIMEBANK_TRY(texts, texts_->read());
    return Snapshot(std::move(texts));
}

Result<bool> Register::has_texts() const {
    TIMEBANK_TRY(texts, snapshot());
    return texts.has_value();
}

Result<void> Register::visit_accounts(std::string after, const AccountVisit& visit) const {
    for (;;) {
        TIMEBANK_TRY(page, ledger_.accounts(after, accounts_a_page));
        for (const auto& account : page)
            if (!visit(account)) return {};
        if (page.size() < accounts_a_page) return {};
        after = page.back().content.owner;
    }
}

Result<std::optional<Person>> Register::person(const std::string& owner) const {
    TIMEBANK_TRY(account, ledger_.account(owner));
    if (!account) return std::optional<Person>();
    TIMEBANK_TRY(texts, snapshot());
    TIMEBANK_TRY(person, with_texts(std::move(*account), texts));
    return std::optional(std::move(person));
}

Result<PeoplePage> Register::list(const std::string& after, std::size_t limit) const {
    TIMEBANK_TRY(accounts, ledger_.accounts(after, one_more(limit)));
    TIMEBANK_TRY(texts, snapshot());
    PeoplePage page;
    page.more = accounts.size() > limit;
    if (page.more) accounts.pop_back();
    for (auto& account : accounts) {
        TIMEBANK_TRY(person, with_texts(std::move(account), texts));
        page.people.push_back(std::move(person));
    }
    return page;
}

}  // namespace people
}  // namespace timebank
