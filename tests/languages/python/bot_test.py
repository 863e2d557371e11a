"""A bot is tested with the fixture: it places an order, is refused one, and the journal tells."""

import pytest
from bot import Bot, Refused
from kraken_mock import KrakenMock


def test_places_an_order_and_is_refused_another(kraken_mock):
    key = kraken_mock.fresh_key(permissions=["modify-trades"])
    bot = Bot(kraken_mock.url, key.key, key.secret)
    txid = bot.buy(volume="0.01", price="37500")

    kraken_mock.scenario("order-insufficient-funds")
    with pytest.raises(Refused, match="EOrder:Insufficient funds"):
        bot.buy(volume="1000", price="37500")

    placed, refused = kraken_mock.journal(endpoint="AddOrder", key=key)
    assert placed["effect"]["orders"] == [txid]
    assert ["volume", "1000"] in refused["params"]
    assert refused["reply"]["errors"] == ["EOrder:Insufficient funds"]
    assert refused["rule"] == "order-insufficient-funds#1"


def test_tries_again_when_kraken_is_busy(kraken_mock):
    kraken_mock.scenario("service-busy")  # Refuses two calls. Fewer, and the test fails.
    key = kraken_mock.fresh_key()
    assert Bot(kraken_mock.url, key.key, key.secret).buy(volume="0.01", price="37500")


@pytest.mark.kraken_mock("--rate-limits", "kraken", "--clock", "manual")
def test_a_full_counter_drains_with_time(kraken_mock):
    key = kraken_mock.fresh_key(tier="starter")
    bot = Bot(kraken_mock.url, key.key, key.secret)
    for _ in range(15):
        bot.call("Balance")
    with pytest.raises(Refused, match="EAPI:Rate limit exceeded"):
        bot.call("Balance")

    kraken_mock.advance(seconds=30)
    assert bot.call("Balance")["ZUSD"] == "10000.0000"


def test_the_answer_to_an_order_is_lost(kraken_mock):
    kraken_mock.scenario(
        {
            "name": "lost-answer",
            "rules": [
                {
                    "when": {"endpoint": "AddOrder", "nth": 1},
                    "at": "reply",
                    "do": {"http": {"status": 502}},
                }
            ],
        }
    )
    key = kraken_mock.fresh_key()
    with pytest.raises(OSError, match="502"):
        Bot(kraken_mock.url, key.key, key.secret).buy(volume="0.01", price="37500")

    (order,) = kraken_mock.journal(endpoint="AddOrder")
    assert len(order["effect"]["orders"]) == 1  # It stands all the same.


@pytest.fixture(scope="session")
def shared_mock():
    with KrakenMock() as mock:
        yield mock


def test_shares_a_server_by_keys_of_its_own(shared_mock):
    key = shared_mock.fresh_key()
    shared_mock.scenario("service-busy", key=key)
    assert Bot(shared_mock.url, key.key, key.secret).buy(volume="0.01", price="37500")
    shared_mock.verify(key)


def test_waives_what_is_not_met(kraken_mock):
    kraken_mock.allow_unmet_rules = True
    kraken_mock.scenario("service-busy")
