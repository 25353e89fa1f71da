#pragma once

#include <span>
#include <string_view>

#include "timebank/claim.hpp"
#include "timebank/decision.hpp"

/// The words of each enumeration, in the order of its numbers: what to_text() and its inverse look up, what
/// may stand in a line of JSON, and what people call it in Chinese.
namespace timebank::entry {

template <class Enumeration>
struct Word {
    Enumeration value;
    std::string_view text;
    std::string_view zh = {};  ///< empty where people are told in sentences alone
};

template <class Enumeration>
std::span<const Word<Enumeration>> words_of();

template <>
std::span<const Word<ClaimKind>> words_of();
template <>
std::span<const Word<Role>> words_of();
template <>
std::span<const Word<AccountClass>> words_of();
template <>
std::span<const Word<Capacity>> words_of();
template <>
std::span<const Word<CosignerCapacity>> words_of();
template <>
std::span<const Word<EvidenceKind>> words_of();
template <>
std::span<const Word<RulingOutcome>> words_of();
template <>
std::span<const Word<SettlementOutcome>> words_of();
template <>
std::span<const Word<NoticeKind>> words_of();
template <>
std::span<const Word<FactKind>> words_of();
template <>
std::span<const Word<Side>> words_of();
template <>
std::span<const Word<ServiceCount>> words_of();

}  // namespace timebank::entry
