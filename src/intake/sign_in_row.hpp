#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "intake/csv.hpp"
#include "intake/sheet_header.hpp"
#include "intake/sign_in_columns.hpp"
#include "intake/sign_in_editions.hpp"
#include "timebank/sheet.hpp"

/// One row of a sign-in sheet.
namespace timebank::intake {

struct SignInRow {
    ServiceContent service;  ///< its first participant is the row's person; receivers stand behind
    std::string session_label;
    std::string own_id;  ///< what stands in the column id, or empty
};

/// The id of the row's claim. Each attempt has another: the next is needed when the row was recorded, and
/// taken back. The same row of the same ledger has the same ids wherever and whenever it is read.
ClaimId row_id(std::string_view origin, const SignInRow& row, std::uint32_t attempt);

/// What rows of one day with the same label share.
std::array<std::uint8_t, 16> session_id(std::string_view origin, CivilDate day, std::string_view label);

/// The name of an import of these bytes.
BatchId batch_id(std::string_view origin, std::string_view sheet);

/// What the rows of one sheet have in common.
struct SignInSheet {
    std::string origin;
    SheetHeader header;
    const ImportOptions& options;
    SignInEditions editions;
};

/// The row, or the first thing that is wrong with it. invalid_argument when its time carries no offset and
/// the options do not say one: then none of the sheet can be read.
Result<std::variant<SignInRow, RowFault>> read_sign_in_row(const SignInSheet& sheet, const CsvRow& row);

/// A field in which a row is not what was recorded.
struct FieldDifference {
    SignIn column = SignIn::date;
    Text recorded;
    Text found;
};
/// The first such field; a column that the sheet does not have contradicts nothing.
std::optional<FieldDifference> first_difference(const SheetHeader& header, const ServiceContent& recorded,
                                                const ServiceContent& found);

}  // namespace timebank::intake
