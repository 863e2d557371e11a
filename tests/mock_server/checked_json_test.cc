#include "mock_server/src/checked_json.h"

#include <array>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "kraken/gtest/result_matchers.h"

namespace kraken::mock {
namespace {

using ::kraken::gtest::IsOk;

using Reader = std::function<void(const CheckedJson& root)>;

// What is said of a text that holds a mistake; empty where no mistake was found.
std::string MistakeIn(std::string_view text, const Reader& read) {
  const Status status = VisitJson(text, "file.json", read);
  return status ? "" : status.error().message;
}

constexpr std::string_view kKeyFile = R"([
  // The first key.
  {
    "key": "A",
    "permissions": ["query-funds",
                    "query-found"],
    "otp": {}
  },
  {"key": 5, "größe": "é", "no": {"kee": 1}}
]
)";

TEST(CheckedJson, TellsLineAndColumnOfTheValueThatIsWrong) {
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        root.Items()[0].Find("permissions").Items()[1].Report("wrong");
                      }),
            "file.json: line 6, column 21: [0].permissions[1]: wrong");
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) { (void)root.Items()[1].Find("key").Text(); }),
            "file.json: line 9, column 11: [1].key: expected a string, found the number 5");
}

TEST(CheckedJson, TellsWhereObjectsAndListsBegin) {
  EXPECT_EQ(MistakeIn(kKeyFile, [](const CheckedJson& root) { (void)root.Items()[0].Text(); }),
            "file.json: line 3, column 3: [0]: expected a string, found an object");
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        (void)root.Items()[0].Find("permissions").Members();
                      }),
            "file.json: line 5, column 20: [0].permissions: expected an object, found a list");
}

TEST(CheckedJson, TellsOfAllOfTheTextWithoutAPath) {
  EXPECT_EQ(MistakeIn(kKeyFile, [](const CheckedJson& root) { (void)root.Members(); }),
            "file.json: line 1, column 1: expected an object, found a list");
  EXPECT_EQ(MistakeIn("// Nothing.\n\n null", [](const CheckedJson& root) { (void)root.Text(); }),
            "file.json: line 3, column 2: expected a string, found null");
}

TEST(CheckedJson, CountsColumnsInCharactersNotBytes) {
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        root.Items()[1].Find("no").Find("kee").Report("wrong");
                      }),
            "file.json: line 9, column 42: [1].no.kee: wrong");
}

TEST(CheckedJson, TellsOfAMissingMemberTheLineOfTheObjectThatLacksIt) {
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        (void)root.Items()[0].Find("otp").Require("static");
                      }),
            "file.json: line 7, column 12: [0].otp.static: missing");
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        (void)root.Items()[0].Find("a b").Find("c").Require("d");
                      }),
            R"(file.json: line 3, column 3: [0]."a b".c.d: missing)");
  EXPECT_EQ(MistakeIn("{\n}", [](const CheckedJson& root) { (void)root.Require("key"); }),
            "file.json: line 1, column 1: key: missing");
}

TEST(CheckedJson, TellsTheLineOfAKeyThatIsUnknown) {
  constexpr auto kKnown = std::to_array<std::string_view>({"key"});
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [kKnown](const CheckedJson& root) {
                        root.Items()[1].Find("no").ExpectObjectOf(kKnown);
                      }),
            R"(file.json: line 9, column 42: [1].no.kee: no such key; did you mean "key"?)");
}

TEST(CheckedJson, GivesThePathAloneForATextOfOneLine) {
  const Reader reader = [](const CheckedJson& root) {
    (void)root.Items()[0].Find("a").Find("b").Text();
  };
  EXPECT_EQ(MistakeIn(R"([{"a":{"b":5}}])", reader),
            "file.json: [0].a.b: expected a string, found the number 5");
  EXPECT_EQ(MistakeIn("[{\"a\":{\"b\":5}}] \r\n\n", reader),
            "file.json: [0].a.b: expected a string, found the number 5");
  EXPECT_EQ(MistakeIn("\n[{\"a\":{\"b\":5}}]", reader),
            "file.json: line 2, column 12: [0].a.b: expected a string, found the number 5");
}

TEST(CheckedJson, TellsAlsoOfOneLineWhereItIsNoJson) {
  EXPECT_EQ(MistakeIn("[,]", [](const CheckedJson& root) { root.Report("read all the same"); }),
            "file.json: line 1, column 2: unexpected ','; expected a value");
}

TEST(CheckedJson, ReportsTheFirstOfSeveralMistakesWhereverTheyAre) {
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        root.Items()[1].Report("reported first");
                        root.Items()[0].Report("reported second");
                        root.Report("reported third");
                      }),
            "file.json: line 9, column 3: [1]: reported first");
}

TEST(CheckedJson, KeepsItsPlaceWhenThatWhichItCameFromIsGone) {
  EXPECT_EQ(MistakeIn(kKeyFile,
                      [](const CheckedJson& root) {
                        std::optional<CheckedJson> item = root.Items()[0];
                        CheckedJson list = item->Find("permissions");
                        const CheckedJson missing = item->Find("otp").Find("static");
                        item = root;
                        list = list.Items()[0];
                        const std::vector<CheckedJson> copies(3, list);
                        list = root;
                        copies[2].Report(missing.exists() ? "there" : "not there");
                      }),
            "file.json: line 5, column 21: [0].permissions[0]: not there");
}

TEST(CheckedJson, ReadsWhatIsAbsentAsEmpty) {
  EXPECT_THAT(VisitJson("{\"a\": 1}", "file.json",
                        [](const CheckedJson& root) {
                          const CheckedJson absent = root.Find("b").Find("c");
                          EXPECT_FALSE(absent.exists());
                          EXPECT_FALSE(absent.IsObject() || absent.IsList() || absent.IsText());
                          EXPECT_EQ(absent.Text(), "");
                          EXPECT_EQ(absent.Whole(3), 3U);
                          EXPECT_TRUE(absent.Items().empty());
                          EXPECT_TRUE(absent.Members().empty());
                          absent.ExpectObjectOf({});
                          EXPECT_TRUE(root.Find("a").exists());
                        }),
              IsOk());
}

TEST(CheckedJson, GivesMembersInTheirOrderWithTheirPlaces) {
  EXPECT_EQ(MistakeIn("{\"b\": 1,\n \"a\": [2]}",
                      [](const CheckedJson& root) {
                        const auto members = root.Members();
                        ASSERT_EQ(members.size(), 2U);
                        EXPECT_EQ(members[0].first, "b");
                        EXPECT_EQ(members[1].first, "a");
                        members[1].second.Items()[0].Report("wrong");
                      }),
            "file.json: line 2, column 8: a[0]: wrong");
}

// Names are as long as whoever wrote the text likes; only those on the way to the mistake matter.
TEST(CheckedJson, FindsAPlaceBehindManyValuesWithLongNames) {
  std::string text = "{\"" + std::string(500'000, 'n') + "\": [\n0";
  for (int i = 0; i < 100'000; ++i) text += ",0";
  text += "],\n\"bad\": 1}";
  EXPECT_EQ(MistakeIn(text, [](const CheckedJson& root) { root.Find("bad").Report("wrong"); }),
            "file.json: line 3, column 8: bad: wrong");
}

TEST(FirstMistake, TakesNoValueOfAnotherText) {
  const Json root = {{"a", 1}};
  const Json other = 1;
  FirstMistake mistake("file.json", R"({"a":1})", root);
  EXPECT_THROW(mistake.Report(other, "", "wrong"), std::logic_error);
  EXPECT_THAT(mistake.status(), IsOk());
}

}  // namespace
}  // namespace kraken::mock
