#pragma once

#include "decision/slow/book.hpp"

/// A rule at work on one participant, from its gates to its last rounding.
namespace timebank::decision_test::slow {

/// What a claim has given so far.
struct Progress {
    struct Given {
        std::string owner;
        std::string rule;
        Exact amount;
    };
    struct RunningTotal {
        Exact exact;
        Exact rounded;
    };
    std::map<std::pair<std::string, std::string>, RunningTotal> running;  ///< by rule and owner
    std::map<std::string, Exact> sums;                                    ///< by rule, of scope "claim"
    std::vector<Given> given;                                             ///< behind the caps
    Outcome outcome;
};

/// What is known behind the last rounding; nothing of a rule that gives nothing.
struct Rounded {
    const nlohmann::json* rule = nullptr;
    std::size_t participant = 0;
    Exact minutes;  ///< as counted in the end
    Exact exact;
    Exact amount;
};

/// Throws Refused. A pending gate that is not met is noticed in `progress`.
std::optional<Rounded> run(const nlohmann::json& rule, std::size_t participant, Book& book,
                           const Service& service, Progress& progress);

}  // namespace timebank::decision_test::slow
