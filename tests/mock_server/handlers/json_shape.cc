#include "tests/mock_server/handlers/json_shape.h"

#include <cstddef>
#include <vector>

#include "kraken/protocol/json_text.h"

namespace kraken::mock {
namespace {

std::string DepartureFromAny(const Json& shapes, const Json& value, const std::string& place) {
  std::string all;
  for (const Json& shape : shapes) {
    std::string departure = DepartureFrom(shape, value, place);
    if (departure.empty()) return {};
    all += departure + "; ";
  }
  return all;
}

std::string DepartureOfElements(const Json& shape, const Json& value, const std::string& place) {
  if (!value.is_array() || value.empty()) return place + ": not a list with elements";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string at = place + "[" + std::to_string(i) + "]";
    std::string departure = DepartureFrom(shape, value[i], at);
    if (!departure.empty()) return departure;
  }
  return {};
}

std::string DepartureOfAllMembers(const Json& shape, const Json& value, const std::string& place) {
  if (!value.is_object() || value.empty()) return place + ": not an object with members";
  for (const auto& [key, member] : value.items()) {
    std::string at = place;
    at.append(".").append(key);
    std::string departure = DepartureFrom(shape, member, at);
    if (!departure.empty()) return departure;
  }
  return {};
}

std::string DepartureOfMembers(const Json& shape, const Json& value, const std::string& place) {
  if (!value.is_object()) return place + ": not an object";
  std::size_t next = 0;
  std::vector<std::string> keys;
  for (const auto& item : value.items()) keys.push_back(item.key());
  for (const auto& [name, member_shape] : shape.items()) {
    const bool optional = name.ends_with('?');
    const std::string key = optional ? name.substr(0, name.size() - 1) : name;
    if (next < keys.size() && keys[next] == key) {
      std::string at = place;
      at.append(".").append(key);
      std::string departure = DepartureFrom(member_shape, value[key], at);
      if (!departure.empty()) return departure;
      ++next;
    } else if (!optional) {
      std::string departure = place;
      departure.append(": \"").append(key).append("\" is not the member number ");
      return departure.append(std::to_string(next + 1));
    }
  }
  return next == keys.size() ? "" : place + ": \"" + keys[next] + "\" should not be here";
}

std::string DepartureOfTuple(const Json& shape, const Json& value, const std::string& place) {
  if (!value.is_array() || value.size() != shape.size()) {
    return place + ": not a list of " + std::to_string(shape.size());
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::string at = place + "[" + std::to_string(i) + "]";
    std::string departure = DepartureFrom(shape[i], value[i], at);
    if (!departure.empty()) return departure;
  }
  return {};
}

bool HasDecimals(const Json& value, std::size_t decimals) {
  if (!value.is_string()) return false;
  const auto text = value.get<std::string>();
  const std::size_t dot = text.find('.');
  const std::size_t found = dot == std::string::npos ? 0 : text.size() - dot - 1;
  return found == decimals && text.find_first_not_of("-0123456789.") == std::string::npos;
}

bool HasType(const std::string& type, const Json& value) {
  if (type == "string") return value.is_string();
  if (type == "int") return value.is_number_integer();
  if (type == "float") return value.is_number_float();
  if (type == "number") return value.is_number();
  if (type == "bool") return value.is_boolean();
  if (type == "null") return value.is_null();
  return HasDecimals(value, std::stoul(type));  // "2 decimals"
}

}  // namespace

std::string DepartureFrom(const Json& shape, const Json& value, const std::string& place) {
  if (shape.is_string()) {
    const auto type = shape.get<std::string>();
    return HasType(type, value) ? "" : place + ": " + ToJsonText(value) + " is not " + type;
  }
  if (shape.is_array()) return DepartureOfTuple(shape, value, place);
  if (shape.contains("any")) return DepartureFromAny(shape["any"], value, place);
  if (shape.contains("each")) return DepartureOfElements(shape["each"], value, place);
  if (shape.contains("*")) return DepartureOfAllMembers(shape["*"], value, place);
  return DepartureOfMembers(shape, value, place);
}

}  // namespace kraken::mock
