#include <algorithm>
#include <random>

#include "catch.hpp"
#include "people/matching.hpp"
#include "people/office.hpp"

using namespace timebank;
using namespace timebank::people_test;

namespace {

template <class T, std::size_t N>
const T& any_of(const T (&all)[N], std::mt19937& random) {
    return all[random() % N];
}

std::string random_name(std::mt19937& random) {
    static const std::string surnames[] = {"张", "王", "李", "赵", "欧阳", "司马", "陈", "刘", "吴"};
    static const std::string given[] = {"三", "伟", "芳", "秀英", "建国", "梅", "娜", "文", "文静", "兰 英"};
    static const std::string others[] = {"阿依古丽·买买提", "Li Wei", "ＬＩ　ＷＥＩ", "John Smith"};
    if (random() % 20 == 0) return any_of(others, random);
    return any_of(surnames, random) + (random() % 10 == 0 ? "　" : "") + any_of(given, random);
}

std::string random_phone(std::mt19937& random) {
    if (random() % 5 == 0) return "";
    std::string digits = "1";
    for (int i = 0; i < 10; ++i) digits += static_cast<char>('0' + random() % 10);
    if (random() % 3 == 0)
        digits = "+86 " + digits.substr(0, 3) + "-" + digits.substr(3, 4) + " " + digits.substr(7);
    return digits;
}

/// Registers many at once, as an import would.
void enter_all(Office& office, const std::vector<Registration>& registrations) {
    constexpr std::ptrdiff_t a_step = 4'096;
    for (auto begin = registrations.begin(); begin != registrations.end();) {
        const auto end = begin + std::min<std::ptrdiff_t>(a_step, registrations.end() - begin);
        std::vector<SignedClaim> claims;
        for (auto& prepared : office.people().prepare_openings({begin, end}).value()) {
            auto claim = ledger_test::claim_of("", std::move(prepared.content));
            claim.id = prepared.id;
            claims.push_back(ledger_test::signed_by_operator(std::move(claim)));
        }
        for (const auto& result : office.ledger().post(claims).value())
            REQUIRE(result.outcome == PostOutcome::accepted);
        begin = end;
    }
}

std::vector<Registration> crowd(std::size_t size, std::mt19937& random) {
    std::vector<Registration> all;
    for (std::size_t i = 0; i < size; ++i) {
        const std::string prefix = random() % 4 == 0 ? "T" : "m-";
        all.push_back(
            member(prefix + std::to_string(100'000 + i), random_name(random), random_phone(random)));
    }
    return all;
}

std::string only_ascii(const std::string& text, bool (*keep)(char)) {
    std::string all;
    for (const char one : text)
        if (keep(one)) all += one;
    return all;
}

/// The slow obvious answer: everybody is asked, and texts are compared with spaces and marks taken out by
/// hand.
std::string answer(const std::vector<Registration>& everybody, const std::string& query, std::size_t limit) {
    const auto plain = [](std::string text) {
        for (const std::string mark : {" ", "　", "·"})
            for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
                text.erase(at, mark.size());
        for (const auto& [wide, small] : std::map<std::string, std::string>{
                 {"Ｌ", "l"}, {"Ｉ", "i"}, {"Ｗ", "w"}, {"Ｅ", "e"}, {"ｖ", "v"}})
            for (auto at = text.find(wide); at != std::string::npos; at = text.find(wide))
                text.replace(at, wide.size(), small);
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one + 32) : one; });
        return text;
    };
    const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
    const auto digits = [&](const std::string& text) {
        auto all = only_ascii(text, is_digit);
        return text.compare(0, 3, "+86") == 0 ? all.substr(2) : all;
    };
    const bool is_number = query.find_first_not_of("0123456789+- ") == std::string::npos;
    std::vector<std::string> found;
    for (const auto& one : everybody) {
        const auto& phone = one.texts.at("phone");
        const bool fits = one.owner.compare(0, query.size(), query) == 0 ||
                          plain(one.texts.at("name")).find(plain(query)) != std::string::npos ||
                          (is_number && digits(query).size() >= 3 &&
                           digits(phone).find(digits(query)) != std::string::npos);
        if (fits) found.push_back(one.owner);
    }
    std::sort(found.begin(), found.end());
    const bool more = found.size() > limit;
    if (more) found.resize(limit);
    std::string all;
    for (const auto& owner : found) all += (all.empty() ? "" : " ") + owner;
    return more ? all + " …" : all;
}

}  // namespace

TEST_CASE("finding somebody gives what asking everybody gives") {
    constexpr unsigned seed = 20200419;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    Office office;
    const auto everybody = crowd(800, random);
    enter_all(office, everybody);

    std::vector<std::string> queries = {"张",    "三",     "欧阳", "阳",       "李伟",     "lanying",
                                        "兰英",  "li wei", "ＬＩ", "LI",       "smith",    "买买提",
                                        "买 买", "m-1000", "T1",   "m-100007", "查无此人", "T",
                                        "1",     "+86 13", "138",  "135-1",    "000"};
    for (int i = 0; i < 60; ++i) {
        const auto& one = everybody[random() % everybody.size()];
        const auto& phone = one.texts.at("phone");
        queries.push_back(i % 3 == 0 ? one.owner : one.texts.at("name"));
        if (phone.size() > 6) queries.push_back(phone.substr(phone.size() - 4 - random() % 3));
    }
    std::size_t found = 0;
    for (const auto& query : queries) {
        for (const std::size_t limit : {1, 20, 10'000}) {
            INFO("query " << query << ", limit " << limit);
            const auto expected = answer(everybody, query, limit);
            REQUIRE(owners(office.people().find(query, limit).value()) == expected);
            found += expected.empty() ? 0 : 1;
        }
    }
    CHECK(found > queries.size());  // most queries find somebody
}

TEST_CASE(
    "a person is found by the name of today, not by that of yesterday or of a claim that was never posted") {
    Office office;
    office.enter(member("v-9", "张三", "13800138000"));
    office.change("v-9", {{{"name", "李四"}}, {}, {}, {}, {}});
    office.people().prepare_opening(member("v-10", "王五")).value();
    CHECK(owners(office.people().find("张三", 10).value()).empty());
    CHECK(owners(office.people().find("李四", 10).value()) == "v-9");
    CHECK(owners(office.people().find("王五", 10).value()).empty());
    CHECK(owners(office.people().find("13800138000", 10).value()) == "v-9");
    CHECK(code_of(office.people().find(" 　", 10)) == "invalid_argument");
}

TEST_CASE("a code is found as typed and in small letters, by its beginning") {
    Office office;
    CHECK(owners(office.people().find("v-", 10).value()) == "v-1 v-2");
    CHECK(owners(office.people().find("V-2", 10).value()) == "v-2");
    CHECK(owners(office.people().find("ｖ－２", 10).value()) == "v-2");
    CHECK(owners(office.people().find("-1", 10).value()).empty());
    CHECK(owners(office.people().find("v", 1).value()) == "v-1 …");
}

TEST_CASE("everybody is listed, page by page, whether they have texts or not") {
    Office office;
    office.enter(member("v-9", "张三"));
    CHECK(owners(office.people().list("", 2).value()) == "canteen-1 issuer …");
    CHECK(owners(office.people().list("issuer", 2).value()) == "v-1 v-2 …");
    CHECK(owners(office.people().list("v-2", 2).value()) == "v-9");
    CHECK(owners(office.people().list("v-9", 2).value()).empty());
    CHECK(owners(office.people().list("", SIZE_MAX).value()) == "canteen-1 issuer v-1 v-2 v-9");
}
