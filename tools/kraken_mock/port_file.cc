#include "tools/kraken_mock/port_file.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace kraken::tools {
namespace {

tl::unexpected<Failure> Refuse(const GivenText& file, const std::string& why) {
  return EndWith(ExitCode::kNoOutput, file.label() + ": " + why);
}

tl::unexpected<Failure> CannotWrite(const GivenText& file, int error) {
  return Refuse(file, "cannot be written: " + std::generic_category().message(error) +
                          "; does its folder exist, and may you write there?");
}

std::string_view Kind(std::filesystem::file_type type) {
  switch (type) {
    case std::filesystem::file_type::directory:
      return "a folder";
    case std::filesystem::file_type::symlink:
      return "a symbolic link";
    case std::filesystem::file_type::fifo:
      return "a FIFO";
    case std::filesystem::file_type::block:
    case std::filesystem::file_type::character:
      return "a device";
    default:
      return "no file";
  }
}

// A file that can be lost: one that a server wrote, or an empty one, as mktemp makes it.
bool IsEmptyOrPort(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return false;
  std::array<char, 8> start{};
  stream.read(start.data(), start.size());
  std::string_view text(start.data(), static_cast<std::size_t>(stream.gcount()));
  if (text.empty()) return !stream.bad();
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::uint16_t port = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), port);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

// A file that is not there yet, since the one of another server, killed as it wrote, may be.
std::FILE* OpenDraft(const std::string& path, std::string& draft) {
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    draft = path + "." + std::to_string(getpid()) + "-" + std::to_string(attempt);
    std::FILE* file = std::fopen(draft.c_str(), "wxe");
    if (file != nullptr || errno != EEXIST) return file;
  }
  return nullptr;
}

}  // namespace

Outcome<void> CheckPortFile(const GivenText& file) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::symlink_status(file.path(), error);
  if (status.type() == std::filesystem::file_type::not_found) return {};
  if (status.type() == std::filesystem::file_type::none) return CannotWrite(file, error.value());
  if (status.type() != std::filesystem::file_type::regular) {
    return Refuse(file, "there is " + std::string(Kind(status.type())) +
                            " of this name, which is left alone; give another name");
  }
  if (!IsEmptyOrPort(file.path())) {
    return Refuse(file,
                  "there is a file of this name that holds more than a port number, or cannot be "
                  "read; it is left alone; give another name, or remove it");
  }
  return {};
}

Outcome<void> WritePortFile(const GivenText& file, int port) {
  if (Outcome<void> checked = CheckPortFile(file); !checked) return checked;
  const std::string path = file.path();
  std::string draft;
  std::FILE* stream = OpenDraft(path, draft);
  if (stream == nullptr) return CannotWrite(file, errno);
  const std::string text = std::to_string(port) + "\n";
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if (std::fclose(stream) == 0 && written && std::rename(draft.c_str(), path.c_str()) == 0) {
    return {};
  }
  const int error = errno;
  std::remove(draft.c_str());
  return CannotWrite(file, error);
}

}  // namespace kraken::tools
