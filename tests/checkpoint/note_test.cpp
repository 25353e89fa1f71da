#include <string>

#include "catch.hpp"
#include "checkpoint/example.hpp"
#include "timebank/bytes.hpp"
#include "timebank/checkpoint.hpp"

namespace {

using example::replaced;
using timebank::Code;
using timebank::Note;
using timebank::parse_note;
using timebank::parse_verifier_key;
using timebank::Result;
using timebank::sign_note;
using timebank::VerifierKey;
using timebank::verify_note;

// The example in the documentation of Go's sumdb/note.
const char* const neumann_vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string neumann_text =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string neumann_line =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string neumann_note = neumann_text + "\n" + neumann_line;

template <class T>
Code code_of(const Result<T>& result) {
    return result.has_value() ? Code{} : result.error().code;
}

/// A device that gives wrong signatures, or none.
class FaultySigner final : public timebank::Signer {
  public:
    explicit FaultySigner(bool answers) : answers_(answers) {}
    timebank::PublicKey public_key() const override { return example::log_signer()->public_key(); }
    Result<timebank::Signature> sign(timebank::ByteView) const override {
        if (answers_) return timebank::Signature{};
        return timebank::fail(Code::io_failed, "设备未连接", "the device is not connected");
    }

  private:
    bool answers_;
};

}  // namespace

TEST_CASE("the published note is read, verified and written back unchanged") {
    const Note note = parse_note(neumann_note).value();
    CHECK(note.text == neumann_text);
    REQUIRE(note.signatures.size() == 1);
    CHECK(note.signatures[0].name == "PeterNeumann");
    CHECK(note.signatures[0].key_id == 0xc74f20a3);
    CHECK(note.signatures[0].signature.size() == 64);
    CHECK(to_text(note) == neumann_note);
    CHECK(verify_note(note, {parse_verifier_key(neumann_vkey).value()}));
}

TEST_CASE("malformed notes are bad_proof") {
    REQUIRE(parse_note(neumann_note));
    const std::pair<const char*, std::string> cases[] = {
        {"nothing", ""},
        {"text alone", neumann_text},
        {"text without newline", replaced(neumann_note, "is.\n\n", "is.\n")},
        {"no signature block", neumann_text + "\n"},
        {"no text", neumann_line},
        {"last line without newline", neumann_note.substr(0, neumann_note.size() - 1)},
        {"a leading 01 byte", "\x01" + neumann_note},
        {"a leading FF byte", "\xFF" + neumann_note},
        {"a NUL in the text", replaced(neumann_note, "you", std::string(1, '\0'))},
        {"a tab in the text", replaced(neumann_note, " think", "\tthink")},
        {"line ends of Windows", replaced(neumann_note, "problem,\n", "problem,\r\n")},
        {"a surrogate in the text", replaced(neumann_note, "you", "\xED\xA0\x80")},
        {"an overlong character in the text", replaced(neumann_note, "you", "\xC0\xAF")},
        {"a name with a space", replaced(neumann_note, "— PeterNeumann", "— Peter Neumann")},
        {"a name with a plus", replaced(neumann_note, "— PeterNeumann", "— Peter+Neumann")},
        {"a name with a line separator",
         replaced(neumann_note, "— PeterNeumann", "— Peter\xE2\x80\xA8Neumann")},
        {"no name", replaced(neumann_note, "— PeterNeumann", "— ")},
        {"a hyphen for the dash", replaced(neumann_note, "—", "-")},
        {"no space after the dash", replaced(neumann_note, "— ", "—")},
        {"a line that is no signature", neumann_note + "Hello\n"},
        {"a blank line at the end", neumann_note + "\n"},
        {"no base64", replaced(neumann_note, neumann_line, "— PeterNeumann\n")},
        {"empty base64", replaced(neumann_note, neumann_line, "— PeterNeumann \n")},
        {"a key id and no signature", replaced(neumann_note, neumann_line, "— PeterNeumann x08gow==\n")},
        {"base64 without padding", replaced(neumann_note, "JnAM=", "JnAM")},
        {"base64 with a stray bit", replaced(neumann_note, "JnAM=", "JnAN=")},
        {"base64 of the URL alphabet", replaced(neumann_note, "x08go/ZJ", "x08go_ZJ")},
        {"a space after the base64", replaced(neumann_note, "JnAM=", "JnAM= ")},
        {"a double space", replaced(neumann_note, "PeterNeumann x08", "PeterNeumann  x08")},
    };
    for (const auto& [name, text] : cases) {
        CAPTURE(name);
        CHECK(code_of(parse_note(text)) == Code::bad_proof);
    }
}

TEST_CASE("a note may have 100 signatures and no more") {
    std::string text = neumann_text + "\n";
    for (int count = 0; count < 100; ++count) text += neumann_line;
    const auto note = parse_note(text);
    REQUIRE(note);
    CHECK(note->signatures.size() == 100);
    CHECK(to_text(*note) == text);
    CHECK(verify_note(*note, {parse_verifier_key(neumann_vkey).value()}));
    CHECK(code_of(parse_note(text + neumann_line)) == Code::bad_proof);

    Note full = *note;
    CHECK(code_of(sign_note(full, "me", *example::log_signer())) == Code::invalid_argument);
    CHECK(full.signatures.size() == 100);
}

TEST_CASE("the last blank line parts text and signatures") {
    for (const std::string text :
         {"one\n\ntwo\n", "\n", "one\n\n", "\n\n\n", "a note in a note\n\n— a AAAAAAA=\n"}) {
        CAPTURE(text);
        Note note{text, {}};
        REQUIRE(sign_note(note, example::origin, *example::log_signer()));
        const auto read = parse_note(to_text(note));
        REQUIRE(read);
        CHECK(read->text == text);
        CHECK(read->signatures == note.signatures);
        CHECK(verify_note(*read, {example::log_key()}));
    }
}

TEST_CASE("what does not fit the format is not signed") {
    const auto signer = example::log_signer();
    for (const std::string name : {"", "a b", "a+b", "a\nb", "a\tb",
                                   "a\xE3\x80\x80"
                                   "b",
                                   "\xFF"}) {
        CAPTURE(name);
        Note note{"text\n", {}};
        CHECK(code_of(sign_note(note, name, *signer)) == Code::invalid_argument);
        CHECK(note.signatures.empty());
    }
    for (const std::string text : {"", "no newline", "tab\there\n", "\xFF\n"}) {
        CAPTURE(text);
        Note note{text, {}};
        CHECK(code_of(sign_note(note, "a", *signer)) == Code::invalid_argument);
        CHECK(note.signatures.empty());
    }
}

TEST_CASE("a signer that fails, or signs wrongly, adds no line") {
    Note note{"text\n", {}};
    CHECK(code_of(sign_note(note, "a", FaultySigner(false))) == Code::io_failed);
    CHECK(code_of(sign_note(note, "a", FaultySigner(true))) == Code::bad_key);
    CHECK(note.signatures.empty());
}

TEST_CASE("every known signature must verify, and one must be there") {
    const auto log = example::log_signer();
    const auto other = example::other_signer();
    const VerifierKey log_key{"log", log->public_key()};
    const VerifierKey other_key{"other", other->public_key()};
    Note note{"text\n", {}};
    REQUIRE(sign_note(note, "log", *log));
    REQUIRE(sign_note(note, "other", *other));

    CHECK(verify_note(note, {log_key}));
    CHECK(verify_note(note, {other_key}));
    CHECK(verify_note(note, {log_key, other_key}));
    CHECK(code_of(verify_note(note, {})) == Code::bad_proof);
    CHECK(code_of(verify_note(note, {{"Log", log_key.key}})) == Code::bad_proof);    // another name
    CHECK(code_of(verify_note(note, {{"log", other_key.key}})) == Code::bad_proof);  // another key
    CHECK(code_of(verify_note(note, {log_key, log_key})) == Code::bad_key);
    CHECK(code_of(verify_note(note, {other_key, log_key, other_key})) == Code::bad_key);

    Note forged = note;
    forged.signatures[1].signature[0] ^= 1;
    CHECK(verify_note(forged, {log_key}));  // the forged line is by a key that this reader does not know
    CHECK(code_of(verify_note(forged, {log_key, other_key})) == Code::bad_proof);

    Note longer = note;
    longer.signatures[0].signature.push_back(0);
    CHECK(code_of(verify_note(longer, {log_key})) == Code::bad_proof);
    Note shorter = note;
    shorter.signatures[0].signature.pop_back();
    CHECK(code_of(verify_note(shorter, {log_key})) == Code::bad_proof);
    Note renamed = note;
    renamed.signatures[0].name = "ledger";  // a known key id, but not of this name
    CHECK(code_of(verify_note(renamed, {log_key})) == Code::bad_proof);
    Note altered = note;
    altered.text = "text!\n";
    CHECK(code_of(verify_note(altered, {log_key})) == Code::bad_proof);
}

TEST_CASE("a message quotes no control characters") {
    const auto result = timebank::parse_checkpoint("\x1B[2Jname\n8\nroot\n");
    REQUIRE_FALSE(result);
    CHECK(result.error().text.en.find('\x1B') == std::string::npos);
    CHECK(result.error().text.zh.find('\x1B') == std::string::npos);
}
