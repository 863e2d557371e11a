// A folder for keys: what is written into it appears all at once, and what others can read of it is
// known.
#ifndef KRAKEN_MOCK_SERVER_SRC_TLS_KEY_FOLDER_H_
#define KRAKEN_MOCK_SERVER_SRC_TLS_KEY_FOLDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "kraken/protocol/result.h"
#include "mock_server/src/tls/openssl_handles.h"

namespace kraken::mock {

class KeyFolder final {
 public:
  // Held while the folder is: several may read at one time, and one alone may write.
  enum class Lock : std::uint8_t { kRead, kWrite };

  // A file's text, in memory that is wiped, and who may use it.
  struct File {
    BioHandle text{};
    mode_t mode = 0;
  };

  // None where there is none.
  static Result<std::optional<KeyFolder>> Find(const std::string& path, Lock lock);
  // Made where there is none, for its owner only, as are the folders above it.
  static Result<KeyFolder> Make(const std::string& path);

  KeyFolder(KeyFolder&& other) noexcept;
  KeyFolder& operator=(KeyFolder&&) = delete;
  KeyFolder(const KeyFolder&) = delete;
  KeyFolder& operator=(const KeyFolder&) = delete;
  ~KeyFolder();

  // Where a file is, or would be.
  std::string PathOf(std::string_view name) const { return path_ + "/" + std::string(name); }
  // None where there is none.
  Result<std::optional<File>> Read(const std::string& name) const;
  // A file of another name, whose text is on the disk; answers that name.
  Result<std::string> Draft(const std::string& name, std::string_view text, mode_t mode) const;
  // In the place of what was there. Whoever opens it sees all of it, or what was there.
  Status Publish(const std::string& draft, const std::string& name) const;
  void Discard(const std::string& draft) const;

 private:
  KeyFolder(std::string path, int descriptor);

  std::string path_;
  int descriptor_ = -1;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_TLS_KEY_FOLDER_H_
