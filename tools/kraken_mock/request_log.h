// What --log shows of each request on stderr.
//
//   14:03:22.123 POST AddOrder 200 EAPI:Invalid nonce — nonce 5 is not greater than 7, …
#ifndef KRAKEN_TOOLS_KRAKEN_MOCK_REQUEST_LOG_H_
#define KRAKEN_TOOLS_KRAKEN_MOCK_REQUEST_LOG_H_

#include <functional>
#include <string>

#include "kraken/mock/journal.h"
#include "tools/kraken_mock/patient_stderr.h"
#include "tools/kraken_mock/settings.h"

namespace kraken::tools {

// A line without its time: method, endpoint (or path), HTTP status, Kraken's errors, and why.
std::string LogLine(const mock::JournalEntry& entry);
// The lines below it of --log debug: one for each check, with what it found.
std::string DebugLines(const mock::JournalEntry& entry);

// For ServerOptions::observer; null where nothing is to be logged. `out` must outlive it.
std::function<void(const mock::JournalEntry&)> RequestLog(LogLevel level, PatientStderr& out);
// The same for TlsOptions::on_failed_handshake.
std::function<void(const std::string& why)> HandshakeLog(LogLevel level, PatientStderr& out);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_KRAKEN_MOCK_REQUEST_LOG_H_
