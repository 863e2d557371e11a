// The signals that stop the server or have it read its files again, and what waits for them.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_SERVER_SIGNALS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_SERVER_SIGNALS_H_

#include <csignal>
#include <cstdint>

namespace kraken::tools {

// SIGINT and SIGTERM stop it. So does SIGHUP where the terminal that it was started on is gone;
// else SIGHUP reloads. Nothing runs in a signal handler.
class ServerSignals final {
 public:
  enum class Wish : std::uint8_t { kStop, kReload };

  // Blocks them for this thread and those that it starts later, so that only Await() ever sees
  // them. Until then they end the process at once: make it after whatever may have to wait, such as
  // for the writer of a FIFO, and before any thread is started. A SIGHUP that is ignored, as nohup
  // has it, stays ignored.
  ServerSignals();

  Wish Await() const;

 private:
  sigset_t signals_{};
  bool had_terminal_;
};

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_SERVER_SIGNALS_H_
