#pragma once

#include <initializer_list>
#include <string>

#include "timebank/claim.hpp"

/// Who may make which claim. A standard may narrow it, never widen it. Each kind says it in its own file; see
/// kinds/kind.hpp.
namespace timebank {

/// Whether a role may author a kind: in the office's or its own name, for another account, or both.
enum class May : std::uint8_t { no, self, agent, both };

/// The office (operator, officer, coordinator) signs as self when it acts for nobody in particular, and as
/// agent when it acts for one account. An app always acts for somebody.
struct Authors {
    May operator_ = May::no;
    May officer = May::no;
    May coordinator = May::no;
    May app = May::no;
    May member = May::no;

    May of(Role role) const;
};

/// Of what people do: they themselves, the office in its own name or for them, an app for its user.
inline constexpr Authors everybody{.operator_ = May::both,
                                   .officer = May::both,
                                   .coordinator = May::both,
                                   .app = May::agent,
                                   .member = May::self};

/// operator, officer, coordinator.
bool is_office(Role role);
/// operator, officer.
bool is_officer(Role role);

bool may_author(ClaimKind kind, Role role, Capacity capacity);

/// "运营者、负责人", "operator, officer"; for messages.
Text roles_in_words(std::initializer_list<Role> roles);
/// The roles that may author the kind, and where they may only as one of them, as what.
Text roles_that_may_author(ClaimKind kind);
/// The office's: whose word is needed where a member's or an app's is not enough.
Text office_in_words();

}  // namespace timebank
