// Sends a reply, as late, as slowly and as far as it is meant to go.
#ifndef KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_SENDER_H_
#define KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kraken/mock/http_message.h"
#include "kraken/mock/journal.h"
#include "kraken/protocol/clock.h"
#include "mock_server/src/wire/connection_table.h"
#include "mock_server/src/wire/reply_bytes.h"
#include "mock_server/src/wire/stream.h"

namespace kraken::mock {

// What becomes of a connection.
enum class Afterwards : std::uint8_t {
  kGoOn,    // It may bring another request.
  kLinger,  // It ends, in a way that lets the client read all that was sent.
  kGone,    // It ends at once.
};

// Closing the socket will reset the connection, once what was sent has arrived.
void PrepareReset(int socket);

// For one reply. The connection is the table's kDelaying while it waits, and kDeciding else.
class ReplySender final {
 public:
  // `delays_ended`: the table's, from before the request was decided.
  ReplySender(Clock& clock, ConnectionTable& table, std::uint64_t delays_ended,
              ConnectionTable::Handle connection, Stream& stream)
      : clock_(clock),
        table_(table),
        delays_ended_(delays_ended),
        connection_(connection),
        stream_(stream) {}

  // Notes when the bytes left, how many, and how it ended.
  Afterwards Send(const Reply& reply, const ReplyForm& form, WallTime received_at, SentNote& note);

  // What follows the body of a reply, until it ends or the client leaves.
  void SendPieces(const Pieces& pieces);

 private:
  // What of the bytes is to leave, and what then.
  struct Plan {
    std::string bytes{};
    std::size_t until = 0;
    SentEnd ended = SentEnd::kComplete;
    Afterwards afterwards = Afterwards::kGoOn;
  };

  static Plan PlanOf(const Reply& reply, const ReplyForm& form);
  // False where the server has sent the connection away meanwhile.
  bool WaitUntil(WallTime due);
  bool WaitFor(Duration length, WallTime since);
  // Until the client leaves, or the server does.
  void WaitForGood();
  // Whether all of it has left.
  bool Carry(std::string_view bytes, const Delivery& delivery, SentNote& note);
  bool CarryAt(std::uint64_t bytes_per_second, std::string_view bytes, SentNote& note);
  bool Write(std::string_view bytes, SentNote& note);

  Clock& clock_;
  ConnectionTable& table_;
  const std::uint64_t delays_ended_;
  const ConnectionTable::Handle connection_;
  Stream& stream_;
  bool waited_ = false;
  bool stalls_for_good_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WIRE_REPLY_SENDER_H_
