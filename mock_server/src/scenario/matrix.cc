#include "mock_server/src/scenario/matrix.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

constexpr char kMark = '$';

// The name in "$name"; empty where the value is anything else.
std::string_view NameIn(const Json& value) {
  if (!value.is_string()) return {};
  const std::string_view text = value.get_ref<const std::string&>();
  return text.size() > 1 && text.front() == kMark ? text.substr(1) : std::string_view();
}

std::string LabelOfValue(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Notes the names that are used below `form`, and reports those that are not `known`.
void CheckUses(const CheckedJson& form, const std::vector<std::string_view>& known,
               std::set<std::string_view>& used) {
  if (!form.exists()) return;
  if (form.IsObject()) {
    for (const auto& [name, member] : form.Members()) CheckUses(member, known, used);
  } else if (form.IsList()) {
    for (const CheckedJson& item : form.Items()) CheckUses(item, known, used);
  } else if (const std::string_view name = NameIn(form.json()); !name.empty()) {
    used.insert(name);
    if (std::ranges::find(known, name) == known.end()) {
      form.Report("the matrix has no " + Quote(name) + DidYouMean(name, known));
    }
  }
}

std::vector<Json> ReadValues(const CheckedJson& form) {
  std::vector<Json> values;
  for (const CheckedJson& item : form.Items()) {
    if (item.json().is_structured() || item.json().is_null()) {
      item.ReportUnexpected("a text, a number, true or false");
    }
    values.push_back(item.json());
  }
  if (form.IsList() && values.empty()) form.Report("expected at least one value");
  return values;
}

void PutValues(const std::vector<std::pair<std::string_view, const Json*>>& choice, Json& value) {
  if (value.is_structured()) {
    for (Json& inner : value) PutValues(choice, inner);
    return;
  }
  const std::string_view name = NameIn(value);
  if (name.empty()) return;
  const auto chosen = std::ranges::find(
      choice, name, [](const auto& name_and_value) { return name_and_value.first; });
  if (chosen != choice.end()) value = Json(*chosen->second);
}

}  // namespace

Matrix Matrix::Read(const CheckedJson& scenario) {
  Matrix matrix;
  const CheckedJson form = scenario.Find("matrix");
  if (!form.exists()) return matrix;
  if (!form.IsObject()) {
    form.ReportUnexpected("an object that names lists of values");
    return matrix;
  }
  for (const auto& [name, values] : form.Members()) {
    matrix.axes_.push_back({.name = name, .values = ReadValues(values)});
  }
  std::vector<std::string_view> known;
  for (const Axis& axis : matrix.axes_) known.emplace_back(axis.name);
  std::set<std::string_view> used;
  CheckUses(scenario.Find("rules"), known, used);
  for (const auto& [name, values] : form.Members()) {
    if (!used.contains(name)) values.Report("no rule uses it; write \"$" + name + "\" in one");
  }
  return matrix;
}

std::size_t Matrix::size() const {
  std::size_t size = 1;
  for (const Axis& axis : axes_) size *= axis.values.size();
  return size;
}

Matrix::Choice Matrix::ChoiceAt(std::size_t index) const {
  Choice choice;
  std::size_t rest = size();
  for (const Axis& axis : axes_) {
    rest /= axis.values.size();
    choice.emplace_back(axis.name, &axis.values[index / rest % axis.values.size()]);
  }
  return choice;
}

std::string Matrix::LabelOf(const Choice& choice) {
  std::string label;
  for (const auto& [name, value] : choice) {
    if (!label.empty()) label += ',';
    label += LabelOfValue(*value);
  }
  return label;
}

std::vector<std::string> Matrix::Variants() const {
  std::vector<std::string> labels;
  for (std::size_t i = 0; !empty() && i < size(); ++i) labels.push_back(LabelOf(ChoiceAt(i)));
  return labels;
}

Status Matrix::Apply(std::string_view variant, Json& scenario) const {
  const std::vector<std::string> variants = Variants();
  const auto chosen = variant.empty() ? variants.begin() : std::ranges::find(variants, variant);
  if (empty() && variant.empty()) return {};
  if (chosen == variants.end()) {
    const std::vector<std::string_view> known(variants.begin(), variants.end());
    return Fail(ErrorKind::kUsage,
                empty() ? "has no variants"
                        : "has no variant " + Quote(variant) + DidYouMean(variant, known));
  }
  PutValues(ChoiceAt(static_cast<std::size_t>(chosen - variants.begin())), scenario["rules"]);
  return {};
}

}  // namespace kraken::mock
