#include <algorithm>
#include <iterator>

#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "people/register.hpp"
#include "timebank/digest.hpp"
#include "timebank/limits.hpp"

namespace timebank {

ClaimId opening_claim_id(const std::string& origin, const std::string& owner) {
    using namespace std::string_view_literals;
    return claim_id_from_digest(sha256(
        {bytes_of("timebank/open-account/0\0"sv), bytes_of(origin), bytes_of("\0"sv), bytes_of(owner)}));
}

Result<PreparedOpening> People::prepare_opening(const Registration& registration) {
    TIMEBANK_TRY(prepared, prepare_openings({registration}));
    return std::move(prepared.front());
}

namespace people {
namespace {

using TextsByField = std::map<std::string, std::string>;

Result<void> check_text(const std::string& field, const std::string& text) {
    if (!is_code(field))
        return fail(Code::invalid_argument, "栏目名 {} 不合格：须为 1 至 {} 个字符的代码，如 name、phone",
                    "{} is no field: it takes a code of 1 to {} characters, such as name or phone",
                    {excerpt(field), std::to_string(limits::code_characters)});
    if (text.size() > limits::person_text_bytes)
        return fail(Code::invalid_argument, "栏目 {} 有 {} 字节，至多 {} 字节；请缩短",
                    "the text in field {} has {} bytes, at most {} are allowed; make it shorter",
                    {field, std::to_string(text.size()), std::to_string(limits::person_text_bytes)});
    if (!is_printable_line(text))
        return fail(Code::invalid_argument,
                    "栏目 {} 不是一行 UTF-8 文本：{}；请去掉换行、控制字符和改变书写方向的字符，另存为 UTF-8",
                    "the text in field {} is not one line of UTF-8: {}; take out line breaks, control "
                    "characters and those that turn the direction of text, save it as UTF-8",
                    {field, excerpt(text)});
    return {};
}

bool is_ascii_mark(char one) {
    const bool letter_or_digit = (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9');
    return static_cast<unsigned char>(one) < 0x80 && !letter_or_digit;
}

/// Without marks, so that "138-0013 8000" is found in "v-13800138000".
std::string bare(std::string_view text) {
    auto all = folded(text);
    all.erase(std::remove_if(all.begin(), all.end(), is_ascii_mark), all.end());
    return all;
}

/// A code stands in the log for ever. A name as short as "Li" may be part of a code by chance; as the whole
/// of it, it is meant.
bool gives_away(const std::string& owner, const std::string& text) {
    constexpr std::size_t bytes_by_chance_most = 5;
    const auto code = bare(owner);
    const auto part = bare(text);
    const auto number = phone_digits(text);
    if (part.empty()) return false;
    if (code == part) return true;
    if (part.size() > bytes_by_chance_most && code.find(part) != std::string::npos) return true;
    return number.size() > bytes_by_chance_most && digits_in(text) == part &&
           digits_in(owner).find(number) != std::string::npos;
}

Result<void> check_texts(const std::string& owner, const TextsByField& texts) {
    for (const auto& [field, text] : texts) {
        TIMEBANK_CHECK(check_text(field, text));
        if (gives_away(owner, text))
            return fail(
                Code::invalid_argument,
                "编号 {0} 含有栏目 {1} 的内容：编号永远留在账本里，不能透露是谁；请另选，如 v-001",
                "the code {0} gives the {1} away: a code stays in the log for ever and must not tell who it "
                "is; choose another, such as v-001",
                {owner, field});
    }
    return {};
}

std::vector<std::string> sorted(std::vector<std::string> codes) {
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

std::vector<std::string> changed(std::vector<std::string> codes, const std::vector<std::string>& added,
                                 const std::vector<std::string>& removed) {
    codes.erase(std::remove_if(codes.begin(), codes.end(),
                               [&](const std::string& code) {
                                   return std::find(removed.begin(), removed.end(), code) != removed.end();
                               }),
                codes.end());
    codes.insert(codes.end(), added.begin(), added.end());
    return sorted(std::move(codes));
}

Result<store::TextRecord> freshly_salted(const std::string& owner, const std::string& field,
                                         const std::string& text) {
    TIMEBANK_TRY(salt, random_32_bytes());
    return store::TextRecord{owner, field, commit(field, salt, bytes_of(text)), salt, text};
}

Commitment commitment_of(const store::TextRecord& record) {
    return {record.field, record.commitment};
}

/// What an opening commits to, and which of these texts are not written yet.
struct Composed {
    std::vector<Commitment> commitments;
    std::vector<store::TextRecord> fresh;
};

/// Texts that an earlier attempt has written are used again, so that a repeat makes the same claim.
Result<Composed> compose(const Registration& asked, const std::vector<store::TextRecord>& stored) {
    Composed all;
    for (const auto& [field, text] : asked.texts) {
        if (text.empty()) continue;
        const auto same = [&, field = &field, text = &text](const store::TextRecord& one) {
            return one.field == *field && one.text == *text && is_true(one);
        };
        const auto earlier = std::find_if(stored.begin(), stored.end(), same);
        if (earlier != stored.end()) {
            all.commitments.push_back(commitment_of(*earlier));
            continue;
        }
        TIMEBANK_TRY(record, freshly_salted(asked.owner, field, text));
        all.commitments.push_back(commitment_of(record));
        all.fresh.push_back(std::move(record));
    }
    return all;
}

/// Whether just this claim has opened the account.
Result<bool> is_in(const Ledger& ledger, const PreparedOpening& prepared) {
    TIMEBANK_TRY(indexes, ledger.find(prepared.id));
    for (const auto index : indexes) {
        TIMEBANK_TRY(entry, ledger.entry(index));
        if (entry && entry->signed_claim.claim.content == ClaimContent(prepared.content)) return true;
    }
    return false;
}

}  // namespace

/// A register that is begun beside accounts with commitments would look whole and know nobody.
Result<void> Register::check_may_begin() const {
    if (options_.begun_anew) return {};
    std::string lost;
    TIMEBANK_CHECK(visit_accounts("", [&](const Account& account) {
        if (!account.content.commitments.empty()) lost = account.content.owner;
        return lost.empty();
    }));
    if (lost.empty()) return {};
    return fail(
        Code::data_damaged,
        "{0} 不存在，而账户 {1} "
        "已有文本承诺：人员文本不见了。请从备份恢复；若确已丢失，或文本存于别处，请说明"
        "要另起一份（begun_anew，命令行为 --begin-texts-anew）",
        "{0} is not there, although account {1} commits to texts: the register is gone. Restore it from a "
        "backup; if it is lost for good, or kept elsewhere, say that another is to be begun (begun_anew; "
        "--begin-texts-anew on the command line)",
        {store::texts_folder(folder_).string(), lost});
}

Result<store::Texts> Register::texts_to_write() {
    if (options_.read_only)
        return fail(Code::permission_denied, "人员文本是以只读方式打开的；请以读写方式打开",
                    "the texts were opened read-only; open them for writing");
    TIMEBANK_TRY(texts, snapshot());
    if (!texts) TIMEBANK_CHECK(check_may_begin());
    const std::lock_guard lock(mutex_);
    if (!texts_) {
        TIMEBANK_TRY(made, store::Texts::create(folder_));
        texts_ = std::move(made);
    }
    return *texts_;
}

Result<void> Register::write(const Records& records) {
    if (records.empty()) return {};
    TIMEBANK_TRY(texts, texts_to_write());
    return texts.add(records, options_.patience);
}

/// Adds to `fresh` what has to be written before the claim is posted.
Result<PreparedOpening> Register::opening_of(const Registration& asked, const Snapshot& texts,
                                             Records& fresh) const {
    if (!is_code(asked.owner))
        return fail(
            Code::invalid_argument,
            "编号 {} 不合格：须为 1 至 {} 个字符（A-Z a-z 0-9 . _ -），首字符为字母或数字",
            "{} is no code: it takes 1 to {} characters of A-Z a-z 0-9 . _ -, the first a letter or digit",
            {excerpt(asked.owner), std::to_string(limits::code_characters)});
    TIMEBANK_CHECK(check_texts(asked.owner, asked.texts));
    Records stored;
    if (texts) {
        TIMEBANK_TRY(found, texts->of(asked.owner));
        stored = std::move(found);
    }
    TIMEBANK_TRY(composed, compose(asked, stored));
    PreparedOpening prepared{{asked.owner, asked.account_class, sorted(asked.tags), sorted(asked.member_of),
                              std::move(composed.commitments)},
                             opening_claim_id(ledger_.origin(), asked.owner)};
    TIMEBANK_TRY(account, ledger_.account(asked.owner));
    if (account) {
        TIMEBANK_TRY(same, is_in(ledger_, prepared));
        if (same) return prepared;
        return fail(Code::already_there, "账户 {} 早已在条目 {} 开立；请更改它，或另选编号",
                    "account {} was opened by entry {} already; change it, or choose another code",
                    {asked.owner, std::to_string(account->opened_at)});
    }
    for (const auto& record : composed.fresh) prepared.fresh.push_back(commitment_of(record));
    std::move(composed.fresh.begin(), composed.fresh.end(), std::back_inserter(fresh));
    return prepared;
}

Result<std::vector<PreparedOpening>> Register::prepare_openings(
    const std::vector<Registration>& registrations) {
    if (registrations.size() > limits::entries_per_commit)
        return fail(Code::invalid_argument, "一次登记 {} 人，至多 {} 人；请分批",
                    "{} people are to be registered at once, at most {} are allowed; do it in parts",
                    {std::to_string(registrations.size()), std::to_string(limits::entries_per_commit)});
    TIMEBANK_TRY(texts, snapshot());
    std::vector<PreparedOpening> prepared;
    Records fresh;
    for (const auto& asked : registrations) {
        TIMEBANK_TRY(one, opening_of(asked, texts, fresh));
        prepared.push_back(std::move(one));
    }
    TIMEBANK_CHECK(write(fresh));
    return prepared;
}

Result<std::optional<AccountContent>> Register::prepare_change(const std::string& owner,
                                                               const AccountChange& change) {
    TIMEBANK_CHECK(check_texts(owner, change.texts));
    TIMEBANK_TRY(now, person(owner));
    if (!now)
        return fail(Code::not_found, "没有账户 {}：请检查拼写", "there is no account {}: check the spelling",
                    {excerpt(owner)});
    const auto& before = now->account.content;
    AccountContent after{owner,
                         before.account_class,
                         changed(before.tags, change.tags_added, change.tags_removed),
                         changed(before.member_of, change.joined, change.left),
                         {}};
    std::vector<store::TextRecord> fresh;
    for (const auto& [field, text] : change.texts) {
        const auto known =
            std::find_if(now->texts.begin(), now->texts.end(),
                         [name = &field](const PersonText& one) { return one.field == *name; });
        if (known == now->texts.end() && text.empty()) continue;
        if (known != now->texts.end() && known->state == TextState::held && known->text == text) continue;
        TIMEBANK_TRY(record, freshly_salted(owner, field, text));
        after.commitments.push_back(commitment_of(record));
        fresh.push_back(std::move(record));
    }
    if (fresh.empty() && after.tags == before.tags && after.member_of == before.member_of)
        return std::optional<AccountContent>();
    TIMEBANK_CHECK(write(fresh));
    return std::optional(std::move(after));
}

Result<void> Register::withdraw(const std::string& owner, const std::vector<Commitment>& fresh) {
    if (fresh.empty()) return {};
    TIMEBANK_TRY(account, ledger_.account(owner));
    std::vector<Commitment> unused;
    for (const auto& one : fresh) {
        const auto& held = account ? account->content.commitments : std::vector<Commitment>();
        if (std::find(held.begin(), held.end(), one) == held.end()) unused.push_back(one);
    }
    TIMEBANK_TRY(texts, texts_to_write());
    return texts.remove(owner, unused, options_.patience);
}

}  // namespace people
}  // namespace timebank
