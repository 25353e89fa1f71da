#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>

#include "timebank/text.hpp"

/// Failed operations. A *refusal* (timebank/refusal.hpp) is an answer the rules give and is a value of its
/// own; an Error says that the question could not be answered. The library never prints and never ends its
/// host.
#pragma GCC visibility push(default)
namespace timebank {

/// Grouped by what the caller does next. Numbers are stable and never reused.
enum class Code : std::uint16_t {
    // 100: mend the request and send it again.
    invalid_argument = 101,  ///< a value outside what the declaration allows
    bad_json = 102,       ///< not JSON as this project reads it (depth, duplicate keys, floats, UTF-8, size)
    bad_document = 103,   ///< JSON, but not a claim or a standard of the published schema
    bad_encoding = 104,   ///< bytes that are not one canonical encoding of anything
    not_found = 105,      ///< nothing under that name, index or id
    already_there = 106,  ///< a ledger or file is there and will not be overwritten
    bad_key = 107,        ///< a key file or public key that must not be used
    bad_proof = 108,      ///< a receipt, checkpoint or proof that does not verify
    // 200: wait, then try the same call again.
    busy = 201,        ///< another process holds the write lock longer than allowed
    head_moved = 202,  ///< somebody else has written since the caller looked
    // 300: stop writing and audit.
    data_damaged = 301,     ///< stored bytes are not what was written
    anchor_mismatch = 302,  ///< the ledger is older than its anchor, or another ledger: it is read-only
    poisoned = 303,  ///< an earlier failure left the outcome of a write unknown: open again, look up by id
    broken_invariant = 304,  ///< a fault in this library
    // 400: call the operator of the machine.
    io_failed = 401,  ///< the operating system refused a read or a write
    disk_full = 402,
    permission_denied = 403,  ///< read-only disk, file modes
    unsupported_place = 404,  ///< a network file system, a forked child, a second environment
    clock_jumped = 405,  ///< the clock is over a day behind the last entry, or months ahead of it: set it, or
                         ///< let the operator say that it is right
    older_format = 406,  ///< a data file of an earlier version of the format: open it with that version
};

/// The code's name as it stands in JSON and in the docs, such as "data_damaged".
std::string_view to_text(Code code);

/// Which kind of action the code asks for, as the program's exit code: 2 (mend the request) or 3 (the rest).
int exit_code(Code code);

struct Error {
    Code code;
    Text text;  ///< what was found, what is allowed, what to do
};

/// Builds an Error; the patterns are filled as by say().
Error fail(Code code, std::string_view zh, std::string_view en,
           std::initializer_list<std::string_view> arguments = {});

/// What the system's error `number` (an errno) about `subject`, usually a file, means, and what to do about
/// it. `call` is the system call, for whoever looks into it; may be empty.
Error system_failure(int number, std::string_view subject, std::string_view call = {});

/// Thrown by Result::value() when there is none: for scripts that would rather stop than branch.
class BadResult : public std::runtime_error {
  public:
    explicit BadResult(const Error& error) : std::runtime_error(error.text.en), error_(error) {}
    const Error& error() const { return error_; }

  private:
    Error error_;
};

/// Either a T or the Error that prevented it. Spelled so that it can become std::expected<T, Error>.
template <class T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by intent
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    /// The value; throws BadResult when there is none.
    T& value() & { return checked(), std::get<0>(state_); }
    const T& value() const& { return checked(), std::get<0>(state_); }
    T value() && { return checked(), std::get<0>(std::move(state_)); }  // by value: nothing to dangle

    /// The value; requires has_value().
    T& operator*() & { return *std::get_if<0>(&state_); }
    const T& operator*() const& { return *std::get_if<0>(&state_); }
    T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
    T* operator->() { return std::get_if<0>(&state_); }
    const T* operator->() const { return std::get_if<0>(&state_); }

    /// The error; requires !has_value().
    const Error& error() const { return *std::get_if<1>(&state_); }

  private:
    void checked() const {
        if (!has_value()) throw BadResult(error());
    }
    std::variant<T, Error> state_;
};

/// Done, or the Error that prevented it.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by intent

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    void value() const {
        if (error_) throw BadResult(*error_);
    }
    const Error& error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

}  // namespace timebank
#pragma GCC visibility pop
