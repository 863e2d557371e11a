// A folder of the test's own, which goes with it.
#ifndef KRAKEN_TESTS_MOCK_SERVER_TLS_SCRATCH_FOLDER_H_
#define KRAKEN_TESTS_MOCK_SERVER_TLS_SCRATCH_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <string>

namespace kraken::mock {

class ScratchFolder final {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "kraken-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_TLS_SCRATCH_FOLDER_H_
