// A server in a process of its own, for as long as this lives.
#ifndef KRAKEN_BENCH_LOAD_CHILD_SERVER_H_
#define KRAKEN_BENCH_LOAD_CHILD_SERVER_H_

#include <string>
#include <vector>

#include <sys/types.h>

namespace kraken::bench {

class ChildServer final {
 public:
  // Starts `command` and waits for its line "listening on http://HOST:PORT".
  explicit ChildServer(std::vector<std::string> command);
  ~ChildServer();
  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  int port() const { return port_; }
  // From the start of the process to that line.
  double start_ms() const { return start_ms_; }
  // The process's memory at this moment, in MiB.
  double resident_mib() const;

 private:
  pid_t process_ = -1;
  int port_ = 0;
  double start_ms_ = 0;
};

}  // namespace kraken::bench

#endif  // KRAKEN_BENCH_LOAD_CHILD_SERVER_H_
