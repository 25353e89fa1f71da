#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/output.hpp"
#include "cli/own_claims.hpp"
#include "cli/shell.hpp"
#include "timebank/claim_lines.hpp"

// post, quote, adopt: what changes a ledger, or would.

namespace timebank::cli {
namespace {

struct PostOptions {
    LedgerPlace place;
    std::string file;
};

/// Lines without a signature are signed with the key at hand; without one, only signed lines are taken.
Result<std::vector<SignedClaim>> read_claims(const PostOptions& asked, const Ledger& ledger) {
    auto text = read_input(asked.file);
    if (!text) return text.error();
    LineSigning signing;
    signing.origin = ledger.origin();
    signing.ledger = ledger.genesis_hash();
    std::unique_ptr<Signer> signer;
    if (!asked.place.key_file().empty()) {
        auto loaded = asked.place.author();
        if (!loaded) return loaded.error();
        signer = std::move(*loaded);
        signing.signer = signer.get();
        auto enrolled = ledger.key(signer->public_key());
        if (!enrolled) return enrolled.error();
        if (*enrolled) signing.signer_owner = (*enrolled)->owner;
    }
    return read_claim_lines(*text, signing);
}

/// Where the slice that begins at `begin` ends: about a commit's worth, never inside a group.
std::size_t slice_end(const std::vector<SignedClaim>& claims, std::size_t begin, std::size_t size) {
    auto end = std::min(begin + size, claims.size());
    while (end < claims.size() && claims[end].claim.group != Digest{} &&
           claims[end].claim.group == claims[end - 1].claim.group)
        ++end;
    return end;
}

/// What became of the claims so far, by their outcome; also when the disk fills up before the last one.
void print_counts(const std::array<std::size_t, 4>& counts, const Shell& shell) {
    if (shell.json) return;
    print_line(shell.say("接受 {0} 条，早已存在 {1} 条，未接受 {2} 条",
                         "{0} accepted, {1} already there, {2} refused",
                         {std::to_string(counts[1]), std::to_string(counts[2]), std::to_string(counts[3])}));
}

/// Posts slice by slice, so that every answer printed stands for a commit that is durable.
Result<void> post(const PostOptions& asked, Shell& shell) {
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    auto claims = read_claims(asked, **ledger);
    if (!claims) return claims.error();
    const bool shows_progress = ::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) == 0;
    std::array<std::size_t, 4> counts{};
    for (std::size_t begin = 0; begin < claims->size();) {
        const auto end = slice_end(*claims, begin, asked.place.entries_per_commit);
        using Position = std::vector<SignedClaim>::difference_type;
        auto results = (*ledger)->post(
            {claims->begin() + static_cast<Position>(begin), claims->begin() + static_cast<Position>(end)});
        if (!results) {
            print_counts(counts, shell);
            return results.error();
        }
        for (const auto& result : *results) {
            ++counts[static_cast<std::size_t>(result.outcome)];
            if (shell.json || result.outcome == PostOutcome::refused) print_result(result, shell);
        }
        std::cout.flush();
        begin = end;
        if (shows_progress) std::cerr << '\r' << begin << " / " << claims->size() << std::flush;
    }
    if (shows_progress) std::cerr << '\n';
    print_counts(counts, shell);
    return checkpoint_if_possible(**ledger, asked.place, shell);
}

nlohmann::ordered_json legs_json(const std::vector<Leg>& legs) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& leg : legs)
        all.push_back({{"owner", leg.owner},
                       {"unit", leg.unit},
                       {"minor_units", std::to_string(leg.amount.minor_units)}});
    return all;
}

Result<void> quote(const PostOptions& asked, Shell& shell) {
    auto ledger = asked.place.open_to_read(shell);
    if (!ledger) return ledger.error();
    auto claims = read_claims(asked, **ledger);
    if (!claims) return claims.error();
    auto quotes = (*ledger)->quote(*claims);
    if (!quotes) return quotes.error();
    for (const auto& one : *quotes) {
        if (one.result.outcome == PostOutcome::refused) {
            print_result(one.result, shell);
            continue;
        }
        if (shell.json) {
            auto object = nlohmann::ordered_json::parse(write_post_result(one.result));
            object["legs"] = legs_json(one.decision.legs);
            print_json(object);
            continue;
        }
        print_line(to_text(one.result.id) + ": " + std::string(to_text(one.result.outcome)));
        for (const auto& leg : one.decision.legs) {
            auto unit = (*ledger)->unit(leg.unit);
            if (!unit) return unit.error();
            print_line("  " + leg.owner + "  " +
                       (*unit ? amount_text(leg.amount, **unit, shell.language) : leg.unit));
        }
    }
    return {};
}

Result<void> adopt(const PostOptions& asked, Shell& shell) {
    auto document = read_input(asked.file);
    if (!document) return document.error();
    if (auto summary = read_standard(bytes_of(*document)); !summary) return summary.error();
    auto ledger = asked.place.open_to_write();
    if (!ledger) return ledger.error();
    return post_own(asked.place, **ledger, adoption_of(*document), shell);
}

std::shared_ptr<PostOptions> add_file_command(CommandSyntax program, Shell& shell, const std::string& name,
                                              const std::string& about, const std::string& file,
                                              Result<void> (*work)(const PostOptions&, Shell&)) {
    auto asked = std::make_shared<PostOptions>();
    auto command = program.add_subcommand(name, about);
    asked->place.add_folder(command, shell);
    command.add_option("FILE", asked->file, file).required();
    asked->place.add_writing(command, shell);
    command.callback([asked, work, &shell] { shell.run([&] { return work(*asked, shell); }); });
    return asked;
}

}  // namespace

void add_posting_commands(CommandSyntax program, Shell& shell) {
    const auto lines = shell.say("声明，每行一个 JSON 对象；- 为标准输入",
                                 "claims, one JSON object a line; - is standard input");
    add_file_command(program, shell, "adopt", shell.say("采用一个标准版本", "adopt an edition of a standard"),
                     shell.say("标准文件（JSON）", "the rule document (JSON)"), adopt);
    auto asked_to_post =
        add_file_command(program, shell, "post", shell.say("提交声明", "post claims"), lines, post);
    program.subcommand("post").add_option(
        "--commit", asked_to_post->place.entries_per_commit,
        shell.say("每次提交最多多少条目", "how many entries a commit has at most"));
    add_file_command(program, shell, "quote", shell.say("试算声明，不写入", "decide claims without writing"),
                     lines, quote);
}

}  // namespace timebank::cli
