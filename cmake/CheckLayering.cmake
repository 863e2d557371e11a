# cmake -DSOURCE_DIR=… -P CheckLayering.cmake
#
# Fails, with a line for each fault, where the sources below SOURCE_DIR break one of these rules:
#
#   - a layer includes only the layers that `arrows_…` grants it; what lies in a layer's src/ is
#     its own, and open to tests and benchmarks alone;
#   - in the mock server, the wire knows nothing of the rest but its public headers, and of the rest
#     only the server itself knows the wire;
#   - of what is delivered, only the wire and the client's transport include httplib.h;
#   - no header includes <nlohmann/json.hpp>, which is slow to compile: json_fwd.hpp will do (the
#     tests have it precompiled);
#   - nothing sleeps but the wire and the clocks;
#   - every source is named in its folder's nearest CMakeLists.txt: a test that is not listed passes;
#   - no folder or file is called utils, helpers, common, misc or manager.
#
# It is tested itself: tests/layering/.
cmake_minimum_required(VERSION 3.25)

# Layer by layer, what each may include apart from itself. "<layer>/src" is for the tests only.
set(arrows_protocol)
set(arrows_client protocol)
set(arrows_mock_server protocol)
set(arrows_conformance protocol mock_server)
set(arrows_protocol/gtest protocol)
set(arrows_client/gtest protocol client protocol/gtest)
set(arrows_mock_server/gtest protocol mock_server protocol/gtest)
set(arrows_conformance/gtest protocol mock_server conformance protocol/gtest)
set(arrows_tools protocol client mock_server conformance)
set(arrows_bench ${arrows_tools} protocol/src client/src mock_server/src conformance/src)
set(arrows_tests ${arrows_bench} tools protocol/gtest client/gtest mock_server/gtest
                 conformance/gtest)
set(layers
    protocol client mock_server conformance protocol/gtest client/gtest mock_server/gtest
    conformance/gtest tools bench tests)

# Which layer a header of kraken/gtest/ belongs to.
set(gtest_headers_protocol result_matchers.h)
set(gtest_headers_client mock_transport.h)
set(gtest_headers_mock_server mock_server_test.h server_matchers.h)
set(gtest_headers_conformance conformance_matchers.h)

set(faults "")
macro(add_fault file text)
  string(APPEND faults "  ${file}: ${text}\n")
endmacro()

# "mock_server/gtest/src/x.cc" -> mock_server/gtest; "mock_server/src/x.cc" -> mock_server
function(layer_of_file file result)
  if(file MATCHES "^([a-z_]+)/gtest/")
    set(${result} ${CMAKE_MATCH_1}/gtest PARENT_SCOPE)
  else()
    string(REGEX MATCH "^[a-z_]+" layer ${file})
    set(${result} ${layer} PARENT_SCOPE)
  endif()
endfunction()

# What is included, as a layer, or a layer's src; empty where it is none of ours.
function(layer_of_include include result)
  set(layer "")
  if(include MATCHES "^kraken/mock/")
    set(layer mock_server)
  elseif(include MATCHES "^kraken/gtest/(.*)")
    set(layer "kraken/gtest/${CMAKE_MATCH_1}, which no layer is known to own")
    foreach(owner protocol client mock_server conformance)
      if(CMAKE_MATCH_1 IN_LIST gtest_headers_${owner})
        set(layer ${owner}/gtest)
      endif()
    endforeach()
  elseif(include MATCHES "^kraken/([a-z_]+)/")
    set(layer ${CMAKE_MATCH_1})
  elseif(include MATCHES "^(protocol|client|mock_server|conformance)/src/")
    set(layer ${CMAKE_MATCH_1}/src)
  elseif(include MATCHES "^(tools|tests|bench)/")
    set(layer ${CMAKE_MATCH_1})
  endif()
  set(${result} "${layer}" PARENT_SCOPE)
endfunction()

macro(check_arrow file include)
  layer_of_file(${file} from)
  layer_of_include("${include}" to)
  set(own ${from} ${from}/src)
  if(NOT to STREQUAL "" AND NOT to IN_LIST own AND NOT to IN_LIST arrows_${from})
    list(JOIN arrows_${from} ", " allowed)
    add_fault(${file} "includes ${include}: ${from} may not use ${to} (it may use: ${allowed})")
  endif()

  if(from STREQUAL "mock_server")
    if("${file}" MATCHES "^mock_server/src/wire/")
      if("${include}" MATCHES "^mock_server/src/" AND NOT "${include}" MATCHES "/src/wire/")
        add_fault(${file} "includes ${include}: the wire knows only the public headers")
      endif()
    elseif("${include}" MATCHES "^mock_server/src/wire/" AND NOT "${file}" MATCHES
                                                             "^mock_server/src/[a-z_]+\\.(cc|h)$")
      add_fault(${file} "includes ${include}: only the server itself knows the wire")
    endif()
  endif()
endmacro()

macro(check_library_headers file include)
  if("${include}" MATCHES "(^|/)httplib\\.h$"
     AND NOT "${file}" MATCHES "^mock_server/src/wire/|^client/src/httplib_transport\\.cc$|^(tests|bench)/")
    add_fault(${file} "includes httplib.h: only mock_server/src/wire/ and \
client/src/httplib_transport.cc may")
  endif()
  if("${include}" STREQUAL "nlohmann/json.hpp" AND "${file}" MATCHES "\\.h$" AND NOT "${file}" MATCHES
                                                                         "^tests/")
    add_fault(${file} "includes <nlohmann/json.hpp>: headers include kraken/protocol/json.h")
  endif()
endmacro()

macro(check_sleep file)
  if(NOT "${file}" MATCHES "^mock_server/src/wire/|^protocol/src/([a-z_]+_)?clock\\.cc$")
    file(STRINGS ${SOURCE_DIR}/${file} lines REGEX "sleep_for|sleep_until|nanosleep|usleep")
    if(lines)
      add_fault(${file} "sleeps: only mock_server/src/wire/ and the clocks may wait")
    endif()
  endif()
endmacro()

macro(check_listed file)
  set(folder ${file})
  while(NOT folder STREQUAL "" AND NOT EXISTS ${SOURCE_DIR}/${folder}/CMakeLists.txt)
    cmake_path(GET folder PARENT_PATH folder)
  endwhile()
  if(NOT folder STREQUAL "")
    # As the lists have it: relative to the CMakeLists.txt, and to src/ or include/ there.
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${folder} OUTPUT_VARIABLE listed)
    string(REGEX REPLACE "^(src|include)/" "" listed ${listed})
    string(REPLACE "." "\\." listed ${listed})
    file(STRINGS ${SOURCE_DIR}/${folder}/CMakeLists.txt lines
         REGEX "(^|[ (])${listed}([ )]|$)")
    if(NOT lines)
      add_fault(${file} "is not listed in ${folder}/CMakeLists.txt")
    endif()
  endif()
endmacro()

foreach(layer IN LISTS layers)
  file(
    GLOB_RECURSE found
    RELATIVE ${SOURCE_DIR}
    ${SOURCE_DIR}/${layer}/*.h ${SOURCE_DIR}/${layer}/*.cc)
  list(APPEND files ${found})
endforeach()
list(REMOVE_DUPLICATES files)

foreach(file IN LISTS files)
  file(STRINGS ${SOURCE_DIR}/${file} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "include[ \t]*[<\"]([^>\"]+)")
      set(include "${CMAKE_MATCH_1}")
      check_arrow(${file} "${include}")
      check_library_headers(${file} "${include}")
    endif()
  endforeach()
  check_sleep(${file})
  if(file MATCHES "\\.cc$|/include/")
    check_listed(${file})
  endif()
  if(file MATCHES "(^|/)(utils?|helpers?|common|misc|manager)[./]")
    add_fault(${file} "is called ${CMAKE_MATCH_2}: name it after what it holds")
  endif()
endforeach()

list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "no sources below ${SOURCE_DIR}")
endif()
if(faults)
  message(FATAL_ERROR "the layering is broken:\n${faults}")
endif()
message(STATUS "${count} files keep the layering")
