#include "cli/shell.hpp"

#include <iostream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/limits.hpp"

namespace timebank::cli {

void Shell::report(const Error& error) {
    exit_code = timebank::exit_code(error.code);
    std::cerr << "timebank: " << error.text.in(language) << " [" << to_text(error.code) << "]\n";
}

void Shell::run(const std::function<Result<void>()>& body) {
    if (auto result = body(); !result) report(result.error());
    std::cout.flush();
    if (!std::cout) exit_code = failed;
}

std::filesystem::path LedgerPlace::key_file() const {
    if (!key.empty()) return key;
    return keys.empty() ? std::filesystem::path() : std::filesystem::path(keys) / "operator.pem";
}

std::filesystem::path LedgerPlace::log_key_file() const {
    if (!log_key.empty()) return log_key;
    return keys.empty() ? std::filesystem::path() : std::filesystem::path(keys) / "log.pem";
}

std::filesystem::path LedgerPlace::anchor_file() const {
    if (!anchor.empty()) return anchor;
    return keys.empty() ? std::filesystem::path() : std::filesystem::path(keys) / "anchor";
}

void LedgerPlace::add_folder(CommandSyntax command, const Shell& shell) {
    command.add_option("LEDGER", folder, shell.say("账本文件夹", "the ledger's folder")).required();
}

void LedgerPlace::add_anchor(CommandSyntax command, const Shell& shell) {
    command
        .add_option("--keys", keys,
                    shell.say("密钥文件夹：operator.pem、log.pem 和 anchor",
                              "folder of the keys: operator.pem, log.pem and anchor"))
        .type_name("FOLDER");
    command
        .add_option("--anchor", anchor,
                    shell.say("锚点文件（不在账本文件夹内）", "the anchor file, outside the ledger's folder"))
        .type_name("FILE");
}

void LedgerPlace::add_keys(CommandSyntax command, const Shell& shell) {
    add_anchor(command, shell);
    command.add_option("--key", key, shell.say("签署人的密钥文件", "key file of whoever signs"))
        .type_name("FILE");
    command
        .add_option("--log-key", log_key,
                    shell.say("日志密钥文件，用于签署检查点", "the log's key file, for checkpoints"))
        .type_name("FILE");
}

void LedgerPlace::add_writing(CommandSyntax command, const Shell& shell) {
    add_keys(command, shell);
    command.add_flag("--renew-anchor", renew_anchor,
                     shell.say("锚点确已丢失：由现状重建", "the anchor is lost for good: make it anew"));
    command.add_flag("--clock-is-right", clock_is_right,
                     shell.say("时钟无误，尽管与账本相差太大：运营者的声明会记入账本",
                               "the clock is right, although it is far from the book's last entry: the "
                               "operator's word, which the log records"));
    add_wait(command, shell);
    command
        .add_option("--second-key", second_key,
                    shell.say("第二位负责人的密钥文件", "key file of a second officer"))
        .type_name("FILE");
}

void LedgerPlace::add_wait(CommandSyntax command, const Shell& shell) {
    language = shell.language;
    command
        .add_option(
            "--wait", wait_s,
            shell.say("别的程序正在写入时最多等多少秒", "seconds to wait while another program writes"))
        .shows_default();
}

Patience LedgerPlace::patience() const {
    Patience patience;
    patience.wait_s = wait_s;
    patience.notice = [this](const Text& whose_turn) {
        std::cerr << say("timebank: 等待中：{0}\n", "timebank: waiting: {1}\n",
                         {whose_turn.zh, whose_turn.en})
                         .in(language)
                  << std::flush;
    };
    return patience;
}

bool is_there(const std::filesystem::path& file) {
    std::error_code failed;
    return std::filesystem::exists(file, failed) ||
           (failed && failed != std::errc::no_such_file_or_directory && failed != std::errc::not_a_directory);
}

Result<std::unique_ptr<Ledger>> LedgerPlace::open_to_read(const Shell& shell) const {
    LedgerOptions options;
    options.read_only = true;
    options.anchor = anchor_file();
    auto ledger = Ledger::open(folder, options);
    if (ledger && (*ledger)->anchor_fault())
        std::cerr << "timebank: " << (*ledger)->anchor_fault()->text.in(shell.language) << '\n';
    return ledger;
}

Result<std::unique_ptr<Ledger>> LedgerPlace::open_to_write() const {
    LedgerOptions options;
    options.anchor = anchor_file();
    options.anchor_renewed = renew_anchor;
    options.entries_per_commit = entries_per_commit;
    options.patience = patience();
    if (options.anchor.empty())
        return fail(Code::invalid_argument, "写入账本须说明锚点在哪里：--keys 文件夹，或 --anchor 文件",
                    "writing takes the ledger's anchor: --keys FOLDER, or --anchor FILE");
    const auto log_file = log_key_file();
    if (!log_file.empty() && is_there(log_file)) {
        auto signer = load_signer(log_file);
        if (!signer) return signer.error();
        options.log_signer = std::move(*signer);
    }
    auto ledger = Ledger::open(folder, options);
    if (ledger && clock_is_right)
        if (auto vouched = vouch_for_clock(**ledger); !vouched) return vouched.error();
    return ledger;
}

/// The operator's word is a claim in the log. When the log's last time is about now there is nothing to say.
Result<void> LedgerPlace::vouch_for_clock(Ledger& ledger) const {
    auto head = ledger.head();
    if (!head) return head.error();
    const bool is_ahead = head->recorded_at_unix_s > SystemClock().now_unix_s() + limits::clock_claim_slack_s;
    if (!is_ahead && ledger.check_clock()) {
        std::cerr << say("timebank: 时钟与账本相符，无须声明\n",
                         "timebank: the clock agrees with the book, so nothing was said of it\n")
                         .in(language);
        return {};
    }
    auto signing = own_signing(*this, ledger);
    if (!signing) return signing.error();
    const auto now_unix_s = SystemClock().now_unix_s();
    auto claim = sign_own(*signing, ledger, ClockContent{civil_time(now_unix_s, 0), "clock-is-right"});
    if (!claim) return claim.error();
    auto result = ledger.post(*claim);
    if (!result) return result.error();
    if (result->outcome != PostOutcome::refused) return {};
    return Error{Code::clock_jumped, explain_refusal(result->refusal)};
}

Result<std::unique_ptr<Signer>> LedgerPlace::author() const {
    const auto file = key_file();
    if (file.empty())
        return fail(Code::bad_key, "没有说明用哪把密钥签署：--key 文件，或 --keys 文件夹",
                    "no key was named to sign with: --key FILE, or --keys FOLDER");
    return load_signer(file);
}

void print_result(const PostResult& result, Shell& shell) {
    if (result.outcome == PostOutcome::refused) shell.exit_code = refused;
    if (shell.json) return print_line(write_post_result(result));
    const auto id = to_text(result.id);
    switch (result.outcome) {
        case PostOutcome::accepted:
            return print_line(
                shell.say("{0}：已记为条目 {1}", "{0}: entry {1}", {id, std::to_string(result.index)}));
        case PostOutcome::exists:
            return print_line(shell.say("{0}：早已记为条目 {1}", "{0}: already entry {1}",
                                        {id, std::to_string(result.index)}));
        case PostOutcome::refused:
            return print_line(shell.say(
                "{0}：未接受：{1} [{2}]", "{0}: refused: {1} [{2}]",
                {id, explain_refusal(result.refusal).in(shell.language), to_text(result.refusal.code)}));
    }
}

Result<void> checkpoint_if_possible(Ledger& ledger, const LedgerPlace& place, const Shell& shell) {
    const auto log_file = place.log_key_file();
    if (log_file.empty() || !is_there(log_file)) {
        std::cerr << shell.say("timebank: 没有日志密钥，未签署检查点\n",
                               "timebank: no log key, so no checkpoint was signed\n");
        return {};
    }
    auto note = ledger.checkpoint();
    if (!note) return note.error();
    return {};
}

}  // namespace timebank::cli
