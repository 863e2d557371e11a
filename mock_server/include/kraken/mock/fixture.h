// Fixtures: recorded requests and the answers that they are to get, as their user gives them.
//
//   { "request":  {"method": "GET", "path": "/0/public/Ticker", "params": {"pair": "XBTUSD"}},
//     "response": {"status": 200, "body": {"error": [], "result": {…}}} }
//
// A file holds one, or a list. A fixture comes before whatever the server would answer by itself,
// and after every check: keys, nonces, signatures, limits and permissions are those of any call. A
// fixture for a path that Kraken does not have makes an endpoint of it. docs/fixtures.md has the
// rest.
#ifndef KRAKEN_MOCK_FIXTURE_H_
#define KRAKEN_MOCK_FIXTURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/http_message.h"
#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"

namespace kraken::mock {

// One parameter that a request must have: "pair" = "XBTUSD". Values are compared by what they mean:
// 1 is 1.0, true is True, XBTUSD is XXBTZUSD and BTC/USD, "A, B" is "A,B".
struct FixtureParam {
  std::string name{};  // Nested ones in the form's notation: "close[price]".
  std::string value{};

  friend bool operator==(const FixtureParam&, const FixtureParam&) = default;
};

struct FixtureRequest {
  std::string method = "POST";
  std::string path{};                  // "/0/private/Balance", without a query.
  std::vector<FixtureParam> params{};  // All of these; what else a request has does not matter.

  friend bool operator==(const FixtureRequest&, const FixtureRequest&) = default;
};

struct FixtureResponse {
  int status = 200;
  std::vector<Header> headers{};
  std::string content_type = "application/json";
  std::string body{};                 // Sent as it is.
  std::vector<std::string> errors{};  // Kraken's strings in it, for the journal.

  friend bool operator==(const FixtureResponse&, const FixtureResponse&) = default;
};

// What comes once all responses were given: the last again, the first again, or the answer that
// there would be without this fixture.
enum class AfterLast : std::uint8_t { kRepeatLast, kCycle, kNext };

struct Fixture {
  std::string origin{};  // "orders.json[2]", for the journal.
  std::string about{};
  FixtureRequest request{};
  std::vector<FixtureResponse> responses{};  // At least one; advanced per API key.
  AfterLast after = AfterLast::kRepeatLast;

  friend bool operator==(const Fixture&, const Fixture&) = default;
};

// Reads a fixture or a list of them. `origin` (a file name, "the request body") begins every error
// message, followed by line, path within the JSON, what is wrong there and the nearest known name.
Result<std::vector<Fixture>> ParseFixtures(std::string_view json_text, std::string_view origin);
// The form of the control API's answers: a response's body as text or, where it is JSON, as that.
Json ToJson(const Fixture& fixture);

// The fixture files of a folder and its subfolders, all that end in ".json", in the order of their
// paths; of a file, itself. Fails where there is no such file or folder, or none in it.
Result<std::vector<std::string>> FindFixtureFiles(const std::string& file_or_folder);
// Reads all of them: FindFixtureFiles and ParseFixtures. Fails with the first mistake.
Result<std::vector<Fixture>> LoadFixtures(const std::string& file_or_folder);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_FIXTURE_H_
