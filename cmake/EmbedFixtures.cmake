# Compiles the fixtures into a library, so that the programs work from any folder.
#
# kraken_embed_fixtures(<target> <folder>) adds a generated source to the target that holds every
# endpoints/**/*.json, scenarios/*.json and world.json below the folder; the interface is
# mock_server/src/built_in/embedded_files.h. A new file is taken up by the next build.
function(kraken_embed_fixtures target folder)
  # Data, unlike sources, may be globbed: a file is served because it is there.
  file(
    GLOB_RECURSE files CONFIGURE_DEPENDS
    RELATIVE ${folder}
    ${folder}/endpoints/*.json ${folder}/scenarios/*.json)
  file(
    GLOB world CONFIGURE_DEPENDS
    RELATIVE ${folder}
    ${folder}/world.json)
  list(APPEND files ${world})
  list(SORT files)
  list(TRANSFORM files PREPEND ${folder}/ OUTPUT_VARIABLE inputs)

  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_files.cc)
  # The list goes by a file, which changes, and so rebuilds, when a fixture comes or goes.
  set(list_file ${CMAKE_CURRENT_BINARY_DIR}/embedded_files.txt)
  list(JOIN files "\n" lines)
  file(CONFIGURE OUTPUT ${list_file} CONTENT "${lines}\n" @ONLY)

  set(script ${PROJECT_SOURCE_DIR}/cmake/WriteEmbeddedFiles.cmake)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DLIST=${list_file} -DOUTPUT=${source} -P ${script}
    DEPENDS ${inputs} ${list_file} ${script}
    COMMENT "Embedding the fixtures"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
  # Clang warns, as -Wpedantic bids, about literals over 64 KiB; both compilers take them.
  set_source_files_properties(
    ${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings SKIP_PRECOMPILE_HEADERS ON)
endfunction()
