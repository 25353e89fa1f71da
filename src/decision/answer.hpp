#pragma once

#include <utility>
#include <variant>

#include "timebank/refusal.hpp"

namespace timebank {

/// What the rules say: a T, or why not. That the question could not be answered is a Result's to say.
template <class T>
class [[nodiscard]] Answer {
  public:
    Answer(T value) : value_(std::in_place_index<0>, std::move(value)) {}
    Answer(Refusal refusal) : value_(std::in_place_index<1>, std::move(refusal)) {}

    explicit operator bool() const { return value_.index() == 0; }
    const T& operator*() const { return std::get<0>(value_); }
    T& operator*() { return std::get<0>(value_); }
    const T* operator->() const { return &std::get<0>(value_); }
    T* operator->() { return &std::get<0>(value_); }

    /// Only where there is no T.
    const Refusal& refusal() const { return std::get<1>(value_); }
    friend bool operator==(const Answer&, const Answer&) = default;

  private:
    std::variant<T, Refusal> value_;
};

/// One line for the most frequent answer "no". The rule is a code, or else words in both languages.
inline Refusal refuse(RefusalCode code, Text rule, Text limit, Text found) {
    return {code, std::move(rule), std::move(limit), std::move(found)};
}
inline Refusal refuse(RefusalCode code, std::string rule, Text limit, Text found) {
    return {code, same_in_both(std::move(rule)), std::move(limit), std::move(found)};
}

}  // namespace timebank
