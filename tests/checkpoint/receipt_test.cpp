#include "timebank/receipt.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "merkle/reference.hpp"
#include "timebank/digest.hpp"
#include "timebank/merkle.hpp"

namespace {

using timebank::Bytes;
using timebank::Code;
using timebank::Entry;
using timebank::Result;
using timebank::VerifiedReceipt;
using timebank::verify_receipt;

template <class T>
Code code_of(const Result<T>& result) {
    return result.has_value() ? Code{} : result.error().code;
}

/// A member's account, opened by one key and cosigned by another.
Entry entry_at(std::uint64_t index) {
    timebank::Claim claim;
    claim.origin = example::origin;
    claim.cosigners = {timebank::CosignerCapacity::coordinator};
    claim.id = timebank::claim_id_from_digest(timebank::sha256(timebank::bytes_of(std::to_string(index))));
    claim.content =
        timebank::AccountContent{"member-" + std::to_string(index), timebank::AccountClass::member, {}};
    Entry entry;
    entry.index = index;
    entry.recorded_at_unix_s = 1'735'689'600;
    entry.signed_claim = sign_claim(claim, *example::other_signer()).value();
    REQUIRE(
        cosign_claim(entry.signed_claim, timebank::CosignerCapacity::coordinator, *example::log_signer()));
    return entry;
}

std::vector<Bytes> log_of(std::uint64_t size) {
    std::vector<Bytes> leaves;
    for (std::uint64_t index = 0; index < size; ++index)
        leaves.push_back(encode_entry(entry_at(index)).value());
    return leaves;
}

/// What an honest or a dishonest log of these leaves hands out for one of them.
timebank::TlogProof proof_of(const std::vector<Bytes>& leaves, std::uint64_t index) {
    const timebank::Checkpoint checkpoint{example::origin, leaves.size(), reference::root(leaves)};
    return {leaves[index], index, reference::path(index, leaves),
            sign_checkpoint(checkpoint, *example::log_signer()).value()};
}

/// The verdict on entry 3 of a log of 7 in which `leaf` stands there, with everything else in order.
Result<VerifiedReceipt> verdict_on_leaf(const Bytes& leaf) {
    std::vector<Bytes> leaves = log_of(7);
    leaves[3] = leaf;
    return verify_receipt(to_text(proof_of(leaves, 3)), example::log_key());
}

}  // namespace

TEST_CASE("every receipt of a log verifies and says what was recorded") {
    for (const std::uint64_t size : {1U, 2U, 7U}) {
        const std::vector<Bytes> leaves = log_of(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            CAPTURE(index, size);
            const auto receipt = verify_receipt(to_text(proof_of(leaves, index)), example::log_key());
            REQUIRE(receipt);
            CHECK(receipt->entry == entry_at(index));
            CHECK(receipt->checkpoint.size == size);
            CHECK(receipt->checkpoint.origin == example::origin);
        }
    }
}

TEST_CASE("a receipt with any byte of its entry altered is refused") {
    timebank::TlogProof proof = proof_of(log_of(7), 3);
    REQUIRE(verify_receipt(to_text(proof), example::log_key()));
    for (std::uint8_t& byte : proof.extra) {
        byte ^= 1;
        REQUIRE(code_of(verify_receipt(to_text(proof), example::log_key())) == Code::bad_proof);
        byte ^= 1;
    }
    CHECK(verify_receipt(to_text(proof), example::log_key()));
}

TEST_CASE("a receipt with another entry, with none, or under another key is refused") {
    const std::vector<Bytes> leaves = log_of(7);
    timebank::TlogProof proof = proof_of(leaves, 3);
    const timebank::VerifierKey other{example::origin, example::other_signer()->public_key()};
    CHECK(code_of(verify_receipt(to_text(proof), other)) == Code::bad_proof);
    const timebank::VerifierKey renamed{"timebank.example/ledger2", example::log_key().key};
    CHECK(code_of(verify_receipt(to_text(proof), renamed)) == Code::bad_proof);
    proof.extra = leaves[4];
    CHECK(code_of(verify_receipt(to_text(proof), example::log_key())) == Code::bad_proof);
    proof.extra.clear();
    CHECK(code_of(verify_receipt(to_text(proof), example::log_key())) == Code::bad_proof);
    CHECK(code_of(verify_receipt(example::tlog_proof(), example::log_key())) == Code::bad_proof);
    CHECK(code_of(verify_receipt("", example::log_key())) == Code::bad_proof);
}

// From here on the operator is dishonest or broken: what is wrong is in the log itself, under a good
// checkpoint.

TEST_CASE("an entry that was signed for another ledger is refused") {
    Entry entry = entry_at(3);
    timebank::Claim claim = entry.signed_claim.claim;
    claim.origin = "timebank.example/ledger2";
    entry.signed_claim = sign_claim(claim, *example::other_signer()).value();
    const auto verdict = verdict_on_leaf(encode_entry(entry).value());
    REQUIRE(code_of(verdict) == Code::bad_proof);
    CHECK(verdict.error().text.en.find("timebank.example/ledger2") != std::string::npos);
}

TEST_CASE("an entry that stands elsewhere than it says is refused") {
    const auto verdict = verdict_on_leaf(encode_entry(entry_at(4)).value());
    REQUIRE(code_of(verdict) == Code::bad_proof);
    CHECK(verdict.error().text.en.find("number 4") != std::string::npos);
}

TEST_CASE("an entry whose author or cosigner did not sign it is refused") {
    CHECK(verdict_on_leaf(encode_entry(entry_at(3)).value()));
    Entry entry = entry_at(3);
    entry.signed_claim.signature[0] ^= 1;
    CHECK(code_of(verdict_on_leaf(encode_entry(entry).value())) == Code::bad_proof);
    entry = entry_at(3);
    entry.signed_claim.cosignatures.at(0).signature[0] ^= 1;
    CHECK(code_of(verdict_on_leaf(encode_entry(entry).value())) == Code::bad_proof);
    entry = entry_at(3);
    entry.signed_claim.claim.acting_for = "somebody-else";
    CHECK(code_of(verdict_on_leaf(encode_entry(entry).value())) == Code::bad_proof);
}

TEST_CASE("a leaf that is no entry is refused") {
    CHECK(code_of(verdict_on_leaf(timebank::from_hex("40414243").value())) == Code::bad_encoding);
    Bytes longer = encode_entry(entry_at(3)).value();
    longer.push_back(0);
    CHECK(code_of(verdict_on_leaf(longer)) == Code::bad_encoding);
}
