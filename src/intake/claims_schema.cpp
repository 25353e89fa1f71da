#include "intake/claims_schema.hpp"

#include <nlohmann/json.hpp>
#include <span>

#include "entry/fields/fields.hpp"
#include "intake/field_schema.hpp"
#include "intake/json_layout.hpp"

// The frame of the schema: what every kind of line has, and what fields are made of. The kinds come from
// their lists.

namespace timebank::intake {
namespace {

using Json = nlohmann::ordered_json;
using entry::Fields;
using entry::Words;

Json defined(const std::string& definition) {
    return {{"$ref", "#/definitions/" + definition}};
}

/// A text of one form.
Json text(Words title, Words about, const std::string& pattern) {
    Json schema = titled(title, about);
    schema["type"] = "string";
    schema["pattern"] = pattern;
    return schema;
}

/// An object of these fields and no others.
Json object(Words title, Words about, const Json& required, const Json& properties) {
    Json schema = titled(title, about);
    schema["type"] = "object";
    schema["additionalProperties"] = false;
    schema["required"] = required;
    schema["properties"] = properties;
    return schema;
}

template <class Content>
Json record() {
    Json required = Json::array(), properties;
    FieldSchema::add<Content>(properties, required);
    return object(Fields<Content>::title, Fields<Content>::about, required, properties);
}

/// What a list by code is in JSON: an object of the one value that stands beside the code.
template <class Content>
Json by_code() {
    Json required, properties;
    FieldSchema::add<Content>(properties, required);
    Json schema = titled(Fields<Content>::title, Fields<Content>::about);
    schema["type"] = "object";
    schema["minProperties"] = 1;
    schema["maxProperties"] = Fields<Content>::most;
    schema["propertyNames"] = properties.front();
    schema["additionalProperties"] = properties.back();
    return schema;
}

/// A line of one kind: the members of every line around those of its own.
Json line(Json schema, std::string_view kind, std::span<const std::string_view> examples) {
    Json required = {"kind"}, properties;
    required.insert(required.end(), schema["required"].begin(), schema["required"].end());
    properties["kind"]["const"] = kind;
    for (const char* name : {"id", "origin", "ledger", "acting_for", "author", "capacity", "valid_until",
                             "group", "group_digest", "batch", "cosigners"})
        properties[name] = defined(name);
    properties["id"] = defined("claim_id");
    properties["author"] = defined("hex32");
    properties.update(schema["properties"]);
    for (const char* name : {"signature", "cosignatures"}) properties[name] = defined(name);
    schema["required"] = required;
    schema["properties"] = properties;
    for (const auto& example : examples) schema["examples"].push_back(Json::parse(example));
    return schema;
}

template <class Content>
void add_kind(Json& schema) {
    using Kind = Fields<Content>;
    schema["definitions"][std::string(Kind::word)] = line(record<Content>(), Kind::word, Kind::examples);
}

template <std::size_t... Places>
void add_kinds(Json& schema, std::index_sequence<Places...>) {
    (add_kind<std::variant_alternative_t<Places, ClaimContent>>(schema), ...);
}

void add_choice_of_kinds(Json& schema) {
    for (const auto& kind : entry::words_of<ClaimKind>())
        schema["oneOf"].push_back(defined(std::string(kind.text)));
    Json& dependencies = schema["dependencies"];
    dependencies["signature"] = {"id", "origin", "author", "capacity"};
    for (const char* member : {"origin", "ledger", "author", "capacity", "cosignatures", "group_digest"})
        dependencies[member] = {"signature"};
    dependencies["group"]["not"]["required"] = {"signature"};
}

const std::string hex64 = "^[0-9A-Fa-f]{64}$";
const std::string any_uuid = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

std::string code_pattern() {
    return "[A-Za-z0-9][A-Za-z0-9._-]{0," + std::to_string(limits::code_characters - 1) + "}";
}

void add_names(Json& definitions) {
    definitions["code"] =
        text({"代码", "Code"},
             {"户主、单位、类别、规则等的代码：须为化名，不得是真实姓名。",
              "Names an owner, a unit, a category, a rule: pseudonymous, never a person's name."},
             "^" + code_pattern() + "$");
    definitions["optional_code"] = text(
        {"代码或空", "Code or nothing"},
        {"代码；空文字等同于不写这一项。", "A code; empty text means the same as leaving the member out."},
        "^(" + code_pattern() + ")?$");
    definitions["uuid"] = text({"", "UUID"},
                               {"五组十六进制数字，大小写均可，任何版本。",
                                "Five groups of hexadecimal digits, either case, any version."},
                               any_uuid);
    definitions["claim_id"] =
        text({"声明编号", "Claim id"},
             {"第 7 版（随机）或第 8 版（派生）UUID：声明的名字，重复提交凭它识别。",
              "A UUID of version 7 (drawn) or 8 (derived): the claim's name and its idempotency key."},
             "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[78][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$");
    definitions["hex32"] = text({"32 字节", "32 bytes"},
                                {"公钥或摘要：64 个十六进制数字，读入时大小写均可，写出时用小写。",
                                 "A public key or a digest: 64 hexadecimal digits of either case; written in "
                                 "lower case."},
                                hex64);
    definitions["signature"] = text({"签名", "Signature"},
                                    {"Ed25519 签名，64 字节的标准 base64，带补齐。",
                                     "Ed25519, 64 bytes in standard base64 (RFC 4648 section 4, padded)."},
                                    "^[A-Za-z0-9+/]{85}[AQgw]==$");
}

void add_numbers_and_times(Json& definitions) {
    const auto first = std::to_string(limits::first_year), last = std::to_string(limits::last_year);
    definitions["civil_time"] =
        text({"当地时间", "Local time"},
             {"精确到分，带时差，如 2026-01-03T08:30+08:00；不可写 Z。",
              "To the minute, with its offset from UTC, as in 2026-01-03T08:30+08:00; never Z."},
             "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$");
    const auto [date_zh, date_en] =
        say("{} 至 {} 年的一天，如 2019-12-31。", "A day from {} to {}, as in 2019-12-31.", {first, last});
    definitions["civil_date"] = text({"日期", "Date"}, {date_zh, date_en}, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    Json count = titled({"数目", "Count"}, {"32 位非负整数。", "A whole number of 32 bits."});
    count["type"] = "integer";
    count["minimum"] = entry::Count{}.least;
    count["maximum"] = entry::Count{}.most;
    definitions["count"] = count;
    definitions["interval"] = record<Interval>();
}

void add_common_members(Json& definitions) {
    Json origin = text({"账本名", "Origin"},
                       {"声明所属的账本，不带协议的网址；只用于已签名的行。",
                        "The ledger that the claim is meant for: a schemeless URL. On signed lines only."},
                       "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)*$");
    origin["maxLength"] = limits::origin_characters;
    definitions["origin"] = origin;
    definitions["ledger"] = text(
        {"账本标识", "Ledger"},
        {"创世条目的哈希：两个账本可能同名，凭它认定是哪一个；除创世声明外，已签名的行都须写明。",
         "The hash of the genesis entry: two ledgers may bear one name, and this says which is meant. On "
         "signed lines, and on all of those but the genesis claim's."},
        hex64);
    definitions["acting_for"] = text({"代表谁", "Acting for"},
                                     {"以哪个户主的名义声明；不写或留空表示账本办公室。",
                                      "The owner in whose name the claim is made; left out or empty: the "
                                      "ledger's own office."},
                                     "^(" + code_pattern() + ")?$");
    Json capacity =
        titled({"身份", "Capacity"},
               {"签署密钥属于 acting_for 本人时为 self，否则为 agent；只用于已签名的行。",
                "self when the author's key belongs to acting_for, else agent. On signed lines only."});
    capacity["enum"] = allowed_words<Capacity>();
    definitions["capacity"] = capacity;
    Json valid_until =
        titled({"有效期至", "Valid until"},
               {"过此时刻即不再受理：当地时间；若不是整分，则为自 1970-01-01T00:00Z 起的整秒数。不写表示一"
                "直有效。",
                "Not accepted after this moment: a local time, or (for what no minute can say) whole seconds "
                "since 1970-01-01T00:00Z. Left out: always."});
    valid_until["oneOf"] = {defined("civil_time"), {{"type", "integer"}, {"minimum", 1}}};
    definitions["valid_until"] = valid_until;
    definitions["group"] = text({"组标签", "Group label"},
                                {"相邻且标签相同的行是一组，要么全部成立，要么全不成立。只用于未签名的行；标"
                                 "签本身不保存。",
                                 "Neighbouring lines of one label are one atomic group: all or none. On "
                                 "lines without a signature; the label itself is not kept."},
                                "^" + code_pattern() + "$");
    definitions["group_digest"] =
        text({"组摘要", "Group digest"},
             {"组内已签名的行：按顺序排列的组内编号之摘要。",
              "On a signed line of a group: the digest of the group's ids in their order."},
             hex64);
    definitions["batch"] =
        text({"导入批次", "Import"},
             {"声明随哪一次导入而来，凭它可以找出并冲销整批：一个 UUID。不写表示没有。",
              "Names the import that the claim came with, so that all of it can be found and undone: a UUID. "
              "Left out: none."},
             any_uuid);
}

void add_cosignatures(Json& definitions) {
    Json properties;
    properties["capacity"]["enum"] = allowed_words<CosignerCapacity>();
    properties["key"] = defined("hex32");
    properties["signature"] = defined("signature");
    definitions["cosignature"] =
        object({"会签", "Cosignature"},
               {"另一把密钥对同一声明的签名及其身份。",
                "Another key's signature over the same claim, and in which capacity."},
               {"capacity", "key", "signature"}, properties);
    Json cosigners =
        titled({"会签人", "Cosigners"},
               {"这条声明须有哪些身份的会签，各写一次；会签不齐即不受理，免得有人去掉会签再提交。",
                "As what others are to sign the claim, one each: without exactly those it is not "
                "accepted, so that nobody can take a confirmation off it."});
    cosigners["type"] = "array";
    cosigners["maxItems"] = limits::cosignatures;
    cosigners["items"]["enum"] = allowed_words<CosignerCapacity>();
    definitions["cosigners"] = cosigners;
    Json cosignatures = titled({"会签", "Cosignatures"},
                               {"顺序不限，同一密钥同一身份只签一次；只用于已签名的行。",
                                "In any order; a key signs once in a capacity. On signed lines only."});
    cosignatures["type"] = "array";
    cosignatures["maxItems"] = limits::cosignatures;
    cosignatures["items"] = defined("cosignature");
    definitions["cosignatures"] = cosignatures;
}

void add_parts(Json& definitions) {
    definitions["evidence"] = record<Evidence>();
    definitions["participant"] = record<Participant>();
    definitions["facts"] = by_code<AttestedFact>();
    definitions["commitments"] = by_code<Commitment>();
    const auto bytes = std::to_string(limits::unit_name_bytes);
    const auto [zh, en] = say("1 至 {} 个 UTF-8 字节，不含控制字符。",
                              "1 to {} bytes in UTF-8, without control characters.", {bytes});
    Json name = titled({"名称", "Name"}, {zh, en});
    name["type"] = "string";
    name["minLength"] = 1;
    name["maxLength"] = limits::unit_name_bytes;
    definitions["unit_name"] = name;
}

}  // namespace

std::string write_claims_schema() {
    const auto [zh, en] = say(
        "每行一条声明，供 `timebank post` 读入、`timebank entries` 写出。没有签名的行由调用者的密钥签署，没"
        "有编号则由内容派生，同样的一行再次提交即同一声明；已签名的行须写明编号、账本名、签署密钥和身份。"
        "此外：不得有小数、重复成员或字节顺序标记，每行最多 {} 字节。",
        "One claim a line, as `timebank post` reads it and `timebank entries` writes it. A line without a "
        "signature is signed by the caller's key; its id is derived from what it says when it has none, "
        "so the same line again is the same claim. A signed line says its id, origin, author and "
        "capacity. Beyond this schema: JSON without floats, duplicate members or a byte order mark, at "
        "most {} bytes a line.",
        {std::to_string(limits::claim_line_bytes)});
    Json schema;
    schema["$schema"] = "http://json-schema.org/draft-07/schema#";
    schema.update(titled({"一行声明", "A claim line"}, {zh, en}));
    add_choice_of_kinds(schema);
    add_kinds(schema, std::make_index_sequence<std::variant_size_v<ClaimContent>>());
    Json& definitions = schema["definitions"];
    add_names(definitions);
    add_numbers_and_times(definitions);
    add_common_members(definitions);
    add_cosignatures(definitions);
    add_parts(definitions);
    return laid_out(schema) + "\n";
}

}  // namespace timebank::intake
