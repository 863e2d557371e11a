#include "bench/load/child_server.h"

#include <spawn.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <sys/wait.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared.

namespace kraken::bench {
namespace {

// The first line that the process prints.
std::string FirstLine(int descriptor) {
  std::string line;
  char letter = 0;
  while (::read(descriptor, &letter, 1) == 1 && letter != '\n') line += letter;
  return line;
}

}  // namespace

ChildServer::ChildServer(std::vector<std::string> command) {
  std::array<int, 2> output{};
  if (::pipe(output.data()) != 0) throw std::runtime_error("pipe failed");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addclose(&actions, output[0]);
  ::posix_spawn_file_actions_addclose(&actions, output[1]);
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  const auto start = std::chrono::steady_clock::now();
  const int failed =
      ::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(output[1]);
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
  const std::string line = FirstLine(output[0]);
  start_ms_ =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  ::close(output[0]);
  const std::size_t colon = line.rfind(':');
  if (!line.starts_with("listening on ") || colon == std::string::npos) {
    throw std::runtime_error(command[0] + " did not say where it listens: " + line);
  }
  port_ = std::stoi(line.substr(colon + 1));
}

ChildServer::~ChildServer() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

double ChildServer::resident_mib() const {
  std::ifstream statm("/proc/" + std::to_string(process_) + "/statm");
  double total_pages = 0;
  double resident_pages = 0;
  statm >> total_pages >> resident_pages;
  return resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

}  // namespace kraken::bench
