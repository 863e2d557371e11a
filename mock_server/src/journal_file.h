// The journal's file: JSON Lines, each line one write(2), so that a reader never sees half of one.
#ifndef KRAKEN_MOCK_SERVER_SRC_JOURNAL_FILE_H_
#define KRAKEN_MOCK_SERVER_SRC_JOURNAL_FILE_H_

#include <string>
#include <string_view>

namespace kraken::mock {

// Not thread-safe: the journal writes its lines one at a time.
class JournalFile final {
 public:
  // Appends to `path`, making it where it is not; throws std::runtime_error naming path and reason.
  explicit JournalFile(const std::string& path);
  ~JournalFile();
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  // Writes a line, its end included. A full disk loses lines, never the server: the first failure
  // is reported on standard error, once.
  void Write(std::string_view line);

 private:
  std::string path_;
  int descriptor_;
  bool reported_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_JOURNAL_FILE_H_
