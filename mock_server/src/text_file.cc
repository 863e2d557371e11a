#include "mock_server/src/text_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/stat.h>

namespace kraken::mock {
namespace {

constexpr std::size_t kMostBytes = 256U << 20U;

tl::unexpected<Error> Wrong(const std::string& path, const std::string& why) {
  return Fail(ErrorKind::kUsage, path + ": " + why);
}

tl::unexpected<Error> Unreadable(const std::string& path, int error) {
  if (error == ENOENT) return Wrong(path, "no such file");
  if (error == EACCES) return Wrong(path, "cannot be read; check its permissions");
  return Wrong(path, "cannot be read: " + std::generic_category().message(error));
}

class OpenFile final {
 public:
  // A pipe that nobody writes into is not waited for.
  explicit OpenFile(const std::string& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

}  // namespace

Result<std::string> ReadTextFile(const std::string& path) {
  const OpenFile file(path);
  struct stat about {};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &about) != 0) {
    return Unreadable(path, errno);
  }
  if (S_ISDIR(about.st_mode)) return Wrong(path, "is a folder, not a file");
  if (!S_ISREG(about.st_mode)) return Wrong(path, "is a pipe or a device, not a file");
  std::string text;
  std::array<char, 64U << 10U> chunk{};
  for (;;) {
    const ssize_t count = ::read(file.descriptor(), chunk.data(), chunk.size());
    if (count < 0 && errno != EINTR) return Unreadable(path, errno);
    if (count == 0) return text;
    if (count > 0) text.append(chunk.data(), static_cast<std::size_t>(count));
    if (text.size() > kMostBytes) return Wrong(path, "is larger than 256 MiB");
  }
}

}  // namespace kraken::mock
