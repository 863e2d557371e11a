// Durations as JSON has them: numbers of milliseconds, whole ones without a fraction.
#ifndef KRAKEN_MOCK_SERVER_SRC_MILLISECONDS_H_
#define KRAKEN_MOCK_SERVER_SRC_MILLISECONDS_H_

#include "kraken/protocol/clock.h"
#include "kraken/protocol/json.h"

namespace kraken::mock {

Duration FromMilliseconds(double milliseconds);
Json ToMilliseconds(Duration duration);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_MILLISECONDS_H_
