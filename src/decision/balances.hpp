#pragma once

#include <string>
#include <vector>

#include "decision/asked.hpp"
#include "standard/plan.hpp"

/// How far balances may go by what is spent and given away.
namespace timebank {

/// One movement that a redemption standard is asked about.
struct Movement {
    const standard::Plan& plan;
    Context& context;
    const Award& award;                         ///< from whom to whom
    const std::vector<AttestedFact>& attested;  ///< of who pays or gives
    CivilDate day;
};

/// balance_too_low when it takes the one account below its floor, which is zero where no rule speaks of it;
/// balance_too_high when it takes the other above its ceiling. So an account outside its limits can only move
/// toward them. fact_missing and number_out_of_range as of other conditions and numbers.
std::optional<Refusal> check_balances(const Movement& movement);

}  // namespace timebank
