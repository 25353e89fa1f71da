#include "core/codec.hpp"
#include "intake/sign_in_row.hpp"
#include "timebank/digest.hpp"

// What is derived from a sheet: the ids of rows, sessions and imports. src/intake/SHEETS.md has the bytes;
// a change makes every sheet that was ever imported look new.

namespace timebank::intake {
namespace {

enum class Names : std::uint8_t { fields = 0, own_id = 1 };

/// The tag and the origin, in front of what an id is derived from.
Encoder begin(std::string_view tag, std::string_view origin) {
    Encoder encoder;
    encoder.block32(bytes_of(tag));
    encoder.block32(bytes_of(origin));
    return encoder;
}

}  // namespace

ClaimId row_id(std::string_view origin, const SignInRow& row, std::uint32_t attempt) {
    auto encoder = begin("timebank/sheet-row/0", origin);
    if (!row.own_id.empty()) {
        encoder.u8(static_cast<std::uint8_t>(Names::own_id));
        encoder.block32(bytes_of(row.own_id));
    } else {
        const auto& person = row.service.participants.front();
        encoder.u8(static_cast<std::uint8_t>(Names::fields));
        encoder.i64(row.service.actual.start.local_minutes);
        encoder.u16(static_cast<std::uint16_t>(row.service.actual.start.offset_minutes));
        for (const std::string_view text :
             {std::string_view(person.owner), std::string_view(person.role),
              std::string_view(row.service.category), std::string_view(row.session_label)})
            encoder.block32(bytes_of(text));
    }
    encoder.u32(attempt);
    return claim_id_from_digest(sha256(encoder.bytes()));
}

std::array<std::uint8_t, 16> session_id(std::string_view origin, CivilDate day, std::string_view label) {
    auto encoder = begin("timebank/sheet-session/0", origin);
    encoder.u32(static_cast<std::uint32_t>(day.days));
    encoder.block32(bytes_of(label));
    return claim_id_from_digest(sha256(encoder.bytes())).bytes;
}

BatchId batch_id(std::string_view origin, std::string_view sheet) {
    auto encoder = begin("timebank/sheet-import/0", origin);
    return claim_id_from_digest(sha256({encoder.bytes(), bytes_of(sheet)})).bytes;
}

}  // namespace timebank::intake
