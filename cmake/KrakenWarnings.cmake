# The warnings that our own sources are compiled with. They never reach those who use us, and they
# are errors only where a preset says so (CMAKE_COMPILE_WARNING_AS_ERROR).
add_library(kraken_warnings INTERFACE)
target_compile_options(
  kraken_warnings
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wold-style-cast
            -Wcast-qual
            -Wformat=2
            -Wimplicit-fallthrough
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>)
