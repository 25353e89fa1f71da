# Run by cpack between installing into its own folder and making the packages: what Debian wants otherwise than
# an ordinary installation has it.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
find_program(gzip gzip REQUIRED)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} COMPONENT)
  set(package ${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME})
  set(top ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
  if(NOT EXISTS ${top})
    continue()
  endif()
  # Each package says whose it is and what has changed; the licence itself is on every Debian.
  file(REMOVE ${top}/share/doc/timebank/LICENSE)
  configure_file(${CPACK_TIMEBANK_DEBIAN_COPYRIGHT} ${top}/share/doc/${package}/copyright COPYONLY)
  file(WRITE ${top}/share/doc/${package}/changelog
    "timebank (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n  * Version ${CPACK_PACKAGE_VERSION}.\n\n"
    " -- ${CPACK_PACKAGE_CONTACT}  Thu, 01 Jan 2026 00:00:00 +0000\n")
  file(GLOB_RECURSE pages ${top}/share/man/*.1)
  execute_process(COMMAND ${gzip} -9nf ${top}/share/doc/${package}/changelog ${pages} COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS ${top}/share/zsh/site-functions)
    file(RENAME ${top}/share/zsh/site-functions ${top}/share/zsh/vendor-completions)
  endif()
endforeach()
