# cmake -DCHECKER=…/CheckLayering.cmake -DFOLDER=… -P layering_checker_test.cmake
#
# Lays out one small tree a case and expects the checker to accept it, or to name the fault.
cmake_minimum_required(VERSION 3.25)

# run(<exit code> <output> <file> <line>...): the checker's verdict on a tree of this file alone.
function(run exit_code_result output_result file)
  file(REMOVE_RECURSE ${FOLDER})
  list(JOIN ARGN "\n" text)
  file(WRITE ${FOLDER}/${file} "${text}\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${FOLDER} -P ${CHECKER}
    RESULT_VARIABLE exit_code
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  # CMake wraps its messages where it likes.
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  set(${exit_code_result} ${exit_code} PARENT_SCOPE)
  set(${output_result} "${output}" PARENT_SCOPE)
endfunction()

function(accepts file)
  run(exit_code output ${file} ${ARGN})
  if(NOT exit_code EQUAL 0)
    message(SEND_ERROR "should be accepted: ${file}: ${ARGN}\n${output}")
  endif()
endfunction()

function(refuses complaint file)
  run(exit_code output ${file} ${ARGN})
  string(FIND "${output}" "${complaint}" position)
  if(exit_code EQUAL 0 OR position EQUAL -1)
    message(SEND_ERROR "should be refused with \"${complaint}\": ${file}: ${ARGN}\n${output}")
  endif()
endfunction()

# Arrows.
accepts(protocol/src/a.cc "#include \"kraken/protocol/a.h\"")
refuses("protocol may not use mock_server" protocol/src/a.cc "#include \"kraken/mock/server.h\"")
refuses("protocol may not use client" protocol/include/kraken/protocol/a.h
        "#include <kraken/client/client.h>")
accepts(mock_server/src/a.cc "#include \"kraken/protocol/a.h\"" "#include \"mock_server/src/b.h\"")
refuses("mock_server may not use client" mock_server/src/a.cc "#include \"kraken/client/client.h\"")
refuses("mock_server may not use conformance" mock_server/src/a.cc
        "#include \"kraken/conformance/case.h\"")
refuses("mock_server may not use protocol/src" mock_server/src/a.cc
        "#  include \"protocol/src/a.h\"")
refuses("mock_server may not use mock_server/gtest" mock_server/src/a.cc
        "#include \"kraken/gtest/mock_server_test.h\"")
refuses("client may not use mock_server" client/src/a.cc "#include \"kraken/mock/server.h\"")
refuses("client may not use conformance" client/src/a.cc "#include \"kraken/conformance/case.h\"")
accepts(conformance/src/a.cc "#include \"kraken/mock/journal.h\"")
refuses("conformance may not use client" conformance/src/a.cc "#include \"kraken/client/client.h\"")
refuses("mock_server may not use tests" mock_server/src/a.cc "#include \"tests/server/a.h\"")
refuses("mock_server may not use tools" mock_server/src/a.cc "#include \"tools/kraken_mock/a.h\"")
accepts(mock_server/gtest/src/a.cc "#include \"kraken/mock/server.h\""
        "#include \"kraken/gtest/result_matchers.h\"")
refuses("mock_server/gtest may not use mock_server/src" mock_server/gtest/src/a.cc
        "#include \"mock_server/src/a.h\"")
refuses("which no layer is known to own" tests/a.cc "#include \"kraken/gtest/surprise.h\"")
accepts(tools/kraken_mock/a.cc "#include \"kraken/mock/server.h\"")
refuses("tools may not use mock_server/src" tools/a.cc "#include \"mock_server/src/a.h\"")
accepts(tests/a.cc "#include \"mock_server/src/a.h\"" "#include \"tools/kraken_mock/a.h\"")

# The wire.
accepts(mock_server/src/wire/a.cc "#include <httplib.h>" "#include \"mock_server/src/wire/a.h\"")
accepts(client/src/httplib_transport.cc "#include <httplib.h>")
refuses("includes httplib.h" mock_server/src/stages/a.cc "#include <httplib.h>")
refuses("includes httplib.h" client/src/client.cc "#include <httplib.h>")
refuses("includes httplib.h" tools/kraken_mock/a.cc "#include \"httplib.h\"")
accepts(tests/wire/a.cc "#include <httplib.h>")
refuses("the wire knows only the public headers" mock_server/src/wire/a.cc
        "#include \"mock_server/src/world/world.h\"")
accepts(mock_server/src/server.cc "#include \"mock_server/src/wire/listener.h\"")
refuses("only the server itself knows the wire" mock_server/src/stages/a.cc
        "#include \"mock_server/src/wire/listener.h\"")

# JSON in headers, sleeping, lists, names.
accepts(mock_server/src/a.cc "#include <nlohmann/json.hpp>")
accepts(mock_server/src/a.h "#include <nlohmann/json_fwd.hpp>")
refuses("headers include kraken/protocol/json.h" mock_server/src/a.h "#include <nlohmann/json.hpp>")
accepts(protocol/src/clock.cc "std::this_thread::sleep_for(step)\;")
accepts(protocol/src/manual_clock.cc "std::this_thread::sleep_for(step)\;")
accepts(mock_server/src/wire/a.cc "std::this_thread::sleep_for(step)\;")
refuses("sleeps" mock_server/src/stages/a.cc "std::this_thread::sleep_for(step)\;")
refuses("sleeps" tests/server/a.cc "  std::this_thread::sleep_until(then)\;")
refuses("is called utils" protocol/src/utils/a.cc)
refuses("is called helpers" tests/helpers.h)

# Lists: CMakeLists.txt stands beside a source that it does not name.
function(lists complaint text)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/protocol/src/nonce.cc "")
  file(WRITE ${FOLDER}/protocol/CMakeLists.txt "${text}\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${FOLDER} -P ${CHECKER}
    ERROR_VARIABLE output
    OUTPUT_QUIET)
  if(NOT output MATCHES "${complaint}")
    message(SEND_ERROR "expected \"${complaint}\" of ${text}:\n${output}")
  endif()
endfunction()
lists("^$" "  SOURCES nonce.cc)")
lists("not listed" "  SOURCES clock.cc)")
lists("not listed" "  SOURCES old_nonce.cc)")

file(REMOVE_RECURSE ${FOLDER})
