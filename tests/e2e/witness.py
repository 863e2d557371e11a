"""Calls the API as Kraken documents it, with nothing of the toolkit's own.

The signature is computed with hashlib, hmac and base64 only: were the toolkit's signing wrong, its
server would still agree with its tools, but not with this.
"""

import base64
import hashlib
import hmac
import http.client
import itertools
import json
import time
import urllib.parse

# The secret of the documented signing example, which is the demo key's too.
EXAMPLE_SECRET = (
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=="
)


def api_sign(secret, path, nonce, body):
    """API-Sign = base64(HMAC-SHA512(secret, path + SHA256(nonce + body)))."""
    digest = hashlib.sha256(str(nonce).encode() + body).digest()
    mac = hmac.new(base64.b64decode(secret), path.encode() + digest, hashlib.sha512)
    return base64.b64encode(mac.digest()).decode()


class Answer:
    """One HTTP answer, its body read as JSON where it is JSON."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        try:
            self.json = json.loads(self.body)
        except ValueError:
            self.json = None

    @property
    def errors(self):
        return self.json["error"]

    @property
    def result(self):
        return self.json["result"]

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Caller:
    """Calls a server as one API key, over one connection."""

    _nonces = itertools.count(time.time_ns() // 1000)

    def __init__(self, port, key=None, secret=EXAMPLE_SECRET, timeout=60):
        self.key = key
        self.secret = secret
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def send(self, method, path, body=None, headers=None):
        """Sends exactly this."""
        self.connection.request(method, path, body=body, headers=headers or {})
        return Answer(self.connection.getresponse())

    def public(self, name, **params):
        query = "?" + urllib.parse.urlencode(params) if params else ""
        return self.send("GET", f"/0/public/{name}{query}")

    def private(self, name, **params):
        """A signed call; a nonce is made unless `params` has one."""
        params = {"nonce": next(self._nonces), **params}
        return self.signed(name, params["nonce"], urllib.parse.urlencode(params))

    def signed(self, name, nonce, body, content_type="application/x-www-form-urlencoded"):
        """A call with this very body, signed as one with this nonce."""
        path = f"/0/private/{name}"
        body = body.encode()
        return self.send(
            "POST",
            path,
            body,
            {
                "Content-Type": content_type,
                "API-Key": self.key,
                "API-Sign": api_sign(self.secret, path, nonce, body),
            },
        )

    def control(self, method, call, document=None):
        """A call of the control API."""
        body = None if document is None else json.dumps(document)
        return self.send(method, f"/__mock__/{call}", body, {"Content-Type": "application/json"})
