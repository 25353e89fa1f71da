#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/bytes.hpp"
#include "timebank/error.hpp"
#include "timebank/signer.hpp"

/// Signed heads of the log: C2SP signed-note v1.0.0 and tlog-checkpoint v1.0.0, Ed25519. Pure text; any
/// thread.
#pragma GCC visibility push(default)
namespace timebank {

/// A name and a key that together verify signature lines: "name+hex8+base64" in its text form (a *vkey*).
struct VerifierKey {
    std::string name;  ///< for a log: its origin
    PublicKey key;
    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

    /// The first four bytes of SHA-256(name || 0A || 01 || key).
    std::uint32_t key_id() const;
};

std::string to_text(const VerifierKey& key);
/// bad_key unless the text is exactly what to_text() writes for a key that check_public_key() accepts.
Result<VerifierKey> parse_verifier_key(std::string_view text);

/// One line "— name base64" below a note.
struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    Bytes signature;  ///< without the four bytes of the key id
    friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct Note {
    std::string text;                       ///< ends in a newline; the signed bytes
    std::vector<NoteSignature> signatures;  ///< at least one, at most 100
};

std::string to_text(const Note& note);
/// bad_proof with what is malformed and where. Signatures are not checked.
Result<Note> parse_note(std::string_view text);

/// Adds `signer`'s line under `name`. invalid_argument when the name or the text does not fit the format.
Result<void> sign_note(Note& note, const std::string& name, const Signer& signer);

/// Done when at least one of `known` has signed and no line of a known (name, key id) fails; lines of unknown
/// keys are ignored, as the format demands. bad_proof otherwise; bad_key when two known keys share (name, key
/// id).
Result<void> verify_note(const Note& note, const std::vector<VerifierKey>& known);

/// What a log says of itself. There are never extension lines.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};  ///< merkle::empty_root() when size is 0
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The three lines of the note's text.
std::string to_text(const Checkpoint& checkpoint);
/// bad_proof when the text is not exactly three such lines, or has size 0 with another root than the empty
/// tree's.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint as a note signed by the log's key, whose name is the origin.
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const Signer& log_signer);
/// The checkpoint inside a signed note. bad_proof unless `log_key` has signed it and its name is the origin.
Result<Checkpoint> open_checkpoint(std::string_view signed_note, const VerifierKey& log_key);

}  // namespace timebank
#pragma GCC visibility pop
