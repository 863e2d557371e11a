# cmake -DCOMPILER=… -DINCLUDES=… -DSOURCE=… -DCOMPLAINT=… -P compile_twice.cmake
list(TRANSFORM INCLUDES PREPEND -I)
set(command ${COMPILER} -std=c++20 -fsyntax-only -Werror=unused-result ${INCLUDES} ${SOURCE})

execute_process(COMMAND ${command} RESULT_VARIABLE exit_code ERROR_VARIABLE output)
if(NOT exit_code EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must compile as it is:\n${output}")
endif()

execute_process(COMMAND ${command} -DMISUSE RESULT_VARIABLE exit_code ERROR_VARIABLE output)
if(exit_code EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must not compile with MISUSE defined, but does")
endif()
string(FIND "${output}" "${COMPLAINT}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "${SOURCE} fails to compile, but not on \"${COMPLAINT}\":\n${output}")
endif()
