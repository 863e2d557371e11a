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
  explicit ApiKey(ApiKeySpec key_spec);

  ApiKeySpec spec;
  SigningKey signing;
  std::string id;  // KeyId()
};

class Keyring final {
 public:
  explicit Keyring(std::vector<ApiKeySpec> specs);

  std::shared_ptr<const ApiKey> Find(std::string_view api_key) const;
  // In the order they were given or made.
  std::vector<std::shared_ptr<const ApiKey>> All() const;
  // False where such a key exists already.
  bool Add(ApiKeySpec spec);
  // False where there is no such key.
  bool Remove(std::string_view api_key);
  // The keys as at the start.
  void Reset();

 private:
  void Insert(ApiKeySpec spec);

  const std::vector<ApiKeySpec> initial_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const ApiKey>, std::less<>> by_key_;
  std::vector<std::shared_ptr<const ApiKey>> in_order_;
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_KEYRING_H_
