#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "decision/admit.hpp"
#include "decision/decide.hpp"
#include "decision/workbook.hpp"
#include "timebank/entry.hpp"
#include "timebank/signer.hpp"

namespace timebank::decision_test {

inline const std::string origin = "tests.example/timebank";

/// The key of that name: the same one in every run.
const Signer& signer(const std::string& name);

/// A claim id derived from a word.
ClaimId id_of(const std::string& word);

/// What became of a claim; `entry` is the one recorded, now or when the claim was posted before.
struct Answer {
    std::optional<Refusal> refusal;
    bool existed = false;
    Entry entry;
};

/// A ledger in memory: admit, decide, encode, apply, over an overlay over nothing.
class Book {
  public:
    /// Founded by the key "op", recording times from 2018-12-31T00:00Z.
    Book();
    /// Goes on where `founded` stands, which must outlive it and stay as it is.
    explicit Book(const Book* founded);

    /// Throws (and so fails the test) when the book cannot be read, when an accepted entry does not survive
    /// its own encoding, or when decide() gives anything else from the facts that the entry records.
    Answer post(const SignedClaim& claim, bool check_signatures = true);

    /// Signed by the office, for nobody in particular; throws when it is refused.
    void must_post(ClaimContent content, const std::string& author = "op");

    /// Records a claim with a decision that no rule made, as if one had.
    Entry record(const SignedClaim& claim, Decision decision);

    Amount balance(const std::string& owner, const std::string& unit) const;
    const Workbook& overlay() const { return book_; }
    Plans& plans() const { return *plans_; }
    std::uint64_t size() const { return size_; }

    std::int64_t now_unix_s;

  private:
    Answer decide_claim(Workbook& draft, const SignedClaim& claim);
    void check_recorded(const Reader& before, const Entry& entry);

    Workbook book_;
    std::uint64_t size_ = 0;
    std::unique_ptr<Plans> plans_ = std::make_unique<Plans>();
};

}  // namespace timebank::decision_test
