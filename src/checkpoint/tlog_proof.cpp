#include "checkpoint/lines.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/limits.hpp"
#include "timebank/merkle.hpp"
#include "timebank/receipt.hpp"

namespace timebank {
namespace {

constexpr std::string_view header = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_prefix = "extra ";
constexpr std::string_view index_prefix = "index ";

bool starts_with(std::optional<std::string_view> line, std::string_view prefix) {
    return line && line->substr(0, prefix.size()) == prefix;
}

Error malformed(const LineReader& lines, std::optional<std::string_view> found, std::string_view zh_allowed,
                std::string_view en_allowed) {
    if (!found) {
        const std::string number = std::to_string(lines.number() + 1);
        return fail(Code::bad_proof, "收据不完整：第 {0} 行应为{1}，却已到文件末尾；请重新索取。",
                    "the receipt is cut off: line {0} should be {2} but the file ends; get it again.",
                    {number, zh_allowed, en_allowed});
    }
    return fail(Code::bad_proof, "收据第 {0} 行是“{1}”，应为{2}；请重新索取。",
                "line {0} of the receipt is \"{1}\", not {3}; get it again.",
                {std::to_string(lines.number()), excerpt(*found), zh_allowed, en_allowed});
}

/// The lines from after the index to the blank line before the checkpoint.
Result<std::vector<Digest>> parse_siblings(LineReader& lines) {
    std::vector<Digest> siblings;
    auto line = lines.next();
    for (; line && !line->empty(); line = lines.next()) {
        const auto sibling = parse_digest(*line);
        if (!sibling || siblings.size() == limits::proof_hashes) {
            const auto wanted = say("32 字节的 base64（至多 {} 行）或空行",
                                    "the base64 of 32 bytes (at most {} lines) or a blank line",
                                    {std::to_string(limits::proof_hashes)});
            return malformed(lines, line, wanted.zh, wanted.en);
        }
        siblings.push_back(*sibling);
    }
    if (!line) return malformed(lines, line, "检查点前的空行", "the blank line before the checkpoint");
    return siblings;
}

}  // namespace

std::string to_text(const TlogProof& proof) {
    std::string text = std::string(header) + '\n';
    if (!proof.extra.empty()) text += std::string(extra_prefix) + to_base64(proof.extra) + '\n';
    text += std::string(index_prefix) + std::to_string(proof.index) + '\n';
    for (const Digest& sibling : proof.siblings) text += to_base64(sibling) + '\n';
    return text + '\n' + proof.signed_checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
    TlogProof proof;
    LineReader lines(text);
    auto line = lines.next();
    if (line != header)
        return malformed(lines, line, "“c2sp.org/tlog-proof@v1”", "\"c2sp.org/tlog-proof@v1\"");
    line = lines.next();
    if (starts_with(line, extra_prefix)) {
        const Result<Bytes> extra = from_base64(line->substr(extra_prefix.size()));
        // Without bytes the line would say nothing, and the same proof would have two spellings.
        if (!extra || extra->empty()) return malformed(lines, line, "“extra base64”", "\"extra base64\"");
        proof.extra = *extra;
        line = lines.next();
    }
    const auto index =
        starts_with(line, index_prefix) ? parse_decimal(line->substr(index_prefix.size())) : std::nullopt;
    if (!index) return malformed(lines, line, "“index 序号”", "\"index number\"");
    proof.index = *index;
    TIMEBANK_TRY(siblings, parse_siblings(lines));
    proof.siblings = std::move(siblings);
    TIMEBANK_CHECK(parse_note(lines.rest()));
    proof.signed_checkpoint = lines.rest();
    return proof;
}

Result<Checkpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash,
                                     const VerifierKey& log_key) {
    TIMEBANK_TRY(checkpoint, open_checkpoint(proof.signed_checkpoint, log_key));
    TIMEBANK_CHECK(
        merkle::verify_inclusion(proof.index, checkpoint.size, leaf_hash, proof.siblings, checkpoint.root));
    return checkpoint;
}

}  // namespace timebank
