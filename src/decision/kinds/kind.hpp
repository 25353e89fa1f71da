#pragma once

#include <concepts>
#include <functional>
#include <string>

#include "decision/answer.hpp"
#include "decision/authority.hpp"
#include "decision/context.hpp"
#include "decision/decide.hpp"
#include "decision/plans.hpp"
#include "decision/signers.hpp"
#include "decision/tally.hpp"
#include "decision/workbook.hpp"
#include "timebank/claim.hpp"

/// What a claim kind is to the rest of the room: each kind has one file beside this one with a
/// `template <> struct Kind<XContent>`. A member that is missing there is a compile error (see IsKind); one
/// that is the same for many kinds comes from the parts below, by name.
namespace timebank {

template <class Content>
struct Kind;

/// What decide() of a kind works with.
struct Deciding {
    const Claim& claim;
    const standard::Plan* plan;  ///< the edition that decides; null when none is in force or none is asked
    Context& context;
    Plans& plans;
    std::int64_t recorded_at_unix_s;
};

/// What apply() of a kind works with: it decides nothing, it moves what the entry records.
struct Applying {
    const Entry& entry;
    const Entry* root;  ///< the entry of root_of(), or null
    Workbook& book;
    Plans& plans;

    const Decision& decision() const { return entry.decision; }
};
/// A refusal (amount_out_of_range) when something would not fit; the book is then to be dropped.
using Applied = Result<std::optional<Refusal>>;

/// Who acts for whom, as admit() knows it.
struct Acting {
    const Claim& claim;
    const Claim& about;  ///< see claim_decided()
    Role author = Role::member;
    /// The account that is acted for was merged: that is said first, by decide(), which names the other one.
    bool is_merged = false;
};
/// not_concerned, unless the account that the claim acts for `may` have such a claim made for it.
std::optional<Refusal> not_concerned_unless(bool may, const Acting& acting);

template <class K, class Content>
concept IsKind = requires(const Content& content, const Deciding& deciding, const Applying& applying,
                          const Acting& acting, const Reader& reader, const SignedClaim& signed_claim,
                          const Entry& entry, const Award& award, standard::Measure measure,
                          standard::Key key) {
    /// Who may author it.
    { K::authors } -> std::convertible_to<Authors>;
    /// What stands against this author, acting for this account.
    { K::check_acting(content, acting) } -> std::same_as<std::optional<Refusal>>;
    /// Whether one officer alone must not do it.
    { K::takes_two_officers(content, reader) } -> std::same_as<Result<bool>>;
    /// The key that has to sign too, because the claim enrols it; null for other claims.
    { K::key_to_enrol(content) } -> std::same_as<const PublicKey*>;
    /// Which standard decides it, and when it happened: that day picks the edition and the day's tallies.
    { K::decided_by(content) } -> std::same_as<std::optional<StandardKind>>;
    { K::time(content) } -> std::same_as<std::optional<CivilTime>>;
    /// claim_decided(), where it is another claim; nothing: this one.
    { K::claim_decided(content, reader) } -> std::same_as<Result<std::optional<Claim>>>;
    /// Who signed it as what, as facts.
    { K::signers(content, signed_claim, reader) } -> std::same_as<Result<Signers>>;
    /// What the rules make of it, refusals in the order of RefusalCode.
    { K::decide(content, deciding) } -> std::same_as<Verdict>;
    /// What it changes in the tables beside balances and the lists of entries.
    { K::apply(content, applying) } -> std::same_as<Applied>;
    /// Whether a reversal may undo such an entry, as far as the entry says.
    { K::check_reversible(content, entry) } -> std::same_as<std::optional<Refusal>>;
    /// The entry that it says something of.
    { K::subject(content) } -> std::same_as<std::optional<std::uint64_t>>;
    /// Where it counts in the tallies, whose part an award of it is there, and how much beside the amount.
    { K::place(content) } -> std::same_as<TallyPlace>;
    { K::counted_owner(content, award, measure, key) } -> std::same_as<const std::string*>;
    { K::items(content) } -> std::same_as<std::int64_t>;
};

// Parts that kinds are put together from.

/// The office does it in its own name, whoever of it signs.
struct OfficeBusiness {
    static std::optional<Refusal> check_acting(const auto&, const Acting&) { return std::nullopt; }
};
/// Whom it is about may do it, or have it done for them.
struct ForThoseConcerned {
    static std::optional<Refusal> check_acting(const auto&, const Acting& acting);
};
struct OneSigns {
    static Result<bool> takes_two_officers(const auto&, const Reader&) { return false; }
};
struct TwoOfficersSign {
    static Result<bool> takes_two_officers(const auto&, const Reader&) { return true; }
};
struct EnrolsNoKey {
    static const PublicKey* key_to_enrol(const auto&) { return nullptr; }
};
struct NoStandardDecides {
    static std::optional<StandardKind> decided_by(const auto&) { return std::nullopt; }
    static std::optional<CivilTime> time(const auto&) { return std::nullopt; }
};
/// It is about itself: its rules are asked of it, and whoever signed it vouches for it.
struct AboutItself {
    static Result<std::optional<Claim>> claim_decided(const auto&, const Reader&) {
        return std::optional<Claim>();
    }
    static Result<Signers> signers(const auto&, const SignedClaim& claim, const Reader& reader) {
        return signers_about(reader, claim, claim.claim);
    }
    static std::optional<std::uint64_t> subject(const auto&) { return std::nullopt; }
};
/// It can be undone in whatever state it is.
struct Reversible {
    static std::optional<Refusal> check_reversible(const auto&, const Entry&) { return std::nullopt; }
};
struct NeverReversed {
    static std::optional<Refusal> check_reversible(const auto&, const Entry& entry);
};
/// Nothing of it is summed up.
struct CountsNowhere {
    static TallyPlace place(const auto&) { return {}; }
    static const std::string* counted_owner(const auto&, const Award&, standard::Measure, standard::Key) {
        return nullptr;
    }
    static std::int64_t items(const auto&) { return 0; }
};
/// Nothing but what every entry changes.
struct ChangesNoTable {
    static Applied apply(const auto&, const Applying&) { return std::optional<Refusal>(); }
};

std::optional<Refusal> ForThoseConcerned::check_acting(const auto&, const Acting& acting) {
    return not_concerned_unless(is_concerned(acting.about, acting.claim.acting_for), acting);
}
/// not_reversible: no entry of its kind is.
std::optional<Refusal> never_reversed(const Entry& entry);
std::optional<Refusal> NeverReversed::check_reversible(const auto&, const Entry& entry) {
    return never_reversed(entry);
}

}  // namespace timebank
