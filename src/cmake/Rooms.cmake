# A room is an object library: it compiles with exactly the rooms and packages named here, so a missing
# arrow is a build error for third-party headers and, by tests/house, a test failure for our own.
#
#   timebank_room(NAME [DESK] SOURCES a.cpp b.cpp [PACKAGES LMDB::LMDB ...])
#
# DESK: it works once for what a person asks (reads a document, writes a table), not once for each entry, and in
# everyday work is compiled more often than it has anything to calculate. Release builds make no difference.
# Targets: timebank_room_<NAME>, whose objects also go into the library; see Library.cmake.
set(TIMEBANK_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(TIMEBANK_WARNINGS_ARE_ERRORS)
  list(APPEND TIMEBANK_WARNINGS -Werror)
endif()

# With the first of each ccache keeps what was compiled with a precompiled header. GCC 12 forgets there which warnings
# come from inside the standard library, and the others are wrong about std::string.
set(TIMEBANK_PRECOMPILED_OPTIONS
  "$<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess;-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>"
  "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

# What the object libraries of the rooms, and that of what is precompiled for them, have in common.
function(timebank_room_options target)
  target_compile_options(${target} PRIVATE ${TIMEBANK_WARNINGS})
  set_target_properties(${target} PROPERTIES
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON POSITION_INDEPENDENT_CODE ON)
endfunction()

# CMake precompiles headers for a source; this one is empty.
set(TIMEBANK_EMPTY_SOURCE ${PROJECT_BINARY_DIR}/empty.cpp)
file(CONFIGURE OUTPUT ${TIMEBANK_EMPTY_SOURCE} CONTENT "")

# Read once for all rooms, since they take a compiler longer than most of their own text: headers of the standard
# library that never change. A room includes what it uses all the same, since in another project's build there is none
# of this; tests/house looks.
# GCC follows less of the code there, and then guesses what may be uninitialised.
set(TIMEBANK_DESK_OPTIONS
  "$<$<CONFIG:RelWithDebInfo>:-O1>" "$<$<AND:$<CONFIG:RelWithDebInfo>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>")
if(PROJECT_IS_TOP_LEVEL)
  foreach(precompiled timebank_precompiled timebank_precompiled_desk)
    add_library(${precompiled} OBJECT ${TIMEBANK_EMPTY_SOURCE})
    timebank_room_options(${precompiled})
    target_compile_options(${precompiled} PRIVATE ${TIMEBANK_PRECOMPILED_OPTIONS})
    target_precompile_headers(${precompiled} PRIVATE
      <algorithm> <array> <cstdint> <filesystem> <functional> <limits> <map> <memory> <optional> <set> <span> <string>
      <string_view> <utility> <variant> <vector>)
  endforeach()
  target_compile_options(timebank_precompiled_desk PRIVATE ${TIMEBANK_DESK_OPTIONS})
endif()

function(timebank_room name)
  cmake_parse_arguments(room "DESK" "" "SOURCES;PACKAGES" ${ARGN})
  add_library(timebank_room_${name} OBJECT ${room_SOURCES})
  timebank_room_options(timebank_room_${name})
  set(precompiled timebank_precompiled)
  if(room_DESK)
    set(precompiled timebank_precompiled_desk)
  endif()
  if(TARGET ${precompiled})
    target_compile_options(timebank_room_${name} PRIVATE ${TIMEBANK_PRECOMPILED_OPTIONS})
    target_precompile_headers(timebank_room_${name} REUSE_FROM ${precompiled})
  endif()
  if(room_DESK)
    target_compile_options(timebank_room_${name} PRIVATE ${TIMEBANK_DESK_OPTIONS})
  endif()
  target_include_directories(timebank_room_${name} PUBLIC
    ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  if(room_PACKAGES)
    target_link_libraries(timebank_room_${name} PUBLIC ${room_PACKAGES})
  endif()
endfunction()

# In everyday work tests are compiled about as often as run: what they try is optimised, not they. For a debugger there
# is the preset asan.
set(TIMEBANK_TEST_OPTIONS ${TIMEBANK_WARNINGS} ${TIMEBANK_PRECOMPILED_OPTIONS}
  $<$<CONFIG:RelWithDebInfo>:-O0> $<$<CONFIG:RelWithDebInfo>:-g0>)

# timebank_test(NAME ROOMS core crypto ... SOURCES ... CALCULATE ...): a Catch2 program of those rooms' objects alone.
# Its own are those of timebank_test_<NAME>_sources, and are linked last: of a template that both have a program keeps
# the first, which should be the one that is optimised. The sources named under CALCULATE run for so long that they are
# optimised too, and so cannot use what is precompiled without.
function(timebank_test name)
  cmake_parse_arguments(test "" "" "ROOMS;SOURCES;CALCULATE;PACKAGES" ${ARGN})
  set_source_files_properties(${test_CALCULATE} PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS "$<$<CONFIG:RelWithDebInfo>:-O1>")
  list(TRANSFORM test_ROOMS PREPEND timebank_room_)
  set(sources timebank_test_${name}_sources)
  add_library(${sources} OBJECT ${test_SOURCES} ${test_CALCULATE})
  target_precompile_headers(${sources} REUSE_FROM timebank_test_runner)
  target_include_directories(${sources} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${sources} PRIVATE ${TIMEBANK_TEST_OPTIONS})
  target_compile_definitions(${sources} PRIVATE
    TIMEBANK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    $<$<VERSION_LESS:${Catch2_VERSION},3>:TIMEBANK_TESTS_CATCH2_V2>)
  target_link_libraries(${sources} PRIVATE ${test_ROOMS} Catch2::Catch2 ${test_PACKAGES})
  add_executable(timebank_test_${name})
  target_link_libraries(timebank_test_${name} PRIVATE
    ${test_ROOMS} ${sources} timebank_test_runner Catch2::Catch2 ${test_PACKAGES})
  set_target_properties(timebank_test_${name} PROPERTIES LINKER_LANGUAGE CXX)
  catch_discover_tests(timebank_test_${name} TEST_PREFIX "${name}: " PROPERTIES TIMEOUT 600)
endfunction()
