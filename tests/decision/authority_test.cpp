#include "decision/authority.hpp"
#include "catch.hpp"

namespace timebank::decision_test {
namespace {

constexpr ClaimKind kinds[] = {
    ClaimKind::genesis, ClaimKind::key,        ClaimKind::unit,     ClaimKind::standard,  ClaimKind::account,
    ClaimKind::service, ClaimKind::redemption, ClaimKind::reversal, ClaimKind::opening,   ClaimKind::transfer,
    ClaimKind::merge,   ClaimKind::ruling,     ClaimKind::clock,    ClaimKind::settlement};
constexpr Role roles[] = {Role::operator_, Role::officer, Role::coordinator, Role::app, Role::member};

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string cell(ClaimKind kind, Role role) {
    const bool self = may_author(kind, role, Capacity::self);
    const bool agent = may_author(kind, role, Capacity::agent);
    return self && agent ? "self agent" : self ? "self" : agent ? "agent" : "-";
}

std::string truth_table() {
    std::string table;
    for (auto kind : kinds) {
        std::string row = padded(std::string(to_text(kind)), 12);
        for (auto role : roles) row += padded(cell(kind, role), 12);
        table += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return table;
}

}  // namespace

TEST_CASE("who may make which claim, in which capacity, is this table") {
    //          operator    officer     coordinator app         member
    CHECK(truth_table() ==
          "genesis     self        -           -           -           -\n"
          "key         self agent  self agent  -           -           -\n"
          "unit        self        self        -           -           -\n"
          "standard    self        self        -           -           -\n"
          "account     self agent  self agent  self agent  agent       self\n"
          "service     self agent  self agent  self agent  agent       self\n"
          "redemption  self agent  self agent  self agent  agent       self\n"
          "reversal    self        self        -           -           -\n"
          "opening     self        self        -           -           -\n"
          "transfer    self agent  self agent  self agent  agent       self\n"
          "merge       self        self        -           -           -\n"
          "ruling      self agent  self agent  self agent  agent       self\n"
          "clock       self        -           -           -           -\n"
          "settlement  self agent  self agent  self agent  agent       self\n");
}

TEST_CASE("a refused author is told who may") {
    CHECK(roles_that_may_author(ClaimKind::unit).en == "operator (self), officer (self)");
    CHECK(roles_that_may_author(ClaimKind::service).en ==
          "operator, officer, coordinator, app (agent), member (self)");
}

TEST_CASE("a kind or role of no defined number may nothing") {
    CHECK_FALSE(may_author(static_cast<ClaimKind>(99), Role::operator_, Capacity::self));
    CHECK_FALSE(may_author(ClaimKind::service, static_cast<Role>(99), Capacity::self));
    CHECK(roles_that_may_author(static_cast<ClaimKind>(99)).en.empty());
}

}  // namespace timebank::decision_test
