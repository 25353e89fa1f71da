#include <nlohmann/json.hpp>

#include "timebank/claim_lines.hpp"

// Members stand in the order in which they are assigned: that of claims.schema.json.

namespace timebank {
namespace {

using Json = nlohmann::ordered_json;

std::string one_line(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void put_code(Json& object, const char* member, const std::string& code) {
    if (!code.empty()) object[member] = code;
}

void put_count(Json& object, const char* member, std::uint64_t count) {
    if (count != 0) object[member] = count;
}

std::string uuid_text(const std::array<std::uint8_t, 16>& bytes) {
    return to_text(ClaimId{bytes});
}

/// As people write it where a minute can say it, else the seconds.
Json valid_until_of(std::int64_t unix_s) {
    const CivilTime utc{unix_s / 60, 0};
    if (unix_s % 60 == 0 && is_civil_time(utc)) return to_text(utc);
    return unix_s;
}

Json interval_of(const Interval& interval) {
    return {{"start", to_text(interval.start)}, {"end", to_text(interval.end)}};
}

Json bilingual_of(const Text& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

Json participant_of(const Participant& participant) {
    Json object = {{"owner", participant.owner}, {"role", participant.role}};
    if (participant.own_minutes) object["own_minutes"] = *participant.own_minutes;
    const auto& evidence = participant.evidence;
    if (evidence == Evidence{}) return object;
    Json& written = object["evidence"];
    written["kind"] = to_text(evidence.kind);
    put_count(written, "grade", evidence.grade);
    if (evidence.digest != Digest{}) written["digest"] = to_hex(evidence.digest);
    return object;
}

void put_codes(Json& line, const char* member, const std::vector<std::string>& codes) {
    if (!codes.empty()) line[member] = codes;
}

void put_commitments(Json& line, const std::vector<Commitment>& commitments) {
    for (const auto& commitment : commitments)
        line["commitments"][commitment.field] = to_hex(commitment.digest);
}

void put_extras(Json& line, const std::vector<AttestedFact>& facts,
                const std::vector<Commitment>& commitments) {
    for (const auto& fact : facts) line["facts"][fact.code] = fact.value;
    put_commitments(line, commitments);
}

std::string minor_units_text(Amount amount) {
    return std::to_string(amount.minor_units);
}

void put_content(Json& line, const GenesisContent& content) {
    line["log_key"] = to_text(content.log_key);
    line["operator_key"] = to_text(content.operator_key);
    for (const auto& key : content.recovery_keys) line["recovery_keys"].push_back(to_text(key));
    put_count(line, "recovery_threshold", content.recovery_threshold);
}

void put_content(Json& line, const KeyContent& content) {
    line["key"] = to_text(content.key);
    line["role"] = to_text(content.role);
    put_code(line, "owner", content.owner);
}

void put_content(Json& line, const UnitContent& content) {
    line["code"] = content.code;
    line["minor_units_in_one"] = content.minor_units_in_one;
    put_count(line, "minutes_in_one", content.minutes_in_one);
    line["name"] = bilingual_of(content.name);
}

void put_content(Json& line, const StandardContent& content) {
    line["document"] = text_of(content.document);
}

void put_content(Json& line, const AccountContent& content) {
    line["owner"] = content.owner;
    line["class"] = to_text(content.account_class);
    put_codes(line, "tags", content.tags);
    put_codes(line, "member_of", content.member_of);
    put_commitments(line, content.commitments);
}

void put_content(Json& line, const ServiceContent& content) {
    if (content.session != ServiceContent{}.session) line["session"] = uuid_text(content.session);
    line["category"] = content.category;
    if (content.agreed) line["agreed"] = interval_of(*content.agreed);
    line["actual"] = interval_of(content.actual);
    put_count(line, "travel_minutes", content.travel_minutes);
    put_count(line, "quantity", content.quantity);
    put_code(line, "place", content.place);
    put_code(line, "on_behalf_of", content.on_behalf_of);
    for (const auto& participant : content.participants)
        line["participants"].push_back(participant_of(participant));
    put_extras(line, content.facts, content.commitments);
}

void put_content(Json& line, const RedemptionContent& content) {
    line["owner"] = content.owner;
    line["item"] = content.item;
    line["quantity"] = content.quantity;
    line["at"] = to_text(content.at);
    put_code(line, "receiver", content.receiver);
    put_extras(line, content.facts, content.commitments);
}

void put_content(Json& line, const ReversalContent& content) {
    line["entry"] = content.entry_index;
    line["claim"] = to_text(content.claim_id);
    line["reason"] = content.reason;
    put_codes(line, "units", content.units);
}

void put_content(Json& line, const OpeningContent& content) {
    line["owner"] = content.owner;
    line["issuer"] = content.issuer;
    line["unit"] = content.unit;
    line["minor_units"] = minor_units_text(content.amount);
    line["lot_date"] = to_text(content.lot_date);
    line["source"] = to_hex(content.source);
}

void put_content(Json& line, const TransferContent& content) {
    line["from"] = content.from;
    line["to"] = content.to;
    line["unit"] = content.unit;
    line["minor_units"] = minor_units_text(content.amount);
    line["at"] = to_text(content.at);
    line["purpose"] = content.purpose;
    put_extras(line, content.facts, content.commitments);
}

void put_content(Json& line, const MergeContent& content) {
    line["owner"] = content.owner;
    line["into"] = content.into;
    line["reason"] = content.reason;
}

void put_content(Json& line, const RulingContent& content) {
    line["entry"] = content.entry_index;
    line["claim"] = to_text(content.claim_id);
    line["outcome"] = to_text(content.outcome);
    line["reason"] = content.reason;
}

Json line_of(const SignedClaim& signed_claim) {
    const Claim& claim = signed_claim.claim;
    Json line;
    line["kind"] = to_text(claim.kind());
    line["id"] = to_text(claim.id);
    line["origin"] = claim.origin;
    put_code(line, "acting_for", claim.acting_for);
    line["author"] = to_text(claim.author);
    line["capacity"] = to_text(claim.capacity);
    if (claim.valid_until_unix_s != 0) line["valid_until"] = valid_until_of(claim.valid_until_unix_s);
    if (claim.group != Digest{}) line["group_digest"] = to_hex(claim.group);
    if (claim.batch != BatchId{}) line["batch"] = uuid_text(claim.batch);
    std::visit([&](const auto& content) { put_content(line, content); }, claim.content);
    line["signature"] = to_base64(signed_claim.signature);
    for (const auto& cosignature : signed_claim.cosignatures)
        line["cosignatures"].push_back({{"capacity", to_text(cosignature.capacity)},
                                        {"key", to_text(cosignature.key)},
                                        {"signature", to_base64(cosignature.signature)}});
    return line;
}

Json notice_of(const Notice& notice) {
    Json object = {{"participant", notice.participant}, {"kind", to_text(notice.kind)}, {"by", notice.by}};
    put_code(object, "unit", notice.unit);
    if (is_about_amount(notice.kind))
        object["minor_units"] = minor_units_text(Amount{notice.value});
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
    put_codes(object, "undone_units", decision.undone_units);
    if (decision.awarded_by) object["awarded_by"] = *decision.awarded_by;
    if (decision.service != ServiceCount::unchanged) object["service"] = to_text(decision.service);
    for (const auto& leg : decision.legs)
        object["legs"].push_back(
            {{"owner", leg.owner}, {"unit", leg.unit}, {"minor_units", minor_units_text(leg.amount)}});
    return object;
}

}  // namespace

std::string write_claim_line(const SignedClaim& claim) {
    return one_line(line_of(claim));
}

std::string write_entry(const Entry& entry) {
    return one_line({{"index", entry.index},
                     {"recorded_at", unix_seconds_to_text(entry.recorded_at_unix_s)},
                     {"claim", line_of(entry.signed_claim)},
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
    put_code(answer, "rule", refusal.rule);
    put_code(answer, "limit", refusal.limit);
    put_code(answer, "found", refusal.found);
    answer["text"] = bilingual_of(explain_refusal(refusal));
    return one_line(answer);
}

}  // namespace timebank
