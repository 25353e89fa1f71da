#include <algorithm>

#include "catch.hpp"
#include "decision/records.hpp"
#include "ledger/desk.hpp"
#include "timebank/audit.hpp"
#include "timebank/digest.hpp"

// Logs that no ledger would have written: an operator with the keys of the machine puts entries in their
// places and makes tables, tree and checkpoints anew. Each test is named after the row of the list of
// attacks.

using namespace timebank;
using namespace timebank::ledger_test;

namespace {

constexpr std::uint64_t first = entries_of_setup;

std::vector<SignedClaim> group_of(std::vector<Claim> claims) {
    std::vector<ClaimId> ids;
    for (const auto& claim : claims) ids.push_back(claim.id);
    std::vector<SignedClaim> group;
    for (auto& claim : claims) {
        claim.group = group_digest(signer("op")->public_key(), ids);
        group.push_back(signed_by_operator(std::move(claim)));
    }
    return group;
}

Claim opened(const std::string& owner) {
    return account(owner, owner).claim;
}

/// A ledger that once accepted these claims, and then holds `forged` from entry `first` on, as many as those.
std::vector<std::string> findings_of(const std::vector<SignedClaim>& accepted, std::vector<Entry> forged,
                                     const Desk& desk) {
    auto index = first;
    for (auto& entry : forged) {
        entry.index = index;
        overwrite(desk.book(), Table::log, key_of::entry(index), encode_entry(entry).value(), true);
        ++index;
    }
    REQUIRE(index == first + accepted.size());
    REQUIRE(rebuild_ledger(desk.folder()));
    std::vector<std::string> all;
    for (const auto& finding : audit_ledger(desk.folder(), {desk.anchor()}).value().findings)
        all.push_back(std::string(to_text(finding.kind)) + " " +
                      (finding.entry ? std::to_string(*finding.entry) : "-"));
    return all;
}

std::vector<Entry> entries(const Desk& desk, Ledger& ledger, const std::vector<SignedClaim>& claims) {
    for (const auto& result : ledger.post(claims).value()) {
        INFO(explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
    (void)desk;
    return ledger.entries(first, claims.size()).value();
}

using Findings = std::vector<std::string>;

}  // namespace

TEST_CASE("A3: half a group, one in another order, one torn apart and a digest of nothing are found") {
    struct Row {
        const char* what;
        std::vector<std::size_t> order;  // of: a, b, c (a group), d (alone)
        Findings expected;
    };
    const Row rows[] = {
        {"as it was posted", {0, 1, 2, 3}, {}},
        {"behind another", {3, 0, 1, 2}, {}},
        {"the last of the group is missing", {0, 1, 3, 3}, {"group 8", "authority 11", "fact 11"}},
        {"in another order", {1, 0, 2, 3}, {"group 8"}},
        {"torn apart", {0, 3, 1, 2}, {"group 8", "group 10"}},
    };
    for (const auto& row : rows) {
        INFO(row.what);
        Desk desk;
        auto ledger = desk.found();
        auto claims = group_of({opened("a"), opened("b"), opened("c")});
        claims.push_back(account("d", "d"));
        const auto honest = entries(desk, *ledger, claims);
        ledger.reset();
        std::vector<Entry> forged;
        for (const auto place : row.order) forged.push_back(honest[place]);
        CHECK(findings_of(claims, forged, desk) == row.expected);
    }
    Desk desk;
    auto ledger = desk.found();
    const auto claims = std::vector<SignedClaim>{account("d", "d")};
    auto forged = entries(desk, *ledger, claims);
    ledger.reset();
    auto claim = forged[0].signed_claim.claim;
    claim.group = sha256(bytes_of("nothing"));
    forged[0].signed_claim = signed_by_operator(claim);
    CHECK(findings_of(claims, forged, desk) == Findings{"group 8"});
}

TEST_CASE("A3 and A7: nobody else's claim can take a place in a group, and none stays behind alone") {
    Desk desk;
    const auto ledger = desk.found();
    auto app = claim_of("app", KeyContent{signer("app")->public_key(), Role::app, ""});
    app.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(app);
    REQUIRE(cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("app")));
    REQUIRE(said(ledger->post(enrolment).value()) == "accepted 8");
    const auto group = group_of({opened("a"), opened("b")});
    auto filler = group[1].claim;
    filler.acting_for = "z";
    filler.capacity = Capacity::agent;
    std::get<AccountContent>(filler.content).owner = "z";
    const auto fitted = sign_claim(filler, *signer("app")).value();
    for (const auto& result : ledger->post({group[0], fitted}).value())
        CHECK(said(result) == "refused group_incomplete");
    for (const auto& result : ledger->post(group).value()) CHECK(result.outcome == PostOutcome::accepted);
    for (const auto& result : ledger->post({group[0], fitted}).value())
        CHECK(result.outcome != PostOutcome::accepted);
    CHECK(audit_ledger(desk.folder(), {desk.anchor()}).value().findings.empty());
}

TEST_CASE("A5, A6, A7: another ledger's claim, one without its cosignature and an id twice are found") {
    Desk desk;
    auto ledger = desk.found();
    auto officer = claim_of("officer", KeyContent{signer("officer")->public_key(), Role::officer, ""});
    officer.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = signed_by_operator(officer);
    REQUIRE(cosign_claim(enrolment, CosignerCapacity::key_holder, *signer("officer")));
    auto confirmed = claim_of("confirmed", AccountContent{"m-1", AccountClass::member, {}});
    confirmed.cosigners = {CosignerCapacity::officer};
    auto cosigned = signed_by_operator(confirmed);
    REQUIRE(cosign_claim(cosigned, CosignerCapacity::officer, *signer("officer")));
    const std::vector<SignedClaim> claims = {enrolment, cosigned, account("d", "d"), account("e", "e")};
    const auto honest = entries(desk, *ledger, claims);
    ledger.reset();
    CHECK(findings_of(claims, honest, desk) == Findings{});

    auto forged = honest;
    forged[2].signed_claim.claim.ledger = sha256(bytes_of("another ledger"));
    forged[2].signed_claim = signed_by_operator(forged[2].signed_claim.claim);
    CHECK(findings_of(claims, forged, desk) == Findings{"authority 10"});

    forged = honest;
    forged[1].signed_claim.cosignatures.clear();
    CHECK(findings_of(claims, forged, desk) == Findings{"authority 9"});

    forged = honest;
    forged[3].signed_claim.claim.id = id_of("d");
    forged[3].signed_claim = signed_by_operator(forged[3].signed_claim.claim);
    CHECK(findings_of(claims, forged, desk) == Findings{"authority 11"});
}

TEST_CASE("A12: entries that were recorded ahead of the auditor's clock are found") {
    Desk desk;
    desk.found()->checkpoint().value();
    const auto said = [&](std::int64_t now_unix_s) {
        AuditOptions options{desk.anchor(), now_unix_s};
        std::string all;
        for (const auto& finding : audit_ledger(desk.folder(), options).value().findings)
            all += std::string(to_text(finding.kind)) + " " + std::to_string(finding.entry.value_or(0)) + ";";
        return all;
    };
    CHECK(said(start_unix_s).empty());
    CHECK(said(start_unix_s - day_s).empty());  // this computer's clock may be a day behind
    CHECK(said(start_unix_s - day_s - 1) == "recording_time 7;");
}
