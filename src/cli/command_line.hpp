#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_tree.hpp"
#include "timebank/text.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// How the commands say what they take. CLI11 reads the command line; it takes a compiler five seconds, so
/// only command_line.cpp includes it.
namespace timebank::cli {

/// An option or argument. Like CommandSyntax a name for what the CommandLine holds, so copies are the same
/// one.
class OptionSyntax {
  public:
    explicit OptionSyntax(CLI::Option& option) : option_(&option) {}

    OptionSyntax required() const;
    /// What its value is, such as FILE: the help prints it, shells complete it.
    OptionSyntax type_name(const std::string& name) const;
    OptionSyntax one_of(const std::vector<std::string>& choices) const;
    /// The help says which value it has when it is left out: the one in its variable now.
    OptionSyntax shows_default() const;
    /// Of a number: 0 is none that can be meant.
    OptionSyntax above_zero() const;
    /// Takes one value each time it is given, so that what follows may be an argument.
    OptionSyntax one_at_a_time() const;
    /// Once the command line is read.
    bool is_given() const;

  private:
    CLI::Option* option_;
};

/// A command, or the program itself. Variables and functions must live as long as the CommandLine.
class CommandSyntax {
  public:
    explicit CommandSyntax(CLI::App& app) : app_(&app) {}

    CommandSyntax add_subcommand(const std::string& name, const std::string& about) const;
    /// One that was added before.
    CommandSyntax subcommand(const std::string& name) const;
    /// Nothing is done unless one of its commands is named.
    void require_subcommand() const;
    void callback(std::function<void()> work) const;

    /// `name` is such as "-o,--output", or LEDGER for an argument, which has no dashes.
    OptionSyntax add_option(const std::string& name, std::string& value, const std::string& about = "") const;
    OptionSyntax add_option(const std::string& name, std::vector<std::string>& values,
                            const std::string& about) const;
    OptionSyntax add_option(const std::string& name, std::uint32_t& value, const std::string& about) const;
    OptionSyntax add_option(const std::string& name, std::uint64_t& value, const std::string& about) const;
    OptionSyntax add_option(const std::string& name, std::optional<std::uint32_t>& value,
                            const std::string& about) const;
    OptionSyntax add_option(const std::string& name, std::optional<std::uint64_t>& value,
                            const std::string& about) const;
    OptionSyntax add_flag(const std::string& name, bool& value, const std::string& about) const;
    OptionSyntax add_option_for(const std::string& name, const std::function<void(const std::string&)>& take,
                                const std::string& about) const;
    /// For as many values as there are. What `take` says is wrong with one is a fault of the command line.
    using TakeOrFault = std::function<std::optional<std::string>(const std::string&)>;
    OptionSyntax add_option_for_each(const std::string& name, const TakeOrFault& take,
                                     const std::string& about) const;

    /// The whole program, whichever of its commands this is.
    Command whole_program() const;

  private:
    CLI::App* app_;
};

class CommandLine {
  public:
    CommandLine(const std::string& about, const std::string& name, const std::string& version,
                Language language);
    ~CommandLine();

    CommandSyntax program() const { return CommandSyntax(*app_); }
    /// Runs what is asked for. An exit code when nothing was: the help was printed, or what is wrong.
    std::optional<int> run(int count, const char* const* arguments) const;

  private:
    std::unique_ptr<CLI::App> app_;
    Language language_;
};

}  // namespace timebank::cli
