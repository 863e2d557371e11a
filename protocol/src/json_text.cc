#include "kraken/protocol/json_text.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "protocol/src/json_events.h"
#include "protocol/src/quoted_text.h"

namespace kraken {
namespace {

// An object or list that is not closed yet.
struct OpenContainer {
  Json* value = nullptr;
  std::unordered_set<std::string> names{};  // Of its members, once a search would take too long.
};

bool HasMember(const Json::object_t& members, const std::string& name) {
  return std::any_of(members.begin(), members.end(),
                     [&name](const auto& member) { return member.first == name; });
}

// Whether `name` is new to the object. Searching is faster for the few members that objects have,
// but takes quadratic time for the many that a hostile one may have.
bool IsNew(const std::string& name, OpenContainer& object) {
  constexpr std::size_t kFew = 16;
  const auto& members = object.value->get_ref<const Json::object_t&>();
  if (members.size() < kFew) return !HasMember(members, name);
  if (object.names.empty()) {
    for (const auto& member : members) object.names.insert(member.first);
  }
  return object.names.insert(name).second;
}

class TreeBuilder final : public JsonEvents {
 public:
  explicit TreeBuilder(Json& root) : root_(root) {}

  std::string Open(JsonContainer container) override {
    Json& value = Append(container == JsonContainer::kObject ? Json::object() : Json::array());
    open_.push_back(OpenContainer{.value = &value});
    return {};
  }
  void Close() override { open_.pop_back(); }
  std::string Name(std::string name) override {
    if (!IsNew(name, open_.back())) return Quoted(name) + " occurs twice in this object";
    name_ = std::move(name);
    return {};
  }
  std::string Scalar(Json value, std::string_view /*so_far*/) override {
    Append(std::move(value));
    return {};
  }

 private:
  // The value's address holds until its container gets another, and by then it is closed.
  Json& Append(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    Json& container = *open_.back().value;
    if (container.is_array()) return container.emplace_back(std::move(value));
    auto& members = container.get_ref<Json::object_t&>();
    return members.emplace_back(std::move(name_), std::move(value)).second;
  }

  Json& root_;
  std::vector<OpenContainer> open_{};
  std::string name_{};
};

// Finds fault with one value of a text.
class ValueFinder final : public JsonEvents {
 public:
  ValueFinder(std::size_t index, std::string_view fault) : values_before_(index), fault_(fault) {}

  bool found() const { return found_; }

  std::string Open(JsonContainer /*container*/) override { return Count(); }
  void Close() override {}
  std::string Name(std::string /*name*/) override { return {}; }
  std::string Scalar(Json /*value*/, std::string_view /*so_far*/) override { return Count(); }

 private:
  std::string Count() {
    found_ = values_before_ == 0;
    if (found_) return fault_;
    --values_before_;
    return {};
  }

  std::size_t values_before_;
  std::string fault_;
  bool found_ = false;
};

}  // namespace

Result<Json> ParseJsonText(std::string_view text, JsonComments comments) {
  Json root;
  TreeBuilder builder(root);
  if (Status read = ReadJson(text, comments, builder); !read) return Fail(read.error());
  return root;
}

std::string AtJsonValue(std::string_view text, JsonComments comments, std::size_t index,
                        std::string_view message) {
  ValueFinder finder(index, message);
  const Status read = ReadJson(text, comments, finder);
  if (read || !finder.found()) {
    throw std::out_of_range("AtJsonValue: the text has no value " + std::to_string(index));
  }
  return read.error().message;
}

std::string ToJsonText(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string DescribeJson(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return "a string";
    case Json::value_t::null:
      return "null";
    case Json::value_t::boolean:
      return value.get<bool>() ? "true" : "false";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      return "the number " + ToJsonText(value);
    case Json::value_t::binary:
      return "binary data";
    case Json::value_t::discarded:
      break;
  }
  return "nothing";
}

}  // namespace kraken
