#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/error.hpp"
#include "timebank/ledger.hpp"

/// People: who stands behind an owner. Names, phones and whatever else is text about a person never enter the
/// log. They lie beside it, each with a salt, and the account in the log holds their commitments (see
/// commit()), so that a text can be erased and can still be shown to be the one that was meant.
///
/// Registering somebody takes two steps, and only the second one changes the ledger:
///
///     auto prepared = people->prepare_opening({"v-001", AccountClass::member, {{"name", "张三"}}});
///     ... sign a claim with prepared->content and prepared->id, then ledger->post() it ...
///
/// The texts are durable before the claim can be posted. A text without an entry is harmless, and after a
/// crash in between the same two steps finish the work: the texts are found and used again, and the id is
/// derived from the owner, so that a second post is answered with the first entry.
#pragma GCC visibility push(default)
namespace timebank {

/// What became of a text that an account commits to.
enum class TextState : std::uint8_t {
    held = 1,     ///< it is here and matches its commitment
    missing = 2,  ///< it is not here: erased, lost, or never given to this register
    altered = 3,  ///< what is here fails its check or does not match the commitment: not to be believed
};

std::string_view to_text(TextState state);

struct PersonText {
    std::string field;  ///< "name", "phone", …: a code
    std::string text;   ///< empty unless held
    TextState state = TextState::missing;
    friend bool operator==(const PersonText&, const PersonText&) = default;
};

/// An account with its texts. Not only people have one: a household or a team has a name too.
struct Person {
    Account account;
    std::vector<PersonText> texts;  ///< one for each commitment, sorted by field

    /// The text of the field when it is held, else empty.
    std::string_view text(std::string_view field) const;
};

struct PeoplePage {
    std::vector<Person> people;  ///< sorted by owner; merged accounts among them, see Account::merged_into
    bool more = false;           ///< there are others behind the last
};

/// What is to be known about an owner who has no account yet.
struct Registration {
    std::string owner;  ///< a code; pseudonymous, so neither the name nor the phone number
    AccountClass account_class = AccountClass::member;
    std::map<std::string, std::string>
        texts;                           ///< by field; UTF-8, one line, at most limits::person_text_bytes
    std::vector<std::string> tags;       ///< in any order
    std::vector<std::string> member_of;  ///< in any order
};

/// What is to be different about an account. What is not mentioned stays.
struct AccountChange {
    std::map<std::string, std::string>
        texts;  ///< an empty text takes the place of one that is to be forgotten
    std::vector<std::string> tags_added;
    std::vector<std::string> tags_removed;
    std::vector<std::string> joined;  ///< households and teams
    std::vector<std::string> left;
};

struct PreparedOpening {
    AccountContent content;
    ClaimId id;  ///< derived from origin and owner: of two who open the same account at once, one is refused
    std::vector<Commitment> fresh{};  ///< to the texts that were written for it
};

struct PeopleOptions {
    bool read_only = false;
    /// Says that texts which earlier accounts commit to are lost for good, or kept elsewhere, and that a new
    /// register may be begun beside such accounts.
    bool begun_anew = false;
    Patience patience{};
};

/// Safe for several threads. Several processes may use one register.
class People {
  public:
    /// The register in the ledger's `folder`, made with the first text. `ledger` must be open on the same
    /// folder and outlive it. Without a register everything works and all texts are missing. data_damaged
    /// when it is there and cannot be opened as what it should be.
    static Result<std::unique_ptr<People>> open(const std::filesystem::path& folder, const Ledger& ledger,
                                                PeopleOptions options);
    virtual ~People() = default;

    /// Whether there are texts at all; looks again each time until there are.
    virtual Result<bool> has_texts() const = 0;

    /// Writes the texts and gives the claim to sign. already_there when the account is open, unless by just
    /// this claim; invalid_argument for a code that gives the person away and for texts as above;
    /// data_damaged when there is no register although accounts commit to texts, unless begun_anew.
    Result<PreparedOpening> prepare_opening(const Registration& registration);

    /// The same for up to limits::entries_per_commit people with one sync, in their order: all or none.
    virtual Result<std::vector<PreparedOpening>> prepare_openings(
        const std::vector<Registration>& registrations) = 0;

    /// Writes the new texts and gives the claim that restates the account, to be signed under an id drawn for
    /// it, and posted onto the head as it was before this was called: of two changes at once the other would
    /// undo this one. Nothing when the account says all of that already. not_found for an unknown owner.
    virtual Result<std::optional<AccountContent>> prepare_change(const std::string& owner,
                                                                 const AccountChange& change) = 0;

    /// Takes away the texts that were written for a claim which was refused, so that they reach no backup:
    /// those of the owner with these commitments (PreparedOpening::fresh, or those of a change), but none
    /// that the account commits to.
    virtual Result<void> withdraw(const std::string& owner, const std::vector<Commitment>& fresh) = 0;

    /// Nothing when there is no such account.
    virtual Result<std::optional<Person>> person(const std::string& owner) const = 0;
    /// The `limit` people behind `after`, which is exclusive; empty begins at the first.
    virtual Result<PeoplePage> list(const std::string& after, std::size_t limit) const = 0;
    /// The first `limit` whose owner begins with the query, whose name contains it, or whose phone number
    /// contains its digits (three or more). Full-width forms, letter case, spaces and the dots in names make
    /// no difference. invalid_argument when nothing is left of the query. Reads every text once.
    virtual Result<PeoplePage> find(std::string_view query, std::size_t limit) const = 0;
    /// Accounts that are not merged and have the same name and the same phone number, where both are given;
    /// none when no name is.
    virtual Result<std::vector<Person>> namesakes(const std::map<std::string, std::string>& texts) const = 0;
    /// Who is in this household or team, sorted by owner. Reads every account.
    virtual Result<std::vector<Account>> members_of(const std::string& group) const = 0;
    /// `prefix` and the number behind the highest one in use, with as many digits, at least three: "v-001".
    virtual Result<std::string> next_owner(const std::string& prefix) const = 0;
};

/// The id under which prepare_opening() has an account opened.
ClaimId opening_claim_id(const std::string& origin, const std::string& owner);

}  // namespace timebank
#pragma GCC visibility pop
