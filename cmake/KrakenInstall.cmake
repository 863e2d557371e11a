# What `cmake --install` lays out: headers, libraries, the package KrakenTestkit, fixtures,
# documents, and the helpers for tests in other languages.
#
# The libraries for GoogleTest users are an export of their own: who has no GoogleTest can still use
# the others.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/KrakenTestkit)
set(data_dir ${CMAKE_INSTALL_DATADIR}/kraken-testkit)

# kraken_export(<export name> <targets>...)
function(kraken_export name)
  install(
    TARGETS ${ARGN}
    EXPORT ${name}
    FILE_SET HEADERS)
  install(
    EXPORT ${name}
    NAMESPACE Kraken::
    DESTINATION ${package_dir})
endfunction()

kraken_export(KrakenTestkitTargets kraken_protocol kraken_mock_server)
if(TARGET GTest::gmock)
  kraken_export(KrakenTestkitGtestTargets kraken_protocol_gtest kraken_mock_server_gtest)
endif()

configure_package_config_file(
  cmake/KrakenTestkitConfig.cmake.in ${PROJECT_BINARY_DIR}/KrakenTestkitConfig.cmake
  INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change what is public.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/KrakenTestkitConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(
  FILES ${PROJECT_BINARY_DIR}/KrakenTestkitConfig.cmake
        ${PROJECT_BINARY_DIR}/KrakenTestkitConfigVersion.cmake
        ${PROJECT_SOURCE_DIR}/cmake/Findhttplib.cmake
  DESTINATION ${package_dir})

install(
  DIRECTORY fixtures/
  DESTINATION ${data_dir}/fixtures
  FILES_MATCHING
  PATTERN "*.json"
  PATTERN "*.txt"
  PATTERN "*.hex"
  PATTERN "*.md")
install(
  DIRECTORY docs/
  DESTINATION ${data_dir}/docs
  FILES_MATCHING
  PATTERN "*.md")
install(FILES tools/python/kraken_mock.py DESTINATION ${data_dir}/python)
install(FILES tools/node/kraken-mock.mjs DESTINATION ${data_dir}/node)
install(FILES LICENSE DESTINATION ${data_dir})
