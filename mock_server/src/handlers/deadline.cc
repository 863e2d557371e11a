#include "mock_server/src/handlers/deadline.h"

#include <chrono>
#include <string>

namespace kraken::mock {

// Source: docs.kraken.com, "Add Order", for the range, and "Spot errors" for one that is over. What
// a deadline outside of the range gets is assumed.
Status CheckDeadline(const Arguments& arguments, WallTime now) {
  constexpr std::chrono::seconds kNearest{2};
  constexpr std::chrono::seconds kFarthest{60};
  if (!arguments.Has("deadline")) return {};
  const std::string said = FieldIs("deadline", arguments.Text("deadline"));
  const Result<WallTime> deadline = ParseRfc3339(arguments.Text("deadline"));
  if (!deadline) return arguments.Refuse("deadline", said + ": " + deadline.error().message);
  const std::string clock = "; on this server's clock it is " + FormatRfc3339(now);
  if (*deadline <= now) return arguments.RefuseAs("EService:Deadline elapsed", said + clock);
  if (*deadline - now >= kNearest && *deadline - now <= kFarthest) return {};
  return arguments.Refuse("deadline",
                          said + clock + ", and a deadline is 2 to 60 seconds ahead of it");
}

}  // namespace kraken::mock
