#include "decision/slow/till.hpp"

#include <algorithm>

namespace timebank::decision_test::slow {
namespace {

using nlohmann::json;

// Of several refusals the first in this list is given.
const char* const precedence[] = {"standard_missing",    "offset_unknown",    "fact_unknown",
                                  "fact_missing",        "fact_not_attested", "item_unknown",
                                  "item_locked",         "limit_reached",     "balance_too_low",
                                  "number_out_of_range", "balance_too_high"};

std::size_t place_of(const std::string& code) {
    return static_cast<std::size_t>(std::find(std::begin(precedence), std::end(precedence), code) -
                                    std::begin(precedence));
}

/// What the questions of a document are asked of: it has the parts of a service that a redemption has.
Service as_service(const Redemption& redemption) {
    Service service;
    service.start = redemption.at;
    service.end = redemption.at;
    service.quantity = redemption.quantity;
    service.facts = redemption.facts;
    service.author = redemption.author;
    service.cosigned = redemption.cosigned;
    service.recorded_at_unix_s = redemption.recorded_at_unix_s;
    service.participants.push_back({redemption.owner, "payer", {}, "none", 0, false, {}});
    if (!redemption.receiver.empty())
        service.participants.push_back({redemption.receiver, "receiver", {}, "none", 0, false, {}});
    return service;
}

class Sale {
  public:
    Sale(Book& book, const std::vector<Till::Done>& done, const Redemption& redemption)
        : book_(book), done_(done), redemption_(redemption), service_(as_service(redemption)) {}

    Outcome take() {
        if (to_text(day_of(redemption_.at)) < book_.document.at("effective_from"))
            return refused({"standard_missing", "redemption"});
        if (book_.document.contains("offsets")) {
            const auto& known = book_.document.at("offsets");
            if (std::count(known.begin(), known.end(), to_text(redemption_.at).substr(16)) == 0)
                return refused({"offset_unknown", to_text(redemption_.at)});
        }
        check_facts();
        for (const auto& item : book_.document.at("catalogue"))
            if (item.at("item") == redemption_.item) item_ = &item;
        if (!item_) consider({"item_unknown", "item"});
        if (item_) sell();
        if (first_) return refused(*first_);
        for (const auto& notice : outcome_.notices) ++book_.seen["notice " + notice.kind];
        return outcome_;
    }
    const Exact& cost() const { return cost_; }

  private:
    Outcome refused(const Refused& refusal) {
        ++book_.seen["refused " + refusal.code];
        return {refusal, {}, {}, {}};
    }
    void consider(const Refused& refusal) {
        if (!first_ || place_of(refusal.code) < place_of(first_->code)) first_ = refusal;
    }
    template <class Work>
    bool attempt(const Work& work) {
        try {
            work();
            return true;
        } catch (const Refused& refusal) {
            consider(refusal);
            return false;
        }
    }

    Asked asked(const std::string& rule) { return {book_, service_, 0, rule, {}}; }
    std::string unit() const { return item_->at("unit"); }

    void check_facts() {
        for (const auto& [code, value] : redemption_.facts) {
            const json* found = nullptr;
            for (const auto& declared : book_.document.at("facts"))
                if (declared.at("code") == code) found = &declared;
            if (!found) {
                consider({"fact_unknown", code});
                continue;
            }
            auto roles = found->at("attested_by").get<std::set<std::string>>();
            if (roles.count("officer") != 0) roles.insert("operator");
            const bool by_member = roles.erase("member") != 0 && redemption_.author == redemption_.owner;
            if (!by_member && !signed_by_one_of(service_, roles)) consider({"fact_not_attested", code});
        }
    }

    void sell() {
        attempt([&] { check_unlock(); });
        attempt([&] { check_receiver(); });
        attempt([&] { check_quantity(); });
        if (attempt([&] { cost_ = cost_of(); })) {
            attempt([&] { check_limits(); });
            attempt([&] { check_floor(); });
            attempt([&] { check_ceiling(); });
            move();
        }
        attempt([&] { tell_worth(); });
    }

    void check_unlock() {
        const auto& unlock = item_->at("unlock");
        if (unlock == "none") return;
        const auto open = holds(unlock, asked(redemption_.item));
        if (!open) throw Refused{"fact_missing", redemption_.item};
        if (!*open) throw Refused{"item_locked", redemption_.item};
    }

    void check_receiver() {
        const auto by = item_->value("received_by", std::string("anyone"));
        const auto& receiver = redemption_.receiver;
        if (by == "anyone" || receiver.empty() || receiver == redemption_.owner) return;
        bool together = false;
        for (const auto& household : book_.members.at(redemption_.owner).households)
            together = together || book_.members.at(receiver).households.count(household) != 0;
        if (by == "same_household" && together) {
            ++book_.seen["received in the household"];
            return;
        }
        throw Refused{"item_locked", redemption_.item};
    }

    void check_quantity() {
        const auto allowed = item_->value("quantity", json::object());
        const auto quantity = redemption_.quantity;
        if (quantity < allowed.value("at_least", 1) || quantity > allowed.value("at_most", quantity) ||
            quantity % allowed.value("multiple_of", 1) != 0)
            throw Refused{"number_out_of_range", redemption_.item};
    }

    Exact cost_of() {
        const bool for_all = item_->contains("costs");
        const Exact price = number(item_->at(for_all ? "costs" : "price"), asked(redemption_.item));
        exact_cost_ = price * (for_all ? 1 : redemption_.quantity) * book_.scale(unit());
        if (for_all && price != 0) ++book_.seen["costs"];
        if (!item_->contains("rounding")) return exact_cost_;
        const auto& rounding = item_->at("rounding");
        const Exact step = read_number(rounding.at("step")) * book_.scale(unit());
        const Exact cost =
            round_to(exact_cost_, step, rounding.at("direction"), rounding.value("ties", "up"));
        if (cost != exact_cost_) ++book_.seen["cost rounded"];
        return cost;
    }

    static bool has_limit(const json& item, const std::string& id) {
        if (item.at("limits") == "none") return false;
        for (const auto& limit : item.at("limits"))
            if (limit.at("id") == id) return true;
        return false;
    }
    const json& item_named(const std::string& code) const {
        for (const auto& item : book_.document.at("catalogue"))
            if (item.at("item") == code) return item;
        throw std::out_of_range(code);
    }
    static const std::string& receiver_of(const Redemption& one) {
        return one.receiver.empty() ? one.owner : one.receiver;
    }
    static Exact counted(const std::string& what, const Redemption& one, const Exact& cost) {
        if (what == "redemptions") return 1;
        return what == "spent" ? cost : Exact(one.quantity);
    }

    /// Whether an earlier redemption counts for this subject.
    bool is_of(const std::string& key, const std::string& subject, const Redemption& one) const {
        if (key == "everyone") return true;
        if (key == "receiver") return receiver_of(one) == subject;
        const auto& households = book_.members.at(one.owner).households;
        if (key == "household" && !households.empty()) return households.count(subject) != 0;
        return one.owner == subject;
    }

    std::vector<std::string> subjects(const std::string& key) const {
        const auto& households = book_.members.at(redemption_.owner).households;
        if (key == "everyone") return {""};
        if (key == "receiver") return {receiver_of(redemption_)};
        if (key == "household" && !households.empty()) return {households.begin(), households.end()};
        return {redemption_.owner};
    }

    void check_limits() {
        if (item_->at("limits") == "none") return;
        for (const auto& limit : item_->at("limits")) {
            const std::string key = limit.at("key");
            const auto what = limit.value("counted", std::string("items"));
            const Exact most = read_number(limit.at("limit")) * (what == "spent" ? book_.scale(unit()) : 1);
            for (const auto& subject : subjects(key)) {
                Exact sum = counted(what, redemption_, cost_);
                const Exact own = sum;
                for (const auto& one : done_)
                    if (has_limit(item_named(one.redemption.item), limit.at("id")) &&
                        is_of(key, subject, one.redemption) && is_in_window(limit, subject, one.redemption))
                        sum += counted(what, one.redemption, one.cost);
                if (sum <= most) continue;
                if (own <= most) ++book_.seen["limit of " + key + " " + what];
                throw Refused{"limit_reached", limit.at("id")};
            }
        }
    }

    bool is_in_window(const json& limit, const std::string& subject, const Redemption& one) const {
        const auto& window = limit.at("window");
        if (window == "service") return false;
        const auto member = book_.members.find(subject);
        return book_.is_in(window, member == book_.members.end() ? Member() : member->second,
                           day_of(redemption_.at), day_of(one.at));
    }

    /// The first rule of balances that applies to an account, asked of it alone.
    struct Rule {
        std::optional<json> rule;
        Service service;
    };
    Rule rule_for(const std::string& account, const std::string& account_class, bool attested) {
        Rule found;
        found.service = service_;
        found.service.participants = {{account, "payer", {}, "none", 0, false, {}}};
        found.service.quantity = 0;
        if (!attested) found.service.facts.clear();
        for (const auto& rule : book_.document.value("balances", json::array())) {
            const auto& classes = rule.at("classes");
            if (rule.at("unit") != unit() || std::count(classes.begin(), classes.end(), account_class) == 0)
                continue;
            const Asked of{book_, found.service, 0, rule.at("id"), {}};
            if (!works(rule, of)) continue;
            found.rule = rule;
            return found;
        }
        return found;
    }

    Exact balance(const std::string& account) const {
        const auto known = book_.balances.find({account, unit()});
        return known == book_.balances.end() ? Exact(0) : known->second;
    }

    void check_floor() {
        if (cost_ == 0) return;
        const auto found = rule_for(redemption_.owner, "member", true);
        Exact floor = 0;
        if (found.rule) {
            const auto& said = found.rule->at("floor");
            if (said == "none") {
                ++book_.seen["no floor"];
                return;
            }
            const Asked of{book_, found.service, 0, found.rule->at("id"), {}};
            floor = said.is_object() ? Exact(-number(said.at("below_zero"), of)) : read_number(said);
            floor *= book_.scale(unit());
        }
        const Exact after = balance(redemption_.owner) - cost_;
        if (after < 0 && after >= floor) ++book_.seen["balance below zero"];
        if (after < floor)
            throw Refused{"balance_too_low",
                          found.rule ? found.rule->at("id").get<std::string>() : redemption_.item};
    }

    void check_ceiling() {
        const std::string account = item_->at("paid_to");
        if (cost_ == 0) return;
        bool some = false;
        for (const auto& rule : book_.document.value("balances", json::array()))
            some = some || (rule.at("unit") == unit() && rule.at("ceiling") != "none");
        if (!some) return;
        const std::string account_class = account == "pool-1" ? "pool" : "member";
        const auto found = rule_for(account, account_class, false);
        if (!found.rule || found.rule->at("ceiling") == "none") return;
        const Asked of{book_, found.service, 0, found.rule->at("id"), {}};
        const auto& said = found.rule->at("ceiling");
        const Exact ceiling = (said.is_object() ? number(said, of) : read_number(said)) * book_.scale(unit());
        if (balance(account) + cost_ > ceiling) throw Refused{"balance_too_high", found.rule->at("id")};
    }

    void move() {
        outcome_.awards.push_back({0, redemption_.item, unit(), Exact(-exact_cost_), Exact(-cost_), 0});
        const std::string to = item_->at("paid_to");
        if (cost_ == 0 || to == redemption_.owner) return;
        outcome_.legs[{redemption_.owner, unit()}] = -cost_;
        outcome_.legs[{to, unit()}] = cost_;
    }

    void tell_worth() {
        if (!item_->contains("worth")) return;
        const auto& worth = item_->at("worth");
        const Exact amount = number(worth.at("amount"), asked(redemption_.item));
        outcome_.notices.push_back(
            {0, "worth", redemption_.item, worth.at("currency"), floor_of(amount * 100)});
    }

    Book& book_;
    const std::vector<Till::Done>& done_;
    const Redemption& redemption_;
    const Service service_;
    const json* item_ = nullptr;
    std::optional<Refused> first_;
    Exact exact_cost_;
    Exact cost_;
    Outcome outcome_;
};

}  // namespace

Redemption read_redemption(const json& value) {
    Redemption one;
    one.owner = value.at("owner");
    one.receiver = value.value("receiver", "");
    one.item = value.at("item");
    one.quantity = value.at("quantity");
    one.at = read_time(value.at("at"));
    one.facts = value.value("facts", one.facts);
    one.author = value.at("author");
    one.cosigned = value.value("cosigned", one.cosigned);
    one.recorded_at_unix_s = value.at("recorded_at_unix_s");
    return one;
}

Till::Till(Book book, json document) : book_(std::move(book)) {
    book_.document = std::move(document);
    book_.seen.clear();
    Member pool;
    pool.opened_on = book_.households_opened_on;
    book_.members["pool-1"] = pool;
}

Outcome Till::post(const Redemption& redemption) {
    Sale sale(book_, done_, redemption);
    auto outcome = sale.take();
    if (outcome.refused) return outcome;
    for (const auto& [owner_and_unit, amount] : outcome.legs) book_.balances[owner_and_unit] += amount;
    done_.push_back({redemption, sale.cost()});
    return outcome;
}

}  // namespace timebank::decision_test::slow
