#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fraction.hpp"
#include "timebank/amount.hpp"
#include "timebank/error.hpp"
#include "timebank/text.hpp"
#include "timebank/time.hpp"

/// Typed reading of a JSON tree, one line per field:
///
///     JsonReading reading(*tree);
///     const Object item = reading.root().object({"item", "price", "at", "quantity"});
///     redemption.item = item["item"].code();
///     redemption.at = item["at"].parsed(parse_civil_time);
///     if (item.has("quantity")) redemption.quantity = item["quantity"].integer(1, 1000);
///     TIMEBANK_CHECK(reading.outcome());
///
/// The first fault is kept and ends the reading: every getter after it gives an empty value at once, so the
/// code between needs no checks. A fault says its JSON path, what was found and what is allowed.
namespace timebank::standard {

class Object;
class Value;

/// Whether objects may carry a remark for people, a string named "note". In documents they may; where all is
/// data, "note" is a name like any other.
enum class Notes { allowed, refused };

/// One pass over one tree, which must outlive it. For one thread.
class JsonReading {
  public:
    explicit JsonReading(const nlohmann::json& root, Notes notes = Notes::allowed)
        : root_(root), notes_(notes) {}
    JsonReading(const JsonReading&) = delete;
    JsonReading& operator=(const JsonReading&) = delete;

    Value root();
    bool ok() const { return !fault_.has_value(); }
    /// Done, or bad_document with the first fault.
    Result<void> outcome() const;

  private:
    friend class Value;
    friend class Object;
    void refuse(const nlohmann::json& node, const Text& fault);
    void refuse_member(const nlohmann::json& object, std::string_view name, const Text& fault);
    void refuse_at(const std::string& path, const Text& fault);

    /// Whether `name` is that of a remark here.
    bool is_note(std::string_view name) const { return notes_ == Notes::allowed && name == "note"; }

    const nlohmann::json& root_;
    Notes notes_;
    std::optional<Error> fault_;
};

/// One place in the tree, or none: the value of a member that is missing, after that was noted as the fault.
/// Small; valid while its JsonReading lives. Where a getter names a range, both ends are allowed.
class Value {
  public:
    /// A string of 1 to `bytes_max` bytes that is_printable_line().
    std::string text(std::size_t bytes_max) const;
    /// A code (timebank/id.hpp).
    std::string code() const;
    /// {"zh": …, "en": …}, each a text().
    Text bilingual(std::size_t bytes_max) const;
    /// The place of a string in the list of those allowed, which is not empty; 0 after a fault.
    std::size_t choice(const std::vector<std::string_view>& allowed) const;
    /// The same, as what each word stands for: choice<Window>({{"day", Window::day}, {"life",
    /// Window::life}}).
    template <class T>
    T choice(std::initializer_list<std::pair<std::string_view, T>> allowed) const {
        std::vector<std::string_view> words;
        for (const auto& [word, meaning] : allowed) words.push_back(word);
        return allowed.begin()[choice(words)].second;
    }
    std::int64_t integer(std::int64_t least, std::int64_t most) const;
    bool boolean() const;
    /// A string that parse_amount() reads at this scale, not negative.
    Amount amount(std::int64_t minor_units_in_one) const;
    /// The same, but it may be negative.
    Amount signed_amount(std::int64_t minor_units_in_one) const;
    /// A string that parse_fraction() reads, not negative.
    Fraction fraction() const;
    /// A string as one of the library's parsers reads it: parsed(parse_civil_date), parsed(parse_claim_id)…
    template <class T>
    T parsed(Result<T> (*parser)(std::string_view)) const {
        const auto spelling = string();
        if (!spelling) return T{};
        Result<T> read = parser(*spelling);
        if (!read) return refuse(read.error().text), T{};
        return std::move(*read);
    }
    /// The elements of an array that has `least` to `most` of them.
    std::vector<Value> array(std::size_t least, std::size_t most) const;
    /// The members of an object whose names are the writer's own codes: 1 to `most`, sorted. "note" is left
    /// out.
    std::vector<std::pair<std::string, Value>> map(std::size_t most) const;
    /// An object with these members and no others, except for "note": a string that every object may have.
    Object object(std::initializer_list<std::string_view> members) const;
    /// The same, for members that are not known until some have been read; see Object::allow_only().
    Object object() const;

    bool is_string() const;
    bool is_object() const;
    /// Whether it is this very string; never a fault.
    bool is(std::string_view word) const;

    /// Notes a fault here that only the caller can see; the patterns are filled as by say().
    void refuse(std::string_view zh, std::string_view en,
                std::initializer_list<std::string_view> arguments = {}) const;
    void refuse(const Text& fault) const;

  private:
    friend class JsonReading;
    friend class Object;
    Value(JsonReading& reading, const nlohmann::json* node) : reading_(&reading), node_(node) {}
    bool readable() const { return node_ != nullptr && reading_->ok(); }
    std::optional<std::string> string() const;
    /// A string that is_printable_text().
    void check_note() const;
    /// Notes "found …, must be …".
    void refuse_kind(std::string_view zh, std::string_view en) const;
    /// What stands here, cut to a few words.
    std::string shown() const;

    JsonReading* reading_;
    const nlohmann::json* node_;  ///< null: missing
};

/// A Value that is an object. After a fault, an object without members.
class Object {
  public:
    bool has(std::string_view name) const;
    /// The member; a fault when it is missing.
    Value operator[](std::string_view name) const;
    /// The place in `names` of the one that is a member here; a fault unless there is exactly one, 0 after
    /// it.
    std::size_t which(const std::vector<std::string_view>& names) const;
    /// A fault at the first other member; it names the nearest of those allowed.
    void allow_only(const std::vector<std::string_view>& members) const;
    /// The object itself, to refuse it as a whole.
    const Value& value() const { return value_; }

  private:
    friend class Value;
    explicit Object(Value value) : value_(value) {}
    Value value_;
};

}  // namespace timebank::standard
