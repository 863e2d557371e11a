// What happened: every request with what each stage thought of it, and how its answer left.
//
// The schema is docs/journal.md. Entries hold no secret: an API key appears as a hash prefix, and
// signatures are no secrets.
//
//   for (const JournalEntry& e : server.journal().Entries()) { … }
#ifndef KRAKEN_MOCK_JOURNAL_H_
#define KRAKEN_MOCK_JOURNAL_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/http_message.h"
#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/params.h"

namespace kraken::mock {

enum class StageVerdict : std::uint8_t { kPassed, kSkipped, kRefused, kAnswered };
std::string_view ToString(StageVerdict verdict);  // "passed", "skipped", "refused", "answered"

// What one stage of the pipeline decided. `why` is for people; it is empty where a stage passed and
// has nothing to add.
struct StageNote {
  std::string_view stage{};  // A literal.
  StageVerdict verdict = StageVerdict::kPassed;
  std::string why{};

  friend bool operator==(const StageNote&, const StageNote&) = default;
};

// A counter as it stood once the call was charged. Texts are decimals: "3.67".
struct CounterNote {
  std::string name{};  // "calls", "public", "article", "engine XBTUSD"
  std::string value{};
  std::string max{};
  std::string cost{};
};

// The ids of what a call made or changed, in the order in which it did.
struct Effect {
  std::vector<std::string> orders{};
  std::vector<std::string> trades{};
  std::vector<std::string> ledger{};

  friend bool operator==(const Effect&, const Effect&) = default;
};

// Why a reply looked as it did, at the moment of the decision.
struct JournalEntry {
  std::uint64_t seq = 0;  // From 1, in the order of the decisions.
  WallTime wall{};        // On the server's clock.
  HttpRequest request{};
  std::string endpoint{};  // "Balance"; empty where there is none.
  std::string key_id{};    // KeyId() of the API-Key header; empty where none was sent.
  Params params{};
  std::string nonce{};                 // As it was sent; empty where none was.
  std::optional<bool> signature_ok{};  // None where it was not examined.
  std::vector<StageNote> stages{};
  std::string rule{};  // The scenario's last rule that fired: "rate-limited-twice#1"; or empty.
  std::vector<std::string> rules{};  // All that fired, in order: one at each point at most.
  Effect effect{};                   // Of the handler, whatever became of the answer.
  std::vector<CounterNote> counters{};
  int status = 200;
  std::vector<std::string> errors{};  // Kraken's strings of the reply.
  bool is_envelope = true;            // Whether the reply is Kraken's {"error":[…]}, and no page.
};

// How the connection ended, or did not, after this reply.
enum class SentEnd : std::uint8_t { kComplete, kClosed, kReset, kTruncated, kStalled, kPeerClosed };
std::string_view ToString(SentEnd end);  // "complete", "closed", "reset", …, "peer-closed"

// When the bytes moved, in microseconds on one monotonic scale of the process.
struct SentNote {
  std::int64_t t_accept = 0;
  std::int64_t t_in_first = 0;
  std::int64_t t_in_last = 0;
  std::int64_t t_decided = 0;
  std::int64_t t_out_first = 0;
  std::int64_t t_out_last = 0;
  std::uint64_t bytes = 0;  // Of the reply, head included.
  SentEnd ended = SentEnd::kComplete;
};

// The two JSON forms of surface and file, and the joined one of the control API.
Json RequestLine(const JournalEntry& entry);             // {"kind":"request","seq":…}
Json SentLine(std::uint64_t seq, const SentNote& sent);  // {"kind":"sent","seq":…}
// A request with its "sent" member (null while the answer is still on its way).
Json JoinedEntry(const JournalEntry& entry, const std::optional<SentNote>& sent);

// An API key's name in journals: the first 12 hexadecimal digits of its SHA-256.
std::string KeyId(std::string_view api_key);

// Which entries to give: those after `since`, and of that endpoint, key, number.
struct JournalQuery {
  std::uint64_t since = 0;
  std::string endpoint{};
  std::string key_id{};
  std::size_t limit = 0;  // 0: all
};

// Whether it is of the endpoint and key that are asked for.
bool Fits(const JournalQuery& query, const JournalEntry& entry);

struct JournalRecord {
  JournalEntry entry{};
  std::optional<SentNote> sent{};
};

struct JournalPage {
  std::vector<std::shared_ptr<const JournalRecord>> records{};
  std::uint64_t next = 0;     // The `since` that continues after this page.
  std::uint64_t dropped = 0;  // Entries that the bounds pushed out since the last Clear().
};

class JournalFeed;

// Bounded: the oldest entries go first, the newest stays whatever its size. Thread-safe.
class Journal final {
 public:
  static constexpr std::size_t kMaxEntries = 8'192;
  static constexpr std::size_t kMaxBytes = 8U << 20U;

  // A sink is given each line as it is made, in order, complete with its line end.
  using Sink = std::function<void(std::string_view line)>;

  explicit Journal(Sink sink = nullptr);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Numbers and stores an entry; call it in the order of the decisions. Answers the ticket for
  // RecordSent(): the entry's number and, above its 48 bits, how often the journal was restarted,
  // so that an answer that leaves after that does not count for a new entry of the same number.
  std::uint64_t Record(JournalEntry entry);
  void RecordSent(std::uint64_t ticket, const SentNote& sent);

  JournalPage Read(const JournalQuery& query = {}) const;
  std::vector<JournalEntry> Entries() const;
  // For the control API: the lines of what Read() gives, and then of all that comes.
  std::shared_ptr<JournalFeed> Follow(const JournalQuery& query);
  std::size_t size() const;
  std::uint64_t dropped() const;         // Since the last Clear() or Restart(),
  std::uint64_t dropped_in_all() const;  // and since the journal was made.

  // Forgets all entries; numbers go on, so that a reader who continues from one misses nothing.
  void Clear();
  // Forgets all entries and numbers again from 1.
  void Restart();
  // Forgets the entries of one key.
  void ClearKey(std::string_view key_id);

 private:
  struct Stored {
    std::uint64_t seq = 0;
    std::size_t bytes = 0;
    // Not changed any more once it has its `sent`: from then on readers share it.
    std::shared_ptr<JournalRecord> record{};
  };

  std::deque<Stored>::iterator Find(std::uint64_t seq);
  std::vector<std::shared_ptr<JournalFeed>> LiveFeeds();
  static std::shared_ptr<const JournalRecord> Frozen(const std::shared_ptr<JournalRecord>& record);
  void DropAll();
  void DropOldest();

  mutable std::mutex mutex_;
  std::deque<Stored> stored_;
  std::size_t bytes_ = 0;
  std::uint64_t next_seq_ = 1;
  std::uint64_t dropped_ = 0;
  std::uint64_t dropped_in_all_ = 0;
  std::uint64_t times_restarted_ = 0;
  Sink sink_;
  std::vector<std::weak_ptr<JournalFeed>> feeds_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_JOURNAL_H_
