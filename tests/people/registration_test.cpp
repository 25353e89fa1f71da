#include <algorithm>

#include "catch.hpp"
#include "people/office.hpp"
#include "store/texts.hpp"
#include "timebank/digest.hpp"

using namespace timebank;
using namespace timebank::people_test;
namespace fs = std::filesystem;

namespace {

/// Writes a record past the register, with a right seal: what an enemy with the disk could do.
void write_text(const fs::path& ledger_folder, const store::TextRecord& record) {
    store::Texts::open(ledger_folder, store::Access::read_write).value().add({record}).value();
}

std::vector<store::TextRecord> stored(const fs::path& ledger_folder, const std::string& owner) {
    return store::Texts::open(ledger_folder, store::Access::read_only)
        .value()
        .read()
        .value()
        .of(owner)
        .value();
}

std::size_t times(const fs::path& file, const std::string& needle) {
    const auto bytes = store::test::read_file(file);
    const std::string text(bytes.begin(), bytes.end());
    std::size_t count = 0;
    for (auto at = text.find(needle); at != std::string::npos; at = text.find(needle, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("somebody who is registered has texts that match what the log holds of them") {
    Office office;
    CHECK(office.enter({"v-9",
                        AccountClass::member,
                        {{"name", "张三"}, {"phone", "138 0013 8000"}, {"note", ""}},
                        {"party-member", "founder"},
                        {}}) == "accepted 8");
    const auto person = office.people().person("v-9").value().value();
    CHECK(said(person) == "name=张三 phone=138 0013 8000");  // an empty text is none
    CHECK(person.text("name") == "张三");
    CHECK(person.text("address").empty());
    CHECK(person.account.content.tags == std::vector<std::string>{"founder", "party-member"});
    CHECK(person.account.opened_at == 8);

    const auto entry = office.ledger().entry(8).value().value();
    const auto& content = std::get<AccountContent>(entry.signed_claim.claim.content);
    REQUIRE(content.commitments.size() == 2);
    const auto texts = (office.close(), stored(office.desk().folder(), "v-9"));
    CHECK(content.commitments[0].digest == commit("name", texts[0].salt, bytes_of("张三")));
    CHECK(content.commitments[1].digest == commit("phone", texts[1].salt, bytes_of("138 0013 8000")));
    CHECK(texts[0].salt != texts[1].salt);
}

TEST_CASE("a household and a team have names too, and people are in them") {
    Office office;
    CHECK(office.enter({"h-1", AccountClass::household, {{"name", "张家"}}, {}, {}}) == "accepted 8");
    CHECK(office.enter({"t-1", AccountClass::team, {{"name", "银发队"}}, {}, {}}) == "accepted 9");
    auto member_of_both = member("v-9", "张三");
    member_of_both.member_of = {"t-1", "h-1", "t-1"};
    CHECK(office.enter(member_of_both) == "accepted 10");
    CHECK(office.change("v-1", {{}, {}, {}, {"h-1"}, {}}) == "accepted 11");

    const auto members = office.people().members_of("h-1").value();
    REQUIRE(members.size() == 2);
    CHECK(members[0].content.owner == "v-1");
    CHECK(members[1].content.owner == "v-9");
    CHECK(office.people().members_of("t-1").value().size() == 1);
    CHECK(office.people().members_of("v-1").value().empty());

    SECTION("nobody is in what is no household and no team, and no text is lost by trying") {
        auto wrong = member("v-10", "李四");
        wrong.member_of = {"v-9"};
        CHECK(office.enter(wrong) == "refused class_not_allowed");
        wrong.member_of = {"h-404"};
        CHECK(office.enter(wrong) == "refused account_unknown");
        wrong.member_of = {"h-1"};
        CHECK(office.enter(wrong) == "accepted 12");
        office.close();
        CHECK(stored(office.desk().folder(), "v-10").size() == 1);
    }
}

TEST_CASE("the same registration twice is the same claim, and another one for that owner is not made") {
    Office office;
    const auto registration = member("v-9", "张三", "13800138000");
    const auto first = office.people().prepare_opening(registration).value();
    const auto again = office.people().prepare_opening(registration).value();
    CHECK(first.content == again.content);
    CHECK(first.id == again.id);
    CHECK(office.post(first.id, first.content) == "accepted 8");
    CHECK(office.enter(registration) == "exists 8");
    CHECK(code_of(office.people().prepare_opening(member("v-9", "张三"))) == "already_there");
    CHECK(code_of(office.people().prepare_opening(member("v-9", "李四", "13800138000"))) == "already_there");
    CHECK(code_of(office.people().prepare_opening(member("v-1", "王五"))) == "already_there");
    office.close();
    CHECK(stored(office.desk().folder(), "v-9").size() == 2);
}

TEST_CASE("many are registered at once, or none of them") {
    Office office;
    CHECK(code_of(office.people().prepare_openings({member("v-8", "张三"), member("v-1", "李四")})) ==
          "already_there");
    CHECK_FALSE(fs::exists(office.register_folder()));
    CHECK_FALSE(office.people().has_texts().value());
    const auto both =
        office.people().prepare_openings({member("v-9", "李四"), member("v-8", "张三")}).value();
    REQUIRE(both.size() == 2);
    CHECK(office.people().has_texts().value());
    CHECK(office.post(both[0].id, both[0].content) == "accepted 8");
    CHECK(office.post(both[1].id, both[1].content) == "accepted 9");
    CHECK(said(*office.people().person("v-8").value()) == "name=张三");
    CHECK(said(*office.people().person("v-9").value()) == "name=李四");
    CHECK(office.people().prepare_openings({}).value().empty());
    const std::vector<Registration> crowd(4'097, member("v-10", "某人"));
    CHECK(code_of(office.people().prepare_openings(crowd)) == "invalid_argument");
}

TEST_CASE("of two who register somebody under one code at once, one is refused") {
    Office office;
    const auto mine = office.people().prepare_opening(member("v-9", "张三")).value();
    const auto theirs = office.people().prepare_opening(member("v-9", "李四")).value();
    CHECK(office.post(theirs.id, theirs.content) == "accepted 8");
    CHECK(office.post(mine.id, mine.content) == "refused id_used");
    CHECK(said(*office.people().person("v-9").value()) == "name=李四");
}

TEST_CASE("what was written for a claim that was refused is taken back, but nothing an account commits to") {
    const std::string name = "不该留下的人";
    Office office;
    const auto prepared = office.people().prepare_opening(member("v-9", name, "13800138000")).value();
    REQUIRE(prepared.fresh.size() == 2);
    const auto kept_texts = [&office] {
        office.close();
        return stored(office.desk().folder(), "v-9").size();
    };
    REQUIRE(stored(office.desk().folder(), "v-9").size() == 2);

    SECTION("refused: nothing of it is left") {
        REQUIRE(office.people().withdraw("v-9", prepared.fresh));
        CHECK(kept_texts() == 0);
    }
    SECTION("posted after all, by whoever was faster: what the account commits to stays") {
        REQUIRE(office.post(prepared.id, prepared.content) == "accepted 8");
        REQUIRE(office.people().withdraw("v-9", prepared.fresh));
        CHECK(said(*office.people().person("v-9").value()) == "name=" + name + " phone=13800138000");
    }
    SECTION("another was registered under that code: only the texts of the refused one go") {
        const auto faster = office.people().prepare_opening(member("v-9", "李四")).value();
        REQUIRE(office.post(faster.id, faster.content) == "accepted 8");
        REQUIRE(office.people().withdraw("v-9", prepared.fresh));
        CHECK(said(*office.people().person("v-9").value()) == "name=李四");
        CHECK(kept_texts() == 1);
    }
    SECTION("no texts, or of somebody else") {
        REQUIRE(office.people().withdraw("v-9", {}));
        REQUIRE(office.people().withdraw("v-10", prepared.fresh));
        CHECK(kept_texts() == 2);
    }
}

TEST_CASE("two people of one name cannot be told from the log to have it") {
    Office office;
    office.enter(member("v-8", "张三"));
    office.enter(member("v-9", "张三"));
    const auto a = office.people().person("v-8").value()->account.content.commitments;
    const auto b = office.people().person("v-9").value()->account.content.commitments;
    CHECK(a.at(0).digest != b.at(0).digest);
}

TEST_CASE("no text ever stands in the book's file") {
    Office office;
    const std::string name = "欧阳修远未名";
    const std::string phone = "13912345678";
    office.enter(member("v-9", name, phone));
    office.change("v-9", {{{"name", name + "二世"}}, {"founder"}, {}, {}, {}});
    office.ledger().checkpoint().value();
    office.close();
    CHECK(times(office.desk().book() / "data.mdb", name) == 0);
    CHECK(times(office.desk().book() / "data.mdb", phone) == 0);
    // The needle is one that would be found: it is in the other file.
    CHECK(times(office.register_folder() / "data.mdb", name) >= 2);
    CHECK(times(office.register_folder() / "data.mdb", phone) >= 1);
}

TEST_CASE("a code that tells who it is, is not taken") {
    struct Row {
        std::string owner;
        std::map<std::string, std::string> texts;
        bool taken;
    };
    const Row rows[] = {
        {"v-001", {{"name", "张三"}, {"phone", "13800138000"}}, true},
        {"zhang-san", {{"name", "Zhang San"}}, false},
        {"ZhangSan", {{"name", "zhang san"}}, false},
        {"v-zhang-san-2", {{"name", "Zhang San"}}, false},
        {"li", {{"name", "Li"}}, false},
        {"lily-7", {{"name", "Li"}}, true},  // by chance
        {"13800138000", {{"phone", "138-0013-8000"}}, false},
        {"v-13800138000", {{"phone", "+86 138 0013 8000"}}, false},
        {"v-138.0013.8000", {{"phone", "13800138000"}}, false},
        {"v-8000", {{"phone", "13800138000"}}, true},
        {"v-110", {{"phone", "110"}}, true},  // too short a number to be anybody's
        {"420106194901010011", {{"identity", "420106194901010011"}}, false},
        {"v-9", {{"name", ""}}, true},
    };
    Office office;
    for (const auto& row : rows) {
        INFO(row.owner);
        const auto prepared =
            office.people().prepare_opening({row.owner, AccountClass::member, row.texts, {}, {}});
        REQUIRE(code_of(prepared) == (row.taken ? "" : "invalid_argument"));
        if (!row.taken) {
            CHECK(prepared.error().text.zh.find(row.owner) != std::string::npos);
            CHECK(prepared.error().text.en.find(row.owner) != std::string::npos);
        }
    }
    office.enter(member("zhang-san", "李四"));
    CHECK(code_of(office.people().prepare_change("zhang-san", {{{"name", "Zhang San"}}, {}, {}, {}, {}})) ==
          "invalid_argument");
}

TEST_CASE("what is no text or no code is named before anything is written") {
    struct Row {
        std::string owner;
        std::string field;
        std::string text;
        std::string says;
    };
    const Row rows[] = {
        {"张三", "name", "张三", "no code"},
        {"", "name", "张三", "no code"},
        {"-v", "name", "张三", "no code"},
        {std::string(41, 'v'), "name", "张三", "no code"},
        {"v-9", "姓名", "张三", "no field"},
        {"v-9", "", "张三", "no field"},
        {"v-9", "name", "张\n三", "one line"},
        {"v-9", "name", "张\x1b[2J三", "one line"},
        {"v-9", "name", "张\u202e三", "one line"},
        {"v-9", "name",
         "张\xc2\x9b"
         "2J三",
         "one line"},
        {"v-9", "name", std::string("张\0三", 7), "one line"},
        {"v-9", "name", "\xD5\xC5\xC8\xFD", "UTF-8"},  // 张三 in GBK
        {"v-9", "name", "张\u0085三", "one line"},
        {"v-9", "note", std::string(2'001, 'x'), "2001 bytes"},
    };
    Office office;
    for (const auto& row : rows) {
        INFO(row.says << ": " << row.owner << " " << row.field);
        const auto prepared = office.people().prepare_opening(
            {row.owner, AccountClass::member, {{row.field, row.text}}, {}, {}});
        REQUIRE(code_of(prepared) == "invalid_argument");
        CHECK(prepared.error().text.en.find(row.says) != std::string::npos);
    }
    CHECK_FALSE(fs::exists(office.register_folder()));
    CHECK(code_of(office.people().prepare_opening(
              {"v-9", AccountClass::member, {{"note", std::string(2'000, 'x')}}, {}, {}})) == "");
}

TEST_CASE("a change states what is new and leaves the rest as it was") {
    Office office;
    office.enter({"h-1", AccountClass::household, {}, {}, {}});
    auto registration = member("v-9", "张三", "13800138000");
    registration.tags = {"founder", "student"};
    office.enter(registration);
    const auto account = [&] { return office.people().person("v-9").value()->account.content; };
    const auto texts = [&] { return said(*office.people().person("v-9").value()); };

    CHECK(office.change("v-9", {{{"name", "张叁"}}, {}, {}, {}, {}}) == "accepted 10");
    CHECK(texts() == "name=张叁 phone=13800138000");
    CHECK(office.change("v-9", {{}, {"veteran", "founder"}, {"student", "never-there"}, {}, {}}) ==
          "accepted 11");
    CHECK(account().tags == std::vector<std::string>{"founder", "veteran"});
    CHECK(texts() == "name=张叁 phone=13800138000");
    CHECK(office.change("v-9", {{}, {}, {}, {"h-1"}, {}}) == "accepted 12");
    CHECK(account().member_of == std::vector<std::string>{"h-1"});
    CHECK(account().tags.size() == 2);
    CHECK(office.change("v-9", {{}, {}, {}, {}, {"h-1"}}) == "accepted 13");
    CHECK(account().member_of.empty());

    SECTION("a text that is to be forgotten gives way to an empty one") {
        CHECK(office.change("v-9", {{{"phone", ""}}, {}, {}, {}, {}}) == "accepted 14");
        CHECK(texts() == "name=张叁 phone=");
        CHECK(office.change("v-9", {{{"phone", ""}}, {}, {}, {}, {}}) == "nothing to change");
    }
    SECTION("what is so already is no change and writes nothing") {
        CHECK(office.change("v-9", {{{"name", "张叁"}}, {"veteran"}, {"student"}, {}, {"h-1"}}) ==
              "nothing to change");
        CHECK(office.change("v-9", {}) == "nothing to change");
        CHECK(office.change("v-9", {{{"email", ""}}, {}, {}, {}, {}}) == "nothing to change");
        office.close();
        CHECK(stored(office.desk().folder(), "v-9").size() == 3);
        office.open();
    }
    SECTION("a name that comes back has another commitment than the first time") {
        const auto first =
            std::get<AccountContent>(office.ledger().entry(9).value()->signed_claim.claim.content);
        office.change("v-9", {{{"name", "张三"}}, {}, {}, {}, {}});
        CHECK(texts() == "name=张三 phone=13800138000");
        CHECK(account().commitments.at(0).digest != first.commitments.at(0).digest);
    }
    SECTION("an account from before the register gets its texts by a change") {
        CHECK(office.change("v-1", {{{"name", "赵六"}}, {}, {}, {}, {}}) == "accepted 14");
        CHECK(said(*office.people().person("v-1").value()) == "name=赵六");
    }
    CHECK(code_of(office.people().prepare_change("v-404", {})) == "not_found");
}

TEST_CASE("a text that is not what the account commits to is not shown") {
    Office office;
    office.enter(member("v-9", "张三", "13800138000"));
    const auto commitments = office.people().person("v-9").value()->account.content.commitments;
    office.close();

    SECTION("another text under the right commitment, with a right check") {
        write_text(office.desk().folder(), {"v-9", "name", commitments[0].digest, Digest{}, "李四"});
        office.open();
        CHECK(said(*office.people().person("v-9").value()) == "name=(altered) phone=13800138000");
        CHECK(owners(office.people().find("李四", 10).value()).empty());
    }
    SECTION("a record with a flipped bit spoils its own text alone") {
        const auto file = office.register_folder() / "data.mdb";
        auto bytes = store::test::read_file(file);
        const auto name = bytes_of("张三");
        const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
        REQUIRE(at != bytes.end());
        *at ^= 1;
        store::test::write_file(file, bytes);
        office.open();
        CHECK(said(*office.people().person("v-9").value()) == "name=(altered) phone=13800138000");
        CHECK(owners(office.people().find("8000", 10).value()) == "v-9");
        CHECK(owners(office.people().list("", 10).value()) == "canteen-1 issuer v-1 v-2 v-9");
    }
    SECTION("no register at all") {
        fs::rename(office.register_folder(), office.desk().place() / "away");
        office.open();
        CHECK(said(*office.people().person("v-9").value()) == "name=(missing) phone=(missing)");
        CHECK(owners(office.people().find("张三", 10).value()).empty());
        CHECK(owners(office.people().find("v-9", 10).value()) == "v-9");
        // A new one beside accounts that commit to texts would look whole and know nobody.
        const auto refused = office.people().prepare_opening(member("v-10", "王五"));
        REQUIRE(code_of(refused) == "data_damaged");
        CHECK(refused.error().text.en.find("v-9") != std::string::npos);
        CHECK_FALSE(fs::exists(office.register_folder()));
        PeopleOptions anew;
        anew.begun_anew = true;
        office.open(anew);
        CHECK(office.enter(member("v-10", "王五")) == "accepted 9");
    }
}

TEST_CASE("a register that is open for reading reads, and says so when it is to write") {
    Office office;
    office.enter(member("v-9", "张三"));
    PeopleOptions reading;
    reading.read_only = true;
    office.open(reading);
    CHECK(said(*office.people().person("v-9").value()) == "name=张三");
    CHECK(code_of(office.people().prepare_opening(member("v-10", "李四"))) == "permission_denied");
    CHECK(code_of(office.people().prepare_change("v-9", {{{"name", "李四"}}, {}, {}, {}, {}})) ==
          "permission_denied");
    // Tags are not texts: the ledger is asked whether they may change.
    CHECK(office.change("v-9", {{}, {"founder"}, {}, {}, {}}) == "accepted 9");
}

TEST_CASE("the next free number continues the highest one with that beginning") {
    struct Row {
        std::string prefix;
        std::string next;
    };
    Office office;
    for (const std::string owner : {"a-7", "b-0099", "b-1", "b-x", "b-12x", "c-999", "d", "123"})
        office.enter(member(owner, "某人"));
    const Row rows[] = {{"v-", "v-003"}, {"a-", "a-008"},     {"b-", "b-0100"}, {"c-", "c-1000"},
                        {"d", "d001"},   {"new.", "new.001"}, {"", "124"}};
    for (const auto& row : rows) CHECK(office.people().next_owner(row.prefix).value() == row.next);
    CHECK(code_of(office.people().next_owner("张")) == "invalid_argument");
    CHECK(code_of(office.people().next_owner(std::string(40, 'v'))) == "invalid_argument");
}

TEST_CASE("a merged account is listed with the one that took over") {
    Office office;
    office.enter(member("v-8", "张三", "13800138000"));
    office.enter(member("v-9", "张 三", "138-0013-8000"));
    office.enter(member("v-10", "张三", "13911112222"));
    office.enter(member("v-11", "张三"));
    CHECK(office.people().namesakes({{"name", "张三"}, {"phone", "13800138000"}}).value().size() == 3);
    CHECK(office.people().namesakes({{"name", "张三"}}).value().size() == 4);
    CHECK(office.people().namesakes({{"phone", "13800138000"}}).value().empty());

    auto merging = ledger_test::claim_of("merge", MergeContent{"v-9", "v-8", "registered-twice"});
    merging.cosigners = {CosignerCapacity::officer};
    auto merge = ledger_test::signed_by_operator(std::move(merging));
    auto enrolling = ledger_test::claim_of(
        "officer", KeyContent{ledger_test::signer("officer")->public_key(), Role::officer, ""});
    enrolling.cosigners = {CosignerCapacity::key_holder};
    auto enrolment = ledger_test::signed_by_operator(std::move(enrolling));
    cosign_claim(enrolment, CosignerCapacity::key_holder, *ledger_test::signer("officer")).value();
    cosign_claim(merge, CosignerCapacity::officer, *ledger_test::signer("officer")).value();
    CHECK(ledger_test::said(office.ledger().post(enrolment).value()) == "accepted 12");
    CHECK(ledger_test::said(office.ledger().post(merge).value()) == "accepted 13");

    const auto page = office.people().find("张三", 10).value();
    CHECK(owners(page) == "v-10 v-11 v-8 v-9");
    CHECK(page.people[3].account.merged_into == "v-8");
    CHECK(said(page.people[3]) == "name=张 三 phone=138-0013-8000");
    CHECK(office.people().namesakes({{"name", "张三"}, {"phone", "13800138000"}}).value().size() == 2);
    CHECK(office.change("v-9", {{}, {"founder"}, {}, {}, {}}) == "refused account_merged");
}
