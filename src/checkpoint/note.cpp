#include <algorithm>

#include "checkpoint/lines.hpp"
#include "core/excerpt.hpp"
#include "core/try.hpp"
#include "timebank/checkpoint.hpp"
#include "timebank/limits.hpp"

namespace timebank {
namespace {

constexpr std::string_view signature_prefix = "\xE2\x80\x94 ";  // an em dash and a space
constexpr std::string_view blank_line = "\n\n";
constexpr std::size_t key_id_bytes = 4;

Error malformed(const Text& fault) {
    return {
        Code::bad_proof,
        say_with("这不是完整的签名文本：{}。请重新索取原文件，勿经编辑或转码。",
                 "this is not a whole signed note: {}. Get the file again and neither edit nor re-encode it.",
                 {fault})};
}

Error malformed_line(std::string_view line) {
    const Text fault = say("“{}”不是签名行（应为“— 名称 base64”）",
                           "\"{}\" is not a signature line (\"— name base64\")", {excerpt(line)});
    return malformed(fault);
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
    if (line.substr(0, signature_prefix.size()) != signature_prefix) return malformed_line(line);
    const std::string_view rest = line.substr(signature_prefix.size());
    const std::size_t name_end = rest.find(' ');
    if (name_end == std::string_view::npos) return malformed_line(line);

    const std::string_view name = rest.substr(0, name_end);
    const Result<Bytes> payload = from_base64(rest.substr(name_end + 1));
    if (!is_key_name(name) || !payload || payload->size() <= key_id_bytes) return malformed_line(line);
    NoteSignature signature{std::string(name), 0, {}};
    for (std::size_t place = 0; place < key_id_bytes; ++place) {
        signature.key_id = signature.key_id << 8 | (*payload)[place];
    }
    signature.signature.assign(payload->begin() + key_id_bytes, payload->end());
    return signature;
}

std::string signature_line(const NoteSignature& signature) {
    Bytes payload;
    for (int shift = 24; shift >= 0; shift -= 8) {
        payload.push_back(static_cast<std::uint8_t>(signature.key_id >> shift));
    }
    payload.insert(payload.end(), signature.signature.begin(), signature.signature.end());
    return std::string(signature_prefix) + signature.name + ' ' + to_base64(payload) + '\n';
}

bool signature_verifies(const Note& note, const NoteSignature& line, const PublicKey& key) {
    Signature signature;
    if (line.signature.size() != signature.size()) return false;
    std::copy(line.signature.begin(), line.signature.end(), signature.begin());
    return verify_signature(key, bytes_of(note.text), signature);
}

/// With two keys of one (name, key id) nobody could say which of them a line is by.
Result<void> check_distinct(const std::vector<VerifierKey>& known) {
    for (auto key = known.begin(); key != known.end(); ++key) {
        const auto same = [&](const VerifierKey& other) {
            return other.name == key->name && other.key_id() == key->key_id();
        };
        if (std::find_if(known.begin(), key, same) == key) continue;
        return fail(Code::bad_key, "给出了两把名称与编号相同的公钥（{}），无法判断签名属于谁；请只留一把。",
                    "two of the keys given share the name and key id of {}, so a signature could be "
                    "either's; keep one.",
                    {excerpt(key->name)});
    }
    return {};
}

}  // namespace

std::string to_text(const Note& note) {
    std::string text = note.text + '\n';
    for (const NoteSignature& signature : note.signatures) text += signature_line(signature);
    return text;
}

Result<Note> parse_note(std::string_view text) {
    if (const auto place = first_unprintable(text)) {
        const std::string byte = std::to_string(*place);
        const Text fault =
            say("第 {} 字节处有控制字符或不是 UTF-8", "byte {} is a control character or not UTF-8", {byte});
        return malformed(fault);
    }
    // The last one: the text may hold blank lines of its own.
    const std::size_t split = text.rfind(blank_line);
    if (split == std::string_view::npos) {
        return malformed({"正文与签名之间没有空行", "no blank line parts text and signatures"});
    }
    Note note{std::string(text.substr(0, split + 1)), {}};
    LineReader lines(text.substr(split + blank_line.size()));
    while (const auto line = lines.next()) {
        if (note.signatures.size() == limits::note_signatures)
            return malformed(say("签名超过 {} 行", "it has over {} signatures",
                                 {std::to_string(limits::note_signatures)}));
        TIMEBANK_TRY(signature, parse_signature_line(*line));
        note.signatures.push_back(std::move(signature));
    }
    if (!lines.rest().empty())
        return malformed({"末行没有换行符", "its last line does not end in a newline"});
    if (note.signatures.empty()) return malformed({"没有签名行", "it has no signature line"});
    return note;
}

Result<void> sign_note(Note& note, const std::string& name, const Signer& signer) {
    if (!is_key_name(name)) {
        return fail(
            Code::invalid_argument, "签名者名称“{}”为空，或含空白、“+”或控制字符；请换一个名称。",
            "the signer's name \"{}\" is empty or has white space, '+' or control characters; use another.",
            {excerpt(name)});
    }
    if (note.text.empty() || note.text.back() != '\n' || first_unprintable(note.text)) {
        return fail(
            Code::invalid_argument, "待签正文须为 UTF-8、无控制字符、以换行结尾；这里是“{}”。",
            "the text to sign must be UTF-8 without control characters and end in a newline; this is \"{}\".",
            {excerpt(note.text)});
    }
    if (note.signatures.size() >= limits::note_signatures) {
        return fail(Code::invalid_argument, "签名文本已有 {} 行签名，不能再加。",
                    "the note has {} signatures already, which is all it can hold.",
                    {std::to_string(note.signatures.size())});
    }
    const VerifierKey key{name, signer.public_key()};
    TIMEBANK_TRY(signature, signer.sign(bytes_of(note.text)));
    // A faulty device must not publish: its wrong signatures can give the key away.
    if (!verify_signature(key.key, bytes_of(note.text), signature)) {
        return fail(
            Code::bad_key, "签名设备给出的签名与其公钥不符；请停用并检查该密钥。",
            "the signer's signature does not verify under its own public key; stop using it and examine it.");
    }
    note.signatures.push_back({name, key.key_id(), Bytes(signature.begin(), signature.end())});
    return {};
}

Result<void> verify_note(const Note& note, const std::vector<VerifierKey>& known) {
    TIMEBANK_CHECK(check_distinct(known));
    bool verified = false;
    for (const NoteSignature& line : note.signatures) {
        const auto key = std::find_if(known.begin(), known.end(), [&](const VerifierKey& candidate) {
            return candidate.name == line.name && candidate.key_id() == line.key_id;
        });
        if (key == known.end()) continue;
        if (!signature_verifies(note, line, key->key)) {
            return fail(
                Code::bad_proof, "“{}”的签名与正文不符：正文或签名被改动过，请核对来源。",
                "the signature of \"{}\" does not fit the text: one of them was altered; check where it came "
                "from.",
                {excerpt(line.name)});
        }
        verified = true;
    }
    if (verified) return {};
    const std::string signers = note.signatures.empty() ? "" : excerpt(note.signatures.front().name);
    return fail(Code::bad_proof, "给出的 {} 把公钥都没有签过这份文本（首个签名者是“{}”）；请核对所用的公钥。",
                "none of the {} keys given has signed this note (its first signer is \"{}\"); check which "
                "key to use.",
                {std::to_string(known.size()), signers});
}

}  // namespace timebank
