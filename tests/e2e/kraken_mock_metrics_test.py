"""GET /__mock__/metrics of kraken-mock, read as strictly as Prometheus reads it."""

import re
import unittest

from programs import Mock
from witness import Caller

HELP = re.compile(r"# HELP ([a-z_]+) (\S.*)")
TYPE = re.compile(r"# TYPE ([a-z_]+) (counter|gauge|histogram)")
SAMPLE = re.compile(r"([a-z_]+)(?:\{(.+)\})? (\d+(?:\.\d+)?)", re.DOTALL)
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\["\\n])*)"(,|$)')
ESCAPED = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}


class Family:
    """A metric: its type, and the value of each sample by its name and labels."""

    def __init__(self, kind):
        self.kind = kind
        self.samples = {}

    def value(self, suffix="", **labels):
        return self.samples[suffix, tuple(labels.items())]

    def by(self, label):
        """The values of a metric with one label."""
        return {dict(labels)[label]: value for (_, labels), value in self.samples.items()}


def parse_labels(text):
    labels = []
    position = 0
    while position < len(text):
        match = LABEL.match(text, position)
        assert match, f"no label at {text[position:]!r} of {text!r}"
        value = re.sub(r"\\.", lambda escape: ESCAPED[escape[0]], match[2])
        labels.append((match[1], value))
        position = match.end()
    assert len(dict(labels)) == len(labels), text
    return tuple(labels)


def check_histogram(family):
    buckets = [
        (float(dict(labels)["le"]), count)
        for (suffix, labels), count in family.samples.items()
        if suffix == "_bucket"
    ]
    bounds = [bound for bound, _ in buckets]
    counts = [count for _, count in buckets]
    assert bounds == sorted(set(bounds)), bounds
    assert counts == sorted(counts), counts
    assert bounds[-1] == float("inf"), bounds
    assert counts[-1] == family.value("_count"), family.samples
    assert family.value("_sum") >= 0, family.samples


def parse(text):
    """The families by name. Fails where the text is not what the format asks for."""
    assert text.endswith("\n")
    families = {}
    helped = name = None
    for line in text.removesuffix("\n").split("\n"):
        if match := HELP.fullmatch(line):
            helped = match[1]
        elif match := TYPE.fullmatch(line):
            name = match[1]
            assert name == helped, f"{line}: its HELP is not above it"
            assert name not in families, f"{line}: the second time"
            families[name] = Family(match[2])
            assert (match[2] == "counter") == name.endswith("_total"), line
        else:
            match = SAMPLE.fullmatch(line)
            assert match, f"neither comment nor sample: {line!r}"
            assert name == helped and match[1].startswith(name), f"{line}: below {helped}"
            suffix = match[1].removeprefix(name)
            of_histogram = ("_bucket", "_sum", "_count")
            assert suffix in (of_histogram if families[name].kind == "histogram" else ("",)), line
            key = suffix, parse_labels(match[2] or "")
            assert key not in families[name].samples, f"{line}: the second time"
            families[name].samples[key] = float(match[3])
    for family in families.values():
        if family.kind == "histogram":
            check_histogram(family)
    return families


class Metrics(unittest.TestCase):
    """A server of its own. What it answered over one connection, it has counted there before the
    next request: metrics are asked for over the same."""

    def setUp(self):
        mock = Mock("--print-env")
        self.addCleanup(mock.stop)
        self.port = mock.__enter__().port
        exports = mock.exports(3)
        self.caller = Caller(self.port, exports["KRAKEN_API_KEY"], exports["KRAKEN_API_SECRET"])
        self.addCleanup(self.caller.connection.close)

    def metrics(self):
        answer = self.caller.control("GET", "metrics")
        self.assertEqual(answer.status, 200)
        self.assertEqual(
            answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8"
        )
        return parse(answer.body.decode())

    def load(self, name, *rules):
        answer = self.caller.control("PUT", "scenario", {"name": name, "rules": list(rules)})
        self.assertEqual(answer.status, 200, answer)

    def requests(self, metrics):
        samples = metrics["kraken_mock_requests_total"].samples
        return {tuple(value for _, value in labels): count for (_, labels), count in samples.items()}

    def test_before_anything_was_asked(self):
        metrics = self.metrics()
        kinds = {name: family.kind for name, family in metrics.items()}
        self.assertEqual(
            kinds,
            {
                "kraken_mock_build_info": "gauge",
                "kraken_mock_requests_total": "counter",
                "kraken_mock_request_duration_seconds": "histogram",
                "kraken_mock_faults_total": "counter",
                "kraken_mock_connections_total": "counter",
                "kraken_mock_connections_open": "gauge",
                "kraken_mock_journal_entries": "gauge",
                "kraken_mock_journal_dropped_total": "counter",
            },
        )
        self.assertEqual(self.requests(metrics), {})
        version = self.caller.control("GET", "health").json["version"]
        self.assertEqual(metrics["kraken_mock_build_info"].by("version"), {version: 1})

    def test_requests_by_endpoint_and_outcome(self):
        for _ in range(2):
            self.caller.public("Time")
        self.caller.private("Balance", nonce=7)
        self.caller.private("Balance", nonce=7)
        self.caller.public("Tickr")
        self.load(
            "spoiled",
            {"times": 1, "do": {"http": {"status": 502}}},
            {"times": 1, "do": {"error": "EService:Throttled:1616492376"}},
            {"times": 1, "do": {"error": "EService:Throttled: 1616492377"}},
        )
        for _ in range(3):
            self.caller.private("Balance")
        metrics = self.metrics()
        self.assertEqual(
            self.requests(metrics),
            {
                ("Time", "ok"): 2,
                ("Balance", "ok"): 1,
                ("Balance", "EAPI:Invalid nonce"): 1,
                ("unknown", "EGeneral:Unknown method"): 1,
                ("Balance", "http 502"): 1,
                ("Balance", "EService:Throttled"): 2,
            },
        )
        self.assertEqual(metrics["kraken_mock_request_duration_seconds"].value("_count"), 8)
        self.assertGreater(metrics["kraken_mock_request_duration_seconds"].value("_sum"), 0)
        self.assertEqual(metrics["kraken_mock_journal_entries"].value(), 8)

    def test_what_fixtures_answer(self):
        def fixture(path, body):
            return {"request": {"path": path}, "response": {"body": body}}

        fixtures = [
            fixture("/0/public/Mine", {"error": [], "result": 1}),
            fixture("/0/public/Time", "<html>down for a while"),
            fixture("/0/public/Assets", '{ "result": {}, "error": ["EGeneral:Internal error"] }'),
            fixture("/0/public/Spread", '{ "result": {}, "error": [] }'),
        ]
        self.assertEqual(self.caller.control("PUT", "fixtures", fixtures).status, 200)
        for name in ["Mine", "Time", "Assets", "Spread"]:
            self.caller.public(name)
        self.assertEqual(
            self.requests(self.metrics()),
            {
                ("Mine", "ok"): 1,
                ("Time", "http 200"): 1,
                ("Assets", "EGeneral:Internal error"): 1,
                ("Spread", "ok"): 1,
            },
        )

    def test_every_rule_that_fires(self):
        name = 'Say "no"\\\nor later €'
        self.load(
            name,
            {"at": "arrival", "times": 2, "do": {"delay_ms": 1}},
            {"do": {"error": "EService:Busy"}},
        )
        for _ in range(3):
            self.caller.public("Time")
        fired = self.metrics()["kraken_mock_faults_total"].by("rule")
        self.assertEqual(fired, {f"{name}#1": 2, f"{name}#2": 1})

    def test_connections_in_all_and_now(self):
        with Caller(self.port) as other:
            other.public("Time")
            metrics = self.metrics()
            self.assertEqual(metrics["kraken_mock_connections_total"].value(), 2)
            self.assertEqual(metrics["kraken_mock_connections_open"].value(), 2)

    def test_no_counter_falls_at_a_reset(self):
        self.load("busy", {"do": {"error": "EService:Busy"}})
        self.caller.public("Time")
        before = self.metrics()
        self.assertEqual(self.caller.control("POST", "reset").status, 200)
        after = self.metrics()
        self.assertEqual(after["kraken_mock_journal_entries"].value(), 0)
        for name in before:
            if name != "kraken_mock_journal_entries":
                self.assertEqual(after[name].samples, before[name].samples, name)
        self.caller.public("Time")
        self.assertEqual(
            self.requests(self.metrics()), {("Time", "EService:Busy"): 1, ("Time", "ok"): 1}
        )


if __name__ == "__main__":
    unittest.main()
