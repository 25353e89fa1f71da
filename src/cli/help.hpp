#pragma once

#include <CLI/CLI.hpp>

#include "timebank/text.hpp"

namespace timebank::cli {

/// What --help prints, in the language of the program and in columns that stay in line with Chinese words;
/// CLI11's own formatter counts bytes.
class HelpFormatter final : public CLI::FormatterBase {
  public:
    explicit HelpFormatter(Language language) : language_(language) {}
    /// `name` is what CLI11 calls the command from the program on, such as "timebank key enrol".
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;

  private:
    Language language_;
};

/// What was wrong with the command line, and where to read what is right; CLI11 says it in English alone.
std::string usage_fault(const CLI::ParseError& error, Language language);

}  // namespace timebank::cli
