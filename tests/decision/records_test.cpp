#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "catch.hpp"
#include "decision/apply.hpp"
#include "decision/book.hpp"
#include "decision/named.hpp"
#include "decision/random_log.hpp"
#include "decision/service_times.hpp"
#include "decision/standards.hpp"
#include "timebank/digest.hpp"
#include "vectors.hpp"

namespace timebank::decision_test {
namespace {

Digest digest_of(const std::string& word) {
    return sha256(bytes_of(word));
}

AccountRecord account_of(const Book& book, const std::string& owner) {
    return read_account(book.overlay(), owner).value().value();
}

SignedClaim by_two_officers(ClaimContent content, const std::string& word) {
    Claim claim;
    claim.origin = origin;
    claim.id = id_of(word);
    claim.cosigners = {CosignerCapacity::officer};
    claim.content = std::move(content);
    auto signed_claim = sign_claim(std::move(claim), signer("op")).value();
    cosign_claim(signed_claim, CosignerCapacity::officer, signer("of-2")).value();
    return signed_claim;
}

/// An audit compares every fact that an entry records with the book, and decides again from those facts.
/// Names the facts that could be kept back, or told otherwise, without the rules missing them.
std::vector<std::string> kept_back_unnoticed(Book& book, const SignedClaim& claim) {
    const auto& overlay = book.overlay();
    const auto honest =
        decide_by_book(overlay, book.plans(), claim, book.now_unix_s, book.now_unix_s).value();
    REQUIRE(honest);
    REQUIRE_FALSE(honest->facts.empty());
    const Entry entry{book.size(), book.now_unix_s, claim, *honest};
    const auto about = entries_about(overlay, entry).value();
    std::vector<const Entry*> named;
    for (const auto& one : about) named.push_back(&one);
    std::vector<std::string> unnoticed;
    for (std::size_t i = 0; i < honest->facts.size(); ++i) {
        auto fewer = honest->facts;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        RecordedFacts recorded(fewer, named);
        const auto verdict = decide(book.plans(), nullptr, recorded, claim.claim, book.now_unix_s);
        if (verdict && *verdict) unnoticed.push_back(to_text(key_of_fact(honest->facts[i])));
    }
    return unnoticed;
}

}  // namespace

TEST_CASE("an account keeps the newest commitment of every field ever stated, sorted by field") {
    Book book;
    book.must_post(AccountContent{"v-1", AccountClass::member, {"a"}, {}, {{"name", digest_of("1")}}});
    const auto opened_on = civil_date(CivilTime{book.now_unix_s / 60, 0});
    book.now_unix_s += 3 * 86'400;
    book.must_post(AccountContent{
        "v-1", AccountClass::member, {}, {}, {{"address", digest_of("2")}, {"phone", digest_of("3")}}});
    book.must_post(AccountContent{"v-1", AccountClass::member, {"b"}, {}, {{"name", digest_of("4")}}});
    const auto record = account_of(book, "v-1");
    CHECK(record.opened_at == 1);
    CHECK(record.opened_on == opened_on);
    CHECK(record.content.tags == std::vector<std::string>{"b"});
    CHECK(record.content.commitments == std::vector<Commitment>{{"address", digest_of("2")},
                                                                {"name", digest_of("4")},
                                                                {"phone", digest_of("3")}});
}

TEST_CASE("an account with commitments in 255 fields takes no further field, and the others anew") {
    Book book;
    const auto restate = [&](int first, int count) {
        AccountContent content{"v-1", AccountClass::member, {}, {}, {}};
        for (int i = first; i < first + count; ++i)
            content.commitments.push_back({"field-" + std::to_string(100 + i), digest_of("text")});
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("fields from " + std::to_string(first) + ", " + std::to_string(count));
        claim.content = std::move(content);
        return book.post(sign_claim(std::move(claim), signer("op")).value()).refusal;
    };
    for (int first = 0; first < 255; first += 15) CHECK_FALSE(restate(first, 15));
    const auto refusal = restate(255, 1);
    REQUIRE(refusal);
    CHECK(refusal->code == RefusalCode::amount_out_of_range);
    CHECK(refusal->found.en == "commitments 256");
    CHECK_FALSE(restate(250, 5));
    CHECK(account_of(book, "v-1").content.commitments.size() == 255);
}

TEST_CASE("an account's memberships are those last stated") {
    Book book;
    book.must_post(AccountContent{"h-1", AccountClass::household, {}});
    book.must_post(AccountContent{"t-1", AccountClass::team, {}});
    book.must_post(AccountContent{"v-1", AccountClass::member, {}, {"h-1", "t-1"}});
    CHECK(account_of(book, "v-1").content.member_of == std::vector<std::string>{"h-1", "t-1"});
    book.must_post(AccountContent{"v-1", AccountClass::member, {}, {"t-1"}});
    CHECK(account_of(book, "v-1").content.member_of == std::vector<std::string>{"t-1"});
}

TEST_CASE("merges are followed to the last who took over, and each record says its own") {
    Book book;
    open_accounts(book);
    CHECK(read_survivor(book.overlay(), "v-1").value() == "v-1");
    CHECK(read_survivor(book.overlay(), "nobody").value() == "nobody");
    CHECK(read_survivor(book.overlay(), "").value().empty());
    for (const auto& [owner, into] : {std::pair("v-1", "v-2"), {"v-2", "v-3"}, {"v-4", "v-3"}})
        REQUIRE_FALSE(
            book.post(by_two_officers(MergeContent{owner, into, "registered-twice"}, owner)).refusal);
    for (const char* owner : {"v-1", "v-2", "v-3", "v-4"})
        CHECK(read_survivor(book.overlay(), owner).value() == "v-3");
    CHECK(account_of(book, "v-1").merged_into == "v-2");
    CHECK(account_of(book, "v-2").merged_into == "v-3");
    CHECK(account_of(book, "v-3").merged_into.empty());
}

TEST_CASE("accounts that were merged in a ring are damage, not an endless walk") {
    Overlay book;
    for (const auto& [owner, into] : {std::pair("a", "b"), {"b", "c"}, {"c", "a"}})
        book.put(Table::accounts, key_of::code(owner),
                 encode(AccountRecord{{owner, AccountClass::member, {}}, 0, {}, into}));
    const auto survivor = read_survivor(book, "a");
    REQUIRE_FALSE(survivor);
    CHECK(survivor.error().code == Code::data_damaged);
}

TEST_CASE("what was undone of an entry is told by unit, then as a whole") {
    Overlay book;
    const auto put = [&](std::uint64_t index, std::string_view unit, std::uint64_t by) {
        book.put(Table::reversals, key_of::reversal(index, unit), encode_number(by));
    };
    put(7, "", 12);
    put(7, "point", 9);
    put(7, "hour", 10);
    put(6, "point", 8);
    put(8, "", 11);
    CHECK(read_reversed_parts(book, 5).value().empty());
    CHECK(read_reversed_parts(book, 6).value() == std::vector<ReversalRecord>{{"point", 8}});
    CHECK(read_reversed_parts(book, 7).value() ==
          std::vector<ReversalRecord>{{"hour", 10}, {"point", 9}, {"", 12}});
    CHECK(read_reversed_parts(book, 8).value() == std::vector<ReversalRecord>{{"", 11}});
}

TEST_CASE("what a reversal is listed to have undone is what was decided, whatever its claim asks for") {
    Book book;
    open_accounts(book);
    const OpeningContent opening{"v-1", "issuer", "point", Amount{5}, CivilDate{17'000}, digest_of("sheet")};
    const auto opened = book.post(by_two_officers(opening, "opening")).entry;
    const auto& id = opened.signed_claim.claim.id;
    Decision decided;
    decided.undone_units = {"point"};
    const auto asked = by_two_officers(ReversalContent{opened.index, id, "slip", {"hour", "point"}}, "undo");
    const auto by = book.record(asked, decided).index;
    CHECK(read_reversed_parts(book.overlay(), opened.index).value() ==
          std::vector<ReversalRecord>{{"point", by}});
    const auto rest =
        book.record(by_two_officers(ReversalContent{opened.index, id, "slip"}, "rest"), {}).index;
    CHECK(read_reversed_parts(book.overlay(), opened.index).value() ==
          std::vector<ReversalRecord>{{"point", by}, {"", rest}});
}

TEST_CASE("the time of two who have become one is as long as the longer of them, whoever is named first") {
    ServiceContent service;
    service.actual = {parse_civil_time("2018-06-04T08:00+08:00").value(),
                      parse_civil_time("2018-06-04T09:30+08:00").value()};
    service.participants = {{"v-1", "volunteer", {}, {}}, {"v-2", "leader", {}, {}}};
    Decision decision;
    decision.stand_ins = {{"v-2", "v-1"}};
    for (const std::size_t shorter : {0U, 1U}) {
        service.participants[shorter].own_minutes = 30;
        service.participants[1 - shorter].own_minutes = 90;
        Overlay book;
        list_service_times(service, decision, 7, true, book);
        const auto last_minute = CivilTime{service.actual.end.local_minutes - 1, 8 * 60};
        CHECK(read_overlap(book, "v-1", last_minute, 1, std::nullopt).value() == 7U);
        CHECK_FALSE(read_overlap(book, "v-1", service.actual.end, 1, std::nullopt).value().has_value());
        CHECK_FALSE(read_overlap(book, "v-2", service.actual.start, 1, std::nullopt).value().has_value());
        list_service_times(service, decision, 7, false, book);
        CHECK_FALSE(read_overlap(book, "v-1", service.actual.start, 90, std::nullopt).value().has_value());
    }
}

TEST_CASE("the worked examples of src/store/FORMAT.md are what a book holds") {
    const auto page = read_file(std::filesystem::path(TIMEBANK_SOURCE_DIR) / "src/store/FORMAT.md");
    /// The bytes of the line that begins with `word`; the blanks are for people.
    const auto example = [&](const std::string& word) {
        const auto line = page.find("\n    " + word + " ");
        if (line == std::string::npos) throw std::logic_error("the page has no line " + word);
        auto hex = page.substr(line + word.size() + 5, page.find('\n', line + 1) - line - word.size() - 5);
        hex.erase(std::remove(hex.begin(), hex.end(), ' '), hex.end());
        return from_hex(hex).value();
    };
    Book book;
    open_accounts(book);
    adopt(book, StandardKind::credit, "2018-01-01", R"({"id": "garden", "rules": [{"id": "hours", "steps": [
        {"tariff": {"per": "hour", "amount": "1"}},
        {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "life"}},
        {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "8", "at_cap": "clip"}}]}]})");
    ServiceContent service;
    service.category = "visit";
    service.actual = {parse_civil_time("2018-06-04T08:00+08:00").value(),
                      parse_civil_time("2018-06-04T08:40+08:00").value()};
    service.participants = {{"v-1", "volunteer", {}, {}}};
    book.must_post(service);
    book.must_post(service);
    for (const std::string tally : {"total", "day"})
        CHECK(book.overlay().get(Table::tallies, example(tally + "-key")).value() ==
              example(tally + "-value"));
    CHECK(key_of::entry(17) == example("ruling-key"));
    CHECK(encode(RulingRecord{RulingState::zeroed, 19, 18}) == example("ruling-value"));
}

TEST_CASE("a merge cannot be recorded with a balance kept back") {
    Book book;
    open_accounts(book);
    for (const char* unit : {"point", "coin"}) {
        OpeningContent opening{"v-1", "issuer", unit, Amount{5}, CivilDate{17'000}, digest_of("sheet")};
        REQUIRE_FALSE(book.post(by_two_officers(opening, unit)).refusal);
    }
    const auto merge = by_two_officers(MergeContent{"v-1", "v-2", "registered-twice"}, "merge");
    const auto honest =
        decide_by_book(book.overlay(), book.plans(), merge, book.now_unix_s, book.now_unix_s).value();
    REQUIRE(honest);
    CHECK(honest->legs.size() == 4);
    CHECK(kept_back_unnoticed(book, merge).empty());
}

TEST_CASE("a reversal cannot be recorded with a merge kept back") {
    Book book;
    open_accounts(book);
    const OpeningContent opening{"v-1", "issuer", "point", Amount{5}, CivilDate{17'000}, digest_of("sheet")};
    const auto opened = book.post(by_two_officers(opening, "opening")).entry;
    REQUIRE_FALSE(
        book.post(by_two_officers(MergeContent{"v-1", "v-2", "registered-twice"}, "merge")).refusal);
    const auto undo =
        by_two_officers(ReversalContent{opened.index, opened.signed_claim.claim.id, "slip"}, "undo");
    const auto honest =
        decide_by_book(book.overlay(), book.plans(), undo, book.now_unix_s, book.now_unix_s).value();
    REQUIRE(honest);
    CHECK(honest->legs == std::vector<Leg>{{"issuer", "point", Amount{5}}, {"v-2", "point", Amount{-5}}});
    CHECK(honest->stand_ins == std::vector<StandIn>{{"v-1", "v-2"}});
    CHECK(kept_back_unnoticed(book, undo).empty());
}

}  // namespace timebank::decision_test
