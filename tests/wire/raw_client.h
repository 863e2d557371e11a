// A client that says exactly what it is told to, byte for byte.
#ifndef KRAKEN_TESTS_WIRE_RAW_CLIENT_H_
#define KRAKEN_TESTS_WIRE_RAW_CLIENT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace kraken::mock {

// The beginning of a head without fault; the blank line is missing.
inline const std::string kHead = "GET / HTTP/1.1\r\nHost: h\r\n";

struct RawReply {
  int status = 0;      // 0: the connection ended before a whole reply.
  std::string head{};  // With the blank line.
  std::string body{};
};

// A read gives up after 30 s: a test that hangs should fail, and say where.
class RawClient final {
 public:
  explicit RawClient(int port, const std::string& host = "127.0.0.1");
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False where the other side takes no more.
  bool Send(std::string_view bytes) const;
  // One reply, as long as its Content-Length says; none of it in the answer to HEAD.
  RawReply Read(bool without_body = false);
  // So many bytes, or as many as come until the connection ends.
  std::string ReadExactly(std::size_t size);
  // All that comes until the connection ends.
  std::string ReadToEnd();
  // Whether it ended with a reset and no goodbye.
  bool was_reset() const { return was_reset_; }
  RawReply Ask(std::string_view bytes);

  // Says that no more will be sent, but goes on reading.
  void EndSending() const;
  // Leaves with a reset in place of a goodbye.
  void Reset();

 private:
  // False at the end.
  bool ReadMore();

  int socket_ = -1;
  std::string unread_{};
  bool was_reset_ = false;
};

// "GET /path HTTP/1.1" with what is needed for it to be right.
std::string Get(std::string_view path);
// A POST with Content-Length; `headers` are lines, each with its CRLF.
std::string Post(std::string_view path, std::string_view body, std::string_view headers = {});
// The head of a POST whose body comes in chunks.
std::string ChunkedPost(std::string_view path);

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_WIRE_RAW_CLIENT_H_
