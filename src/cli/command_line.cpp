#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <iostream>
#include <new>
#include <system_error>

#include "cli/help.hpp"
#include "cli/shell.hpp"

namespace timebank::cli {
namespace {

/// CLI11 writes a validator that has a list of choices as "TEXT:{zh,en}".
std::vector<std::string> choices_in(const std::string& type) {
    const auto begin = type.find('{');
    const auto end = type.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos) return {};
    return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

/// An argument is named for what it is; an option says that it takes a file or folder with type_name().
ValueKind kind_of(const CLI::Option& option, const std::string& type, bool is_argument) {
    if (option.get_items_expected_max() == 0) return ValueKind::none;
    if (type.find('{') != std::string::npos) return ValueKind::choice;
    const auto& word = is_argument ? option.get_name(true) : type;
    if (word == "LEDGER" || word == "FOLDER" || word == "DIR") return ValueKind::folder;
    if (word == "FILE" || type == "FILE") return ValueKind::file;
    if (type == "UINT" || type == "INT" || word == "INDEX") return ValueKind::number;
    return ValueKind::text;
}

CommandInput input_of(const CLI::Option& option) {
    const bool is_argument = option.get_positional();
    const auto type = option.get_type_name();
    CommandInput input;
    if (is_argument) input.names.push_back(option.get_name(true));
    for (const auto& name : option.get_snames()) input.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) input.names.push_back("--" + name);
    input.kind = kind_of(option, type, is_argument);
    if (input.kind == ValueKind::choice) input.choices = choices_in(type);
    input.required = option.get_required();
    input.repeats = option.get_items_expected_max() > 1;
    input.otherwise = option.get_default_str();
    input.about = option.get_description();
    return input;
}

/// What CLI11 knows of the command; `parent` is the path of the one it belongs to.
Command command_tree(const CLI::App& app, const std::string& parent = "") {
    Command command;
    if (app.get_parent() != nullptr)
        command.path = parent.empty() ? app.get_name() : parent + " " + app.get_name();
    command.about = app.get_description();
    for (const auto* option : app.get_options({})) {
        if (option->get_group().empty()) continue;  // hidden
        (option->get_positional() ? command.arguments : command.options).push_back(input_of(*option));
    }
    for (const auto* below : app.get_subcommands({}))
        if (!below->get_group().empty()) command.commands.push_back(command_tree(*below, command.path));
    return command;
}

const CLI::App& program_of(const CLI::App& command) {
    const auto* program = &command;
    while (program->get_parent() != nullptr) program = program->get_parent();
    return *program;
}

/// CLI11's own formatter counts bytes, and knows no Chinese.
class HelpFormatter final : public CLI::FormatterBase {
  public:
    explicit HelpFormatter(Language language) : language_(language) {}
    /// `name` is what CLI11 calls the command from the program on, such as "timebank key enrol".
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
        const auto& top = program_of(*app);
        const auto program = command_tree(top);
        return help_page(command_tree(*app), name, app == &top ? nullptr : &program, language_);
    }

  private:
    Language language_;
};

constexpr std::string_view no_decimal = " is no decimal number";
constexpr std::string_view too_little = " is too little";

/// CLI11 would take 0600 for octal, which is entry 384, 0x10 for 16 and -1 for the largest number.
CLI::Validator decimal() {
    const auto fault = [](const std::string& text) {
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        if (digits && (text.size() == 1 || text.front() != '0')) return std::string();
        return text + std::string(no_decimal) + ": digits alone, without a leading 0, sign, blank or 0x";
    };
    return CLI::Validator(fault, "");
}

/// What was wrong with the command line, and where to read what is right; CLI11 says it in English alone.
std::string usage_fault(const CLI::ParseError& error, Language language) {
    const std::string english = error.what();
    const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
    // Of "LEDGER is required", "--lang: fr not in {zh,en}" and their like, the part that is nobody's
    // language.
    const auto behind = [&](const std::string& mark) {
        const auto at = english.find(mark);
        return at == std::string::npos ? english : english.substr(at + mark.size());
    };
    const auto before = [&](const std::string& mark) { return english.substr(0, english.find(mark)); };
    std::string chinese = english;
    if (english == "A subcommand is required")
        chinese = "缺少命令";
    else if (kind == CLI::ExitCodes::RequiredError)
        chinese = "缺少 " + before(" is required");
    else if (kind == CLI::ExitCodes::ExtrasError)
        chinese = "多余或不认识的参数：" + behind("expected: ");
    else if (kind == CLI::ExitCodes::ConversionError)
        chinese = "不是所要的数：" + behind("convert: ");
    else if (kind == CLI::ExitCodes::ValidationError && english.find(" not in ") != std::string::npos)
        chinese = before(" not in ") + " 不在可选的 " + behind(" not in ") + " 之中";
    else if (const auto at = english.find(no_decimal); at != std::string::npos)
        chinese = english.substr(0, at) + " 不是十进制数：只写数字，前面不加 0、正负号、空格或 0x";
    else if (const auto little = english.find(too_little); little != std::string::npos)
        chinese = english.substr(0, little) + " 太少：须为 1 或更多";
    else if (kind == CLI::ExitCodes::ArgumentMismatch)
        chinese = "值的个数不对：" + english;
    return say("timebank: {0}\n加上 --help 查看用法\n", "timebank: {1}\nAdd --help to see how it is used\n",
               {chinese, english})
        .in(language);
}

int report_failure(const Error& error, Language language) {
    Shell shell;
    shell.language = language;
    shell.report(error);
    return shell.exit_code;
}

}  // namespace

OptionSyntax OptionSyntax::required() const {
    option_->required();
    return *this;
}

OptionSyntax OptionSyntax::type_name(const std::string& name) const {
    option_->type_name(name);
    return *this;
}

OptionSyntax OptionSyntax::one_of(const std::vector<std::string>& choices) const {
    option_->check(CLI::IsMember(choices));
    return *this;
}

OptionSyntax OptionSyntax::shows_default() const {
    option_->capture_default_str();
    return *this;
}

OptionSyntax OptionSyntax::above_zero() const {
    option_->check(CLI::Validator(
        [](const std::string& text) {
            return text == "0" ? text + std::string(too_little) + ": 1 or more" : std::string();
        },
        ""));
    return *this;
}

OptionSyntax OptionSyntax::one_at_a_time() const {
    option_->allow_extra_args(false);
    return *this;
}

bool OptionSyntax::is_given() const {
    return !option_->empty();
}

CommandSyntax CommandSyntax::add_subcommand(const std::string& name, const std::string& about) const {
    return CommandSyntax(*app_->add_subcommand(name, about));
}

CommandSyntax CommandSyntax::subcommand(const std::string& name) const {
    return CommandSyntax(*app_->get_subcommand(name));
}

void CommandSyntax::require_subcommand() const {
    app_->require_subcommand(1);
}

void CommandSyntax::callback(std::function<void()> work) const {
    app_->callback(std::move(work));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::string& value,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, value, about));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::vector<std::string>& values,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, values, about));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::uint32_t& value,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, value, about)->check(decimal()));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::uint64_t& value,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, value, about)->check(decimal()));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::optional<std::uint32_t>& value,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, value, about)->check(decimal()));
}

OptionSyntax CommandSyntax::add_option(const std::string& name, std::optional<std::uint64_t>& value,
                                       const std::string& about) const {
    return OptionSyntax(*app_->add_option(name, value, about)->check(decimal()));
}

OptionSyntax CommandSyntax::add_flag(const std::string& name, bool& value, const std::string& about) const {
    return OptionSyntax(*app_->add_flag(name, value, about));
}

OptionSyntax CommandSyntax::add_option_for(const std::string& name,
                                           const std::function<void(const std::string&)>& take,
                                           const std::string& about) const {
    return OptionSyntax(*app_->add_option_function<std::string>(name, take, about));
}

OptionSyntax CommandSyntax::add_option_for_each(const std::string& name, const TakeOrFault& take,
                                                const std::string& about) const {
    const auto take_all = [name, take](const std::vector<std::string>& values) {
        for (const auto& value : values)
            if (const auto fault = take(value)) throw CLI::ValidationError(name, *fault);
    };
    return OptionSyntax(*app_->add_option_function<std::vector<std::string>>(name, take_all, about));
}

Command CommandSyntax::whole_program() const {
    return command_tree(program_of(*app_));
}

CommandLine::CommandLine(const std::string& about, const std::string& name, const std::string& version,
                         Language language)
    : app_(std::make_unique<CLI::App>(about, name)), language_(language) {
    // Subcommands take these over when they are added.
    app_->formatter(std::make_shared<HelpFormatter>(language));
    app_->set_help_flag("-h,--help", say("显示这份帮助", "print this help").in(language));
    app_->set_version_flag("--version", version, say("显示版本", "print the version").in(language));
    app_->require_subcommand(1);
    app_->fallthrough();
}

CommandLine::~CommandLine() = default;

std::optional<int> CommandLine::run(int count, const char* const* arguments) const {
    try {
        app_->parse(count, arguments);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        // CLI11 has exit codes of its own; ours say what to do next.
        if (error.get_exit_code() == 0) return app_->exit(error);  // help or version was asked for
        std::cerr << usage_fault(error, language_);
        return bad_input;
    } catch (const std::system_error& error) {
        return report_failure(system_failure(error.code().value(), "timebank"), language_);
    } catch (const std::bad_alloc&) {
        return report_failure(system_failure(ENOMEM, "timebank"), language_);
    } catch (const std::exception&) {
        // Its text is for programmers, and in English alone.
        return report_failure(
            fail(Code::broken_invariant, "程序出错，未能完成；这是缺陷，请报告",
                 "the program failed and did not finish; this is a fault of it, please report it"),
            language_);
    }
}

}  // namespace timebank::cli
