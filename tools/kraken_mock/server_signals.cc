#include "tools/kraken_mock/server_signals.h"

#include <termios.h>
#include <unistd.h>

namespace kraken::tools {
namespace {

bool IsIgnored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

// Whether there is a terminal on standard input, and still somebody at its other end.
bool HasTerminal() {
  termios settings{};
  return tcgetattr(STDIN_FILENO, &settings) == 0;
}

}  // namespace

ServerSignals::ServerSignals() : had_terminal_(HasTerminal()) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  // Blocked, an ignored signal would wait for Await() all the same.
  if (!IsIgnored(SIGHUP)) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

ServerSignals::Wish ServerSignals::Await() const {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0) {
  }
  const bool terminal_is_gone = had_terminal_ && !HasTerminal();
  return signal == SIGHUP && !terminal_is_gone ? Wish::kReload : Wish::kStop;
}

}  // namespace kraken::tools
