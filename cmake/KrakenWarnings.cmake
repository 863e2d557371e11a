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
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond>
            # Optimising, g++ 12 finds overflows in "text" + std::string (its bug 105651).
            "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow>"
)
