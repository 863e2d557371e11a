// Fixture, key and scenario files that are wrong, and what their author is told.
//
// Each file of broken/fixtures/, broken/keys/ and broken/scenarios/ has one mistake, and beside it
// NAME.txt: the whole message. To see those of all files: this test prints what it was told where
// they differ.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kraken/mock/api_key.h"
#include "kraken/mock/fixture.h"
#include "kraken/mock/scenario.h"
#include "mock_server/src/text_file.h"

namespace kraken::mock {
namespace {

std::string FolderOf(const std::string& kind) {
  return std::string(KRAKEN_SOURCE_DIR) + "/tests/mock_server/broken/" + kind;
}

std::vector<std::filesystem::path> BrokenFiles(const std::string& kind) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(FolderOf(kind))) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string ExpectedMessage(std::filesystem::path file) {
  std::string text = ReadTextFile(file.replace_extension(".txt").string()).value_or("");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

template <typename Parse>
void ExpectMessages(const std::string& kind, std::size_t at_least, Parse parse) {
  const std::vector<std::filesystem::path> files = BrokenFiles(kind);
  EXPECT_GE(files.size(), at_least);
  for (const std::filesystem::path& file : files) {
    const Result<std::string> text = ReadTextFile(file.string());
    ASSERT_TRUE(text.has_value()) << file;
    const auto parsed = parse(*text, file.filename().string());
    ASSERT_FALSE(parsed.has_value()) << file << " was taken";
    EXPECT_EQ(parsed.error().message, ExpectedMessage(file)) << file;
    EXPECT_EQ(parsed.error().message.find('\n'), std::string::npos) << file;
  }
}

TEST(BrokenFiles, OfFixturesAreToldWhatIsWrong) {
  ExpectMessages("fixtures", 40, [](const std::string& text, const std::string& name) {
    return ParseFixtures(text, name);
  });
}

TEST(BrokenFiles, OfKeysAreToldWhatIsWrong) {
  ExpectMessages("keys", 30, [](const std::string& text, const std::string& name) {
    return ParseApiKeys(text, name);
  });
}

TEST(BrokenFiles, OfScenariosAreToldWhatIsWrong) {
  ExpectMessages("scenarios", 100, [](const std::string& text, const std::string& name) {
    return ParseScenario({.text = text, .origin = name, .folder = FolderOf("scenarios")});
  });
}

}  // namespace
}  // namespace kraken::mock
