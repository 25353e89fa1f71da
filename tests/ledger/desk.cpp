#include "ledger/desk.hpp"

#include <lmdb.h>

#include <map>
#include <set>

#include "catch.hpp"
#include "store/seal.hpp"
#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"

namespace timebank::ledger_test {
namespace {

/// Of the ledger that was founded or opened last: tests have one at a time.
Digest& ledger_at_hand() {
    static Digest genesis{};
    return genesis;
}

std::unique_ptr<Ledger> at_hand(std::unique_ptr<Ledger> ledger) {
    ledger_at_hand() = ledger->genesis_hash();
    return ledger;
}

Bytes bytes_from(std::string_view text) {
    return {text.begin(), text.end()};
}

constexpr std::string_view credit_standard = R"({
  "language": 1, "kind": "credit", "id": "credit", "edition": "1", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "积分", "en": "credit"}, "units": {"point": 1},
  "issuer": "issuer", "categories": [{"code": "canteen", "name": {"zh": "食堂", "en": "canteen"}}],
  "rules": [{"id": "base", "name": {"zh": "基本", "en": "base"}, "categories": "all", "roles": ["volunteer"],
    "unit": "point", "steps": [{"tariff": {"per": "hour", "amount": "6"}},
      {"rounding": {"step": "1", "direction": "down", "scope": "running_total", "window": "day"}},
      {"cap": {"id": "ever", "key": "member", "window": "life", "limit": "1000", "at_cap": "refuse"}}]}],
  "examples": []})";

constexpr std::string_view redemption_standard = R"({
  "language": 1, "kind": "redemption", "id": "redemption", "edition": "1", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "兑换", "en": "redemption"}, "units": {"point": 1},
  "catalogue": [{"item": "lunch", "name": {"zh": "午餐", "en": "lunch"}, "unit": "point", "price": "2",
    "paid_to": "canteen-1", "unlock": "none",
    "limits": [{"id": "lunches", "key": "member", "window": "day", "limit": 500, "at_cap": "refuse"}]}],
  "examples": []})";

constexpr std::string_view dinner_standard = R"({
  "language": 1, "kind": "redemption", "id": "redemption", "edition": "9", "effective_from": "2018-01-01",
  "edition_date": "occurrence", "title": {"zh": "兑换", "en": "redemption"}, "units": {"point": 1},
  "catalogue": [{"item": "dinner", "name": {"zh": "晚餐", "en": "dinner"}, "unit": "point", "price": "3",
    "paid_to": "canteen-1", "hold": {"kept_by": "escrow", "days": "never", "missed_costs": "1"}, "unlock": "none",
    "limits": "none"}],
  "examples": []})";

}  // namespace

std::shared_ptr<const Signer> signer(const std::string& name) {
    static std::map<std::string, std::shared_ptr<const Signer>> signers;
    auto& found = signers[name];
    if (!found) found = signer_from_seed(sha256(bytes_of("seed of " + name))).value();
    return found;
}

ClaimId id_of(const std::string& word) {
    return claim_id_from_digest(sha256(bytes_of(word)));
}

LedgerOptions Desk::options() const {
    LedgerOptions options;
    options.anchor = anchor();
    options.log_signer = signer("log");
    options.clock = clock;
    options.entries_per_commit = entries_per_commit;
    return options;
}

LedgerOptions Desk::reading() const {
    auto wanted = options();
    wanted.read_only = true;
    return wanted;
}

Founding Desk::founding() const {
    return {origin, signer("op"), {}, 0};
}

std::unique_ptr<Ledger> Desk::found() const {
    auto founded = at_hand(Ledger::found(folder(), founding(), options()).value());
    std::vector<SignedClaim> setup = {
        signed_by_operator(claim_of("point", UnitContent{"point", 1, 0, {"积分", "point"}})),
        account("issuer", "issuer"),
        account("canteen-1", "canteen-1"),
        account("v-1", "v-1"),
        account("v-2", "v-2"),
        signed_by_operator(claim_of("credit", StandardContent{bytes_from(credit_standard)})),
        signed_by_operator(claim_of("redemption", StandardContent{bytes_from(redemption_standard)}))};
    for (const auto& result : founded->post(setup).value()) {
        INFO(explain_refusal(result.refusal).en);
        REQUIRE(result.outcome == PostOutcome::accepted);
    }
    REQUIRE(founded->head().value().size == entries_of_setup);
    return founded;
}

std::unique_ptr<Ledger> Desk::open() const {
    return at_hand(Ledger::open(folder(), options()).value());
}

std::unique_ptr<Ledger> Desk::open_reading() const {
    return at_hand(Ledger::open(folder(), reading()).value());
}

Claim claim_of(const std::string& word, ClaimContent content) {
    Claim claim;
    claim.origin = origin;
    claim.ledger = ledger_at_hand();
    claim.id = id_of(word);
    claim.content = std::move(content);
    return claim;
}

SignedClaim signed_by_operator(Claim claim) {
    return sign_claim(std::move(claim), *signer("op")).value();
}

SignedClaim account(const std::string& word, const std::string& owner) {
    const auto account_class = owner == "issuer" ? AccountClass::issuer : AccountClass::member;
    return signed_by_operator(claim_of(word, AccountContent{owner, account_class, {}}));
}

SignedClaim service(const std::string& word, const std::string& owner, std::int64_t minutes) {
    ServiceContent content;
    content.category = "canteen";
    content.actual.start = parse_civil_time("2018-06-04T08:00+08:00").value();
    content.actual.end = content.actual.start;
    content.actual.end.local_minutes += minutes;
    content.participants.push_back({owner, "volunteer", {}, {}});
    return signed_by_operator(claim_of(word, std::move(content)));
}

SignedClaim lunch(const std::string& word, const std::string& owner) {
    RedemptionContent content;
    content.owner = owner;
    content.item = "lunch";
    content.at = parse_civil_time("2018-06-05T12:00+08:00").value();
    return signed_by_operator(claim_of(word, std::move(content)));
}

std::vector<SignedClaim> dinners() {
    AccountContent escrow;
    escrow.owner = "escrow";
    escrow.account_class = AccountClass::pool;
    return {signed_by_operator(claim_of("escrow", escrow)),
            signed_by_operator(claim_of("dinners", StandardContent{bytes_from(dinner_standard)}))};
}

SignedClaim dinner(const std::string& word, const std::string& owner, std::uint32_t quantity) {
    RedemptionContent content;
    content.owner = owner;
    content.item = "dinner";
    content.quantity = quantity;
    content.at = parse_civil_time("2018-06-05T12:00+08:00").value();
    return signed_by_operator(claim_of(word, std::move(content)));
}

SignedClaim settlement(const std::string& word, std::uint64_t index, const SignedClaim& dinner,
                       SettlementOutcome outcome, std::uint32_t quantity) {
    const auto at = parse_civil_time("2018-06-06T19:00+08:00").value();
    return signed_by_operator(
        claim_of(word, SettlementContent{index, dinner.claim.id, outcome, quantity, at, "so"}));
}

std::vector<SignedClaim> accounts(const std::string& word, std::size_t count) {
    std::vector<SignedClaim> claims;
    for (std::size_t i = 0; i < count; ++i) {
        const auto name = word + "-" + std::to_string(i);
        claims.push_back(account(name, name));
    }
    return claims;
}

BatchId batch_of(const std::string& word) {
    return id_of("batch " + word).bytes;
}

SignedClaim imported(SignedClaim claim, const std::string& batch) {
    claim.claim.batch = batch_of(batch);
    return signed_by_operator(std::move(claim.claim));
}

std::vector<SignedClaim> grouped(std::vector<SignedClaim> claims) {
    std::vector<ClaimId> ids;
    for (const auto& claim : claims) ids.push_back(claim.claim.id);
    for (auto& claim : claims) {
        claim.claim.group = group_digest(signer("op")->public_key(), ids);
        claim = signed_by_operator(claim.claim);
    }
    return claims;
}

void change_awards(Entry& entry, const std::function<void(Award&)>& change) {
    for (auto& award : entry.decision.awards) change(award);
    entry.decision.legs = legs_of(entry.decision.awards).value();
}

std::string said(const PostResult& result) {
    const auto outcome = std::string(to_text(result.outcome)) + " ";
    if (result.outcome == PostOutcome::refused) return outcome + std::string(to_text(result.refusal.code));
    return outcome + std::to_string(result.index);
}

std::vector<std::string> said(const std::vector<PostResult>& results) {
    std::vector<std::string> all;
    for (const auto& result : results) all.push_back(said(result));
    return all;
}

std::uint64_t check_whole(const Ledger& ledger) {
    const auto head = ledger.head().value();
    const auto entries = ledger.entries(0, head.size + 10).value();
    REQUIRE(entries.size() == head.size);
    std::set<ClaimId> ids;
    std::int64_t recorded_at_unix_s = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        REQUIRE(entry.index == i);
        REQUIRE(ids.insert(entry.signed_claim.claim.id).second);
        REQUIRE(ledger.find(entry.signed_claim.claim.id).value() == std::vector<std::uint64_t>{i});
        REQUIRE(entry.recorded_at_unix_s >= recorded_at_unix_s);
        recorded_at_unix_s = entry.recorded_at_unix_s;
    }
    REQUIRE(head.recorded_at_unix_s == recorded_at_unix_s);
    auto no_nodes = [](merkle::NodeId) -> Result<Digest> { return fail(Code::not_found, "", ""); };
    auto leaf = [&](std::uint64_t index) -> Result<Digest> {
        return merkle::leaf_hash(encode_entry(entries[index]).value());
    };
    REQUIRE(merkle::root_by_definition(head.size, 0, no_nodes, leaf).value() == head.root);
    return head.size;
}

namespace {

/// Puts the record, or takes it away when there is no value.
void change_record(const std::filesystem::path& book, Table table, const Bytes& key, Bytes* value) {
    MDB_env* environment = nullptr;
    MDB_txn* transaction = nullptr;
    MDB_dbi dbi = 0;
    MDB_val key_val{key.size(), const_cast<std::uint8_t*>(key.data())};
    REQUIRE(mdb_env_create(&environment) == 0);
    REQUIRE(mdb_env_set_maxdbs(environment, 32) == 0);
    REQUIRE(mdb_env_set_mapsize(environment, std::size_t{1} << 30) == 0);
    REQUIRE(mdb_env_open(environment, book.c_str(), 0, 0600) == 0);
    REQUIRE(mdb_txn_begin(environment, nullptr, 0, &transaction) == 0);
    REQUIRE(mdb_dbi_open(transaction, std::string(to_text(table)).c_str(), 0, &dbi) == 0);
    if (value) {
        MDB_val value_val{value->size(), value->data()};
        REQUIRE(mdb_put(transaction, dbi, &key_val, &value_val, 0) == 0);
    } else {
        REQUIRE(mdb_del(transaction, dbi, &key_val, nullptr) == 0);
    }
    REQUIRE(mdb_txn_commit(transaction) == 0);
    mdb_env_close(environment);
}

}  // namespace

void overwrite(const std::filesystem::path& book, Table table, const Bytes& key, Bytes value,
               bool with_right_check) {
    if (with_right_check) value = store::sealed(table, key, value);
    change_record(book, table, key, &value);
}

void remove_record(const std::filesystem::path& book, Table table, const Bytes& key) {
    change_record(book, table, key, nullptr);
}

}  // namespace timebank::ledger_test
