#pragma once

#include <cstddef>

/// The columns of a sign-in sheet, by their position in sign_in_columns().
namespace timebank::intake {

enum class SignIn : std::size_t {
    date,
    start,
    end,
    minutes,
    volunteer,
    name,
    role,
    category,
    session,
    receiver,
    place,
    quantity,
    own_minutes,
    travel_minutes,
    on_behalf_of,
    evidence,
    id,
    phone,
    signature,
    note,
};

}  // namespace timebank::intake
