// The journal's file: JSON Lines, each line one write(2) at the file's end, so that the lines of
// several servers never mix. Who reads while it grows reads up to the last line end.
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

  // Writes a line, its end included. A full disk, or a pipe that nobody reads, loses lines, never
  // the server: the first loss is reported on standard error, once. What follows a line that was
  // cut short begins a line of its own.
  void Write(std::string_view line);

 private:
  std::string path_;
  int descriptor_;
  bool mid_line_;  // The last line was cut short.
  bool waits_for_reader_ = true;
  bool reported_ = false;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_JOURNAL_FILE_H_
