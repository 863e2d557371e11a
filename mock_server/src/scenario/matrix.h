// A scenario in variants: {"matrix": {"status": [502, 504]}} and "$status" where the value belongs.
#ifndef KRAKEN_MOCK_SERVER_SRC_SCENARIO_MATRIX_H_
#define KRAKEN_MOCK_SERVER_SRC_SCENARIO_MATRIX_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kraken/protocol/json.h"
#include "kraken/protocol/result.h"
#include "mock_server/src/checked_json.h"

namespace kraken::mock {

class Matrix final {
 public:
  // Reads the member "matrix" of a scenario. Reported are lists that are empty or have a value
  // twice, values that are neither text nor number nor true or false, names that no rule uses,
  // "$name" in a rule that the matrix lacks, and more than a hundred variants.
  static Matrix Read(const CheckedJson& scenario);

  bool empty() const { return axes_.empty(); }
  // What comes between the brackets of each variant: "502", or of two parameters "502,reset". The
  // last parameter changes fastest.
  std::vector<std::string> Variants() const;
  // Puts the values of a variant in their places; an empty one is the first. The error names those
  // that there are.
  Status Apply(std::string_view variant, Json& scenario) const;

 private:
  struct Axis {
    std::string name{};
    std::vector<Json> values;  // Json is not complete here.
  };
  using Choice = std::vector<std::pair<std::string_view, const Json*>>;

  void ReadAxes(const CheckedJson& form);
  std::size_t size() const;
  Choice ChoiceAt(std::size_t index) const;
  static std::string LabelOf(const Choice& choice);

  std::vector<Axis> axes_{};
};

}  // namespace kraken::mock

#endif  // KRAKEN_MOCK_SERVER_SRC_SCENARIO_MATRIX_H_
