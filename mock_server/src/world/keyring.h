// The API keys that exist, safe to read while the world is locked by somebody else.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_KEYRING_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_KEYRING_H_

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kraken/mock/api_key.h"
#include "kraken/protocol/signing.h"

namespace kraken::mock {

// A key with what is derived from it once. Immutable.
struct ApiKey {
  ApiKey(ApiKeySpec key_spec, WallTime made);

  ApiKeySpec spec;
  SigningKey signing;
  std::string id;    // KeyId()
  WallTime created;  // When the server came to know it.
};

class Keyring final {
 public:
  // `now` is when these keys were made.
  explicit Keyring(std::vector<ApiKeySpec> specs, WallTime now = {});

  std::shared_ptr<const ApiKey> Find(std::string_view api_key) const;
  // In the order they were given or made.
  std::vector<std::shared_ptr<const ApiKey>> All() const;
  // Null where such a key exists already. A key that shares an account has its balances, too.
  std::shared_ptr<const ApiKey> Add(ApiKeySpec spec, WallTime now);
  // False where there is no such key.
  bool Remove(std::string_view api_key);
  // The keys as at the start.
  void Reset();
  // Others in the place of those of the start; those that were added since stay. Answers the keys
  // that are no longer there.
  std::vector<std::string> ReplaceInitial(std::vector<ApiKeySpec> specs, WallTime now);

 private:
  std::shared_ptr<const ApiKey> Insert(ApiKeySpec spec, WallTime now);
  void InsertInitial();

  std::vector<ApiKeySpec> initial_;
  WallTime initial_made_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const ApiKey>, std::less<>> by_key_;
  std::vector<std::shared_ptr<const ApiKey>> in_order_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_KEYRING_H_
