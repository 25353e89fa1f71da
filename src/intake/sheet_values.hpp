#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timebank/claim.hpp"
#include "timebank/error.hpp"
#include "timebank/time.hpp"

/// What the cells of a sheet say, in the spellings that people and spreadsheets use. Cells come trimmed; each
/// fault is a bad_document that quotes the cell and says how to write it.
namespace timebank::intake {

/// "2018-06-04", "2018/6/4", "2018.6.4", "2018年6月4日", and each of them with "00:00" behind it.
Result<CivilDate> read_sheet_date(std::string_view cell);

struct SheetTime {
    std::int64_t minutes = 0;                    ///< since midnight, [0, 1440)
    std::optional<std::int16_t> offset_minutes;  ///< none: the cell does not say
};

/// "8:30", "08:30", "08:30:00", also with a Chinese colon; "08:30+08:00".
Result<SheetTime> read_sheet_time(std::string_view cell);

/// "+08:00" or "-03:30", in minutes.
Result<std::int16_t> read_offset(std::string_view text);

/// A whole number in [least, most].
Result<std::uint32_t> read_sheet_count(std::string_view cell, std::uint32_t least, std::uint32_t most);

/// The number of a person or of another account: see is_code().
Result<std::string> read_sheet_owner(std::string_view cell);

/// Numbers with ';', ',' or '、' between them.
Result<std::vector<std::string>> read_sheet_owners(std::string_view cell);

/// Any other code.
Result<std::string> read_sheet_code(std::string_view cell);

/// By its code or its name; not a confirmation on paper, which takes the digest of a photo.
Result<EvidenceKind> read_sheet_evidence(std::string_view cell);

/// A role by its Chinese or English name; nothing when it is none of the built-in ones.
std::optional<std::string_view> find_role(std::string_view cell);

}  // namespace timebank::intake
