// Reads the files again while the server serves, on SIGHUP and on POST /__mock__/reload.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_RELOADER_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_RELOADER_H_

#include <future>
#include <mutex>
#include <string>

#include "kraken/mock/options.h"
#include "kraken/mock/server.h"
#include "kraken/protocol/result.h"
#include "tools/kraken_mock/inputs.h"
#include "tools/kraken_mock/patient_stderr.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// Thread-safe: one reload at a time. Make it before the server, and let it live longer.
class Reloader final {
 public:
  Reloader(const Settings& settings, PatientStderr& log) : settings_(settings), log_(log) {}

  // For ServerOptions::reload; null where no file was given, so that there is nothing to reload.
  mock::Reload Callback();
  // Once the server is made. A client may be faster: until then a reload waits.
  void Attach(mock::Server& server) { server_.set_value(&server); }

  // Everything is read first: one mistake, and everything stays as it was. What comes of it is
  // written to the log, one line.
  Result<std::string> Reload();

 private:
  Result<std::string> TryTo(mock::Server& server) const;
  Result<std::string> ReadAndApply(mock::Server& server) const;

  const Settings& settings_;
  PatientStderr& log_;
  std::promise<mock::Server*> server_{};
  std::shared_future<mock::Server*> attached_{server_.get_future()};
  std::mutex mutex_{};
};

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_RELOADER_H_
