# cmake -DFOLDER=… -DLIST=… -DOUTPUT=… -P WriteEmbeddedFiles.cmake
#
# Writes the C++ source that holds the files named in LIST (one path a line, relative to FOLDER, in
# byte order).
file(STRINGS ${LIST} paths)
set(rows "")
set(count 0)
foreach(path IN LISTS paths)
  file(READ ${FOLDER}/${path} text)
  # A raw literal ends at the first )delimiter": take one that the text does not hold.
  set(delimiter json)
  string(FIND "${text}" ")${delimiter}\"" position)
  while(NOT position EQUAL -1)
    string(APPEND delimiter _)
    string(LENGTH ${delimiter} length)
    if(length GREATER 16)
      message(FATAL_ERROR "${path}: cannot be embedded: it holds )json\" with up to 12 underscores")
    endif()
    string(FIND "${text}" ")${delimiter}\"" position)
  endwhile()
  string(APPEND rows "    {\"${path}\"sv, R\"${delimiter}(${text})${delimiter}\"sv},\n")
  math(EXPR count "${count} + 1")
endforeach()

# An array of no elements is not C++.
if(count EQUAL 0)
  set(table "std::span<const EmbeddedFile> EmbeddedFiles() { return {}; }\n")
else()
  set(table
      "namespace {

constexpr std::array<EmbeddedFile, ${count}> kFiles = {{
${rows}}};

}  // namespace

std::span<const EmbeddedFile> EmbeddedFiles() { return kFiles; }
")
endif()

file(
  WRITE ${OUTPUT}
  "// Generated from the fixtures by cmake/WriteEmbeddedFiles.cmake.
#include \"mock_server/src/built_in/embedded_files.h\"

#include <array>

namespace kraken::mock {

using namespace std::string_view_literals;

${table}
}  // namespace kraken::mock
")
