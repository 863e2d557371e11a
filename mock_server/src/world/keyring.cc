#include "mock_server/src/world/keyring.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "kraken/mock/journal.h"

namespace kraken::mock {

ApiKey::ApiKey(ApiKeySpec key_spec, WallTime made)
    : spec(std::move(key_spec)),
      signing(spec.credentials.secret),
      id(KeyId(spec.credentials.api_key)),
      created(made) {}

Keyring::Keyring(std::vector<ApiKeySpec> specs, WallTime now)
    : initial_(std::move(specs)), initial_made_(now) {
  InsertInitial();
}

std::shared_ptr<const ApiKey> Keyring::Find(std::string_view api_key) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(api_key);
  return found == by_key_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const ApiKey>> Keyring::All() const {
  const std::shared_lock lock(mutex_);
  return in_order_;
}

std::shared_ptr<const ApiKey> Keyring::Add(ApiKeySpec spec, WallTime now) {
  const std::unique_lock lock(mutex_);
  if (by_key_.contains(spec.credentials.api_key)) return nullptr;
  return Insert(std::move(spec), now);
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
  InsertInitial();
}

std::vector<std::string> Keyring::ReplaceInitial(std::vector<ApiKeySpec> specs, WallTime now) {
  const std::unique_lock lock(mutex_);
  const auto is_of = [](const std::vector<ApiKeySpec>& some, const std::string& api_key) {
    return std::ranges::any_of(
        some, [&api_key](const ApiKeySpec& spec) { return spec.credentials.api_key == api_key; });
  };
  std::vector<std::shared_ptr<const ApiKey>> before = std::exchange(in_order_, {});
  const std::vector<ApiKeySpec> initial_before = std::exchange(initial_, std::move(specs));
  by_key_.clear();
  initial_made_ = now;
  InsertInitial();

  std::vector<std::string> gone;
  for (const std::shared_ptr<const ApiKey>& key : before) {
    const std::string& api_key = key->spec.credentials.api_key;
    if (by_key_.contains(api_key)) continue;
    if (is_of(initial_before, api_key)) {
      gone.push_back(api_key);
    } else {
      by_key_.emplace(api_key, key);
      in_order_.push_back(key);
    }
  }
  return gone;
}

void Keyring::InsertInitial() {
  for (const ApiKeySpec& spec : initial_) Insert(spec, initial_made_);
}

std::shared_ptr<const ApiKey> Keyring::Insert(ApiKeySpec spec, WallTime now) {
  if (!spec.account.empty() && !spec.balances) {
    const auto shares = [&spec](const std::shared_ptr<const ApiKey>& other) {
      return other->spec.account == spec.account;
    };
    const auto other = std::ranges::find_if(in_order_, shares);
    if (other != in_order_.end()) spec.balances = (*other)->spec.balances;
  }
  auto key = std::make_shared<const ApiKey>(std::move(spec), now);
  by_key_.emplace(key->spec.credentials.api_key, key);
  in_order_.push_back(key);
  return key;
}

}  // namespace kraken::mock
