#include <algorithm>

#include "core/try.hpp"
#include "entry/bounds.hpp"
#include "entry/check.hpp"
#include "entry/field_check.hpp"
#include "entry/fields/fields.hpp"

namespace timebank::entry {

namespace {

/// One place for each: several may be asked for in one capacity.
Result<void> check_cosigners(const std::vector<CosignerCapacity>& cosigners) {
    TIMEBANK_CHECK(check_count("cosigners", cosigners.size(), limits::cosignatures));
    for (const auto one : cosigners) TIMEBANK_CHECK(check_known("cosigners", one));
    if (!std::is_sorted(cosigners.begin(), cosigners.end()))
        return bad_field("cosigners", "须按身份排序", "must be sorted by capacity");
    return {};
}

}  // namespace

Result<void> check_claim(const Claim& claim) {
    if (!is_origin(claim.origin))
        return bad_field("origin", say("须为 1 至 {} 个字符的无协议网址（a-z 0-9 . - /）",
                                       "must be a schemeless URL of 1 to {} characters of a-z 0-9 . - /",
                                       {std::to_string(limits::origin_characters)}));
    if (!is_claim_id(claim.id))
        return bad_field("id", "须为版本 7 或 8 的 UUID", "must be a UUID of version 7 or 8");
    TIMEBANK_CHECK(check_optional_code("acting_for", claim.acting_for));
    TIMEBANK_CHECK(check_known("capacity", claim.capacity));
    if (claim.valid_until_unix_s < 0) return bad_field("valid_until", "不得为负", "must not be negative");
    TIMEBANK_CHECK(check_cosigners(claim.cosigners));
    return std::visit([](const auto& content) { return FieldCheck::of(content); }, claim.content);
}

Result<void> check_cosignatures(const std::vector<Cosignature>& cosignatures) {
    TIMEBANK_CHECK(check_count("cosignatures", cosignatures.size(), limits::cosignatures));
    for (const auto& one : cosignatures) TIMEBANK_CHECK(check_known("cosignatures.capacity", one.capacity));
    return check_sorted("cosignatures", cosignatures,
                        [](const auto& one) { return std::pair(one.capacity, one.key); });
}

}  // namespace timebank::entry
