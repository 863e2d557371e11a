#include "tools/kraken_mock/distinct_files.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace kraken::tools {
namespace {

namespace fs = std::filesystem;

// Where links lead, also to a file that is not there yet.
fs::path FollowLinks(fs::path path) {
  constexpr int kMostLinks = 40;  // As many as Linux follows.
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(path, error); ++i) {
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / target;
  }
  return path;
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  // Files that are not there yet.
  const fs::path one = fs::weakly_canonical(FollowLinks(a), error);
  if (error) return a == b;
  const fs::path other = fs::weakly_canonical(FollowLinks(b), error);
  if (error) return a == b;
  return fs::absolute(one, error) == fs::absolute(other, error);
}

// Whether `path` is in a folder or its subfolders, by its name and not by where it leads.
bool LiesIn(const fs::path& folder, const fs::path& path) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return false;
  const fs::path parent = fs::absolute(path, error).parent_path();
  const fs::path place = fs::weakly_canonical(parent, error);
  return std::mismatch(root.begin(), root.end(), place.begin(), place.end()).first == root.end();
}

bool WouldBeFixture(const GivenText& fixtures, const GivenText& file) {
  std::error_code ignored;
  const fs::path folder = fixtures.path();
  if (!fs::is_directory(folder, ignored)) return false;
  const fs::path path = file.path();
  const fs::path target = FollowLinks(path);
  return (path.extension() == ".json" && LiesIn(folder, path)) ||
         (target.extension() == ".json" && LiesIn(folder, target));
}

// In the order of the table of options, without those that are not given. Fixtures stand apart.
std::vector<GivenText> SingleFiles(const Settings& settings) {
  std::vector<GivenText> files = {settings.config_file, settings.keys_file, settings.scenario,
                                  settings.journal_file, settings.port_file};
  std::erase_if(files, [](const GivenText& file) { return file.empty(); });
  return files;
}

Outcome<void> CheckDiffer(const GivenText& file, const GivenText& other) {
  if (!SameFile(file.path(), other.path())) return {};
  return EndWith(ExitCode::kUsage, file.label() + ": " + other.option +
                                       " names the same file; give each a file of its own");
}

Outcome<void> CheckIsNoFixture(const GivenText& file, const GivenText& fixtures) {
  if (!WouldBeFixture(fixtures, file)) return {};
  return EndWith(ExitCode::kUsage, file.label() +
                                       ": it would be read as a fixture, since it is in " +
                                       fixtures.label() + "; give it another folder");
}

}  // namespace

Outcome<void> CheckFilesDiffer(const Settings& settings) {
  const std::vector<GivenText> files = SingleFiles(settings);
  for (auto file = files.begin(); file != files.end(); ++file) {
    for (auto earlier = files.begin(); earlier != file; ++earlier) {
      if (Outcome<void> differ = CheckDiffer(*file, *earlier); !differ) return differ;
    }
    for (const GivenText& fixtures : settings.fixtures) {
      if (Outcome<void> differ = CheckDiffer(fixtures, *file); !differ) return differ;
      if (Outcome<void> is_none = CheckIsNoFixture(*file, fixtures); !is_none) return is_none;
    }
  }
  return {};
}

}  // namespace kraken::tools
