# cmake --install BUILD [--component runtime|development|program]: where things go (GNUInstallDirs).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# runtime: the shared library. development: the headers, both libraries to link with, how to find them.
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/timebank)
foreach(kind IN LISTS TIMEBANK_KINDS)
  install(TARGETS timebank_${kind} EXPORT timebank-${kind}-targets
    LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
    ARCHIVE COMPONENT development
    FILE_SET HEADERS COMPONENT development)
  install(EXPORT timebank-${kind}-targets NAMESPACE timebank::
    DESTINATION ${config_folder} COMPONENT development)
endforeach()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/timebank-config.cmake.in timebank-config.cmake
  INSTALL_DESTINATION ${config_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/timebank-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/timebank-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/timebank-config-version.cmake
    ${CMAKE_CURRENT_LIST_DIR}/FindLMDB.cmake
    ${CMAKE_CURRENT_LIST_DIR}/FindLibCSV.cmake
  DESTINATION ${config_folder} COMPONENT development)

# The .pc file names folders from its own, so that an installation may be moved.
set(pc_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_PREFIX}/${pc_folder} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/timebank.pc.in timebank.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/timebank.pc DESTINATION ${pc_folder} COMPONENT development)

# program: the program, its manual and completions, and what people who write standards and claims read.
function(timebank_install_as file folder name)
  install(FILES ${file} DESTINATION ${folder} RENAME ${name} COMPONENT program)
endfunction()
if(TIMEBANK_BUILD_PROGRAM)
  if(TIMEBANK_KIND STREQUAL shared)
    file(RELATIVE_PATH library_from_program ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    set_target_properties(timebank_program PROPERTIES INSTALL_RPATH "$ORIGIN/${library_from_program}")
  endif()
  install(TARGETS timebank_program RUNTIME COMPONENT program)
  set(made ${TIMEBANK_DOCUMENTS}/timebank)
  timebank_install_as(${made}.1 ${CMAKE_INSTALL_MANDIR}/man1 timebank.1)
  timebank_install_as(${made}.zh_CN.1 ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 timebank.1)
  timebank_install_as(${made}.bash ${CMAKE_INSTALL_DATADIR}/bash-completion/completions timebank)
  timebank_install_as(${made}.zsh ${CMAKE_INSTALL_DATADIR}/zsh/site-functions _timebank)
  timebank_install_as(${made}.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d timebank.fish)
endif()

# The schemas are for programs, the rest for people.
set(rooms ${PROJECT_SOURCE_DIR}/src)
install(FILES ${rooms}/standard/standard.schema.json ${rooms}/intake/claims.schema.json
  DESTINATION ${CMAKE_INSTALL_DATADIR}/timebank COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
timebank_install_as(${rooms}/standard/REFERENCE.md ${CMAKE_INSTALL_DOCDIR} standards.md)
timebank_install_as(${rooms}/intake/SHEETS.md ${CMAKE_INSTALL_DOCDIR} sign-in-sheets.md)
foreach(room entry checkpoint store backup)
  timebank_install_as(${rooms}/${room}/FORMAT.md ${CMAKE_INSTALL_DOCDIR} ${room}-format.md)
endforeach()
