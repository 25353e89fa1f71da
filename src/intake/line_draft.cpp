#include "intake/line_draft.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "intake/content_reader.hpp"
#include "intake/field_reader.hpp"
#include "standard/fields.hpp"
#include "standard/json.hpp"
#include "timebank/limits.hpp"

namespace timebank::intake {
namespace {

using standard::Object;
using standard::Value;

constexpr std::string_view common_members[] = {
    "kind",   "id",     "acting_for", "valid_until", "group",     "group_digest", "batch",
    "origin", "ledger", "author",     "capacity",    "cosigners", "signature",    "cosignatures"};

/// What a line without a signature must not say: it is filled in by whoever signs it.
constexpr std::string_view signed_members[] = {"origin",   "ledger",       "author",
                                               "capacity", "group_digest", "cosignatures"};

std::vector<std::string_view> members_of(ClaimKind kind) {
    std::vector<std::string_view> members(std::begin(common_members), std::end(common_members));
    const auto own = content_members(kind);
    members.insert(members.end(), own.begin(), own.end());
    return members;
}

Result<Signature> parse_signature(std::string_view text) {
    TIMEBANK_TRY(bytes, from_base64(text));
    Signature signature{};
    if (bytes.size() != signature.size())
        return fail(Code::bad_encoding, "签名有 {} 字节，应为 {} 字节",
                    "the signature has {} bytes, it must have {}",
                    {std::to_string(bytes.size()), std::to_string(signature.size())});
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    return signature;
}

Result<std::string> parse_origin(std::string_view text) {
    if (is_origin(text)) return std::string(text);
    return fail(Code::invalid_argument,
                "账本名应为 1 至 {} 个字符的无协议网址（a-z 0-9 . - /），如 duowen.example/timebank",
                "an origin is a schemeless URL of 1 to {} characters of a-z 0-9 . - /, such as "
                "duowen.example/timebank",
                {std::to_string(limits::origin_characters)});
}

/// Seconds since 1970. A time to the minute is for people; the integer is for what no minute can say.
std::int64_t read_valid_until(const Value& value) {
    if (!value.is_string()) return value.integer(1, std::numeric_limits<std::int64_t>::max());
    const auto unix_s = utc_minutes(value.parsed(parse_civil_time)) * 60;
    if (unix_s <= 0) value.refuse("有效期须晚于 1970 年：请改正日期", "must lie after 1970: mend the date");
    return unix_s;
}

/// In any order, several in one capacity.
std::vector<CosignerCapacity> read_cosigners(const Value& value) {
    std::vector<CosignerCapacity> cosigners;
    for (const Value& element : value.array(0, limits::cosignatures))
        cosigners.push_back(read_word<CosignerCapacity>(element));
    std::sort(cosigners.begin(), cosigners.end());
    return cosigners;
}

std::vector<Cosignature> read_cosignatures(const Value& value) {
    const auto place = [](const Cosignature& one) { return std::tie(one.capacity, one.key); };
    std::vector<Cosignature> cosignatures;
    for (const Value& element : value.array(0, limits::cosignatures)) {
        const Object object = element.object({"capacity", "key", "signature"});
        Cosignature one;
        one.capacity = read_word<CosignerCapacity>(object["capacity"]);
        one.key = object["key"].parsed(parse_public_key);
        one.signature = object["signature"].parsed(parse_signature);
        if (std::any_of(cosignatures.begin(), cosignatures.end(),
                        [&](const Cosignature& other) { return place(other) == place(one); }))
            element.refuse(say_with("这把密钥已以{}身份会签：请只留一个",
                                    "this key cosigns as {} twice: keep one of the two",
                                    {in_words(one.capacity)}));
        cosignatures.push_back(one);
    }
    std::sort(cosignatures.begin(), cosignatures.end(),
              [&](const Cosignature& a, const Cosignature& b) { return place(a) < place(b); });
    return cosignatures;
}

void read_signed_part(const Object& line, SignedClaim& signed_claim) {
    Claim& claim = signed_claim.claim;
    claim.origin = line["origin"].parsed(parse_origin);
    if (line.has("ledger")) claim.ledger = line["ledger"].parsed(digest_from_hex);
    claim.id = line["id"].parsed(parse_claim_id);
    claim.author = line["author"].parsed(parse_public_key);
    claim.capacity = read_word<Capacity>(line["capacity"]);
    if (line.has("group_digest")) claim.group = line["group_digest"].parsed(digest_from_hex);
    signed_claim.signature = line["signature"].parsed(parse_signature);
    if (line.has("cosignatures")) signed_claim.cosignatures = read_cosignatures(line["cosignatures"]);
    if (line.has("group"))
        line["group"].refuse("这一行已签名，所属的组须用 group_digest 写明",
                             "the line is signed: its group is said by \"group_digest\"");
}

void read_unsigned_part(const Object& line, LineDraft& draft) {
    for (auto member : signed_members)
        if (line.has(member))
            line[member].refuse("只用于已签名的行，而这一行没有 signature：请删去，或补上签名",
                                "belongs to a signed line, and this one has no \"signature\": remove it, or "
                                "sign the line");
    if (line.has("id")) draft.signed_claim.claim.id = line["id"].parsed(parse_claim_id);
    if (line.has("group")) draft.group = line["group"].code();
}

}  // namespace

Result<LineDraft> read_line_draft(std::string_view text) {
    TIMEBANK_TRY(tree, standard::parse_json(bytes_of(text), limits::claim_line_bytes));
    standard::JsonReading reading(*tree, standard::Notes::refused);
    const Object line = reading.root().object();
    const ClaimKind kind = read_word<ClaimKind>(line["kind"]);
    line.allow_only(members_of(kind));

    LineDraft draft;
    draft.is_signed = line.has("signature");
    Claim& claim = draft.signed_claim.claim;
    claim.acting_for = optional_code(line, "acting_for");
    if (line.has("valid_until")) claim.valid_until_unix_s = read_valid_until(line["valid_until"]);
    if (line.has("batch")) claim.batch = line["batch"].parsed(parse_uuid);
    if (line.has("cosigners")) claim.cosigners = read_cosigners(line["cosigners"]);
    claim.content = read_content(kind, line);
    if (draft.is_signed)
        read_signed_part(line, draft.signed_claim);
    else
        read_unsigned_part(line, draft);
    TIMEBANK_CHECK(reading.outcome());
    return draft;
}

}  // namespace timebank::intake
