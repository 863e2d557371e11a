# Finds what we stand on, and says which package to install where something is missing.
#
# A project that adds us as a subdirectory may bring its own: a target that exists already is used.

# kraken_require(<package> TARGET <imported target> APT <Debian package> [find_package arguments...])
function(kraken_require package)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TARGET;APT" "")
  if(TARGET ${arg_TARGET})
    return()
  endif()
  find_package(${package} ${arg_UNPARSED_ARGUMENTS} QUIET)
  if(NOT TARGET ${arg_TARGET})
    message(FATAL_ERROR "${package} not found: apt-get install ${arg_APT}\n"
                        "(elsewhere than on Debian: the package that gives CMake ${arg_TARGET})")
  endif()
endfunction()

# The targets that CMake's package files make are known in this folder and below it only; those who
# add us as a subdirectory link them through our libraries.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL TRUE)
# Boost-style "prefer -pthread" is what every compiler we support understands.
set(THREADS_PREFER_PTHREAD_FLAG TRUE)

kraken_require(Threads TARGET Threads::Threads APT libc6-dev)
kraken_require(OpenSSL TARGET OpenSSL::SSL APT libssl-dev 3.0)
kraken_require(nlohmann_json TARGET nlohmann_json::nlohmann_json APT nlohmann-json3-dev 3.11)
kraken_require(tl-expected TARGET tl::expected APT libexpected-dev 1.0)
kraken_require(httplib TARGET httplib::httplib APT libcpp-httplib-dev)

if(KRAKEN_BUILD_TESTS)
  kraken_require(GTest TARGET GTest::gmock APT "libgtest-dev libgmock-dev" 1.12)
  kraken_require(Python3 TARGET Python3::Interpreter APT python3 3.9 COMPONENTS Interpreter)
elseif(NOT TARGET GTest::gmock)
  # The libraries for GoogleTest users are made wherever GoogleTest is, tests or no tests.
  find_package(GTest 1.12 QUIET)
endif()
if(KRAKEN_BUILD_TOOLS)
  kraken_require(CLI11 TARGET CLI11::CLI11 APT libcli11-dev)
  kraken_require(spdlog TARGET spdlog::spdlog APT libspdlog-dev)
endif()
if(KRAKEN_BUILD_BENCH)
  kraken_require(benchmark TARGET benchmark::benchmark APT libbenchmark-dev)
endif()
