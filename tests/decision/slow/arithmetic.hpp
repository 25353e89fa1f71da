#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <nlohmann/json.hpp>
#include <string>

/// Exact numbers as a document writes them.
namespace timebank::decision_test::slow {

using Exact = boost::multiprecision::cpp_rational;

/// "12", "1.5", "-3/2", or a JSON integer.
Exact read_number(const nlohmann::json& value);

/// The greatest whole number that is not above it.
Exact floor_of(const Exact& value);

/// The multiple of `step` that the value is rounded to; `ties` is looked at only for the direction "nearest".
Exact round_to(const Exact& value, const Exact& step, const std::string& direction, const std::string& ties);

}  // namespace timebank::decision_test::slow
