#include "decision/kinds.hpp"

#include "decision/kinds/account.hpp"
#include "decision/kinds/clock.hpp"
#include "decision/kinds/genesis.hpp"
#include "decision/kinds/key.hpp"
#include "decision/kinds/merge.hpp"
#include "decision/kinds/opening.hpp"
#include "decision/kinds/redemption.hpp"
#include "decision/kinds/reversal.hpp"
#include "decision/kinds/ruling.hpp"
#include "decision/kinds/service.hpp"
#include "decision/kinds/settlement.hpp"
#include "decision/kinds/standard.hpp"
#include "decision/kinds/transfer.hpp"
#include "decision/kinds/unit.hpp"

namespace timebank {
namespace {

/// Calls `work` with the kind and the content of the claim.
template <class Work>
auto with_kind(const Claim& claim, const Work& work) {
    return std::visit(
        [&](const auto& content) {
            using Content = std::decay_t<decltype(content)>;
            static_assert(IsKind<Kind<Content>, Content>);
            return work(Kind<Content>(), content);
        },
        claim.content);
}

template <std::size_t... numbers>
constexpr std::array<Authors, sizeof...(numbers)> authors_in_order(std::index_sequence<numbers...>) {
    return {Kind<std::variant_alternative_t<numbers, ClaimContent>>::authors...};
}
constexpr auto authors = authors_in_order(std::make_index_sequence<std::variant_size_v<ClaimContent>>());

template <std::size_t... numbers>
constexpr std::array<bool, sizeof...(numbers)> reversible_in_order(std::index_sequence<numbers...>) {
    return {std::is_base_of_v<Reversible, Kind<std::variant_alternative_t<numbers, ClaimContent>>>...};
}
constexpr auto reversible =
    reversible_in_order(std::make_index_sequence<std::variant_size_v<ClaimContent>>());

}  // namespace

Authors authors_of(ClaimKind kind) {
    const auto place = static_cast<std::size_t>(kind) - 1;
    return place < authors.size() ? authors[place] : Authors{};
}

std::optional<Refusal> check_acting(const Acting& acting) {
    return with_kind(acting.claim,
                     [&](auto kind, const auto& content) { return kind.check_acting(content, acting); });
}

Result<bool> takes_two_officers(const Reader& reader, const Claim& claim) {
    return with_kind(
        claim, [&](auto kind, const auto& content) { return kind.takes_two_officers(content, reader); });
}

const PublicKey* key_to_enrol(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.key_to_enrol(content); });
}

std::optional<StandardKind> deciding_standard(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.decided_by(content); });
}

std::optional<CivilTime> time_of(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.time(content); });
}

std::optional<CivilDate> day_of(const Claim& claim) {
    const auto time = time_of(claim);
    return time ? std::optional(civil_date(*time)) : std::nullopt;
}

Result<std::optional<Claim>> claim_decided(const Reader& reader, const Claim& claim) {
    return with_kind(claim,
                     [&](auto kind, const auto& content) { return kind.claim_decided(content, reader); });
}

Result<Signers> signers_of(const Reader& reader, const SignedClaim& claim) {
    return with_kind(claim.claim,
                     [&](auto kind, const auto& content) { return kind.signers(content, claim, reader); });
}

Verdict decide_by_kind(const Deciding& deciding) {
    return with_kind(deciding.claim,
                     [&](auto kind, const auto& content) { return kind.decide(content, deciding); });
}

Applied apply_by_kind(const Applying& applying) {
    return with_kind(applying.entry.signed_claim.claim,
                     [&](auto kind, const auto& content) { return kind.apply(content, applying); });
}

std::optional<Refusal> check_reversible(const Entry& entry) {
    return with_kind(entry.signed_claim.claim,
                     [&](auto kind, const auto& content) { return kind.check_reversible(content, entry); });
}

std::optional<std::uint64_t> subject_of(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.subject(content); });
}

TallyPlace place_of(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.place(content); });
}

const std::string* counted_owner(const Claim& claim, const Award& award, standard::Measure measure,
                                 standard::Key key) {
    return with_kind(claim, [&](auto kind, const auto& content) {
        return kind.counted_owner(content, award, measure, key);
    });
}

std::int64_t counted_items(const Claim& claim) {
    return with_kind(claim, [](auto kind, const auto& content) { return kind.items(content); });
}

Text reversible_kinds_in_words() {
    std::vector<Text> words;
    for (const auto kind : all_claim_kinds())
        if (reversible[static_cast<std::size_t>(kind) - 1]) words.push_back(in_words(kind));
    return listed(words);
}

std::vector<ClaimKind> all_claim_kinds() {
    std::vector<ClaimKind> kinds;
    for (std::size_t number = 1; number <= authors.size(); ++number)
        kinds.push_back(static_cast<ClaimKind>(number));
    return kinds;
}

}  // namespace timebank
