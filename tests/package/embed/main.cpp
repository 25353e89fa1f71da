#include <iostream>

#include "timebank/claim_lines.hpp"
#include "timebank/ledger.hpp"

using namespace timebank;

const std::string standard = R"({"language": 1, "kind": "credit", "id": "garden", "edition": "1",
  "effective_from": "2025-01-01", "edition_date": "occurrence", "title": {"zh": "积分标准", "en": "credits"},
  "units": {"point": 1}, "issuer": "issuer",
  "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [{"id": "points", "name": {"zh": "积分", "en": "points"}, "categories": "all",
    "roles": ["volunteer"], "unit": "point", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "service"}}, {"cap": "none"}]}],
  "examples": []})";

const std::string setup = R"(
{"kind": "unit", "code": "point", "minor_units_in_one": 1, "name": {"zh": "积分", "en": "point"}}
{"kind": "account", "owner": "issuer", "class": "issuer"}
{"kind": "account", "owner": "m-1", "class": "member"})";

const std::string service = R"({"kind": "service", "acting_for": "m-1", "category": "canteen", "actual":)"
                            R"({"start": "2025-01-04T07:00+08:00", "end": "2025-01-04T08:30+08:00"},)"
                            R"("participants": [{"owner": "m-1", "role": "volunteer"}]})";

int main(int count, char** arguments) try {
    const std::filesystem::path folder = count > 1 ? arguments[1] : ".";  // gets the book and its keys
    const std::shared_ptr<const Signer> office = create_key_file(folder / "office.pem").value();
    const std::shared_ptr<const Signer> log = create_key_file(folder / "log.pem").value();
    const LedgerOptions options{.anchor = folder / "anchor", .log_signer = log};
    auto ledger = Ledger::found(folder / "book", {"garden.example/timebank", office}, options).value();
    const LineSigning signing{ledger->origin(), ledger->genesis_hash(), office.get()};
    const auto enter = [&](const std::vector<SignedClaim>& claims) {
        for (const PostResult& answer : ledger->post(claims).value())  // durable when it returns
            if (answer.outcome == PostOutcome::refused)
                std::cerr << explain_refusal(answer.refusal).en << '\n';
    };
    enter(read_claim_lines(setup, signing).value());
    Claim adoption{ledger->origin(), ledger->genesis_hash(), draw_claim_id(SystemClock()).value()};
    adoption.content = StandardContent{Bytes(standard.begin(), standard.end())};
    enter({sign_claim(adoption, *office).value()});

    const auto claims = read_claim_lines(service, signing).value();
    const Quote quote = ledger->quote(claims).value().front();  // decides, and writes nothing
    for (const Leg& leg : quote.decision.legs)
        std::cout << "would move: " << leg.owner << ' ' << to_text(leg.amount, 1) << ' ' << leg.unit << '\n';
    enter(claims);
    for (const Balance& balance : ledger->balances("m-1").value())
        std::cout << "balance: " << balance.owner << ' ' << to_text(balance.amount, 1) << " points\n";
} catch (const BadResult& failure) {
    std::cerr << failure.error().text.en << '\n';
    return 1;
}
