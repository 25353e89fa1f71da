#include <algorithm>
#include <numeric>
#include <random>

#include "catch.hpp"
#include "decision/book.hpp"
#include "decision/standards.hpp"
#include "decision/table.hpp"

// A running total after a reversal, or after an edition that rounded otherwise: what was really given counts,
// not what rounding would have given had the rest been all.

namespace timebank::decision_test {
namespace {

constexpr unsigned seed = 20180711;

void check(std::string_view rows) {
    for (const auto& row : run_table(rows)) {
        INFO("row: " << row.row);
        CHECK(row.got == row.expected);
    }
}

/// A point an hour, rounded to whole points.
struct Terms {
    std::string direction = "down";  // "nearest" has ties up
    std::string window = "life";
    std::optional<std::int64_t> cap;  // of the same window, clipping
};

std::string document_of(const Terms& terms) {
    const std::string ties = terms.direction == "nearest" ? R"(, "ties": "up")" : "";
    const std::string cap = terms.cap
                                ? R"({"id": "most", "key": "member", "at_cap": "clip", "window": ")" +
                                      terms.window + R"(", "limit": ")" + std::to_string(*terms.cap) + R"("})"
                                : R"("none")";
    return standard_document(StandardKind::credit, "2018-01-01",
                             R"({"rules": [{"id": "base", "steps": [
            {"tariff": {"per": "hour", "amount": "1"}},
            {"rounding": {"step": "1", "direction": ")" +
                                 terms.direction + "\"" + ties +
                                 R"(, "scope": "running_total", "window": ")" + terms.window +
                                 R"("}}, {"cap": )" + cap + "}]}]}");
}

/// A book with the account and units that every case needs, founded once.
const Book& founded() {
    static const Book book = [] {
        Book fresh;
        for (const auto& [code, minor_units] : {std::pair("point", 1), {"hour", 60}, {"coin", 100}})
            fresh.must_post(UnitContent{code, minor_units, 0, {code, code}});
        fresh.must_post(AccountContent{"issuer", AccountClass::issuer, {}});
        fresh.must_post(AccountContent{"v-1", AccountClass::member, {}});
        return fresh;
    }();
    return book;
}

/// Services of one member under one running total, each of which may be reversed.
class Account {
  public:
    explicit Account(const Terms& terms) : book_(&founded()) {
        const auto document = document_of(terms);
        book_.must_post(StandardContent{Bytes(document.begin(), document.end())});
    }

    /// What the service gives, in points.
    std::int64_t serve(std::int64_t day, std::int64_t minutes) {
        ServiceContent service;
        service.category = "visit";
        service.actual.start = parse_civil_time("2018-06-04T08:00+08:00").value();
        service.actual.start.local_minutes += day * 24 * 60;
        service.actual.end = service.actual.start;
        service.actual.end.local_minutes += minutes;
        service.participants.push_back({"v-1", "volunteer", {}, {}});
        const auto before = held();
        entries_.push_back(post(std::move(service)));
        return held() - before;
    }

    /// Undoes the service with this number, from 0.
    void reverse(std::size_t service) {
        const auto& entry = entries_.at(service);
        post(ReversalContent{entry.index, entry.signed_claim.claim.id, "slip"});
    }

    std::int64_t held() const { return book_.balance("v-1", "point").minor_units; }

  private:
    Entry post(ClaimContent content) {
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("claim " + std::to_string(posted_++));
        claim.author = signer("op").public_key();
        claim.content = std::move(content);
        const auto answer = book_.post({claim, {}, {}}, false);
        REQUIRE_FALSE(answer.refusal.has_value());
        return answer.entry;
    }

    Book book_;
    std::vector<Entry> entries_;
    int posted_ = 0;
};

/// The slow way: a list of services, and points handed out one at a time while another one is due.
class SlowAccount {
  public:
    explicit SlowAccount(Terms terms) : terms_(std::move(terms)) {}

    std::int64_t serve(std::int64_t day, std::int64_t minutes) {
        services_.push_back({day, minutes, 0, 0, false});
        auto& now = services_.back();
        while (another_is_due(day)) ++now.rounded;
        while (now.given < now.rounded && (!terms_.cap || sum(day, &Service::given) < *terms_.cap))
            ++now.given;
        return now.given;
    }

    void reverse(std::size_t service) { services_.at(service).reversed = true; }

  private:
    struct Service {
        std::int64_t day;
        std::int64_t minutes;
        std::int64_t rounded;
        std::int64_t given;
        bool reversed;
    };

    std::int64_t sum(std::int64_t day, std::int64_t Service::*member) const {
        std::int64_t all = 0;
        for (const auto& service : services_)
            if (!service.reversed && (terms_.window == "life" || service.day == day)) all += service.*member;
        return all;
    }

    bool another_is_due(std::int64_t day) const {
        const auto minutes = sum(day, &Service::minutes);
        const auto paid_minutes = sum(day, &Service::rounded) * 60;
        if (terms_.direction == "up") return minutes > paid_minutes;
        return minutes >= paid_minutes + (terms_.direction == "down" ? 60 : 30);
    }

    Terms terms_;
    std::vector<Service> services_;
};

std::int64_t below(std::mt19937& random, unsigned limit) {
    return static_cast<std::int64_t>(random() % limit);
}

}  // namespace

TEST_CASE("after a reversal the running total gives what the remaining minutes are due, no less") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 50 visit v-1           -> nothing
    service 2018-06-05T08:00+08:00 20 visit v-1 as=second -> +1 point
    service 2018-06-06T08:00+08:00 30 visit v-1           -> nothing
    reverse second                                        -> -1 point
    # 80 minutes stand and nothing was given for them: the next service makes it up
    service 2018-06-07T08:00+08:00  1 visit v-1           -> +1 point
    service 2018-06-08T08:00+08:00 38 visit v-1           -> nothing
    service 2018-06-09T08:00+08:00  1 visit v-1           -> +1 point
    balance v-1                                           -> 2 point
)");
}

TEST_CASE("after a reversal the running total gives what the remaining minutes are due, no more") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 40 visit v-1 as=first -> nothing
    service 2018-06-05T08:00+08:00 40 visit v-1          -> +1 point
    service 2018-06-06T08:00+08:00 40 visit v-1          -> +1 point
    reverse first                                        -> nothing
    # 80 minutes stand and 2 points were given for them: nothing is taken back, and nothing given twice
    service 2018-06-07T08:00+08:00 30 visit v-1          -> nothing
    service 2018-06-08T08:00+08:00 10 visit v-1          -> nothing
    balance v-1                                          -> 2 point
    service 2018-06-09T08:00+08:00 60 visit v-1          -> +1 point
)");
}

TEST_CASE("what a cap took from a running total stays taken, reversal or not") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "1", "at_cap": "clip"}}]}]}
    service 2018-06-04T08:00+08:00  40 visit v-1 as=first -> nothing
    service 2018-06-04T10:00+08:00 140 visit v-1 as=long  -> +1 point (2 point cut)
    # of 180 minutes 3 points were rounded: the two that were cut do not come back on another day
    service 2018-06-05T08:00+08:00  59 visit v-1          -> nothing
    # 199 minutes stand, for which 3 points were rounded
    reverse first                                         -> nothing
    service 2018-06-06T08:00+08:00  40 visit v-1          -> nothing
    service 2018-06-06T10:00+08:00   1 visit v-1          -> +1 point
    # 100 minutes stand, and 1 point
    reverse long                                          -> -1 point
    service 2018-06-07T08:00+08:00  19 visit v-1          -> nothing
    service 2018-06-07T10:00+08:00   1 visit v-1          -> +1 point
)");
}

TEST_CASE("a reversal moves the running total of its own day alone") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 50 visit v-1           -> nothing
    service 2018-06-04T09:00+08:00 20 visit v-1 as=second -> +1 point
    service 2018-06-04T10:00+08:00 30 visit v-1           -> nothing
    service 2018-06-05T08:00+08:00 50 visit v-1           -> nothing
    reverse second                                        -> -1 point
    service 2018-06-05T10:00+08:00  9 visit v-1           -> nothing
    service 2018-06-05T11:00+08:00  1 visit v-1           -> +1 point
    service 2018-06-04T11:00+08:00  1 visit v-1           -> +1 point
)");
}

TEST_CASE("a person in two roles of one rule gets no point twice, and gives both back") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "roles": ["driver", "leader"], "steps": [
      {"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 50 visit v-1:driver                    -> nothing
    # 50 and twice 70 minutes are 190
    service 2018-06-05T08:00+08:00 70 visit v-1:driver,v-1:leader as=both -> +3 point
    service 2018-06-06T08:00+08:00 49 visit v-1:driver                    -> nothing
    reverse both                                                          -> -3 point
    # 99 minutes stand
    service 2018-06-07T08:00+08:00  1 visit v-1:driver                    -> +1 point
)");
}

TEST_CASE("a running total that follows rounding service by service pays no left-overs of before") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00  50 visit v-1 times=9       -> nothing
    service 2018-06-20T08:00+08:00 110 visit v-1 as=old        -> +1 point
    credit 2018-07-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-07-04T08:00+08:00  59 visit v-1               -> nothing
    service 2018-07-05T08:00+08:00   1 visit v-1               -> +1 point
    # told late, it is still rounded by itself, and leaves nothing over
    service 2018-06-21T08:00+08:00 110 visit v-1               -> +1 point
    service 2018-07-06T08:00+08:00  59 visit v-1               -> nothing
    reverse old                                                -> -1 point
    service 2018-07-07T08:00+08:00   1 visit v-1               -> +1 point
)");
}

TEST_CASE("a running total of a life that follows one of a day begins without the left-overs of the days") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 50 visit v-1 times=9 -> nothing
    credit 2018-07-01 {"rules": [{"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-07-04T08:00+08:00 59 visit v-1         -> nothing
    service 2018-07-05T08:00+08:00  1 visit v-1         -> +1 point
)");
}

TEST_CASE("a running total goes on over an edition with another tariff or step, left-overs and all") {
    check(R"(
    credit 2018-01-01 {"rules": [{"id": "base", "unit": "coin", "steps": [
      {"tariff": {"per": "hour", "amount": "1"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    service 2018-06-04T08:00+08:00 50 visit v-1 -> nothing
    service 2018-06-05T08:00+08:00 50 visit v-1 -> +1 coin
    credit 2018-07-01 {"rules": [{"id": "base", "unit": "coin", "steps": [
      {"tariff": {"per": "hour", "amount": "2"}},
      {"rounding": {"step": "0.5", "direction": "down", "scope": "running_total", "window": "life"}},
      {"cap": "none"}]}]}
    # 5/3 and 1/3 are 2, of which 1 was given
    service 2018-07-04T08:00+08:00 10 visit v-1 -> +1 coin
)");
}

TEST_CASE("whichever of several services is reversed, in every order, the running total catches up exactly") {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int list = 0; list < 6; ++list) {
        std::vector<std::int64_t> minutes(4);
        for (auto& one : minutes) one = below(random, 130);
        std::sort(minutes.begin(), minutes.end());
        do {
            for (std::size_t undone = 0; undone < minutes.size(); ++undone) {
                Account account{Terms{}};
                for (std::size_t i = 0; i < minutes.size(); ++i)
                    account.serve(static_cast<std::int64_t>(i), minutes[i]);
                const auto all = std::accumulate(minutes.begin(), minutes.end(), std::int64_t{0});
                CHECK(account.held() == all / 60);
                account.reverse(undone);

                auto valid = all - minutes[undone];
                for (std::int64_t day = 4; day < 10; ++day) {
                    const auto held = account.held();
                    const auto more = below(random, 60);
                    valid += more;
                    const auto given = account.serve(day, more);
                    CHECK(given >= 0);
                    CHECK(held + given == std::max(held, valid / 60));
                }
                // Too much by no more than one service's own minutes, and an hour for the rounding.
                account.serve(10, 130 + 60);
                CHECK(account.held() == (valid + 130 + 60) / 60);
            }
        } while (std::next_permutation(minutes.begin(), minutes.end()));
    }
}

TEST_CASE("random services and reversals earn what handing out point by point gives") {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::int64_t paid = 0;
    int reversals = 0;
    for (int round = 0; round < 150; ++round) {
        Terms terms;
        terms.direction = std::vector<std::string>{"down", "up", "nearest"}[random() % 3];
        terms.window = random() % 2 == 0 ? "life" : "day";
        if (random() % 2 == 0) terms.cap = below(random, 8);
        INFO("round " << round << ": " << terms.direction << ", " << terms.window << ", cap "
                      << terms.cap.value_or(-1));
        Account account(terms);
        SlowAccount slow(terms);
        std::vector<std::size_t> standing;
        for (std::size_t served = 0; served < 20;) {
            if (!standing.empty() && random() % 3 == 0) {
                const auto place = static_cast<std::ptrdiff_t>(random() % standing.size());
                const auto undone = standing[static_cast<std::size_t>(place)];
                standing.erase(standing.begin() + place);
                account.reverse(undone);
                slow.reverse(undone);
                ++reversals;
                continue;
            }
            const auto day = below(random, 3);
            const auto minutes = below(random, 130);
            INFO("service " << served << " of " << minutes << " minutes on day " << day);
            const auto given = account.serve(day, minutes);
            CHECK(given == slow.serve(day, minutes));
            paid += given;
            standing.push_back(served++);
        }
    }
    CHECK(paid > 1'000);
    CHECK(reversals > 1'000);
}

}  // namespace timebank::decision_test
