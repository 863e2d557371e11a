#include "mock_server/src/scenario/parse_fault.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "mock_server/src/scenario/fault_readers.h"

namespace kraken::mock {
namespace {

// The member that names a fault, and one that may go with it.
struct FaultForm {
  std::string_view key;
  std::string_view companion;
  Fault (*read)(const CheckedJson& form, const BodyFiles& files);
};

constexpr auto kForms = std::to_array<FaultForm>({
    {"error", "result", ReadAnswerErrors},
    {"http", "", ReadAnswerHttp},
    {"redirect", "", ReadRedirect},
    {"throttled_s", "", ReadThrottled},
    {"delay_ms", "", ReadDelay},
    {"stall_ms", "after_bytes", ReadStall},
    {"slow_bytes_per_s", "", ReadSlow},
    {"close", "", ReadClose},
    {"reset", "", ReadReset},
    {"truncate", "", ReadTruncate},
    {"content_length", "", ReadContentLength},
    {"garbage", "", ReadGarbage},
    {"lockout_ms", "", ReadLockOut},
    {"nonce_ahead", "", ReadNonceAhead},
    {"visible_after_ms", "", ReadVisibleAfter},
    {"system_status", "for_ms", ReadSystemStatus},
});

std::vector<std::string_view> Members() {
  std::vector<std::string_view> members;
  for (const FaultForm& form : kForms) {
    members.push_back(form.key);
    if (!form.companion.empty()) members.push_back(form.companion);
  }
  return members;
}

// "\"error\", \"http\", …"
std::string FormNames() {
  std::string names;
  for (const FaultForm& each : kForms) names += (names.empty() ? "" : ", ") + Quote(each.key);
  return names;
}

// What goes with another fault than this one has no meaning here.
void CheckCompanions(const CheckedJson& form, const FaultForm& chosen) {
  for (const FaultForm& other : kForms) {
    if (other.companion.empty() || other.key == chosen.key) continue;
    const CheckedJson companion = form.Find(other.companion);
    if (companion.exists()) companion.Report("goes with " + Quote(other.key) + " only");
  }
}

Fault ReadFault(const CheckedJson& form, const BodyFiles& files) {
  form.ExpectObjectOf(Members());
  const FaultForm* chosen = nullptr;
  for (const FaultForm& candidate : kForms) {
    if (!form.Find(candidate.key).exists()) continue;
    if (chosen != nullptr) {
      form.Report(Quote(chosen->key) + " and " + Quote(candidate.key) +
                  " are two faults: write a list of two objects");
    }
    chosen = &candidate;
  }
  if (chosen == nullptr) {
    form.Report("expected one of " + FormNames());
    return DelayAnswer{};
  }
  CheckCompanions(form, *chosen);
  return chosen->read(form, files);
}

}  // namespace

std::vector<Fault> ReadFaults(const CheckedJson& form, const BodyFiles& files) {
  if (!form.exists()) return {};
  if (!form.IsObject() && !form.IsList()) {
    form.ReportUnexpected("an object or a list of objects");
    return {};
  }
  if (form.IsObject()) return {ReadFault(form, files)};
  std::vector<Fault> faults;
  for (const CheckedJson& item : form.Items()) faults.push_back(ReadFault(item, files));
  if (faults.empty()) form.Report("expected at least one fault");
  return faults;
}

}  // namespace kraken::mock
