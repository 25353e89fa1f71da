#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Words for people, in Chinese and in English. Neither is a translation aid for the other: whatever a person
/// reads exists in both, and the program's `--lang` picks one.
#pragma GCC visibility push(default)
namespace timebank {

enum class Language { zh, en };

/// One message in both languages, UTF-8. A plain value; safe to copy between threads.
struct Text {
    std::string zh;
    std::string en;

    const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
    friend bool operator==(const Text&, const Text&) = default;
};

/// Fills `{}` in both patterns with the same arguments, in order.
///
///     say("第 {} 行：缺少 {}", "line {}: {} is missing", {"14", "category"})
///
/// `{0}`, `{1}`… name an argument where the two languages want another order. A `{}` without an argument
/// stays as it is; this never fails.
Text say(std::string_view zh, std::string_view en, std::initializer_list<std::string_view> arguments = {});

/// The same with arguments that are words themselves: each pattern gets them in its own language.
///
///     say_with("须为 {}", "must be {}", {in_words(AccountClass::household)})
Text say_with(std::string_view zh, std::string_view en, std::initializer_list<Text> arguments);

/// What needs no translation: a number, a date, a code, an id. Words never go this way.
Text same_in_both(std::string value);

/// "家庭、团队" and "household, team".
Text listed(const std::vector<Text>& parts);
/// The same of codes.
Text listed_codes(const std::vector<std::string>& codes);

/// The first of `words` that is nearest to `word`, for "did you mean": at most two letters are wrong,
/// missing, too many or swapped with the next, and never all letters of a word. Nothing when none is that
/// near. For codes: a letter is a byte.
std::optional<std::string_view> nearest_word(std::string_view word,
                                             const std::vector<std::string_view>& words);

}  // namespace timebank
#pragma GCC visibility pop
