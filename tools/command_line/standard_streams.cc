#include "tools/command_line/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <initializer_list>

namespace kraken::tools {

void OpenStandardStreams() {
  // Upwards, since a file that is opened gets the lowest number that is free.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    // No failure can be told here: the stream that would tell it may be the one that is missing.
    const int opened = open("/dev/null", O_RDWR);
    if (opened > STDERR_FILENO) close(opened);
  }
}

}  // namespace kraken::tools
