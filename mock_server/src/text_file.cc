#include "mock_server/src/text_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/stat.h>

#include "mock_server/src/descriptor.h"

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

}  // namespace

Result<std::string> ReadTextFile(const std::string& path) {
  // A pipe that nobody writes into is not waited for.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat about {};
  if (file.number() < 0 || ::fstat(file.number(), &about) != 0) {
    return Unreadable(path, errno);
  }
  if (S_ISDIR(about.st_mode)) return Wrong(path, "is a folder, not a file");
  if (!S_ISREG(about.st_mode)) return Wrong(path, "is a pipe or a device, not a file");
  std::string text;
  std::array<char, 64U << 10U> chunk{};
  for (;;) {
    const ssize_t count = ::read(file.number(), chunk.data(), chunk.size());
    if (count < 0 && errno != EINTR) return Unreadable(path, errno);
    if (count == 0) return text;
    if (count > 0) text.append(chunk.data(), static_cast<std::size_t>(count));
    if (text.size() > kMostBytes) return Wrong(path, "is larger than 256 MiB");
  }
}

}  // namespace kraken::mock
