#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "timebank/digest.hpp"

// confirm: a service that somebody without a phone has confirmed on paper.

namespace timebank::cli {
namespace {

struct ConfirmOptions {
    LedgerPlace place;
    std::string photo;
    std::string category;
    std::string start;
    std::string end;
    std::uint32_t minutes = 0;
    std::string role = "volunteer";
    std::vector<std::string> volunteers;
    std::vector<std::string> receivers;
    std::string place_code;
    std::string on_behalf_of;
};

Result<Interval> interval_of(const ConfirmOptions& asked) {
    if (asked.end.empty() == (asked.minutes == 0))
        return fail(
            Code::invalid_argument, "请用 --end 给出结束时间，或用 --minutes 给出分钟数，二者取一",
            "say when it ended with --end, or how many minutes it took with --minutes: one of the two");
    auto start = parse_civil_time(asked.start);
    if (!start) return start.error();
    if (asked.end.empty()) {
        auto end = *start;
        end.local_minutes += asked.minutes;
        return Interval{*start, end};
    }
    auto end = parse_civil_time(asked.end);
    if (!end) return end.error();
    return Interval{*start, *end};
}

Result<Digest> digest_of_photo(const std::string& file) {
    auto photo = read_input(file);
    if (!photo) return photo.error();
    if (photo->empty())
        return fail(Code::invalid_argument, "{} 是空文件：请给出签字纸张的照片",
                    "{} is empty: give the photo of the paper that was signed", {file});
    return sha256(bytes_of(*photo));
}

/// What was signed on the paper: the same photo, service, day and people are the same claim.
ClaimId id_of(const std::string& origin, const Digest& photo, const ServiceContent& service) {
    using namespace std::string_view_literals;
    std::string said = origin + '\0' + service.category + '\0' + to_text(service.actual.start);
    for (const auto& one : service.participants) said += '\0' + one.owner + '\0' + one.role;
    return claim_id_from_digest(
        sha256({bytes_of("timebank/paper-confirmation/0\0"sv), photo, bytes_of(said)}));
}

Result<void> confirm(const ConfirmOptions& asked, Shell& shell) {
    auto interval = interval_of(asked);
    if (!interval) return interval.error();
    auto photo = digest_of_photo(asked.photo);
    if (!photo) return photo.error();
    ServiceContent service;
    service.category = asked.category;
    service.actual = *interval;
    service.place = asked.place_code;
    service.on_behalf_of = asked.on_behalf_of;
    const Evidence evidence{EvidenceKind::paper_confirmation, 0, *photo};
    for (const auto& owner : asked.volunteers)
        service.participants.push_back({owner, asked.role, {}, evidence});
    for (const auto& owner : asked.receivers)
        service.participants.push_back({owner, "receiver", {}, evidence});

    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto signing = own_signing(asked.place, **ledger);
    if (!signing) return signing.error();
    const auto id = id_of((*ledger)->origin(), *photo, service);
    auto claim = sign_own(*signing, **ledger, std::move(service), id);
    if (!claim) return claim.error();
    auto result = (*ledger)->post(*claim);
    if (!result) return result.error();
    print_result(*result, shell);
    if (!shell.json && result->outcome != PostOutcome::refused)
        print_line(shell.say("照片的 SHA-256：{}；请妥善保存照片", "SHA-256 of the photo: {}; keep the photo",
                             {to_hex(*photo)}));
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

}  // namespace

void add_confirm_command(CommandSyntax program, Shell& shell) {
    auto asked = std::make_shared<ConfirmOptions>();
    auto command = program.add_subcommand(
        "confirm",
        shell.say("记录一次由无手机者在纸上确认的服务，由协调员签署",
                  "record a service that somebody without a phone confirmed on paper; the coordinator "
                  "signs"));
    asked->place.add_folder(command, shell);
    command
        .add_option("--photo", asked->photo,
                    shell.say("签字纸张的照片，只记其 SHA-256",
                              "photo of the signed paper; only its SHA-256 is recorded"))
        .type_name("FILE")
        .required();
    command.add_option("--category", asked->category, shell.say("服务类别代码", "code of the category"))
        .required();
    command
        .add_option("--volunteer", asked->volunteers,
                    shell.say("服务者的编号，可多个", "codes of those who served"))
        .required();
    command.add_option("--role", asked->role, shell.say("服务者的角色代码", "their role, a code"))
        .shows_default();
    command.add_option("--receiver", asked->receivers,
                       shell.say("受服务者的编号，可多个", "codes of those who were served"));
    command
        .add_option(
            "--start", asked->start,
            shell.say("开始时间，如 2026-01-03T08:30+08:00", "when it began, such as 2026-01-03T08:30+08:00"))
        .required();
    command.add_option("--end", asked->end, shell.say("结束时间", "when it ended"));
    command.add_option("--minutes", asked->minutes, shell.say("或：多少分钟", "or how many minutes it took"));
    command.add_option("--place", asked->place_code, shell.say("地点代码", "code of the place"));
    command.add_option("--on-behalf-of", asked->on_behalf_of,
                       shell.say("为哪个家庭或团队而做", "the household or team it was done for"));
    asked->place.add_writing(command, shell);
    command.callback([asked, &shell] { shell.run([&] { return confirm(*asked, shell); }); });
}

}  // namespace timebank::cli
