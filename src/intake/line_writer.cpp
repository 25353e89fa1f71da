#include <nlohmann/json.hpp>

#include "intake/field_writer.hpp"
#include "timebank/claim_lines.hpp"

// Members stand in the order in which they are assigned.

namespace timebank {
namespace {

using Json = nlohmann::ordered_json;

std::string one_line(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void put_code(Json& object, const char* member, const std::string& code) {
    if (!code.empty()) object[member] = code;
}

Json bilingual_of(const Text& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

std::string minor_units_text(Amount amount) {
    return std::to_string(amount.minor_units);
}

Json notice_of(const Notice& notice) {
    Json object = {{"participant", notice.participant}, {"kind", to_text(notice.kind)}, {"by", notice.by}};
    put_code(object, "unit", notice.unit);
    if (is_about_amount(notice.kind))
        object["minor_units"] = minor_units_text(Amount{notice.value});
    else if (notice.kind == NoticeKind::worth)
        object["worth"] = to_text(Amount{notice.value}, 100);
    else if (notice.kind == NoticeKind::overlaps)
        object["entry"] = notice.value;
    else if (notice.value != 0)
        object["until"] = to_text(CivilDate{static_cast<std::int32_t>(notice.value)});
    return object;
}

Json fact_of(const Fact& fact) {
    Json object = {{"kind", to_text(fact.kind)}};
    put_code(object, "owner", fact.owner);
    put_code(object, "name", fact.name);
    object["value"] = fact.value;
    return object;
}

Json award_of(const Award& award) {
    Json object = {{"participant", award.participant}, {"side", to_text(award.side)}};
    put_code(object, "rule", award.rule);
    object["unit"] = award.unit;
    object["from"] = award.from;
    object["to"] = award.to;
    object["exact"] = std::to_string(award.exact_numerator) + "/" + std::to_string(award.exact_denominator);
    object["minor_units"] = minor_units_text(award.amount);
    object["cut"] = minor_units_text(award.cut);
    put_code(object, "running_total", award.running_total);
    return object;
}

Json decision_of(const Decision& decision) {
    Json object;
    if (decision.edition != Digest{}) {
        object["edition"] = to_hex(decision.edition);
        object["language"] = decision.language;
    }
    for (const char* list : {"facts", "awards", "notices", "legs"}) object[list] = Json::array();
    for (const auto& fact : decision.facts) object["facts"].push_back(fact_of(fact));
    for (const auto& award : decision.awards) object["awards"].push_back(award_of(award));
    for (const auto& notice : decision.notices) object["notices"].push_back(notice_of(notice));
    for (const auto& one : decision.groups)
        object["groups"].push_back({{"participant", one.participant},
                                    {"group", one.group},
                                    {"class", one.is_household ? "household" : "team"}});
    for (const auto& one : decision.stand_ins)
        object["stand_ins"].push_back({{"owner", one.owner}, {"survivor", one.survivor}});
    if (!decision.undone_units.empty()) object["undone_units"] = decision.undone_units;
    if (decision.awarded_by) object["awarded_by"] = *decision.awarded_by;
    if (decision.service != ServiceCount::unchanged) object["service"] = to_text(decision.service);
    for (const auto& leg : decision.legs)
        object["legs"].push_back(
            {{"owner", leg.owner}, {"unit", leg.unit}, {"minor_units", minor_units_text(leg.amount)}});
    return object;
}

}  // namespace

std::string write_claim_line(const SignedClaim& claim) {
    return one_line(intake::write_claim(claim));
}

std::string write_entry(const Entry& entry) {
    return one_line({{"index", entry.index},
                     {"recorded_at", unix_seconds_to_text(entry.recorded_at_unix_s)},
                     {"claim", intake::write_claim(entry.signed_claim)},
                     {"decision", decision_of(entry.decision)}});
}

std::string write_post_result(const PostResult& result) {
    Json answer;
    answer["id"] = to_text(result.id);
    if (result.outcome != PostOutcome::refused) {
        answer["result"] = result.outcome == PostOutcome::exists ? "exists" : "accepted";
        answer["index"] = result.index;
        return one_line(answer);
    }
    const Refusal& refusal = result.refusal;
    answer["result"] = "refused";
    answer["code"] = to_text(refusal.code);
    put_code(answer, "rule", refusal.rule.en);
    put_code(answer, "limit", refusal.limit.en);
    put_code(answer, "found", refusal.found.en);
    answer["text"] = bilingual_of(explain_refusal(refusal));
    return one_line(answer);
}

}  // namespace timebank
