#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/book.hpp"
#include "decision/random_log.hpp"
#include "decision/standards.hpp"

// What deciding and applying one plain service reads from the tables, counted.

namespace timebank::decision_test {
namespace {

/// Passes every question on and counts it.
class Counting final : public Reader {
  public:
    explicit Counting(const Reader& below) : below_(below) {}
    mutable int gets = 0;
    mutable int scans = 0;

    Result<std::optional<Bytes>> get(Table table, ByteView key) const override {
        ++gets;
        return below_.get(table, key);
    }
    Result<std::vector<Record>> scan(Table table, ByteView from, ByteView until,
                                     std::size_t limit) const override {
        ++scans;
        return below_.scan(table, from, until, limit);
    }
    Result<std::optional<Record>> last(Table table, ByteView from, ByteView until) const override {
        ++scans;
        return below_.last(table, from, until);
    }

  private:
    const Reader& below_;
};

constexpr std::string_view plain = R"({"rules": [{"id": "base", "steps": [
    {"gate": {"condition": {"any": [{"this": "member_days", "at_least": 0}, {"not": {"tag": "banned"}}]},
              "otherwise": "nothing"}},
    {"tariff": {"per": "visit", "amount": "6"}}, {"rounding": "exact"},
    {"cap": {"id": "day", "key": "member", "window": "day", "limit": "60", "at_cap": "clip"}}]}]})";

SignedClaim visit(int number) {
    ServiceContent service;
    service.category = "visit";
    service.actual = {parse_civil_time("2018-06-04T08:00+08:00").value(),
                      parse_civil_time("2018-06-04T09:00+08:00").value()};
    service.participants = {{"v-1", "volunteer", {}, {}}};
    Claim claim;
    claim.origin = origin;
    claim.id = id_of("visit " + std::to_string(number));
    claim.acting_for = "v-1";
    claim.capacity = Capacity::agent;
    claim.content = service;
    return sign_claim(claim, signer("op")).value();
}

}  // namespace

TEST_CASE("deciding and applying a plain service reads each record once") {
    Book book;
    open_accounts(book);
    adopt(book, StandardKind::credit, "2018-01-01", plain);
    Counting counting(book.overlay());
    Workbook batch(counting);
    for (int number = 0; number < 3; ++number) {
        counting.gets = counting.scans = 0;
        const auto claim = visit(number);
        const auto verdict =
            decide_by_book(batch, book.plans(), claim, book.now_unix_s, book.now_unix_s).value();
        REQUIRE(verdict);
        const int to_decide = counting.gets;
        const Entry entry{book.size() + static_cast<unsigned>(number), book.now_unix_s, claim, *verdict};
        REQUIRE_FALSE(apply(entry, batch, book.plans()).value().has_value());
        WARN("service " << number << ": " << to_decide << " gets to decide, " << counting.gets - to_decide
                        << " to apply, " << counting.scans << " scans");
        CHECK(counting.gets <= 8);
    }
}

}  // namespace timebank::decision_test
