// --tls: where the CA is kept, and what becomes of it before a server starts.
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_TLS_CHOICE_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_TLS_CHOICE_H_

#include <optional>

#include "kraken/mock/tls.h"
#include "tools/command_line/failure.h"
#include "tools/kraken_mock/patient_stderr.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

struct TlsChoice {
  mock::TlsOptions options{};
  mock::TlsAuthority authority{};
};

// Finds the CA or makes one, and tells on stderr that it did. None without --tls. Handshakes that
// fail go to `log`, which must outlive the server, as requests do.
Outcome<std::optional<TlsChoice>> ChooseTls(const Settings& settings, PatientStderr& log);

// Whether that would go well, as far as can be told without writing.
Outcome<void> CheckTlsFiles(const Settings& settings);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_TLS_CHOICE_H_
