#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "catch.hpp"
#include "program.hpp"

using namespace timebank::cli_test;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A ledger with its keys, at the desk of which somebody types.
class Desk {
  public:
    Desk() { found(folder); }

    Outcome read(std::vector<std::string> words) const { return run(std::move(words)); }
    /// With the operator's keys.
    Outcome write(std::vector<std::string> words) const {
        words.insert(words.end(), {"--keys", folder / "keys"});
        return run(words);
    }
    /// `member WORD LEDGER rest…`, which must end well.
    std::string said(const std::string& word, std::vector<std::string> rest) const {
        rest.insert(rest.begin(), {"member", word, ledger});
        const bool reads = word == "list" || word == "find" || word == "show";
        const auto outcome = reads ? read(rest) : write(rest);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
        return outcome.out;
    }
    /// Enrols a second officer, whose key file is given back.
    std::string second_officer() const {
        REQUIRE(run({"key", "new", folder / "second.pem"}).exit_code == 0);
        REQUIRE(
            write({"key", "enrol", ledger, "--new", folder / "second.pem", "--role", "officer"}).exit_code ==
            0);
        return folder / "second.pem";
    }

    TempFolder folder;
    const std::string ledger = folder / "ledger";
};

/// Four people, a household and a team, as a community's office would enter them.
void enter_a_few(const Desk& desk) {
    desk.said("add", {"h-1", "--class", "household", "--name", "张家"});
    desk.said("add", {"t-1", "--class", "team", "--name", "银发互助队"});
    desk.said("add", {"v-001", "--name", "张三", "--phone", "138 0013 8000", "--household", "h-1", "--team",
                      "t-1", "--tag", "volunteer"});
    desk.said("add", {"--next", "v-", "--name", "欧阳修远", "--team", "t-1"});
    desk.said("add", {"--next", "v-", "--name", "Li Wei", "--phone", "13911112222"});
    desk.said("add", {"m-1", "--name", "阿依古丽·买买提"});
}

const std::string list_en =
    R"(code   name             phone          class      tags       member of  remark
-----  ---------------  -------------  ---------  ---------  ---------  ------
h-1    张家                            household
m-1    阿依古丽·买买提                 member
t-1    银发互助队                      team
v-001  张三             138 0013 8000  member     volunteer  h-1, t-1
v-002  欧阳修远                        member                t-1
v-003  Li Wei           13911112222    member
)";

const std::string list_zh =
    R"(编号   姓名             电话           类别  标签       所属      说明
-----  ---------------  -------------  ----  ---------  --------  ----
h-1    张家                            家庭
m-1    阿依古丽·买买提                 成员
t-1    银发互助队                      团队
v-001  张三             138 0013 8000  成员  volunteer  h-1, t-1
v-002  欧阳修远                        成员             t-1
v-003  Li Wei           13911112222    成员
)";

}  // namespace

TEST_CASE("people are entered, numbered and listed in columns that line up, in both languages") {
    const Desk desk;
    enter_a_few(desk);
    CHECK(desk.said("list", {}) == list_en);
    CHECK(desk.said("list", {"--lang", "zh"}) == list_zh);

    const auto page = desk.said("list", {"--after", "m-1", "--limit", "2"});
    CHECK(contains(page, "v-001"));
    CHECK_FALSE(contains(page, "v-002"));
    CHECK(contains(page, "--after v-001"));

    const auto csv = desk.said("list", {"--csv"});
    CHECK(csv.compare(0, 3, "\xEF\xBB\xBF") == 0);
    CHECK(contains(csv, "欧阳修远"));

    const auto lines = lines_of(desk.said("list", {"--json"}));
    REQUIRE(lines.size() == 6);
    const auto third = nlohmann::json::parse(lines[3]);
    CHECK(third.at("owner") == "v-001");
    CHECK(third.at("texts").at("name") == "张三");
    CHECK(third.at("member_of") == nlohmann::json({"h-1", "t-1"}));
}

TEST_CASE(
    "a person is found by a part of the name, by digits of the phone and by the beginning of the code") {
    const Desk desk;
    enter_a_few(desk);
    struct Row {
        std::string query;
        std::vector<std::string> owners;
    };
    const Row rows[] = {
        {"张", {"h-1", "v-001"}},
        {"阳修", {"v-002"}},
        {"8000", {"v-001"}},
        {"139-1111", {"v-003"}},
        {"li wei", {"v-003"}},
        {"ＬＩＷＥＩ", {"v-003"}},
        {"V-00", {"v-001", "v-002", "v-003"}},
        {"阿依古丽 买买提", {"m-1"}},
    };
    for (const auto& row : rows) {
        INFO(row.query);
        const auto lines = lines_of(desk.said("find", {row.query, "--json"}));
        REQUIRE(lines.size() == row.owners.size() + 1);
        for (std::size_t i = 0; i < row.owners.size(); ++i)
            CHECK(nlohmann::json::parse(lines[i]).at("owner") == row.owners[i]);
        CHECK(nlohmann::json::parse(lines.back()).at("more") == false);
    }
    CHECK(desk.said("find", {"张三", "--lang", "zh"}) ==
          R"(编号   姓名  电话           类别  标签       所属      说明
-----  ----  -------------  ----  ---------  --------  ----
v-001  张三  138 0013 8000  成员  volunteer  h-1, t-1
)");
    CHECK(contains(desk.said("find", {"v-", "--limit", "2"}), "there are more"));
    const auto nobody = desk.read({"member", "find", desk.ledger, "查无此人"});
    CHECK(nobody.exit_code == 1);
    CHECK(contains(nobody.out, "nobody fits 查无此人"));
    CHECK(desk.read({"member", "find", desk.ledger, " "}).exit_code == 2);
}

TEST_CASE("member show gives all about a person, a household, a team") {
    const Desk desk;
    enter_a_few(desk);
    REQUIRE(run({"key", "new", desk.folder / "zhang.pem"}).exit_code == 0);
    REQUIRE(desk.write({"key", "enrol", desk.ledger, "--new", desk.folder / "zhang.pem", "--role", "member",
                        "--owner", "v-001"})
                .exit_code == 0);
    const auto zhang = desk.said("show", {"v-001"});
    for (const std::string part :
         {"code       v-001", "name       张三", "phone      138 0013 8000", "member of  h-1 张家",
          "           t-1 银发互助队", "tags       volunteer", "opened     entry 3, 20", "keys       "}) {
        INFO(part << "\n" << zhang);
        CHECK(contains(zhang, part));
    }
    const auto team = desk.said("show", {"t-1", "--lang", "zh"});
    for (const std::string part :
         {"姓名  银发互助队", "类别  团队", "其中  v-001 张三", "      v-002 欧阳修远"}) {
        INFO(part << "\n" << team);
        CHECK(contains(team, part));
    }
    const auto json = nlohmann::json::parse(desk.said("show", {"v-001", "--json"}));
    CHECK(json.at("keys").at(0).at("role") == "member");
    CHECK(json.at("balances").empty());
    CHECK(json.at("opened_at") == 3);
    CHECK(nlohmann::json::parse(desk.said("show", {"h-1", "--json"})).at("members") ==
          nlohmann::json({"v-001"}));
}

TEST_CASE("texts, tags and memberships are changed one by one") {
    const Desk desk;
    enter_a_few(desk);
    const auto now = [&](const std::string& owner) {
        return nlohmann::json::parse(desk.said("show", {owner, "--json"}));
    };
    desk.said("edit",
              {"v-002", "--name", "欧阳修", "--phone", "027-8765 4321", "--text", "emergency=女儿 139"});
    CHECK(now("v-002").at("texts") ==
          nlohmann::json({{"name", "欧阳修"}, {"phone", "027-8765 4321"}, {"emergency", "女儿 139"}}));
    CHECK(now("v-002").at("member_of") == nlohmann::json({"t-1"}));
    desk.said("edit", {"v-002", "--phone", ""});
    CHECK(now("v-002").at("texts").at("phone") == "");
    desk.said("tag", {"v-002", "student", "founder"});
    desk.said("untag", {"v-002", "student"});
    CHECK(now("v-002").at("tags") == nlohmann::json({"founder"}));
    desk.said("join", {"v-002", "h-1"});
    desk.said("leave", {"v-002", "t-1"});
    CHECK(now("v-002").at("member_of") == nlohmann::json({"h-1"}));
    CHECK(contains(desk.said("tag", {"v-002", "founder"}), "it is so already"));
    CHECK(contains(desk.said("leave", {"v-002", "t-1", "--json"}), "unchanged"));
    CHECK(desk.write({"audit", desk.ledger}).exit_code == 0);
}

TEST_CASE("every class that a wrong one is answered with is taken, partner-ledger too") {
    const Desk desk;
    const auto answer = desk.write({"member", "add", desk.ledger, "x-1", "--class", "person"}).err;
    for (const std::string word :
         {"member", "household", "team", "pool", "fund", "issuer", "provider", "partner-ledger"}) {
        INFO(word);
        CHECK(contains(answer, word));
        CHECK(desk.write({"member", "add", desk.ledger, "a-" + word, "--class", word}).exit_code == 0);
    }
}

TEST_CASE("what the office does wrong at the desk is said, and changes nothing") {
    const Desk desk;
    enter_a_few(desk);
    struct Row {
        std::vector<std::string> words;  // behind `member`, without the ledger
        int exit_code;
        std::string says;
    };
    const Row rows[] = {
        {{"add"}, 2, "--next"},
        {{"add", "v-9", "--next", "v-"}, 2, "one of the two"},
        {{"add", "赵四", "--name", "赵四"}, 2, "is no code"},
        {{"add", "liwei", "--name", "Li Wei", "--namesake"}, 2, "gives the name away"},
        {{"add", "v-13800138000", "--phone", "138-0013-8000"}, 2, "gives the phone away"},
        {{"add", "v-9", "--class", "person"}, 2, "there is no class person"},
        {{"add", "v-001", "--name", "王五"}, 2, "was opened by entry 3"},
        {{"add", "v-9", "--name", "张三"}, 2, "v-001 张三 has that name"},
        {{"add", "v-9", "--name", "张 三", "--phone", "+86 13800138000"}, 2, "registered by entry 3"},
        {{"add", "v-9", "--household", "v-002"}, 1, "class_not_allowed"},
        {{"add", "v-9", "--household", "h-404"}, 1, "account_unknown"},
        {{"add", "v-9", "--tag", "老人"}, 2, "tags"},
        {{"add", "v-9", "--text", "noequals"}, 2, "FIELD=TEXT"},
        {{"show", "v-404"}, 2, "member find"},
        {{"edit", "v-404", "--name", "王五"}, 2, "there is no account v-404"},
        {{"tag", "v-404", "founder"}, 2, "there is no account v-404"},
        {{"join", "v-001", "m-1"}, 1, "class_not_allowed"},
        {{"merge", "v-404", "v-001"}, 2, "there is no account v-404"},
        {{"merge", "v-002", "v-404"}, 2, "there is no account v-404"},
        {{"merge", "v-002", "v-002"}, 2, "into"},
        {{"merge", "v-002", "v-001"}, 1, "second_officer_missing"},
    };
    const auto before = head(desk.folder);
    for (auto row : rows) {
        row.words.insert(row.words.begin(), "member");
        row.words.insert(row.words.begin() + 2, desk.ledger);
        const auto outcome = row.words[1] == "show" ? desk.read(row.words) : desk.write(row.words);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK(contains(outcome.out + outcome.err, row.says));
    }
    CHECK(head(desk.folder) == before);
    desk.said("add", {"--next", "v-", "--name", "张三", "--namesake"});  // another Zhang San
    CHECK(contains(desk.said("find", {"张三"}), "v-004"));
}

TEST_CASE("a person who was registered twice becomes one, with what both had earned") {
    const Desk desk;
    enter_a_few(desk);
    write_file(desk.folder / "units.jsonl",
               R"({"kind":"unit","code":"point","minor_units_in_one":1,"name":{"zh":"积分","en":"point"}})"
               "\n");
    REQUIRE(desk.write({"post", desk.ledger, desk.folder / "units.jsonl"}).exit_code == 0);
    desk.said("add", {"issuer", "--class", "issuer"});
    desk.said("add", {"--next", "v-", "--name", "张三", "--namesake"});
    const auto second = desk.second_officer();
    // What v-004 had in the old books.
    write_file(desk.folder / "opening.jsonl",
               R"({"kind":"opening","owner":"v-004","issuer":"issuer","unit":"point","minor_units":"42",)"
               R"("lot_date":"2019-12-31","source":")" +
                   std::string(64, 'a') + "\"}\n");
    const auto opening = desk.write({"post", desk.ledger, desk.folder / "opening.jsonl", "--json"});
    // One officer alone does not bring balances over.
    REQUIRE(contains(opening.out, "second_officer_missing"));

    SECTION("without credits it says so") {
        const auto merged = desk.said("merge", {"v-004", "v-001", "--second-key", second});
        CHECK(contains(merged, "v-004 张三 into v-001 张三:\n  no credits to move"));
    }
    SECTION("a dry run shows it and writes nothing") {
        const auto before = head(desk.folder);
        const auto shown = desk.said("merge", {"v-004", "v-001", "--second-key", second, "--dry-run"});
        CHECK(contains(shown, "v-004 张三 into v-001 张三:"));
        CHECK(head(desk.folder) == before);
        CHECK(desk.said("merge", {"v-004", "v-001", "--second-key", second, "--dry-run", "--json"}) ==
              "{\"owner\":\"v-004\",\"into\":\"v-001\",\"legs\":[]}\n");
        desk.said("merge", {"v-004", "v-001", "--second-key", second});
    }
    CHECK(contains(desk.said("show", {"v-004"}), "merged into  v-001"));
    CHECK(contains(desk.said("show", {"v-004", "--lang", "zh"}), "已并入  v-001"));
    CHECK(contains(desk.said("find", {"张三"}), "merged into v-001"));

    const std::vector<std::vector<std::string>> refused = {
        {"merge", desk.ledger, "v-002", "v-004", "--second-key", second},  // into one that was merged
        {"merge", desk.ledger, "v-004", "v-002", "--second-key", second},  // once more
        {"tag", desk.ledger, "v-004", "founder"},
    };
    for (auto words : refused) {
        words.insert(words.begin(), "member");
        const auto outcome = desk.write(words);
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exit_code == 1);
        CHECK(contains(outcome.out, "account_merged"));
        CHECK(contains(outcome.out, "v-001"));
    }
    CHECK(desk.write({"audit", desk.ledger}).exit_code == 0);
}

TEST_CASE("credits move with the merge, and are shown before") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto keys = folder / "keys";
    const auto ledger = folder / "ledger";
    const auto write = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--keys", keys});
        return run(words);
    };
    write_file(folder / "visit.jsonl",
               R"({"kind":"service","category":"canteen-help","actual":{"start":"2018-07-01T08:00+08:00",)"
               R"("end":"2018-07-01T10:30+08:00"},"participants":[{"owner":"v-002","role":"volunteer"}]})"
               "\n");
    REQUIRE(write({"post", ledger, folder / "visit.jsonl"}).exit_code == 0);
    REQUIRE(run({"key", "new", folder / "second.pem"}).exit_code == 0);
    REQUIRE(write({"key", "enrol", ledger, "--new", folder / "second.pem", "--role", "officer"}).exit_code ==
            0);
    const auto merged =
        write({"member", "merge", ledger, "v-002", "v-001", "--second-key", folder / "second.pem"});
    INFO(merged.out << merged.err);
    CHECK(merged.exit_code == 0);
    for (const std::string part : {"v-002 into v-001:", "  v-002  -15 point", "  v-001  15 point",
                                   "  v-002  -2 h 30 min", "  v-001  2 h 30 min"})
        CHECK(contains(merged.out, part));
    CHECK(run({"balance", ledger, "v-001"}).out ==
          "owner     balance\n-----  ----------\nv-001  2 h 30 min\nv-001    15 point\n");
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "0 point"));
    REQUIRE(write({"member", "edit", ledger, "v-001", "--name", "张三"}).exit_code == 0);
    CHECK(contains(run({"balance", ledger, "v-001"}).out, "v-001    15 point  张三\n"));
    CHECK(contains(run({"statement", ledger, "v-001"}).out, "张三"));
    CHECK(write({"audit", ledger}).exit_code == 0);
    CHECK(run({"rebuild", ledger}).exit_code == 0);
    CHECK(write({"audit", ledger}).exit_code == 0);
}

TEST_CASE("what somebody without a phone confirmed on paper is recorded with the photo's digest, once") {
    TempFolder folder;
    found_fuyuan(folder);
    const auto ledger = folder / "ledger";
    REQUIRE(run({"key", "new", folder / "desk.pem"}).exit_code == 0);
    REQUIRE(run({"key", "enrol", ledger, "--new", folder / "desk.pem", "--role", "coordinator", "--keys",
                 folder / "keys"})
                .exit_code == 0);
    write_file(folder / "sheet.jpg", "a photo of a signed sheet");
    // sha256sum sheet.jpg
    const std::string digest = "e5d5d7bc2a9b5e5d";
    const auto confirm = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {"confirm",     ledger,
                                          "--photo",     folder / "sheet.jpg",
                                          "--category",  "canteen-help",
                                          "--volunteer", "v-002",
                                          "--start",     "2018-07-01T08:00+08:00",
                                          "--key",       folder / "desk.pem",
                                          "--keys",      folder / "keys"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    const auto confirmed = confirm({"--minutes", "90", "--receiver", "v-003"});
    INFO(confirmed.out << confirmed.err);
    REQUIRE(confirmed.exit_code == 0);
    CHECK(contains(confirmed.out, "SHA-256 of the photo: "));
    const auto index = [&] {
        const auto lines = lines_of(run({"entries", ledger, "--json"}).out);
        return lines.size() - 1;
    }();
    const auto entry = nlohmann::json::parse(lines_of(run({"entries", ledger, "--json"}).out).back());
    CHECK(contains(entry.dump(), "paper-confirmation"));
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "1 h 30 min"));

    const auto explained = run({"explain", ledger, std::to_string(index)});
    INFO(explained.out);
    CHECK(contains(explained.out, "on paper"));
    CHECK(contains(run({"--lang", "zh", "explain", ledger, std::to_string(index)}).out, "纸"));

    CHECK(contains(confirm({"--minutes", "90", "--receiver", "v-003"}).out, "already entry"));
    const auto other = confirm({"--minutes", "120", "--receiver", "v-003"});
    CHECK(other.exit_code == 1);
    CHECK(contains(other.out, "id_used"));
    CHECK(confirm({}).exit_code == 2);
    CHECK(confirm({"--minutes", "90", "--end", "2018-07-01T09:30+08:00"}).exit_code == 2);
    write_file(folder / "sheet.jpg", "");
    CHECK(contains(confirm({"--minutes", "90"}).err, "is empty"));
    std::filesystem::remove(folder / "sheet.jpg");
    CHECK(confirm({"--minutes", "90"}).exit_code == 2);
}

TEST_CASE("credits are given away as the standard allows") {
    TempFolder folder;
    found(folder);
    const auto ledger = folder / "ledger";
    const auto write = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--keys", folder / "keys"});
        return run(words);
    };
    auto standard = nlohmann::ordered_json::parse(read_file(fuyuan("redemption-standard.json")));
    standard["transfers"] = nlohmann::ordered_json::array({{{"id", "gift"},
                                                            {"name", {{"zh", "转赠"}, {"en", "gift"}}},
                                                            {"purpose", "gift"},
                                                            {"unit", "point"},
                                                            {"from", {"member"}},
                                                            {"to", {"member"}},
                                                            {"between", "anyone"},
                                                            {"multiple_of", "1"},
                                                            {"condition", "none"},
                                                            {"limits", "none"}}});
    write_file(folder / "redemption.json", standard.dump());
    write_file(folder / "visit.jsonl",
               R"({"kind":"service","category":"canteen-help","actual":{"start":"2018-07-01T08:00+08:00",)"
               R"("end":"2018-07-01T10:30+08:00"},"participants":[{"owner":"v-002","role":"volunteer"}]})"
               "\n");
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"post", ledger, fuyuan("setup.jsonl")},
                                               {"adopt", ledger, fuyuan("credit-standard.json")},
                                               {"adopt", ledger, folder / "redemption.json"},
                                               {"post", ledger, folder / "visit.jsonl"}}) {
        const auto outcome = write(words);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exit_code == 0);
    }
    const std::string id = "00000000-0000-8000-8000-00000000c0de";
    const std::vector<std::string> gift = {"transfer",
                                           ledger,
                                           "v-002",
                                           "v-003",
                                           "4",
                                           "--unit",
                                           "point",
                                           "--purpose",
                                           "gift",
                                           "--id",
                                           id,
                                           "--at",
                                           "2018-07-02T09:00+08:00"};
    const auto given = write(gift);
    INFO(given.out << given.err);
    REQUIRE(given.exit_code == 0);
    CHECK(contains(write(gift).out, "already entry"));
    auto undated = gift;
    undated.resize(undated.size() - 2);
    CHECK(contains(write(undated).err, "--id takes --at too"));
    CHECK(contains(run({"balance", ledger, "v-002"}).out, "11 point"));
    CHECK(contains(run({"balance", ledger, "v-003"}).out, "4 point"));

    struct Row {
        std::string amount;
        std::string unit;
        std::string purpose;
        int exit_code;
        std::string says;
    };
    const Row rows[] = {
        {"12", "point", "gift", 1, "balance_too_low"},
        {"1", "point", "loan", 1, "transfer_not_allowed"},
        {"1", "hour", "gift", 1, "transfer_not_allowed"},
        {"1", "coin", "gift", 2, "there is no unit coin"},
        {"0", "point", "gift", 2, "above zero"},
        {"1.5", "point", "gift", 2, "1.5"},
        {"-1", "point", "gift", 2, ""},
    };
    for (const auto& row : rows) {
        const auto outcome = run({"transfer", ledger, "--unit", row.unit, "--purpose", row.purpose, "--keys",
                                  folder / "keys", "--", "v-002", "v-003", row.amount});
        INFO(row.amount << " " << row.unit << " " << row.purpose << ": " << outcome.out << outcome.err);
        CHECK(outcome.exit_code == row.exit_code);
        CHECK(contains(outcome.out + outcome.err, row.says));
    }
    // Without --at it is now.
    CHECK(write({"transfer", ledger, "v-002", "v-003", "1", "--unit", "point", "--purpose", "gift"})
              .exit_code == 0);
}

TEST_CASE("no name and no number ever stands in the book or in what is printed of it") {
    const Desk desk;
    enter_a_few(desk);
    desk.said("edit", {"v-001", "--name", "张三改", "--address", "武昌区首义路"});
    const auto book = read_file(desk.ledger + "/book/data.mdb");
    const auto entries = desk.read({"entries", desk.ledger, "--json"}).out;
    const auto accounts = desk.read({"balance", desk.ledger, "--json"}).out;
    const auto texts = read_file(desk.ledger + "/people/data.mdb");
    for (const std::string secret :
         {"张三", "欧阳修远", "Li Wei", "买买提", "138 0013 8000", "13911112222", "首义路", "银发互助队"}) {
        INFO(secret);
        CHECK_FALSE(contains(book, secret));
        CHECK_FALSE(contains(entries, secret));
        CHECK_FALSE(contains(accounts, secret));
        CHECK(contains(texts, secret));  // so the search would have found it
    }
}

TEST_CASE("when the texts are away, people are shown without, and nobody is entered beside them unasked") {
    const Desk desk;
    enter_a_few(desk);
    std::filesystem::rename(desk.ledger + "/people", desk.folder / "away");
    CHECK(contains(desk.said("list", {}), "(missing)"));
    CHECK(contains(desk.said("show", {"v-001", "--lang", "zh"}), "（缺失）"));
    const auto refused = desk.write({"member", "add", desk.ledger, "v-9", "--name", "王五"});
    CHECK(refused.exit_code == 3);
    CHECK(contains(refused.err, "--begin-texts-anew"));
    desk.said("add", {"v-9", "--name", "王五", "--begin-texts-anew"});
    CHECK(contains(desk.said("find", {"王五"}), "v-9"));
}

TEST_CASE("a text that was altered on the disk is not shown, and is a finding") {
    const Desk desk;
    enter_a_few(desk);
    const auto file = desk.ledger + "/people/data.mdb";
    auto bytes = read_file(file);
    const auto at = bytes.find("欧阳修远");
    REQUIRE(at != std::string::npos);
    bytes[at + 2] = static_cast<char>(bytes[at + 2] ^ 1);
    write_file(file, bytes);
    const auto shown = desk.read({"member", "show", desk.ledger, "v-002"});
    CHECK(shown.exit_code == 1);
    CHECK(contains(shown.out, "(not as committed)"));
    CHECK(contains(desk.said("list", {"--lang", "zh"}), "（与承诺不符）"));
    CHECK(contains(desk.said("find", {"张三"}), "v-001"));
}

TEST_CASE("member add that is killed at any moment and run again registers everybody once") {
    constexpr unsigned seed = 31;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Desk desk;
    for (int person = 0; person < 12; ++person) {
        const auto owner = "v-" + std::to_string(100 + person);
        const std::vector<std::string> add = {"member",    "add",
                                              desk.ledger, owner,
                                              "--name",    "张" + std::to_string(person),
                                              "--phone",   "1380000" + std::to_string(1000 + person),
                                              "--keys",    desk.folder / "keys"};
        {
            Running broken(add);
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 25'000));
            broken.kill_it();
            broken.rest();
        }
        const auto again = run(add);
        INFO(again.out << again.err);
        REQUIRE(again.exit_code == 0);
        CHECK((contains(again.out, ": entry ") || contains(again.out, ": already entry ")));
    }
    const auto lines = lines_of(desk.said("list", {"--json"}));
    REQUIRE(lines.size() == 12);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto one = nlohmann::json::parse(lines[i]);
        CHECK(one.at("owner") == "v-" + std::to_string(100 + i));
        CHECK(one.at("texts").at("name") == "张" + std::to_string(i));
        CHECK(one.at("opened_at") == i + 1);
    }
    CHECK(desk.write({"audit", desk.ledger}).exit_code == 0);
}
