#include "tools/kraken_mock/journal_probe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace kraken::tools {

JournalProbe::~JournalProbe() {
  if (descriptor_ >= 0) close(descriptor_);
}

Outcome<void> JournalProbe::Open(const GivenText& file) {
  constexpr mode_t kMode = 0644;
  descriptor_ = open(file.path().c_str(),
                     O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, kMode);
  if (descriptor_ >= 0) return {};
  const std::string why = errno == ENXIO ? "nobody reads this FIFO; start its reader first"
                                         : std::generic_category().message(errno) +
                                               "; does its folder exist, and may you write there?";
  return EndWith(ExitCode::kNoOutput, file.label() + ": cannot be written: " + why);
}

}  // namespace kraken::tools
