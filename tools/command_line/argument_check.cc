#include "tools/command_line/argument_check.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "kraken/protocol/nearest_name.h"
#include "tools/command_line/safe_text.h"

namespace kraken::tools {
namespace {

// The subcommand that was given, or the program itself.
const CLI::App& Innermost(const CLI::App& program) {
  const std::vector<CLI::App*> given = program.get_subcommands();
  return given.empty() ? program : *given.back();
}

// "kraken-sign sign"
std::string CommandOf(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : CommandOf(*parent) + " " + app.get_name();
}

std::string SeeHelpOf(const CLI::App& app) { return "; see " + CommandOf(app) + " --help"; }

std::string NameOf(std::string_view word) { return std::string(word.substr(0, word.find('='))); }

// An option as it is to be written: "--port PORT".
std::string Usage(const CLI::Option& option) {
  const std::string value = option.get_type_name();
  return option.get_name() + (value.empty() ? "" : " " + value);
}

const CLI::App* FindSubcommand(const CLI::App& app, std::string_view word) {
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) {
    if (subcommand->get_name() == word) return subcommand;
  }
  return nullptr;
}

// The subcommand of `app` that has an option of this name.
const CLI::App* FindOwner(const CLI::App& app, const std::string& name) {
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) {
    if (subcommand->get_option_no_throw(name) != nullptr) return subcommand;
  }
  return nullptr;
}

// Goes along the words as CLI11 will.
class Walk final {
 public:
  Walk(const CLI::App& program, std::span<const char* const> words)
      : app_(&program), words_(words) {}

  Outcome<void> Go() {
    while (next_ < words_.size()) {
      const std::string word = words_[next_++];
      if (word == "--") break;  // Whatever follows is no option.
      if (const CLI::App* subcommand = FindSubcommand(*app_, word)) {
        app_ = subcommand;
      } else if (word.starts_with("--")) {
        if (Outcome<void> checked = CheckOption(word); !checked) return checked;
      }
    }
    return {};
  }

 private:
  Outcome<void> CheckOption(const std::string& word) {
    const std::string name = NameOf(word);
    const CLI::Option* option = app_->get_option_no_throw(name);
    if (option == nullptr) return CheckPlace(name);
    const bool has_equals = name.size() < word.size();
    const bool is_switch = option->get_items_expected_max() == 0;
    // A switch that can be set by the environment says yes or no there, and here too.
    if (is_switch && has_equals && option->get_envname().empty()) {
      return Wrong(name + ": takes no value");
    }
    if (has_equals ? name.size() + 1 == word.size() : !is_switch && !TakeValue()) {
      return Wrong(name + ": no value; write " + Usage(*option));
    }
    const bool is_new = given_.insert(option).second;
    const bool once = option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw;
    if (!is_new && once && !is_switch) return Wrong(name + ": given twice");
    return {};
  }

  // Steps over the word that is an option's value, unless it is itself an option.
  bool TakeValue() {
    if (next_ == words_.size()) return false;
    const std::string_view word = words_[next_];
    const bool is_option =
        word.starts_with('-') && app_->get_option_no_throw(NameOf(word)) != nullptr;
    if (!is_option) ++next_;
    return !is_option;
  }

  Outcome<void> CheckPlace(const std::string& name) const {
    const CLI::App* owner = FindOwner(*app_, name);
    if (owner == nullptr) return {};  // An unknown one, which is found when it is parsed.
    return EndWith(ExitCode::kUsage, name + ": belongs behind the subcommand, as in " +
                                         CommandOf(*owner) + " " +
                                         Usage(*owner->get_option_no_throw(name)));
  }

  Outcome<void> Wrong(const std::string& what) const {
    return EndWith(ExitCode::kUsage, what + SeeHelpOf(*app_));
  }

  const CLI::App* app_;
  std::span<const char* const> words_;
  std::size_t next_ = 0;
  std::set<const CLI::Option*> given_{};
};

// Everything that may stand at this point of the command line, as it is typed.
std::vector<std::string> KnownWords(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* parsed : app.get_subcommands()) {
    for (std::string& word : KnownWords(*parsed)) words.push_back(std::move(word));
  }
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) {
    words.push_back(subcommand->get_name());
  }
  return words;
}

// An unknown word may be a secret in the wrong place, also one that sticks to an option: -sSECRET.
std::string ShownWord(const std::string& word) {
  const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  if (!LooksLikeSecret(std::string_view(word).substr(dashes))) return OneLine(word);
  const std::size_t option_letter = dashes == 1 ? 1 : 0;
  return word.substr(0, dashes + option_letter) + std::string(kHiddenSecret);
}

}  // namespace

Outcome<void> CheckArguments(const CLI::App& program, std::span<const char* const> words) {
  return Walk(program, words).Go();
}

std::string DescribeMissing(const CLI::App& program) {
  const CLI::App& app = Innermost(program);
  std::string names;
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) {
    names += (names.empty() ? "" : " or ") + subcommand->get_name();
  }
  if (!names.empty()) return "no subcommand; give " + names + SeeHelpOf(app);
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    return option->get_name() + ": missing; write " + Usage(*option) + SeeHelpOf(app);
  }
  return "an option is missing" + SeeHelpOf(app);
}

std::string DescribeUnknown(const CLI::App& program, const std::string& argument) {
  const std::string word = NameOf(argument);
  const std::vector<std::string> known = KnownWords(program);
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view nearest = NearestName(word, views);
  const std::string_view what = word.starts_with('-') ? "no such option" : "unexpected argument";
  std::string message = ShownWord(word) + ": " + std::string(what);
  if (nearest.empty()) return message + SeeHelp(program);
  return message + "; did you mean " + std::string(nearest) + "?";
}

std::string SeeHelp(const CLI::App& program) { return SeeHelpOf(Innermost(program)); }

}  // namespace kraken::tools
