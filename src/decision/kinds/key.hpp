#pragma once

#include "decision/kinds/kind.hpp"

namespace timebank {

/// Enrols a key, which signs its own enrolment.
template <>
struct Kind<KeyContent>
    : ForThoseConcerned, OneSigns, NoStandardDecides, AboutItself, NeverReversed, CountsNowhere {
    static constexpr Authors authors{.operator_ = May::both, .officer = May::both};
    static const PublicKey* key_to_enrol(const KeyContent& content) { return &content.key; }
    static Verdict decide(const KeyContent& content, const Deciding& deciding);
    static Applied apply(const KeyContent& content, const Applying& applying);
};

}  // namespace timebank
