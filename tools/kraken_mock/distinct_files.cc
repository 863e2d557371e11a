#include "tools/kraken_mock/distinct_files.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

namespace kraken::tools {
namespace {

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  if (std::filesystem::equivalent(a, b, error)) return true;
  // Files that are not there yet.
  const std::filesystem::path one = std::filesystem::weakly_canonical(a, error);
  if (error) return a == b;
  const std::filesystem::path other = std::filesystem::weakly_canonical(b, error);
  if (error) return a == b;
  return std::filesystem::absolute(one, error) == std::filesystem::absolute(other, error);
}

}  // namespace

Outcome<void> CheckFilesDiffer(const Settings& settings) {
  const std::array<const GivenText*, 5> files = {&settings.config_file, &settings.keys_file,
                                                 &settings.scenario, &settings.journal_file,
                                                 &settings.port_file};
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const GivenText& file = *files.at(i);
      const GivenText& earlier = *files.at(j);
      if (file.empty() || earlier.empty() || !SameFile(file.path(), earlier.path())) continue;
      return EndWith(ExitCode::kUsage, file.label() + ": " + earlier.option +
                                           " names the same file; give each a file of its own");
    }
  }
  return {};
}

}  // namespace kraken::tools
