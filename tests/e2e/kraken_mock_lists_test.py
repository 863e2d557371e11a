"""What kraken-mock tells about itself: --list-endpoints, --list-scenarios, --help-quirks."""

import json
import unittest

from programs import KRAKEN_MOCK, Mock, run
from refusals import Refusals
from witness import Caller


def printed(*arguments):
    done = run(KRAKEN_MOCK, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


class Endpoints(unittest.TestCase):
    def setUp(self):
        self.rows = json.loads(printed("--list-endpoints", "--json"))
        self.by_name = {row["name"]: row for row in self.rows}

    def test_a_row_has_what_the_catalogue_knows(self):
        self.assertEqual(
            self.by_name["Ledgers"],
            {
                "name": "Ledgers",
                "title": "Get Ledgers Info",
                "group": "account data",
                "method": "POST",
                "path": "/0/private/Ledgers",
                "visibility": "private",
                "permission": {"all_of": ["query-ledger"], "any_of": []},
                "counter": "calls",
                "cost": 2,
                "answer": "simulated",
                "retired": False,
                "source": self.by_name["Ledgers"]["source"],
            },
        )
        ohlc = self.by_name["OHLC"]
        self.assertEqual((ohlc["method"], ohlc["visibility"]), ("GET", "public"))
        self.assertEqual((ohlc["counter"], ohlc["cost"]), ("address and pair", None))
        self.assertEqual(self.by_name["AddOrder"]["counter"], "engine")
        self.assertEqual(
            self.by_name["CancelOrder"]["permission"],
            {"all_of": [], "any_of": ["modify-trades", "close-trades"]},
        )
        self.assertTrue(self.by_name["Stake"]["retired"])

    def test_what_it_says_is_answered_is_answered(self):
        with Mock("--rate-limits", "off", "--log", "off", "--print-env") as mock:
            key = mock.exports(3)["KRAKEN_API_KEY"]
            with Caller(mock.port, key) as caller:
                for nonce, row in enumerate(self.rows, 1):
                    with self.subTest(endpoint=row["name"]):
                        if row["visibility"] == "public":
                            answer = caller.public(row["name"])
                        else:
                            body = json.dumps({"nonce": nonce})
                            answer = caller.signed(row["name"], nonce, body, "application/json")
                        is_none = answer.errors == ["EGeneral:Internal error"]
                        self.assertEqual(row["answer"] == "none", is_none, answer)

    def test_the_table_has_the_same_rows(self):
        head, *lines = printed("--list-endpoints").splitlines()
        self.assertEqual(
            head.split(), ["name", "method", "path", "answer", "counter", "cost", "permission"]
        )
        self.assertEqual(len(lines), len(self.rows))
        begins = [head.index(f" {name}") + 1 for name in head.split()[1:]]
        for line, row in zip(lines, self.rows):
            with self.subTest(endpoint=row["name"]):
                # Each cell ends before the next begins.
                self.assertTrue(all(line[begin - 1] == " " for begin in begins), line)
                cells = [line[a:b].strip() for a, b in zip([0, *begins], [*begins, None])]
                answer = row["answer"]
                if answer == "none":
                    answer = "retired" if row["retired"] else "not yet"
                cost = "-" if row["cost"] is None else str(row["cost"])
                self.assertEqual(
                    cells[:-1],
                    [row["name"], row["method"], row["path"], answer, row["counter"], cost],
                )
                for permissions in row["permission"].values():
                    for permission in permissions:
                        self.assertIn(permission, cells[-1])


class Scenarios(unittest.TestCase):
    def test_every_scenario_that_is_listed_can_be_played(self):
        names = [
            line for line in printed("--list-scenarios").splitlines() if not line.startswith(" ")
        ]
        self.assertIn("rate-limited-twice", names)
        for name in names:
            with self.subTest(scenario=name), Mock("--scenario", name) as mock:
                self.assertEqual(mock.stop(), 0)

    def test_as_json(self):
        lines = []
        for row in json.loads(printed("--list-scenarios", "--json")):
            lines += [row["name"], "    " + row["about"]]
            if "variants" in row:
                lines.append("    variants: " + ", ".join(row["variants"]))
        self.assertEqual(lines, printed("--list-scenarios").splitlines())


class Quirks(unittest.TestCase):
    def setUp(self):
        self.quirks = json.loads(printed("--help-quirks", "--json"))

    def test_every_quirk_comes_with_its_values_its_default_and_its_source(self):
        text = printed("--help-quirks")
        self.assertRegex(text, r"(?m)^public-post=405\|accepted +default 405$")
        self.assertRegex(text, r"(?m)^lockout-after=N    1 to 1000000, default 4$")
        self.assertRegex(text, r"(?m)^ +(documented|observed|reported|assumed): .+")
        for quirk in self.quirks:
            with self.subTest(quirk=quirk["name"]):
                values = "|".join(quirk.get("values", ["N"]))
                self.assertIn(f"{quirk['name']}={values}    ", text)
                self.assertIn(f"    {quirk['about']}\n", text)
                self.assertIn(f"    {quirk['standing']}: {quirk['source']}\n", text)

    def test_what_it_lists_is_what_is_taken(self):
        numbers = 0
        for quirk in self.quirks:
            values = quirk.get("values") or [str(quirk["least"]), str(quirk["most"])]
            numbers += "values" not in quirk
            arguments = []
            for value in [*values, quirk["default"]]:
                arguments += ["--quirk", f"{quirk['name']}={value}"]
            with self.subTest(quirk=quirk["name"]):
                printed(*arguments, "--help-quirks")
        self.assertGreater(numbers, 0)


class Choices(Refusals):
    def test_one_list_at_a_time(self):
        told = self.refuse(64, "--list-scenarios", "--help-quirks")
        self.assertIn("--help-quirks: not together with --list-scenarios", told)

    def test_json_goes_with_a_list(self):
        self.refuse(64, "--json", fragments=["--json: ", "--list-endpoints"])


if __name__ == "__main__":
    unittest.main()
