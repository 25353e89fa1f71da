#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace timebank::decision_test {

/// Random choices that one seed decides, the same on every machine (the standard's distributions are not).
class Dice {
  public:
    explicit Dice(unsigned seed) : random_(seed) {}

    /// In `percent` of all throws.
    bool chance(unsigned percent) { return random_() % 100 < percent; }
    /// A whole number of [low, high].
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    template <class T>
    T one_of(std::initializer_list<T> all) {
        return all.begin()[random_() % all.size()];
    }
    std::string word(std::initializer_list<const char*> all) { return one_of(all); }
    template <class T>
    const T& one_of(const std::vector<T>& all) {
        return all[random_() % all.size()];
    }
    /// One or more of them, in their order.
    std::vector<std::string> some_of(std::initializer_list<const char*> all) {
        std::vector<std::string> some;
        const auto sure = random_() % all.size();
        for (std::size_t i = 0; i < all.size(); ++i)
            if (i == sure || chance(35)) some.push_back(all.begin()[i]);
        return some;
    }

  private:
    std::mt19937 random_;
};

}  // namespace timebank::decision_test
