// The signals that stop the server, and what waits for them.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_STOP_SIGNALS_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_STOP_SIGNALS_H_

#include <csignal>

namespace kraken::tools {

// SIGINT and SIGTERM. Nothing runs in a signal handler.
class StopSignals final {
 public:
  // Blocks them for this thread and those that it starts later, so that only Await() ever sees
  // them. Until then they end the process at once: make it after whatever may have to wait, such as
  // for the writer of a FIFO, and before any thread is started.
  StopSignals();

  void Await() const;

 private:
  sigset_t signals_{};
};

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_STOP_SIGNALS_H_
