#include "entry/check.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "core/excerpt.hpp"
#include "core/int128.hpp"
#include "core/try.hpp"
#include "timebank/limits.hpp"

namespace timebank::entry {
namespace {

Error bad_field(std::string_view field, std::string_view zh, std::string_view en) {
    return {Code::invalid_argument,
            {"字段 " + std::string(field) + "：" + std::string(zh),
             "field " + std::string(field) + ": " + std::string(en)}};
}

Result<void> check_code(std::string_view field, std::string_view code) {
    if (is_code(code)) return {};
    return bad_field(
        field, "必须是 1 至 40 个字符的代码（字母、数字、. _ -，以字母或数字开头）",
        "must be a code of 1 to 40 characters (letters, digits, . _ -, a letter or digit first)");
}

Result<void> check_optional_code(std::string_view field, std::string_view code) {
    if (code.empty()) return {};
    return check_code(field, code);
}

Result<void> check_count(std::string_view field, std::size_t count, std::size_t most) {
    if (count <= most) return {};
    return bad_field(
        field, "有 " + std::to_string(count) + " 项，最多 " + std::to_string(most) + " 项",
        "has " + std::to_string(count) + " items, at most " + std::to_string(most) + " are allowed");
}

Result<void> check_time(std::string_view field, CivilTime time) {
    if (is_civil_time(time)) return {};
    return bad_field(field, "时间须在 1900 至 2199 年之间，时差在 ±18 小时之内",
                     "a time must lie in the years 1900 to 2199, its offset within 18 hours of UTC");
}

/// Strictly increasing, by whatever `key` takes from an item: sorted and no two the same.
template <class Items, class Key>
Result<void> check_sorted(std::string_view field, const Items& items, Key key) {
    for (std::size_t i = 1; i < items.size(); ++i)
        if (!(key(items[i - 1]) < key(items[i])))
            return bad_field(field, "必须按顺序排列且不得重复", "must be sorted, with no two the same");
    return {};
}

/// A list of codes in order, no two the same.
Result<void> check_codes(std::string_view field, const std::vector<std::string>& codes, std::size_t most) {
    TIMEBANK_CHECK(check_count(field, codes.size(), most));
    for (const auto& code : codes) TIMEBANK_CHECK(check_code(field, code));
    return check_sorted(
        field, codes, [](const auto& code) -> const auto& { return code; });
}

Result<void> check_commitments(const std::vector<Commitment>& commitments) {
    TIMEBANK_CHECK(check_count("commitments", commitments.size(), limits::commitments));
    for (const auto& commitment : commitments) TIMEBANK_CHECK(check_code("commitments", commitment.field));
    return check_sorted(
        "commitments", commitments, [](const auto& one) -> const auto& { return one.field; });
}

/// A second account, which must not be the first.
Result<void> check_other(std::string_view field, std::string_view other, std::string_view first_field,
                         std::string_view first) {
    TIMEBANK_CHECK(check_code(field, other));
    if (other != first) return {};
    const auto shown = std::string(other), same_as = std::string(first_field);
    return bad_field(field, "与 " + same_as + " 同为 " + shown + "：须为另一个账户",
                     "is " + shown + ", as " + same_as + " is: name another account");
}

/// A name that people read: whole UTF-8 characters, none of them a control character.
bool is_name(std::string_view text) {
    if (text.empty() || text.size() > limits::unit_name_bytes) return false;
    for (std::size_t bytes = 0; !text.empty(); text.remove_prefix(bytes)) {
        bytes = utf8_character_bytes(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (bytes == 0 || first < 0x20 || first == 0x7f) return false;
    }
    return true;
}

bool is_civil_day(std::int64_t days) {
    constexpr std::int64_t a_day_minutes = 24 * 60, beyond_every_day = 1'000'000;
    return days > -beyond_every_day && days < beyond_every_day && is_civil_time({days * a_day_minutes, 0});
}

/// The name of a sum over a window is longer than a code; one byte of length must hold it.
bool is_fact_name(std::string_view text) {
    return !text.empty() && text.size() <= 255 &&
           std::all_of(text.begin(), text.end(), [](char one) { return one > ' ' && one <= '~'; });
}

/// Whether an enumeration's number is one that has a name.
template <class Enumeration>
Result<void> check_known(std::string_view field, Enumeration value) {
    if (!to_text(value).empty()) return {};
    return bad_field(field, "编号未定义", "has a number that is not defined");
}

/// Two bytes count each list of a decision.
constexpr std::size_t most_in_a_decision = 65'535;

struct ContentCheck {
    Result<void> operator()(const GenesisContent& content) const {
        TIMEBANK_CHECK(check_count("recovery_keys", content.recovery_keys.size(), limits::recovery_keys));
        std::set<PublicKey> keys(content.recovery_keys.begin(), content.recovery_keys.end());
        if (keys.size() != content.recovery_keys.size())
            return bad_field("recovery_keys", "恢复密钥不得重复", "names a key twice");
        if (content.recovery_threshold > keys.size() || (content.recovery_threshold == 0) != keys.empty())
            return bad_field("recovery_threshold", "须在 1 与恢复密钥数之间；没有恢复密钥时为 0",
                             "must lie between 1 and the number of recovery keys; 0 when there are none");
        if (content.log_key == content.operator_key)
            return bad_field("log_key", "日志密钥只用于签署检查点，不得与运营密钥相同",
                             "signs checkpoints and nothing else: it must differ from operator_key");
        return {};
    }

    Result<void> operator()(const KeyContent& content) const {
        TIMEBANK_CHECK(check_known("role", content.role));
        if (content.role == Role::operator_)
            return bad_field("role", "运营角色只能由创世条目授予",
                             "operator is given by the genesis entry alone");
        if (content.role == Role::member && content.owner.empty())
            return bad_field("owner", "成员密钥必须属于一个账户", "a member's key must belong to an owner");
        return check_optional_code("owner", content.owner);
    }

    Result<void> operator()(const UnitContent& content) const {
        TIMEBANK_CHECK(check_code("code", content.code));
        if (content.minor_units_in_one < 1 || content.minor_units_in_one > limits::minor_units_in_one)
            return bad_field("minor_units_in_one", "须在 1 至 1000000 之间",
                             "must lie between 1 and 1000000");
        for (const auto* name : {&content.name.zh, &content.name.en})
            if (!is_name(*name))
                return bad_field("name", "中英文名称各须 1 至 64 字节的 UTF-8，不含控制字符",
                                 "needs 1 to 64 bytes of UTF-8 in zh and in en, no control characters");
        return {};
    }

    Result<void> operator()(const StandardContent& content) const {
        if (content.document.empty() || content.document.size() > limits::standard_bytes)
            return bad_field("document", "须为 1 至 49152 字节", "must have 1 to 49152 bytes");
        return {};
    }

    Result<void> operator()(const AccountContent& content) const {
        TIMEBANK_CHECK(check_code("owner", content.owner));
        TIMEBANK_CHECK(check_known("class", content.account_class));
        TIMEBANK_CHECK(check_codes("tags", content.tags, limits::tags));
        TIMEBANK_CHECK(check_codes("member_of", content.member_of, limits::memberships));
        for (const auto& group : content.member_of)
            TIMEBANK_CHECK(check_other("member_of", group, "owner", content.owner));
        return check_commitments(content.commitments);
    }

    Result<void> operator()(const ServiceContent& content) const {
        TIMEBANK_CHECK(check_code("category", content.category));
        if (content.agreed) TIMEBANK_CHECK(check_interval("agreed", *content.agreed));
        TIMEBANK_CHECK(check_interval("actual", content.actual));
        TIMEBANK_CHECK(check_optional_code("place", content.place));
        TIMEBANK_CHECK(check_optional_code("on_behalf_of", content.on_behalf_of));
        if (content.participants.empty())
            return bad_field("participants", "至少要有一人", "must name at least one participant");
        TIMEBANK_CHECK(check_count("participants", content.participants.size(), limits::participants));
        for (const auto& participant : content.participants) {
            TIMEBANK_CHECK(check_code("participants.owner", participant.owner));
            TIMEBANK_CHECK(check_code("participants.role", participant.role));
            TIMEBANK_CHECK(check_evidence(participant.evidence));
            // One number means "the whole service" in the bytes, so it cannot be somebody's minutes.
            if (participant.own_minutes == std::numeric_limits<std::uint32_t>::max())
                return bad_field("participants.own_minutes", "过大", "is too large");
        }
        return check_extras(content.facts, content.commitments);
    }

    Result<void> operator()(const RedemptionContent& content) const {
        TIMEBANK_CHECK(check_code("owner", content.owner));
        TIMEBANK_CHECK(check_code("item", content.item));
        if (content.quantity == 0) return bad_field("quantity", "至少为 1", "must be at least 1");
        TIMEBANK_CHECK(check_time("at", content.at));
        TIMEBANK_CHECK(check_optional_code("receiver", content.receiver));
        return check_extras(content.facts, content.commitments);
    }

    Result<void> operator()(const ReversalContent& content) const {
        TIMEBANK_CHECK(check_named_claim(content.claim_id));
        TIMEBANK_CHECK(check_code("reason", content.reason));
        return check_codes("units", content.units, limits::reversal_units);
    }

    Result<void> operator()(const OpeningContent& content) const {
        TIMEBANK_CHECK(check_code("owner", content.owner));
        TIMEBANK_CHECK(check_other("issuer", content.issuer, "owner", content.owner));
        TIMEBANK_CHECK(check_code("unit", content.unit));
        if (content.amount.minor_units == 0)
            return bad_field("minor_units", "不得为零：没有余额的人不需要期初声明",
                             "must not be zero: who has no balance needs no opening");
        if (!is_civil_day(content.lot_date.days))
            return bad_field("lot_date", "日期须在 1900 至 2199 年之间",
                             "must be a day of the years 1900 to 2199");
        if (content.source == Digest{})
            return bad_field("source", "须写明所据表格的 SHA-256，不得全为零",
                             "must be the SHA-256 of the sheet that the balance comes from, not all zero");
        return {};
    }

    Result<void> operator()(const TransferContent& content) const {
        TIMEBANK_CHECK(check_code("from", content.from));
        TIMEBANK_CHECK(check_other("to", content.to, "from", content.from));
        TIMEBANK_CHECK(check_code("unit", content.unit));
        if (content.amount.minor_units < 1)
            return bad_field("minor_units", "是 " + std::to_string(content.amount.minor_units) + "，须大于零",
                             "is " + std::to_string(content.amount.minor_units) + ", must be above zero");
        TIMEBANK_CHECK(check_time("at", content.at));
        TIMEBANK_CHECK(check_code("purpose", content.purpose));
        return check_extras(content.facts, content.commitments);
    }

    Result<void> operator()(const MergeContent& content) const {
        TIMEBANK_CHECK(check_code("owner", content.owner));
        TIMEBANK_CHECK(check_other("into", content.into, "owner", content.owner));
        return check_code("reason", content.reason);
    }

    Result<void> operator()(const RulingContent& content) const {
        TIMEBANK_CHECK(check_named_claim(content.claim_id));
        TIMEBANK_CHECK(check_known("outcome", content.outcome));
        return check_code("reason", content.reason);
    }

    static Result<void> check_named_claim(const ClaimId& id) {
        if (is_claim_id(id)) return {};
        return bad_field("claim", "须为版本 7 或 8 的 UUID", "must be a UUID of version 7 or 8");
    }

    static Result<void> check_evidence(const Evidence& evidence) {
        TIMEBANK_CHECK(check_known("participants.evidence.kind", evidence.kind));
        if (evidence.kind == EvidenceKind::paper_confirmation && evidence.digest == Digest{})
            return bad_field("participants.evidence.digest", "纸质确认须附照片的摘要：请填照片的 SHA-256",
                             "is missing: a confirmation on paper takes the SHA-256 of its photo");
        return {};
    }

    static Result<void> check_interval(std::string_view field, const Interval& interval) {
        TIMEBANK_CHECK(check_time(std::string(field) + ".start", interval.start));
        TIMEBANK_CHECK(check_time(std::string(field) + ".end", interval.end));
        auto minutes = duration_minutes(interval);
        if (minutes < 0)
            return bad_field(std::string(field) + ".end",
                             "结束时间 " + to_text(interval.end) + " 早于开始时间 " + to_text(interval.start),
                             to_text(interval.end) + " lies before the start, " + to_text(interval.start));
        if (minutes > limits::service_minutes)
            return bad_field(std::string(field) + ".end",
                             "距开始 " + std::to_string(minutes) + " 分钟，一次服务最多 44640 分钟（31 天）",
                             "lies " + std::to_string(minutes) +
                                 " minutes after the start; one service lasts at most "
                                 "44640 minutes (31 days)");
        return {};
    }

    static Result<void> check_extras(const std::vector<AttestedFact>& facts,
                                     const std::vector<Commitment>& commitments) {
        TIMEBANK_CHECK(check_count("facts", facts.size(), limits::attested_facts));
        for (const auto& fact : facts) TIMEBANK_CHECK(check_code("facts", fact.code));
        TIMEBANK_CHECK(check_sorted(
            "facts", facts, [](const auto& fact) -> const auto& { return fact.code; }));
        return check_commitments(commitments);
    }
};

Result<void> check_award(const Award& award) {
    TIMEBANK_CHECK(check_known("awards.side", award.side));
    TIMEBANK_CHECK(check_optional_code("awards.rule", award.rule));
    for (const auto* owner : {&award.from, &award.to}) TIMEBANK_CHECK(check_code("awards", *owner));
    TIMEBANK_CHECK(check_code("awards.unit", award.unit));
    if (award.exact_numerator < 0 || award.exact_denominator < 1 ||
        std::gcd(award.exact_numerator, award.exact_denominator) != 1)
        return bad_field("awards.exact", "必须是最简分数，且不为负",
                         "must be a fraction in lowest terms, and not negative");
    if (award.amount.minor_units < 0) return bad_field("awards.amount", "不得为负", "must not be negative");
    if (award.cut.minor_units < 0) return bad_field("awards.cut", "不得为负", "must not be negative");
    if (!award.running_total.empty() && !is_fact_name(award.running_total))
        return bad_field("awards.running_total", "须为累计量的名称", "must be the name of a tally");
    return {};
}

Result<void> check_notice(const Notice& notice) {
    TIMEBANK_CHECK(check_known("notices.kind", notice.kind));
    TIMEBANK_CHECK(check_code("notices.by", notice.by));
    if (is_about_amount(notice.kind)) {
        TIMEBANK_CHECK(check_code("notices.unit", notice.unit));
        if (notice.value < 1) return bad_field("notices.value", "须大于零", "must be above zero");
        return {};
    }
    if (!notice.unit.empty())
        return bad_field("notices.unit", "与金额无关，必须为空", "must be empty where it is about no amount");
    if (notice.kind == NoticeKind::overlaps && notice.value < 0)
        return bad_field("notices.value", "是条目号，不得为负",
                         "is an entry's index: it must not be negative");
    if (notice.kind == NoticeKind::pending && !is_civil_day(notice.value))
        return bad_field("notices.value", "须为 0（没有期限）或 1900 至 2199 年的一天",
                         "must be 0 (no last day) or a day of the years 1900 to 2199");
    return {};
}

Result<void> check_fact(const Fact& fact) {
    TIMEBANK_CHECK(check_known("facts.kind", fact.kind));
    TIMEBANK_CHECK(check_optional_code("facts.owner", fact.owner));
    if (fact.name.empty() || is_fact_name(fact.name)) return {};
    return bad_field("facts.name", "须为空，或 1 至 255 个可见的 ASCII 字符",
                     "must be empty, or have 1 to 255 visible ASCII characters");
}

/// They stand in the order in which they were looked at, so two of one thing are not neighbours.
Result<void> check_no_fact_twice(const std::vector<Fact>& facts) {
    const auto thing = [](const Fact* fact) { return std::tie(fact->kind, fact->owner, fact->name); };
    std::vector<const Fact*> sorted;
    sorted.reserve(facts.size());
    for (const auto& fact : facts) sorted.push_back(&fact);
    std::sort(sorted.begin(), sorted.end(),
              [&](const auto* a, const auto* b) { return thing(a) < thing(b); });
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end(),
                                          [&](const auto* a, const auto* b) { return thing(a) == thing(b); });
    if (twice == sorted.end()) return {};
    return bad_field("facts", "同一事实不得出现两次", "must not hold two of one thing");
}

Result<void> check_outcome(const Decision& decision) {
    for (const auto& one : decision.groups) TIMEBANK_CHECK(check_code("groups.group", one.group));
    TIMEBANK_CHECK(check_sorted(
        "groups", decision.groups, [](const auto& one) -> const auto& { return one; }));
    for (const auto& [owner, survivor] : decision.stand_ins) {
        TIMEBANK_CHECK(check_code("stand_ins.owner", owner));
        TIMEBANK_CHECK(check_code("stand_ins.survivor", survivor));
    }
    TIMEBANK_CHECK(check_sorted(
        "stand_ins", decision.stand_ins, [](const auto& one) -> const auto& { return one.owner; }));
    TIMEBANK_CHECK(check_codes("undone_units", decision.undone_units, most_in_a_decision));
    return check_known("service", decision.service);
}

}  // namespace

Result<void> check_claim(const Claim& claim) {
    if (!is_origin(claim.origin))
        return bad_field("origin", "须为 1 至 100 个字符的无协议网址（a-z 0-9 . - /）",
                         "must be a schemeless URL of 1 to 100 characters of a-z 0-9 . - /");
    if (!is_claim_id(claim.id))
        return bad_field("id", "须为版本 7 或 8 的 UUID", "must be a UUID of version 7 or 8");
    TIMEBANK_CHECK(check_optional_code("acting_for", claim.acting_for));
    TIMEBANK_CHECK(check_known("capacity", claim.capacity));
    if (claim.valid_until_unix_s < 0) return bad_field("valid_until", "不得为负", "must not be negative");
    return std::visit(ContentCheck{}, claim.content);
}

Result<void> check_cosignatures(const std::vector<Cosignature>& cosignatures) {
    TIMEBANK_CHECK(check_count("cosignatures", cosignatures.size(), limits::cosignatures));
    for (const auto& one : cosignatures) TIMEBANK_CHECK(check_known("cosignatures.capacity", one.capacity));
    return check_sorted("cosignatures", cosignatures,
                        [](const auto& one) { return std::pair(one.capacity, one.key); });
}

Result<void> check_decision(const Decision& decision) {
    const auto check_size = [](std::string_view field, std::size_t size) {
        return check_count(field, size, most_in_a_decision);
    };
    TIMEBANK_CHECK(check_size("facts", decision.facts.size()));
    TIMEBANK_CHECK(check_size("awards", decision.awards.size()));
    TIMEBANK_CHECK(check_size("notices", decision.notices.size()));
    TIMEBANK_CHECK(check_size("groups", decision.groups.size()));
    TIMEBANK_CHECK(check_size("stand_ins", decision.stand_ins.size()));
    for (const auto& fact : decision.facts) TIMEBANK_CHECK(check_fact(fact));
    TIMEBANK_CHECK(check_no_fact_twice(decision.facts));
    for (const auto& award : decision.awards) TIMEBANK_CHECK(check_award(award));
    for (const auto& notice : decision.notices) TIMEBANK_CHECK(check_notice(notice));
    TIMEBANK_CHECK(check_sorted(
        "notices", decision.notices, [](const auto& notice) -> const auto& { return notice; }));
    TIMEBANK_CHECK(check_outcome(decision));
    const auto legs = legs_of(decision.awards);
    if (!legs) return bad_field("awards", "合计超出 64 位", "add up to more than 64 bits");
    if (*legs != decision.legs)
        return bad_field("legs", "必须是各笔所得的合计", "must be what the awards add up to");
    return {};
}

}  // namespace timebank::entry
