# What all our targets have in common.

# kraken_settle(<target>): C++20, our warnings, and includes relative to the root of the sources.
function(kraken_settle target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:kraken_warnings>)
endfunction()

# kraken_library(<name> HEADERS <public headers> [SOURCES <sources>])
#
# Makes the target kraken_<name>, for users Kraken::<name>: a static library, or an interface where
# there are no sources. Public headers stand below include/ of the current folder.
function(kraken_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES")
  set(target kraken_${name})
  list(TRANSFORM arg_HEADERS PREPEND include/)
  list(TRANSFORM arg_SOURCES PREPEND src/)
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    kraken_settle(${target})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    target_compile_features(${target} INTERFACE cxx_std_20)
    set(scope INTERFACE)
  endif()
  add_library(Kraken::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
endfunction()
