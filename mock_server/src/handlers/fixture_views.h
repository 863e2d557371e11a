// How the answers that the fixtures hold follow from a request's parameters, endpoint by endpoint.
//
// Kept apart by family: a view is a pure function of the call and the fixtures, and thread-safe.
#ifndef KRAKEN_MOCK_SERVER_SRC_HANDLERS_FIXTURE_VIEWS_H_
#define KRAKEN_MOCK_SERVER_SRC_HANDLERS_FIXTURE_VIEWS_H_

#include "mock_server/src/handlers/handler.h"

namespace kraken::mock {

using View = HandlerResult (*)(const Call& call);

// catalogue_views.cc
HandlerResult ViewAssets(const Call& call);
HandlerResult ViewAssetPairs(const Call& call);

// book_views.cc
HandlerResult ViewPreTrade(const Call& call);

// post_trade_view.cc
HandlerResult ViewPostTrade(const Call& call);

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_HANDLERS_FIXTURE_VIEWS_H_
