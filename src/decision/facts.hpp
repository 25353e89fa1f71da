#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/decision.hpp"
#include "timebank/entry.hpp"
#include "timebank/error.hpp"

/// What a decision looks at, one question at a time. It is the book (book_facts.hpp), or what an entry says
/// that was looked at: that is why anyone can do the sum again.
namespace timebank {

struct FactKey {
    FactKind kind{};
    std::string_view owner{};
    std::string_view name{};
    friend bool operator==(const FactKey&, const FactKey&) = default;
};
FactKey key_of_fact(const Fact& fact);

/// As in messages: "balance m-1 point".
std::string to_text(const FactKey& key);
/// For people: "签署者角色 运营者", and the text above.
Text in_words(const FactKey& key);

/// A source of facts for one decision. It answers the same question the same way, and keeps the order in
/// which things were first asked. The first error stays: from then on it answers 0, and what was decided with
/// that counts for nothing.
class Facts {
  public:
    virtual ~Facts() = default;

    std::int64_t value(const FactKey& key);

    /// One of a list, such as a household.
    struct Listed {
        FactKind kind{};
        std::string_view name;
    };
    /// The facts that follow the count `key`, so that none can be kept back: who took an account over, its
    /// households and teams, its balances. The views are valid until the next question.
    std::vector<Listed> list(const FactKey& key);

    /// The entry of the log, or null when it has none. The pointer is valid as long as this is.
    virtual const Entry* entry(std::uint64_t index) = 0;

    const std::optional<Error>& error() const { return error_; }
    /// What was asked for so far, in order.
    virtual std::vector<Fact> take() = 0;

  protected:
    /// Of something that was not asked before: its value, or the error. Whoever derives keeps it at place
    /// count() and says at() of it from then on.
    virtual Result<std::int64_t> ask(const FactKey& key) = 0;
    /// Asks for what follows the count of this list, each as by ask().
    virtual Result<void> ask_list(const FactKey& key, std::int64_t count) = 0;
    virtual std::size_t count() const = 0;
    virtual const Fact& at(std::size_t place) const = 0;
    void fail_with(Error error);

  private:
    std::optional<std::size_t> find(const FactKey& key);

    std::vector<std::size_t> buckets_;  // place + 1 by hash of the key, for find() in a long list
    std::size_t hashed_ = 0;            // how many are in buckets_
    std::optional<Error> error_;
};

/// The facts that an entry records. Whatever else is asked, or in another order, is an error (bad_proof).
class RecordedFacts final : public Facts {
  public:
    /// `recorded` must outlive it. `about`: the entries that the claim may name, as the log has them.
    RecordedFacts(const std::vector<Fact>& recorded, std::vector<const Entry*> about)
        : recorded_(recorded), about_(std::move(about)) {}

    const Entry* entry(std::uint64_t index) override;
    std::vector<Fact> take() override;

  protected:
    Result<std::int64_t> ask(const FactKey& key) override;
    Result<void> ask_list(const FactKey& key, std::int64_t count) override;
    std::size_t count() const override { return asked_; }
    const Fact& at(std::size_t place) const override { return recorded_[place]; }

  private:
    const std::vector<Fact>& recorded_;
    std::vector<const Entry*> about_;
    std::size_t asked_ = 0;
};

}  // namespace timebank
