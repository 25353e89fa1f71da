#include "decision/slow/arithmetic.hpp"

#include <cstdint>

namespace timebank::decision_test::slow {

Exact read_number(const nlohmann::json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    const auto& text = value.get_ref<const std::string&>();
    if (text.front() == '-') return -read_number(text.substr(1));
    std::int64_t above = 0;
    std::int64_t below = 1;
    bool behind_point = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '/') {
            below = std::stoll(text.substr(i + 1));
            break;
        }
        if (text[i] == '.') {
            behind_point = true;
            continue;
        }
        above = above * 10 + (text[i] - '0');
        if (behind_point) below *= 10;
    }
    return Exact(above, below);
}

Exact floor_of(const Exact& value) {
    boost::multiprecision::cpp_int whole = numerator(value) / denominator(value);  // towards zero
    if (Exact(whole) > value) --whole;
    return Exact(whole);
}

Exact round_to(const Exact& value, const Exact& step, const std::string& direction, const std::string& ties) {
    const Exact lower = floor_of(value / step);
    const Exact rest = value / step - lower;
    if (rest == 0 || direction == "down") return lower * step;
    const Exact upper = lower + 1;
    if (direction == "up") return upper * step;
    const Exact half(1, 2);
    if (rest != half) return (rest < half ? lower : upper) * step;
    if (ties == "even") return (floor_of(lower / 2) * 2 == lower ? lower : upper) * step;
    return (ties == "up" ? upper : lower) * step;
}

}  // namespace timebank::decision_test::slow
