#include "decision/scenario.hpp"

#include <algorithm>
#include <stdexcept>

#include "decision/book.hpp"
#include "decision/slow/evaluator.hpp"
#include "decision/slow/till.hpp"

namespace timebank::decision_test {
namespace {

using nlohmann::json;

/// Who signs as what.
const std::map<std::string, std::string> office = {
    {"operator", "op"}, {"officer", "of"}, {"coordinator", "co"}, {"app", "app"}};
const std::map<CosignerCapacity, std::string> second_signers = {{CosignerCapacity::coordinator, "co-2"},
                                                                {CosignerCapacity::officer, "of-2"}};

/// Signed by the operator and perhaps by somebody else. Throws Unsound when it is refused.
void must_post(Book& book, ClaimContent content, const std::string& word,
               std::optional<std::pair<CosignerCapacity, std::string>> second = {}) {
    Claim claim;
    claim.origin = origin;
    claim.id = id_of(word);
    claim.content = std::move(content);
    if (second) claim.cosigners = {second->first};
    auto signed_claim = sign_claim(std::move(claim), signer("op")).value();
    if (second) cosign_claim(signed_claim, second->first, signer(second->second)).value();
    const auto answer = book.post(signed_claim);
    if (answer.refusal) throw Unsound(explain_refusal(*answer.refusal).en);
}

void enrol(Book& book, const std::string& name, Role role, const std::string& owner) {
    must_post(book, KeyContent{signer(name).public_key(), role, owner}, "key " + name,
              std::pair(CosignerCapacity::key_holder, name));
}

void open_account(Book& book, const std::string& owner, AccountClass account_class) {
    must_post(book, AccountContent{owner, account_class, {}}, "account " + owner);
}

/// What all scenarios have in common: units, the keys of the office, accounts that are no person's.
const Book& founded() {
    static const Book book = [] {
        Book fresh;
        for (const auto& [code, scale] :
             {std::pair("point", 1), {"hour", 60}, {"coin", 100}, {"star", 1}, {"rank", 1}})
            must_post(fresh, UnitContent{code, scale, 0, {code, code}}, std::string("unit ") + code);
        open_account(fresh, "issuer", AccountClass::issuer);
        open_account(fresh, "fund-1", AccountClass::fund);
        open_account(fresh, "pool-1", AccountClass::pool);
        for (const char* owner : {"h-1", "h-2"}) open_account(fresh, owner, AccountClass::household);
        for (const char* owner : {"t-1", "t-2"}) open_account(fresh, owner, AccountClass::team);
        for (const char* name : {"of", "of-2"}) enrol(fresh, name, Role::officer, "");
        for (const char* name : {"co", "co-2"}) enrol(fresh, name, Role::coordinator, "");
        enrol(fresh, "app", Role::app, "");
        return fresh;
    }();
    return book;
}

void add_member(Book& book, const std::string& owner, const json& member) {
    AccountContent account{owner, AccountClass::member, member.at("tags")};
    for (const char* groups : {"households", "teams"})
        for (const auto& group : member.at(groups)) account.member_of.push_back(group);
    std::sort(account.tags.begin(), account.tags.end());
    std::sort(account.member_of.begin(), account.member_of.end());
    book.now_unix_s = member.at("opened_at_unix_s");
    must_post(book, account, "account " + owner);
    enrol(book, owner, Role::member, owner);
}

void add_opening(Book& book, const json& opening) {
    OpeningContent content;
    content.owner = opening.at("owner");
    content.issuer = "issuer";
    content.unit = opening.at("unit");
    content.amount = Amount{opening.at("minor_units")};
    content.lot_date = parse_civil_date("2017-01-01").value();
    content.source.fill(1);
    must_post(book, content, "opening " + opening.dump(), std::pair(CosignerCapacity::officer, "of"));
}

Book found(const json& scenario) {
    Book book(&founded());
    for (const auto& [owner, member] : scenario.at("members").items()) add_member(book, owner, member);
    book.now_unix_s = founded().now_unix_s;
    for (const auto& opening : scenario.at("openings")) add_opening(book, opening);
    const auto document = scenario.at("document").dump();
    must_post(book, StandardContent{Bytes(document.begin(), document.end())}, "standard");
    return book;
}

CivilTime civil(slow::Time time) {
    return parse_civil_time(slow::to_text(time)).value();
}

EvidenceKind evidence_kind(std::string word) {
    std::replace(word.begin(), word.end(), '_', '-');
    return parse_evidence_kind(word).value();
}

ServiceContent content_of(const slow::Service& service) {
    ServiceContent content;
    content.session[0] = static_cast<std::uint8_t>(service.session);
    content.category = service.category;
    content.actual = {civil(service.start), civil(service.end)};
    if (service.agreed)
        content.agreed = Interval{civil(service.agreed->first), civil(service.agreed->second)};
    content.travel_minutes = static_cast<std::uint32_t>(service.travel_minutes);
    content.quantity = static_cast<std::uint32_t>(service.quantity);
    content.place = service.place;
    for (const auto& one : service.participants) {
        Participant participant{one.owner, one.role, {}, {}};
        if (one.own_minutes) participant.own_minutes = static_cast<std::uint32_t>(*one.own_minutes);
        participant.evidence.kind = evidence_kind(one.evidence);
        participant.evidence.grade = static_cast<std::uint8_t>(one.grade);
        if (one.has_digest) participant.evidence.digest.fill(1);
        for (const auto& [code, value] : one.facts) participant.facts.push_back({code, value});
        content.participants.push_back(std::move(participant));
    }
    for (const auto& [code, value] : service.facts) content.facts.push_back({code, value});
    return content;
}

std::string receiving_member(const slow::Service& service) {
    auto owner = slow::receiver_who_signs(service);
    if (owner.empty()) throw Unsound("nobody was served who could cosign");
    return owner;
}

SignedClaim claim_of(const slow::Service& service, std::size_t number) {
    SignedClaim claim;
    claim.claim.origin = origin;
    claim.claim.id = id_of("service " + std::to_string(number));
    const auto officer = office.find(service.author);
    claim.claim.author = signer(officer == office.end() ? service.author : officer->second).public_key();
    if (officer == office.end()) claim.claim.acting_for = service.author;
    if (service.author == "app") {
        claim.claim.acting_for = service.participants.at(0).owner;
        claim.claim.capacity = Capacity::agent;
    }
    claim.claim.content = content_of(service);
    for (const auto& word : service.cosigned) {
        const auto capacity = parse_cosigner_capacity(word).value();
        const auto name = word == "receiver" ? receiving_member(service) : second_signers.at(capacity);
        claim.cosignatures.push_back({capacity, signer(name).public_key(), {}});
    }
    std::sort(claim.cosignatures.begin(), claim.cosignatures.end(),
              [](const auto& a, const auto& b) { return a.capacity < b.capacity; });
    for (const auto& one : claim.cosignatures) claim.claim.cosigners.push_back(one.capacity);
    return claim;
}

SignedClaim claim_of(const slow::Redemption& one, std::size_t number) {
    SignedClaim claim;
    claim.claim.origin = origin;
    claim.claim.id = id_of("redemption " + std::to_string(number));
    const auto officer = office.find(one.author);
    claim.claim.author = signer(officer == office.end() ? one.author : officer->second).public_key();
    if (officer == office.end()) claim.claim.acting_for = one.author;
    if (one.author == "app") {
        claim.claim.acting_for = one.owner;
        claim.claim.capacity = Capacity::agent;
    }
    RedemptionContent content;
    content.owner = one.owner;
    content.receiver = one.receiver;
    content.item = one.item;
    content.quantity = static_cast<std::uint32_t>(one.quantity);
    content.at = civil(one.at);
    for (const auto& [code, value] : one.facts) content.facts.push_back({code, value});
    claim.claim.content = content;
    for (const auto& word : one.cosigned) {
        const auto capacity = parse_cosigner_capacity(word).value();
        claim.cosignatures.push_back({capacity, signer(second_signers.at(capacity)).public_key(), {}});
        claim.claim.cosigners.push_back(capacity);
    }
    return claim;
}

slow::Exact exact(std::int64_t whole) {
    return slow::Exact(whole);
}

/// What the library said, in the words of the other. `begin` is the index of the first service.
slow::Outcome outcome_of(const Answer& answer, std::uint64_t begin) {
    slow::Outcome outcome;
    if (answer.refusal) {
        outcome.refused = slow::Refused{std::string(to_text(answer.refusal->code)), answer.refusal->rule.en};
        return outcome;
    }
    std::map<std::tuple<std::uint16_t, std::string, std::string>, slow::Exact> overflowed;
    for (const auto& award : answer.entry.decision.awards) {
        if (award.side == Side::neither) {
            overflowed[{award.participant, award.rule, award.unit}] += exact(award.amount.minor_units);
            continue;
        }
        if (award.exact_numerator < 0) throw std::logic_error("an award of less than nothing");
        const std::int64_t sign = award.side == Side::gives ? -1 : 1;
        outcome.awards.push_back({award.participant, award.rule, award.unit,
                                  slow::Exact(sign * award.exact_numerator, award.exact_denominator),
                                  exact(gain_of(award).minor_units), exact(award.cut.minor_units)});
    }
    for (const auto& leg : answer.entry.decision.legs)
        outcome.legs[{leg.owner, leg.unit}] = exact(leg.amount.minor_units);
    for (const auto& one : answer.entry.decision.notices) {
        std::string kind(to_text(one.kind));
        std::replace(kind.begin(), kind.end(), '-', '_');
        auto value = exact(one.value);
        if (one.kind == NoticeKind::overlaps) value -= exact(static_cast<std::int64_t>(begin));
        outcome.notices.push_back({one.participant, kind, one.by, one.unit, value});
    }
    for (const auto& [by, value] : overflowed)
        outcome.notices.push_back({std::get<0>(by), "overflowed", std::get<1>(by), std::get<2>(by), value});
    return outcome;
}

/// "refused: gate_closed" of a refusal, else the first word.
std::string kind_of(const std::string& outcome) {
    const auto end = outcome.find_first_of(" ,\n", outcome.rfind("refused: ", 0) == 0 ? 9 : 0);
    return outcome.substr(0, end);
}

/// The library's side of a comparison.
class Library {
  public:
    explicit Library(const json& scenario) : book_(found(scenario)), begin_(book_.size()) {}

    /// Throws Unsound when nobody could make such a claim.
    static void check_claim(const slow::Service& service) {
        const auto signed_claim = sign_claim(claim_of(service, 0).claim, signer("op"));
        if (!signed_claim) throw Unsound(signed_claim.error().text.en);
    }

    void adopt(const json& document) {
        const auto text = document.dump();
        must_post(book_, StandardContent{Bytes(text.begin(), text.end())}, "till");
    }

    template <class Deed>
    std::string post(const Deed& service, std::size_t number) {
        book_.now_unix_s = service.recorded_at_unix_s;
        try {
            const auto answer = book_.post(claim_of(service, number), false);
            accepted_ += answer.refusal ? 0 : 1;
            return slow::to_text(outcome_of(answer, begin_));
        } catch (const std::logic_error& fault) {
            return std::string("a fault: ") + fault.what() + "\n";
        }
    }
    std::size_t accepted() const { return accepted_; }

  private:
    Book book_;
    std::uint64_t begin_;
    std::size_t accepted_ = 0;
};

}  // namespace

namespace {

void compare_redemptions(const json& scenario, const slow::Book& book, Library& library,
                         Comparison& comparison) {
    library.adopt(scenario.at("redemption"));
    slow::Till slowly(book, scenario.at("redemption"));
    for (const auto& value : scenario.at("redemptions")) {
        const auto one = slow::read_redemption(value);
        const auto by_library = library.post(one, comparison.services++);
        const auto by_hand = slow::to_text(slowly.post(one));
        if (by_library == by_hand) continue;
        comparison.difference = "the library:\n" + by_library + "slowly:\n" + by_hand;
        comparison.kind = kind_of(by_library) + " / " + kind_of(by_hand);
        break;
    }
    for (const auto& [part, times] : slowly.seen()) comparison.seen[part] += times;
}

}  // namespace

Comparison compare(const json& scenario) {
    Library library(scenario);
    slow::Evaluator slowly(scenario.at("document"), slow::read_members(scenario.at("members")));
    slowly.open_households(static_cast<slow::Day>(founded().now_unix_s / 86'400));
    for (const auto& opening : scenario.at("openings"))
        slowly.open(opening.at("owner"), opening.at("unit"), opening.at("minor_units"));
    Comparison comparison;
    for (const auto& value : scenario.at("services")) {
        const auto service = slow::read_service(value);
        const auto by_library = library.post(service, comparison.services++);
        const auto by_hand = slow::to_text(slowly.post(service));
        if (by_library == by_hand) continue;
        Library::check_claim(service);
        comparison.difference = "the library:\n" + by_library + "slowly:\n" + by_hand;
        comparison.kind = kind_of(by_library) + " / " + kind_of(by_hand);
        break;
    }
    comparison.seen = slowly.seen();
    if (comparison.difference.empty() && scenario.contains("redemption"))
        compare_redemptions(scenario, slowly.book(), library, comparison);
    comparison.accepted = library.accepted();
    return comparison;
}

}  // namespace timebank::decision_test
