#include "mock_server/src/tls/key_folder.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include <openssl/crypto.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "mock_server/src/descriptor.h"

namespace kraken::mock {
namespace {

constexpr mode_t kOwnerOnly = 0700;
constexpr std::size_t kLargestFile = 64U << 10U;

tl::unexpected<Error> CannotUse(const std::string& path, std::string_view what, int error) {
  return Fail(ErrorKind::kUsage,
              path + ": cannot be " + std::string(what) + ": " +
                  std::generic_category().message(error) +
                  "; give another TLS directory (--tls-dir), or see who owns this one");
}

// Whether the lock was got within a few seconds: who holds it longer has stopped. Where the file
// system knows no locks, two that start at the same moment may each make a CA; the files are whole
// all the same.
bool Await(int descriptor, KeyFolder::Lock lock) {
  constexpr int kMostLooks = 250;
  constexpr int kPauseMs = 20;
  const int operation = (lock == KeyFolder::Lock::kWrite ? LOCK_EX : LOCK_SH) | LOCK_NB;
  for (int i = 0; i < kMostLooks; ++i) {
    if (::flock(descriptor, operation) == 0) return true;
    if (errno != EINTR && errno != EWOULDBLOCK) return true;
    ::poll(nullptr, 0, kPauseMs);
  }
  return false;
}

int OpenFolder(const std::string& path) {
  return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

Status MakeFolders(const std::filesystem::path& path) {
  std::filesystem::path so_far;
  for (const std::filesystem::path& part : path) {
    so_far /= part;
    if (::mkdir(so_far.c_str(), kOwnerOnly) == 0 || errno == EEXIST) continue;
    // Of a folder that is not ours we may not be told that it is there.
    const int error = errno;
    std::error_code ignored;
    if (!std::filesystem::is_directory(so_far, ignored)) {
      return CannotUse(so_far.string(), "made", error);
    }
  }
  return {};
}

// False, with errno, where it cannot be read to its end, or has none.
bool ReadAllInto(BIO* memory, int descriptor) {
  std::array<char, 4'096> chunk{};
  std::size_t size = 0;
  ssize_t count = 0;
  while ((count = ::read(descriptor, chunk.data(), chunk.size())) > 0 && size < kLargestFile) {
    BIO_write(memory, chunk.data(), static_cast<int>(count));
    size += static_cast<std::size_t>(count);
  }
  if (count > 0) errno = EFBIG;
  OPENSSL_cleanse(chunk.data(), chunk.size());
  return count == 0;
}

bool WriteAllTo(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(descriptor) == 0;
}

// A name that nobody has, since one that was left behind may be there.
std::string NameOfDraft(const std::string& name) {
  std::random_device random;
  return name + "." + std::to_string(::getpid()) + "-" + std::to_string(random());
}

}  // namespace

KeyFolder::KeyFolder(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

KeyFolder::KeyFolder(KeyFolder&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

KeyFolder::~KeyFolder() {
  if (descriptor_ >= 0) ::close(descriptor_);  // And with it the lock.
}

Result<std::optional<KeyFolder>> KeyFolder::Find(const std::string& path, Lock lock) {
  const int descriptor = OpenFolder(path);
  if (descriptor < 0 && errno == ENOENT) return std::nullopt;
  if (descriptor < 0 && errno == ENOTDIR) {
    return Fail(ErrorKind::kUsage, path + ": is no directory; give another one (--tls-dir)");
  }
  if (descriptor < 0) return CannotUse(path, "opened", errno);
  KeyFolder folder(path, descriptor);
  if (Await(descriptor, lock)) return std::optional(std::move(folder));
  return Fail(ErrorKind::kUsage,
              path +
                  ": another program keeps it locked, perhaps a server that was stopped while it "
                  "started; end that one, or give another TLS directory (--tls-dir)");
}

Result<KeyFolder> KeyFolder::Make(const std::string& path) {
  if (Status made = MakeFolders(path); !made) return Fail(made.error());
  Result<std::optional<KeyFolder>> found = Find(path, Lock::kWrite);
  if (!found) return Fail(found.error());
  if (!*found) return CannotUse(path, "opened", ENOENT);
  return std::move(**found);
}

Result<std::optional<KeyFolder::File>> KeyFolder::Read(const std::string& name) const {
  // A FIFO of this name would be waited for.
  const Descriptor file(
      ::openat(descriptor_, name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.number() < 0 && errno == ENOENT) return std::nullopt;
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
    return CannotUse(PathOf(name), "read", errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorKind::kUsage,
                PathOf(name) + ": is no file; move it, or give another TLS directory (--tls-dir)");
  }
  File read{.text = RequireMade<BioHandle>(BIO_new(BIO_s_secmem()), "find memory"),
            .mode = status.st_mode & 07777};
  if (!ReadAllInto(read.text.get(), file.number())) return CannotUse(PathOf(name), "read", errno);
  return read;
}

Result<std::string> KeyFolder::Draft(const std::string& name, std::string_view text,
                                     mode_t mode) const {
  std::string draft = NameOfDraft(name);
  const Descriptor file(::openat(descriptor_, draft.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (file.number() < 0) return CannotUse(PathOf(name), "written", errno);
  // What the process takes off the mode of new files is not meant for this one.
  if (::fchmod(file.number(), mode) == 0 && WriteAllTo(file.number(), text)) return draft;
  const int error = errno;
  ::unlinkat(descriptor_, draft.c_str(), 0);
  return CannotUse(PathOf(name), "written", error);
}

void KeyFolder::Discard(const std::string& draft) const {
  ::unlinkat(descriptor_, draft.c_str(), 0);
}

Status KeyFolder::Publish(const std::string& draft, const std::string& name) const {
  if (::renameat(descriptor_, draft.c_str(), descriptor_, name.c_str()) == 0) return {};
  const int error = errno;
  ::unlinkat(descriptor_, draft.c_str(), 0);
  return CannotUse(PathOf(name), "written", error);
}

}  // namespace kraken::mock
