// The headers of an answer as people write them: {"Retry-After": "5", "Set-Cookie": ["a=1",
// "b=2"]}.
#ifndef KRAKEN_MOCK_SERVER_SRC_HEADER_FORMS_H_
#define KRAKEN_MOCK_SERVER_SRC_HEADER_FORMS_H_

#include <optional>
#include <string>
#include <vector>

#include "kraken/mock/http_message.h"
#include "mock_server/src/checked_json.h"

namespace kraken::mock {

// In the order of the form, a list as several headers of one name. Reported are names and values
// that no header can have (a line end would write a second answer into the connection), and headers
// that the wire writes itself.
std::vector<Header> ReadHeaderForm(const CheckedJson& form);

// Back again: adds them to an object.
void WriteHeaderForm(const std::vector<Header>& headers, Json& form);

// The type of the body, which a Reply has in a place of its own: taken out of the headers, in any
// letter case; none where they have none.
std::optional<std::string> TakeContentType(std::vector<Header>& headers);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HEADER_FORMS_H_
