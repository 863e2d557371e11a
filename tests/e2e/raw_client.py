"""Sends requests byte for byte as other people's clients do, and reads what comes back.

Client libraries add headers, merge segments and hide framing. Here nothing is sent that a test did
not write: only Host, which HTTP/1.1 demands, and Content-Length where a body has no other framing.
"""

import http.client
import itertools
import json
import socket
import types
import unittest
import urllib.parse

from programs import WAIT, Mock
from witness import EXAMPLE_SECRET, Answer, Caller, api_sign

RICH = {"ZUSD": "100000000", "XXBT": "1000", "XETH": "10000"}

FORM = "Content-Type: application/x-www-form-urlencoded"
JSON = "Content-Type: application/json"

# An open order of the demo account, its client's own id, one that was canceled, and a second one.
OPEN_ORDER = "OLCOQP-FTPQZ-CBARUL"
OPEN_CL_ORD_ID = "6d1b345e-2821-40e2-ad83-4ecb18a06876"
CLOSED_ORDER = "OXHYXS-BWJT7-OTGB6D"
OTHER_OPEN_ORDER = "ONOFNR-CPMA7-UJJIAG"

TRANSACTION_ID = r"\A[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{6}\Z"


def head(method, target, *headers):
    """The bytes of a request's head: these header lines after Host."""
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", *headers]
    return "".join(line + "\r\n" for line in lines).encode() + b"\r\n"


def request(method, target, *headers, body=None):
    """The bytes of a request; with a body, also an empty one, Content-Length is added."""
    if body is None:
        return head(method, target, *headers)
    return head(method, target, *headers, f"Content-Length: {len(body)}") + body


def chunk(data, extension=""):
    """The bytes of one chunk; one without data is the last."""
    return f"{len(data):x}{extension}\r\n".encode() + data + b"\r\n"


class RawConnection:
    """A connection on which nothing is sent but what is given."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def close(self):
        self._file.close()
        self._socket.close()

    def write(self, *segments):
        """Sends each segment as one of its own."""
        for segment in segments:
            self._socket.sendall(segment)

    def read(self):
        """The next answer."""
        status = self._file.readline()
        if not status:
            raise AssertionError("the server closed the connection instead of answering")
        version, code, _ = status.decode().split(" ", 2)
        assert version == "HTTP/1.1", status
        headers = http.client.parse_headers(self._file)
        body = self._file.read(int(headers["Content-Length"]))
        return Answer(types.SimpleNamespace(status=int(code), headers=headers, read=lambda: body))

    def exchange(self, *segments):
        self.write(*segments)
        return self.read()

    def is_at_its_end(self):
        """Waits for the server's next byte or for its end of the connection."""
        return self._file.read(1) == b""


class RawTest(unittest.TestCase):
    """A test with a server of its own, which limits no calls, and a connection to it."""

    OPTIONS = ()
    RATE_LIMITS = "off"

    def setUp(self):
        super().setUp()
        mock = Mock("--rate-limits", self.RATE_LIMITS, *self.OPTIONS, "--print-env")
        self.addCleanup(mock.stop)
        self.mock = mock.__enter__()
        self.key = mock.exports(3)["KRAKEN_API_KEY"]
        self.secret = EXAMPLE_SECRET
        self.nonces = itertools.count(1)
        self.connection = self.connect()
        # What clients send is the matter here, and not whether they can pay it.
        key = urllib.parse.quote(self.key, safe="")
        self.control("PUT", f"accounts/{key}", {"balances": RICH})

    def connect(self):
        connection = RawConnection(self.mock.port)
        self.addCleanup(connection.close)
        return connection

    def control(self, method, call, document=None):
        with Caller(self.mock.port) as caller:
            answer = caller.control(method, call, document)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def journal(self):
        return self.control("GET", "journal")["entries"]

    def remark(self):
        """Why the last request was refused, as the journal has it."""
        whys = [stage["why"] for stage in self.journal()[-1]["stages"] if "why" in stage]
        return whys[-1] if whys else ""

    def use_new_key(self, **members):
        """Makes an API key, and signs with it from here on."""
        made = self.control("POST", "keys", members)
        self.key = made["key"]
        self.secret = members.get("secret") or made["secret"]
        return made

    # --- Calls ---

    def get(self, target, *headers):
        return self.connection.exchange(request("GET", f"/0/public/{target}", *headers))

    def signed(self, name, nonce, body):
        """The two header lines that sign this body."""
        sign = api_sign(self.secret, f"/0/private/{name}", nonce, body)
        return f"API-Key: {self.key}", f"API-Sign: {sign}"

    def post(self, name, nonce, body, *headers):
        """A private call with just this body; its nonce is said again to sign with."""
        body = body.encode()
        lines = (*headers, *self.signed(name, nonce, body))
        return self.connection.exchange(request("POST", f"/0/private/{name}", *lines, body=body))

    def form(self, name, parameters=""):
        """A private call as most clients make it, a nonce before the parameters."""
        nonce = next(self.nonces)
        return self.post(name, nonce, f"nonce={nonce}&{parameters}".rstrip("&"), FORM)

    def json(self, name, **members):
        """A private call with a JSON body, its nonce the first member and a string."""
        nonce = next(self.nonces)
        return self.post(name, nonce, json.dumps({"nonce": str(nonce), **members}), JSON)

    # --- Answers ---

    def result(self, answer):
        """The result of an answer that must be a success."""
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers.get_all("Content-Type"), ["application/json"], answer)
        self.assertIsNotNone(answer.json, answer)
        self.assertEqual(answer.errors, [], answer)
        return answer.result

    def assert_refused(self, answer, error, status=200):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers.get_all("Content-Type"), ["application/json"], answer)
        self.assertEqual(answer.json, {"error": [error]})
