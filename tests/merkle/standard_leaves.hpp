#pragma once

#include <string>
#include <vector>

#include "timebank/bytes.hpp"

/// The eight leaves that implementations of RFC 6962 share for their tests.
inline std::vector<timebank::Bytes> standard_leaves() {
    std::vector<timebank::Bytes> leaves;
    for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f"}) {
        leaves.push_back(timebank::from_hex(hex).value());
    }
    return leaves;
}
