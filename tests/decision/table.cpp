#include "decision/table.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <sstream>
#include <stdexcept>

#include "decision/book.hpp"
#include "decision/standards.hpp"
#include "timebank/digest.hpp"
#include "vectors.hpp"

namespace timebank::decision_test {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string& text, char separator) {
    Words parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, separator);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\n");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

struct Row {
    std::size_t line = 0;
    std::string text;
    Words columns;  ///< the event first
    std::map<std::string, std::string> attributes;
    std::string json;
    std::string expected = "ok";

    const std::string& at(std::size_t column) const {
        if (column >= columns.size()) throw std::invalid_argument("a column is missing: " + text);
        return columns[column];
    }
    std::string get(const std::string& name, const std::string& otherwise = "") const {
        auto found = attributes.find(name);
        return found == attributes.end() ? otherwise : found->second;
    }
};

Row parse_row(const std::string& line) {
    Row row;
    row.text = trimmed(line);
    if (const auto arrow = line.rfind(" -> "); arrow != line.npos) {
        row.text = trimmed(line.substr(0, arrow));
        row.expected = trimmed(line.substr(arrow + 4));
    }
    std::string rest = row.text;
    if (const auto brace = rest.find('{'); brace != rest.npos) {
        row.json = rest.substr(brace);
        rest.resize(brace);
    }
    std::istringstream words(rest);
    for (std::string word; words >> word;) {
        const auto equals = word.find('=');
        if (equals == word.npos)
            row.columns.push_back(word);
        else
            row.attributes[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return row;
}

bool is_for_the_reader(const std::string& line) {
    return line.empty() || line.front() == '#' || line.rfind("title ", 0) == 0;
}

/// Rows go on over line ends while braces are open, and a line that begins with the arrow ends the row above.
std::vector<Row> parse_rows(std::string_view text) {
    std::vector<std::pair<std::size_t, std::string>> rows;
    std::istringstream lines{std::string(text)};
    std::ptrdiff_t open_braces = 0;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto begin = trimmed(line);
        if (open_braces == 0 && is_for_the_reader(begin)) continue;
        if (open_braces > 0 || begin.rfind("->", 0) == 0)
            rows.back().second += "\n" + line;
        else
            rows.push_back({number, line});
        open_braces += std::count(line.begin(), line.end(), '{') - std::count(line.begin(), line.end(), '}');
    }
    if (open_braces != 0) throw std::invalid_argument("a brace is never closed: " + rows.back().second);
    std::vector<Row> parsed;
    for (const auto& [line, row] : rows) {
        parsed.push_back(parse_row(row));
        parsed.back().line = line;
    }
    return parsed;
}

std::filesystem::path tests_folder() {
    return std::filesystem::path(TIMEBANK_SOURCE_DIR) / "tests";
}

/// A document that lies in a file of its own.
std::string standard_file(const std::string& name) {
    for (const char* folder : {"decision/tables", "standards"})
        if (const auto file = tests_folder() / folder / (name + ".json"); std::filesystem::exists(file))
            return read_file(file);
    throw std::invalid_argument("there is no standard " + name + ".json");
}

CivilTime time_of(const std::string& text) {
    return parse_civil_time(text).value();
}

std::vector<AttestedFact> facts_of(const Row& row) {
    std::vector<AttestedFact> facts;
    for (const auto& part : split(row.get("facts"), ',')) {
        if (part.find('@') != part.npos) continue;  // one person's
        const auto pair = split(part, ':');
        facts.push_back({pair.at(0), std::stoll(pair.at(1))});
    }
    return facts;
}

std::vector<AttestedFact> facts_of(const Row& row, const std::string& owner) {
    std::vector<AttestedFact> facts;
    for (const auto& part : split(row.get("facts"), ',')) {
        if (!part.ends_with("@" + owner)) continue;
        const auto pair = split(part.substr(0, part.find('@')), ':');
        facts.push_back({pair.at(0), std::stoll(pair.at(1))});
    }
    return facts;
}

Participant participant_of(std::string text) {
    Participant participant;
    participant.role = "volunteer";
    if (const auto stroke = text.find('/'); stroke != text.npos) {
        participant.own_minutes = static_cast<std::uint32_t>(std::stoul(text.substr(stroke + 1)));
        text.resize(stroke);
    }
    if (const auto colon = text.find(':'); colon != text.npos) {
        participant.role = text.substr(colon + 1);
        text.resize(colon);
    }
    participant.owner = text;
    return participant;
}

std::uint32_t number(const std::string& text) {
    return static_cast<std::uint32_t>(std::stoul(text));
}

ServiceContent service_of(const Row& row) {
    ServiceContent service;
    service.actual.start = time_of(row.at(1));
    service.actual.end = service.actual.start;
    service.actual.end.local_minutes += std::stoll(row.at(2));
    if (const auto end = row.get("end"); !end.empty()) service.actual.end = time_of(end);
    service.category = row.at(3);
    for (const auto& part : split(row.at(4), ',')) service.participants.push_back(participant_of(part));
    service.quantity = number(row.get("quantity", "0"));
    service.on_behalf_of = row.get("behalf");
    service.facts = facts_of(row);
    for (auto& participant : service.participants) participant.facts = facts_of(row, participant.owner);
    if (row.get("paper") == "yes")
        for (auto& participant : service.participants)
            participant.evidence = {EvidenceKind::paper_confirmation, 0, sha256(bytes_of("a photo"))};
    return service;
}

std::vector<Commitment> commitments_of(const Row& row) {
    std::vector<Commitment> commitments;
    for (const auto& part : split(row.get("texts"), ',')) {
        const auto pair = split(part, ':');
        commitments.push_back({pair.at(0), sha256(bytes_of(pair.at(1)))});
    }
    return commitments;
}

RedemptionContent redemption_of(const Row& row) {
    RedemptionContent redemption;
    redemption.at = time_of(row.at(1));
    redemption.item = row.at(2);
    redemption.quantity = number(row.at(3));
    redemption.owner = row.at(4);
    redemption.receiver = row.get("to");
    redemption.facts = facts_of(row);
    return redemption;
}

TransferContent transfer_of(const Row& row, Amount amount) {
    TransferContent transfer;
    transfer.at = time_of(row.at(1));
    transfer.purpose = row.at(2);
    transfer.amount = amount;
    transfer.unit = row.at(4);
    transfer.from = row.at(5);
    transfer.to = row.at(6);
    transfer.facts = facts_of(row);
    return transfer;
}

OpeningContent opening_of(const Row& row, Amount amount) {
    OpeningContent opening;
    opening.owner = row.at(1);
    opening.issuer = row.get("issuer", "issuer");
    opening.unit = row.at(3);
    opening.amount = amount;
    opening.lot_date = parse_civil_date(row.get("lot", "2018-01-01")).value();
    opening.source = sha256(bytes_of("an old sheet"));
    return opening;
}

/// What one or several decisions moved, by owner and unit.
struct Movements {
    std::map<std::pair<std::string, std::string>, std::int64_t> moved;
    std::map<std::string, std::int64_t> cut;
    std::set<std::string> waiting;

    void add(const Decision& decision) {
        for (const auto& leg : decision.legs) moved[{leg.owner, leg.unit}] += leg.amount.minor_units;
        // What is undone was cut before, and is told there.
        if (decision.undone_units.empty())
            for (const auto& award : decision.awards) cut[award.unit] += award.cut.minor_units;
        for (const auto& notice : decision.notices) {
            if (notice.kind == NoticeKind::worth)
                waiting.insert("worth " + to_text(Amount{notice.value}, 100) + " " + notice.unit);
            if (notice.kind == NoticeKind::held)
                waiting.insert(
                    "held" + (notice.value == 0
                                  ? std::string()
                                  : " until " + to_text(CivilDate{static_cast<std::int32_t>(notice.value)})));
            if (notice.kind != NoticeKind::pending) continue;
            const CivilDate last_day{static_cast<std::int32_t>(notice.value)};
            waiting.insert("pending" + (notice.value == 0 ? "" : " until " + to_text(last_day)));
        }
    }
};

class Runner {
  public:
    Runner() {
        static const auto rows = parse_rows(read_file(tests_folder() / "decision" / "tables" / "book.table"));
        for (const auto& row : rows)
            if (perform(row) != "ok" || refusal_)
                throw std::logic_error("refused in the book that every table begins with: " + row.text);
    }

    RowOutcome run(const Row& row) {
        refusal_.reset();
        RowOutcome outcome{row.line, row.text.substr(0, 400), row.expected, perform(row), "", refusal_};
        if (!refusal_) {
            if (outcome.expected == "ok" && outcome.got != "exists") outcome.got = "ok";
            return outcome;
        }
        outcome.code = to_text(refusal_->code);
        outcome.got = outcome.code;
        const std::string parts[] = {" " + refusal_->rule.en, " | " + refusal_->limit.en,
                                     " | " + refusal_->found.en};
        const auto bars = std::count(row.expected.begin(), row.expected.end(), '|');
        const auto wanted = row.expected.find(' ') == std::string::npos ? 0 : bars + 1;
        for (std::ptrdiff_t i = 0; i < std::min<std::ptrdiff_t>(wanted, 3); ++i) outcome.got += parts[i];
        return outcome;
    }

  private:
    std::string perform(const Row& row) {
        const auto& event = row.at(0);
        if (event == "clock") return book_.now_unix_s = utc_minutes(time_of(row.at(1))) * 60, "ok";
        if (event == "balance") return balance_text(row.at(1));
        if (event == "service") return serve(row);
        if (event == "redeem") return moved_or_refused(row, redemption_of(row), {row.at(4)});
        if (event == "reverse") return reverse(row);
        if (event == "rule") return rule(row);
        if (event == "settle") return settle(row);
        if (event == "transfer")
            return moved_or_refused(row, transfer_of(row, amount_of(row.at(3), row.at(4))),
                                    {row.at(5), row.at(6)});
        if (event == "opening")
            return moved_or_refused(row, opening_of(row, amount_of(row.at(2), row.at(3))), {row.at(1)});
        if (event == "merge")
            return moved_or_refused(row, MergeContent{row.at(1), row.at(2), "registered-twice"},
                                    {row.at(1), row.at(2)});
        return ok_or_refused(row, content_of(row));
    }

    ClaimContent content_of(const Row& row) {
        const auto& event = row.at(0);
        if (event == "genesis")
            return GenesisContent{signer("log").public_key(), signer("op").public_key(), {}, 0};
        if (event == "account")
            return AccountContent{row.at(1), parse_account_class(row.at(2)).value(),
                                  split(row.get("tags"), ','), split(row.get("member_of"), ','),
                                  commitments_of(row)};
        if (event == "vouch") return ClockContent{time_of(row.at(1)), "clock-is-right"};
        if (event == "key")
            return KeyContent{signer(row.at(1)).public_key(), parse_role(row.at(2)).value(),
                              row.get("owner")};
        if (event == "unit") {
            scales_.emplace(row.at(1), std::stoll(row.at(2)));
            return UnitContent{row.at(1), std::stoll(row.at(2)), 0, {row.at(1), row.at(1)}};
        }
        if (event == "standard") {
            const auto document = standard_file(row.at(1));
            return StandardContent{Bytes(document.begin(), document.end())};
        }
        const auto kind = event == "credit"       ? StandardKind::credit
                          : event == "redemption" ? StandardKind::redemption
                                                  : throw std::invalid_argument("unknown event: " + event);
        const auto document = standard_document(kind, row.at(1), row.json);
        return StandardContent{Bytes(document.begin(), document.end())};
    }

    Amount amount_of(const std::string& text, const std::string& code) const {
        const auto scale = scales_.find(code);
        return parse_amount(text, scale == scales_.end() ? 1 : scale->second).value();
    }

    std::string ok_or_refused(const Row& row, ClaimContent content) {
        const auto answer = post(row, std::move(content));
        if (row.at(0) == "key" && !answer.refusal) key_owners_[row.at(1)] = row.get("owner");
        return answer.existed ? "exists" : "ok";
    }

    std::string moved_or_refused(const Row& row, ClaimContent content, const Words& people) {
        const auto answer = post(row, std::move(content));
        if (answer.existed) return "exists";
        Movements movements;
        movements.add(answer.entry.decision);
        return movements_text(movements, people);
    }

    std::string serve(const Row& row) {
        const auto first = service_of(row);
        Words people;
        for (const auto& participant : first.participants) people.push_back(participant.owner);
        Movements movements;
        for (std::uint32_t time = 0; time < number(row.get("times", "1")); ++time) {
            auto service = first;
            service.actual.start.local_minutes += std::int64_t{time} * 24 * 60;
            service.actual.end.local_minutes += std::int64_t{time} * 24 * 60;
            const auto answer = post(row, std::move(service));
            if (answer.refusal) return {};
            if (answer.existed) return "exists";
            movements.add(answer.entry.decision);
        }
        return movements_text(movements, people);
    }

    const Entry* labelled(const std::string& label) const {
        const auto found = labels_.find(label);
        return found == labels_.end() ? nullptr : &found->second;
    }

    /// The entry and claim that a row names by label, or by "entry" and "claim".
    std::pair<std::uint64_t, ClaimId> named(const Row& row) const {
        const auto* entry = labelled(row.at(1));
        const auto* claim = labelled(row.get("claim", row.at(1)));
        const auto index = row.get("entry");
        return {index.empty() ? (entry ? entry->index : 0) : std::stoull(index),
                claim ? claim->signed_claim.claim.id : id_of(row.at(1))};
    }

    std::string reverse(const Row& row) {
        const auto [index, claim_id] = named(row);
        Words people;
        if (const auto* entry = labelled(row.at(1)))
            for (const auto& leg : entry->decision.legs) people.push_back(leg.owner);
        people.erase(std::remove_if(people.begin(), people.end(), is_counterpart), people.end());
        people.erase(std::unique(people.begin(), people.end()), people.end());
        return moved_or_refused(row, ReversalContent{index, claim_id, "slip", split(row.get("units"), ',')},
                                people);
    }

    std::string rule(const Row& row) {
        const auto [index, claim_id] = named(row);
        const auto outcome = parse_ruling_outcome(row.at(2));
        if (!outcome) throw std::invalid_argument("no outcome of a ruling: " + row.at(2));
        Words people;
        if (const auto* entry = labelled(row.at(1)))
            if (const auto* service = std::get_if<ServiceContent>(&entry->signed_claim.claim.content))
                for (const auto& participant : service->participants) people.push_back(participant.owner);
        return moved_or_refused(row, RulingContent{index, claim_id, *outcome, "said-so"}, people);
    }

    std::string settle(const Row& row) {
        const auto [index, claim_id] = named(row);
        const auto outcome = parse_settlement_outcome(row.at(2));
        if (!outcome) throw std::invalid_argument("no outcome of a settlement: " + row.at(2));
        Words people = {"canteen-1", "escrow"};
        if (const auto* entry = labelled(row.at(1)))
            if (const auto* redemption = std::get_if<RedemptionContent>(&entry->signed_claim.claim.content))
                people.push_back(redemption->owner);
        if (const auto to = row.get("to"); !to.empty()) people.push_back(to);
        const auto at = row.get("at");
        const auto now = civil_time(book_.now_unix_s, 480);
        return moved_or_refused(
            row,
            SettlementContent{index, claim_id, *outcome, static_cast<std::uint32_t>(std::stoul(row.at(3))),
                              at.empty() ? now : time_of(at), "said-so"},
            people);
    }

    Answer post(const Row& row, ClaimContent content) {
        const auto author = row.get("by", "of-1");
        Claim claim;
        claim.origin = row.get("origin", origin);
        if (const auto other = row.get("ledger"); !other.empty()) claim.ledger = sha256(bytes_of(other));
        ++claims_;
        claim.id = id_of(row.get("id", "claim " + std::to_string(claims_)));
        claim.acting_for = row.get("for", key_owners_[author]);
        const bool own = claim.acting_for == key_owners_[author];
        claim.capacity = parse_capacity(row.get("capacity", own ? "self" : "agent")).value();
        if (const auto until = row.get("until"); !until.empty())
            claim.valid_until_unix_s = utc_minutes(time_of(until)) * 60;
        claim.content = std::move(content);
        const auto cosigners = cosigners_of(row);
        for (const auto& [capacity, name] : cosigners) claim.cosigners.push_back(capacity);
        std::sort(claim.cosigners.begin(), claim.cosigners.end());
        auto signed_claim = sign_claim(std::move(claim), signer(author)).value();
        for (const auto& [capacity, name] : cosigners)
            cosign_claim(signed_claim, capacity, signer(name)).value();
        if (row.get("forged") == "author") signed_claim.signature[5] ^= 1;
        if (row.get("forged") == "cosigner") signed_claim.cosignatures.at(0).signature[5] ^= 1;
        if (row.get("taken_off") == "cosignatures") signed_claim.cosignatures.clear();
        const auto answer = book_.post(signed_claim);
        refusal_ = answer.refusal;
        if (const auto label = row.get("as"); !label.empty()) labels_[label] = answer.entry;
        return answer;
    }

    static std::vector<std::pair<CosignerCapacity, std::string>> cosigners_of(const Row& row) {
        auto words = split(row.get("cosign"), ',');
        if (row.at(0) == "key" && row.get("holder") != "none")
            words.push_back("key-holder:" + row.get("holder", row.at(1)));
        const bool needs_two = row.at(0) == "opening" || row.at(0) == "merge";
        if (const auto second = row.get("second", needs_two ? "of-2" : "none"); second != "none")
            words.push_back("officer:" + second);
        std::vector<std::pair<CosignerCapacity, std::string>> cosigners;
        for (const auto& word : words) {
            const auto pair = split(word, ':');
            cosigners.emplace_back(parse_cosigner_capacity(pair.at(0)).value(), pair.at(1));
        }
        return cosigners;
    }

    static bool is_counterpart(const std::string& owner) { return owner == "issuer" || owner == "canteen-1"; }

    std::string amount_text(std::int64_t minor_units, const std::string& unit) const {
        if (scales_.at(unit) != 60) return to_text(Amount{minor_units}, scales_.at(unit)) + " " + unit;
        const auto minutes = minor_units < 0 ? -minor_units : minor_units;
        const auto rest = std::to_string(minutes % 60);
        return (minor_units < 0 ? "-" : "") + std::to_string(minutes / 60) + ":" +
               (rest.size() < 2 ? "0" : "") + rest + " " + unit;
    }

    std::string movements_text(const Movements& movements, const Words& people) const {
        if (refusal_) return {};
        const auto is_another = [&](const std::string& owner) {
            return people.empty() || owner != people.front();
        };
        bool several = std::any_of(people.begin(), people.end(), is_another);
        for (const auto& [place, amount] : movements.moved)
            several = several || (!is_counterpart(place.first) && is_another(place.first));
        std::string text;
        for (const auto& [place, amount] : movements.moved) {
            if (is_counterpart(place.first) || amount == 0) continue;
            text += (text.empty() ? "" : ", ") + (several ? place.first + " " : std::string()) +
                    (amount > 0 ? "+" : "") + amount_text(amount, place.second);
        }
        if (text.empty()) text = "nothing";
        for (const auto& [unit, cut] : movements.cut)
            if (cut != 0) text += " (" + amount_text(cut, unit) + " cut)";
        for (const auto& waits : movements.waiting) text += " (" + waits + ")";
        return text;
    }

    std::string balance_text(const std::string& owner) const {
        const auto from = key_of::balances_of(owner);
        const auto records = book_.overlay().scan(Table::balances, from, key_of::behind(from), 1'000).value();
        std::string text;
        for (const auto& record : records) {
            const auto balance = decode_balance(record).value();
            if (balance.amount.minor_units == 0) continue;
            text += (text.empty() ? "" : ", ") + amount_text(balance.amount.minor_units, balance.unit);
        }
        return text.empty() ? "nothing" : text;
    }

    Book book_;
    std::map<std::string, std::int64_t> scales_;
    std::map<std::string, std::string> key_owners_;
    std::map<std::string, Entry> labels_;
    std::optional<Refusal> refusal_;
    std::size_t claims_ = 0;
};

}  // namespace

std::vector<RowOutcome> run_table(std::string_view rows) {
    Runner runner;
    std::vector<RowOutcome> outcomes;
    for (const auto& row : parse_rows(rows)) try {
            outcomes.push_back(runner.run(row));
        } catch (const std::exception& fault) {
            throw std::invalid_argument("line " + std::to_string(row.line) + ": " + fault.what());
        }
    return outcomes;
}

}  // namespace timebank::decision_test
