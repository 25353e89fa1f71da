#include "entry/reference.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>

namespace entry_tests {
namespace {

using timebank::Bytes;
using timebank::ByteView;

/// Collects fields whose names begin with a path.
class Writer {
  public:
    void inside(std::string path) { path_ = std::move(path); }

    void number(const std::string& name, std::uint64_t value, int bytes, std::string meaning = "") {
        add(name, big_endian(value, bytes), meaning.empty() ? std::to_string(value) : std::move(meaning));
    }
    void signed_number(const std::string& name, std::int64_t value) {
        number(name, static_cast<std::uint64_t>(value), 8, std::to_string(value));
    }
    /// How many items or bytes follow.
    void length(const std::string& name, std::size_t value, int bytes) {
        number(name, value, bytes);
        fields_.back().length_bytes = static_cast<std::size_t>(bytes);
    }
    void text(const std::string& name, const std::string& value) {
        add(name, short_text(value), '"' + value + '"');
        fields_.back().length_bytes = 1;
    }
    void raw(const std::string& name, ByteView value, std::string meaning = "") {
        add(name, Bytes(value.begin(), value.end()), std::move(meaning));
    }
    void time(const std::string& name, timebank::CivilTime value) {
        auto bytes = big_endian(static_cast<std::uint64_t>(value.local_minutes), 4);
        for (auto byte : big_endian(static_cast<std::uint64_t>(value.offset_minutes), 2))
            bytes.push_back(byte);
        add(name, bytes, to_text(value));
    }
    void date(const std::string& name, timebank::CivilDate value) {
        number(name, static_cast<std::uint64_t>(value.days), 4, to_text(value));
    }
    void interval(const std::string& name, const timebank::Interval& value) {
        time(name + ".start", value.start);
        time(name + ".end", value.end);
    }
    Fields take() { return std::move(fields_); }

  private:
    void add(const std::string& name, Bytes bytes, std::string meaning) {
        fields_.push_back({path_ + name, std::move(bytes), std::move(meaning), 0});
    }
    std::string path_;
    Fields fields_;
};

std::string item(const std::string& list, std::size_t place) {
    return list + '.' + std::to_string(place) + '.';
}

void write_codes(Writer& out, const std::string& list, const std::vector<std::string>& codes) {
    out.length(list + ".count", codes.size(), 1);
    for (std::size_t i = 0; i < codes.size(); ++i) out.text(item(list, i) + "code", codes[i]);
}

void write_commitments(Writer& out, const std::vector<timebank::Commitment>& commitments) {
    out.length("commitments.count", commitments.size(), 1);
    for (std::size_t i = 0; i < commitments.size(); ++i) {
        out.text(item("commitments", i) + "field", commitments[i].field);
        out.raw(item("commitments", i) + "digest", commitments[i].digest);
    }
}

void write_facts(Writer& out, const std::string& before, const std::vector<timebank::AttestedFact>& facts) {
    out.length(before + "facts.count", facts.size(), 1);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        out.text(item(before + "facts", i) + "code", facts[i].code);
        out.signed_number(item(before + "facts", i) + "value", facts[i].value);
    }
}

template <class Content>
void write_extras(Writer& out, const Content& content) {
    write_facts(out, "", content.facts);
    write_commitments(out, content.commitments);
}

void write(Writer& out, const timebank::GenesisContent& content) {
    out.raw("log_key", content.log_key.bytes);
    out.raw("operator_key", content.operator_key.bytes);
    out.length("recovery_keys.count", content.recovery_keys.size(), 1);
    for (std::size_t i = 0; i < content.recovery_keys.size(); ++i)
        out.raw(item("recovery_keys", i) + "key", content.recovery_keys[i].bytes);
    out.number("recovery_threshold", content.recovery_threshold, 1);
}

void write(Writer& out, const timebank::KeyContent& content) {
    out.raw("key", content.key.bytes);
    out.number("role", static_cast<std::uint64_t>(content.role), 1, std::string(to_text(content.role)));
    out.text("owner", content.owner);
}

void write(Writer& out, const timebank::UnitContent& content) {
    out.text("code", content.code);
    out.signed_number("minor_units_in_one", content.minor_units_in_one);
    out.number("minutes_in_one", content.minutes_in_one, 4);
    out.text("name.zh", content.name.zh);
    out.text("name.en", content.name.en);
}

void write(Writer& out, const timebank::StandardContent& content) {
    out.length("document.length", content.document.size(), 4);
    out.raw("document", content.document);
}

void write(Writer& out, const timebank::AccountContent& content) {
    out.text("owner", content.owner);
    out.number("class", static_cast<std::uint64_t>(content.account_class), 1,
               std::string(to_text(content.account_class)));
    write_codes(out, "tags", content.tags);
    write_codes(out, "member_of", content.member_of);
    write_commitments(out, content.commitments);
}

void write(Writer& out, const timebank::ServiceContent& content) {
    out.raw("session", content.session);
    out.text("category", content.category);
    out.number("agreed.present", content.agreed.has_value(), 1, content.agreed ? "follows" : "none");
    if (content.agreed) out.interval("agreed", *content.agreed);
    out.interval("actual", content.actual);
    out.number("travel_minutes", content.travel_minutes, 4);
    out.number("quantity", content.quantity, 4);
    out.text("place", content.place);
    out.text("on_behalf_of", content.on_behalf_of);
    out.length("participants.count", content.participants.size(), 1);
    for (std::size_t i = 0; i < content.participants.size(); ++i) {
        const auto& one = content.participants[i];
        const bool has_digest = one.evidence.digest != timebank::Digest{};
        out.text(item("participants", i) + "owner", one.owner);
        out.text(item("participants", i) + "role", one.role);
        out.number(item("participants", i) + "own_minutes", one.own_minutes.value_or(0xffffffff), 4,
                   one.own_minutes ? "" : "the whole service");
        out.number(item("participants", i) + "evidence.kind", static_cast<std::uint64_t>(one.evidence.kind),
                   1, std::string(to_text(one.evidence.kind)));
        out.number(item("participants", i) + "evidence.grade", one.evidence.grade, 1);
        out.number(item("participants", i) + "evidence.digest.present", has_digest, 1,
                   has_digest ? "follows" : "none");
        if (has_digest) out.raw(item("participants", i) + "evidence.digest", one.evidence.digest);
        write_facts(out, item("participants", i), one.facts);
    }
    write_extras(out, content);
}

void write(Writer& out, const timebank::RedemptionContent& content) {
    out.text("owner", content.owner);
    out.text("item", content.item);
    out.number("quantity", content.quantity, 4);
    out.time("at", content.at);
    out.text("receiver", content.receiver);
    write_extras(out, content);
}

void write(Writer& out, const timebank::ReversalContent& content) {
    out.number("entry", content.entry_index, 8);
    out.raw("claim", content.claim_id.bytes);
    out.text("reason", content.reason);
    write_codes(out, "units", content.units);
}

void write(Writer& out, const timebank::OpeningContent& content) {
    out.text("owner", content.owner);
    out.text("issuer", content.issuer);
    out.text("unit", content.unit);
    out.signed_number("minor_units", content.amount.minor_units);
    out.date("lot_date", content.lot_date);
    out.raw("source", content.source);
}

void write(Writer& out, const timebank::TransferContent& content) {
    out.text("from", content.from);
    out.text("to", content.to);
    out.text("unit", content.unit);
    out.signed_number("minor_units", content.amount.minor_units);
    out.time("at", content.at);
    out.text("purpose", content.purpose);
    write_extras(out, content);
}

void write(Writer& out, const timebank::MergeContent& content) {
    out.text("owner", content.owner);
    out.text("into", content.into);
    out.text("reason", content.reason);
}

void write(Writer& out, const timebank::RulingContent& content) {
    out.number("entry", content.entry_index, 8);
    out.raw("claim", content.claim_id.bytes);
    out.number("outcome", static_cast<std::uint64_t>(content.outcome), 1,
               std::string(to_text(content.outcome)));
    out.text("reason", content.reason);
}

void write(Writer& out, const timebank::ClockContent& content) {
    out.time("at", content.at);
    out.text("reason", content.reason);
}

void write(Writer& out, const timebank::SettlementContent& content) {
    out.number("entry", content.entry_index, 8);
    out.raw("claim", content.claim_id.bytes);
    out.number("outcome", static_cast<std::uint64_t>(content.outcome), 1,
               std::string(to_text(content.outcome)));
    out.number("quantity", content.quantity, 4);
    out.time("at", content.at);
    out.text("reason", content.reason);
}

void write_body(Writer& out, const timebank::Claim& claim) {
    out.inside("body/");
    out.raw("tag", timebank::bytes_of("timebank/claim/0"), "\"timebank/claim/0\"");
    out.text("origin", claim.origin);
    out.raw("ledger", claim.ledger, claim.ledger == timebank::Digest{} ? "none" : "");
    out.raw("id", claim.id.bytes);
    out.number("kind", claim.content.index() + 1, 1, std::string(to_text(claim.kind())));
    out.number("capacity", static_cast<std::uint64_t>(claim.capacity), 1,
               std::string(to_text(claim.capacity)));
    out.number("reserved", 0, 2);
    out.text("acting_for", claim.acting_for);
    out.raw("author", claim.author.bytes);
    out.raw("group", claim.group, claim.group == timebank::Digest{} ? "alone" : "");
    out.raw("batch", claim.batch, claim.batch == timebank::BatchId{} ? "none" : "");
    out.signed_number("valid_until", claim.valid_until_unix_s);
    out.length("cosigners.count", claim.cosigners.size(), 1);
    for (std::size_t i = 0; i < claim.cosigners.size(); ++i)
        out.number(item("cosigners", i) + "capacity", static_cast<std::uint64_t>(claim.cosigners[i]), 1,
                   std::string(to_text(claim.cosigners[i])));
    out.length("content.length", 0, 4);
    out.inside("body/content/");
    std::visit([&](const auto& content) { write(out, content); }, claim.content);
}

/// The words of a decision in order, and the number of each: its place.
std::vector<std::string> words_of(const timebank::Decision& decision) {
    std::set<std::string> words(decision.undone_units.begin(), decision.undone_units.end());
    for (const auto& fact : decision.facts) words.insert({fact.owner, fact.name});
    for (const auto& award : decision.awards)
        words.insert({award.rule, award.unit, award.from, award.to, award.running_total});
    for (const auto& notice : decision.notices) words.insert({notice.by, notice.unit});
    for (const auto& one : decision.groups) words.insert(one.group);
    for (const auto& one : decision.stand_ins) words.insert({one.owner, one.survivor});
    return {words.begin(), words.end()};
}

/// The lists of a decision, which name their texts by the places of these in the words.
class DecisionWriter {
  public:
    DecisionWriter(Writer& out, const timebank::Decision& decision)
        : out_(out), decision_(decision), words_(words_of(decision)) {}

    void write() {
        out_.inside("decision/");
        out_.raw("edition", decision_.edition);
        out_.number("language", decision_.language, 2);
        out_.length("words.count", words_.size(), 2);
        for (std::size_t i = 0; i < words_.size(); ++i) out_.text(item("words", i) + "text", words_[i]);
        write_list("facts", decision_.facts);
        write_list("awards", decision_.awards);
        write_list("notices", decision_.notices);
        write_list("groups", decision_.groups);
        write_list("stand_ins", decision_.stand_ins);
        write_list("undone_units", decision_.undone_units);
        out_.number("awarded_by.present", decision_.awarded_by.has_value(), 1,
                    decision_.awarded_by ? "follows" : "none");
        if (decision_.awarded_by) out_.number("awarded_by", *decision_.awarded_by, 8);
        named("service", decision_.service);
    }

  private:
    template <class Item>
    void write_list(const std::string& list, const std::vector<Item>& items) {
        out_.length(list + ".count", items.size(), 2);
        for (std::size_t i = 0; i < items.size(); ++i) write_one(item(list, i), items[i]);
    }

    void write_one(const std::string& at, const timebank::Fact& fact) {
        named(at + "kind", fact.kind);
        word(at + "owner", fact.owner);
        word(at + "name", fact.name);
        out_.signed_number(at + "value", fact.value);
    }
    void write_one(const std::string& at, const timebank::Award& award) {
        out_.number(at + "participant", award.participant, 2);
        named(at + "side", award.side);
        word(at + "rule", award.rule);
        word(at + "unit", award.unit);
        word(at + "from", award.from);
        word(at + "to", award.to);
        out_.signed_number(at + "exact_numerator", award.exact_numerator);
        out_.signed_number(at + "exact_denominator", award.exact_denominator);
        out_.signed_number(at + "amount", award.amount.minor_units);
        out_.signed_number(at + "cut", award.cut.minor_units);
        word(at + "running_total", award.running_total);
    }
    void write_one(const std::string& at, const timebank::Notice& notice) {
        out_.number(at + "participant", notice.participant, 2);
        named(at + "kind", notice.kind);
        word(at + "by", notice.by);
        word(at + "unit", notice.unit);
        out_.signed_number(at + "value", notice.value);
    }
    void write_one(const std::string& at, const timebank::GroupCounted& one) {
        out_.number(at + "participant", one.participant, 2);
        word(at + "group", one.group);
        out_.number(at + "is_household", one.is_household, 1, one.is_household ? "household" : "team");
    }
    void write_one(const std::string& at, const timebank::StandIn& one) {
        word(at + "owner", one.owner);
        word(at + "survivor", one.survivor);
    }
    void write_one(const std::string& at, const std::string& unit) { word(at + "unit", unit); }

    void word(const std::string& name, const std::string& text) {
        const auto place =
            static_cast<std::size_t>(std::lower_bound(words_.begin(), words_.end(), text) - words_.begin());
        out_.number(name, place, 2, std::to_string(place) + ", \"" + text + '"');
    }
    template <class Enumeration>
    void named(const std::string& name, Enumeration value) {
        out_.number(name, static_cast<std::uint64_t>(value), 1, std::string(to_text(value)));
    }

    Writer& out_;
    const timebank::Decision& decision_;
    const std::vector<std::string> words_;
};

}  // namespace

Fields fields_of(const timebank::Entry& entry) {
    Writer out;
    out.number("version", 0, 1);
    out.number("reserved", 0, 3);
    out.number("index", entry.index, 8);
    out.number("recorded_at", static_cast<std::uint64_t>(entry.recorded_at_unix_s), 8,
               timebank::unix_seconds_to_text(entry.recorded_at_unix_s));
    out.length("body.length", 0, 4);
    write_body(out, entry.signed_claim.claim);
    out.inside("");
    out.raw("signature", entry.signed_claim.signature);
    const auto& cosignatures = entry.signed_claim.cosignatures;
    out.length("cosignatures.count", cosignatures.size(), 1);
    for (std::size_t i = 0; i < cosignatures.size(); ++i) {
        out.number(item("cosignatures", i) + "capacity", static_cast<std::uint64_t>(cosignatures[i].capacity),
                   1, std::string(to_text(cosignatures[i].capacity)));
        out.raw(item("cosignatures", i) + "key", cosignatures[i].key.bytes);
        out.raw(item("cosignatures", i) + "signature", cosignatures[i].signature);
    }
    out.length("decision.length", 0, 4);
    DecisionWriter(out, entry.decision).write();
    return edited(out.take(), {});
}

Bytes join(const Fields& fields) {
    Bytes all;
    for (const auto& field : fields) all.insert(all.end(), field.bytes.begin(), field.bytes.end());
    return all;
}

Fields edited(Fields fields, const std::vector<Edit>& edits) {
    std::set<std::string> touched;
    for (const auto& edit : edits) {
        auto field = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& one) { return one.name == edit.field; });
        if (field == fields.end()) throw std::out_of_range("no field " + edit.field);
        field->bytes = edit.bytes;
        touched.insert(edit.field);
    }
    for (const std::string block : {"body/content", "body", "decision"})
        for (auto& length : fields) {
            if (length.name != block + ".length" || touched.count(length.name) > 0) continue;
            std::size_t bytes = 0;
            for (const auto& field : fields)
                if (field.name.rfind(block + '/', 0) == 0) bytes += field.bytes.size();
            length.bytes = big_endian(bytes, 4);
            length.meaning = std::to_string(bytes);
        }
    return fields;
}

std::string dump(const Fields& fields) {
    constexpr std::size_t bytes_a_line = 16;
    std::string lines;
    std::size_t offset = 0;
    for (const auto& field : fields) {
        std::size_t done = 0;
        do {
            auto part = std::min(bytes_a_line, field.bytes.size() - done);
            char line[64];
            std::snprintf(line, sizeof line, "%4zu  %-32s", offset + done,
                          timebank::to_hex(ByteView(field.bytes).subspan(done, part)).c_str());
            lines += line;
            if (done == 0) lines += "  " + field.name + (field.meaning.empty() ? "" : " = " + field.meaning);
            while (lines.back() == ' ') lines.pop_back();
            lines += '\n';
            done += part;
        } while (done < field.bytes.size());
        offset += field.bytes.size();
    }
    return lines;
}

Bytes big_endian(std::uint64_t value, int bytes) {
    Bytes all(static_cast<std::size_t>(bytes));
    for (auto byte = all.rbegin(); byte != all.rend(); ++byte, value >>= 8)
        *byte = static_cast<std::uint8_t>(value);
    return all;
}

Bytes short_text(std::string_view text) {
    auto all = big_endian(text.size(), 1);
    for (char one : text) all.push_back(static_cast<std::uint8_t>(one));
    return all;
}

}  // namespace entry_tests
