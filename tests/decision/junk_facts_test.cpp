#include "catch.hpp"
#include "decision/book_facts.hpp"
#include "decision/dice.hpp"
#include "decision/random_log.hpp"

// An entry may record facts of any kind under any name: whoever forged it chose them. An audit asks the book
// for each, so the book must have an answer to every question, even to one that no rule ever asks.

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20240229;
constexpr int questions = 20;  ///< of a kind, for each claim

/// Words that mean something to some kind of fact, whole, cut short and put together wrongly.
std::string junk_word(Dice& dice, const std::vector<std::string>& known) {
    std::string word;
    for (auto parts = dice.between(0, 3); parts > 0; --parts) {
        auto part = dice.one_of(known);
        if (dice.chance(30)) part.resize(static_cast<std::size_t>(dice.between(0, 3)));
        word += part + dice.word({"", "", ".", "/", "-", "\x01", "\xff", "|"});
    }
    if (dice.chance(5)) word += std::string(static_cast<std::size_t>(dice.between(1, 70'000)), 'x');
    if (dice.chance(5)) word += std::string(1, '\0') + "after a zero";
    return word;
}

std::vector<std::string> known_words(const standard::Plan& plan) {
    std::vector<std::string> words{"v-1",
                                   "v-2",
                                   "issuer",
                                   "nobody",
                                   "point",
                                   "coin",
                                   "officer",
                                   "member",
                                   "receiver",
                                   "credit",
                                   "credit/credit/occurrence",
                                   "redemption/",
                                   "0",
                                   "7",
                                   "007",
                                   "-1",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "9223372036854775808.point",
                                   to_text(signer("of-2").public_key())};
    for (const auto& reading : plan.readings) words.push_back(reading.fact_name);
    return words;
}

/// Its beginning, as it can be printed.
std::string shown(const std::string& word) {
    auto beginning = word.substr(0, 90);
    for (auto& one : beginning)
        if (one < ' ' || one > '~') one = '?';
    return beginning;
}

SignedClaim by_operator(ClaimContent content) {
    Claim claim;
    claim.origin = origin;
    claim.id = id_of("a claim about which facts are asked");
    claim.content = std::move(content);
    return sign_claim(std::move(claim), signer("op")).value();
}

}  // namespace

TEST_CASE("whatever fact is asked of a book, it says what it comes to or that there is no such fact") {
    WARN("seed " << seed);
    Book book;
    open_accounts(book);
    adopt_strict_editions(book);
    const auto accepted = post_at_random(book, seed, 150);
    std::vector<SignedClaim> claims;
    for (const auto& entry : accepted)
        if (claims.size() < 40) claims.push_back(entry.signed_claim);
    claims.push_back(by_operator(RulingContent{999'999, id_of("none"), RulingOutcome::confirmed, "said-so"}));
    claims.push_back(by_operator(ReversalContent{999'999, id_of("none"), "slip", {}}));

    Dice dice(seed);
    std::map<FactKind, int> answers, unanswered;
    for (const auto& claim : claims) {
        const auto plan = pick_plan(book.overlay(), book.plans(), claim.claim, book.now_unix_s).value();
        const auto known = known_words(plan ? *plan : standard::Plan{});
        BookFacts facts(book.overlay(), plan.get(), claim);
        for (unsigned number = 0; number <= 255; ++number) {
            const auto kind = static_cast<FactKind>(number);
            const bool is_kind = !to_text(kind).empty();
            for (int question = 0; question < (is_kind ? questions : 1); ++question) {
                const auto owner = junk_word(dice, known);
                const auto name = junk_word(dice, known);
                const auto value = facts.look_up({kind, owner, name});
                INFO("kind " << number << ", owner " << shown(owner) << ", name " << shown(name));
                CHECK((value || value.error().code == Code::bad_proof));
                if (!is_kind) CHECK_FALSE(value);
                ++(value ? answers : unanswered)[kind];
            }
        }
    }
    CHECK(answers.size() == 31);
    // Of these, some questions make no sense whatever the book holds.
    for (const auto kind : {FactKind::tally, FactKind::key_enrolled, FactKind::line_fits,
                            FactKind::ruling_state, FactKind::awarded_at, FactKind::reversed_by})
        CHECK(unanswered[kind] > 100);
}

}  // namespace timebank::decision_test
