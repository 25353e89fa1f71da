#pragma once

#include "decision/slow/book.hpp"

/// A second evaluator of redemption standards, as slow and obvious as the one of credit standards
/// (slow/evaluator.hpp): it adds up everything that was redeemed before whenever it is asked.
namespace timebank::decision_test::slow {

struct Redemption {
    std::string owner;  ///< who pays
    std::string receiver;
    std::string item;
    std::int64_t quantity = 1;
    Time at;
    std::map<std::string, std::int64_t> facts;  ///< of who pays
    std::string author;
    std::set<std::string> cosigned;
    std::int64_t recorded_at_unix_s = 0;
};
Redemption read_redemption(const nlohmann::json& value);

class Till {
  public:
    /// `book` is what services have led to; `document` the redemption standard.
    Till(Book book, nlohmann::json document);

    /// Decides, and remembers what it accepted.
    Outcome post(const Redemption& redemption);
    const std::map<std::string, std::size_t>& seen() const { return book_.seen; }

    struct Done {
        Redemption redemption;
        Exact cost;
    };

  private:
    Book book_;
    std::vector<Done> done_;
};

}  // namespace timebank::decision_test::slow
