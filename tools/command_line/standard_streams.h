// Standard input, output and error, there whatever the program was started with.
#ifndef KRAKEN_TOOLS_COMMAND_LINE_STANDARD_STREAMS_H_
#define KRAKEN_TOOLS_COMMAND_LINE_STANDARD_STREAMS_H_

namespace kraken::tools {

// Opens /dev/null in place of those that are closed. Else the next file or socket to be opened
// would get the number of one, and what is printed would go there. Call it before anything is
// opened.
void OpenStandardStreams();

}  // namespace kraken::tools

#endif  // KRAKEN_TOOLS_COMMAND_LINE_STANDARD_STREAMS_H_
