"""The JSON schemas against files: what the programs take, they take; what the programs refuse, they
refuse, unless no schema can tell.

Runs with the first Python that has jsonschema: this one, or the system's.
"""

import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "fixtures" / "schema"
BROKEN = ROOT / "tests" / "mock_server" / "broken"

# Mistakes in the meaning of a text, or between two members, and texts that are no JSON at all.
BEYOND_SCHEMAS = {
    "fixture": {
        "body-of-a-204",
        "body-with-one-error-as-text",
        "body-without-envelope",
        "header-of-the-wire",
        "header-with-line-end",
        "member-twice",
        "method-that-kraken-refuses",
    },
    "keys": {
        "balance-of-unknown-asset",
        "balance-too-fine",
        "balance-too-large",
        "balance-twice",
        "balances-of-one-account-twice",
        "ip-allow-a-name",
        "ip-allow-bits-beyond",
        "same-key-twice",
    },
    "scenario": {
        "between-reversed",
        "endpoint-a-path-without-slash",
        "endpoint-a-pattern-that-fits-none",
        "endpoint-misspelt",
        "http-body-cloudflare-of-200",
        "http-body-file-absolute",
        "http-body-file-outside",
        "http-body-of-204",
        "http-header-content-length",
        "key-of-a-public-call",
        "matrix-missing",
        "matrix-too-large",
        "matrix-unknown-name",
        "matrix-unused",
        "matrix-value-of-wrong-type",
        "matrix-value-out-of-range",
        "matrix-value-twice",
        "matrix-within-a-text",
        "matrix-wrong-in-a-later-variant",
        "nth-never-reached",
        "member-twice",
        "uniform-reversed",
    },
}


def with_jsonschema():
    """Starts again with a Python that has jsonschema, where this one has not."""
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        other = "/usr/bin/python3"
        if os.path.realpath(sys.executable) == os.path.realpath(other) or not os.path.exists(other):
            sys.exit("this Python has no jsonschema: apt-get install python3-jsonschema")
        os.execv(other, [other, "-B", *sys.argv])


def validator(name):
    import jsonschema

    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def first_error(schema, value):
    error = next(iter(schema.iter_errors(value)), None)
    return None if error is None else f"{error.json_path}: {error.message}"


def fixture_examples():
    """The fixtures that docs/fixtures.md puts over the control API."""
    text = (ROOT / "docs" / "fixtures.md").read_text(encoding="utf-8")
    return [json.loads(found) for found in re.findall(r"<<'END'\n(.*?)\nEND\n", text, re.DOTALL)]


def journal_lines():
    """Of a run with answers, refusals of several stages, and answers that a scenario spoiled."""
    mock = os.environ["KRAKEN_MOCK"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KRAKEN_")}
    with tempfile.TemporaryDirectory() as folder:
        journal = pathlib.Path(folder) / "journal.ndjson"
        options = ["--port", "0", "--journal", str(journal), "--scenario", "rate-limited-twice"]
        with subprocess.Popen(
            [mock, *options], env=clean, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                port = re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline()).group(1)
                connection = http.client.HTTPConnection("127.0.0.1", int(port))
                for path in ["public/Time", "public/Ticker?pair=NOPE", "private/Balance", "Nope"]:
                    method = "POST" if path.startswith("private") else "GET"
                    connection.request(method, f"/0/{path}", headers={"API-Key": "unknown"})
                    connection.getresponse().read()
                connection.close()
            finally:
                server.terminate()
        return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


class Schemas(unittest.TestCase):
    def assert_takes_files(self, name, folder, more_than):
        schema = validator(name)
        files = sorted((ROOT / "fixtures" / folder).rglob("*.json"))
        self.assertGreater(len(files), more_than)
        for file in files:
            with self.subTest(file=file.name):
                self.assertIsNone(first_error(schema, json.loads(file.read_text("utf-8"))))

    def test_take_the_fixtures_that_come_with_the_server(self):
        self.assert_takes_files("fixture", "endpoints", 40)

    def test_take_the_documented_fixtures(self):
        schema = validator("fixture")
        examples = fixture_examples()
        self.assertGreater(len(examples), 1)
        for example in examples:
            self.assertIsNone(first_error(schema, example))

    def test_take_the_scenarios_that_come_with_the_server(self):
        self.assert_takes_files("scenario", "scenarios", 3)

    def test_take_every_line_of_a_journal(self):
        schema = validator("journal")
        lines = journal_lines()
        self.assertEqual({line["kind"] for line in lines}, {"request", "sent"})
        for line in lines:
            self.assertIsNone(first_error(schema, line))

    def test_refuse_broken_files(self):
        kinds = [("fixture", "fixtures"), ("keys", "keys"), ("scenario", "scenarios")]
        for name, folder in kinds:
            schema = validator(name)
            for file in sorted((BROKEN / folder).glob("*.json")):
                with self.subTest(file=f"{folder}/{file.name}"):
                    try:
                        value = json.loads(file.read_text("utf-8"))
                    except ValueError:
                        continue  # Not JSON: nothing that a schema would see.
                    error = first_error(schema, value)
                    if file.stem in BEYOND_SCHEMAS[name]:
                        self.assertIsNone(error, "the schema sees it: take it off the list")
                    else:
                        self.assertIsNotNone(error)


if __name__ == "__main__":
    with_jsonschema()
    unittest.main()
