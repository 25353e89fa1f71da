#include <algorithm>

#include "catch.hpp"
#include "entry/reference.hpp"
#include "entry/samples.hpp"

// One encoding for one meaning: each row below is a second spelling, or nonsense, that a careless decoder
// would take. The fields are those of the golden entries; the lengths of the blocks follow each edit.

using namespace timebank;
using namespace entry_tests;

namespace {

struct Fault {
    std::string name;
    std::string sample;
    std::vector<Edit> edits;
};

Bytes number(std::uint64_t value, int bytes) {
    return big_endian(value, bytes);
}
Bytes text(std::string_view characters) {
    return short_text(characters);
}
Bytes both(Bytes one, const Bytes& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}
const Bytes nothing;
const auto minus_one = number(~0ull, 8);

const std::string content = "body/content/";
const std::string decision = "decision/";

Fields sample_fields(const std::string& name) {
    if (name == "canteen") return fields_of(canteen_entry());
    if (name == "zeroing") return fields_of(zeroing_entry());
    for (const auto& sample : one_of_each_kind())
        if (sample.name == name) return fields_of(sample.entry);
    throw std::out_of_range("no sample " + name);
}

/// The words of the sample's decision, as they are written.
std::vector<Bytes> words_of(const std::string& sample) {
    std::vector<Bytes> words;
    for (const auto& field : sample_fields(sample))
        if (field.name.rfind(decision + "words.", 0) == 0 && field.name != decision + "words.count")
            words.push_back(field.bytes);
    return words;
}
std::size_t place_of(const std::string& sample, std::string_view word) {
    const auto words = words_of(sample);
    const auto found = std::find(words.begin(), words.end(), text(word));
    if (found == words.end()) throw std::out_of_range("no such word in " + sample);
    return static_cast<std::size_t>(found - words.begin());
}
/// What a field has in it that means the word.
Bytes word(const std::string& sample, std::string_view word) {
    return number(place_of(sample, word), 2);
}
/// The field that spells the word.
std::string spelling(const std::string& sample, std::string_view word) {
    return decision + "words." + std::to_string(place_of(sample, word)) + ".text";
}

std::vector<Fault> header_faults() {
    return {
        {"an unknown version", "unit", {{"version", number(1, 1)}}},
        {"a reserved byte of the header", "unit", {{"reserved", number(0x010000, 3)}}},
        {"another reserved byte of the header", "unit", {{"reserved", number(0x000100, 3)}}},
        {"the last reserved byte of the header", "unit", {{"reserved", number(0x000001, 3)}}},
        {"bytes behind the entry",
         "unit",
         {{"decision.length", number(50, 4)}, {decision + "service", number(0, 2)}}},
        {"bytes behind the body", "unit", {{content + "name.en", both(text("hours"), number(0, 1))}}},
        {"a cosigner's capacity of 0", "key", {{"cosignatures.0.capacity", number(0, 1)}}},
        {"a cosigner's capacity without a name", "key", {{"cosignatures.0.capacity", number(5, 1)}}},
        {"cosignatures out of order", "service", {{"cosignatures.0.capacity", number(3, 1)}}},
        {"the same cosignature twice",
         "service",
         {{"cosignatures.1.capacity", number(1, 1)},
          {"cosignatures.1.key",
           Bytes(second_key().public_key().bytes.begin(), second_key().public_key().bytes.end())}}},
    };
}

std::vector<Fault> claim_faults() {
    return {
        {"another domain tag", "unit", {{"body/tag", Bytes(16, 't')}}},
        {"the tag of another version", "unit", {{"body/tag", both(Bytes(15, 't'), number('1', 1))}}},
        {"an origin with a capital", "unit", {{"body/origin", text("Duowen.example")}}},
        {"no origin", "unit", {{"body/origin", text("")}}},
        {"an id that is no UUID of version 7 or 8", "unit", {{"body/id", Bytes(16, 0x44)}}},
        {"a kind of 0", "unit", {{"body/kind", number(0, 1)}}},
        {"a kind without a name", "unit", {{"body/kind", number(14, 1)}}},
        {"the content of another kind", "unit", {{"body/kind", number(8, 1)}}},
        {"a batch that is cut short", "unit", {{"body/batch", Bytes(15, 0)}}},
        {"a capacity of 0", "unit", {{"body/capacity", number(0, 1)}}},
        {"a capacity without a name", "unit", {{"body/capacity", number(3, 1)}}},
        {"a reserved byte of the body", "unit", {{"body/reserved", number(0x0100, 2)}}},
        {"the other reserved byte of the body", "unit", {{"body/reserved", number(0x0001, 2)}}},
        {"an owner that is no code", "unit", {{"body/acting_for", text("m 001")}}},
        {"cosigners out of order",
         "merge",
         {{"body/cosigners.count", number(2, 1)},
          {"body/cosigners.0.capacity", both(number(4, 1), number(1, 1))}}},
        {"a cosigner's capacity without a name", "merge", {{"body/cosigners.0.capacity", number(5, 1)}}},
        {"a negative valid-until", "unit", {{"body/valid_until", minus_one}}},
    };
}

std::vector<Fault> content_faults() {
    return {
        {"more recovery keys asked for than there are",
         "genesis",
         {{content + "recovery_threshold", number(3, 1)}}},
        {"none of the recovery keys asked for", "genesis", {{content + "recovery_threshold", number(0, 1)}}},
        {"a role of 0", "key", {{content + "role", number(0, 1)}}},
        {"the operator's role", "key", {{content + "role", number(1, 1)}}},
        {"a role without a name", "key", {{content + "role", number(6, 1)}}},
        {"a member's key without an owner", "key", {{content + "owner", text("")}}},
        {"a unit without minor units", "unit", {{content + "minor_units_in_one", number(0, 8)}}},
        {"a name that is not UTF-8", "unit", {{content + "name.en", text("hour\xff")}}},
        {"a name that steers the terminal", "unit", {{content + "name.en", text("\x1b[31m")}}},
        {"a name with a C1 control",
         "unit",
         {{content + "name.zh", text("\xc2\x9b"
                                     "31m")}}},
        {"a name that reads otherwise than it is written",
         "unit",
         {{content + "name.en", text("\u202e"
                                     "tniop")}}},
        {"an empty standard",
         "standard",
         {{content + "document.length", number(0, 4)}, {content + "document", nothing}}},
        {"a class of 0", "account", {{content + "class", number(0, 1)}}},
        {"a class without a name", "account", {{content + "class", number(9, 1)}}},
        {"tags out of order", "account", {{content + "tags.0.code", text("zebra")}}},
        {"a tag twice", "account", {{content + "tags.0.code", text("trained")}}},
        {"memberships out of order", "account", {{content + "member_of.0.code", text("zebra")}}},
        {"a membership twice", "account", {{content + "member_of.0.code", text("team-3")}}},
        {"an account that belongs to itself", "account", {{content + "member_of.0.code", text("m001")}}},
        {"an account's commitments out of order",
         "account",
         {{content + "commitments.0.field", text("zebra")}}},
        {"an account's commitment twice", "account", {{content + "commitments.0.field", text("phone")}}},
        {"an item for nobody", "redemption", {{content + "owner", text("")}}},
        {"none of an item", "redemption", {{content + "quantity", number(0, 4)}}},
        {"an offset of 19 hours", "redemption", {{content + "at", number(0x01c17afe'0474, 6)}}},
        {"a time before 1900", "redemption", {{content + "at", number(0x80000000'0000, 6)}}},
        {"a reversal of an id that is no UUID", "reversal", {{content + "claim", Bytes(16, 0)}}},
        {"a reversal without a reason", "reversal", {{content + "reason", text("")}}},
        {"units out of order", "reversal", {{content + "units.0.code", text("zebra")}}},
        {"a unit twice", "reversal", {{content + "units.0.code", text("point")}}},
        {"a unit that is no code", "reversal", {{content + "units.0.code", text("")}}},
    };
}

std::vector<Fault> office_faults() {
    return {
        {"an opening of nobody", "opening", {{content + "owner", text("")}}},
        {"an opening without an issuer", "opening", {{content + "issuer", text("")}}},
        {"an opening against its own account", "opening", {{content + "issuer", text("m001")}}},
        {"an opening of zero", "opening", {{content + "minor_units", number(0, 8)}}},
        {"a lot from before 1900",
         "opening",
         {{content + "lot_date", number(static_cast<std::uint64_t>(-25'568), 4)}}},
        {"a lot from after 2199", "opening", {{content + "lot_date", number(84'006, 4)}}},
        {"an opening from no sheet", "opening", {{content + "source", Bytes(32, 0)}}},
        {"bytes behind an opening", "opening", {{content + "source", Bytes(33, 1)}}},
        {"a transfer of zero", "transfer", {{content + "minor_units", number(0, 8)}}},
        {"a transfer that takes", "transfer", {{content + "minor_units", minus_one}}},
        {"a transfer to the giver", "transfer", {{content + "to", text("m001")}}},
        {"a transfer to nobody", "transfer", {{content + "to", text("")}}},
        {"a transfer for no purpose", "transfer", {{content + "purpose", text("")}}},
        {"a transfer at no time", "transfer", {{content + "at", number(0x01c17afe'0474, 6)}}},
        {"a transfer's commitments without a field",
         "transfer",
         {{content + "commitments.0.field", text("")}}},
        {"a merge of nobody", "merge", {{content + "owner", text("")}}},
        {"a merge into itself", "merge", {{content + "into", text("m009")}}},
        {"a merge without a reason", "merge", {{content + "reason", text("")}}},
        {"a ruling on an id that is no UUID", "ruling", {{content + "claim", Bytes(16, 0)}}},
        {"a ruling without an outcome", "ruling", {{content + "outcome", number(0, 1)}}},
        {"a ruling of an outcome without a name", "ruling", {{content + "outcome", number(6, 1)}}},
        {"a ruling without a reason", "ruling", {{content + "reason", text("")}}},
        {"bytes behind a ruling", "ruling", {{content + "reason", both(text("so"), number(0, 1))}}},
    };
}

std::vector<Fault> service_faults() {
    const auto agreed = content + "agreed.";
    const auto first = content + "participants.0.";
    const auto second = content + "participants.1.";
    return {
        {"a flag of 2 for the agreed time", "service", {{agreed + "present", number(2, 1)}}},
        {"a flag of 255 for the agreed time", "service", {{agreed + "present", number(255, 1)}}},
        {"an agreed time without its flag", "service", {{agreed + "present", number(0, 1)}}},
        {"an end before the start", "service", {{content + "actual.end", number(0x01c17afe'01e0, 6)}}},
        {"nobody",
         "canteen",
         {{content + "participants.count", number(0, 1)},
          {first + "owner", nothing},
          {first + "role", nothing},
          {first + "own_minutes", nothing},
          {first + "evidence.kind", nothing},
          {first + "evidence.grade", nothing},
          {first + "evidence.digest.present", nothing}}},
        {"a participant without a role", "service", {{first + "role", text("")}}},
        {"evidence without a name", "service", {{first + "evidence.kind", number(7, 1)}}},
        {"a confirmation on paper without its photo", "service", {{second + "evidence.kind", number(6, 1)}}},
        {"a flag of 2 for a digest", "service", {{first + "evidence.digest.present", number(2, 1)}}},
        {"a digest that says there is none", "service", {{first + "evidence.digest", Bytes(32, 0)}}},
        {"no digest, written out",
         "service",
         {{second + "evidence.digest.present", both(number(1, 1), Bytes(32, 0))}}},
        {"facts out of order", "service", {{content + "facts.0.code", text("zebra")}}},
        {"a fact twice", "service", {{content + "facts.0.code", text("trained")}}},
        {"commitments out of order", "service", {{content + "commitments.0.field", text("zebra")}}},
        {"a commitment twice", "service", {{content + "commitments.0.field", text("remark")}}},
        {"a redemption's facts out of order",
         "redemption",
         {{content + "facts.count", number(2, 1)},
          {content + "facts.0.value", both(number(67, 8), both(text("aa"), number(1, 8)))}}},
    };
}

std::vector<Fault> word_faults() {
    const auto service = [](std::string_view text) { return word("service", text); };
    const auto spelt = [](std::string_view text) { return spelling("service", text); };
    const auto words = words_of("service").size();
    return {
        {"words out of order", "service", {{spelt("m001"), text("m002")}, {spelt("m002"), text("m001")}}},
        {"a word twice", "service", {{spelt("m001"), text("m002")}}},
        {"a word that is not used",
         "service",
         {{decision + "words.count", number(words + 1, 2)},
          {spelt("tutoring"), both(text("tutoring"), text("unused"))}}},
        {"a word that is used no more", "service", {{decision + "awards.2.to", service("m002")}}},
        {"a number behind the last word", "service", {{decision + "facts.0.name", number(words, 2)}}},
        {"the greatest number of a word", "service", {{decision + "awards.0.from", number(0xffff, 2)}}},
        {"a fact about what is no code", "service", {{spelt("m002"), text("m002 ")}}},
        {"a fact's name with a space", "service", {{spelt("0123456789abcdef"), text("0123456789 bcdef")}}},
        {"an award by what is no code", "service", {{spelt("tutoring"), text("tutor/ing")}}},
        {"an award in no unit", "service", {{decision + "awards.0.unit", service("")}}},
        {"an award from nobody", "service", {{decision + "awards.0.from", service("")}}},
        {"an award to nobody", "service", {{decision + "awards.0.to", service("")}}},
        {"a running total with a space",
         "service",
         {{decision + "words.count", number(words + 1, 2)},
          {spelt("tutoring"), both(text("tutoring"), text("~ "))},
          {decision + "awards.0.running_total", number(words, 2)}}},
        {"a group without a name", "service", {{decision + "groups.2.group", service("")}}},
        {"a stand-in for nobody", "zeroing", {{decision + "stand_ins.0.owner", word("zeroing", "")}}},
        {"nobody as a stand-in", "zeroing", {{decision + "stand_ins.0.survivor", word("zeroing", "")}}},
        {"a unit without a name that is undone",
         "zeroing",
         {{decision + "undone_units.0.unit", word("zeroing", "")}}},
    };
}

std::vector<Fault> fact_faults() {
    const auto second = decision + "facts.1.";
    return {
        {"a fact of the kind 0", "zeroing", {{second + "kind", number(0, 1)}}},
        {"a fact of a kind without a name", "zeroing", {{second + "kind", number(32, 1)}}},
        {"a fact of the greatest kind", "zeroing", {{second + "kind", number(255, 1)}}},
        {"a fact twice", "zeroing", {{decision + "facts.4.name", word("zeroing", "m004")}}},
        {"two facts of one thing that are not neighbours",
         "zeroing",
         {{second + "kind", number(static_cast<std::uint64_t>(FactKind::merged_into), 1)},
          {second + "owner", word("zeroing", "m002")},
          {second + "name", word("zeroing", "m004")}}},
        {"bytes between the facts and the awards",
         "zeroing",
         {{decision + "facts.5.value", both(number(1, 8), number(0, 1))}}},
    };
}

std::vector<Fault> award_faults() {
    const auto award = decision + "awards.0.";
    const auto greatest = number(~0ull >> 1, 8);
    return {
        {"an award on the side 0", "service", {{award + "side", number(0, 1)}}},
        {"an award on a side without a name", "service", {{award + "side", number(4, 1)}}},
        {"a denominator of 0", "service", {{award + "exact_denominator", number(0, 8)}}},
        {"a negative denominator",
         "service",
         {{award + "exact_denominator", number(static_cast<std::uint64_t>(-2), 8)}}},
        {"a fraction of two negative numbers",
         "service",
         {{award + "exact_numerator", number(static_cast<std::uint64_t>(-35), 8)},
          {award + "exact_denominator", number(static_cast<std::uint64_t>(-2), 8)}}},
        {"a negative fraction",
         "service",
         {{award + "exact_numerator", number(static_cast<std::uint64_t>(-35), 8)}}},
        {"a fraction that is not in lowest terms", "service", {{award + "exact_numerator", number(34, 8)}}},
        {"a zero over 2", "service", {{award + "exact_numerator", number(0, 8)}}},
        {"the lowest number over 2", "service", {{award + "exact_numerator", number(1ull << 63, 8)}}},
        {"a negative amount", "service", {{award + "amount", minus_one}}},
        {"the lowest amount", "service", {{award + "amount", number(1ull << 63, 8)}}},
        {"a negative cut", "service", {{award + "cut", minus_one}}},
        {"awards that give more than fits", "service", {{award + "amount", greatest}}},
        {"awards that bring more than fits",
         "service",
         {{award + "amount", greatest},
          {decision + "awards.1.from", word("service", "m002")},
          {decision + "awards.1.to", word("service", "m001")},
          {decision + "awards.2.to", word("service", "m002")},
          {decision + "awards.2.from", word("service", "pool")}}},
    };
}

// Which lists a decision has besides, and its last two fields.
std::vector<Fault> outcome_faults() {
    const auto groups = decision + "groups.";
    const auto stand_ins = decision + "stand_ins.";
    const auto units = decision + "undone_units.";
    const auto here = [](std::string_view text) { return word("zeroing", text); };
    return {
        {"groups out of order of participants", "zeroing", {{groups + "0.participant", number(2, 2)}}},
        {"groups of one participant out of order", "zeroing", {{groups + "0.group", here("tutoring")}}},
        {"a group that is a household before it is a team",
         "zeroing",
         {{groups + "1.group", here("h001")}, {decision + "facts.0.name", here("team-3")}}},
        {"a group twice",
         "zeroing",
         {{groups + "1.group", here("h001")},
          {groups + "1.is_household", number(1, 1)},
          {decision + "facts.0.name", here("team-3")}}},
        {"a flag of 2 for a household", "zeroing", {{groups + "0.is_household", number(2, 1)}}},
        {"a flag of 255 for a household", "zeroing", {{groups + "0.is_household", number(255, 1)}}},
        {"stand-ins out of order",
         "zeroing",
         {{stand_ins + "0.owner", here("m003")}, {stand_ins + "1.owner", here("m002")}}},
        {"two stand-ins for one owner",
         "zeroing",
         {{stand_ins + "1.owner", here("m002")}, {decision + "facts.0.name", here("m003")}}},
        {"undone units out of order",
         "zeroing",
         {{units + "0.unit", here("point")}, {units + "1.unit", here("hour")}}},
        {"an undone unit twice", "zeroing", {{units + "0.unit", here("point")}}},
        {"a flag of 2 for the awarding entry", "zeroing", {{decision + "awarded_by.present", number(2, 1)}}},
        {"an awarding entry without its flag", "zeroing", {{decision + "awarded_by.present", number(0, 1)}}},
        {"a flag without an awarding entry", "service", {{decision + "awarded_by.present", number(1, 1)}}},
        {"a service that counts in a way without a name", "service", {{decision + "service", number(3, 1)}}},
        {"a service that counts in the greatest way", "service", {{decision + "service", number(255, 1)}}},
        {"bytes behind the decision", "service", {{decision + "service", number(0x0100, 2)}}},
        {"a decision without its end", "service", {{decision + "service", nothing}}},
    };
}

std::vector<Fault> notice_faults() {
    const auto cut = decision + "notices.0.";
    const auto overlap = decision + "notices.1.";
    return {
        {"a notice of the kind 0", "service", {{cut + "kind", number(0, 1)}}},
        {"a notice of a kind without a name", "service", {{overlap + "kind", number(6, 1)}}},
        {"a notice by nothing", "service", {{overlap + "by", word("service", "")}}},
        {"a notice by what is no code", "canteen", {{spelling("canteen", "day-cap"), text("day cap")}}},
        {"notices out of order", "service", {{cut + "participant", number(2, 2)}}},
        {"a notice twice",
         "service",
         {{overlap + "kind", number(1, 1)},
          {overlap + "by", word("service", "month-cap")},
          {overlap + "unit", word("service", "point")},
          {overlap + "value", number(12, 8)}}},
        {"a cut without a unit", "service", {{cut + "unit", word("service", "")}}},
        {"a cut of nothing", "service", {{cut + "value", number(0, 8)}}},
        {"a cut that gives", "service", {{cut + "value", minus_one}}},
        {"an overlap with a unit", "service", {{overlap + "unit", word("service", "point")}}},
        {"an overlap with an entry before the first", "service", {{overlap + "value", minus_one}}},
        {"pending with a unit",
         "service",
         {{overlap + "kind", number(5, 1)}, {overlap + "unit", word("service", "point")}}},
        {"pending until a day before 1900",
         "service",
         {{overlap + "kind", number(5, 1)},
          {overlap + "value", number(static_cast<std::uint64_t>(-25'568), 8)}}},
        {"pending until a day after 2199",
         "service",
         {{overlap + "kind", number(5, 1)}, {overlap + "value", number(84'006, 8)}}},
        {"pending until a day that 32 bits would wrap round",
         "service",
         {{overlap + "kind", number(5, 1)}, {overlap + "value", number(1ull << 32, 8)}}},
        {"bytes between the notices and the groups",
         "service",
         {{overlap + "value", both(number(3, 8), number(0, 1))}}},
    };
}

void check_refused(const std::vector<Fault>& faults) {
    for (const auto& [name, sample, edits] : faults) {
        INFO(name << ", in the " << sample << " entry");
        const auto fields = sample_fields(sample);
        REQUIRE(decode_entry(join(fields)));
        const auto decoded = decode_entry(join(edited(fields, edits)));
        CHECK_FALSE(decoded);
        if (!decoded) {
            CHECK(decoded.error().code == Code::bad_encoding);
            CHECK_FALSE(decoded.error().text.zh.empty());
            CHECK_FALSE(decoded.error().text.en.empty());
        }
    }
}

}  // namespace

TEST_CASE("one encoding: the header and the signatures") {
    check_refused(header_faults());
}
TEST_CASE("one encoding: the head of a claim") {
    check_refused(claim_faults());
}
TEST_CASE("one encoding: the contents of claims") {
    check_refused(content_faults());
}
TEST_CASE("one encoding: openings, transfers, merges and rulings") {
    check_refused(office_faults());
}
TEST_CASE("one encoding: a service") {
    check_refused(service_faults());
}
TEST_CASE("one encoding: the words of a decision") {
    check_refused(word_faults());
}
TEST_CASE("one encoding: the facts of a decision") {
    check_refused(fact_faults());
}
TEST_CASE("one encoding: the awards of a decision") {
    check_refused(award_faults());
}
TEST_CASE("one encoding: the notices of a decision") {
    check_refused(notice_faults());
}

TEST_CASE("one encoding: groups, stand-ins and what a decision undoes and counts") {
    check_refused(outcome_faults());
}

TEST_CASE("two recovery keys may not be the same, and the log key has no other office") {
    const auto fields = sample_fields("genesis");
    const auto key = [](const Signer& signer) {
        const auto bytes = signer.public_key().bytes;
        return Bytes(bytes.begin(), bytes.end());
    };
    CHECK_FALSE(decode_entry(join(edited(fields, {{content + "recovery_keys.1.key", key(second_key())}}))));
    CHECK_FALSE(decode_entry(join(edited(fields, {{content + "log_key", key(first_key())}}))));
    CHECK(decode_entry(join(edited(fields, {{content + "recovery_keys.1.key", key(first_key())}}))));
}
