#include "imports.hpp"

#include "catch.hpp"
#include "timebank/correction.hpp"

namespace timebank::intake_test {

using namespace ledger_test;

ImportOptions by_office() {
    ImportOptions options;
    options.signer = signer("op").get();
    options.offset_minutes = 480;
    return options;
}

std::string said(const Result<ImportReport>& report) {
    if (!report) return "error: " + report.error().text.en;
    auto text = "new " + std::to_string(report->new_rows) + ", recorded " +
                std::to_string(report->recorded_rows) + ", broken " + std::to_string(report->broken_rows) +
                ", refused " + std::to_string(report->refused_rows);
    for (const auto& one : report->reports) {
        text += "; line " + std::to_string(one.line);
        if (one.last_line != one.line) text += "-" + std::to_string(one.last_line);
        if (!one.column.empty()) text += " " + one.column;
        text += ": " + one.text.en;
    }
    return text;
}

std::uint64_t size_of(const Ledger& ledger) {
    return ledger.head().value().size;
}

ServiceContent service_at(const Ledger& ledger, std::uint64_t index) {
    return std::get<ServiceContent>(ledger.entry(index).value()->signed_claim.claim.content);
}

SignedClaim reversal_of(const std::string& word, const Ledger& ledger, std::uint64_t index) {
    ReversalContent content;
    content.entry_index = index;
    content.claim_id = ledger.entry(index).value()->signed_claim.claim.id;
    content.reason = "mistake";
    return signed_by_operator(claim_of(word, content));
}

void post_all(Ledger& ledger, const std::vector<SignedClaim>& claims) {
    for (const auto& result : ledger.post(claims).value()) {
        INFO(explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
}

void correct(Ledger& ledger, std::uint64_t index, const ServiceContent& right) {
    const auto wrong = ledger.entry(index).value();
    post_all(ledger, correct_entry(*wrong, right, "mistake", {signer("op").get(), "", nullptr}).value());
}

}  // namespace timebank::intake_test
