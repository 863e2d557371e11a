# Finds cpp-httplib: httplib::httplib. The first of these that there is:
#
#   1. KRAKEN_HTTPLIB_INCLUDE_DIR: a folder with a header-only httplib.h;
#   2. a CMake package (upstream, vcpkg, Homebrew);
#   3. pkg-config's cpp-httplib. Debian has only that: a compiled library, the layout of whose
#      classes depends on the macros that its pkg-config file defines.
#
# It is installed beside our package file, which uses it too.
include(FindPackageHandleStandardArgs)

if(KRAKEN_HTTPLIB_INCLUDE_DIR)
  if(NOT EXISTS ${KRAKEN_HTTPLIB_INCLUDE_DIR}/httplib.h)
    message(FATAL_ERROR "KRAKEN_HTTPLIB_INCLUDE_DIR: no httplib.h in "
                        "${KRAKEN_HTTPLIB_INCLUDE_DIR}")
  endif()
  find_package(OpenSSL 3.0 QUIET COMPONENTS SSL)
  find_package(Threads QUIET)
  set(httplib_source ${KRAKEN_HTTPLIB_INCLUDE_DIR}/httplib.h)
  if(NOT TARGET httplib::httplib)
    add_library(httplib::httplib INTERFACE IMPORTED)
    target_include_directories(httplib::httplib SYSTEM INTERFACE ${KRAKEN_HTTPLIB_INCLUDE_DIR})
    target_compile_definitions(httplib::httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
    target_link_libraries(httplib::httplib INTERFACE OpenSSL::SSL Threads::Threads)
  endif()
else()
  find_package(httplib CONFIG QUIET)
  if(httplib_FOUND)
    set(httplib_source ${httplib_DIR})
  else()
    find_package(PkgConfig QUIET)
    if(PkgConfig_FOUND)
      pkg_check_modules(KRAKEN_CPP_HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
    endif()
    if(KRAKEN_CPP_HTTPLIB_FOUND)
      set(httplib_source "pkg-config cpp-httplib ${KRAKEN_CPP_HTTPLIB_VERSION}")
      find_package(OpenSSL 3.0 QUIET COMPONENTS SSL)
      find_package(Threads QUIET)
      if(NOT TARGET httplib::httplib)
        add_library(httplib::httplib INTERFACE IMPORTED)
        # Its header includes OpenSSL's.
        target_link_libraries(httplib::httplib INTERFACE PkgConfig::KRAKEN_CPP_HTTPLIB OpenSSL::SSL
                                                         Threads::Threads)
      endif()
    endif()
  endif()
endif()

find_package_handle_standard_args(httplib REQUIRED_VARS httplib_source)
