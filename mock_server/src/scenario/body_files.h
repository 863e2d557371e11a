// The files whose bodies a scenario may answer with: those in its own folder, and below.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_BODY_FILES_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_BODY_FILES_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kraken/protocol/result.h"

namespace kraken::mock {

class BodyFiles final {
 public:
  // None may be read: the scenario is no file, and whoever sent it is not to see ours.
  BodyFiles() = default;
  explicit BodyFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The error says what is wrong with the name, or with the file.
  Result<std::string> Read(std::string_view name) const;

 private:
  std::optional<std::filesystem::path> folder_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_BODY_FILES_H_
