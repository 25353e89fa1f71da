#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "cli/command_line.hpp"
#include "timebank/error.hpp"
#include "timebank/explanation.hpp"
#include "timebank/ledger.hpp"
#include "timebank/signer.hpp"
#include "timebank/text.hpp"

/// What every command shares: the language, the output form, where keys and the anchor are, and how a command
/// ends.
namespace timebank::cli {

/// 0 done · 1 refused or findings · 2 wrong usage or bad input · 3 storage or internal failure.
enum ExitCode { done = 0, refused = 1, bad_input = 2, failed = 3 };

struct Shell {
    Language language = Language::en;
    bool json = false;
    int exit_code = done;

    /// The words in the language asked for.
    std::string say(std::string_view zh, std::string_view en,
                    std::initializer_list<std::string_view> arguments = {}) const {
        return timebank::say(zh, en, arguments).in(language);
    }
    /// Prints the error and sets the exit code.
    void report(const Error& error);
    /// Runs the command's body and reports what it returns.
    void run(const std::function<Result<void>()>& body);
};

/// Where a ledger is and with which keys and anchor it is opened; the options of every command that needs
/// one.
struct LedgerPlace {
    std::string folder;
    std::string keys;        ///< a folder with operator.pem, log.pem and anchor
    std::string key;         ///< the author's key file; else operator.pem in `keys`
    std::string log_key;     ///< else log.pem in `keys`
    std::string anchor;      ///< else anchor in `keys`
    std::string second_key;  ///< a second officer's key file, where one officer alone must not decide
    bool renew_anchor = false;
    bool clock_is_right = false;
    std::size_t entries_per_commit = 4096;
    std::uint32_t wait_s = 60;  ///< for other writers
    Language language = Language::en;

    std::filesystem::path key_file() const;
    std::filesystem::path log_key_file() const;
    std::filesystem::path anchor_file() const;

    void add_folder(CommandSyntax command, const Shell& shell);
    void add_anchor(CommandSyntax command, const Shell& shell);
    void add_keys(CommandSyntax command, const Shell& shell);  ///< the anchor's, --key and --log-key
    /// The keys', a second officer's, and what the operator alone may say.
    void add_writing(CommandSyntax command, const Shell& shell);
    void add_wait(CommandSyntax command, const Shell& shell);  ///< one of the writing ones

    /// Says on standard error whose turn it is when it is not ours.
    Patience patience() const;

    Result<std::unique_ptr<Ledger>> open_to_read(const Shell& shell) const;
    Result<std::unique_ptr<Ledger>> open_to_write() const;
    /// Posts the operator's claim that the clock is right, where the clock has jumped.
    Result<void> vouch_for_clock(Ledger& ledger) const;
    /// The author's key. bad_key with what to do when none is named.
    Result<std::unique_ptr<Signer>> author() const;
};

/// Whether there is such a file; whatever else is the matter shows when it is opened.
bool is_there(const std::filesystem::path& file);

/// The explanation of entry `index`, with its edition and, of a reversal, the entry it names fetched from the
/// ledger.
Result<Explanation> explain_in(const Ledger& ledger, std::uint64_t index);

/// Prints one answer of a post; sets the exit code when it is a refusal.
void print_result(const PostResult& result, Shell& shell);

/// Signs a checkpoint when the log key and the anchor are at hand; says on standard error that none was
/// signed otherwise.
Result<void> checkpoint_if_possible(Ledger& ledger, const LedgerPlace& place, const Shell& shell);

// Each adds its commands to the program.
void add_founding_commands(CommandSyntax program, Shell& shell);
void add_key_commands(CommandSyntax program, Shell& shell);
void add_standard_commands(CommandSyntax program, Shell& shell);
void add_posting_commands(CommandSyntax program, Shell& shell);
void add_correction_commands(CommandSyntax program, Shell& shell);
void add_ruling_command(CommandSyntax program, Shell& shell);
void add_import_commands(CommandSyntax program, Shell& shell);
void add_query_commands(CommandSyntax program, Shell& shell);
void add_statement_command(CommandSyntax program, Shell& shell);
void add_totals_command(CommandSyntax program, Shell& shell);
void add_member_commands(CommandSyntax program, Shell& shell);
void add_confirm_command(CommandSyntax program, Shell& shell);
void add_redemption_commands(CommandSyntax program, Shell& shell);
void add_hold_commands(CommandSyntax program, Shell& shell);
void add_transfer_command(CommandSyntax program, Shell& shell);
void add_proof_commands(CommandSyntax program, Shell& shell);
void add_backup_commands(CommandSyntax program, Shell& shell);
void add_demo_command(CommandSyntax program, Shell& shell);
void add_help_commands(CommandSyntax program, Shell& shell);

}  // namespace timebank::cli
