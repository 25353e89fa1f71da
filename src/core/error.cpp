#include "timebank/error.hpp"

namespace timebank {

std::string_view to_text(Code code) {
    switch (code) {
        case Code::invalid_argument:
            return "invalid_argument";
        case Code::bad_json:
            return "bad_json";
        case Code::bad_document:
            return "bad_document";
        case Code::bad_encoding:
            return "bad_encoding";
        case Code::not_found:
            return "not_found";
        case Code::already_there:
            return "already_there";
        case Code::bad_key:
            return "bad_key";
        case Code::bad_proof:
            return "bad_proof";
        case Code::busy:
            return "busy";
        case Code::head_moved:
            return "head_moved";
        case Code::data_damaged:
            return "data_damaged";
        case Code::anchor_mismatch:
            return "anchor_mismatch";
        case Code::poisoned:
            return "poisoned";
        case Code::broken_invariant:
            return "broken_invariant";
        case Code::io_failed:
            return "io_failed";
        case Code::disk_full:
            return "disk_full";
        case Code::permission_denied:
            return "permission_denied";
        case Code::unsupported_place:
            return "unsupported_place";
        case Code::clock_jumped:
            return "clock_jumped";
        case Code::older_format:
            return "older_format";
    }
    return "unknown";  // a number from a newer library, met by a host that was compiled with an older header
}

int exit_code(Code code) {
    const bool caller_can_mend_it = static_cast<std::uint16_t>(code) < 200;
    return caller_can_mend_it ? 2 : 3;
}

Error fail(Code code, std::string_view zh, std::string_view en,
           std::initializer_list<std::string_view> arguments) {
    return Error{code, say(zh, en, arguments)};
}

}  // namespace timebank
