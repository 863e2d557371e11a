// Text from outside, made or found fit for where it goes: a log, a shell, an HTTP header.
#ifndef KRAKEN_TOOLS_COMMAND_LINE_ONE_LINE_H_
#define KRAKEN_TOOLS_COMMAND_LINE_ONE_LINE_H_

#include <string>
#include <string_view>

namespace kraken::tools {

// Control characters become \n, \t, \x1b, and a backslash stays as it is: nothing that a client or
// a file says can forge a second line or move the cursor. UTF-8 passes.
std::string OneLine(std::string_view text);

// Whether a text, or what follows the first "=" in it, may be an API secret: 40 or more characters
// of base64. A path is written with the same characters; one whose folder exists is a path.
bool LooksLikeSecret(std::string_view text);

inline constexpr std::string_view kHiddenSecret = "(hidden: it looks like a secret)";

// OneLine() for messages that quote what may be a secret in the wrong place, which is hidden.
std::string ShownText(std::string_view text);

// One word of a POSIX shell: 'it'\''s'. Everything but NUL survives.
std::string ShellWord(std::string_view text);

// Whether it can stand in a header and arrive unchanged: printable ASCII without blanks.
bool FitsHeader(std::string_view text);

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_ONE_LINE_H_
