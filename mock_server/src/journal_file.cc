#include "mock_server/src/journal_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <system_error>

namespace kraken::mock {
namespace {

std::string Reason(int error) { return std::generic_category().message(error); }

}  // namespace

JournalFile::JournalFile(const std::string& path)
    : path_(path),
      descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) {
    throw std::runtime_error("cannot write the journal to " + path_ + ": " + Reason(errno));
  }
}

JournalFile::~JournalFile() { ::close(descriptor_); }

void JournalFile::Write(std::string_view line) {
  if (::write(descriptor_, line.data(), line.size()) == static_cast<ssize_t>(line.size())) return;
  if (reported_) return;
  reported_ = true;
  std::cerr << "the journal " << path_ << " loses lines: " << Reason(errno) << '\n';
}

}  // namespace kraken::mock
