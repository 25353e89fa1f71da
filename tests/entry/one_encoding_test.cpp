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

std::vector<Fault> header_faults() {
    return {
        {"an unknown version", "unit", {{"version", number(1, 1)}}},
        {"a reserved byte of the header", "unit", {{"reserved", number(0x010000, 3)}}},
        {"another reserved byte of the header", "unit", {{"reserved", number(0x000100, 3)}}},
        {"the last reserved byte of the header", "unit", {{"reserved", number(0x000001, 3)}}},
        {"bytes behind the entry", "unit", {{decision + "legs.count", number(0, 3)}}},
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
        {"a kind without a name", "unit", {{"body/kind", number(13, 1)}}},
        {"the content of another kind", "unit", {{"body/kind", number(8, 1)}}},
        {"a batch that is cut short", "unit", {{"body/batch", Bytes(15, 0)}}},
        {"a capacity of 0", "unit", {{"body/capacity", number(0, 1)}}},
        {"a capacity without a name", "unit", {{"body/capacity", number(3, 1)}}},
        {"a reserved byte of the body", "unit", {{"body/reserved", number(0x0100, 2)}}},
        {"the other reserved byte of the body", "unit", {{"body/reserved", number(0x0001, 2)}}},
        {"an owner that is no code", "unit", {{"body/acting_for", text("m 001")}}},
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

// The words of the service entry: 0 "", 1 balance.point, 2 class.member, 3 issuer, 4 m001, 5 m002, 6
// month-cap, 7 point, 8 tutoring.
std::vector<Fault> word_faults() {
    return {
        {"words out of order",
         "service",
         {{decision + "words.3.text", text("m001")}, {decision + "words.4.text", text("issuer")}}},
        {"a word twice", "service", {{decision + "words.3.text", text("m001")}}},
        {"a word that is not used",
         "service",
         {{decision + "words.count", number(10, 2)},
          {decision + "words.8.text", both(text("tutoring"), text("unused"))}}},
        {"a word that is used no more", "service", {{decision + "facts.0.code", number(1, 2)}}},
        {"a number behind the last word", "service", {{decision + "facts.2.code", number(9, 2)}}},
        {"the greatest number of a word", "service", {{decision + "legs.0.owner", number(0xffff, 2)}}},
        {"a subject that is no code", "service", {{decision + "words.5.text", text("m002 ")}}},
        {"a fact's code with a space", "service", {{decision + "words.1.text", text("balance point")}}},
        {"a fact without a code", "service", {{decision + "facts.1.code", number(0, 2)}}},
        {"an award without a rule", "service", {{decision + "awards.0.rule", number(0, 2)}}},
        {"an award without a unit", "service", {{decision + "awards.0.unit", number(0, 2)}}},
        {"a leg without an owner", "service", {{decision + "legs.0.owner", number(0, 2)}}},
        {"a leg without a unit", "redemption", {{decision + "words.3.text", text("p oint")}}},
    };
}

std::vector<Fault> decision_faults() {
    const auto award = decision + "awards.0.";
    return {
        {"bytes behind the decision",
         "service",
         {{decision + "legs.2.amount", both(number(40, 8), number(0, 1))}}},
        {"facts out of order",
         "service",
         {{decision + "facts.1.subject", number(5, 2)}, {decision + "facts.2.subject", number(4, 2)}}},
        {"a fact twice", "service", {{decision + "facts.2.subject", number(4, 2)}}},
        {"awards out of order", "service", {{award + "participant", number(2, 2)}}},
        {"a denominator of 0", "service", {{award + "exact_denominator", number(0, 8)}}},
        {"a negative denominator",
         "service",
         {{award + "exact_numerator", number(static_cast<std::uint64_t>(-35), 8)},
          {award + "exact_denominator", number(static_cast<std::uint64_t>(-2), 8)}}},
        {"a fraction that is not in lowest terms", "service", {{award + "exact_numerator", number(34, 8)}}},
        {"a zero over 2", "service", {{award + "exact_numerator", number(0, 8)}}},
        {"the lowest number over 2", "service", {{award + "exact_numerator", number(1ull << 63, 8)}}},
        {"a negative cut", "service", {{award + "cut", minus_one}}},
        {"a leg of zero",
         "service",
         {{decision + "legs.1.amount", number(0, 8)}, {decision + "legs.2.amount", number(57, 8)}}},
        {"legs that do not add up to zero", "service", {{decision + "legs.2.amount", number(41, 8)}}},
        {"legs whose 64-bit sum wraps round to zero",
         "redemption",
         {{decision + "legs.0.amount", number(1ull << 63, 8)},
          {decision + "legs.1.amount", number(1ull << 63, 8)}}},
        {"legs out of order",
         "service",
         {{decision + "legs.1.owner", number(5, 2)}, {decision + "legs.2.owner", number(4, 2)}}},
        {"two legs of one owner and unit", "service", {{decision + "legs.2.owner", number(4, 2)}}},
    };
}

std::vector<Fault> notice_faults() {
    const auto cut = decision + "notices.0.";
    const auto overlap = decision + "notices.1.";
    return {
        {"a notice of the kind 0", "service", {{cut + "kind", number(0, 1)}}},
        {"a notice of a kind without a name", "service", {{overlap + "kind", number(7, 1)}}},
        {"a notice by nothing", "service", {{overlap + "by", number(0, 2)}}},
        {"a notice by what is no code", "service", {{decision + "words.6.text", text("month cap")}}},
        {"notices out of order", "service", {{cut + "participant", number(2, 2)}}},
        {"a notice twice",
         "service",
         {{overlap + "kind", number(1, 1)},
          {overlap + "by", number(6, 2)},
          {overlap + "unit", number(7, 2)},
          {overlap + "value", number(12, 8)}}},
        {"a cut without a unit", "service", {{cut + "unit", number(0, 2)}}},
        {"a cut of nothing", "service", {{cut + "value", number(0, 8)}}},
        {"a cut that gives", "service", {{cut + "value", minus_one}}},
        {"an overlap with a unit", "service", {{overlap + "unit", number(7, 2)}}},
        {"an overlap with an entry before the first", "service", {{overlap + "value", minus_one}}},
        {"pending with a unit",
         "service",
         {{overlap + "kind", number(6, 1)}, {overlap + "unit", number(7, 2)}}},
        {"pending until a day before 1900",
         "service",
         {{overlap + "kind", number(6, 1)},
          {overlap + "value", number(static_cast<std::uint64_t>(-25'568), 8)}}},
        {"pending until a day after 2199",
         "service",
         {{overlap + "kind", number(6, 1)}, {overlap + "value", number(84'006, 8)}}},
        {"pending until a day that 32 bits would wrap round",
         "service",
         {{overlap + "kind", number(6, 1)}, {overlap + "value", number(1ull << 32, 8)}}},
        {"bytes between the notices and the legs",
         "service",
         {{overlap + "value", both(number(3, 8), number(0, 1))}}},
    };
}

Fields sample_fields(const std::string& name) {
    if (name == "canteen") return fields_of(canteen_entry());
    for (const auto& sample : one_of_each_kind())
        if (sample.name == name) return fields_of(sample.entry);
    throw std::out_of_range("no sample " + name);
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
TEST_CASE("one encoding: the numbers of a decision") {
    check_refused(decision_faults());
}
TEST_CASE("one encoding: the notices of a decision") {
    check_refused(notice_faults());
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
