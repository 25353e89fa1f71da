# cpack -G DEB: libtimebank<version>, libtimebank-dev and timebank, one for each component of Install.cmake.
# cpack -G TGZ: everything in one archive. ./dev package makes both.
set(CPACK_PACKAGE_VENDOR "The timebank authors")
set(CPACK_PACKAGE_CONTACT "The timebank authors <timebank@timebank.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "signed, append-only ledger for time banks")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime development program)
set(CPACK_SOURCE_GENERATOR "")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/DebianFiles.cmake)
set(CPACK_TIMEBANK_DEBIAN_COPYRIGHT ${CMAKE_CURRENT_LIST_DIR}/debian-copyright)

set(soversion ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(about "Time banks record who helped whom, for how long, and what that is worth by\npublished rules. \
timebank keeps these books as a log that anyone can check,\noffline and years later.")
function(timebank_debian_package component name section more)
  string(TOUPPER ${component} COMPONENT)
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME ${name} PARENT_SCOPE)
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_SECTION ${section} PARENT_SCOPE)
  set(CPACK_DEBIAN_${COMPONENT}_DESCRIPTION "${about}\n\n${more}" PARENT_SCOPE)
endfunction()
timebank_debian_package(runtime libtimebank${soversion} libs
  "This package holds the library that programs are linked with.")
timebank_debian_package(development libtimebank-dev libdevel
  "This package holds the headers, the static library, and the files by which\nCMake and pkg-config find them.")
timebank_debian_package(program timebank misc
  "This package holds the program, its manual in English and Chinese, the JSON\nschemas and the description of all formats.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/triggers)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libtimebank${soversion} (= ${PROJECT_VERSION}), liblmdb-dev, libcsv-dev, libssl-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
include(CPack)
