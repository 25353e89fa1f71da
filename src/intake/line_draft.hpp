#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "timebank/claim.hpp"
#include "timebank/error.hpp"

/// A claim line as it was read, before what the line leaves open is filled in.
namespace timebank::intake {

struct LineDraft {
    /// Complete when is_signed; else without origin, author, capacity and signature, its id perhaps all zero.
    SignedClaim signed_claim;
    bool is_signed = false;
    std::string group;            ///< the label, or empty
    std::size_t line_number = 1;  ///< in its text
};

/// bad_json or bad_document as read_claim_line() says; limits that span several fields are not checked yet.
Result<LineDraft> read_line_draft(std::string_view line);

}  // namespace timebank::intake
