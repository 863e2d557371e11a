# cmake -DWAY=find_package|add_subdirectory -DSOURCE_DIR=… -DBINARY_DIR=… -DFOLDER=… -P …
#
# Configures, builds and runs tests/package/consumer/ against the toolkit.
cmake_minimum_required(VERSION 3.25)

function(run)
  list(JOIN ARGN " " line)
  message(STATUS "${line}")
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
if(WAY STREQUAL "find_package")
  run(${CMAKE_COMMAND} --install ${BINARY_DIR} --prefix ${FOLDER}/prefix)
  set(toolkit -DCMAKE_PREFIX_PATH=${FOLDER}/prefix)
else()
  set(toolkit -DKRAKEN_TESTKIT_SOURCE_DIR=${SOURCE_DIR}
              -DKRAKEN_HTTPLIB_INCLUDE_DIR=${KRAKEN_HTTPLIB_INCLUDE_DIR})
endif()
run(${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${FOLDER}/build
    -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
    -DCMAKE_UNITY_BUILD=ON ${toolkit}) # In batches only because that takes half the time.
run(${CMAKE_COMMAND} --build ${FOLDER}/build --target consumer consumer_test)
run(${FOLDER}/build/consumer)
run(${FOLDER}/build/consumer_test)

if(WAY STREQUAL "find_package")
  foreach(program kraken-mock kraken-sign)
    run(${FOLDER}/prefix/bin/${program} --version)
  endforeach()
  foreach(helper python/kraken_mock.py node/kraken-mock.mjs)
    if(NOT EXISTS ${FOLDER}/prefix/share/kraken-testkit/${helper})
      message(FATAL_ERROR "${helper} was not installed")
    endif()
  endforeach()
endif()
file(REMOVE_RECURSE ${FOLDER})
