#include "tools/kraken_mock/port_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace kraken::tools {
namespace {

tl::unexpected<Failure> CannotWrite(const GivenText& file) {
  return EndWith(ExitCode::kNoOutput,
                 file.label() + ": cannot be written: " + std::generic_category().message(errno));
}

bool WriteFile(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return false;
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written;
}

}  // namespace

Outcome<void> RemoveOldPortFile(const GivenText& file) {
  if (std::remove(file.text.c_str()) == 0 || errno == ENOENT) return {};
  return CannotWrite(file);
}

Outcome<void> WritePortFile(const GivenText& file, int port) {
  const std::string draft = file.text + "." + std::to_string(getpid());
  if (WriteFile(draft, std::to_string(port) + "\n") &&
      std::rename(draft.c_str(), file.text.c_str()) == 0) {
    return {};
  }
  const tl::unexpected<Failure> failure = CannotWrite(file);
  std::remove(draft.c_str());
  return failure;
}

}  // namespace kraken::tools
