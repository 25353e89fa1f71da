#include "catch.hpp"
#include "decision/book_facts.hpp"
#include "decision/random_log.hpp"
#include "decision/standards.hpp"
#include "timebank/digest.hpp"

// The steps in words, as people read them in an explanation.

namespace timebank::decision_test {
namespace {

constexpr std::string_view overflowing = R"({"rules": [
    {"id": "hours", "unit": "hour", "steps": [{"tariff": {"per": "minute", "amount": "1/60"}},
      {"rounding": "exact"}, {"cap": "none"}]},
    {"id": "base", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}},
      {"cap": {"id": "a-day", "key": "member", "window": "day", "limit": "12", "at_cap": "overflow",
               "overflow_to": "pool-1"}}]}]})";

constexpr std::string_view family_gifts = R"({"transfers": [{"id": "gift", "between": "same_household",
    "condition": {"tag": "senior"}}]})";

class Explained {
  public:
    Explained() {
        open_accounts(book_);
        book_.must_post(AccountContent{"h-1", AccountClass::household, {}});
        book_.must_post(AccountContent{"v-1", AccountClass::member, {"senior"}, {"h-1"}});
        book_.must_post(AccountContent{"v-2", AccountClass::member, {}, {"h-1"}});
        post(OpeningContent{"v-1", "issuer", "point", Amount{20}, CivilDate{17'000},
                            sha256(bytes_of("sheet"))});
        adopt(book_, StandardKind::credit, "2018-01-01", overflowing);
    }

    Entry post(ClaimContent content) {
        const auto answer = book_.post(claim_of(std::move(content)), false);
        REQUIRE_FALSE(answer.refusal.has_value());
        return answer.entry;
    }

    std::vector<Text> steps(ClaimContent content, const standard::Plan* plan = nullptr) {
        const auto claim = claim_of(std::move(content));
        BookFacts facts(book_.overlay(), plan, claim);
        Trace trace;
        const auto verdict =
            decide(book_.plans(), plan, facts, claim.claim, book_.now_unix_s, &trace).value();
        REQUIRE(verdict);
        return texts_of(trace);
    }

  private:
    SignedClaim claim_of(ClaimContent content) {
        Claim claim;
        claim.origin = origin;
        claim.id = id_of("claim " + std::to_string(++claims_));
        claim.author = signer("op").public_key();
        claim.cosigners = {CosignerCapacity::officer};
        claim.content = std::move(content);
        return {claim, {}, {{CosignerCapacity::officer, signer("of-2").public_key(), {}}}};
    }

    Book book_;
    int claims_ = 0;
};

std::shared_ptr<const standard::Plan> plan_of(StandardKind kind, std::string_view part) {
    return standard::compile(bytes_of(standard_document(kind, "2018-01-01", part))).value();
}

ServiceContent three_hours() {
    ServiceContent service;
    service.category = "visit";
    service.actual.start = parse_civil_time("2018-06-04T08:00+08:00").value();
    service.actual.end = parse_civil_time("2018-06-04T11:00+08:00").value();
    service.participants.push_back({"v-1", "volunteer", {}, {}});
    return service;
}

}  // namespace

TEST_CASE("a cap that overflows says what is left and where the rest goes") {
    Explained book;
    const auto steps = book.steps(three_hours(), plan_of(StandardKind::credit, overflowing).get());
    REQUIRE(!steps.empty());
    CHECK(steps.back().zh ==
          "base：上限 a-day 为 12 point，已有 0 point，由 18 point 减为 12 point，余下 6 point 转入 pool-1");
    CHECK(steps.back().en ==
          "base: the cap a-day is 12 point and 0 point is used, so 18 point becomes 12 point; the other 6 "
          "point go to pool-1");
}

TEST_CASE("a transfer says what was asked for and what it leaves") {
    Explained book;
    TransferContent transfer;
    transfer.from = "v-1";
    transfer.to = "v-2";
    transfer.unit = "point";
    transfer.amount = Amount{6};
    transfer.at = parse_civil_time("2018-06-04T08:00+08:00").value();
    transfer.purpose = "gift";
    const auto steps = book.steps(transfer, plan_of(StandardKind::redemption, family_gifts).get());
    REQUIRE(steps.size() == 3);
    CHECK(steps[0].zh == "gift：条件满足");
    CHECK(steps[0].en == "gift: the condition is met");
    CHECK(steps[1].zh == "gift：双方同属一个家庭");
    CHECK(steps[1].en == "gift: both belong to one household");
    CHECK(steps[2].zh == "gift：v-1 转给 v-2 6 point；余额由 20 point 变为 14 point");
    CHECK(steps[2].en == "gift: v-1 gives 6 point to v-2; the balance goes from 20 point to 14 point");
}

TEST_CASE("a merge and a reversal say what moves") {
    Explained book;
    const auto merge = book.steps(MergeContent{"v-1", "v-2", "registered-twice"});
    REQUIRE(merge.size() == 1);
    CHECK(merge[0].zh == "账户 v-1 并入 v-2：各单位的余额全部转入");
    CHECK(merge[0].en == "the account v-1 is merged into v-2: its balance in every unit moves there");

    const auto served = book.post(three_hours());
    const auto index = std::to_string(served.index);
    const auto undo = [&](std::vector<std::string> units) {
        return ReversalContent{served.index, served.signed_claim.claim.id, "slip", std::move(units)};
    };
    CHECK(book.steps(undo({})).at(0).zh == "冲销条目 " + index + "：各笔金额取反");
    CHECK(book.steps(undo({})).at(0).en == "reverses entry " + index + ": every leg the other way");
    CHECK(book.steps(undo({"point"})).at(0).zh == "冲销条目 " + index + " 的 point：这些单位的各笔金额取反");
    CHECK(book.steps(undo({"point"})).at(0).en ==
          "reverses point of entry " + index + ": every leg in these units the other way");
    book.post(undo({"point"}));
    CHECK(book.steps(undo({})).at(0).zh == "冲销条目 " + index + " 余下的部分（hour）：各笔金额取反");
    CHECK(book.steps(undo({})).at(0).en ==
          "reverses what is left of entry " + index + " (hour): every leg the other way");
}

}  // namespace timebank::decision_test
