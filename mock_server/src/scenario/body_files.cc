#include "mock_server/src/scenario/body_files.h"

#include <algorithm>
#include <system_error>

#include "mock_server/src/text_file.h"

namespace kraken::mock {

Result<std::string> BodyFiles::Read(std::string_view name) const {
  if (!folder_) {
    return Fail(ErrorKind::kUsage,
                R"(only scenarios that are files take bodies from files; write {"text": "…"})");
  }
  if (name.empty()) return Fail(ErrorKind::kUsage, "empty; name a file in the scenario's folder");
  if (name.find('\0') != std::string_view::npos) {
    return Fail(ErrorKind::kUsage, "holds a NUL, which no file's name does");
  }
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path folder = fs::canonical(folder_->empty() ? "." : *folder_, error);
  // Where links lead counts, not what the name looks like.
  const fs::path file = fs::weakly_canonical(folder / name, error);
  const auto [end_of_folder, rest] = std::ranges::mismatch(folder, file);
  if (error) return Fail(ErrorKind::kUsage, "cannot be found: " + error.message());
  if (end_of_folder != folder.end()) {
    return Fail(ErrorKind::kUsage, "lies outside the scenario's folder; copy it there");
  }
  return ReadTextFile(file.string());
}

}  // namespace kraken::mock
