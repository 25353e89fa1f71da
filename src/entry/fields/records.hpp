#pragma once

#include "entry/fields/field.hpp"

/// What stands inside the contents of several kinds.
namespace timebank::entry {

template <>
struct Fields<Interval> {
    static constexpr std::string_view word = "interval";
    static constexpr Words title{"时段", "Interval"};
    static constexpr Words about{"左闭右开：不含结束时刻，结束不得早于开始。",
                                 "[start, end): the end is not included, and not before the start."};

    template <class See, class Content>
    static void list(See& see, Content& interval) {
        see("start", interval.start, LocalTime{});
        see("end", interval.end, LocalTime{});
    }

    static Found check(const Interval& interval) {
        const auto minutes = duration_minutes(interval);
        if (minutes < 0)
            return fault("end", {"结束时间 {0} 早于开始时间 {1}", "{0} lies before the start, {1}"},
                         {to_text(interval.end), to_text(interval.start)});
        if (minutes > limits::service_minutes)
            return fault("end",
                         {"距开始 {0} 分钟，一次服务最多 {1} 分钟（{2} 天）",
                          "lies {0} minutes after the start; one service lasts at most {1} minutes ({2} "
                          "days)"},
                         {std::to_string(minutes), std::to_string(limits::service_minutes),
                          std::to_string(limits::service_minutes / (24 * 60))});
        return std::nullopt;
    }
};

template <>
struct Fields<Evidence> {
    static constexpr std::string_view word = "evidence";
    static constexpr Words title{"凭证", "Evidence"};
    static constexpr Words about{
        "该部分的凭证：等级由社区自定，0 表示未定级；摘要取自签到表、照片或表格，纸质确认必须有。",
        "How a part is evidenced. The grade is the community's own scale, 0 = not graded; the digest is that "
        "of the sheet, photo or form, and a paper-confirmation must have one."};

    template <class See, class Content>
    static void list(See& see, Content& evidence) {
        see("kind", evidence.kind, Choice<EvidenceKind>{});
        see("grade", evidence.grade, SmallCount{});
        see("digest", evidence.digest, DigestOrNone{});
    }

    static Found check(const Evidence& evidence) {
        if (evidence.kind != EvidenceKind::paper_confirmation || evidence.digest != Digest{})
            return std::nullopt;
        return fault("digest", {"纸质确认须附照片的摘要：请填照片的 SHA-256",
                                "is missing: a confirmation on paper takes the SHA-256 of its photo"});
    }
};

template <>
struct Fields<AttestedFact> {
    static constexpr std::string_view word = "facts";
    static constexpr Words title{"事实", "Attested facts"};
    static constexpr Words about{
        "规则需要、由人证明的账外事实，均为整数：周岁年龄、已受训（1）等。",
        "What a rule needs to know from outside the book, each a whole number: age in whole years, training "
        "done (1)."};
    static constexpr std::size_t most = limits::attested_facts;

    template <class See, class Content>
    static void list(See& see, Content& fact) {
        see("code", fact.code, OneCode{});
        see("value", fact.value, Number{});
    }

    static const std::string& code(const AttestedFact& fact) { return fact.code; }
    static Found check(const AttestedFact&) { return std::nullopt; }
};

template <>
struct Fields<Participant> {
    static constexpr std::string_view word = "participant";
    static constexpr Words title{"参与者", "Participant"};
    static constexpr Words about{
        "一个户主及其角色；own_minutes 只在此人的时长与整次服务不同时填写；facts 是此人的事实。",
        "One owner in one role. own_minutes stands where this person's part differs from the whole service; "
        "the facts are this person's."};

    template <class See, class Content>
    static void list(See& see, Content& participant) {
        see("owner", participant.owner, Owner{is_served_role(participant.role) ? Part::gets : Part::serves});
        see("role", participant.role, OneCode{});
        // The largest number means "the whole service" in the bytes, so it cannot be somebody's minutes.
        see("own_minutes", participant.own_minutes,
            Count{.most = std::numeric_limits<std::uint32_t>::max() - 1});
        see("evidence", participant.evidence, RecordOrNone{});
        see("facts", participant.facts, ByCode{});
    }

    static Found check(const Participant&) { return std::nullopt; }
};

template <>
struct Fields<Commitment> {
    static constexpr std::string_view word = "commitments";
    static constexpr Words title{"承诺值", "Commitments"};
    static constexpr Words about{"账本中代替个人文字的加盐摘要。",
                                 "Salted digests that stand in the log in place of texts about people."};
    static constexpr std::size_t most = limits::commitments;

    template <class See, class Content>
    static void list(See& see, Content& commitment) {
        see("field", commitment.field, OneCode{});
        see("digest", commitment.digest, AnyDigest{});
    }

    static const std::string& code(const Commitment& commitment) { return commitment.field; }
    static Found check(const Commitment&) { return std::nullopt; }
};

}  // namespace timebank::entry
