# The library from the objects of the rooms, as TIMEBANK_KINDS says: static, shared, or both of the same objects.
#
# A shared library exports what the public headers declare and nothing else: rooms are compiled with hidden
# symbols, public headers lift that (#pragma GCC visibility), and timebank.map keeps back what templates of
# other libraries leave behind. tests/package/symbols_test.cpp compares headers and symbols.

# timebank_library(KIND ROOMS core crypto ... HEADERS a.hpp ... PACKAGES LMDB::LMDB ...): timebank_<KIND>.
function(timebank_library kind)
  cmake_parse_arguments(library "" "" "ROOMS;HEADERS;PACKAGES" ${ARGN})
  string(TOUPPER ${kind} cmake_kind)
  add_library(timebank_${kind} ${cmake_kind})
  target_sources(timebank_${kind} PUBLIC
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${library_HEADERS})
  target_compile_features(timebank_${kind} PUBLIC cxx_std_20)
  target_link_libraries(timebank_${kind} PRIVATE ${library_PACKAGES})
  foreach(room IN LISTS library_ROOMS)
    target_sources(timebank_${kind} PRIVATE $<TARGET_OBJECTS:timebank_room_${room}>)
  endforeach()
  # Until version 1 a minor version may change what programs were linked with, so it is in the file's name.
  set_target_properties(timebank_${kind} PROPERTIES
    OUTPUT_NAME timebank EXPORT_NAME timebank LINKER_LANGUAGE CXX
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  if(kind STREQUAL shared)
    set(map "${PROJECT_SOURCE_DIR}/src/cmake/timebank.map")
    target_link_options(timebank_shared PRIVATE "LINKER:--version-script=${map}")
    set_target_properties(timebank_shared PROPERTIES LINK_DEPENDS "${map}")
  endif()
endfunction()
