#include <string>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "merkle/standard_leaves.hpp"
#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"
#include "timebank/receipt.hpp"

namespace {

using example::replaced;
using timebank::bytes_of;
using timebank::Code;
using timebank::parse_tlog_proof;
using timebank::Result;
using timebank::TlogProof;
using timebank::verify_tlog_proof;

template <class T>
Code code_of(const Result<T>& result) {
    return result.has_value() ? Code{} : result.error().code;
}

timebank::Digest leaf_5() {
    return timebank::merkle::leaf_hash(standard_leaves()[5]);
}

}  // namespace

TEST_CASE("the worked example's proof is read, verified and written back unchanged") {
    const std::string text = example::tlog_proof();
    CHECK(text.size() == 490);
    CHECK(timebank::to_hex(timebank::sha256(bytes_of(text))) ==
          "fd9d74955c7c54e1e4b7ebb0a491d9b5f7933e3c7eb668485c811fbff6dc2529");
    const TlogProof proof = parse_tlog_proof(text).value();
    CHECK(proof.extra.empty());
    CHECK(proof.index == 5);
    CHECK(proof.siblings.size() == 3);
    CHECK(proof.signed_checkpoint == example::cosigned_checkpoint());
    CHECK(to_text(proof) == text);

    CHECK(verify_tlog_proof(proof, leaf_5(), example::log_key()).value() == example::checkpoint());
    const timebank::Digest near_leaf = timebank::merkle::leaf_hash(timebank::from_hex("40414244").value());
    CHECK(code_of(verify_tlog_proof(proof, near_leaf, example::log_key())) == Code::bad_proof);
}

TEST_CASE("a proof with another index, sibling, checkpoint or key does not verify") {
    const std::string good = example::tlog_proof();
    const auto verified = [](const std::string& text) {
        return verify_tlog_proof(parse_tlog_proof(text).value(), leaf_5(), example::log_key());
    };
    REQUIRE(verified(good));
    CHECK(code_of(verified(replaced(good, "index 5", "index 4"))) == Code::bad_proof);
    CHECK(code_of(verified(replaced(good, "index 5", "index 8"))) == Code::bad_proof);
    CHECK(code_of(verified(replaced(good, "index 5", "index 18446744073709551615"))) == Code::bad_proof);
    CHECK(code_of(verified(replaced(good, "vBoG", "vBoH"))) == Code::bad_proof);
    CHECK(code_of(verified(replaced(good, "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\n", ""))) ==
          Code::bad_proof);
    CHECK(code_of(verified(replaced(good, "\n8\n", "\n7\n"))) == Code::bad_proof);
    CHECK(code_of(verified(replaced(good, example::log_line, ""))) == Code::bad_proof);
    CHECK(verified(replaced(good, example::witness_line, "")));
    CHECK(verified(replaced(good, "index", "extra AAAA\nindex")));  // unauthenticated, as the format says

    const timebank::VerifierKey other{example::origin, example::other_signer()->public_key()};
    CHECK(code_of(verify_tlog_proof(parse_tlog_proof(good).value(), leaf_5(), other)) == Code::bad_proof);
}

TEST_CASE("a proof with extra bytes is read and written back unchanged") {
    const std::string text = replaced(example::tlog_proof(), "index", "extra QEFCQw==\nindex");
    const TlogProof proof = parse_tlog_proof(text).value();
    CHECK(proof.extra == standard_leaves()[5]);
    CHECK(to_text(proof) == text);
}

TEST_CASE("malformed proofs are bad_proof") {
    const std::string good = example::tlog_proof();
    const std::string sibling = "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=\n";
    std::string siblings_65;
    for (int count = 0; count < 62; ++count) siblings_65 += sibling;
    const std::string siblings_64 = siblings_65.substr(sibling.size());
    CHECK(parse_tlog_proof(replaced(good, sibling, sibling + siblings_64)));

    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"the first line alone", "c2sp.org/tlog-proof@v1\n"},
        {"another version", replaced(good, "@v1", "@v2")},
        {"a space after the first line", replaced(good, "@v1", "@v1 ")},
        {"a line before", "\n" + good},
        {"line ends of Windows", replaced(good, "@v1\n", "@v1\r\n")},
        {"no index", replaced(good, "index 5\n", "")},
        {"index without number", replaced(good, "index 5", "index ")},
        {"negative index", replaced(good, "index 5", "index -5")},
        {"index with a leading zero", replaced(good, "index 5", "index 05")},
        {"index 2^64", replaced(good, "index 5", "index 18446744073709551616")},
        {"index in upper case", replaced(good, "index 5", "Index 5")},
        {"two indexes", replaced(good, "index 5\n", "index 5\nindex 5\n")},
        {"empty extra", replaced(good, "index", "extra \nindex")},
        {"extra not base64", replaced(good, "index", "extra A\nindex")},
        {"extra with a stray bit", replaced(good, "index", "extra QEFCQx==\nindex")},
        {"two extras", replaced(good, "index", "extra AAAA\nextra AAAA\nindex")},
        {"extra after the index", replaced(good, "index 5\n", "index 5\nextra AAAA\n")},
        {"a sibling of 31 bytes", replaced(good, sibling, "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZng==\n")},
        {"a sibling with a stray bit", replaced(good, "nms=", "nmt=")},
        {"65 siblings", replaced(good, sibling, sibling + siblings_65)},
        {"no blank line", replaced(good, "\n\n", "\n")},
        {"two blank lines and no checkpoint", replaced(good, example::cosigned_checkpoint(), "\n")},
        {"no checkpoint", replaced(good, example::cosigned_checkpoint(), "")},
        {"a checkpoint that is cut off", good.substr(0, good.size() - 1)},
        {"a checkpoint without signatures",
         replaced(good, std::string(example::log_line) + example::witness_line, "")},
        {"something after", good + "x\n"},
    };
    for (const auto& [name, text] : cases) {
        CAPTURE(name);
        CHECK(code_of(parse_tlog_proof(text)) == Code::bad_proof);
    }
}
