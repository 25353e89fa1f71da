#include "decision/slow/evaluator.hpp"

#include <algorithm>

#include "decision/slow/pipeline.hpp"

namespace timebank::decision_test::slow {
namespace {

using nlohmann::json;

// Of several refusals the first in this list is given.
const char* const precedence[] = {
    "credits_others",       "second_person_missing", "standard_missing",    "fact_unowned",
    "serves_themselves",    "offset_unknown",        "service_in_future",   "category_unknown",
    "participant_repeated", "own_minutes_too_long",  "fact_unknown",        "fact_missing",
    "fact_not_attested",    "evidence_not_attested", "overlaps_recorded",   "service_too_long",
    "gate_closed",          "cap_reached",           "number_out_of_range", "approval_missing"};

std::size_t place_of(const std::string& code) {
    return static_cast<std::size_t>(std::find(std::begin(precedence), std::end(precedence), code) -
                                    std::begin(precedence));
}

bool is_among(const json& list, const std::string& word) {
    return list == "all" || std::count(list.begin(), list.end(), word) != 0;
}

class Decision {
  public:
    Decision(Book& book, const Service& service) : book_(book), service_(service) {}

    Outcome take() {
        try {
            check_request();
        } catch (const Refused& refused) {
            ++book_.seen["refused " + refused.code];
            return {refused, {}, {}, {}};
        }
        check_facts();
        check_paper();
        check_length();
        for (std::size_t i = 0; i < service_.participants.size(); ++i) {
            check_overlap(i);
            run_rules(i);
        }
        return end();
    }

  private:
    Outcome& outcome() { return progress_.outcome; }

    template <class Work>
    void attempt(const Work& work) {
        try {
            work();
        } catch (const Refused& refused) {
            consider(refused);
        }
    }
    void consider(const Refused& refused) {
        ++book_.seen["refused " + refused.code];
        auto& first = outcome().refused;
        if (!first || place_of(refused.code) < place_of(first->code)) first = refused;
    }

    Outcome end() {
        if (outcome().refused) return {outcome().refused, {}, {}, {}};
        if (is_pending()) {
            // Nothing moves, so nothing was cut either.
            std::vector<Notice> kept;
            for (const auto& notice : outcome().notices)
                if (notice.kind == "pending" || notice.kind == "overlaps") kept.push_back(notice);
            outcome() = {{}, {}, {}, kept};
        }
        for (const auto& notice : outcome().notices) ++book_.seen["notice " + notice.kind];
        return outcome();
    }

    bool is_own() const { return book_.members.count(service_.author) != 0; }

    void check_request() {
        for (const auto& one : service_.participants)
            if (is_own() && one.owner != service_.author && one.role != "receiver")
                throw Refused{"credits_others", "participants"};
        if (minutes() > 24 * 60 && !is_cosigned(service_, "receiver") &&
            !is_cosigned(service_, "coordinator") && !is_cosigned(service_, "officer"))
            throw Refused{"second_person_missing", "actual"};
        if (to_text(day_of(service_.start)) < book_.document.at("effective_from"))
            throw Refused{"standard_missing", "credit"};
        for (const auto& one : service_.participants)
            for (const auto& other : service_.participants)
                if (one.owner == other.owner && !is_served(one.role) && is_served(other.role))
                    throw Refused{"serves_themselves", one.role};
        check_offsets();
        bool declared = false;
        for (const auto& one : book_.document.at("categories"))
            declared = declared || one.at("code") == service_.category;
        if (!declared) throw Refused{"category_unknown", "category"};
        std::set<std::pair<std::string, std::string>> seen;
        for (const auto& one : service_.participants)
            if (!seen.insert({one.owner, one.role}).second) throw Refused{"participant_repeated", one.role};
        for (const auto& one : service_.participants)
            if (one.own_minutes && *one.own_minutes > utc(service_.end) - utc(service_.start))
                throw Refused{"own_minutes_too_long", one.owner};
    }

    std::int64_t minutes() const { return utc(service_.end) - utc(service_.start); }

    void check_offsets() {
        if (!book_.document.contains("offsets")) return;
        std::vector<Time> times = {service_.start, service_.end};
        if (service_.agreed) times.insert(times.end(), {service_.agreed->first, service_.agreed->second});
        for (const auto& time : times)
            if (!is_among(book_.document.at("offsets"), to_text(time).substr(16)))
                throw Refused{"offset_unknown", to_text(time)};
    }

    void check_length() {
        if (minutes() > book_.document.value("longest_service_minutes", minutes()))
            consider({"service_too_long", "actual"});
    }

    void check_facts() {
        std::set<std::string> people;
        for (const auto& one : service_.participants) people.insert(one.owner);
        const bool alone = people.size() == 1;
        check_facts(service_.facts, alone ? *people.begin() : "");
        for (const auto& [code, value] : service_.facts)
            for (const auto& declared : book_.document.at("facts"))
                if (!alone && declared.at("code") == code && declared.value("of", "person") == "person")
                    consider({"fact_unowned", code});
        for (const auto& one : service_.participants) check_facts(one.facts, one.owner);
    }

    /// Of a person, or with no owner of the service.
    void check_facts(const std::map<std::string, std::int64_t>& facts, const std::string& owner) {
        for (const auto& [code, value] : facts) {
            const json* found = nullptr;
            for (const auto& declared : book_.document.at("facts"))
                if (declared.at("code") == code) found = &declared;
            if (!found) {
                consider({"fact_unknown", code});
                continue;
            }
            auto roles = found->at("attested_by").get<std::set<std::string>>();
            if (roles.count("officer") != 0) roles.insert("operator");
            const bool by_member = roles.erase("member") != 0 && member_signed(service_, owner);
            if (!by_member && !signed_by_one_of(service_, roles)) consider({"fact_not_attested", code});
        }
    }

    void check_paper() {
        if (signed_by_one_of(service_, {"operator", "officer", "coordinator"})) return;
        for (const auto& one : service_.participants)
            if (one.evidence == "paper_confirmation") return consider({"evidence_not_attested", one.owner});
    }

    std::string overlap() const {
        for (const auto& one : book_.document.at("categories"))
            if (one.at("code") == service_.category) return one.value("overlap", "allow");
        return "allow";
    }

    /// Somebody in two roles is busy as long as in the longer one.
    std::int64_t longest_part(const std::string& owner) const {
        std::int64_t minutes = 0;
        for (const auto& one : service_.participants)
            if (one.owner == owner && !is_served(one.role))
                minutes = std::max<std::int64_t>(minutes, plain_minutes(service_, one));
        return minutes;
    }

    /// Against what is recorded of the participant: of several, what began first counts.
    void check_overlap(std::size_t participant) {
        const auto said = overlap();
        const auto& one = service_.participants[participant];
        const auto begins = utc(service_.start);
        if (said == "allow" || is_served(one.role)) return;
        const Past* first = nullptr;
        for (const auto& past : book_.past[one.owner]) {
            if (past.served) continue;
            bool meet = false;
            for (auto minute = begins; minute < begins + longest_part(one.owner); ++minute)
                meet = meet || (past.begins_utc <= minute && minute < past.begins_utc + past.minutes);
            if (meet && (!first || past.begins_utc < first->begins_utc)) first = &past;
        }
        if (!first) return;
        if (said == "refuse") return consider({"overlaps_recorded", one.owner});
        outcome().notices.push_back({participant, "overlaps", service_.category, "", Exact(first->service)});
    }

    void run_rules(std::size_t participant) {
        rounded_.clear();
        for (const auto& rule : book_.document.at("rules")) {
            if (!is_among(rule.at("categories"), service_.category) ||
                !is_among(rule.at("roles"), service_.participants[participant].role))
                continue;
            attempt([&] {
                if (auto result = run(rule, participant, book_, service_, progress_))
                    rounded_.push_back(*result);
            });
        }
        choose_highest();
        for (const auto& one : rounded_) attempt([&] { give(one); });
    }

    bool is_pending() {
        auto& notices = outcome().notices;
        return std::any_of(notices.begin(), notices.end(),
                           [](const Notice& one) { return one.kind == "pending"; });
    }

    /// Keeps of each group the rule that gives the participant most.
    void choose_highest() {
        std::vector<Rounded> kept;
        for (std::size_t i = 0; i < rounded_.size(); ++i) {
            bool is_beaten = false;
            for (std::size_t j = 0; j < rounded_.size(); ++j) {
                if (i == j || !rounded_[i].rule->contains("highest_of") ||
                    rounded_[i].rule->at("highest_of") != rounded_[j].rule->value("highest_of", ""))
                    continue;
                if (rounded_[j].amount > rounded_[i].amount ||
                    (j < i && rounded_[j].amount == rounded_[i].amount))
                    is_beaten = true;
            }
            if (!is_beaten) kept.push_back(rounded_[i]);
            if (is_beaten && rounded_[i].amount > 0) ++book_.seen["highest_of"];
        }
        rounded_ = kept;
    }

    const std::string& owner(const Rounded& one) const {
        return service_.participants[one.participant].owner;
    }

    /// Who is credited, or pays.
    std::string credited(const Rounded& one) {
        const auto& households = book_.members.at(owner(one)).households;
        if (one.rule->value("credit_to", "member") == "member" || households.empty()) return owner(one);
        ++book_.seen["credit_to household"];
        return *households.begin();
    }

    void move(const std::string& from, const std::string& to, const std::string& unit, const Exact& amount) {
        for (const auto& [account, change] : {std::pair(from, Exact(-amount)), {to, amount}}) {
            auto& sum = outcome().legs[{account, unit}];
            sum += change;
            if (sum == 0) outcome().legs.erase({account, unit});
        }
    }

    void give(const Rounded& one) {
        const std::string id = one.rule->at("id");
        const std::string unit = one.rule->at("unit");
        const std::string account = one.rule->value("account", book_.document.at("issuer"));
        Exact amount = one.amount;
        std::vector<std::pair<std::string, Exact>> overflows;
        for (const auto& step : one.rule->at("steps"))
            if (step.contains("cap") && step.at("cap") != "none")
                amount = capped(one, step.at("cap"), amount, overflows);
        const Exact cut = one.amount - amount;
        if (one.exact == 0 && amount == 0 && cut == 0) return;
        if (is_own() && owner(one) != service_.author) throw Refused{"credits_others", "participants"};
        const bool pays = one.rule->value("pays", false);
        if (pays && amount > 0) ++book_.seen["pays"];
        if (account != book_.document.at("issuer") && amount > 0) ++book_.seen["account"];
        const int sign = pays ? -1 : 1;
        outcome().awards.push_back(
            {one.participant, id, unit, Exact(sign * one.exact), Exact(sign * amount), cut});
        progress_.given.push_back({owner(one), id, amount});
        move(account, credited(one), unit, sign * amount);
        for (const auto& [to, rest] : overflows) move(account, to, unit, rest);
    }

    Exact capped(const Rounded& one, const json& cap, const Exact& amount,
                 std::vector<std::pair<std::string, Exact>>& overflows) {
        Asked asked{book_, service_, one.participant, one.rule->at("id"), one.minutes};
        if (!works(cap, asked)) return amount;
        const std::string unit = one.rule->at("unit");
        const std::string id = cap.at("id");
        asked.rule = id;
        const Exact limit = floor_of(number(cap.at("limit"), asked) * book_.scale(unit));
        const Exact before = used(one, cap);
        const Exact left = limit > before ? Exact(limit - before) : Exact(0);
        if (amount <= left) return amount;
        const Exact rest = amount - left;
        const std::string at_cap = cap.at("at_cap");
        see_cap(cap, before);
        // A fact that nobody attests waives nothing.
        if (cap.contains("waived_when") && holds(cap.at("waived_when"), asked).value_or(false))
            return notice(one, "waived", id, rest), amount;
        if (at_cap == "refuse") throw Refused{"cap_reached", id};
        if (at_cap == "needs_approval") throw Refused{"approval_missing", id};
        if (at_cap == "warn") return notice(one, "limit_passed", id, rest), amount;
        if (at_cap == "overflow") overflows.emplace_back(cap.at("overflow_to"), rest);
        notice(one, at_cap == "overflow" ? "overflowed" : "cut", id, rest);
        return left;
    }

    void see_cap(const json& cap, const Exact& before) {
        if (before == 0 && cap.at("window") != "service") return;
        ++book_.seen["cap key " + cap.at("key").get<std::string>()];
        const auto& window = cap.at("window");
        ++book_.seen["cap window " + (window.is_object() ? "trailing_days" : window.get<std::string>())];
        if (cap.value("per_category", false)) ++book_.seen["cap per_category"];
    }

    void notice(const Rounded& one, const std::string& kind, const std::string& by, const Exact& value) {
        const std::string unit = one.rule->at("unit");
        for (auto& earlier : outcome().notices)
            if (earlier.participant == one.participant && earlier.kind == kind && earlier.by == by &&
                earlier.unit == unit) {
                earlier.value += value;
                return;
            }
        outcome().notices.push_back({one.participant, kind, by, unit, value});
    }

    /// Those whose awards a cap adds up: one list for each household or team, of which each must hold.
    std::vector<std::set<std::string>> together(const std::string& key, const std::string& member) const {
        std::vector<std::set<std::string>> lists;
        const auto groups_of = [&](const Member& one) { return key == "team" ? one.teams : one.households; };
        std::set<std::string> groups;
        if (key == "household" || key == "team") groups = groups_of(book_.members.at(member));
        for (const auto& group : groups) {
            std::set<std::string> list;
            for (const auto& [owner, one] : book_.members)
                if (groups_of(one).count(group) != 0) list.insert(owner);
            lists.push_back(list);
        }
        std::set<std::string> everyone;
        if (key == "everyone")
            for (const auto& [owner, one] : book_.members) everyone.insert(owner);
        if (lists.empty()) lists.push_back(key == "everyone" ? everyone : std::set<std::string>{member});
        return lists;
    }

    /// What a cap finds used: the most of its lists.
    Exact used(const Rounded& one, const json& cap) {
        if (cap.at("window") == "balance") return balance_so_far(credited(one), one.rule->at("unit"));
        std::optional<Exact> most;
        for (const auto& list : together(cap.at("key"), owner(one))) {
            const Exact sum = used_by(list, owner(one), cap);
            if (!most || sum > *most) most = sum;
        }
        return *most;
    }

    Exact balance_so_far(const std::string& account, const std::string& unit) {
        Exact sum = 0;
        if (book_.balances.count({account, unit}) != 0) sum += book_.balances.at({account, unit});
        if (outcome().legs.count({account, unit}) != 0) sum += outcome().legs.at({account, unit});
        return sum;
    }

    bool has_cap(const std::string& rule_id, const json& cap) const {
        for (const auto& rule : book_.document.at("rules"))
            if (rule.at("id") == rule_id)
                for (const auto& step : rule.at("steps"))
                    if (step.contains("cap") && step.at("cap") != "none" &&
                        step.at("cap").at("id") == cap.at("id"))
                        return true;
        return false;
    }

    Exact used_by(const std::set<std::string>& owners, const std::string& member, const json& cap) {
        Exact sum = 0;
        for (const auto& given : progress_.given)
            if (owners.count(given.owner) != 0 && has_cap(given.rule, cap)) sum += given.amount;
        for (const auto& one : owners)
            for (const auto& past : book_.past[one]) {
                if (!is_in_window(past, cap, book_.members.at(member))) continue;
                if (cap.value("per_category", false) && past.category != service_.category) continue;
                for (const auto& award : past.awards)
                    if (has_cap(award.rule, cap)) sum += abs(award.amount);
            }
        return sum;
    }

    bool is_in_window(const Past& past, const json& cap, const Member& member) const {
        const auto& window = cap.at("window");
        if (window == "service") return false;
        if (window == "session") return service_.session != 0 && past.session == service_.session;
        return book_.is_in(window, member, day_of(service_.start), past.day);
    }

    Book& book_;
    const Service& service_;
    Progress progress_;
    std::vector<Rounded> rounded_;
};

void remember(Book& book, const Service& service, const Outcome& outcome) {
    bool is_pending = false;
    for (const auto& notice : outcome.notices) is_pending = is_pending || notice.kind == "pending";
    for (std::size_t i = 0; i < service.participants.size(); ++i) {
        const auto& one = service.participants[i];
        Past past{book.services,
                  service.category,
                  is_served(one.role),
                  day_of(service.start),
                  utc(service.start),
                  service.session,
                  plain_minutes(service, one),
                  is_pending,
                  false,
                  {}};
        for (std::size_t j = 0; j < service.participants.size(); ++j) {
            const auto& other = service.participants[j];
            if (other.owner != one.owner || is_served(other.role) || past.served) continue;
            past.minutes = std::max<std::int64_t>(past.minutes, plain_minutes(service, other));
            past.repeated = past.repeated || j < i;
        }
        for (const auto& award : outcome.awards)
            if (award.participant == i) past.awards.push_back(award);
        book.past[one.owner].push_back(past);
    }
    for (const auto& [owner_and_unit, amount] : outcome.legs) book.balances[owner_and_unit] += amount;
    ++book.services;
}

/// A level reached is booked: looked at when the service is in the book already.
void keep_level(Book& book, const Service& service, std::size_t participant, const json& ladder,
                Outcome& outcome) {
    const Asked asked{book, service, participant, ladder.at("id"), {}};
    const std::string unit = ladder.at("kept_in");
    const auto& owner = service.participants[participant].owner;
    const std::string issuer = book.document.at("issuer");
    const Exact kept = kept_level(book, owner, ladder);
    const Exact level = worked_out_level(ladder, asked);
    if (level <= kept) return;
    ++book.seen["ladder keeps a level"];
    const Exact amount = (level - kept) * book.scale(unit);
    const Award award{participant, ladder.at("id"), unit, amount, amount, 0};
    outcome.awards.push_back(award);
    for (auto& past : book.past[owner])
        if (past.service + 1 == book.services) {
            past.awards.push_back(award);
            break;
        }
    for (const auto& [account, change] : {std::pair(issuer, Exact(-amount)), {owner, amount}}) {
        book.balances[{account, unit}] += change;
        if ((outcome.legs[{account, unit}] += change) == 0) outcome.legs.erase({account, unit});
    }
}

}  // namespace

Evaluator::Evaluator(json document, std::map<std::string, Member> members) {
    book_.document = std::move(document);
    book_.members = std::move(members);
}

void Evaluator::open(const std::string& owner, const std::string& unit, std::int64_t minor_units) {
    book_.balances[{owner, unit}] += minor_units;
}

Outcome Evaluator::post(const Service& service) {
    auto outcome = Decision(book_, service).take();
    if (outcome.refused) return outcome;
    remember(book_, service, outcome);
    std::set<std::string> done;
    std::vector<std::size_t> awarded;
    for (const auto& award : outcome.awards)
        if (done.insert(service.participants[award.participant].owner).second)
            awarded.push_back(award.participant);
    for (const auto participant : awarded)
        for (const auto& ladder : book_.document.value("ladders", json::array()))
            if (ladder.contains("kept_in")) keep_level(book_, service, participant, ladder, outcome);
    std::stable_sort(outcome.awards.begin(), outcome.awards.end(),
                     [](const Award& a, const Award& b) { return a.participant < b.participant; });
    return outcome;
}

}  // namespace timebank::decision_test::slow
