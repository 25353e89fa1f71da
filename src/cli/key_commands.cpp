#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/shell.hpp"
#include "timebank/checkpoint.hpp"

// key new, key show, key log, key enrol: who may sign.

namespace timebank::cli {
namespace {

struct EnrolOptions {
    LedgerPlace place;
    std::string new_key;
    std::string role;
    std::string owner;
};

Result<void> print_key(const Result<std::unique_ptr<Signer>>& signer, const std::string& file,
                       const Shell& shell) {
    if (!signer) return signer.error();
    const auto text = to_text((*signer)->public_key());
    if (shell.json)
        print_json({{"key", text}, {"file", file}});
    else
        print_line(text);
    return {};
}

/// The key that receipts are verified with, as init printed it.
Result<void> print_log_key(const LedgerPlace& place, const Shell& shell) {
    auto ledger = place.open_to_read(shell);
    if (!ledger) return ledger.error();
    const auto vkey = to_text(VerifierKey{(*ledger)->origin(), (*ledger)->log_key()});
    if (shell.json)
        print_json({{"origin", (*ledger)->origin()}, {"log_key", vkey}});
    else
        print_line(vkey);
    return {};
}

/// The office enrols a key, and whoever holds it proves so by cosigning: both files are needed here.
Result<void> enrol(const EnrolOptions& asked, Shell& shell) {
    const auto role = parse_role(asked.role);
    if (!role)
        return fail(Code::invalid_argument, "没有角色 {}：可用 officer coordinator app member",
                    "there is no role {}: it is officer, coordinator, app or member", {asked.role});
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto author = asked.place.author();
    if (!author) return author.error();
    auto holder = load_signer(asked.new_key);
    if (!holder) return holder.error();
    auto id = draw_claim_id(SystemClock());
    if (!id) return id.error();
    Claim claim;
    claim.origin = (*ledger)->origin();
    claim.ledger = (*ledger)->genesis_hash();
    claim.cosigners = {CosignerCapacity::key_holder};
    claim.id = *id;
    claim.content = KeyContent{(*holder)->public_key(), *role, asked.owner};
    auto enrolment = sign_claim(std::move(claim), **author);
    if (!enrolment) return enrolment.error();
    if (auto cosigned = cosign_claim(*enrolment, CosignerCapacity::key_holder, **holder); !cosigned)
        return cosigned.error();
    auto result = (*ledger)->post(*enrolment);
    if (!result) return result.error();
    print_result(*result, shell);
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

}  // namespace

void add_key_commands(CommandSyntax program, Shell& shell) {
    auto command = program.add_subcommand(
        "key", shell.say("密钥：new、show、log、enrol", "keys: new, show, log, enrol"));
    command.require_subcommand();

    auto file = std::make_shared<std::string>();
    auto make = command.add_subcommand("new", shell.say("新建密钥文件", "make a new key file"));
    make.add_option("FILE", *file).required();
    make.callback(
        [file, &shell] { shell.run([&] { return print_key(create_key_file(*file), *file, shell); }); });

    file = std::make_shared<std::string>();
    auto show = command.add_subcommand("show", shell.say("显示公钥", "show the public key of a key file"));
    show.add_option("FILE", *file).required();
    show.callback([file, &shell] { shell.run([&] { return print_key(load_signer(*file), *file, shell); }); });

    auto place = std::make_shared<LedgerPlace>();
    auto log = command.add_subcommand(
        "log", shell.say("显示账本的日志公钥（核对收据用）",
                         "show the ledger's log key, with which receipts are verified"));
    place->add_folder(log, shell);
    log.callback([place, &shell] { shell.run([&] { return print_log_key(*place, shell); }); });

    auto asked = std::make_shared<EnrolOptions>();
    auto enrolment =
        command.add_subcommand("enrol", shell.say("在账本中登记密钥", "enrol a key in the ledger"));
    asked->place.add_folder(enrolment, shell);
    enrolment.add_option("--new", asked->new_key, shell.say("要登记的密钥文件", "the key file to enrol"))
        .type_name("FILE")
        .required();
    enrolment.add_option("--role", asked->role, "officer, coordinator, app, member").required();
    enrolment.add_option(
        "--owner", asked->owner,
        shell.say("密钥属于哪个账户（成员必填）", "whose key it is (required for a member)"));
    asked->place.add_writing(enrolment, shell);
    enrolment.callback([asked, &shell] { shell.run([&] { return enrol(*asked, shell); }); });
}

}  // namespace timebank::cli
