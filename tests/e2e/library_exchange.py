"""A server on which scenarios are played, and what its clients see, in a few words."""

import http.client
import select
import socket
import time
import urllib.parse

from programs import WAIT, Mock
from raw_client import FORM, OPEN_ORDER, request
from witness import EXAMPLE_SECRET, Caller, api_sign

CL_ORD_ID = "library"
ORDER = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "50000", "volume": "0.001"}


def outcome_of(answer):
    """An answer in a few words, as a client has to tell one from the other."""
    if answer.status != 200:
        return f"http {answer.status}"
    if answer.body == b"":
        return "empty"
    if not isinstance(answer.json, dict):
        return "unreadable"
    errors = ", ".join(answer.errors)
    return f"{errors} with a result" if errors and "result" in answer.json else errors or "ok"


def outcome(call, *arguments, **params):
    """The same of a call, which may also end without an answer."""
    try:
        return outcome_of(call(*arguments, **params))
    except http.client.RemoteDisconnected:
        return "closed"
    except http.client.IncompleteRead:
        return "cut short"
    except http.client.BadStatusLine:
        return "no HTTP"
    except (ConnectionResetError, BrokenPipeError):
        return "reset"


def expect(seen, *expected):
    """That calls came to these outcomes, one after the other."""
    assert list(seen) == list(expected), f"{list(seen)} instead of {list(expected)}"


def is_readable(connection, seconds=0.0):
    return bool(select.select([connection], [], [], seconds)[0])


class Exchange:
    """A server, and the calls that scenarios are about, each on a connection of its own."""

    def __init__(self):
        options = ("--clock", "manual", "--rate-limits", "off", "--log", "off")
        self.mock = Mock(*options, "--print-env")
        self.mock.__enter__()
        self.key = self.mock.exports(3)["KRAKEN_API_KEY"]
        # Stays open, so that no scenario that strikes connections meets it.
        self._control = Caller(self.mock.port)

    def close(self):
        self._control.connection.close()
        self.mock.stop()

    def control(self, method, call, document=None):
        answer = self._control.control(method, call, document)
        assert answer.status == 200, answer
        return answer.json

    def load(self, name):
        self.control("POST", "reset")
        self.control("PUT", "scenario", {"name": name})

    def unmet(self):
        return [rule for rule in self.control("GET", "scenario")["rules"] if not rule["met"]]

    def advance(self, milliseconds):
        self.control("POST", "clock", {"advance_ms": milliseconds})

    def caller(self):
        return Caller(self.mock.port, self.key, timeout=WAIT)

    def get(self, name):
        with self.caller() as caller:
            return caller.public(name)

    def post(self, name, **params):
        with self.caller() as caller:
            return caller.private(name, **params)

    # --- What a call came to ---

    def time(self):
        return outcome(self.get, "Time")

    def private(self, name, **params):
        return outcome(self.post, name, **params)

    def balance(self):
        return self.private("Balance")

    def order(self, **changes):
        return self.private("AddOrder", **{**ORDER, "cl_ord_id": CL_ORD_ID, **changes})

    def cancel(self):
        return self.private("CancelOrder", txid=OPEN_ORDER)

    # --- What is there ---

    def orders(self, state):
        """The orders that order() placed and that are `open` or `closed`."""
        answer = self.post(f"{state.capitalize()}Orders", cl_ord_id=CL_ORD_ID)
        return list(answer.result[state].values())

    def expect_orders(self, open=0, closed=0):
        expect([len(self.orders("open")), len(self.orders("closed"))], open, closed)

    # --- Requests byte by byte ---

    def order_bytes(self):
        params = {"nonce": 1, "cl_ord_id": CL_ORD_ID, **ORDER}
        body = urllib.parse.urlencode(params).encode()
        path = "/0/private/AddOrder"
        sign = api_sign(EXAMPLE_SECRET, path, params["nonce"], body)
        return request("POST", path, FORM, f"API-Key: {self.key}", f"API-Sign: {sign}", body=body)

    def connect(self, data=b""):
        """A connection on which this was sent."""
        connection = socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT)
        connection.sendall(data)
        return connection

    def wait_for_requests(self, count):
        """What the journal has of each, once so many are decided."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            entries = self.control("GET", "journal")["entries"]
            if len(entries) == count:
                return entries
        raise AssertionError(f"not {count} requests within {WAIT} s")

    def has_sent(self):
        """Whether the last answer has left."""
        return self.control("GET", "journal")["entries"][-1]["sent"] is not None

    def read_to_end(self, connection):
        with connection:
            return b"".join(iter(lambda: connection.recv(65536), b""))


# --- Plays that many scenarios share: of an exchange and a variant ---
