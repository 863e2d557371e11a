"""Every built-in scenario and every variant, on one server: its client sees what it says."""

import http.client
import json
import re
import unittest
import urllib.parse

from library_exchange import Exchange, expect, is_readable, outcome, outcome_of
from programs import KRAKEN_MOCK, run
from raw_client import OPEN_ORDER, request


def calls(name, *outcomes):
    """Calls of this method of the exchange that come to these."""

    def play(exchange, variant):
        call = getattr(exchange, name)
        expect([call() for _ in outcomes], *[text.format(variant) for text in outcomes])

    return play


def for_ever(name, what):
    """Calls of this method of the exchange that come to this, an hour later too."""

    def play(exchange, _):
        for _ in range(3):
            expect([getattr(exchange, name)()], what)
            exchange.advance(3_600_000)

    return play


def executed_then(what, **changes):
    """An order that is placed all the same, once."""

    def play(exchange, variant):
        expect([exchange.order(**changes)], what.format(variant))
        is_closed = changes.get("ordertype") == "market"
        exchange.expect_orders(open=1 - is_closed, closed=int(is_closed))

    return play


def not_executed(*whats):
    """Orders that are not placed; the one after them is."""

    def play(exchange, _):
        expect([exchange.order() for _ in whats], *whats)
        exchange.expect_orders()
        expect([exchange.order()], "ok")
        exchange.expect_orders(open=1)

    return play


# --- Lost answers ---


def order_executed_then_stalled(exchange, _):
    with exchange.connect(exchange.order_bytes()) as connection:
        exchange.wait_for_requests(1)
        exchange.advance(600_000)
        assert not exchange.has_sent() and not is_readable(connection)
    exchange.expect_orders(open=1)


def order_executed_then_invalid_nonce(exchange, _):
    assert exchange.read_to_end(exchange.connect(exchange.order_bytes())) == b""
    with exchange.connect(exchange.order_bytes()) as connection:
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert json.load(answer) == {"error": ["EAPI:Invalid nonce"]}
    exchange.expect_orders(open=1)


def order_executed_then_seen_late(exchange, _):
    expect([exchange.order()], "http 502")
    exchange.expect_orders()
    exchange.advance(2_999)
    exchange.expect_orders()
    exchange.advance(1)
    exchange.expect_orders(open=1)


def cancel_executed_then_502(exchange, _):
    expect([exchange.cancel(), exchange.cancel()], "http 502", "EOrder:Unknown order")
    ended = exchange.post("QueryOrders", txid=OPEN_ORDER).result[OPEN_ORDER]
    expect([ended["status"]], "canceled")


def withdrawal_executed_then_closed(exchange, _):
    key = urllib.parse.quote(exchange.key, safe="")
    cold = {"name": "cold", "asset": "XBT", "address": "bc1qcold"}
    exchange.control("PUT", f"accounts/{key}", {"withdraw_keys": [cold]})
    expect([exchange.private("Withdraw", asset="XBT", key="cold", amount="0.1")], "closed")
    made = exchange.post("WithdrawStatus", asset="XBT").result
    expect([row["amount"] for row in made if row["status"] == "Initial"], "0.0998500000")


# --- Rate limits ---


def cloudflare_429_retry_after(exchange, variant):
    answer = exchange.get("Time")
    expect([answer.status, answer.headers["Retry-After"]], 429, variant)
    expect([exchange.time()], "ok")


def throttled_until_a_time(exchange, _):
    throttled = exchange.time()
    now = exchange.get("Time").result["unixtime"]
    expect([throttled], f"EService:Throttled: {now + 5}")


def order_rate_limited_on_one_pair(exchange, _):
    limited = "EOrder:Rate limit exceeded"
    expect([exchange.order(), exchange.order(pair="BTC/USD")], limited, limited)
    ether = {"pair": "ETHUSD", "price": "2000", "volume": "0.01", "cl_ord_id": "other"}
    expect([exchange.order(**ether), exchange.cancel(), exchange.balance()], "ok", "ok", "ok")
    expect([exchange.order(), exchange.order()], limited, "ok")
    exchange.expect_orders(open=1)


# --- Outages ---


def one_request_in_five_fails(exchange, _):
    seen = [exchange.time() for _ in range(100)]
    assert set(seen) == {"ok", "http 502"}, seen
    assert 10 <= seen.count("http 502") <= 30, seen


def outage_of_five_seconds(exchange, _):
    expect([exchange.time(), exchange.order()], "http 503", "http 503")
    exchange.advance(4_999)
    expect([exchange.time()], "http 503")
    exchange.advance(1)
    expect([exchange.time()], "ok")
    exchange.expect_orders()


# --- Connections ---


def slow_answers(exchange, _):
    with exchange.connect(exchange.order_bytes()) as connection:
        exchange.wait_for_requests(1)
        exchange.advance(1_999)
        assert not exchange.has_sent() and not is_readable(connection)
        exchange.advance(1)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert len(json.load(answer)["result"]["txid"]) == 1


def answers_trickle(exchange, _):
    received, moved = b"", 0
    with exchange.connect(request("GET", "/0/public/Time")) as connection:
        while not received.endswith(b"}}") and moved < 60_000:
            if is_readable(connection, 0.001):
                received += connection.recv(65536)
            else:
                exchange.advance(100)
                moved += 100
    assert received.endswith(b"}}"), received
    # Ten milliseconds a byte at least, whenever the clock was moved.
    assert moved >= (len(received) - 20) * 10, (len(received), moved)


def answers_late_at_random(exchange, _):
    connections = [exchange.connect(request("GET", "/0/public/Time")) for _ in range(3)]
    entries = exchange.wait_for_requests(3)
    delays = {float(re.search(r"delay ([0-9.]+) ms", json.dumps(entry))[1]) for entry in entries}
    assert len(delays) == 3 and max(delays) <= 4_000, delays
    exchange.advance(4_000)
    for connection in connections:
        with connection:
            assert connection.recv(15) == b"HTTP/1.1 200 OK"


def stale_keep_alive(exchange, _):
    for ending in ["closed", "reset"]:
        with exchange.caller() as caller:
            expect([outcome(caller.public, "Time") for _ in range(2)], "ok", ending)
    expect([exchange.time()], "ok")


def connection_ends_at_accept(exchange, _):
    # Nothing is sent: what comes first, the end or the request, would be chance.
    assert exchange.read_to_end(exchange.connect()) == b""
    expect([outcome(lambda: exchange.read_to_end(exchange.connect()))], "reset")
    expect([exchange.time()], "ok")


# --- Answers that cannot be read ---


def empty_answer(exchange, _):
    expect([exchange.order(), exchange.time(), exchange.time()], "empty", "empty", "ok")
    exchange.expect_orders(open=1)


def wrong_content_length(exchange, variant):
    outcomes = {"0": "empty", "20": "unreadable", "100000": "cut short"}
    expect([exchange.time(), exchange.time()], outcomes[variant], "ok")


def wrong_content_type(exchange, _):
    answer = exchange.get("Time")
    expect([outcome_of(answer), answer.headers["Content-Type"]], "ok", "text/html; charset=UTF-8")
    expect([exchange.order()], "ok")
    expect([exchange.get("Time").headers["Content-Type"]], "application/json")


def cloudflare_403_challenge(exchange, _):
    answer = exchange.get("Time")
    expect([answer.status, answer.headers["CF-Mitigated"]], 403, "challenge")
    expect([exchange.balance(), exchange.balance()], "http 403", "ok")


def captive_portal(exchange, _):
    answer = exchange.post("Balance")
    expect([answer.status, answer.headers["Location"]], 302, "https://portal.example/login")
    expect([exchange.balance()], "ok")


# --- Nonces and keys ---


def nonce_used_by_another_program(exchange, variant):
    with exchange.caller() as caller:
        ahead = 5 + int(variant)
        seen = [outcome(caller.private, "Balance", nonce=n) for n in [5, 6, ahead, ahead + 1]]
    expect(seen, "ok", "EAPI:Invalid nonce", "EAPI:Invalid nonce", "ok")


def lockout_renewed_by_each_call(exchange, _):
    locked_out = "EGeneral:Temporary lockout"
    for wait_ms, expected in [(0, locked_out), (899_000, locked_out), (899_000, locked_out)]:
        exchange.advance(wait_ms)
        expect([exchange.balance(), exchange.time()], expected, "ok")
    exchange.advance(900_000)
    expect([exchange.balance()], "ok")


# --- Errors and warnings ---


def warning_with_result(exchange, _):
    answer = exchange.post("Balance")
    expect(answer.errors, "WGeneral:Balances may be out of date")
    assert answer.result == {"XXBT": "1.0000000000", "ZUSD": "10000.0000"}
    expect([exchange.balance()], "ok")


# --- State of the exchange ---


def trading_restricted_for_a_minute(exchange, variant):
    is_down = variant == "maintenance"
    refused = "EService:Unavailable" if is_down else f"EService:Market in {variant} mode"
    expect([exchange.get("SystemStatus").result["status"]], variant)
    expect([exchange.order(), exchange.balance()], refused, "ok")
    expect([exchange.cancel()], refused if is_down else "ok")
    expect([exchange.order(oflags="post")], "ok" if variant == "post_only" else refused)
    exchange.advance(59_999)
    expect([exchange.order(cl_ord_id="later")], refused)
    exchange.advance(1)
    expect([exchange.order(cl_ord_id="later")], "ok")


SCENARIOS = {
    "answers-late-at-random": answers_late_at_random,
    "answers-trickle": answers_trickle,
    "cancel-executed-then-502": cancel_executed_then_502,
    "captive-portal": captive_portal,
    "cloudflare-403-challenge": cloudflare_403_challenge,
    "cloudflare-429": calls("time", "http 429", "http 429", "ok"),
    "cloudflare-429-retry-after": cloudflare_429_retry_after,
    "cloudflare-502": not_executed("http 502", "http 502"),
    "connection-ends-at-accept": connection_ends_at_accept,
    "empty-answer": empty_answer,
    "error-with-result": not_executed("EOrder:Insufficient funds with a result"),
    "invalid-nonce-once": calls("balance", "EAPI:Invalid nonce", "ok"),
    "lockout-renewed-by-each-call": lockout_renewed_by_each_call,
    "nonce-used-by-another-program": nonce_used_by_another_program,
    "one-request-in-five-fails": one_request_in_five_fails,
    "order-deadline-elapsed": not_executed("EService:Deadline elapsed"),
    "order-executed-then-502": executed_then("http 502"),
    "order-executed-then-closed": executed_then("closed"),
    "order-executed-then-invalid-nonce": order_executed_then_invalid_nonce,
    "order-executed-then-page": executed_then("http {}"),
    "order-executed-then-reset": executed_then("reset"),
    "order-executed-then-seen-late": order_executed_then_seen_late,
    "order-executed-then-stalled": order_executed_then_stalled,
    "order-executed-then-truncated": executed_then("cut short"),
    "order-executed-then-unreadable": executed_then("unreadable"),
    "order-filled-then-502": executed_then("http 502", ordertype="market"),
    "order-insufficient-funds": for_ever("order", "EOrder:Insufficient funds"),
    "order-not-executed-then-closed": not_executed("closed"),
    "order-rate-limited-on-one-pair": order_rate_limited_on_one_pair,
    "outage-of-five-seconds": outage_of_five_seconds,
    "permanent-outage": for_ever("order", "http 503"),
    "public-too-many-requests": calls("time", *["EGeneral:Too many requests"] * 3, "ok"),
    "rate-limited-twice": not_executed(*["EAPI:Rate limit exceeded"] * 2),
    "service-busy": calls("time", *["EService:Busy"] * 2, "ok"),
    "service-unavailable": calls("time", *["EService:Unavailable"] * 3, "ok"),
    "several-errors": not_executed("WOrder:Price far from the market, EOrder:Insufficient funds"),
    "slow-answers": slow_answers,
    "stale-keep-alive": stale_keep_alive,
    "temporary-lockout": for_ever("balance", "EGeneral:Temporary lockout"),
    "throttled-until-a-time": throttled_until_a_time,
    "trading-restricted-for-a-minute": trading_restricted_for_a_minute,
    "unknown-error": calls("balance", "EBrandNew:Something happened", "ok"),
    "warning-with-result": warning_with_result,
    "withdrawal-executed-then-closed": withdrawal_executed_then_closed,
    "wrong-content-length": wrong_content_length,
    "wrong-content-type": wrong_content_type,
}


def listed():
    """The built-in scenarios: name to the names of its variants, which may be none."""
    done = run(KRAKEN_MOCK, "--list-scenarios", "--json")
    return {row["name"]: row.get("variants", []) for row in json.loads(done.stdout)}


class Library(unittest.TestCase):
    def test_has_a_play_here_for_every_scenario(self):
        self.assertEqual(sorted(SCENARIOS), sorted(listed()))

    def test_does_what_it_says(self):
        exchange = Exchange()
        self.addCleanup(exchange.close)
        for name, variants in listed().items():
            for full_name in [name, *variants]:
                with self.subTest(scenario=full_name):
                    exchange.load(full_name)
                    # By its name alone it is the first of its variants.
                    variant = full_name if full_name in variants else (variants or [""])[0]
                    SCENARIOS[name](exchange, variant.removeprefix(name).strip("[]"))
                    self.assertEqual(exchange.unmet(), [])


if __name__ == "__main__":
    unittest.main()
