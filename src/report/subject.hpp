#pragma once

#include <vector>

#include "decision/trace.hpp"
#include "standard/plan.hpp"
#include "timebank/entry.hpp"
#include "timebank/explanation.hpp"

namespace timebank::report {

/// An entry whose recorded decision was found to be what the rules give, with what is needed to say so in
/// words.
struct Subject {
    const Entry& entry;
    const standard::Plan*
        plan;  ///< that decided; of a reversal, that of the reversed entry or null; else null
    const Entry* named = nullptr;  ///< of a reversal or ruling, the entry that it names
    const Entry* root = nullptr;   ///< and where that ends: of a ruling's reversal, the service's entry
    Trace trace;                   ///< of the whole decision

    const Claim& claim() const { return entry.signed_claim.claim; }
    const Decision& decision() const { return entry.decision; }
};

// heading.cpp
Text heading_of(const Subject& subject);

// steps.cpp
/// The trace of a service, cut into the parts of its participants, in their order; empty for other claims.
std::vector<std::vector<Text>> steps_by_participant(const Subject& subject);
std::vector<Text> steps_of(const Subject& subject, const std::vector<std::vector<Text>>& by_participant);

// outcome.cpp
std::vector<Text> outcome_of(const Subject& subject);

}  // namespace timebank::report
