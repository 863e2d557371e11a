#include "mock_server/src/scenario/matrix.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "kraken/protocol/ascii.h"
#include "kraken/protocol/nearest_name.h"

namespace kraken::mock {
namespace {

constexpr char kMark = '$';

// The name in "$name"; empty where the value is anything else.
std::string_view NameIn(const Json& value) {
  if (!value.is_string()) return {};
  std::string_view text = value.get_ref<const std::string&>();
  if (!text.starts_with(kMark)) return {};
  text.remove_prefix(1);
  const auto is_of_a_name = [](char c) { return IsLetter(c) || IsDigit(c) || c == '_'; };
  return std::ranges::all_of(text, is_of_a_name) ? text : std::string_view();
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
    if (known.empty()) {
      form.Report("stands for a value of the scenario's matrix, and it has none: \"matrix\": {" +
                  Quote(name) + ": […]}");
    } else if (std::ranges::find(known, name) == known.end()) {
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
    const std::string label = LabelOfValue(item.json());
    if (std::ranges::find(values, label, LabelOfValue) != values.end()) {
      item.Report("is there twice, as far as the names of variants go");
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
  if (form.exists()) {
    if (!form.IsObject()) form.ReportUnexpected("an object that names lists of values");
    matrix.ReadAxes(form);
  }
  const CheckedJson rules = scenario.Find("rules");
  if (!rules.exists()) return matrix;
  std::vector<std::string_view> known;
  for (const Axis& axis : matrix.axes_) known.emplace_back(axis.name);
  std::set<std::string_view> used;
  CheckUses(rules, known, used);
  for (const std::string_view name : known) {
    if (used.contains(name)) continue;
    form.Find(name).Report("no rule has \"$" + std::string(name) +
                           "\" as a value; a part of a text, or a key, is none");
  }
  return matrix;
}

void Matrix::ReadAxes(const CheckedJson& form) {
  constexpr std::size_t kMostVariants = 100;
  if (!form.IsObject()) return;
  std::size_t size = 1;
  for (const auto& [name, values] : form.Members()) {
    axes_.push_back({.name = name, .values = ReadValues(values)});
    size *= axes_.back().values.size();
    if (size > kMostVariants) {
      form.Report("makes more than 100 variants; split the scenario");
      axes_.clear();
      return;
    }
  }
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
