// Balances as people write them: {"ZUSD": "10000", "XBT": "0.5"}.
#ifndef KRAKEN_MOCK_SERVER_SRC_BALANCES_FORM_H_
#define KRAKEN_MOCK_SERVER_SRC_BALANCES_FORM_H_

#include <optional>

#include "kraken/mock/api_key.h"
#include "mock_server/src/checked_json.h"

namespace kraken::mock {

// By the assets' ids; none where the form is absent. Reported are unknown assets, assets that are
// named twice, amounts that are no text, less than nothing, finer than the asset, or absurd.
std::optional<Balances> ReadBalances(const CheckedJson& form);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_BALANCES_FORM_H_
