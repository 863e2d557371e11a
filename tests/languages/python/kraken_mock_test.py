"""The helper itself: how it starts and ends, what it tells, and when it fails a test."""

import os
import pathlib
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from bot import Bot, Refused
from kraken_mock import Key, KrakenMock, KrakenMockError

WAIT = 60


def get(mock, path):
    """The status of a public call."""
    try:
        with urllib.request.urlopen(mock.url + path, timeout=WAIT) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def answers(url):
    """Whether anything listens there."""
    try:
        socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), WAIT).close()
    except ConnectionRefusedError:
        return False
    return True


def bot(mock, key):
    return Bot(mock.url, key.key, key.secret)


class TestStart:
    def test_the_program_is_an_argument_or_in_the_environment_or_on_path(
        self, monkeypatch, tmp_path
    ):
        program = os.environ["KRAKEN_MOCK"]
        (tmp_path / "kraken-mock").symlink_to(program)
        with KrakenMock():
            pass
        monkeypatch.setenv("KRAKEN_MOCK", "/no/such/file")
        with KrakenMock(program=pathlib.Path(program)):
            pass
        monkeypatch.delenv("KRAKEN_MOCK")
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        with KrakenMock():
            pass

    def test_a_program_that_is_not_there(self, monkeypatch):
        monkeypatch.setenv("KRAKEN_MOCK", "/no/such/file")
        with pytest.raises(
            KrakenMockError, match="/no/such/file.*`./run build`.*KRAKEN_MOCK.*PATH"
        ):
            KrakenMock()

    def test_a_wrong_option(self):
        with pytest.raises(KrakenMockError, match="exit code 64: .* did you mean --tier?"):
            KrakenMock("--tir", "pro")

    def test_a_program_that_never_listens(self, tmp_path):
        silent = tmp_path / "silent"
        silent.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
        silent.chmod(0o700)
        with pytest.raises(KrakenMockError, match="did not start in 0.5 s: .* exit code -15: "):
            KrakenMock(program=silent, timeout=0.5)

    def test_calls_are_not_limited_unless_the_options_say_so(self, kraken_mock):
        caller = bot(kraken_mock, kraken_mock.fresh_key(tier="starter"))
        for _ in range(20):
            caller.call("Balance")

    @pytest.mark.kraken_mock("--seed", 7, "--rate-limits", "kraken")
    def test_options_follow_the_defaults_and_may_be_numbers(self, kraken_mock):
        assert kraken_mock.control("GET", "/__mock__/health")["seed"] == 7
        caller = bot(kraken_mock, kraken_mock.fresh_key(tier="starter"))
        with pytest.raises(Refused, match="EAPI:Rate limit exceeded"):
            for _ in range(20):
                caller.call("Balance")

    def test_the_environment_is_not_the_servers(self, monkeypatch):
        monkeypatch.setenv("KRAKEN_MOCK_TIER", "nonsense")
        monkeypatch.setenv("KRAKEN_API_KEY", "mine")
        monkeypatch.setenv("KRAKEN_API_SECRET", "bWluZQ==")
        with KrakenMock() as mock:
            assert "mine" not in [
                key["key"] for key in mock.control("GET", "/__mock__/keys")["keys"]
            ]

    def test_no_proxy_lies_between(self):
        script = "from kraken_mock import KrakenMock; KrakenMock().journal()"
        env = {**os.environ, "http_proxy": "http://127.0.0.1:1", "no_proxy": ""}
        subprocess.run([sys.executable, "-c", script], env=env, timeout=WAIT, check=True)

    @pytest.mark.kraken_mock("--log", "debug")
    def test_what_the_server_says_does_not_stop_it(self, kraken_mock):
        caller = bot(kraken_mock, kraken_mock.fresh_key())
        for _ in range(100):  # More than a pipe holds: that is 64 KiB.
            caller.call("Balance", asset="x" * 1000)


class TestEnd:
    def test_the_program_ends_with_the_block(self):
        with KrakenMock() as mock:
            assert answers(mock.url)
        assert not answers(mock.url)

    def test_the_program_ends_with_a_block_that_fails_and_tells_what_it_saw(self, capsys):
        with pytest.raises(ZeroDivisionError):
            with KrakenMock() as mock:
                mock.scenario("service-busy")
                get(mock, "/0/public/Time?x=1")
                raise ZeroDivisionError
        assert not answers(mock.url)
        assert (
            "#1 GET /0/public/Time?x=1 200 EService:Busy — service-busy#1"
            in capsys.readouterr().out
        )

    def test_the_program_ends_where_it_fails_the_test(self):
        mock = KrakenMock()
        mock.scenario("service-busy")
        with pytest.raises(AssertionError):
            mock.stop()
        assert not answers(mock.url)

    def test_stopping_again_does_nothing(self):
        mock = KrakenMock()
        mock.stop()
        mock.stop()
        mock.stop(failed=True)
        with pytest.raises(KrakenMockError, match="it was stopped"):
            mock.journal()

    def test_a_script_that_forgets_it_ends_it(self):
        script = "from kraken_mock import KrakenMock; print(KrakenMock().url)"
        command = [sys.executable, "-c", script]
        url = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=WAIT, check=True)
        assert not answers(url.stdout.strip())

    def test_a_server_that_died_says_how(self, capsys):
        mock = KrakenMock()
        mock._process.kill()
        mock._process.wait()
        with pytest.raises(KrakenMockError, match="GET /__mock__/journal: .* exit code -9"):
            mock.journal()

        with pytest.raises(ZeroDivisionError):
            with KrakenMock() as mock:
                mock._process.kill()
                mock._process.wait()
                raise ZeroDivisionError
        assert "exit code -9" in capsys.readouterr().out


class TestKeys:
    def test_each_is_another(self, kraken_mock):
        one, two = kraken_mock.fresh_key(), kraken_mock.fresh_key()
        assert one != two
        kraken_mock.scenario("order-insufficient-funds", key=one)
        with pytest.raises(Refused):
            bot(kraken_mock, one).buy(volume="1", price="1000")
        assert bot(kraken_mock, two).buy(volume="1", price="1000")
        assert len(kraken_mock.journal(key=one)) == len(kraken_mock.journal(key=two)) == 1

    def test_a_key_may_have_any_characters(self, kraken_mock):
        key = kraken_mock.fresh_key(key="a+b/c&d=%20#", secret="c2VjcmV0")
        assert key == Key("a+b/c&d=%20#", "c2VjcmV0") and key.secret == "c2VjcmV0"
        bot(kraken_mock, key).call("Balance")
        assert [entry["endpoint"] for entry in kraken_mock.journal(key=key)] == ["Balance"]
        assert len(kraken_mock.journal(key=key.key)) == 1

    def test_members_are_those_of_a_keys_file(self, kraken_mock):
        key = kraken_mock.fresh_key(permissions=["query-ledger"])
        with pytest.raises(Refused, match="EGeneral:Permission denied"):
            bot(kraken_mock, key).call("Balance")
        with pytest.raises(KrakenMockError, match='did you mean "query-funds"?'):
            kraken_mock.fresh_key(permissions=["query-fnds"])

    def test_secrets_do_not_show(self, kraken_mock, pytester):
        key = kraken_mock.fresh_key()
        assert key.key in repr(key) and key.secret not in repr(key)
        # Same seed, same secret; pytest shows all that it knows of two keys that are not equal.
        pytester.makeconftest('pytest_plugins = ["kraken_mock"]')
        pytester.makepyfile(
            """
            def test_one(kraken_mock):
                one, two = kraken_mock.fresh_key(), kraken_mock.fresh_key()
                assert one == two
            """
        )
        shown = pytester.runpytest_subprocess("-vv", "--showlocals").stdout.str()
        assert key.key in shown and key.secret not in shown


class TestControl:
    def test_refusals_have_the_servers_own_words(self, kraken_mock):
        with pytest.raises(KrakenMockError) as refusal:
            kraken_mock.scenario("service-bus")
        assert str(refusal.value) == (
            'PUT /__mock__/scenario: no built-in scenario is called "service-bus"; '
            'did you mean "service-busy"?'
        )

    def test_any_other_call(self, kraken_mock):
        kraken_mock.control("PUT", "/__mock__/system-status", {"status": "maintenance"})
        with pytest.raises(Refused, match="EService:Unavailable"):
            bot(kraken_mock, kraken_mock.fresh_key()).buy(volume="1", price="1000")
        kraken_mock.control("DELETE", "/__mock__/journal")
        assert kraken_mock.journal() == []

    def test_parts_of_the_journal(self, kraken_mock):
        for path in "/0/public/Time", "/0/public/Assets", "/0/public/Time":
            get(kraken_mock, path)
        assert [entry["seq"] for entry in kraken_mock.journal()] == [1, 2, 3]
        assert [entry["seq"] for entry in kraken_mock.journal(endpoint="Time")] == [1, 3]
        assert [entry["seq"] for entry in kraken_mock.journal(since=1, limit=1)] == [2]

    @pytest.mark.kraken_mock("--clock", "manual")
    def test_the_clock_moves(self, kraken_mock):
        assert kraken_mock.advance(1.5)["now"].startswith("2026-01-01T00:00:01.5")

    def test_a_reset_of_everything_and_of_a_key(self, kraken_mock):
        one, two = kraken_mock.fresh_key(), kraken_mock.fresh_key()
        for key in one, two:
            kraken_mock.scenario("service-busy", key=key)
            with pytest.raises(Refused):
                bot(kraken_mock, key).call("Balance")
        kraken_mock.reset(key=one)
        bot(kraken_mock, one).call("Balance")
        assert [entry["rule"] for entry in kraken_mock.journal()] == ["service-busy#1", None]
        kraken_mock.reset()
        assert kraken_mock.journal() == []


class TestVerify:
    def test_a_rule_that_was_not_met(self, kraken_mock):
        kraken_mock.scenario("service-busy")
        get(kraken_mock, "/0/public/Time")
        with pytest.raises(AssertionError) as failure:
            kraken_mock.verify()
        assert str(failure.value) == (
            "a rule was not met: service-busy#1: fired 1 of 2\n"
            "What the mock server saw:\n"
            "  #1 GET /0/public/Time 200 EService:Busy — service-busy#1: error EService:Busy"
        )
        get(kraken_mock, "/0/public/Time")
        kraken_mock.verify()

    def test_a_rule_of_one_key_that_was_not_met(self, kraken_mock):
        one, two = kraken_mock.fresh_key(), kraken_mock.fresh_key()
        kraken_mock.scenario("service-busy", key=one)
        kraken_mock.verify(two)
        for owner in one, None:
            with pytest.raises(AssertionError, match="a rule was not met: .*service-busy#1"):
                kraken_mock.verify(owner)
        kraken_mock.control("DELETE", "/__mock__/scenario", key=one)

    def test_an_endpoint_that_does_not_exist(self, kraken_mock):
        get(kraken_mock, "/0/public/Tickr")
        with pytest.raises(
            AssertionError, match="no known endpoint: .* did you mean /0/public/Ticker"
        ):
            kraken_mock.verify()
        kraken_mock.reset()

    def test_an_endpoint_that_does_not_exist_for_one_key(self, kraken_mock):
        one, two = kraken_mock.fresh_key(), kraken_mock.fresh_key()
        with pytest.raises(urllib.error.HTTPError) as refusal:
            bot(kraken_mock, one).call("Balanc")
        refusal.value.close()
        kraken_mock.verify(two)
        with pytest.raises(AssertionError, match="did you mean /0/private/Balance"):
            kraken_mock.verify(one)
        kraken_mock.reset(key=one)

    def test_a_wrong_method_is_none(self, kraken_mock):
        assert get(kraken_mock, "/0/private/Balance") == 405

    def test_a_scenarios_own_404_is_none(self, kraken_mock):
        lost = {"at": "arrival", "do": {"http": {"status": 404}}}
        kraken_mock.scenario({"rules": [lost, lost]})
        assert get(kraken_mock, "/0/public/Time") == get(kraken_mock, "/elsewhere") == 404

    def test_what_a_scenario_does_not_expect_fails(self, kraken_mock):
        busy = {"do": {"error": "EService:Busy"}}
        kraken_mock.scenario({"name": "once", "after": "unexpected", "rules": [busy]})
        get(kraken_mock, "/0/public/Time")
        kraken_mock.verify()
        get(kraken_mock, "/0/public/Time")
        with pytest.raises(AssertionError, match="an unexpected request: Time, call 2"):
            kraken_mock.verify()
        kraken_mock.allow_unmet_rules = True

    def test_each_can_be_waived(self, kraken_mock):
        kraken_mock.scenario("service-busy")
        get(kraken_mock, "/0/public/Tickr")
        kraken_mock.allow_unmet_rules = True
        with pytest.raises(AssertionError) as failure:
            kraken_mock.verify()
        assert "not met" not in str(failure.value)
        kraken_mock.allow_unmet_rules, kraken_mock.allow_unknown_endpoints = False, True
        with pytest.raises(AssertionError) as failure:
            kraken_mock.verify()
        assert "no known endpoint" not in str(failure.value)
        kraken_mock.allow_unmet_rules = True


class TestFixture:
    def run(self, pytester, test, conftest='pytest_plugins = ["kraken_mock"]'):
        pytester.makeconftest(conftest)
        pytester.makepyfile(f"import urllib.request, pytest\n{test}")
        return pytester.runpytest_subprocess("--strict-markers", "-W", "error")

    @pytest.mark.parametrize(
        "conftest", ['pytest_plugins = ["kraken_mock"]', "from kraken_mock import kraken_mock"]
    )
    def test_a_test_fails_on_what_was_not_met(self, pytester, conftest):
        test = "def test_one(kraken_mock): kraken_mock.scenario('service-busy')"
        result = self.run(pytester, test, conftest)
        result.assert_outcomes(passed=1, errors=1)
        result.stdout.fnmatch_lines(["*AssertionError: a rule was not met: *"])

    def test_a_test_that_fails_shows_what_the_server_saw_and_fails_once(self, pytester):
        test = """
def test_one(kraken_mock):
    kraken_mock.scenario('service-busy')
    urllib.request.urlopen(kraken_mock.url + '/0/public/Time').close()
    assert False
"""
        result = self.run(pytester, test)
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["What the mock server saw:", "*#1 GET /0/public/Time 200 *"])

    @pytest.mark.parametrize("ending", ["pytest.skip()", "pytest.xfail()"])
    def test_a_test_that_neither_passes_nor_fails_is_left_alone(self, pytester, ending):
        test = f"""
def test_one(kraken_mock):
    kraken_mock.scenario('service-busy')
    {ending}
"""
        outcomes = self.run(pytester, test).parseoutcomes()
        assert outcomes in [{"skipped": 1}, {"xfailed": 1}]

    def test_an_interrupt_that_ends_the_server_too_is_no_error(self, pytester):
        test = """
def test_one(kraken_mock):
    kraken_mock._process.kill()
    kraken_mock._process.wait()
    raise KeyboardInterrupt
"""
        result = self.run(pytester, test)
        assert result.ret == pytest.ExitCode.INTERRUPTED
        assert "Traceback" not in result.stdout.str() + result.stderr.str()

    def test_each_test_has_a_server_of_its_own(self, pytester):
        test = """
@pytest.mark.parametrize("number", [1, 2])
def test_one(kraken_mock, number):
    urllib.request.urlopen(kraken_mock.url + '/0/public/Time').close()
    assert len(kraken_mock.journal()) == 1
"""
        self.run(pytester, test).assert_outcomes(passed=2)


def test_pytest_is_not_needed():
    script = pathlib.Path(__file__).with_name("unittest_test.py")
    # Without site, only the standard library is there.
    command = [sys.executable, "-S", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT, check=False)
    assert done.returncode == 0, done.stderr
    has_pytest = subprocess.run([sys.executable, "-S", "-c", "import pytest"], capture_output=True)
    assert has_pytest.returncode != 0
