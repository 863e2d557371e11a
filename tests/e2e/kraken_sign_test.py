"""kraken-sign: what it computes, what it prints, and what it refuses."""

import base64
import json
import os
import re
import shlex
import shutil
import unittest

from programs import KRAKEN_SIGN, Mock, run, run_without_room
from scratch import Scratch
from witness import EXAMPLE_SECRET, api_sign

SECRET = {"KRAKEN_API_SECRET": EXAMPLE_SECRET}
KEY = {"KRAKEN_API_KEY": "it's-a-key", **SECRET}

# The signing example of docs.kraken.com, "Spot REST authentication".
PATH = "/0/private/AddOrder"
NONCE = "1616492376594"
BODY = "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"
API_SIGN = (
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=="
)
BODY_SHA256 = "23a1c1b34c6a11d641af0f24684896cb90f66fb991125c83dc357bdc3dc146f1"


class KrakenSign(Scratch):
    def accept(self, *arguments, env=None, stdin=None, warnings=()):
        """Stdout of a run that succeeds and warns of exactly this, a line each."""
        done = run(KRAKEN_SIGN, *arguments, env=SECRET if env is None else env, stdin=stdin)
        self.assertEqual(done.returncode, 0, done)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), len(warnings), done.stderr)
        for line, warning in zip(lines, warnings):
            self.assertTrue(line.startswith("kraken-sign: warning: "), line)
            self.assertIn(warning, line)
        return done.stdout

    def refuse(self, code, *arguments, env=None, fragments=()):
        done = run(KRAKEN_SIGN, *arguments, env=SECRET if env is None else env)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr.splitlines()[-1], r"^kraken-sign: (?!warning: )")
        for fragment in fragments:
            self.assertIn(fragment, done.stderr)
        return done.stderr


class Sign(KrakenSign):
    def test_the_documented_example(self):
        printed = self.accept("sign", "--path", PATH, "--nonce", NONCE, "--body", BODY)
        self.assertEqual(printed, API_SIGN + "\n")

    def test_the_nonce_of_the_body_is_taken_where_none_is_given(self):
        self.assertEqual(self.accept("sign", "--path", PATH, "--body", BODY), API_SIGN + "\n")
        for body in ['{"nonce":"7"}', '{"pair":"XBTUSD","nonce":7}', '{ "nonce" : 7 }']:
            with self.subTest(body=body):
                self.assertEqual(
                    self.accept("sign", "--path", PATH, "--body", body),
                    api_sign(EXAMPLE_SECRET, PATH, 7, body.encode()) + "\n",
                )

    def test_the_query_is_signed_with_the_path(self):
        path = "/0/private/Balance?x=1"
        self.assertEqual(
            self.accept("sign", "--path", path, "--body", "nonce=7"),
            api_sign(EXAMPLE_SECRET, path, 7, b"nonce=7") + "\n",
        )

    def test_the_trace_shows_every_stage_in_order(self):
        lines = self.accept("sign", "--path", PATH, "--body", BODY, "--trace").splitlines()
        stages = [re.split(r" {2,}", line, maxsplit=1) for line in lines]
        self.assertEqual(
            [label for label, _ in stages],
            ["path", "nonce", "body", "SHA256(nonce+body)", "message", "HMAC-SHA512", "API-Sign"],
        )
        values = dict(stages)
        self.assertEqual(values["path"], PATH)
        self.assertEqual(values["nonce"], NONCE)
        self.assertEqual(values["body"], BODY)
        self.assertEqual(values["SHA256(nonce+body)"], BODY_SHA256)
        self.assertEqual(values["message"], PATH.encode().hex() + BODY_SHA256)
        self.assertEqual(len(values["HMAC-SHA512"]), 128)
        self.assertEqual(values["API-Sign"], API_SIGN)

    def test_json_says_the_same(self):
        printed = self.accept("sign", "--path", PATH, "--body", BODY, "--json")
        document = json.loads(printed)
        self.assertEqual(document["api_sign"], API_SIGN)
        self.assertEqual(document["warnings"], [])
        self.assertEqual(document["trace"]["nonce"], NONCE)
        self.assertEqual(document["trace"]["body_sha256"], BODY_SHA256)
        self.assertEqual(document["trace"]["message_hex"], PATH.encode().hex() + BODY_SHA256)
        self.assertEqual(len(document["trace"]["hmac_hex"]), 128)

    def test_the_body_is_read_byte_by_byte_from_a_file_or_stdin(self):
        file = self.write("body", BODY)
        self.assertEqual(self.accept("sign", "--path", PATH, "--body", "@" + file), API_SIGN + "\n")
        self.assertEqual(
            self.accept("sign", "--path", PATH, "--body", "@-", stdin=BODY), API_SIGN + "\n"
        )
        raw = b"nonce=7&x=\x00\xff"
        done = run(KRAKEN_SIGN, "sign", "--path", PATH, "--body", "@-", env=SECRET, stdin=raw)
        self.assertEqual(
            done.stdout.decode(), api_sign(EXAMPLE_SECRET, PATH, 7, raw) + "\n"
        )

    def test_a_line_end_at_the_end_of_the_body_is_signed_and_warned_of(self):
        file = self.write("body", "nonce=7&a=b\n")
        printed = self.accept(
            "sign", "--path", PATH, "--body", "@" + file, warnings=["line end, which is signed"]
        )
        self.assertEqual(
            printed, api_sign(EXAMPLE_SECRET, PATH, 7, b"nonce=7&a=b\n") + "\n"
        )

    def test_what_kraken_would_refuse_is_signed_with_a_warning(self):
        for arguments, warning in [
            (["--nonce", "8", "--body", "nonce=7"], "--nonce is 8, the nonce in the body is 7"),
            (["--nonce", "7", "--body", "a=b"], "no nonce"),
            (["--body", "nonce=1e5"], "1e5"),
            (["--body", "nonce=18446744073709551616"], "18446744073709551616"),
        ]:
            with self.subTest(arguments=arguments):
                self.accept("sign", "--path", PATH, *arguments, warnings=[warning])

    def test_a_path_that_kraken_does_not_have_is_warned_of(self):
        for path, warning in [
            ("/0/private/balance", "/0/private/Balance"),
            ("https://api.kraken.com/0/private/Balance", "before /0/ is not signed"),
            ("/private/Balance", "/0/private/Balance"),
        ]:
            with self.subTest(path=path):
                self.accept("sign", "--path", path, "--body", "nonce=7", warnings=[warning])

    def test_the_warnings_are_in_the_json_too(self):
        printed = self.accept(
            "sign", "--path", PATH, "--nonce", "7", "--body", "a=b", "--json", warnings=["no nonce"]
        )
        self.assertEqual(len(json.loads(printed)["warnings"]), 1)

    def test_a_missing_nonce_path_or_body_is_refused(self):
        self.refuse(64, "sign", "--path", PATH, "--body", "a=b", fragments=["--nonce: "])
        self.refuse(64, "sign", "--path", PATH, "--body", '{"nonce', fragments=["--nonce: "])
        help_of = "see kraken-sign sign --help"
        self.refuse(64, "sign", "--body", "nonce=7", fragments=["--path: missing", help_of])
        self.refuse(64, "sign", "--path", PATH, fragments=["--body: missing", help_of])

    def test_a_body_that_is_not_utf_8_is_told_byte_by_byte(self):
        raw = b"nonce=7&x=\x00\xff\xc3"
        file = self.folder / "body"
        file.write_bytes(raw)
        arguments = ("sign", "--path", PATH, "--body", f"@{file}")
        trace = json.loads(self.accept(*arguments, "--json"))["trace"]
        self.assertNotIn("body", trace)
        self.assertEqual(base64.b64decode(trace["body_base64"]), raw)
        lines = self.accept(*arguments, "--trace").splitlines()
        self.assertEqual(lines[2].split()[-1], raw.hex())
        self.assertIn("hexadecimal", lines[2])

    def test_a_body_in_other_letters_is_told_as_it_is(self):
        arguments = ("sign", "--path", PATH, "--body", "nonce=7&x=\u00e9\ufffd\u20bf")
        trace = json.loads(self.accept(*arguments, "--json"))["trace"]
        self.assertEqual(trace["body"], "nonce=7&x=\u00e9\ufffd\u20bf")
        self.assertNotIn("body_base64", trace)
        self.assertIn("\u00e9\ufffd\u20bf", self.accept(*arguments, "--trace"))

    def test_a_file_that_is_too_large_is_refused(self):
        path = self.write("large", "")
        os.truncate(path, (16 << 20) + 1)
        for arguments in [["--body", "@" + path], ["--body", BODY, "--secret-file", path]]:
            self.refuse(65, "sign", "--path", PATH, *arguments, fragments=["larger than 16 MiB"])

    def test_a_body_file_that_cannot_be_read_is_refused(self):
        missing = str(self.folder / "missing")
        for file in [missing, str(self.folder)]:
            self.refuse(66, "sign", "--path", PATH, "--body", "@" + file, fragments=["@" + file])


class Secrets(KrakenSign):
    SIGN = ("sign", "--path", PATH, "--body", BODY)

    def test_a_secret_file_may_end_its_line(self):
        for text, warnings in {
            EXAMPLE_SECRET: [],
            EXAMPLE_SECRET + "\n": ["line end"],
            EXAMPLE_SECRET + "\r\n": ["line end"],
        }.items():
            with self.subTest(text=text):
                file = self.write("secret", text)
                printed = self.accept(
                    *self.SIGN, "--secret-file", file, env={}, warnings=warnings
                )
                self.assertEqual(printed, API_SIGN + "\n")

    def test_the_secret_option_warns_of_the_process_list(self):
        printed = self.accept(
            *self.SIGN, "--secret", EXAMPLE_SECRET, env={}, warnings=["process list"]
        )
        self.assertEqual(printed, API_SIGN + "\n")

    def test_an_option_comes_before_the_environment(self):
        file = self.write("secret", EXAMPLE_SECRET)
        other = {"KRAKEN_API_SECRET": "b3RoZXI="}
        self.assertEqual(
            self.accept(*self.SIGN, "--secret-file", file, env=other), API_SIGN + "\n"
        )

    def test_no_secret_is_refused(self):
        told = self.refuse(64, *self.SIGN, env={}, fragments=["KRAKEN_API_SECRET"])
        self.assertIn("--secret-file", told)

    def test_two_secrets_are_refused(self):
        self.refuse(
            64,
            *self.SIGN,
            *("--secret", "b25l", "--secret-file", "two"),
            fragments=["--secret and --secret-file: give one of the two"],
        )

    def test_a_malformed_secret_is_refused_and_never_shown(self):
        malformed = "c2VjcmV0LXBhcnQ!"
        file = self.write("secret", malformed)
        for code, arguments, env in [
            (64, [], {"KRAKEN_API_SECRET": malformed}),
            (64, ["--secret", malformed], {}),
            (65, ["--secret-file", file], {}),
            (65, ["--secret-file", self.write("two", EXAMPLE_SECRET + "\n\n")], {}),
            (65, ["--secret-file", self.write("none", "")], {}),
        ]:
            with self.subTest(arguments=arguments):
                told = self.refuse(code, *self.SIGN, *arguments, env=env)
                self.assertNotIn("c2Vjcm", told)
                self.assertNotIn(EXAMPLE_SECRET[:8], told)

    def test_a_secret_file_that_cannot_be_read_is_refused(self):
        missing = str(self.folder / "missing")
        self.refuse(66, *self.SIGN, "--secret-file", missing, fragments=[missing, "No such file"])


class Curl(KrakenSign):
    """The printed line, as a shell takes it apart."""

    def line(self, *arguments, env=None):
        printed = self.accept("curl", *arguments, env=KEY if env is None else env)
        self.assertEqual(printed.count("\n"), 1)
        words = shlex.split(printed)
        self.assertEqual(words[:2], ["curl", "-sS"])
        return words[2:]

    def private(self, *arguments, env=None):
        """URL, headers and body of a private call, its signature checked."""
        url, *options = self.line(*arguments, env=env)
        self.assertEqual(options[-2], "--data-raw")
        body = options[-1]
        self.assertTrue(all(option == "-H" for option in options[:-2:2]), options)
        headers = dict(header.split(": ", 1) for header in options[1:-2:2])
        nonce = re.search(r'nonce[":=]+(\d+)', body)[1]
        path = url[url.index("/0/") :]
        self.assertEqual(
            headers["API-Sign"], api_sign(EXAMPLE_SECRET, path, nonce, body.encode())
        )
        return url, headers, body

    def test_a_public_call_is_a_get_with_a_query(self):
        self.assertEqual(self.line("Time"), ["http://127.0.0.1:8080/0/public/Time"])
        self.assertEqual(
            self.line("Ticker", "pair=XBTUSD,ETH/USD", "x=a b&c"),
            ["http://127.0.0.1:8080/0/public/Ticker?pair=XBTUSD%2CETH%2FUSD&x=a+b%26c"],
        )

    def test_a_private_call_is_a_signed_post_with_the_nonce_first(self):
        url, headers, body = self.private("AddOrder", "pair=XBTUSD", "price=+1.0%", "nonce=7")
        self.assertEqual(url, "http://127.0.0.1:8080/0/private/AddOrder")
        self.assertEqual(headers.keys(), {"API-Key", "API-Sign"})
        self.assertEqual(headers["API-Key"], "it's-a-key")
        self.assertEqual(body, "nonce=7&pair=XBTUSD&price=%2B1.0%25")

    def test_an_endpoint_that_takes_json_only_gets_json(self):
        orders = '[{"ordertype":"limit","price":37500.10,"cl_ord_id":"it\'s"}]'
        _, headers, body = self.private(
            "AddOrderBatch", "pair=XBTUSD", "orders=" + orders, 'x="[', "--nonce", "7"
        )
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(
            body, '{"nonce":"7","pair":"XBTUSD","orders":' + orders + ',"x":"\\"["}'
        )

    def test_a_value_that_only_begins_like_json_is_refused_where_json_is_taken(self):
        for value in ["[", "{", "[1,]", '{"a"}', "[x"]:
            with self.subTest(value=value):
                self.refuse(
                    64, "curl", "AddOrderBatch", "orders=" + value, env=KEY, fragments=["orders: "]
                )
        self.private("AddOrder", "pair=[", "nonce=7")

    def test_each_line_has_a_new_nonce(self):
        nonces = [int(self.private("Balance")[2].removeprefix("nonce=")) for _ in range(3)]
        self.assertEqual(nonces, sorted(set(nonces)))

    def test_url_and_key_come_from_options_before_the_environment(self):
        env = {**KEY, "KRAKEN_API_URL": "https://example.org/"}
        self.assertEqual(self.line("Time", env=env), ["https://example.org/0/public/Time"])
        url, headers, _ = self.private(
            "Balance", "--url", "http://127.0.0.1:1", "--key", "other", env=env
        )
        self.assertEqual(url, "http://127.0.0.1:1/0/private/Balance")
        self.assertEqual(headers["API-Key"], "other")

    def test_a_public_call_needs_no_credentials(self):
        self.assertEqual(self.line("Time", env={}), ["http://127.0.0.1:8080/0/public/Time"])

    def test_wrong_usage_says_what_is_right(self):
        for arguments, fragment in [
            (["balance"], "did you mean Balance?"),
            (["Blance"], "did you mean Balance?"),
            (["NoSuchThingAtAll"], "no such endpoint"),
            ([], "METHOD: missing"),
            (["Balance", "pair"], "name=value"),
            (["Balance", "=x"], "name=value"),
            (["Balance", "nonce=1", "--nonce", "2"], "--nonce 2"),
            (["Balance", "--url", "127.0.0.1:8080"], "http://"),
            (["Balance", "--url", "http://127.0.0.1:8080/0/private"], "has a path"),
            (["Balance", "--url", "https://example.org?x=1"], "has a path"),
            (["Balance", "--url", "http://"], "no host"),
            (["Balance", "--ulr", "x"], "did you mean --url?"),
            (["Balance", "--teleport"], "see kraken-sign curl --help"),
            (["Balance", "--key", "a b"], "API key"),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(64, "curl", *arguments, env=KEY, fragments=[fragment])
        self.refuse(64, "curl", "Balance", env=SECRET, fragments=["KRAKEN_API_KEY"])
        self.refuse(64, "curl", "Time", env={"KRAKEN_API_URL": "x"}, fragments=["KRAKEN_API_URL x"])

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_the_line_can_be_piped_to_a_shell(self):
        with Mock("--print-env") as mock:
            env = mock.exports(3)
            for arguments in [
                ["Time"],
                ["Ticker", "pair=XBTUSD,ETHUSD"],
                ["Balance"],
                ["AddOrder", "pair=XBTUSD", "type=buy", "ordertype=market", "volume=1", "validate=1"],
                ["CancelOrderBatch", 'orders=["OABCDE-FGHIJ-KLMNOP"]'],
            ]:
                with self.subTest(arguments=arguments):
                    line = self.accept("curl", *arguments, env=env)
                    answer = json.loads(run("sh", stdin=line).stdout)
                    # Whatever the mock thinks of the order: it took key, nonce and signature.
                    self.assertFalse([e for e in answer["error"] if e.startswith("EAPI:")], answer)


class Information(KrakenSign):
    def test_help(self):
        for arguments, words in {
            ("--help",): ["Usage:", "sign", "curl", "Examples:", "Exit codes:", " 64 "],
            ("sign", "--help"): ["--path", "--nonce", "--body", "--trace", "--json", "Examples:"],
            ("curl", "--help"): ["METHOD", "name=value", "--url", "--key", "Examples:"],
        }.items():
            with self.subTest(arguments=arguments):
                printed = self.accept(*arguments, env={})
                for word in words:
                    self.assertIn(word, printed)

    def test_version(self):
        self.assertRegex(self.accept("--version", env={}), r"\Akraken-sign \d+\.\d+\.\d+\n\Z")

    def test_wrong_commands_are_refused(self):
        self.refuse(64, fragments=["no subcommand; give sign or curl", "see kraken-sign --help"])
        self.refuse(64, "sing", fragments=["sing", "did you mean sign?"])
        self.refuse(64, "sign", "--bdy", "x", fragments=["did you mean --body?"])

    def test_wrong_options_are_told_in_plain_words(self):
        see = "see kraken-sign sign --help"
        for arguments, fragments in [
            (["sign", "--body"], ["--body: no value; write --body BODY", see]),
            (["sign", "--body=", "x"], ["--body: no value; write --body BODY", see]),
            (["sign", "--body", "--trace"], ["--body: no value; write --body BODY", see]),
            (["sign", "--body", "a", "--body", "b"], ["--body: given twice", see]),
            (["sign", "--trace=yes"], ["--trace: takes no value", see]),
            (["sign", "--path", PATH, "--body", BODY, "--teleport"], ["no such option", see]),
            (["--trace", "sign"], ["--trace: belongs behind the subcommand", "sign --trace"]),
            (["--url", "x", "curl"], ["belongs behind the subcommand", "kraken-sign curl --url URL"]),
        ]:
            with self.subTest(arguments=arguments):
                self.refuse(64, *arguments, fragments=fragments)

    def test_a_value_may_look_like_an_option_that_is_not_known(self):
        self.assertEqual(
            self.accept("sign", "--path", PATH, "--nonce", "7", "--body", "-x", warnings=["no nonce"]),
            api_sign(EXAMPLE_SECRET, PATH, 7, b"-x") + "\n",
        )

    def test_output_that_cannot_be_written_is_a_failure(self):
        self.assertEqual(run_without_room(KRAKEN_SIGN, "curl", "Time").returncode, 73)


if __name__ == "__main__":
    unittest.main()
