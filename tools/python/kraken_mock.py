"""Starts kraken-mock for a test, steers it, fails the test on what was not met: docs/python.md."""

import atexit
import contextlib
import json
import os
import select
import shutil
import tempfile
from dataclasses import dataclass, field
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from urllib import error, parse, request


class KrakenMockError(Exception):
    """kraken-mock did not start, has ended, or refused a call of its control API."""


@dataclass(frozen=True)
class Key:
    """An API key. Its secret shows neither in its repr nor where pytest compares two keys."""

    key: str
    secret: str = field(repr=False, compare=False)


class KrakenMock(contextlib.AbstractContextManager):
    """A kraken-mock that listens at `url` until stop(). The options are those of the program."""

    allow_unmet_rules = allow_unknown_endpoints = False  # What verify() overlooks.
    _opener = request.build_opener(request.ProxyHandler({}))  # Never by way of a proxy.
    _find = "after `./run build`, set KRAKEN_MOCK to its path, or extend PATH"

    def __init__(self, *options, program=None, timeout=30):
        program = program or os.environ.get("KRAKEN_MOCK") or "kraken-mock"
        if shutil.which(program) is None:
            raise KrakenMockError(f"no such program: {program}; {self._find}")
        command = [program, "--port", "0", "--rate-limits", "off", "--log", "off", *options]
        # What is set for a bot, or for another server, must not change this one.
        env = {name: v for name, v in os.environ.items() if not name.startswith("KRAKEN_")}
        self._timeout, self._stderr = timeout, tempfile.TemporaryFile()  # A pipe could fill.
        pipes = {"stdin": DEVNULL, "stdout": PIPE, "stderr": self._stderr}
        self._process = Popen([str(word) for word in command], env=env, **pipes)
        atexit.register(self._end)
        spoke = select.select([self._process.stdout], [], [], timeout)[0]
        line = self._process.stdout.readline().decode() if spoke else ""
        if not line.startswith("listening on "):
            raise KrakenMockError(f"{program} did not start in {timeout} s: {self._end()}")
        self.url = line.split()[-1]

    def _end(self):
        """Ends the program where it still runs, and tells how it ended and what it said."""
        if self._stderr.closed:
            return "it was stopped"
        with self._process, self._stderr:
            self._process.terminate()
            with contextlib.suppress(TimeoutExpired):
                self._process.wait(timeout=5)
            self._process.kill()
            self._stderr.seek(0)
            said = self._stderr.read().decode(errors="replace")[-4000:].strip()
        return f"it ended with exit code {self._process.returncode}: {said or 'without a word'}"

    def stop(self, failed=False):
        """Ends the program after verify(), or after telling what it saw where the test failed."""
        try:
            if not self._stderr.closed:
                print(self.report()) if failed else self.verify()
        finally:
            self._end()

    def __exit__(self, failure, *_):
        self.stop(failed=failure is not None)

    def control(self, method, path, body=None, **query):
        """A call of the control API, such as control("DELETE", "/__mock__/journal", key=key)."""
        given = {name: getattr(v, "key", v) for name, v in query.items() if v is not None}
        data = None if body is None else json.dumps(body).encode()
        call = request.Request(f"{self.url}{path}?{parse.urlencode(given)}", data, method=method)
        try:
            return json.load(self._opener.open(call, timeout=self._timeout))
        except error.HTTPError as refusal:
            raise KrakenMockError(f"{method} {path}: {json.load(refusal)['error']}") from None
        except OSError as failure:
            raise KrakenMockError(f"{method} {path}: {failure}; {self._end()}") from failure

    def fresh_key(self, **members):
        """Makes an API key; the members are those of a keys file, such as tier="pro"."""
        made = self.control("POST", "/__mock__/keys", members)
        return Key(made["key"], members.get("secret") or made["secret"])

    def scenario(self, scenario, key=None):
        """Loads a scenario: a dict, or a built-in one's name. With a key, for its calls only."""
        named = {"name": scenario} if isinstance(scenario, str) else scenario
        return self.control("PUT", "/__mock__/scenario", named, key=key)

    def journal(self, **query):
        """The requests so far; endpoint="AddOrder", key=key, since=7 and limit=1 choose."""
        return self.control("GET", "/__mock__/journal", **query)["entries"]

    def advance(self, seconds):
        """Moves the server's clock forward."""
        return self.control("POST", "/__mock__/clock", {"advance_ms": round(seconds * 1000)})

    def reset(self, key=None):
        """Makes everything as it was at the start, or what is one key's."""
        return self.control("POST", "/__mock__/reset", key=key)

    def verify(self, key=None):
        """Raises AssertionError where a rule was not met or a request was for no endpoint."""
        owners = [{"key": key}, *([] if key else self.control("GET", "/__mock__/keys")["keys"])]
        faults = []
        for owner in [] if self.allow_unmet_rules else owners:
            loaded = self.control("GET", "/__mock__/scenario", key=owner["key"]) or {"rules": []}
            unmet = (rule for rule in loaded["rules"] if not rule["met"])
            faults += ["a rule was not met: {rule}: {why}".format(**rule) for rule in unmet]
            faults += [f"an unexpected request: {line}" for line in loaded.get("unexpected", [])]
        for entry in [] if self.allow_unknown_endpoints else self.journal(key=key):
            if entry["endpoint"] is None and "EGeneral:Unknown method" in entry["reply"]["errors"]:
                faults.append(f"a request for no known endpoint: {_line(entry)}")
        if faults:
            raise AssertionError("\n".join([*faults, self.report()]))

    def report(self):
        """What the server saw, a line a request: what was answered, and why."""
        try:
            return "\n  ".join(["What the mock server saw:", *map(_line, self.journal())])
        except KrakenMockError as failure:
            return f"The mock server is gone: {failure}"


def _line(entry):
    words = ["#{seq} {method} {target} {reply[status]}".format(**entry), *entry["reply"]["errors"]]
    why = [stage["why"] for stage in entry["stages"] if "why" in stage]
    return " — ".join([" ".join(words), *why])


with contextlib.suppress(ImportError):  # Without pytest there is no fixture.
    import pytest

    def pytest_configure(config):
        config.addinivalue_line("markers", "kraken_mock(*options): options of the test's server")

    @pytest.fixture
    def kraken_mock(request):
        """A kraken-mock of the test's own; what was not met fails a test that passed."""
        options = getattr(request.node.get_closest_marker("kraken_mock"), "args", ())
        mock, run, returned = KrakenMock(*options), request.node.runtest, []
        request.node.runtest = lambda: returned.append(run())  # Not if it fails or is skipped.
        yield mock
        mock.stop(failed=not returned)
