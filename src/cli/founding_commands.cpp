#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/checkpoint.hpp"

// init, checkpoint, rebuild: the life of a ledger.

namespace timebank::cli {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
    LedgerPlace place;
    std::string origin;
};

/// The key in the file, or a new one in its place.
Result<std::unique_ptr<Signer>> key_at(const fs::path& file) {
    return is_there(file) ? load_signer(file) : create_key_file(file);
}

Result<void> init(const InitOptions& asked, const Shell& shell) {
    const auto& place = asked.place;
    if (place.keys.empty())
        return fail(Code::invalid_argument, "请用 --keys 指定密钥文件夹（不在账本文件夹内）",
                    "--keys must name a folder for the keys, outside the ledger's");
    // A folder that was there keeps its modes; the key files are closed to others anyway.
    if (auto made = create_key_folder(place.keys); !made) return made;
    auto operator_signer = key_at(place.key_file());
    if (!operator_signer) return operator_signer.error();
    auto log_signer = key_at(place.log_key_file());
    if (!log_signer) return log_signer.error();
    Founding founding;
    founding.origin = asked.origin;
    founding.operator_signer = std::move(*operator_signer);
    LedgerOptions options;
    options.log_signer = std::move(*log_signer);
    options.anchor = place.anchor_file();
    auto ledger = Ledger::found(place.folder, founding, options);
    if (!ledger) return ledger.error();
    const auto vkey = to_text(VerifierKey{(*ledger)->origin(), (*ledger)->log_key()});
    if (shell.json) {
        print_json({{"origin", asked.origin}, {"log_key", vkey}});
    } else {
        print_line(shell.say("已创立账本 {}", "founded the ledger {}", {asked.origin}));
        print_line(shell.say("日志公钥（核对收据用，请公布）：{}",
                             "log key (publish it: receipts are verified with it): {}", {vkey}));
        print_line(
            shell.say("密钥与锚点在 {}：请离线备份，切勿放进账本文件夹",
                      "keys and anchor are in {}: keep a copy offline, never inside the ledger's folder",
                      {place.keys}));
    }
    return {};
}

Result<void> checkpoint(const LedgerPlace& place) {
    auto ledger = place.open_to_write();
    if (!ledger) return ledger.error();
    auto note = (*ledger)->checkpoint();
    if (!note) return note.error();
    std::cout << *note;
    return {};
}

Result<void> rebuild(const LedgerPlace& place, const Shell& shell) {
    auto entries = rebuild_ledger(place.folder, place.patience());
    if (!entries) return entries.error();
    if (shell.json)
        print_json({{"entries", *entries}});
    else
        print_line(shell.say("由日志重建了全部表：{} 条", "made all tables again from the log: {} entries",
                             {std::to_string(*entries)}));
    return {};
}

}  // namespace

void add_founding_commands(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<InitOptions>();
    auto command = program.add_subcommand("init", shell.say("创立账本", "found a ledger"));
    asked->place.add_folder(command, shell);
    command
        .add_option("--origin", asked->origin,
                    shell.say("账本的名称，无协议网址，永不改变，如 duowen.example/timebank",
                              "the ledger's name for ever, a schemeless URL such as duowen.example/timebank"))
        .required();
    asked->place.add_keys(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return init(*asked, shell); }); });

    auto place = std::make_shared<LedgerPlace>();
    command =
        program.add_subcommand("checkpoint", shell.say("签署检查点并打印", "sign a checkpoint and print it"));
    place->add_folder(command, shell);
    place->add_writing(command, shell);
    command.callback([place, &shell] { shell.run([&] { return checkpoint(*place); }); });

    place = std::make_shared<LedgerPlace>();
    command = program.add_subcommand("rebuild",
                                     shell.say("由日志重建全部表", "make all tables again from the log"));
    place->add_folder(command, shell);
    place->add_wait(command, shell);
    command.callback([place, &shell] { shell.run([&] { return rebuild(*place, shell); }); });
}

}  // namespace timebank::cli
