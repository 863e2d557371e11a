#include "tools/kraken_mock/patient_stderr.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <string>

namespace kraken::tools {

void PatientStderr::WriteLine(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (lost_ > 0 && Write("(" + std::to_string(lost_) + " lines of this log found no reader)\n")) {
    lost_ = 0;
  }
  if (!Write(line)) ++lost_;
}

// Waits, but not again for a reader who let us wait in vain.
bool PatientStderr::HasRoom() {
  constexpr int kPatience = 100;  // Milliseconds.
  pollfd out{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  is_read_ = ::poll(&out, 1, is_read_ ? kPatience : 0) > 0;
  return is_read_;
}

// A pipe that has any room takes so many bytes without blocking.
bool PatientStderr::Write(std::string_view text) {
  while (!text.empty()) {
    if (!HasRoom()) return false;
    const ssize_t written =
        ::write(STDERR_FILENO, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF));
    if (written < 0 && errno != EINTR) return false;
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

}  // namespace kraken::tools
