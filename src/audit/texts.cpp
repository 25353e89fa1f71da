#include <algorithm>
#include <system_error>

#include "audit/replay.hpp"
#include "core/try.hpp"
#include "store/texts.hpp"
#include "timebank/digest.hpp"

namespace timebank::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t scan_records = 4'096;

/// The accounts that the log gives, as far as they commit to texts.
Result<std::vector<AccountContent>> committed_accounts(const Replay& replay) {
    std::vector<AccountContent> accounts;
    const auto& tables = replay.tables().changes();
    const auto found = tables.find(Table::accounts);
    if (found == tables.end()) return accounts;
    for (const auto& [key, value] : found->second) {
        TIMEBANK_TRY(account, decode_account({key, value}));
        if (!account.content.commitments.empty()) accounts.push_back(std::move(account.content));
    }
    return accounts;
}

bool is_true(const store::TextRecord& record) {
    return commit(record.field, record.salt, bytes_of(record.text)) == record.commitment;
}

void check_text(const store::TextSnapshot& texts, const std::string& owner, const Commitment& commitment,
                Findings& findings) {
    const auto record = texts.find(owner, commitment.field, commitment.digest);
    if (record && *record && is_true(**record)) return;
    if (record && !*record)
        return findings.add(FindingKind::person_text, std::nullopt,
                            "{0} 的{1}不见了：账上有它的承诺。请从备份恢复人员文本，或重新登记",
                            "the {1} of {0} is missing, though the log commits to it: restore the texts from "
                            "a backup, or enter it again",
                            {owner, commitment.field});
    findings.add(
        FindingKind::person_text, std::nullopt, "{0} 的{1}与账上的承诺不符，或已损坏：请从备份恢复人员文本",
        "the {1} of {0} is damaged, or not the one that the log commits to: restore the texts from a "
        "backup",
        {owner, commitment.field});
}

/// Pages and every record, also of texts that no account commits to any more.
Result<bool> is_readable(store::Texts& texts, const store::TextSnapshot& snapshot, Findings& findings) {
    TIMEBANK_TRY(faults, texts.check_pages());
    for (auto& fault : faults)
        findings.add(FindingKind::person_text, std::nullopt, "人员文本的数据文件损坏：{0}",
                     "the data file of the texts about people is damaged: {1}", {fault.zh, fault.en});
    if (!faults.empty()) return false;
    std::optional<store::TextRecord> last;
    for (;;) {
        auto records = snapshot.scan(last ? &*last : nullptr, scan_records);
        if (!records && records.error().code != Code::data_damaged) return records.error();
        if (!records) findings.add(FindingKind::person_text, std::nullopt, records.error().text);
        if (!records) return true;  // the others are looked at one by one
        if (records->size() < scan_records) return true;
        last = std::move(records->back());
    }
}

}  // namespace

Result<void> check_texts(const fs::path& folder, const Replay& replay, Findings& findings) {
    TIMEBANK_TRY(accounts, committed_accounts(replay));
    auto texts = store::Texts::open(folder, store::Access::read_only);
    if (!texts && texts.error().code == Code::not_found) {
        if (!accounts.empty())
            findings.add(
                FindingKind::person_text, std::nullopt,
                "{0} 不存在，而有 {1} 个账户（第一个是 {2}）有文本承诺：人员文本不见了。请从备份恢复；"
                "若存于别处，核对时加上 --no-texts",
                "{0} is not there, though {1} accounts commit to texts, the first is {2}: the texts "
                "about people are gone. Restore them from a backup; if they are kept elsewhere, "
                "audit with --no-texts",
                {store::texts_folder(folder).string(), std::to_string(accounts.size()),
                 accounts.front().owner});
        return {};
    }
    if (!texts && texts.error().code == Code::data_damaged) {
        findings.add(FindingKind::person_text, std::nullopt, texts.error().text);
        return {};
    }
    if (!texts) return texts.error();
    TIMEBANK_TRY(snapshot, texts->read());
    TIMEBANK_TRY(readable, is_readable(*texts, snapshot, findings));
    if (!readable) return {};
    for (const auto& account : accounts)
        for (const auto& commitment : account.commitments)
            check_text(snapshot, account.owner, commitment, findings);
    return {};
}

}  // namespace timebank::audit
