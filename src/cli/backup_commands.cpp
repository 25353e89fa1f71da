#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/backup.hpp"

// backup, restore: what a ledger survives the loss of its disk by.

namespace timebank::cli {
namespace {

struct BackupOptions {
    LedgerPlace place;
    std::string backup;
};

nlohmann::ordered_json to_json(const BackupSummary& summary) {
    return {{"origin", summary.origin},
            {"entries", summary.entries},
            {"root", to_base64(summary.root)},
            {"signed_entries", summary.signed_entries},
            {"last_recorded_at", unix_seconds_to_text(summary.last_recorded_at_unix_s)},
            {"made_at", unix_seconds_to_text(summary.made_at_unix_s)},
            {"bytes", summary.bytes},
            {"texts", summary.has_texts}};
}

Result<void> backup(const BackupOptions& asked, const Shell& shell) {
    auto summary = backup_ledger(asked.place.folder, asked.backup, SystemClock());
    if (!summary) return summary.error();
    if (shell.json) {
        auto object = to_json(*summary);
        object["backup"] = asked.backup;
        print_json(object);
        return {};
    }
    print_line(shell.say(
        "已备份 {0} 的 {1} 条到 {2}（{3} 字节），并已核对",
        "backed up {1} entries of {0} into {2} ({3} bytes), and audited the copy",
        {summary->origin, std::to_string(summary->entries), asked.backup, std::to_string(summary->bytes)}));
    if (summary->signed_entries < summary->entries)
        print_line(
            shell.say("最后签署的检查点为前 {0} 条作证；其后的 {1} 条尚未签署",
                      "the last signed checkpoint speaks for the first {0} entries; the {1} behind them "
                      "are not signed for yet",
                      {std::to_string(summary->signed_entries),
                       std::to_string(summary->entries - summary->signed_entries)}));
    print_line(shell.say("备份里没有密钥和锚点：请在别处另存一份",
                         "keys and anchor are not in it: keep a copy of them elsewhere"));
    return {};
}

/// What a copy that is older than its anchor lacks, and what can be done.
void print_missing(const RestoreSummary& summary, const BackupOptions& asked, const Shell& shell) {
    const auto& missing = *summary.missing;
    const auto first = std::to_string(missing.first);
    const auto last = std::to_string(missing.anchored - 1);
    print_line(shell.say(
        "最后签署的账本有 {0} 条，这份副本只有 {1} 条：缺 {2} 条，即 {3}，记录于 {4} 之后",
        "the last signed head has {0} entries, this copy has {1}: {2} missing, {3}, recorded after {4}",
        {std::to_string(missing.anchored), first, std::to_string(missing.anchored - missing.first),
         first == last ? first : first + shell.say(" 至 ", " to ") + last,
         unix_seconds_to_text(summary.backup.last_recorded_at_unix_s)}));
    print_line(shell.say("恢复的账本只能读取，不能写入。出路：",
                         "the restored ledger can be read but not written. Ways forward:"));
    print_line(shell.say("  1. 找到更新的备份，恢复它", "  1. find a newer backup and restore that"));
    print_line(shell.say("  2. 向持有收据或检查点的人索取所缺条目的凭证",
                         "  2. ask those who hold receipts or checkpoints for proof of the missing entries"));
    print_line(
        shell.say("  3. 以新的名称创立新账本，把余额作为期初余额带过去：timebank balance {0} --csv 写出"
                  "清单，timebank import --opening 导入",
                  "  3. found a new ledger under a new origin and bring the balances over as opening "
                  "balances: timebank balance {0} --csv writes the sheet for timebank import --opening",
                  {asked.place.folder}));
}

nlohmann::ordered_json to_json(const RestoreSummary& summary, const BackupOptions& asked) {
    auto object = to_json(summary.backup);
    object["ledger"] = asked.place.folder;
    object["anchor"] = summary.anchor_compared ? "compared" : "not compared";
    if (const auto& missing = summary.missing)
        object["missing"] = {{"count", missing->anchored - missing->first},
                             {"first", missing->first},
                             {"last", missing->anchored - 1}};
    return object;
}

Result<void> restore(const BackupOptions& asked, Shell& shell) {
    auto summary = restore_ledger(asked.backup, asked.place.folder, {asked.place.anchor_file()});
    if (!summary) return summary.error();
    if (summary->missing) shell.exit_code = refused;
    if (shell.json) {
        print_json(to_json(*summary, asked));
        return {};
    }
    print_line(shell.say("已把 {0} 的 {1} 条恢复到 {2}（备份于 {3}），并已核对",
                         "restored {1} entries of {0} into {2} (backed up at {3}), and audited them",
                         {summary->backup.origin, std::to_string(summary->backup.entries), asked.place.folder,
                          unix_seconds_to_text(summary->backup.made_at_unix_s)}));
    if (summary->missing)
        print_missing(*summary, asked, shell);
    else if (summary->anchor_compared)
        print_line(shell.say("与锚点一致：没有缺少已签署的条目",
                             "it agrees with the anchor: no entry that was signed for is missing"));
    else
        print_line(shell.say(
            "未与锚点比较，缺少的条目不会被发现：请用 --keys 或 --anchor",
            "not compared with the anchor, so missing entries would not be found: use --keys or --anchor"));
    return {};
}

}  // namespace

void add_backup_commands(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<BackupOptions>();
    auto command = program.add_subcommand("backup", shell.say("备份账本，无需停止写入，并核对副本",
                                                              "copy a ledger in use, and audit the copy"));
    asked->place.add_folder(command, shell);
    command
        .add_option("DIR", asked->backup,
                    shell.say("备份文件夹，新的或空的", "the backup's folder, new or empty"))
        .required();
    command.callback([asked, &shell] { shell.run([&] { return backup(*asked, shell); }); });

    auto wanted = std::make_shared<BackupOptions>();
    command = program.add_subcommand(
        "restore", shell.say("由备份恢复账本，并核对", "bring a ledger back from a backup, and audit it"));
    command.add_option("DIR", wanted->backup, shell.say("备份文件夹", "the backup's folder")).required();
    command
        .add_option("LEDGER", wanted->place.folder,
                    shell.say("账本文件夹，新的或空的", "the ledger's folder, new or empty"))
        .required();
    wanted->place.add_anchor(command, shell);
    command.callback([wanted, &shell] { shell.run([&] { return restore(*wanted, shell); }); });
}

}  // namespace timebank::cli
