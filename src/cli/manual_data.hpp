#pragma once

/// The prose of the manual page; CMake writes it here from timebank.1 and timebank.zh_CN.1.
namespace timebank::cli {

extern const char* const manual_prose_en;
extern const char* const manual_prose_zh;

}  // namespace timebank::cli
