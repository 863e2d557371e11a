// What the rows of the catalogue have in common, so that each says only what is its own.
#ifndef KRAKEN_PROTOCOL_SRC_ENDPOINT_ROWS_H_
#define KRAKEN_PROTOCOL_SRC_ENDPOINT_ROWS_H_

#include <array>
#include <cstddef>
#include <string_view>

#include "kraken/protocol/endpoint.h"

namespace kraken::catalogue {

using enum Limiter;
using enum Permission;
using BodyFormat::kJsonOnly;
using Effect::kWrites;
using kraken::kHistoryCost;

template <std::size_t kCount>
constexpr std::array<Endpoint, kCount> PrivateGroup(std::string_view group,
                                                    std::array<Endpoint, kCount> rows) {
  for (Endpoint& row : rows) row.group = group;
  return rows;
}

template <std::size_t kCount>
constexpr std::array<Endpoint, kCount> PublicGroup(std::string_view group,
                                                   std::array<Endpoint, kCount> rows) {
  for (Endpoint& row : rows) {
    row.group = group;
    row.visibility = Visibility::kPublic;
    row.method = Method::kGet;
    row.body = BodyFormat::kNone;
  }
  return rows;
}

}  // namespace kraken::catalogue

#endif  // KRAKEN_PROTOCOL_SRC_ENDPOINT_ROWS_H_
