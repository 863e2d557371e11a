// Standard error for a server that must not wait for whoever reads it.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_PATIENT_STDERR_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_PATIENT_STDERR_H_

#include <cstdint>
#include <mutex>
#include <string_view>

namespace kraken::tools {

// Waits for its reader a little, but never for long: lines are logged while requests are decided,
// and a pipe that nobody reads would stop the server. What finds no room is lost, and how much was
// is told. Thread-safe: lines come whole.
class PatientStderr final {
 public:
  // `line` ends in a line end; it may be several.
  void WriteLine(std::string_view line);

 private:
  bool HasRoom();
  bool Write(std::string_view text);

  std::mutex mutex_;
  bool is_read_ = true;
  std::uint64_t lost_ = 0;
};

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_PATIENT_STDERR_H_
