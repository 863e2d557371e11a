// The journal's file where writing fails. What it holds when all is well: tests/server/.
#include "mock_server/src/journal_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace kraken::mock {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A pipe by name, open for reading.
class Pipe final {
 public:
  Pipe() {
    std::filesystem::remove(path_);
    ::mkfifo(path_.c_str(), 0600);
    reader_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  ~Pipe() {
    ::close(reader_);
    std::filesystem::remove(path_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  const std::string& path() const { return path_; }

  // All that is in it.
  std::string Read() const {
    std::string text;
    std::string piece(65'536, '\0');
    for (;;) {
      const ssize_t count = ::read(reader_, piece.data(), piece.size());
      if (count <= 0) return text;
      text.append(piece, 0, static_cast<std::size_t>(count));
    }
  }

 private:
  std::string path_ = ::testing::TempDir() + "journal_file_test." + std::to_string(::getpid());
  int reader_ = -1;
};

TEST(JournalFile, GivesUpLinesThatNobodyReadsAndGoesOnAfterThem) {
  const Pipe pipe;
  JournalFile file(pipe.path());
  const std::string line = std::string(1'000, 'a') + "\n";
  ::testing::internal::CaptureStderr();
  // Far more than a pipe holds. With a wait for each line this would outlast any patience.
  for (int i = 0; i < 1'000; ++i) file.Write(line);
  const std::string told = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, StartsWith("the journal " + pipe.path() + " loses lines: nobody reads it"));
  EXPECT_EQ(told.find("loses"), told.rfind("loses")) << "said once";

  const std::string before = pipe.Read();
  EXPECT_THAT(before, StartsWith(line + line));
  file.Write("{\"seq\":1}\n");
  EXPECT_THAT(before + pipe.Read(), EndsWith("\n{\"seq\":1}\n")) << "a line of its own";
}

TEST(JournalFile, BeginsALineOfItsOwnBehindOneThatWasCutShort) {
  const std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) / ("cut-" + std::to_string(::getpid()));
  std::ofstream(path) << "{\"seq\":1}\n{\"kind\":";
  JournalFile(path.string()).Write("{\"seq\":2}\n");
  JournalFile(path.string()).Write("{\"seq\":3}\n");
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, "{\"seq\":1}\n{\"kind\":\n{\"seq\":2}\n{\"seq\":3}\n");
  std::filesystem::remove(path);
}

TEST(JournalFile, SaysThatTheDiskIsFull) {
  JournalFile file("/dev/full");
  ::testing::internal::CaptureStderr();
  file.Write("{}\n");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("No space left"));
}

TEST(JournalFile, ThrowsWhereItCannotBeOpened) {
  EXPECT_THROW(JournalFile("/nowhere/journal.jsonl"), std::runtime_error);
}

}  // namespace
}  // namespace kraken::mock
