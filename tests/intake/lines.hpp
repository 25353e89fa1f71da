#pragma once

#include <string>
#include <string_view>

#include "timebank/claim_lines.hpp"

/// Good lines to read, and what to read them with.
namespace intake_tests {

/// The keys of RFC 8032 section 7.1, tests 1 and 2.
const timebank::Signer& office_key();
const timebank::Signer& phone_key();

/// The office of "duowen.example/timebank" signs.
timebank::LineSigning by_office();

/// Every optional member is there.
inline constexpr std::string_view service_line =
    R"({"kind":"service","id":"0190a5b2-7c3d-7e4f-8a1b-0123456789ab","acting_for":"m-1",)"
    R"("valid_until":"2026-02-01T00:00+08:00","batch":"0c5e9d10-42aa-8b3c-9f00-d1e2f3a4b5c6",)"
    R"("session":"6f1c2a3e-5b7d-4c8f-9a0b-1c2d3e4f5a6b",)"
    R"("category":"canteen","agreed":{"start":"2026-01-03T08:00+08:00","end":"2026-01-03T10:10+08:00"},)"
    R"("actual":{"start":"2026-01-03T08:30+08:00","end":"2026-01-03T10:00+08:00"},"travel_minutes":20,)"
    R"("quantity":3,"place":"hall","on_behalf_of":"team-1","participants":[{"owner":"m-2",)"
    R"("role":"volunteer","own_minutes":60,"evidence":{"kind":"photo","grade":2,"digest":)"
    R"("abababababababababababababababababababababababababababababababab"}}],"facts":{"age":63},)"
    R"("commitments":{"address":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"}})";

/// Only what a service must say.
inline constexpr std::string_view short_service_line =
    R"({"kind":"service","category":"canteen","actual":{"start":"2026-01-03T08:30+08:00",)"
    R"("end":"2026-01-03T10:00+08:00"},"participants":[{"owner":"m-1","role":"volunteer"}]})";

inline constexpr std::string_view genesis_line =
    R"({"kind":"genesis","log_key":"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",)"
    R"("operator_key":"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",)"
    R"("recovery_keys":["278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"],)"
    R"("recovery_threshold":1})";

inline constexpr std::string_view key_line =
    R"({"kind":"key","key":"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",)"
    R"("role":"member","owner":"m-1"})";

inline constexpr std::string_view unit_line =
    R"({"kind":"unit","code":"hour","minor_units_in_one":60,"minutes_in_one":60,)"
    R"("name":{"zh":"小时","en":"hour"}})";

inline constexpr std::string_view standard_line = R"({"kind":"standard","document":"{\"id\": \"例\"}\n"})";

inline constexpr std::string_view account_line =
    R"({"kind":"account","owner":"m-1","class":"member","tags":["over-70","branch-east"],)"
    R"("member_of":["team-3","household-7"],"commitments":{"name":)"
    R"("efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef"}})";

inline constexpr std::string_view redemption_line =
    R"({"kind":"redemption","owner":"m-1","item":"haircut","quantity":2,"at":"2026-01-10T15:00+08:00",)"
    R"("receiver":"m-2"})";

inline constexpr std::string_view reversal_line =
    R"({"kind":"reversal","entry":17,"claim":"0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
    R"("reason":"wrong-person","units":["point","hour"]})";

inline constexpr std::string_view opening_line =
    R"({"kind":"opening","owner":"m-1","issuer":"issuer","unit":"hour","minor_units":"-2730",)"
    R"("lot_date":"2019-12-31","source":"abababababababababababababababababababababababababababababababab"})";

inline constexpr std::string_view transfer_line =
    R"({"kind":"transfer","acting_for":"m-1","from":"m-1","to":"pool","unit":"point","minor_units":"20",)"
    R"("at":"2026-01-10T15:00+08:00","purpose":"donation","facts":{"arrears":0},"commitments":{"remark":)"
    R"("cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"}})";

inline constexpr std::string_view merge_line =
    R"({"kind":"merge","owner":"m-9","into":"m-1","reason":"registered-twice"})";

inline constexpr std::string_view clock_line =
    R"({"kind":"clock","at":"2026-01-03T08:30+08:00","reason":"clock-was-ahead"})";

inline constexpr std::string_view ruling_line =
    R"({"kind":"ruling","acting_for":"m-2","entry":17,"claim":"0190a5b2-7c3d-7e4f-8a1b-0123456789ab",)"
    R"("outcome":"zeroed","reason":"bad-evaluation"})";

/// All of them.
inline constexpr std::string_view all_lines[] = {
    service_line,    short_service_line, genesis_line, key_line,      unit_line,  standard_line, account_line,
    redemption_line, reversal_line,      opening_line, transfer_line, merge_line, ruling_line,   clock_line};

/// What the office signs once more, asking for these cosignatures, which the phone's key gives.
timebank::SignedClaim cosigned(const timebank::SignedClaim& claim,
                               std::vector<timebank::CosignerCapacity> cosigners);

/// `line` as the office signs it and the phone's key confirms it as receiver, in JSON.
std::string signed_form(std::string_view line);

/// `text` with its only `from` replaced by `to`; throws std::logic_error unless there is exactly one.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

}  // namespace intake_tests
