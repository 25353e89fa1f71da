#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "catch.hpp"
#include "people/office.hpp"
#include "store/texts.hpp"

using namespace timebank;
using namespace timebank::people_test;

namespace {

enum class Step { before, texts_written, posted };

/// Registers v-9 in a process of its own and dies behind `last`, with nothing tidied up.
void register_until(Step last, Office& office) {
    office.close();  // before the fork: a child must not inherit it
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        office.open();
        if (last == Step::before) ::_exit(0);
        const auto prepared = office.people().prepare_opening(member("v-9", "张三", "13800138000")).value();
        if (last == Step::texts_written) ::_exit(0);
        office.post(prepared.id, prepared.content);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(status == 0);
    office.open();
}

std::size_t texts_of(Office& office, const std::string& owner) {
    const auto texts = store::Texts::open(office.desk().folder(), store::Access::read_write);
    return texts ? texts->read().value().of(owner).value().size() : 0;
}

}  // namespace

TEST_CASE("a registration that breaks off anywhere is finished by doing it again, once") {
    struct Row {
        Step last;
        std::size_t texts;  // written when it broke off
        std::string again;
    };
    const Row rows[] = {
        {Step::before, 0, "accepted 8"},
        {Step::texts_written, 2, "accepted 8"},
        {Step::posted, 2, "exists 8"},
    };
    for (const auto& row : rows) {
        Office office;
        register_until(row.last, office);
        INFO("broke off behind step " << static_cast<int>(row.last));
        CHECK(texts_of(office, "v-9") == row.texts);
        // Nobody is half registered: an account has its texts, or there is no account.
        const auto person = office.people().person("v-9").value();
        CHECK(person.has_value() == (row.last == Step::posted));
        if (person) CHECK(said(*person) == "name=张三 phone=13800138000");
        CHECK(office.enter(member("v-9", "张三", "13800138000")) == row.again);
        CHECK(said(*office.people().person("v-9").value()) == "name=张三 phone=13800138000");
        CHECK(texts_of(office, "v-9") == 2);
        CHECK(office.ledger().head().value().size == 9);
    }
}

TEST_CASE("a process that registers people and is killed at any moment leaves no account without its texts") {
    constexpr unsigned seed = 2086;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    Office office;
    std::size_t registered = 0;
    for (int round = 0; round < 25; ++round) {
        office.close();
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            office.open();
            for (;;) {
                const auto owner = office.people().next_owner("m-").value();
                office.enter(member(owner, "张" + owner, "1380013" + owner.substr(2)));
            }
        }
        ::usleep(static_cast<useconds_t>(10'000 + random() % 40'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        office.open();
        const auto page = office.people().list("m-", SIZE_MAX).value();
        std::size_t seen = 0;
        for (const auto& person : page.people) {
            const auto& owner = person.account.content.owner;
            if (owner.compare(0, 2, "m-") != 0) continue;
            ++seen;
            REQUIRE(said(person) == "name=张" + owner + " phone=1380013" + owner.substr(2));
            REQUIRE(texts_of(office, owner) == 2);
        }
        CHECK(seen >= registered);
        registered = seen;
    }
    CHECK(registered > 25);
    CHECK(office.ledger().head().value().size == ledger_test::entries_of_setup + registered);
}
