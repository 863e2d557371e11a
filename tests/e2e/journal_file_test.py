"""The journal as a file: whole, complete, shared by servers, and the same from the same seed."""

import collections
import http.client
import itertools
import json
import mmap
import pathlib
import signal
import socket
import struct
import threading
import time
import unittest

from programs import WAIT, Mock
from raw_client import FORM, RawConnection, head, request
from scratch import Scratch
from witness import Answer, Caller, api_sign

CLIENTS = 4

# docs/journal.md: the members of each line, and of what is inside. A body that is no text is
# "body_base64" in place of "body"; a stage has a "why" where there is something to say.
REQUEST = (
    "kind seq wall conn peer key_id method target endpoint headers body params nonce signature "
    "stages rule effect counters reply"
)
INSIDE = {
    "signature": "ok",
    "stages": "name verdict",
    "effect": "orders trades ledger",
    "counters": "name value max cost",
    "reply": "status errors",
}
TIMES = "t_accept t_in_first t_in_last t_decided t_out_first t_out_last"
SENT = f"kind seq {TIMES} bytes ended"


def parse(text):
    """The lines of a journal, each of which has to be whole."""
    assert text.endswith("\n"), f"the last line has no end: {text[-200:]!r}"
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def of_kind(kind, lines):
    return [line for line in lines if line["kind"] == kind]


def numbers(kind, lines):
    return [line["seq"] for line in of_kind(kind, lines)]


def params(line):
    return dict(line["params"])


class Load:
    """Clients that call without a pause until their server has gone, and note what was answered."""

    def __init__(self, port):
        self.answered = []
        self._answers = threading.Semaphore(0)
        self._threads = [
            threading.Thread(target=self._call, args=(port, client)) for client in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def _call(self, port, client):
        with Caller(port) as caller:
            for call in itertools.count():
                try:
                    answer = caller.public("Time", client=client, call=call)
                except (OSError, http.client.HTTPException):
                    return
                self.answered.append((client, call, answer.status))
                self._answers.release()

    def wait_for(self, count):
        for _ in range(count):
            assert self._answers.acquire(timeout=WAIT), f"fewer than {count} answers in {WAIT} s"

    def join(self):
        for thread in self._threads:
            thread.join()


class JournalTest(Scratch):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "journal.jsonl"

    def start(self, *arguments):
        mock = Mock("--journal", str(self.path), "--rate-limits", "off", *arguments)
        self.addCleanup(mock.stop)
        return mock.__enter__()

    def lines(self):
        return parse(self.path.read_text(encoding="utf-8"))


class Killed(JournalTest):
    """kill -9: nothing is tidied up, so whatever was answered has to be in the file by then."""

    def test_whatever_was_answered_is_in_it(self):
        for attempt in range(5):
            with self.subTest(attempt=attempt):
                self.path.unlink(missing_ok=True)
                mock = self.start("--log", "off")
                load = Load(mock.port)
                load.wait_for(200)
                self.assertEqual(mock.stop(signal.SIGKILL), -signal.SIGKILL)
                load.join()
                self.assert_holds(load.answered)

    def assert_holds(self, answered):
        lines = parse(self.whole_lines())
        requests = of_kind("request", lines)
        self.assertEqual(numbers("request", lines), list(range(1, len(requests) + 1)))
        held = {(params(line)["client"], params(line)["call"]) for line in requests}
        for client, call, status in answered:
            self.assertEqual(status, 200)
            self.assertIn((str(client), str(call)), held)
        # Of each client one request at most was under way.
        self.assertLessEqual(len(requests), len(answered) + CLIENTS)
        sent = numbers("sent", lines)
        self.assertEqual(len(sent), len(set(sent)))
        self.assertLessEqual(set(sent), set(numbers("request", lines)))

    def whole_lines(self):
        """The text without half a last line. Only the kernel may have cut that: it looks for a kill
        between two pages of one write(2)."""
        data = self.path.read_bytes()
        end = data.rfind(b"\n") + 1
        if end < len(data):
            self.assertEqual(len(data) % mmap.PAGESIZE, 0, data[end:])
        return data[:end].decode()


class Stopped(JournalTest):
    """SIGTERM: every request has the line of its answer, whatever became of that."""

    def assert_complete(self):
        lines = self.lines()
        requests = numbers("request", lines)
        self.assertEqual(requests, list(range(1, len(requests) + 1)))
        self.assertEqual(sorted(numbers("sent", lines)), requests)
        return lines

    def test_in_the_midst_of_calls(self):
        mock = self.start("--log", "off")
        load = Load(mock.port)
        load.wait_for(200)
        self.assertEqual(mock.stop(), 0)
        load.join()
        lines = self.assert_complete()
        complete = {line["seq"] for line in of_kind("sent", lines) if line["ended"] == "complete"}
        held = {
            (params(line)["client"], params(line)["call"])
            for line in of_kind("request", lines)
            if line["seq"] in complete
        }
        for client, call, status in load.answered:
            self.assertEqual(status, 200)
            self.assertIn((str(client), str(call)), held)

    def slow_server(self):
        rules = [{"times": "always", "do": {"delay_ms": 3_600_000}}]
        scenario = self.write("slow.json", json.dumps({"rules": rules}))
        return self.start("--clock", "manual", "--scenario", scenario)

    def ask(self, mock, endpoint):
        """A request whose answer is held back, once it is decided."""
        client = socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT)
        self.addCleanup(client.close)
        client.sendall(request("GET", "/0/public/" + endpoint))
        mock.stderr.until("GET " + endpoint)
        return client

    def leave(self, client):
        """Closes a connection with a reset, and waits until that has reached the server."""
        ends = [client.getpeername(), client.getsockname()]
        connection = " ".join(f"0100007F:{port:04X}" for _, port in ends)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        end = time.monotonic() + WAIT
        while connection in pathlib.Path("/proc/net/tcp").read_text(encoding="ascii"):
            self.assertLess(time.monotonic(), end, "the server still has the connection")

    def test_where_answers_wait_and_clients_have_left(self):
        mock = self.slow_server()
        answered = self.ask(mock, "Time")
        left = self.ask(mock, "SystemStatus")
        self.leave(left)
        with Caller(mock.port) as caller:
            caller.control("POST", "clock", {"advance_ms": 3_600_000})
        response = http.client.HTTPResponse(answered)
        response.begin()
        self.assertEqual(Answer(response).errors, [])
        waits = self.ask(mock, "Assets")
        left_since = self.ask(mock, "AssetPairs")
        self.leave(left_since)
        self.assertEqual(mock.stop(), 0)
        self.assertEqual(waits.recv(1), b"")

        lines = self.assert_complete()
        endpoints = {line["seq"]: line["endpoint"] for line in of_kind("request", lines)}
        ends = {endpoints[line["seq"]]: line for line in of_kind("sent", lines)}
        self.assertEqual(
            {endpoint: line["ended"] for endpoint, line in ends.items()},
            {
                "Time": "complete",
                "SystemStatus": "peer-closed",
                "Assets": "closed",
                "AssetPairs": "closed",
            },
        )
        self.assertEqual([ends[name]["bytes"] for name in ["Assets", "AssetPairs"]], [0, 0])
        self.assertGreater(ends["Time"]["bytes"], 0)

    def test_requests_that_never_came_whole_have_no_lines(self):
        mock = self.start("--log", "off")
        client = socket.create_connection(("127.0.0.1", mock.port), timeout=WAIT)
        self.addCleanup(client.close)
        client.sendall(head("POST", "/0/private/Balance", FORM, "Content-Length: 9") + b"nonce")
        with Caller(mock.port) as caller:
            caller.public("Time")
            self.assertEqual(mock.stop(), 0)
        self.assertEqual([line["kind"] for line in self.assert_complete()], ["request", "sent"])


class Shared(JournalTest):
    """Several servers append to one file at once."""

    SERVERS = 3
    CALLS = 50

    def test_each_line_of_each_server_is_there_and_whole(self):
        mocks = [self.start("--log", "off") for _ in range(self.SERVERS)]
        together = threading.Barrier(self.SERVERS * CLIENTS)
        threads = [
            threading.Thread(target=self.call, args=(together, mock.port, server, client))
            for server, mock in enumerate(mocks)
            for client in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for mock in mocks:
            self.assertEqual(mock.stop(), 0)
        self.assert_has_all(self.lines())

    def call(self, together, port, server, client):
        """Calls whose lines are short, and longer than any buffer; fewer of the later servers."""
        with Caller(port) as caller:
            together.wait(WAIT)
            for call in range(self.CALLS - server):
                padding = "x" * (20_000 if call % 5 == 0 else 10)
                body = f"server={server}&client={client}&call={call}&padding={padding}"
                headers = {"API-Key": f"key-{server}", "Content-Type": FORM.split(": ")[1]}
                caller.send("POST", "/0/private/Balance", body, headers)

    def assert_has_all(self, lines):
        by_server = collections.defaultdict(list)
        for line in of_kind("request", lines):
            by_server[params(line)["server"]].append(line)
        self.assertEqual(len(by_server), self.SERVERS)
        sent = collections.Counter(numbers("sent", lines))
        for server, requests in by_server.items():
            calls = self.CALLS - int(server)
            self.assertEqual(numbers("request", requests), list(range(1, CLIENTS * calls + 1)))
            self.assertEqual(
                {(params(line)["client"], params(line)["call"]) for line in requests},
                {(str(client), str(call)) for client in range(CLIENTS) for call in range(calls)},
            )
            self.assertEqual(len({line["key_id"] for line in requests}), 1)
            sent.subtract(numbers("request", requests))
        # A number for each server that came so far, and nothing else.
        self.assertEqual(set(sent.values()), {0})


class Lines(JournalTest):
    def members(self, line):
        """Its members; those inside behind the names of the outer ones."""
        members = set(line)
        for name in INSIDE:
            inside = line.get(name, {})
            for each in inside if isinstance(inside, list) else [inside]:
                members |= {f"{name}.{member}" for member in each}
        return members

    def expected(self, names):
        outer = set(names.split())
        inner = {f"{name}.{inside}" for name in INSIDE for inside in INSIDE[name].split()}
        return outer | inner

    def test_a_request_has_exactly_the_documented_members(self):
        mock = self.start("--rate-limits", "kraken", "--print-env")
        key = mock.exports(3)["KRAKEN_API_KEY"]
        with Caller(mock.port, key) as caller:
            caller.public("Time")
            caller.private("Balance", nonce=7)
            caller.private("Balance", nonce=7)
            caller.send("POST", "/0/private/Balance", b"nonce=\xff")
            self.assertEqual(mock.stop(), 0)
        public, accepted, refused, no_text = of_kind("request", self.lines())
        request_members = self.expected(REQUEST)
        self.assertEqual(self.members(public), request_members)
        self.assertEqual(self.members(accepted), request_members)
        # A call that is refused for what it is has charged nothing, and was told why.
        no_counters = {name for name in request_members if name.startswith("counters.")}
        why = {"stages.why"}
        self.assertEqual(self.members(refused) - no_counters, request_members - no_counters | why)
        self.assertIn("stages.why", self.members(refused))
        in_base64 = request_members - no_counters - {"body"} | {"body_base64"} | why
        self.assertEqual(self.members(no_text), in_base64)
        self.assertEqual((accepted["body"], no_text["body_base64"]), ("nonce=7", "bm9uY2U9/w=="))

    def test_an_answer_has_exactly_the_documented_members(self):
        mock = self.start()
        with Caller(mock.port) as caller:
            answer = caller.public("Time")
            self.assertEqual(mock.stop(), 0)
        (sent,) = of_kind("sent", self.lines())
        self.assertEqual(set(sent), set(SENT.split()))
        self.assertEqual((sent["kind"], sent["seq"], sent["ended"]), ("sent", 1, "complete"))
        self.assertGreater(sent["bytes"], len(answer.body))


class Times(JournalTest):
    DELAY_US = 30_000

    def setUp(self):
        super().setUp()
        rule = {"when": {"endpoint": "Assets"}, "do": {"delay_ms": self.DELAY_US // 1000}}
        mock = self.start("--scenario", self.write("slow.json", json.dumps({"rules": [rule]})))
        self.mock = mock

    def sent(self):
        """The answers' lines by the endpoints, in the order of the requests."""
        self.assertEqual(self.mock.stop(), 0)
        lines = self.lines()
        by_number = {line["seq"]: line for line in of_kind("sent", lines)}
        answers = [by_number[line["seq"]] for line in of_kind("request", lines)]
        for answer in answers:
            times = [answer[name] for name in TIMES.split()]
            self.assertEqual(times, sorted(times), answer)
        return answers

    def connect(self):
        connection = RawConnection(self.mock.port)
        self.addCleanup(connection.close)
        return connection

    def test_calls_on_one_connection_come_after_one_another(self):
        connection = self.connect()
        for _ in range(3):
            connection.exchange(request("GET", "/0/public/Time"))
        answers = self.sent()
        self.assertEqual(len({answer["t_accept"] for answer in answers}), 1)
        for before, after in itertools.pairwise(answers):
            self.assertLess(before["t_in_first"], after["t_in_first"])
            self.assertLessEqual(before["t_out_last"], after["t_in_first"])

    def test_calls_that_came_together_leave_after_one_another(self):
        connection = self.connect()
        connection.write(request("GET", "/0/public/Time") * 3)
        for _ in range(3):
            connection.read()
        for before, after in itertools.pairwise(self.sent()):
            self.assertLessEqual(before["t_out_last"], after["t_decided"])

    def test_an_answer_that_is_held_back_leaves_later(self):
        self.connect().exchange(request("GET", "/0/public/Assets"))
        (answer,) = self.sent()
        # To the microsecond, to which each time is cut.
        self.assertGreaterEqual(answer["t_out_first"] - answer["t_in_last"], self.DELAY_US - 1)

    def test_a_request_in_parts_came_in_parts(self):
        with socket.create_connection(("127.0.0.1", self.mock.port), timeout=WAIT) as client:
            client.sendall(
                head(
                    "POST", "/0/private/Balance", FORM, "Content-Length: 7", "Expect: 100-continue"
                )
            )
            # Whoever says so has read the head.
            self.assertIn(b" 100 Continue", client.recv(1000))
            client.sendall(b"nonce=7")
            self.assertIn(b"Invalid key", client.recv(1000))
        (answer,) = self.sent()
        self.assertLess(answer["t_in_first"], answer["t_in_last"])


class Equal(JournalTest):
    """With the same seed, a manual clock and the same order of requests."""

    def play(self, seed):
        """The journal without what may differ."""
        self.path.unlink(missing_ok=True)
        mock = self.start("--clock", "manual", "--seed", str(seed))
        connection = RawConnection(mock.port)
        self.addCleanup(connection.close)
        with Caller(mock.port) as caller:
            self.call_all(connection, caller)
        self.assertEqual(mock.stop(), 0)
        dropped = {"conn", "peer", "wall", *TIMES.split()}
        return [
            {name: value for name, value in line.items() if name not in dropped}
            for line in self.lines()
        ]

    def call_all(self, connection, caller):
        def control(method, call, document):
            answer = caller.control(method, call, document)
            self.assertEqual(answer.status, 200, answer)
            return answer.json

        key = control("POST", "keys", {"balances": {"USD": "100000", "XBT": "5"}})
        nonces = itertools.count(1)

        def private(name, form=""):
            nonce = next(nonces)
            body = f"nonce={nonce}&{form}".encode()
            sign = api_sign(key["secret"], f"/0/private/{name}", nonce, body)
            lines = (FORM, f"API-Key: {key['key']}", f"API-Sign: {sign}")
            connection.exchange(request("POST", f"/0/private/{name}", *lines, body=body))

        rules = [
            {
                "when": {"endpoint": "Time", "probability": 0.5},
                "times": "always",
                "do": {"error": "EService:Busy"},
            }
        ]
        control("PUT", "scenario", {"name": "half", "rules": rules})
        for _ in range(20):
            connection.exchange(request("GET", "/0/public/Time"))
        order = "pair=XBTUSD&volume=0.1&ordertype="
        private("AddOrder", order + "market&type=sell")
        private("AddOrder", order + "limit&type=buy&price=60000")
        private("AddOrder", order + "limit&type=buy&price=1000000")
        control("POST", "clock", {"advance_ms": 600_000})
        control("POST", "market", {"pair": "XBTUSD", "price": "59000"})
        for name in ["OpenOrders", "TradesHistory", "Ledgers", "Nope", "GetWebSocketsToken"]:
            private(name)
        connection.exchange(request("GET", "/0/public/Ticker?pair=XBTUSD"))

    def test_journals_are_equal(self):
        first = self.play(seed=3)
        self.assertEqual(len(first), 58)
        self.assertEqual(self.play(seed=3), first)

    def test_another_seed_is_another_journal(self):
        first, other = self.play(seed=3), self.play(seed=4)
        rules = [[line["rule"] for line in of_kind("request", play)] for play in [first, other]]
        self.assertNotEqual(*rules)
        orders = [
            [line["effect"]["orders"] for line in of_kind("request", play)]
            for play in [first, other]
        ]
        self.assertNotEqual(*orders)


if __name__ == "__main__":
    unittest.main()
