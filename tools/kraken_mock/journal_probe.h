// Finds out whether the journal can be written, before the server opens it.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_JOURNAL_PROBE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_JOURNAL_PROBE_H_

#include "tools/command_line/failure.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Keep it until the server has opened the journal: a FIFO whose only writer closes is at its end
// for its reader, who may go, and then the server would wait for another one.
class JournalProbe final {
 public:
  JournalProbe() = default;
  ~JournalProbe();
  JournalProbe(const JournalProbe&) = delete;
  JournalProbe& operator=(const JournalProbe&) = delete;

  // Makes the file where it is not there yet. Waits for nobody: a FIFO without a reader is refused.
  Outcome<void> Open(const GivenText& file);

 private:
  int descriptor_ = -1;
};

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_JOURNAL_PROBE_H_
