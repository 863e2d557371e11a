"""A bot as small as can be. It signs with the standard library, and is what the tests test."""

import base64
import hashlib
import hmac
import json
import time
import urllib.parse
import urllib.request


def api_sign(secret, path, nonce, body):
    """API-Sign = base64(HMAC-SHA512(secret, path + SHA256(nonce + body)))."""
    digest = hashlib.sha256((str(nonce) + body).encode()).digest()
    mac = hmac.new(base64.b64decode(secret), path.encode() + digest, hashlib.sha512)
    return base64.b64encode(mac.digest()).decode()


class Refused(Exception):
    """Kraken's error, such as EOrder:Insufficient funds."""


class Bot:
    """Buys bitcoin; where Kraken is busy, tries three times."""

    def __init__(self, url, key, secret):
        self.url, self.key, self.secret = url, key, secret

    def call(self, endpoint, **params):
        path, nonce = f"/0/private/{endpoint}", time.time_ns()
        body = urllib.parse.urlencode({"nonce": nonce, **params})
        headers = {"API-Key": self.key, "API-Sign": api_sign(self.secret, path, nonce, body)}
        request = urllib.request.Request(self.url + path, body.encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
        if answer["error"]:
            raise Refused(*answer["error"])
        return answer["result"]

    def buy(self, volume, price):
        """Places a limit order and answers its transaction id."""
        order = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit"}
        for tries_left in 2, 1, 0:
            try:
                return self.call("AddOrder", **order, volume=volume, price=price)["txid"][0]
            except Refused as refusal:
                if tries_left == 0 or str(refusal) != "EService:Busy":
                    raise
