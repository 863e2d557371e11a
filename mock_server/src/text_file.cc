#include "mock_server/src/text_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace kraken::mock {

Result<std::string> ReadTextFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Fail(ErrorKind::kUsage, path + ": is a folder, not a file");
  }
  if (!std::filesystem::exists(path, ignored)) {
    return Fail(ErrorKind::kUsage, path + ": no such file");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) {
    return Fail(ErrorKind::kUsage, path + ": cannot be read; check its permissions");
  }
  return text;
}

}  // namespace kraken::mock
