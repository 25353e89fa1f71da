#pragma once

#include "decision/slow/book.hpp"

/// A second evaluator of credit standards, as slow and obvious as possible: it reads the JSON document
/// itself, takes intervals minute by minute, and adds up everything that happened before whenever it is
/// asked. No code is shared with the rooms that are tested, so that one mistake is not made twice.
namespace timebank::decision_test::slow {

class Evaluator {
  public:
    Evaluator(nlohmann::json document, std::map<std::string, Member> members);

    /// What somebody has before the first service, in minor units.
    void open(const std::string& owner, const std::string& unit, std::int64_t minor_units);

    void open_households(Day day) { book_.households_opened_on = day; }
    const Book& book() const { return book_; }

    /// Decides, and remembers what it accepted. An `overlaps` notice counts services from 0.
    Outcome post(const Service& service);

    /// How often each part of the language had an effect.
    const std::map<std::string, std::size_t>& seen() const { return book_.seen; }

  private:
    Book book_;
};

}  // namespace timebank::decision_test::slow
