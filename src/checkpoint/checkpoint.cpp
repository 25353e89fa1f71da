#include "timebank/checkpoint.hpp"

#include "checkpoint/lines.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/merkle.hpp"

namespace timebank {
namespace {

Error malformed(std::string_view found, std::string_view zh_allowed, std::string_view en_allowed) {
    return fail(Code::bad_proof, "检查点有误：“{0}”处应为{1}；请重新索取。",
                "the checkpoint is malformed: \"{0}\" stands where {2} belongs; get it again.",
                {excerpt(found), zh_allowed, en_allowed});
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + to_base64(checkpoint.root) +
           '\n';
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    LineReader lines(text);
    const auto origin = lines.next();
    const auto size_line = lines.next();
    const auto root_line = lines.next();
    if (!root_line || !lines.rest().empty()) {
        return malformed(text, "三行（名称、大小、根），各以换行结尾",
                         "three lines (origin, size, root), each ending in a newline,");
    }
    if (!is_key_name(*origin))
        return malformed(*origin, "账本名称（无空白、无“+”）", "an origin without spaces or '+'");
    const auto size = parse_decimal(*size_line);
    if (!size)
        return malformed(*size_line, "64 位十进制大小，无前导零",
                         "a 64-bit decimal size without leading zeros");
    const auto root = parse_digest(*root_line);
    if (!root) return malformed(*root_line, "32 字节的 base64", "the base64 of 32 bytes");
    if (*size == 0 && *root != merkle::empty_root()) {
        return malformed(*root_line, "空树的根（大小为 0）", "the empty tree's root, the size being 0,");
    }
    return Checkpoint{std::string(*origin), *size, *root};
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const Signer& log_signer) {
    Note note{to_text(checkpoint), {}};
    // A log signs nothing that it would not accept from another.
    const Result<Checkpoint> read_back = parse_checkpoint(note.text);
    if (!read_back) return Error{Code::invalid_argument, read_back.error().text};
    TIMEBANK_CHECK(sign_note(note, checkpoint.origin, log_signer));
    return to_text(note);
}

Result<Checkpoint> open_checkpoint(std::string_view signed_note, const VerifierKey& log_key) {
    TIMEBANK_TRY(note, parse_note(signed_note));
    TIMEBANK_CHECK(verify_note(note, {log_key}));
    TIMEBANK_TRY(checkpoint, parse_checkpoint(note.text));
    if (checkpoint.origin != log_key.name) {
        return fail(
            Code::bad_proof, "检查点属于账本“{}”，而公钥属于“{}”；请使用该账本自己的公钥。",
            "the checkpoint is of the ledger \"{}\" but the key is of \"{}\"; use the ledger's own key.",
            {excerpt(checkpoint.origin), excerpt(log_key.name)});
    }
    return checkpoint;
}

}  // namespace timebank
