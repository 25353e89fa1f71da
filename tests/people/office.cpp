#include "people/office.hpp"

#include "catch.hpp"

namespace timebank::people_test {

Office::Office() : ledger_(desk_.found()), people_(People::open(desk_.folder(), *ledger_, {}).value()) {}

void Office::close() {
    people_.reset();
    ledger_.reset();
}

void Office::open(PeopleOptions options) {
    close();
    ledger_ = desk_.open();
    people_ = People::open(desk_.folder(), *ledger_, options).value();
}

std::string Office::post(const ClaimId& id, AccountContent content) {
    auto claim = ledger_test::claim_of("", std::move(content));
    claim.id = id;
    const auto result = ledger_->post(ledger_test::signed_by_operator(std::move(claim))).value();
    INFO(explain_refusal(result.refusal).en);
    return ledger_test::said(result);
}

std::string Office::enter(const Registration& registration) {
    auto prepared = people_->prepare_opening(registration).value();
    return post(prepared.id, std::move(prepared.content));
}

std::string Office::change(const std::string& owner, const AccountChange& change) {
    auto content = people_->prepare_change(owner, change).value();
    return content ? post(fresh_id(), std::move(*content)) : "nothing to change";
}

ClaimId Office::fresh_id() {
    return ledger_test::id_of("change " + std::to_string(++ids_));
}

Registration member(const std::string& owner, const std::string& name, const std::string& phone) {
    return {owner, AccountClass::member, {{"name", name}, {"phone", phone}}, {}, {}};
}

std::string said(const Person& person) {
    std::string all;
    for (const auto& one : person.texts) {
        all += (all.empty() ? "" : " ") + one.field + "=";
        all += one.state == TextState::held ? one.text : "(" + std::string(to_text(one.state)) + ")";
    }
    return all;
}

std::string owners(const PeoplePage& page) {
    std::string all;
    for (const auto& person : page.people) all += (all.empty() ? "" : " ") + person.account.content.owner;
    return page.more ? all + " …" : all;
}

}  // namespace timebank::people_test
