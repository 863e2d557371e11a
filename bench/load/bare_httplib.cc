// The yardstick: cpp-httplib as it comes, set up well, answering Balance with constant bytes. It
// checks nothing, so whatever the mock does beyond it must be paid for elsewhere.
#include <httplib.h>

#include <cstdio>

int main() {
  httplib::Server server;
  // What this library needs to be fast at all: without, a reply waits 40 ms for an acknowledgement,
  // a connection ends after five requests, and eight threads keep the others waiting.
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000'000);
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  server.Post("/0/private/Balance", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(R"({"error":[],"result":{"XXBT":"1.0000000000","ZUSD":"10000.0000"}})",
                         "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::printf("listening on http://127.0.0.1:%d\n", port);
  std::fflush(stdout);
  return server.listen_after_bind() ? 0 : 1;
}
