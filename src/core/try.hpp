#pragma once

#include "timebank/error.hpp"

// Passing an Error on is the most frequent line of this library; these two make it one word.

/// Declares `name` with the value of `expression` (a Result<T>), or returns its Error.
#define TIMEBANK_TRY(name, expression)                                   \
    auto name##_result = (expression);                                   \
    if (!name##_result) return ::timebank::Error(name##_result.error()); \
    auto name = std::move(*name##_result)

/// Returns the Error of `expression` (any Result) if it has one.
#define TIMEBANK_CHECK(expression)                                   \
    do {                                                             \
        if (auto timebank_checked = (expression); !timebank_checked) \
            return ::timebank::Error(timebank_checked.error());      \
    } while (false)
