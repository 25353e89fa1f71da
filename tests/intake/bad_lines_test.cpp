#include "catch.hpp"
#include "intake/lines.hpp"
#include "intake/schema.hpp"
#include "timebank/limits.hpp"

// One fault a row: a good line, what stands in it, what stands there instead, and what the answer must say.

using namespace timebank;
using namespace intake_tests;

namespace {

/// Who can see the fault.
enum Seen {
    json,   ///< whoever reads JSON as strictly as this project; other programs' schema tools are not asked
    shape,  ///< the schema too
    sense,  ///< not the schema: it compares fields, counts bytes, or knows the calendar
};

struct Row {
    std::string_view line;
    std::string from, to;
    Seen seen;
    std::string_view expected;
};

constexpr auto service = service_line;

std::string cosignature_of(const std::string& line) {
    const auto begin = line.find(R"({"capacity":"receiver")");
    return line.substr(begin, line.find('}', begin) + 1 - begin);
}

/// `count` times `text`, with commas between.
std::string listed(std::size_t count, const std::string& text) {
    std::string all = text;
    for (; count > 1; --count) all += "," + text;
    return all;
}

/// {"c0":1,"c1":1,…}
std::string numbered_facts(std::size_t count) {
    std::string all = R"({"c0":1)";
    for (std::size_t number = 1; number < count; ++number) all += ",\"c" + std::to_string(number) + "\":1";
    return all + "}";
}

/// Not JSON as it is read here.
std::vector<Row> rows_of_json() {
    const std::string long_line_blanks(limits::claim_line_bytes, ' ');
    const std::string deep(limits::json_depth, '[');
    const std::string deep_end(limits::json_depth, ']');
    const std::string deep_array = R"("place":)" + deep + deep_end;
    return {
        {service, R"("category":)", R"("category")", json, "line 1, column"},
        {service, R"(cd"}})", R"(cd"})", json, "the text ends here"},
        {service, R"(cdcd"}})", "cdcd", json, "the text ends here"},
        {service, "}}]", "}},]", json, "a comma too many"},
        {service, R"("place")", "place", json, "a name without double quotes"},
        {service, R"("quantity":3)", R"("quantity":3 /*three*/)", json, "a comment"},
        {service, R"({"kind":"service")", R"({}{"kind":"service")", json, "something behind the end"},
        {service, R"("place")", "\xEF\xBB\xBF\"place\"", json, "found \xEF\xBB\xBF"},
        {short_service_line, R"({"kind")", "\xEF\xBB\xBF{\"kind\"", json, "byte order mark"},
        {service, R"("place":"hall")", "\"place\":\"\xB5\"", json, "is not UTF-8"},
        {service, R"("place":"hall")", R"("place":"\ud83d")", json, "half a character"},
        {service, R"("place":"hall")", "\"place\":\"ha\tll\"", json, "control character inside quotes"},
        {service, R"("place":"hall")", deep_array, json, "is nested deeper than 24 levels"},
        {service, R"("place":"hall")", R"("place":"hall","place":"hall")", json, "$.place: stands twice"},
        {service, R"("grade":2)", R"("grade":2,"grade":3)", json,
         "$.participants[0].evidence.grade: stands twice"},
        {service, R"("quantity":3)", R"("quantity":3.0)", json, "$.quantity: 3.0 has a point"},
        {service, R"("quantity":3)", R"("quantity":1e3)", json, "$.quantity: 1e3 has a point or an exponent"},
        {service, R"("age":63)", R"("age":9223372036854775808)", json, "9223372036854775808 is too large"},
        {service, R"("age":63)", R"("age":-9223372036854775809)", json, "-9223372036854775809 is too large"},
        {short_service_line, R"({"kind")", R"({)" + long_line_blanks + R"("kind")", json,
         "at most 262144 are allowed"},
    };
}

/// Members: missing, unknown, of another kind.
std::vector<Row> rows_of_members() {
    return {
        {service, R"("kind":"service",)", "", shape, "$.kind: is missing"},
        {service, R"("kind":"service")", R"("kind":"servise")", shape,
         R"($.kind: found "servise", must be one of genesis, key, unit, standard, account, service, )"
         "redemption, reversal, opening, transfer, merge, ruling, clock, settlement (did you mean service?)"},
        {service, R"("kind":"service")", R"("kind":"hold")", shape, R"($.kind: found "hold")"},
        {service, R"("kind":"service")", R"("kind":6)", shape, "$.kind: found 6, must be text"},
        {service, R"("place")", R"("plaice")", shape, "$.plaice: is no member here (did you mean place?)"},
        {service, R"("own_minutes")", R"("own_minute")", shape,
         "$.participants[0].own_minute: is no member here (did you mean own_minutes?)"},
        {service, R"("place":"hall")", R"("note":"for Mrs Li")", shape, "$.note: is no member here"},
        {service, R"("role":"volunteer")", R"("role":"volunteer","note":"ill")", shape,
         "$.participants[0].note: is no member here"},
        {service, R"("place":"hall")", R"("item":"tea")", shape, "$.item: is no member here"},
        {service, R"("category":"canteen",)", "", shape, "$.category: is missing"},
        {service, R"(,"end":"2026-01-03T10:00+08:00")", "", shape, "$.actual.end: is missing"},
        {redemption_line, R"("item":"haircut",)", "", shape, "$.item: is missing"},
        {unit_line, R"(,"en":"hour")", "", shape, "$.name.en: is missing"},
    };
}

/// Values of another type, or outside what is allowed.
std::vector<Row> rows_of_values() {
    const std::string participant = R"({"owner":"m-1","role":"volunteer"})";
    const std::string too_many_participants = listed(limits::participants + 1, participant);
    const std::string too_many_facts = R"("facts":)" + numbered_facts(limits::attested_facts + 1);
    return {
        {service, R"("category":"canteen")", R"("category":null)", shape, "$.category: found null"},
        {service, R"("category":"canteen")", R"("category":"the canteen")", shape,
         R"($.category: found "the canteen", must be a code)"},
        {service, R"("category":"canteen")", R"("category":"")", shape, R"($.category: found "")"},
        {service, R"("place":"hall")", R"("place":"-hall")", shape, R"($.place: found "-hall")"},
        {service, R"("acting_for":"m-1")", R"("acting_for":"王")", shape, R"($.acting_for: found "王")"},
        {service, R"("quantity":3)", R"("quantity":"3")", shape,
         R"($.quantity: found "3", must be an integer from 0 to 4294967295, without quotes)"},
        {service, R"("quantity":3)", R"("quantity":-1)", shape, "$.quantity: found -1"},
        {service, R"("quantity":3)", R"("quantity":true)", shape, "$.quantity: found true"},
        {service, R"("travel_minutes":20)", R"("travel_minutes":4294967296)", shape,
         "$.travel_minutes: found 4294967296"},
        {service, R"("own_minutes":60)", R"("own_minutes":4294967295)", shape,
         "must be an integer from 0 to 4294967294"},
        {service, R"("grade":2)", R"("grade":256)", shape, "must be an integer from 0 to 255"},
        {service, R"("kind":"photo")", R"("kind":"video")", shape, R"(found "video", must be one of none, )"},
        {service, R"("age":63)", R"("age":"63")", shape, R"($.facts.age: found "63")"},
        {service, R"({"age":63})", "{}", shape, "$.facts: found {}, must be an object of 1 to 32 members"},
        {service, R"({"age":63})", R"([63])", shape, "$.facts: found [63], must be an object"},
        {service, R"("age":63)", R"("her age":63)", shape, "her age is not a code"},
        {service, R"("facts":{"age":63})", too_many_facts, shape, "must be an object of 1 to 32 members"},
        {service, R"("address":"cd)", R"("address":"x)", shape, "$.commitments.address: "},
        {service, R"("participants":[)", R"("participants":[7,)", shape,
         "$.participants[0]: found 7, must be an object"},
        {short_service_line, participant, "", shape, "must be an array [ ] of 1 to 200 elements"},
        {short_service_line, participant, too_many_participants, shape,
         "must be an array [ ] of 1 to 200 elements"},
    };
}

/// The same in lines of other kinds.
std::vector<Row> rows_of_other_kinds() {
    const std::string too_many_tags = listed(limits::tags + 1, R"("over-70")");
    const std::string too_many_memberships = listed(limits::memberships, R"("team-4")");
    const std::string too_many_units = listed(limits::reversal_units, R"("coin")");
    const std::string too_many_keys = listed(limits::recovery_keys + 1, '"' + std::string(64, 'a') + '"');
    const std::string long_document(limits::standard_bytes + 1, 'x');
    const std::string long_name = R"("zh":")" + std::string(limits::unit_name_bytes + 1, 'x') + '"';
    const std::string long_chinese_name =
        R"("zh":"一二三四五六七八九十一二三四五六七八九十一二")";  // 22 characters, 66 bytes
    return {
        {account_line, R"("class":"member")", R"("class":"partner_ledger")", shape,
         "(did you mean partner-ledger?)"},
        {account_line, R"("over-70")", too_many_tags, shape, "must be an array [ ] of 0 to 32 elements"},
        {account_line, R"("over-70")", R"("branch-east")", sense, "$.tags[1]: branch-east stands twice"},
        {account_line, R"("household-7")", R"("team-3")", sense, "$.member_of[1]: team-3 stands twice"},
        {account_line, R"("household-7")", R"("m-1")", sense, "member_of: is m-1, as owner is"},
        {account_line, R"("household-7")", R"("the Wangs")", shape, R"($.member_of[1]: found "the Wangs")"},
        {account_line, R"("household-7")", too_many_memberships, shape,
         "must be an array [ ] of 0 to 16 elements"},
        {account_line, R"("name":"ef)", R"("name":"e)", shape, "$.commitments.name: "},
        {account_line, R"("name":"ef)", R"("name":"王)", shape, "$.commitments.name: "},
        {key_line, R"("role":"member")", R"("role":"operator")", shape,
         R"($.role: found "operator", must be one of officer, coordinator, app, member)"},
        {key_line, R"("owner":"m-1")", R"("owner":"")", sense, "a member's key must belong to an owner"},
        {key_line, R"("key":"3d40)", R"("key":"3d4)", shape, "$.key: "},
        {key_line, R"("key":"3d40)", R"("key":"3d4g)", shape, "is not hexadecimal"},
        {unit_line, R"("minor_units_in_one":60)", R"("minor_units_in_one":0)", shape,
         "$.minor_units_in_one: found 0, must be an integer from 1 to 1000000"},
        {unit_line, R"("zh":"小时")", long_name, shape, "text of 1 to 64 bytes"},
        {unit_line, R"("zh":"小时")", long_chinese_name, sense, "text of 1 to 64 bytes"},
        {unit_line, R"("zh":"小时")", R"("zh":"小\n时")", sense, "without line breaks"},
        {standard_line, R"({\"id\": \"例\"}\n)", "", shape, "$.document: the document has 0 bytes"},
        {standard_line, R"({\"id\": \"例\"}\n)", long_document, shape,
         "$.document: the document has 49153 bytes"},
        {redemption_line, R"("quantity":2)", R"("quantity":0)", shape,
         "must be an integer from 1 to 4294967295"},
        {reversal_line, R"("entry":17)", R"("entry":-1)", shape, "$.entry: found -1"},
        {reversal_line, R"(["point","hour"])", R"("point")", shape,
         R"($.units: found "point", must be an array)"},
        {reversal_line, R"("hour")", R"("point")", sense, "$.units[1]: point stands twice"},
        {reversal_line, R"("hour")", too_many_units, shape, "must be an array [ ] of 0 to 16 elements"},
        {genesis_line, R"("recovery_threshold":1)", R"("recovery_threshold":2)", sense, "recovery_threshold"},
        {genesis_line, R"("recovery_threshold":1)", R"("recovery_threshold":17)", shape,
         "must be an integer from 0 to 16"},
        {genesis_line, R"("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e")", too_many_keys,
         shape, "must be an array [ ] of 0 to 16 elements"},
    };
}

/// Openings, transfers, merges and rulings.
std::vector<Row> rows_of_moved_credits() {
    constexpr auto opening = opening_line, transfer = transfer_line, merge = merge_line;
    const std::string digest = "abababababababababababababababababababababababababababababababab";
    return {
        {opening, R"("minor_units":"-2730")", R"("minor_units":-2730)", shape,
         "$.minor_units: found -2730, must be text"},
        {opening, "-2730", "0", shape, "minor_units: must not be zero"},
        {opening, "-2730", "-0", shape, R"($.minor_units: "-0" is not a count of minor units)"},
        {opening, "-2730", "007", shape, R"("007" is not a count of minor units)"},
        {opening, "-2730", "+7", shape, R"("+7" is not a count of minor units)"},
        {opening, "-2730", "45.5", shape, R"("45.5" is not a count of minor units)"},
        {opening, "-2730", "2,730", shape, R"("2,730" is not a count of minor units)"},
        {opening, "-2730", " 7", shape, R"(" 7" is not a count of minor units)"},
        {opening, "-2730", "", shape, R"("" is not a count of minor units)"},
        {opening, "-2730", "9223372036854775808", sense, R"("9223372036854775808" is not a count)"},
        {opening, "-2730", "-9223372036854775809", sense, R"("-9223372036854775809" is not a count)"},
        {opening, R"("unit":"hour",)", "", shape, "$.unit: is missing"},
        {opening, R"("issuer":"issuer")", R"("issuer":"m-1")", sense, "issuer: is m-1, as owner is"},
        {opening, "2019-12-31", "2019-12-32", sense, "$.lot_date: "},
        {opening, "2019-12-31", "1899-12-31", sense, "$.lot_date: "},
        {opening, "2019-12-31", "2019/12/31", shape, "$.lot_date: "},
        {opening, "2019-12-31", "2019-12-31T00:00+08:00", shape, "$.lot_date: "},
        {opening, digest, std::string(64, '0'), sense, "source: must be the SHA-256 of the sheet"},
        {opening, R"("source":"ab)", R"("source":"a)", shape, "$.source: "},
        {transfer, R"("20")", R"("-20")", shape, "minor_units: is -20, must be above zero"},
        {transfer, R"("20")", R"("0")", shape, "minor_units: is 0, must be above zero"},
        {transfer, R"("20")", R"("1e2")", shape, R"("1e2" is not a count of minor units)"},
        {transfer, R"("to":"pool")", R"("to":"m-1")", sense, "to: is m-1, as from is"},
        {transfer, R"(,"purpose":"donation")", "", shape, "$.purpose: is missing"},
        {transfer, "2026-01-10T15:00+08:00", "2026-01-10", shape, "$.at: "},
        {transfer, R"("to":"pool")", R"("owner":"pool")", shape, "$.owner: is no member here"},
        {merge, R"("into":"m-1")", R"("into":"m-9")", sense, "into: is m-9, as owner is"},
        {merge, R"("reason":"registered-twice")", R"("reason":"registered twice")", shape,
         R"($.reason: found "registered twice")"},
        {merge, R"(,"into":"m-1")", "", shape, "$.into: is missing"},
        {ruling_line, R"("entry":17)", R"("entry":-1)", shape, "$.entry: "},
        {ruling_line, R"("zeroed")", R"("zero")", shape, "did you mean zeroed?"},
        {ruling_line, R"(,"outcome":"zeroed")", "", shape, "$.outcome: is missing"},
        {ruling_line, R"("bad-evaluation")", R"("bad evaluation")", shape, "$.reason: "},
    };
}

/// Imports and evidence on paper.
std::vector<Row> rows_of_batches_and_paper() {
    const std::string on_paper = R"("kind":"paper-confirmation")";
    const std::string digest =
        R"(,"digest":"abababababababababababababababababababababababababababababababab")";
    return {
        {service, "0c5e9d10-42aa", "0c5e9d1042aa", shape, "$.batch: "},
        {service, R"("batch":"0c5e9d10-42aa-8b3c-9f00-d1e2f3a4b5c6")", R"("batch":"")", shape,
         R"($.batch: "" is not a UUID)"},
        {service, R"("batch":"0c5e9d10-42aa-8b3c-9f00-d1e2f3a4b5c6")", R"("batch":7)", shape,
         "$.batch: found 7, must be text"},
        {service, R"("kind":"photo","grade":2)" + digest, on_paper, sense,
         "participants.evidence.digest: is missing: a confirmation on paper takes the SHA-256 of its photo"},
        {service, R"("kind":"photo")", R"("kind":"paper_confirmation")", shape,
         "(did you mean paper-confirmation?)"},
    };
}

/// Ids.
std::vector<Row> rows_of_ids() {
    return {
        {service, "0190a5b2-7c3d-7e4f", "0190a5b2-7c3d-4e4f", shape, "is not a claim id"},
        {service, "0190a5b2-7c3d-7e4f-8a1b", "0190a5b2-7c3d-7e4f-4a1b", shape, "is not a claim id"},
        {service, "0190a5b2-7c3d-7e4f-8a1b-0123456789ab", "0190a5b27c3d7e4f8a1b0123456789ab", shape,
         "$.id: \"0190a5b27c3d7e4f8a1b0123456789ab\" is not a claim id"},
        {reversal_line, "0190a5b2", "0190a5b", shape, "$.claim: "},
        {service, "6f1c2a3e-5b7d", "6f1c2a3e_5b7d", shape, "is not a UUID"},
        {service, "6f1c2a3e-5b7d", "6f1c2a3-e5b7d", shape, "is not a UUID"},
        {service, "6f1c2a3e-5b7d", "6f1c2a3x-5b7d", shape, "is not a UUID"},
    };
}

/// Times.
std::vector<Row> rows_of_times() {
    return {
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T08:30")", shape,
         R"($.actual.start: "2026-01-03T08:30" is not a time)"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T00:30Z")", shape,
         "is not a time"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T08:30:00+08:00")", shape,
         "is not a time"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-02-30T08:30+08:00")", sense,
         "is not a time"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T24:00+08:00")", sense,
         "is not a time"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T08:30+18:01")", sense,
         "the offset within -18:00 and +18:00"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":"2026-01-03T08:30-00:00")", sense,
         "is not a time"},
        {service, R"("start":"2026-01-03T08:30+08:00")", R"("start":1767400200)", shape,
         "$.actual.start: found 1767400200, must be text"},
        {service, R"("end":"2026-01-03T10:00+08:00")", R"("end":"2026-01-03T08:29+08:00")", sense,
         "actual.end: 2026-01-03T08:29+08:00 lies before the start, 2026-01-03T08:30+08:00"},
        {service, R"("end":"2026-01-03T10:10+08:00")", R"("end":"2026-01-03T10:10+11:00")", sense,
         "agreed.end: 2026-01-03T10:10+11:00 lies before the start"},
        {service, R"("end":"2026-01-03T10:00+08:00")", R"("end":"2026-02-03T08:31+08:00")", sense,
         "lies 44641 minutes after the start"},
        {service, R"("2026-02-01T00:00+08:00")", R"("1970-01-01T08:00+08:00")", sense,
         "$.valid_until: must lie after 1970"},
        {service, R"("2026-02-01T00:00+08:00")", "0", shape,
         "$.valid_until: found 0, must be an integer from 1"},
        {service, R"("2026-02-01T00:00+08:00")", R"("2026-02-01")", shape, "$.valid_until: "},
    };
}

/// Signed lines, and what belongs to them alone.
std::vector<Row> rows_of_signed_lines() {
    static const std::string signed_line = signed_form(short_service_line);
    const std::string signed_short_id =
        R"("id":")" + signed_line.substr(signed_line.find(R"("id":")") + 6, 36) + R"(",)";
    const std::string author_member =
        R"("author":"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")";
    const std::string cosignature = cosignature_of(signed_line);
    const std::string doubled_cosignature = cosignature + "," + cosignature;
    const std::string too_many_cosignatures = listed(limits::cosignatures + 1, cosignature);
    return {
        {signed_line, signed_short_id, "", shape, "$.id: is missing"},
        {signed_line, author_member + ",", "", shape, "$.author: is missing"},
        {signed_line, R"("origin":"duowen.example/timebank",)", "", shape, "$.origin: is missing"},
        {signed_line, R"("capacity":"self",)", "", shape, "$.capacity: is missing"},
        {signed_line, R"("capacity":"self")", R"("capacity":"receiver")", shape,
         R"($.capacity: found "receiver", must be one of self, agent)"},
        {signed_line, R"("duowen.example/timebank")", R"("https://duowen.example")", shape,
         "$.origin: an origin is a schemeless URL"},
        {signed_line, R"("kind":"service")", R"("kind":"service","group":"a")", shape,
         "$.group: the line is signed"},
        {signed_line, R"("kind":"service")", R"("kind":"service","group_digest":"00")", shape,
         "$.group_digest: "},
        {signed_line, R"(==","cosignatures")", R"(=","cosignatures")", shape, "$.signature: "},
        {signed_line, R"(=="}]})", R"(="}]})", shape, "$.cosignatures[0].signature: "},
        {signed_line, R"(=="}]})", R"(AA"}]})", shape, "the signature has 66 bytes, it must have 64"},
        {signed_line, R"("capacity":"receiver")", R"("capacity":"witness")", shape,
         R"($.cosignatures[0].capacity: found "witness")"},
        {signed_line, cosignature, doubled_cosignature, sense,
         "$.cosignatures[1]: this key cosigns as receiver twice"},
        {signed_line, cosignature, too_many_cosignatures, shape, "must be an array [ ] of 0 to 16 elements"},
        {service, R"("kind":"service")", R"("kind":"service","capacity":"self")", shape,
         "$.capacity: belongs to a signed line, and this one has no \"signature\""},
        {service, R"("kind":"service")", R"("kind":"service","origin":"duowen.example/timebank")", shape,
         "$.origin: belongs to a signed line"},
        {service, R"("kind":"service")", R"("kind":"service","cosignatures":[])", shape,
         "$.cosignatures: belongs to a signed line"},
        {service, R"("kind":"service")", R"("kind":"service","group":"a b")", shape,
         R"($.group: found "a b")"},
    };
}

std::vector<Row> all_rows() {
    std::vector<Row> all;
    for (const auto& part :
         {rows_of_json(), rows_of_members(), rows_of_values(), rows_of_other_kinds(), rows_of_moved_credits(),
          rows_of_batches_and_paper(), rows_of_ids(), rows_of_times(), rows_of_signed_lines()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace

TEST_CASE("each fault is named in both languages, and the schema sees it where it can") {
    for (const auto& row : all_rows()) {
        const auto line = replaced(row.line, row.from, row.to);
        INFO(row.from << " -> " << row.to.substr(0, 200));
        const auto claim = read_claim_line(line, by_office());
        REQUIRE_FALSE(claim);
        CHECK(claim.error().code == (row.seen == json ? Code::bad_json : Code::bad_document));
        INFO(claim.error().text.en);
        CHECK(claim.error().text.en.find(row.expected) != std::string::npos);
        CHECK(claim.error().text.zh.size() > 6);
        CHECK(claim.error().text.zh != claim.error().text.en);
        if (row.seen != json) CHECK(schema_accepts(line) == (row.seen == sense));
    }
}

TEST_CASE("what is no object at all is refused") {
    for (const auto* line : {"[]", "7", "\"service\"", "null", "true", "{}"}) {
        INFO(line);
        const auto claim = read_claim_line(line, by_office());
        REQUIRE_FALSE(claim);
        CHECK(claim.error().code == Code::bad_document);
        CHECK(claim.error().text.en.starts_with("$"));
        CHECK_FALSE(schema_accepts(line));
    }
    CHECK(read_claim_line("", by_office()).error().code == Code::bad_json);
}

TEST_CASE("a line may be as long as the limit, and not a byte longer") {
    auto line =
        replaced(short_service_line, "{\"kind\"",
                 "{" + std::string(limits::claim_line_bytes - short_service_line.size(), ' ') + "\"kind\"");
    REQUIRE(line.size() == limits::claim_line_bytes);
    CHECK(read_claim_line(line, by_office()));
    CHECK(read_claim_line(line + " ", by_office()).error().code == Code::bad_json);
}
