#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/audit.hpp"
#include "timebank/claim_lines.hpp"
#include "timebank/proof.hpp"
#include "timebank/receipt.hpp"

// receipt, verify, audit: why nobody has to trust the operator.

namespace timebank::cli {
namespace {

struct ReceiptOptions {
    LedgerPlace place;
    std::uint64_t index = 0;
    std::string output;
};

struct VerifyOptions {
    std::string file;
    std::string key;
};

Result<void> receipt(const ReceiptOptions& asked, const Shell& shell) {
    auto text = make_receipt(asked.place.folder, asked.index);
    if (!text) return text.error();
    if (auto written = write_output(asked.output, *text); !written) return written.error();
    if (shell.json)
        print_json({{"index", asked.index}, {"file", asked.output}});
    else
        print_line(shell.say("条目 {0} 的收据：{1}", "receipt of entry {0}: {1}",
                             {std::to_string(asked.index), asked.output}));
    return {};
}

/// A receipt that does not verify is what this command finds, not its failure.
Result<void> verify(const VerifyOptions& asked, Shell& shell) {
    auto text = read_input(asked.file);
    if (!text) return text.error();
    auto key = parse_verifier_key(asked.key);
    if (!key) return key.error();
    auto verified = verify_receipt(*text, *key);
    if (!verified) {
        shell.exit_code = refused;
        if (shell.json)
            print_json({{"result", "bad"},
                        {"code", to_text(verified.error().code)},
                        {"text", to_json(verified.error().text)}});
        else
            print_line(shell.say("收据不成立：{}", "the receipt does not hold: {}",
                                 {verified.error().text.in(shell.language)}));
        return {};
    }
    const auto& entry = verified->entry;
    if (shell.json) {
        print_json({{"result", "verified"},
                    {"origin", verified->checkpoint.origin},
                    {"size", verified->checkpoint.size},
                    {"root", to_base64(verified->checkpoint.root)},
                    {"entry", nlohmann::ordered_json::parse(write_entry(entry))}});
        return {};
    }
    const auto kind = in_words(entry.signed_claim.claim.kind()).in(shell.language);
    print_line(shell.say(
        "收据成立：{0} 的条目 {1}（日志共 {2} 条），{3}，记录于 {4}",
        "verified: entry {1} of {0} (of {2} in the log), a {3}, recorded at {4}",
        {verified->checkpoint.origin, std::to_string(entry.index), std::to_string(verified->checkpoint.size),
         kind, unix_seconds_to_text(entry.recorded_at_unix_s)}));
    return {};
}

Result<void> audit(const LedgerPlace& place, bool without_texts, Shell& shell) {
    AuditOptions options;
    options.anchor = place.anchor_file();
    options.texts = !without_texts;
    auto report = audit_ledger_in_child(place.folder, options);
    if (!report) return report.error();
    if (!report->findings.empty()) shell.exit_code = refused;
    if (shell.json) {
        for (const auto& finding : report->findings) print_json(to_json(finding));
        for (const auto& remark : report->remarks)
            print_json(
                {{"remark", {{"zh", remark.text.zh}, {"en", remark.text.en}}}, {"entry", remark.entry}});
        print_json({{"origin", report->origin},
                    {"entries", report->entries},
                    {"root", to_base64(report->root)},
                    {"findings", report->findings.size()},
                    {"remarks", report->remarks.size()},
                    {"anchor", options.anchor.empty() ? "not compared" : "compared"}});
        return {};
    }
    for (const auto& finding : report->findings) print_line(finding.text.in(shell.language));
    for (const auto& remark : report->remarks)
        print_line(shell.say("提示：{}", "remark: {}", {remark.text.in(shell.language)}));
    if (options.anchor.empty())
        print_line(shell.say(
            "未与锚点比较，旧副本不会被发现：请用 --keys 或 --anchor",
            "not compared with the anchor, so an older copy would not be found: use --keys or --anchor"));
    if (report->findings.empty())
        print_line(shell.say("audit: 没有发现问题（{} 条）", "audit: no findings ({} entries)",
                             {std::to_string(report->entries)}));
    else
        print_line(
            shell.say("audit: {} 个问题", "audit: {} findings", {std::to_string(report->findings.size())}));
    return {};
}

}  // namespace

void add_proof_commands(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<ReceiptOptions>();
    auto command =
        program.add_subcommand("receipt", shell.say("写出一个条目的收据", "write the receipt of an entry"));
    asked->place.add_folder(command, shell);
    command.add_option("INDEX", asked->index, shell.say("条目号", "index of the entry")).required();
    command.add_option("-o,--output", asked->output, shell.say("收据文件", "the receipt's file"))
        .type_name("FILE")
        .required();
    command.callback([asked, &shell] { shell.run([&] { return receipt(*asked, shell); }); });

    auto proof = std::make_shared<VerifyOptions>();
    command = program.add_subcommand("verify",
                                     shell.say("核对收据，不需要账本", "verify a receipt; needs no ledger"));
    command.add_option("FILE", proof->file, shell.say("收据文件", "the receipt's file")).required();
    command
        .add_option(
            "--key", proof->key,
            shell.say("日志公钥，如 origin+1234abcd+A...", "the log's key, such as origin+1234abcd+A..."))
        .required();
    command.callback([proof, &shell] { shell.run([&] { return verify(*proof, shell); }); });

    auto place = std::make_shared<LedgerPlace>();
    command = program.add_subcommand(
        "audit", shell.say("由日志重算并核对一切", "work everything out again from the log"));
    place->add_folder(command, shell);
    place->add_anchor(command, shell);
    auto without_texts = std::make_shared<bool>(false);
    command.add_flag("--no-texts", *without_texts,
                     shell.say("不核对人员文本（存于别处时）",
                               "leave out the texts about people, where they are kept elsewhere"));
    command.callback(
        [place, without_texts, &shell] { shell.run([&] { return audit(*place, *without_texts, shell); }); });
}

}  // namespace timebank::cli
