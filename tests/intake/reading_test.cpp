#include "catch.hpp"
#include "intake/lines.hpp"
#include "timebank/entry.hpp"
#include "timebank/limits.hpp"

// What a good line means, and who signs it as what.

using namespace timebank;
using namespace intake_tests;

namespace {

SignedClaim read(std::string_view line, const LineSigning& signing = by_office()) {
    auto claim = read_claim_line(line, signing);
    INFO(line);
    INFO((claim ? "" : claim.error().text.en));
    REQUIRE(claim);
    return *claim;
}

std::int64_t served_minutes(const std::string& start, const std::string& end) {
    auto line = replaced(short_service_line, "2026-01-03T08:30+08:00", start);
    line = replaced(line, "2026-01-03T10:00+08:00", end);
    return duration_minutes(std::get<ServiceContent>(read(line).claim.content).actual);
}

/// A device that has been unplugged.
class BrokenSigner final : public Signer {
  public:
    PublicKey public_key() const override { return phone_key().public_key(); }
    Result<Signature> sign(ByteView) const override {
        return fail(Code::io_failed, "设备已断开", "unplugged");
    }
};

Digest filled(std::uint8_t byte) {
    Digest digest{};
    digest.fill(byte);
    return digest;
}

}  // namespace

TEST_CASE("every member of a service line arrives in its field") {
    const auto at = [](std::string_view text) { return parse_civil_time(text).value(); };
    ServiceContent expected;
    expected.session = {0x6f, 0x1c, 0x2a, 0x3e, 0x5b, 0x7d, 0x4c, 0x8f,
                        0x9a, 0x0b, 0x1c, 0x2d, 0x3e, 0x4f, 0x5a, 0x6b};
    expected.category = "canteen";
    expected.agreed = Interval{at("2026-01-03T08:00+08:00"), at("2026-01-03T10:10+08:00")};
    expected.actual = Interval{at("2026-01-03T08:30+08:00"), at("2026-01-03T10:00+08:00")};
    expected.travel_minutes = 20;
    expected.quantity = 3;
    expected.place = "hall";
    expected.on_behalf_of = "team-1";
    expected.participants = {{"m-2", "volunteer", 60, {EvidenceKind::photo, 2, filled(0xab)}}};
    expected.facts = {{"age", 63}};
    expected.commitments = {{"address", filled(0xcd)}};

    const auto claim = read(service_line).claim;
    CHECK(std::get<ServiceContent>(claim.content) == expected);
    CHECK(claim.origin == "duowen.example/timebank");
    CHECK(to_text(claim.id) == "0190a5b2-7c3d-7e4f-8a1b-0123456789ab");
    CHECK(claim.acting_for == "m-1");
    CHECK(claim.group == Digest{});
    CHECK(claim.valid_until_unix_s == 1'769'875'200);  // 2026-01-31T16:00Z
    CHECK(claim.batch == BatchId{0x0c, 0x5e, 0x9d, 0x10, 0x42, 0xaa, 0x8b, 0x3c, 0x9f, 0x00, 0xd1, 0xe2, 0xf3,
                                 0xa4, 0xb5, 0xc6});
}

TEST_CASE("every member of the other kinds arrives in its field") {
    const auto key = [](std::string_view text) { return parse_public_key(text).value(); };
    const auto log_key = key("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    const auto recovery_key = key("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e");
    const std::string_view document = "{\"id\": \"例\"}\n";
    const ClaimContent expected[] = {
        GenesisContent{log_key, office_key().public_key(), {recovery_key}, 1},
        KeyContent{phone_key().public_key(), Role::member, "m-1"},
        UnitContent{"hour", 60, 60, {"小时", "hour"}},
        StandardContent{Bytes(document.begin(), document.end())},
        AccountContent{"m-1",
                       AccountClass::member,
                       {"branch-east", "over-70"},
                       {"household-7", "team-3"},
                       {{"name", filled(0xef)}}},
        RedemptionContent{
            "m-1", "haircut", 2, parse_civil_time("2026-01-10T15:00+08:00").value(), "m-2", {}, {}},
        ReversalContent{17,
                        parse_claim_id("0190a5b2-7c3d-7e4f-8a1b-0123456789ab").value(),
                        "wrong-person",
                        {"hour", "point"}},
        OpeningContent{
            "m-1", "issuer", "hour", {-2'730}, parse_civil_date("2019-12-31").value(), filled(0xab)},
        TransferContent{"m-1",
                        "pool",
                        "point",
                        {20},
                        parse_civil_time("2026-01-10T15:00+08:00").value(),
                        "donation",
                        {{"arrears", 0}},
                        {{"remark", filled(0xcd)}}},
        MergeContent{"m-9", "m-1", "registered-twice"},
        RulingContent{17, parse_claim_id("0190a5b2-7c3d-7e4f-8a1b-0123456789ab").value(),
                      RulingOutcome::zeroed, "bad-evaluation"},
    };
    CHECK(read(genesis_line).claim.content == expected[0]);
    CHECK(read(key_line).claim.content == expected[1]);
    CHECK(read(unit_line).claim.content == expected[2]);
    CHECK(read(standard_line).claim.content == expected[3]);
    CHECK(read(account_line).claim.content == expected[4]);
    CHECK(read(redemption_line).claim.content == expected[5]);
    CHECK(read(reversal_line).claim.content == expected[6]);
    CHECK(read(opening_line).claim.content == expected[7]);
    CHECK(read(transfer_line).claim.content == expected[8]);
    CHECK(read(merge_line).claim.content == expected[9]);
    CHECK(read(ruling_line).claim.content == expected[10]);
}

TEST_CASE("what is left out has the value that its field begins with") {
    const auto claim =
        read(R"({"kind":"redemption","owner":"m-1","item":"tea","at":"2026-01-10T15:00+08:00"})").claim;
    CHECK(claim.acting_for.empty());
    CHECK(claim.valid_until_unix_s == 0);
    const auto& content = std::get<RedemptionContent>(claim.content);
    CHECK(content.quantity == 1);
    CHECK(content.receiver.empty());
    CHECK(claim.batch == BatchId{});
    const auto reversal = read(replaced(reversal_line, R"(,"units":["point","hour"])", "")).claim;
    CHECK(std::get<ReversalContent>(reversal.content).units.empty());
    const auto account = read(R"({"kind":"account","owner":"m-1","class":"member"})").claim;
    CHECK(std::get<AccountContent>(account.content) == AccountContent{"m-1", AccountClass::member, {}});
    CHECK(std::get<ServiceContent>(read(short_service_line).claim.content).session ==
          ServiceContent{}.session);
}

TEST_CASE("an amount is any whole number of 64 bits that the claim allows, and is written as it was read") {
    const auto amount = [](std::string_view line, std::string_view from, const std::string& to) {
        const auto claim = read(replaced(line, '"' + std::string(from) + '"', '"' + to + '"'));
        CHECK(write_claim_line(claim).find(R"("minor_units":")" + to + '"') != std::string::npos);
        if (const auto* opening = std::get_if<OpeningContent>(&claim.claim.content))
            return opening->amount.minor_units;
        return std::get<TransferContent>(claim.claim.content).amount.minor_units;
    };
    using Range = std::numeric_limits<std::int64_t>;
    for (const std::int64_t number : {Range::min(), std::int64_t{-1}, std::int64_t{1}, Range::max()})
        CHECK(amount(opening_line, "-2730", std::to_string(number)) == number);
    CHECK(amount(transfer_line, "20", "9223372036854775807") == Range::max());
}

TEST_CASE("a confirmation on paper carries its photo's digest, and is written as it was read") {
    const auto line = replaced(service_line, R"("kind":"photo")", R"("kind":"paper-confirmation")");
    const auto claim = read(line);
    const auto& evidence = std::get<ServiceContent>(claim.claim.content).participants[0].evidence;
    CHECK(evidence == Evidence{EvidenceKind::paper_confirmation, 2, filled(0xab)});
    CHECK(read(write_claim_line(claim)) == claim);
}

TEST_CASE("an empty code says the same as leaving the member out") {
    const auto absent = read(service_line);
    auto emptied = replaced(service_line, R"("place":"hall")", R"("place":"")");
    emptied = replaced(emptied, R"("on_behalf_of":"team-1")", R"("on_behalf_of":"")");
    auto removed = replaced(service_line, R"("place":"hall",)", "");
    removed = replaced(removed, R"("on_behalf_of":"team-1",)", "");
    CHECK(read(emptied) == read(removed));
    CHECK_FALSE(read(emptied) == absent);
}

TEST_CASE("hexadecimal digits and UUIDs are read in either case and written in lower case") {
    auto upper = replaced(service_line, "0190a5b2-7c3d-7e4f-8a1b-0123456789ab",
                          "0190A5B2-7C3D-7E4F-8A1B-0123456789AB");
    upper = replaced(upper, "6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b", "6F1C2A3E-5B7D-4C8F-9A0B-1C2D3E4F5A6B");
    upper = replaced(upper, "\"cdcdcdcd", "\"CDCDCDCD");
    CHECK(read(upper) == read(service_line));
    CHECK(write_claim_line(read(upper)) == write_claim_line(read(service_line)));
}

TEST_CASE("a service across midnight has the minutes of both days") {
    CHECK(served_minutes("2025-12-31T22:30+08:00", "2026-01-01T01:15+08:00") == 165);
}

TEST_CASE("a service across a change of offset has the minutes that passed") {
    // Summer time begins: 02:00 becomes 03:00. It ends: 03:00 becomes 02:00.
    CHECK(served_minutes("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00") == 60);
    CHECK(served_minutes("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00") == 60);
}

TEST_CASE("a service may end when it starts, and last 31 days") {
    CHECK(served_minutes("2026-01-03T08:30+08:00", "2026-01-03T00:30+00:00") == 0);
    CHECK(served_minutes("2026-01-01T00:00+08:00", "2026-02-01T00:00+08:00") == limits::service_minutes);
}

TEST_CASE("valid_until is a time to the minute, or seconds for what no minute can say") {
    const auto valid_until = [](const std::string& json) {
        return read(replaced(service_line, R"("2026-02-01T00:00+08:00")", json)).claim.valid_until_unix_s;
    };
    CHECK(valid_until(R"("1970-01-01T00:01+00:00")") == 60);
    CHECK(valid_until("1769875201") == 1'769'875'201);
    CHECK(valid_until("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a line is signed as self exactly when it acts for the signer's owner") {
    const auto line_for = [](const std::string& owner) {
        return replaced(service_line, R"("acting_for":"m-1")", R"("acting_for":")" + owner + '"');
    };
    struct Row {
        std::string signer_owner, acting_for;
        Capacity expected;
    };
    const Row rows[] = {
        {"", "", Capacity::self},     {"", "m-1", Capacity::agent},    {"m-1", "m-1", Capacity::self},
        {"m-1", "", Capacity::agent}, {"m-1", "m-2", Capacity::agent},
    };
    for (const auto& row : rows) {
        INFO("signer of '" << row.signer_owner << "' for '" << row.acting_for << "'");
        auto signing = by_office();
        signing.signer_owner = row.signer_owner;
        const auto claim = read(line_for(row.acting_for), signing);
        CHECK(claim.claim.capacity == row.expected);
        CHECK(claim.claim.author == office_key().public_key());
        CHECK(verify_signatures(claim));
    }
}

TEST_CASE("a line without an id is the same claim whenever and by whomever it is read") {
    const auto first = read(short_service_line).claim.id;
    CHECK(is_claim_id(first));
    CHECK(first == read(short_service_line).claim.id);
    auto by_phone = by_office();
    by_phone.signer = &phone_key();
    CHECK(first == read(short_service_line, by_phone).claim.id);
    auto elsewhere = by_office();
    elsewhere.origin = "elsewhere.example";
    CHECK(first != read(short_service_line, elsewhere).claim.id);

    // Said twice in one text, it is two claims, and the same two when the text is read again.
    const auto twice = std::string(short_service_line) + "\n" + std::string(short_service_line) + "\n";
    const auto claims = read_claim_lines(twice, by_office()).value();
    const auto again = read_claim_lines(twice, by_office()).value();
    REQUIRE(claims.size() == 2);
    CHECK(claims[0].claim.id == first);
    CHECK(claims[1].claim.id != first);
    CHECK(claims[1].claim.id == again[1].claim.id);
}

TEST_CASE("the import that a line came with is part of what it says") {
    const auto in_batch = [](const std::string& batch) {
        return read(replaced(merge_line, R"({"kind")", R"({"batch":")" + batch + R"(","kind")")).claim;
    };
    const auto first = in_batch("6f1c2a3e-5b7d-8c8f-9a0b-1c2d3e4f5a6b");
    CHECK(first.id == in_batch("6F1C2A3E-5B7D-8C8F-9A0B-1C2D3E4F5A6B").id);
    CHECK(first.id != in_batch("6f1c2a3e-5b7d-8c8f-9a0b-1c2d3e4f5a6c").id);
    CHECK(first.id != read(merge_line).claim.id);
    // All zero is how a claim says that it came with none.
    CHECK(in_batch("00000000-0000-0000-0000-000000000000").id == read(merge_line).claim.id);
    CHECK(write_claim_line(read(merge_line)).find("batch") == std::string::npos);
}

TEST_CASE("a second officer's cosignature is read and written") {
    const auto claim = cosigned(read(opening_line), {CosignerCapacity::officer});
    const auto line = write_claim_line(claim);
    CHECK(line.find(R"("capacity":"officer")") != std::string::npos);
    CHECK(read(line) == claim);
    CHECK(verify_signatures(read(line)));
}

TEST_CASE("a signed line is taken as it stands, with or without a key to sign with") {
    auto claim = cosigned(read(service_line), {CosignerCapacity::receiver, CosignerCapacity::coordinator});
    LineSigning elsewhere{"elsewhere.example", {}, nullptr, "m-9"};
    CHECK(read(write_claim_line(claim), elsewhere) == claim);

    // Whether a signature verifies is the ledger's question: here it is carried.
    claim.signature[0] ^= 1;
    CHECK(read(write_claim_line(claim), elsewhere) == claim);
}

TEST_CASE("cosignatures may stand in any order") {
    auto claim = cosigned(read(service_line), {CosignerCapacity::receiver, CosignerCapacity::coordinator});
    auto turned_round = claim;
    std::swap(turned_round.cosignatures[0], turned_round.cosignatures[1]);
    CHECK(read(write_claim_line(turned_round)) == claim);
}

TEST_CASE("without a key, an unsigned line is refused and says what is missing") {
    auto signing = by_office();
    signing.signer = nullptr;
    const auto claim = read_claim_line(short_service_line, signing);
    REQUIRE_FALSE(claim);
    CHECK(claim.error().code == Code::bad_document);
    CHECK(claim.error().text.en.starts_with("$.signature: is missing, and there is no key"));
    CHECK(claim.error().text.zh.starts_with("$.signature：缺少签名"));
}

TEST_CASE("a signer that fails is told with its own code, and with the line") {
    const BrokenSigner broken;
    auto signing = by_office();
    signing.signer = &broken;
    const auto one = read_claim_line(short_service_line, signing);
    REQUIRE_FALSE(one);
    CHECK(one.error().code == Code::io_failed);
    const auto all = read_claim_lines("\n" + std::string(short_service_line), signing);
    REQUIRE_FALSE(all);
    CHECK(all.error().code == Code::io_failed);
    CHECK(all.error().text.en == "line 2: unplugged");
}
