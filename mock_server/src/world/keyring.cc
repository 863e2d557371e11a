#include "mock_server/src/world/keyring.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "kraken/mock/journal.h"

namespace kraken::mock {

ApiKey::ApiKey(ApiKeySpec key_spec)
    : spec(std::move(key_spec)),
      signing(spec.credentials.secret),
      id(KeyId(spec.credentials.api_key)) {}

Keyring::Keyring(std::vector<ApiKeySpec> specs) : initial_(std::move(specs)) { Reset(); }

std::shared_ptr<const ApiKey> Keyring::Find(std::string_view api_key) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(api_key);
  return found == by_key_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const ApiKey>> Keyring::All() const {
  const std::shared_lock lock(mutex_);
  return in_order_;
}

bool Keyring::Add(ApiKeySpec spec) {
  const std::unique_lock lock(mutex_);
  if (by_key_.contains(spec.credentials.api_key)) return false;
  Insert(std::move(spec));
  return true;
}

bool Keyring::Remove(std::string_view api_key) {
  const std::unique_lock lock(mutex_);
  const auto found = by_key_.find(api_key);
  if (found == by_key_.end()) return false;
  std::erase(in_order_, found->second);
  by_key_.erase(found);
  return true;
}

void Keyring::Reset() {
  const std::unique_lock lock(mutex_);
  by_key_.clear();
  in_order_.clear();
  for (const ApiKeySpec& spec : initial_) Insert(spec);
}

void Keyring::Insert(ApiKeySpec spec) {
  auto key = std::make_shared<const ApiKey>(std::move(spec));
  by_key_.emplace(key->spec.credentials.api_key, key);
  in_order_.push_back(std::move(key));
}

}  // namespace kraken::mock
