// What the world remembers of each subject: of an API key, or of an address.
#ifndef KRAKEN_MOCK_SERVER_SRC_WORLD_BY_SUBJECT_H_
#define KRAKEN_MOCK_SERVER_SRC_WORLD_BY_SUBJECT_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kraken::mock {

template <typename T>
using BySubject = std::map<std::string, T, std::less<>>;

// A subject that is new begins with `initial`.
template <typename T>
T& FindOrMake(BySubject<T>& map, std::string_view subject, T initial = T()) {
  const auto found = map.find(subject);
  if (found != map.end()) return found->second;
  return map.emplace(subject, std::move(initial)).first->second;
}

template <typename T>
void EraseSubject(BySubject<T>& map, std::string_view subject) {
  const auto found = map.find(subject);
  if (found != map.end()) map.erase(found);
}

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_WORLD_BY_SUBJECT_H_
