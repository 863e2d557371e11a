#include "tools/command_line/input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

constexpr std::size_t kMaxSize = std::size_t{16} << 20U;

std::string WhatToDo(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return "; check its name and folder";
    case EACCES:
    case EPERM:
      return "; check its permissions";
    case EISDIR:
      return "; give a file";
    default:
      return "";
  }
}

tl::unexpected<Failure> CannotRead(const std::string& what) {
  const int error = errno;
  return EndWith(ExitCode::kNoInput, OneLine(what) + ": cannot be read: " +
                                         std::generic_category().message(error) + WhatToDo(error));
}

// <cstdio> rather than streams, because it says why reading failed (a directory, no permission).
Outcome<std::string> ReadAll(std::FILE* file, const std::string& what) {
  constexpr std::size_t kChunk = 16'384;
  std::array<char, kChunk> chunk{};
  std::string text;
  while (true) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file);
    text.append(chunk.data(), count);
    if (text.size() > kMaxSize) {
      return EndWith(ExitCode::kBadData, OneLine(what) + ": larger than 16 MiB; give another file");
    }
    if (count == chunk.size()) continue;
    if (std::ferror(file) != 0) return CannotRead(what);
    return text;
  }
}

}  // namespace

Outcome<std::string> ReadInputFile(const std::string& path, const std::string& what) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return CannotRead(what);
  return ReadAll(file.get(), what);
}

Outcome<std::string> ReadStandardInput(const std::string& what) { return ReadAll(stdin, what); }

}  // namespace kraken::tools
