#include "catch.hpp"
#include "report/book.hpp"
#include "report/explained.hpp"
#include "timebank/digest.hpp"

// Explanations of what is brought over, given away, passed on, joined and put right.

using namespace timebank;
using report_tests::Book;
using report_tests::en;
using report_tests::service;
using report_tests::zh;

namespace {

/// v-1 has 18 points and 3 hours from a morning in the canteen; the index of that service.
std::uint64_t morning_in_the_canteen(Book& book) {
    return book.post(service("canteen", "2018-06-04T08:00+08:00", 180, {"v-1 volunteer"}));
}

}  // namespace

TEST_CASE("an opening balance is told with its sheet, its date and the two officers who stand for it") {
    auto book = Book::village();
    const auto source = sha256(bytes_of("the old spreadsheet"));
    const auto date = parse_civil_date("2018-05-31").value();
    const auto index = book.post_by_two(OpeningContent{"v-1", "issuer", "point", Amount{120}, date, source});
    const auto digest = to_hex(source).substr(0, 8);
    CHECK(
        en(book, index) ==
        "entry 14: brings over a balance of 120 minor units of point for v-1, as of 2018-05-31, against "
        "issuer, from the sheet with the digest " +
            digest +
            R"(; stated by the office (key KEY), cosigned by the officer OFFICER, recorded 2019-07-01T00:00:00Z
- no standard decides claims of this kind: the signer may make it and nothing in the book stands against it, so it is recorded as stated
= 120 minor units of point from issuer to v-1
)");
    CHECK(zh(book, index)
              .starts_with("条目 14：为 v-1 转入旧账余额 120 个最小单位的 point，截至 2018-05-31，对方账户 "
                           "issuer，来源表摘要 " +
                           digest +
                           "；由办公室提交（密钥 KEY），负责人 OFFICER 会签，记录于 2019-07-01T00:00:00Z\n"));

    const auto debt = book.post_by_two(OpeningContent{"v-2", "issuer", "point", Amount{-7}, date, source});
    CHECK(en(book, debt).find("brings over a debt of 7 minor units of point for v-2") != std::string::npos);
    CHECK(en(book, debt).find("= 7 minor units of point from v-2 to issuer") != std::string::npos);
    CHECK(zh(book, debt).find("为 v-2 转入旧账欠额 7 个最小单位的 point") != std::string::npos);
}

TEST_CASE("a gift shows its rule, both accounts and the balance before and after") {
    auto book = Book::village();
    book.adopt(report_tests::standard_with_gifts());
    book.open_group("pool-1", AccountClass::pool);
    morning_in_the_canteen(book);
    TransferContent gift;
    gift.from = "v-1";
    gift.to = "pool-1";
    gift.unit = "point";
    gift.amount = Amount{4};
    gift.at = parse_civil_time("2018-06-05T07:30+08:00").value();
    gift.purpose = "gift";
    const auto index = book.post(gift);
    CHECK(
        en(book, index) ==
        R"(entry 16: 2018-06-05 07:30 v-1 gives 4 point to pool-1, purpose gift; stated by the office (key KEY), recorded 2019-07-01T00:00:00Z
- by "Village redemption standard", village-redemption 2018-06, in force from 2018-06-01, digest GIFTS
- gift: v-1 gives 4 point to pool-1; the balance goes from 18 point to 14 point
= 4 point from v-1 to pool-1
)");
    CHECK(
        zh(book, index) ==
        R"(条目 16：2018-06-05 07:30 v-1 转给 pool-1 4 point，用途 gift；由办公室提交（密钥 KEY），记录于 2019-07-01T00:00:00Z
- 依据“村兑换标准”village-redemption 2018-06 版，自 2018-06-01 起，摘要 GIFTS
- gift：v-1 转给 pool-1 4 point；余额由 18 point 变为 14 point
= 4 point 由 v-1 转给 pool-1
)");
}

TEST_CASE(
    "a person registered twice is one from the merge on, and what is reversed of the past moves there") {
    auto book = Book::village();
    const auto service_index = morning_in_the_canteen(book);
    const auto merge = book.post_by_two(MergeContent{"v-1", "v-2", "registered-twice"});
    CHECK(
        en(book, merge) ==
        R"(entry 15: merges the account v-1 into v-2 (reason registered-twice); stated by the office (key KEY), cosigned by the officer OFFICER, recorded 2019-07-01T00:00:00Z
- the account v-1 is merged into v-2: its balance in every unit moves there
= 180 minor units of hour from v-1 to v-2
= 18 minor units of point from v-1 to v-2
)");
    CHECK(zh(book, merge).starts_with("条目 15：把账户 v-1 并入 v-2（原因 registered-twice）；"));

    const auto undone = book.reverse(service_index, {"point"});
    CHECK(en(book, undone)
              .find("- v-1 (now v-2): entry 13 moved 18 point, now -18 point\n= 18 point from v-2 "
                    "to issuer\n") != std::string::npos);
    CHECK(zh(book, undone).find("- v-1（现为 v-2）：条目 13 记 18 point，现记 -18 point") !=
          std::string::npos);
}

TEST_CASE("hours and points of one service are reversed together or apart, and each reversal says which") {
    auto book = Book::village();
    const auto service_index = morning_in_the_canteen(book);
    const auto points = book.reverse(service_index, {"point"});
    CHECK(
        en(book, points) ==
        R"(entry 15: reverses point of entry 13 (reason wrong-person): 2018-06-04 08:00-11:00 canteen, 180 minutes, by v-1; stated by the office (key KEY), cosigned by the officer OFFICER, recorded 2019-07-01T00:00:00Z
- reverses point of entry 13: every leg in these units the other way
- issuer: entry 13 moved -18 point, now 18 point
- v-1: entry 13 moved 18 point, now -18 point
= 18 point from v-1 to issuer
)");
    CHECK(zh(book, points).starts_with("条目 15：冲销条目 13 的 point（原因 wrong-person）：2018-06-04 "));

    const auto rest = book.reverse(service_index);
    CHECK(
        en(book, rest) ==
        R"(entry 16: reverses entry 13 (reason wrong-person): 2018-06-04 08:00-11:00 canteen, 180 minutes, by v-1; stated by the office (key KEY), cosigned by the officer OFFICER, recorded 2019-07-01T00:00:00Z
- reverses what is left of entry 13 (hour): every leg the other way
- point of entry 13 was reversed by entry 15 already and is left alone
- issuer: entry 13 moved -3 hour, now 3 hour
- v-1: entry 13 moved 3 hour, now -3 hour
= 3 hour from v-1 to issuer
)");
    CHECK(zh(book, rest).find("- 条目 13 的 point 已由条目 15 冲销，不再重复") != std::string::npos);
}

TEST_CASE("what a cap passes on is said with where it goes, and is not called lost") {
    auto book = Book::village();
    book.open_group("pool-1", AccountClass::pool);
    auto document = report_tests::standard_text("credit");
    report_tests::replace_all(document, R"("at_cap": "clip")",
                              R"("at_cap": "overflow", "overflow_to": "pool-1")");
    book.adopt(document);
    const auto index = book.post(service("canteen", "2018-06-05T08:00+08:00", 240, {"v-1 volunteer"}));
    const auto text = en(book, index);
    INFO(text);
    CHECK(text.ends_with(R"(= 4 hour from issuer to v-1
= 4 point from issuer to pool-1
= 20 point from issuer to v-1
= v-1: the cap "points-a-day" passed 4 point on to pool-1
)"));
    CHECK(text.find("so 24 point becomes 20 point; the other 4 point go to pool-1") != std::string::npos);
    CHECK(zh(book, index).ends_with("= v-1：超过上限“points-a-day”的 4 point 转入 pool-1\n"));
}

TEST_CASE("an account is told with its household and teams, and its texts by their fields alone") {
    auto book = Book::village();
    book.open_group("home-7", AccountClass::household);
    book.open_group("choir", AccountClass::team);
    AccountContent account;
    account.owner = "v-1";
    account.tags = {"trained"};
    account.member_of = {"choir", "home-7"};
    account.commitments = {{"name", sha256(bytes_of("n"))}, {"phone", sha256(bytes_of("p"))}};
    const auto index = book.post(account);
    CHECK(en(book, index)
              .starts_with("entry 15: the account v-1 of class member, tags trained, member of "
                           "choir, home-7, with commitments to the texts name, phone; "));
    CHECK(zh(book, index)
              .starts_with("条目 15：账户 v-1，类别为成员，标签 trained，属于 "
                           "choir、home-7，附对文字的承诺：name、phone；"));
    CHECK(en(book, index).find(to_hex(account.commitments[0].digest).substr(0, 8)) == std::string::npos);

    account.tags = {"a", "b", "c", "d", "e", "f", "g"};
    CHECK(zh(book, book.post(account)).find("标签 a、b、c、d、e、f等 7 个，") != std::string::npos);
}

TEST_CASE("a confirmation on paper is told with its photo's digest, and an import with its name") {
    auto book = Book::village();
    auto content = service("visit", "2018-06-04T09:00+08:00", 40, {"v-1 volunteer", "r-1 receiver"});
    const auto photo = sha256(bytes_of("a photo"));
    content.participants[1].evidence.kind = EvidenceKind::paper_confirmation;
    content.participants[1].evidence.digest = photo;
    Claim claim;
    claim.ledger = book.ledger().genesis_hash();
    claim.origin = book.ledger().origin();
    claim.id = claim_id_from_digest(photo);
    claim.batch.fill(0xab);
    claim.content = content;
    const auto index = book.ledger().head().value().size;
    book.post(std::vector<SignedClaim>{sign_claim(claim, book.operator_signer()).value()});
    const auto digest = to_hex(photo).substr(0, 8);
    CHECK(en(book, index)
              .find("- r-1: confirmed on paper, the photo has the digest " + digest +
                    "; the office that signs vouches for it\n") != std::string::npos);
    CHECK(zh(book, index).find("- r-1：纸质确认，照片摘要 " + digest + "，由签署的办公室人员作证\n") !=
          std::string::npos);
    CHECK(en(book, index).find("(key KEY), with the import abababab, recorded") != std::string::npos);
    CHECK(zh(book, index).find("，随导入 abababab，记录于") != std::string::npos);
}
