#include "report/book.hpp"

#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.hpp"
#include "vectors.hpp"

namespace report_tests {

using namespace timebank;
namespace fs = std::filesystem;

namespace {

fs::path new_folder() {
    const fs::path memory = "/dev/shm";
    const fs::path base = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
    std::string pattern = (base / "timebank-report-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return pattern;
}

std::shared_ptr<const Signer> signer(std::uint8_t number) {
    Digest seed{};
    seed.fill(number);
    return signer_from_seed(seed).value();
}

}  // namespace

Book::Book() : place_(new_folder()), operator_(signer(1)) {
    LedgerOptions options;
    options.anchor = place_ / "anchor";
    options.log_signer = signer(2);
    options.clock = std::make_shared<FixedClock>();
    ledger_ = Ledger::found(folder(), {"duowen.example/timebank", operator_, {}, 0}, options).value();
}

Book::~Book() {
    if (!ledger_) return;  // moved away
    ledger_.reset();
    std::error_code ignored;
    fs::remove_all(place_, ignored);
}

Book Book::village() {
    Book book;
    book.post(UnitContent{"point", 1, 0, {"积分", "point"}});
    book.post(UnitContent{"hour", 60, 60, {"小时", "hour"}});
    for (const char* owner : {"issuer", "canteen-1", "v-1", "v-2", "r-1", "r-2", "r-3"})
        book.open_account(owner);
    book.open_account("v-3", {"trained"});
    book.adopt(standard_text("credit"));
    book.adopt(standard_text("redemption"));
    return book;
}

SignedClaim Book::sign(ClaimContent content, std::vector<CosignerCapacity> cosigners) {
    std::array<std::uint8_t, 10> random{};
    ++drawn_;
    for (std::size_t i = 0; i < 8; ++i) random[i + 2] = static_cast<std::uint8_t>(drawn_ >> (56 - 8 * i));
    Claim claim;
    claim.origin = ledger_->origin();
    claim.ledger = ledger_->genesis_hash();
    claim.cosigners = std::move(cosigners);
    claim.id = claim_id_from_random(1'561'939'200'000, random);
    claim.content = std::move(content);
    return sign_claim(std::move(claim), *operator_).value();
}

namespace {

std::uint64_t accepted(const PostResult& result) {
    INFO(explain_refusal(result.refusal).en);
    REQUIRE(result.outcome == PostOutcome::accepted);
    return result.index;
}

}  // namespace

std::uint64_t Book::post(ClaimContent content) {
    return accepted(ledger_->post(sign(std::move(content))).value());
}

std::uint64_t Book::post_by_two(ClaimContent content) {
    const auto index = try_post(std::move(content));
    REQUIRE(index.has_value());
    return *index;
}

std::optional<std::uint64_t> Book::try_post(ClaimContent content) {
    if (!officer_) {
        officer_ = signer(3);
        auto enrolment =
            sign(KeyContent{officer_->public_key(), Role::officer, ""}, {CosignerCapacity::key_holder});
        REQUIRE(cosign_claim(enrolment, CosignerCapacity::key_holder, *officer_).has_value());
        accepted(ledger_->post(enrolment).value());
    }
    auto claim = sign(std::move(content), {CosignerCapacity::officer});
    REQUIRE(cosign_claim(claim, CosignerCapacity::officer, *officer_).has_value());
    const auto result = ledger_->post(claim).value();
    if (result.outcome == PostOutcome::accepted) return result.index;
    UNSCOPED_INFO(explain_refusal(result.refusal).en);
    return std::nullopt;
}

std::uint64_t Book::reverse(std::uint64_t index, std::vector<std::string> units) {
    ReversalContent content{index, entry(index).signed_claim.claim.id, "wrong-person"};
    content.units = std::move(units);
    return post_by_two(std::move(content));
}

void Book::post(const std::vector<SignedClaim>& claims) {
    for (const auto& result : ledger_->post(claims).value()) {
        INFO(explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
}

void Book::open_account(const std::string& owner, std::vector<std::string> tags) {
    AccountContent content;
    content.owner = owner;
    content.account_class = owner == "issuer" ? AccountClass::issuer : AccountClass::member;
    content.tags = std::move(tags);
    post(content);
}

void Book::open_group(const std::string& owner, AccountClass account_class) {
    AccountContent content;
    content.owner = owner;
    content.account_class = account_class;
    post(content);
}

void Book::join(const std::string& owner, std::vector<std::string> groups) {
    auto content = ledger_->account(owner).value().value().content;
    content.member_of = std::move(groups);
    content.commitments.clear();
    post(content);
}

std::uint64_t Book::adopt(const std::string& document) {
    return post(StandardContent{Bytes(document.begin(), document.end())});
}

Entry Book::entry(std::uint64_t index) const {
    auto found = ledger_->entry(index).value();
    REQUIRE(found.has_value());
    return *found;
}

Bytes Book::document_of(const Entry& entry) const {
    if (entry.decision.edition == Digest{}) return {};
    return ledger_->edition_document(entry.decision.edition).value();
}

std::string standard_with_gifts() {
    auto standard = nlohmann::json::parse(standard_text("redemption"));
    standard["transfers"] = nlohmann::json::parse(R"([{
        "id": "gift", "name": { "zh": "赠予", "en": "gift" }, "purpose": "gift", "unit": "point",
        "from": ["member"], "to": ["member", "pool"], "between": "anyone", "multiple_of": "1",
        "condition": "none", "limits": "none" }])");
    return standard.dump();
}

std::string standard_text(const std::string& name) {
    auto text = read_file(std::string(TIMEBANK_SOURCE_DIR) + "/tests/report/standards/" + name + ".json");
    REQUIRE(!text.empty());
    return text;
}

ServiceContent service(const std::string& category, const std::string& start, int minutes,
                       const std::vector<std::string>& participants, char session) {
    ServiceContent content;
    content.category = category;
    content.actual.start = parse_civil_time(start).value();
    content.actual.end = content.actual.start;
    content.actual.end.local_minutes += minutes;
    content.session.fill(static_cast<std::uint8_t>(session));
    for (const auto& text : participants) {
        Participant participant;
        std::istringstream words(text);
        words >> participant.owner >> participant.role;
        std::uint32_t own_minutes = 0;
        if (words >> own_minutes) participant.own_minutes = own_minutes;
        content.participants.push_back(std::move(participant));
    }
    return content;
}

}  // namespace report_tests
