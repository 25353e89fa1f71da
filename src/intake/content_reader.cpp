#include "intake/content_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/excerpt.hpp"
#include "timebank/limits.hpp"

// Shapes, names and ranges are checked here, where the JSON path is known. What needs several fields at once,
// such as an end before its start, is entry::check_claim()'s.

namespace timebank::intake {
namespace {

using standard::Object;
using standard::Value;

constexpr std::int64_t count_most = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t integer_least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t integer_most = std::numeric_limits<std::int64_t>::max();

Result<Bytes> parse_document(std::string_view text) {
    if (text.empty() || text.size() > limits::standard_bytes)
        return fail(Code::invalid_argument, "标准文件有 {} 字节，应为 1 至 {} 字节",
                    "the document has {} bytes, it must have 1 to {}",
                    {std::to_string(text.size()), std::to_string(limits::standard_bytes)});
    const auto bytes = bytes_of(text);
    return Bytes(bytes.begin(), bytes.end());
}

/// A line does not know how many minor units make one of a unit, so amounts are counted in minor units; as
/// text, because many programs hold JSON's numbers as floating point.
Result<Amount> parse_minor_units(std::string_view text) {
    Amount amount;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), amount.minor_units);
    // What is written back differs for "007" and "-0", which are other spellings of a number.
    if (fault != std::errc() || end != text.data() + text.size() ||
        std::to_string(amount.minor_units) != text)
        return fail(Code::invalid_argument, "“{}”不是最小单位数：请写 64 位整数的十进制文字，如 90 或 -90",
                    "\"{}\" is not a count of minor units: write a whole number of 64 bits as decimal text, "
                    "such as 90 or -90",
                    {excerpt(text)});
    return amount;
}

std::uint32_t read_count(const Value& value, std::int64_t least, std::int64_t most = count_most) {
    return static_cast<std::uint32_t>(value.integer(least, most));
}

std::uint32_t optional_count(const Object& object, std::string_view member) {
    return object.has(member) ? read_count(object[member], 0) : 0;
}

Interval read_interval(const Value& value) {
    const Object interval = value.object({"start", "end"});
    return {interval["start"].parsed(parse_civil_time), interval["end"].parsed(parse_civil_time)};
}

Evidence read_evidence(const Value& value) {
    using enum EvidenceKind;
    const Object object = value.object({"kind", "grade", "digest"});
    Evidence evidence;
    evidence.kind = object["kind"].choice<EvidenceKind>(
        {word(none), word(self_report), word(sign_in_out), word(receiver_confirmation),
         word(coordinator_approval), word(photo), word(paper_confirmation)});
    if (object.has("grade")) evidence.grade = static_cast<std::uint8_t>(object["grade"].integer(0, 255));
    if (object.has("digest")) evidence.digest = object["digest"].parsed(digest_from_hex);
    return evidence;
}

Participant read_participant(const Value& value) {
    const Object object = value.object({"owner", "role", "own_minutes", "evidence"});
    Participant participant;
    participant.owner = object["owner"].code();
    participant.role = object["role"].code();
    if (object.has("own_minutes"))
        participant.own_minutes = read_count(object["own_minutes"], 0, count_most - 1);
    if (object.has("evidence")) participant.evidence = read_evidence(object["evidence"]);
    return participant;
}

/// Codes in any order, no two the same, as a claim keeps them: sorted.
std::vector<std::string> read_codes(const Object& line, std::string_view member, std::size_t most) {
    std::vector<std::string> codes;
    if (!line.has(member)) return codes;
    for (const Value& element : line[member].array(0, most)) {
        auto code = element.code();
        if (std::find(codes.begin(), codes.end(), code) != codes.end())
            element.refuse("{} 写了两次：请只留一个", "{} stands twice: keep one of the two", {code});
        codes.push_back(std::move(code));
    }
    std::sort(codes.begin(), codes.end());
    return codes;
}

std::vector<AttestedFact> read_facts(const Object& line) {
    std::vector<AttestedFact> facts;
    if (!line.has("facts")) return facts;
    for (const auto& [code, value] : line["facts"].map(limits::attested_facts))
        facts.push_back({code, value.integer(integer_least, integer_most)});
    return facts;
}

std::vector<Commitment> read_commitments(const Object& line) {
    std::vector<Commitment> commitments;
    if (!line.has("commitments")) return commitments;
    for (const auto& [field, value] : line["commitments"].map(limits::commitments))
        commitments.push_back({field, value.parsed(digest_from_hex)});
    return commitments;
}

GenesisContent read_genesis(const Object& line) {
    GenesisContent content;
    content.log_key = line["log_key"].parsed(parse_public_key);
    content.operator_key = line["operator_key"].parsed(parse_public_key);
    if (line.has("recovery_keys"))
        for (const Value& key : line["recovery_keys"].array(0, limits::recovery_keys))
            content.recovery_keys.push_back(key.parsed(parse_public_key));
    if (line.has("recovery_threshold"))
        content.recovery_threshold = static_cast<std::uint8_t>(
            line["recovery_threshold"].integer(0, static_cast<std::int64_t>(limits::recovery_keys)));
    return content;
}

KeyContent read_key(const Object& line) {
    using enum Role;
    KeyContent content;
    content.key = line["key"].parsed(parse_public_key);
    // The operator's role is given by the genesis claim alone.
    content.role = line["role"].choice<Role>({word(officer), word(coordinator), word(app), word(member)});
    content.owner = optional_code(line, "owner");
    return content;
}

UnitContent read_unit(const Object& line) {
    UnitContent content;
    content.code = line["code"].code();
    content.minor_units_in_one = line["minor_units_in_one"].integer(1, limits::minor_units_in_one);
    content.minutes_in_one = optional_count(line, "minutes_in_one");
    content.name = line["name"].bilingual(limits::unit_name_bytes);
    return content;
}

StandardContent read_standard_content(const Object& line) {
    return {line["document"].parsed(parse_document)};
}

AccountContent read_account(const Object& line) {
    using enum AccountClass;
    AccountContent content;
    content.owner = line["owner"].code();
    content.account_class =
        line["class"].choice<AccountClass>({word(member), word(household), word(team), word(pool), word(fund),
                                            word(issuer), word(provider), word(partner_ledger)});
    content.tags = read_codes(line, "tags", limits::tags);
    content.member_of = read_codes(line, "member_of", limits::memberships);
    content.commitments = read_commitments(line);
    return content;
}

ServiceContent read_service(const Object& line) {
    ServiceContent content;
    if (line.has("session")) content.session = line["session"].parsed(parse_uuid);
    content.category = line["category"].code();
    if (line.has("agreed")) content.agreed = read_interval(line["agreed"]);
    content.actual = read_interval(line["actual"]);
    content.travel_minutes = optional_count(line, "travel_minutes");
    content.quantity = optional_count(line, "quantity");
    content.place = optional_code(line, "place");
    content.on_behalf_of = optional_code(line, "on_behalf_of");
    for (const Value& participant : line["participants"].array(1, limits::participants))
        content.participants.push_back(read_participant(participant));
    content.facts = read_facts(line);
    content.commitments = read_commitments(line);
    return content;
}

RedemptionContent read_redemption(const Object& line) {
    RedemptionContent content;
    content.owner = line["owner"].code();
    content.item = line["item"].code();
    if (line.has("quantity")) content.quantity = read_count(line["quantity"], 1);
    content.at = line["at"].parsed(parse_civil_time);
    content.receiver = optional_code(line, "receiver");
    content.facts = read_facts(line);
    content.commitments = read_commitments(line);
    return content;
}

ReversalContent read_reversal(const Object& line) {
    ReversalContent content;
    content.entry_index = static_cast<std::uint64_t>(line["entry"].integer(0, integer_most));
    content.claim_id = line["claim"].parsed(parse_claim_id);
    content.reason = line["reason"].code();
    content.units = read_codes(line, "units", limits::reversal_units);
    return content;
}

OpeningContent read_opening(const Object& line) {
    OpeningContent content;
    content.owner = line["owner"].code();
    content.issuer = line["issuer"].code();
    content.unit = line["unit"].code();
    content.amount = line["minor_units"].parsed(parse_minor_units);
    content.lot_date = line["lot_date"].parsed(parse_civil_date);
    content.source = line["source"].parsed(digest_from_hex);
    return content;
}

TransferContent read_transfer(const Object& line) {
    TransferContent content;
    content.from = line["from"].code();
    content.to = line["to"].code();
    content.unit = line["unit"].code();
    content.amount = line["minor_units"].parsed(parse_minor_units);
    content.at = line["at"].parsed(parse_civil_time);
    content.purpose = line["purpose"].code();
    content.facts = read_facts(line);
    content.commitments = read_commitments(line);
    return content;
}

MergeContent read_merge(const Object& line) {
    return {line["owner"].code(), line["into"].code(), line["reason"].code()};
}

RulingContent read_ruling(const Object& line) {
    using enum RulingOutcome;
    RulingContent content;
    content.entry_index = static_cast<std::uint64_t>(line["entry"].integer(0, integer_most));
    content.claim_id = line["claim"].parsed(parse_claim_id);
    content.outcome = line["outcome"].choice<RulingOutcome>(
        {word(confirmed), word(refused), word(withdrawn), word(zeroed), word(restored)});
    content.reason = line["reason"].code();
    return content;
}

}  // namespace

Result<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text) {
    constexpr std::size_t characters = 36;
    const auto is_hyphen_place = [](std::size_t index) {
        return index == 8 || index == 13 || index == 18 || index == 23;
    };
    std::string digits;
    bool hyphens_fit = text.size() == characters;
    for (std::size_t index = 0; hyphens_fit && index < characters; ++index) {
        if (is_hyphen_place(index))
            hyphens_fit = text[index] == '-';
        else
            digits += text[index];
    }
    const auto bytes = from_hex(digits);
    if (!hyphens_fit || !bytes)
        return fail(Code::invalid_argument, "“{}”不是 UUID：应如 6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b",
                    "\"{}\" is not a UUID: write it as 6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b",
                    {excerpt(text)});
    std::array<std::uint8_t, 16> uuid{};
    std::copy(bytes->begin(), bytes->end(), uuid.begin());
    return uuid;
}

std::string optional_code(const Object& object, std::string_view member) {
    if (!object.has(member) || object[member].is("")) return {};
    return object[member].code();
}

const std::vector<std::string_view>& content_members(ClaimKind kind) {
    // In the order of ClaimKind, which begins at 1.
    static const std::vector<std::string_view> members[] = {
        {"log_key", "operator_key", "recovery_keys", "recovery_threshold"},
        {"key", "role", "owner"},
        {"code", "minor_units_in_one", "minutes_in_one", "name"},
        {"document"},
        {"owner", "class", "tags", "member_of", "commitments"},
        {"session", "category", "agreed", "actual", "travel_minutes", "quantity", "place", "on_behalf_of",
         "participants", "facts", "commitments"},
        {"owner", "item", "quantity", "at", "receiver", "facts", "commitments"},
        {"entry", "claim", "reason", "units"},
        {"owner", "issuer", "unit", "minor_units", "lot_date", "source"},
        {"from", "to", "unit", "minor_units", "at", "purpose", "facts", "commitments"},
        {"owner", "into", "reason"},
        {"entry", "claim", "outcome", "reason"},
    };
    static_assert(std::size(members) == std::variant_size_v<ClaimContent>);
    return members[static_cast<std::size_t>(kind) - 1];
}

ClaimContent read_content(ClaimKind kind, const Object& line) {
    switch (kind) {
        case ClaimKind::genesis:
            return read_genesis(line);
        case ClaimKind::key:
            return read_key(line);
        case ClaimKind::unit:
            return read_unit(line);
        case ClaimKind::standard:
            return read_standard_content(line);
        case ClaimKind::account:
            return read_account(line);
        case ClaimKind::service:
            return read_service(line);
        case ClaimKind::redemption:
            return read_redemption(line);
        case ClaimKind::reversal:
            return read_reversal(line);
        case ClaimKind::opening:
            return read_opening(line);
        case ClaimKind::transfer:
            return read_transfer(line);
        case ClaimKind::merge:
            return read_merge(line);
        case ClaimKind::ruling:
            return read_ruling(line);
    }
    return {};
}

}  // namespace timebank::intake
