#include "mock_server/src/journal_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <system_error>

namespace kraken::mock {
namespace {

std::string Reason(int error) { return std::generic_category().message(error); }

// Whether the pipe takes more bytes by then. The server stands still meanwhile.
bool AwaitsRoom(int descriptor, std::chrono::milliseconds patience) {
  pollfd pipe{.fd = descriptor, .events = POLLOUT, .revents = 0};
  return ::poll(&pipe, 1, static_cast<int>(patience.count())) > 0;
}

// How many bytes were taken; errno says why not all. A file takes a line in one write(2).
std::size_t WriteAll(int descriptor, std::string_view bytes, std::chrono::milliseconds patience) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const std::string_view rest = bytes.substr(written);
    const ssize_t count = ::write(descriptor, rest.data(), rest.size());
    if (count > 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      if (AwaitsRoom(descriptor, patience)) continue;
      errno = EAGAIN;
      break;
    } else if (errno != EINTR) {
      break;
    }
  }
  return written;
}

// Whether it is a file in which another server was killed while it wrote.
bool EndsMidLine(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file || file.tellg() <= 0) return false;
  file.seekg(-1, std::ios::end);
  return file.get() != '\n';
}

}  // namespace

JournalFile::JournalFile(const std::string& path)
    : path_(path),
      descriptor_(
          ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0644)),
      mid_line_(EndsMidLine(path)) {
  if (descriptor_ < 0) {
    throw std::runtime_error("cannot write the journal to " + path_ + ": " + Reason(errno));
  }
}

JournalFile::~JournalFile() { ::close(descriptor_); }

void JournalFile::Write(std::string_view line) {
  // A reader that once kept us waiting is not waited for again until it has read on.
  constexpr std::chrono::milliseconds kPatience{500};
  const auto patience = waits_for_reader_ ? kPatience : std::chrono::milliseconds(0);
  if (mid_line_ && WriteAll(descriptor_, "\n", patience) == 0) return;
  const std::size_t written = WriteAll(descriptor_, line, patience);
  const bool complete = written == line.size();
  mid_line_ = written > 0 && !complete;
  waits_for_reader_ = complete || errno != EAGAIN;
  if (complete || reported_) return;
  reported_ = true;
  const std::string reason = errno == EAGAIN ? "nobody reads it" : Reason(errno);
  std::cerr << "the journal " << path_ << " loses lines: " << reason << '\n';
}

}  // namespace kraken::mock
