"""kraken-mock --tls: TLS on the port of plain HTTP, as clients that trust its CA meet it."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import stat
import sys
import unittest
import urllib.request
import warnings

from programs import KRAKEN_MOCK, WAIT, Mock, run
from refusals import Refusals
from scratch import Scratch
from witness import Caller

# Clients of other machines' proxies would not reach this one.
NO_PROXY = {"NO_PROXY": "*", "no_proxy": "*"}


class TlsScratch(Scratch):
    def setUp(self):
        super().setUp()
        self.tls_dir = self.folder / "tls"
        self.ca_file = self.tls_dir / "ca.pem"

    def mock(self, *arguments, **how):
        return Mock("--tls", "--tls-dir", str(self.tls_dir), *arguments, **how)

    def context(self):
        """A client that trusts the CA, and is as strict as Python can be."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        context.minimum_version = ssl.TLSVersion.TLSv1_2  # Some systems have it lower.
        return context

    def connect(self, mock, name="localhost", context=None):
        raw = socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT)
        self.addCleanup(raw.close)
        return (context or self.context()).wrap_socket(raw, server_hostname=name)

    def caller(self, mock, *credentials):
        caller = Caller(mock.port, *credentials)
        caller.connection = http.client.HTTPSConnection(
            "127.0.0.1", mock.port, timeout=WAIT, context=self.context()
        )
        return caller


class Both(TlsScratch):
    def test_one_port_answers_https_and_http(self):
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.context_of())
        )
        with self.mock() as mock:
            for url in ["http://127.0.0.1", "https://127.0.0.1", "https://localhost"]:
                with self.subTest(url=url):
                    with opener.open(f"{url}:{mock.port}/0/public/Time", timeout=WAIT) as answer:
                        self.assertEqual(json.load(answer)["error"], [])

    def context_of(self):
        with self.mock():
            pass  # Its CA stays.
        return self.context()

    def test_the_certificate_is_for_the_names_it_should_be_and_no_others(self):
        with self.mock() as mock:
            for name in ["localhost", "127.0.0.1", "::1", "api.kraken.com"]:
                with self.subTest(name=name), self.connect(mock, name) as client:
                    self.assertEqual(client.version(), "TLSv1.3")
            for name in ["kraken.com", "example.com", "127.0.0.2"]:
                with self.subTest(name=name), self.assertRaises(ssl.SSLCertVerificationError):
                    self.connect(mock, name)

    def test_a_signed_call_is_answered_over_https(self):
        with self.mock("--print-env") as mock:
            self.assertTrue(mock.stdout.next().startswith("listening on https://"))
            key = mock.exports(2)["KRAKEN_API_KEY"]
            with self.caller(mock, key) as caller:
                for _ in range(2):
                    self.assertEqual(caller.private("Balance").result["ZUSD"], "10000.0000")

    def test_who_does_not_trust_the_ca_refuses_and_the_log_says_why(self):
        with self.mock() as mock:
            with self.assertRaisesRegex(ssl.SSLCertVerificationError, "unable to get local issuer"):
                self.connect(mock, context=ssl.create_default_context())
            line = mock.stderr.until("TLS handshake failed")
            self.assertIn("give it the CA file", line)

    def test_the_log_can_be_off(self):
        with self.mock("--log", "off") as mock:
            mock.stderr.until("a new CA was made")
            with self.assertRaises(ssl.SSLCertVerificationError):
                self.connect(mock, context=ssl.create_default_context())
            mock.stop()
            self.assertEqual(mock.stderr.rest(), [])

    def test_without_it_there_is_no_tls_and_the_answer_names_it(self):
        with Mock() as mock:
            with socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT) as raw:
                raw.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
                self.assertIn(b"--tls", raw.recv(4096))
            mock.stop()
            self.assertEqual(mock.stdout.rest() + mock.stderr.rest(), [])

    def test_handshakes_that_do_not_go_on_do_not_hold_it(self):
        with self.mock() as mock:
            for start in [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"]:
                raw = socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT)
                self.addCleanup(raw.close)
                raw.sendall(start)
            with self.caller(mock) as caller:
                self.assertEqual(caller.public("Time").errors, [])
                mock.process.send_signal(signal.SIGTERM)
                # It waits five minutes for such a client.
                self.assertEqual(mock.process.wait(timeout=4), 0)
            self.assertNotIn("handshake", "\n".join(mock.stderr.rest()))


class Faults(TlsScratch):
    def refused(self, fault):
        with self.mock("--tls-fault", fault) as mock:
            self.assertIn(f"--tls-fault {fault}", mock.stderr.until("warning: "))
            with Caller(mock.port) as plain:
                self.assertEqual(plain.public("Time").errors, [])
            with self.assertRaises(ssl.SSLError) as caught:
                self.connect(mock)
        return caught.exception

    def test_each_is_refused_for_its_own_reason(self):
        for fault, reason in [
            ("expired", "certificate has expired"),
            ("wrong-name", "Hostname mismatch"),
            ("untrusted", "unable to get local issuer certificate"),
        ]:
            with self.subTest(fault=fault):
                self.assertIn(reason, self.refused(fault).verify_message)
        self.assertEqual(self.refused("tls1.0").reason, "TLSV1_ALERT_PROTOCOL_VERSION")

    def test_but_for_the_fault_all_is_as_it_should_be(self):
        with self.mock("--tls-fault", "wrong-name") as mock:
            self.connect(mock, "wrong-name.localhost").close()
        with self.mock("--tls-fault", "tls1.0") as mock, warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old = self.context()
            old.minimum_version = ssl.TLSVersion.TLSv1
            old.set_ciphers("DEFAULT:@SECLEVEL=0")
            with self.connect(mock, context=old) as client:
                self.assertEqual(client.version(), "TLSv1")


class Announcements(TlsScratch):
    def announced(self, mock, program):
        """What is printed for a program."""
        return mock.stdout.until(f"#   {program} ").removeprefix(f"#   {program}").strip()

    def shell(self, command, env=None):
        done = run("sh", "-euc", command, env={**NO_PROXY, **(env or {})}, cwd=str(self.folder))
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def test_http_comes_first_then_https_then_the_ca(self):
        with self.mock() as mock:
            self.assertEqual(mock.url, f"http://127.0.0.1:{mock.port}")
            self.assertEqual(mock.stdout.next(), f"listening on https://127.0.0.1:{mock.port}")
            line = mock.stdout.next()
            self.assertIn(f"the CA is in '{self.ca_file}', good until 20", line)
            mock.stop()
            for line in mock.stdout.rest():
                self.assertTrue(line.startswith("#   "), line)
                self.assertIn(f"'{self.ca_file}'", line)

    def test_a_shell_can_evaluate_it_and_goes_on_with_http(self):
        with self.mock("--print-env") as mock:
            mock.stop()
            block = "\n".join(mock.stdout.rest()[1:])
        shell = run(
            "sh",
            "-euc",
            'eval "$(cat)"; printf "%s\\n" "$KRAKEN_API_URL" "${SSL_CERT_FILE-unset}"',
            stdin=block,
            env={"SSL_CERT_FILE": ""},
        )
        self.assertEqual(shell.stdout.splitlines(), [mock.url, ""])

    def test_a_line_end_in_the_name_of_the_folder_ends_no_comment(self):
        self.tls_dir = self.folder / "a\nexport EVIL=1\n"
        with self.mock() as mock:
            mock.stop()
            self.assertEqual([line for line in mock.stdout.rest() if line.startswith("export")], [])

    def test_what_it_says_of_python_works(self):
        with self.mock() as mock:
            settings = self.announced(mock, "Python")
            call = (
                "import urllib.request\n"
                f"print(urllib.request.urlopen('https://localhost:{mock.port}/0/public/Time').read())"
            )
            told = self.shell(f'{settings}\nexec "$PYTHON" -c "$CALL"', {"PYTHON": sys.executable, "CALL": call})
            self.assertIn("unixtime", told)

    @unittest.skipUnless(shutil.which("curl"), "there is no curl")
    def test_what_it_says_of_curl_works(self):
        with self.mock() as mock:
            command = self.announced(mock, "curl")
            self.assertIn("unixtime", self.shell(f"{command} --silent --show-error"))

    @unittest.skipUnless(shutil.which("node"), "there is no Node.js")
    def test_what_it_says_of_node_works(self):
        with self.mock() as mock:
            settings = self.announced(mock, "Node.js")
            call = (
                f'require("https").get("https://localhost:{mock.port}/0/public/Time", '
                '(answer) => answer.pipe(process.stdout)).on("error", (error) => { throw error; })'
            )
            self.assertIn("unixtime", self.shell(f"{settings}\nexec node -e \"$CALL\"", {"CALL": call}))

    @unittest.skipUnless(shutil.which("keytool"), "there is no Java")
    def test_what_it_says_of_java_is_taken_by_keytool(self):
        with self.mock() as mock:
            self.shell(self.announced(mock, "Java").split(";")[0])


class Files(TlsScratch):
    def test_they_are_made_once_for_their_owner(self):
        with self.mock() as mock:
            self.assertIn(f"{self.ca_file}: a new CA was made", mock.stderr.next())
        before = self.ca_file.read_bytes()
        key = (self.tls_dir / "ca-key.pem").read_text(encoding="ascii")
        modes = [
            stat.S_IMODE(os.stat(path).st_mode)
            for path in [self.tls_dir, self.ca_file, self.tls_dir / "ca-key.pem"]
        ]
        self.assertEqual(modes, [0o700, 0o644, 0o600])
        with self.mock("--log", "debug", "--print-env") as mock:
            self.connect(mock).close()
            mock.stop()
            printed = "\n".join(mock.stdout.seen + mock.stdout.rest() + mock.stderr.rest())
        self.assertEqual(self.ca_file.read_bytes(), before)
        self.assertNotIn("a new CA", printed)
        for line in key.splitlines():
            self.assertNotIn(line, printed)

    def test_a_start_that_is_cut_short_does_not_stop_the_next(self):
        # There is room for a key on this disk, and not for a certificate.
        command = f'ulimit -f 1; exec "{KRAKEN_MOCK}" --tls --tls-dir "{self.tls_dir}" --port 0'
        self.assertNotEqual(run("sh", "-c", command).returncode, 0)
        self.assertFalse(self.ca_file.exists())
        with self.mock() as mock:
            self.assertEqual(self.caller(mock).public("Time").status, 200)

    def test_they_lie_where_state_is_kept_by_default(self):
        for env, place in [
            ({"XDG_STATE_HOME": str(self.folder / "state"), "HOME": "/"}, "state"),
            ({"XDG_STATE_HOME": "", "HOME": str(self.folder / "home")}, "home/.local/state"),
        ]:
            with self.subTest(env=env), Mock("--tls", env=env):
                self.assertTrue((self.folder / place / "kraken-mock" / "tls" / "ca.pem").exists())

    def test_a_folder_is_told_by_its_whole_path(self):
        with Mock("--tls", "--tls-dir", "here", cwd=str(self.folder)) as mock:
            self.assertIn(f"'{self.folder}/here/ca.pem'", mock.stdout.until("the CA is in"))

    def test_it_can_come_from_the_environment_or_a_config_file(self):
        env = {"KRAKEN_MOCK_TLS": "yes", "KRAKEN_MOCK_TLS_DIR": str(self.tls_dir)}
        with Mock(env={**env, "KRAKEN_MOCK_TLS_FAULT": "expired"}) as mock:
            with self.assertRaisesRegex(ssl.SSLError, "expired"):
                self.connect(mock)
        config = self.write(
            "config.json", json.dumps({"tls": True, "tls-dir": "tls", "tls-fault": "wrong-name"})
        )
        with Mock("--config", config) as mock:
            with self.assertRaisesRegex(ssl.SSLError, "Hostname mismatch"):
                self.connect(mock)
        config = self.write("config.json", json.dumps({"tls": True, "tls-dir": "tls"}))
        with Mock("--config", config, "--tls=false") as mock:
            with self.assertRaises(ssl.SSLError):
                self.connect(mock)


class Refused(Refusals):
    def setUp(self):
        super().setUp()
        self.tls_dir = self.folder / "tls"
        self.options = ("--port", "0", "--tls", "--tls-dir", str(self.tls_dir))

    def make(self):
        with Mock(*self.options):
            pass

    def test_a_fault_needs_tls(self):
        for fault in ["expired", "wrong-name", "untrusted", "tls1.0"]:
            self.refuse(64, "--tls-fault", fault, fragments=[f"--tls-fault {fault}: ", "add --tls"])

    def test_a_folder_without_tls_is_warned_of(self):
        with Mock("--tls-dir", str(self.tls_dir)) as mock:
            self.assertRegex(mock.stderr.next(), "warning: --tls-dir .*add --tls")
        self.assertFalse(self.tls_dir.exists())

    def test_a_fault_that_there_is_not(self):
        self.refuse(64, "--tls", "--tls-fault", "expird", fragments=['did you mean "expired"?'])
        self.refuse(64, "--tls", "--tls-dir=", fragments=["--tls-dir: no value"])

    def test_no_home(self):
        env = {"HOME": "", "XDG_STATE_HOME": ""}
        self.refuse(64, "--tls", env=env, fragments=["--tls: ", "HOME", "--tls-dir"])

    def test_a_key_that_others_can_read(self):
        self.make()
        key = self.tls_dir / "ca-key.pem"
        key.chmod(0o644)
        for check in [(), ("--check",)]:
            told = self.refuse(65, *self.options, *check, fragments=[f"--tls-dir: {key}: others"])
            self.assertIn(f"chmod 600 '{key}'", told)

    def test_what_is_no_certificate(self):
        self.make()
        (self.tls_dir / "ca.pem").write_text("nonsense", encoding="ascii")
        self.refuse(65, *self.options, fragments=["ca.pem: holds no certificate", "remove it"])

    def test_what_is_no_folder(self):
        self.tls_dir.write_text("", encoding="ascii")
        self.refuse(66, *self.options, fragments=[f"{self.tls_dir}: is no directory"])

    def test_a_folder_that_cannot_be_made(self):
        self.refuse(73, "--tls", "--tls-dir", "/proc/nowhere/tls", fragments=["/proc/nowhere: cannot be made"])

    def test_check_makes_nothing(self):
        done = run(KRAKEN_MOCK, "--check", *self.options)
        self.assertEqual(done.returncode, 0, done)
        self.assertFalse(self.tls_dir.exists())


if __name__ == "__main__":
    unittest.main()
