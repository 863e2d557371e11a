#include "mock_server/src/scenario/body_files.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kraken/gtest/result_matchers.h"
#include "kraken/mock/scenario.h"

namespace kraken::mock {
namespace {

namespace fs = std::filesystem;
using ::kraken::gtest::FailsWith;
using ::kraken::gtest::HoldsValue;
using ::kraken::gtest::IsOk;
using ::testing::HasSubstr;

// scenarios/page.html, scenarios/pages/deep.html, and secret.txt beside that folder.
class BodyFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "pages");
    Write(folder_ / "page.html", "<html>");
    Write(folder_ / "pages/deep.html", std::string("a\0b", 3));
    Write(top_ / "secret.txt", "secret");
  }
  void TearDown() override { fs::remove_all(top_); }

  static void Write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

  fs::path top_ = fs::path(::testing::TempDir()) / ("body-files-" + std::to_string(::getpid()));
  fs::path folder_ = top_ / "scenarios";
  BodyFiles files_{folder_};
};

TEST_F(BodyFilesTest, ReadsThoseInTheFolderAndBelow) {
  EXPECT_THAT(files_.Read("page.html"), HoldsValue("<html>"));
  EXPECT_THAT(files_.Read("pages/deep.html"), HoldsValue(std::string("a\0b", 3)));
  EXPECT_THAT(files_.Read("pages/../page.html"), HoldsValue("<html>"));
}

TEST_F(BodyFilesTest, ReadsNothingBesides) {
  const std::string outside = "lies outside the scenario's folder";
  EXPECT_THAT(files_.Read("../secret.txt"), FailsWith(ErrorKind::kUsage, HasSubstr(outside)));
  EXPECT_THAT(files_.Read((top_ / "secret.txt").string()),
              FailsWith(ErrorKind::kUsage, HasSubstr(outside)));
  fs::create_symlink(top_ / "secret.txt", folder_ / "link.html");
  EXPECT_THAT(files_.Read("link.html"), FailsWith(ErrorKind::kUsage, HasSubstr(outside)));
  fs::create_directory(top_ / "scenarios-of-others");
  Write(top_ / "scenarios-of-others/page.html", "others");
  EXPECT_THAT(files_.Read("../scenarios-of-others/page.html"),
              FailsWith(ErrorKind::kUsage, HasSubstr(outside)));
}

TEST_F(BodyFilesTest, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(files_.Read("pge.html"), FailsWith(ErrorKind::kUsage, HasSubstr("no such file")));
  EXPECT_THAT(files_.Read("pages"), FailsWith(ErrorKind::kUsage, HasSubstr("is a folder")));
  ::mkfifo((folder_ / "pipe").c_str(), 0600);
  EXPECT_THAT(files_.Read("pipe"), FailsWith(ErrorKind::kUsage, HasSubstr("is a pipe")));
  fs::create_symlink(folder_ / "loop", folder_ / "loop");
  EXPECT_THAT(files_.Read("loop"), FailsWith(ErrorKind::kUsage, HasSubstr("cannot be found")));
  EXPECT_THAT(files_.Read(std::string_view("page\0", 5)),
              FailsWith(ErrorKind::kUsage, HasSubstr("holds a NUL")));
  EXPECT_THAT(files_.Read(""), FailsWith(ErrorKind::kUsage, HasSubstr("empty; name a file")));
}

TEST_F(BodyFilesTest, AreThoseOfTheFolderInWhichAScenarioIs) {
  const std::string text =
      R"({"rules":[{"do":{"http":{"status":503,"body":{"file":"page.html"}}}}]})";
  Write(folder_ / "scenario.json", text);
  const Result<Scenario> loaded = LoadScenario((folder_ / "scenario.json").string());
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->rules.at(0).faults.at(0), Fault(AnswerHttp{.status = 503, .body = "<html>"}));
  EXPECT_THAT(ParseScenario(text, "the request body"),
              FailsWith(ErrorKind::kMalformed, HasSubstr("only scenarios that are files")));
}

}  // namespace
}  // namespace kraken::mock
