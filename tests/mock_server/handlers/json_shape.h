// The shape of a JSON value, written as JSON, and where a value departs from it.
//
//   "string" "int" "float" "number" "bool" "null"   a value of that type ("float" has a fraction)
//   "2 decimals"                                    a string with just so many decimals
//   {"a": shape, "b?": shape}                       these members, in this order, "b" optional
//   {"*": shape}                                    any members, at least one
//   [shape, shape]                                  just these elements
//   {"each": shape}                                 a list of at least one such element
//   {"any": [shape, shape]}                         one of these
#ifndef KRAKEN_TESTS_MOCK_SERVER_HANDLERS_JSON_SHAPE_H_
#define KRAKEN_TESTS_MOCK_SERVER_HANDLERS_JSON_SHAPE_H_

#include <string>

#include <nlohmann/json.hpp>

#include "kraken/protocol/json.h"

namespace kraken::mock {

// Empty where `value` has the shape; otherwise the place and what is wrong with it.
std::string DepartureFrom(const Json& shape, const Json& value, const std::string& place = "");

}  // namespace kraken::mock

#endif  // KRAKEN_TESTS_MOCK_SERVER_HANDLERS_JSON_SHAPE_H_
