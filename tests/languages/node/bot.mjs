// A bot as small as can be. It signs with what Node.js has, and is what the tests test.
import { createHash, createHmac } from 'node:crypto';

/** API-Sign = base64(HMAC-SHA512(secret, path + SHA256(nonce + body))). */
export function apiSign(secret, path, nonce, body) {
  const hash = createHash('sha256').update(nonce + body);
  const mac = createHmac('sha512', Buffer.from(secret, 'base64'));
  return mac.update(path).update(hash.digest()).digest('base64');
}

/** Buys bitcoin; where Kraken is busy, tries three times. */
export class Bot {
  #secret;
  #nonce = Date.now() * 1000;

  constructor(url, key, secret) {
    this.url = url;
    this.key = key;
    this.#secret = secret;
  }

  async call(endpoint, params = {}) {
    const path = `/0/private/${endpoint}`;
    const nonce = String(++this.#nonce);
    const body = new URLSearchParams({ nonce, ...params }).toString();
    const response = await fetch(this.url + path, {
      method: 'POST',
      body,
      headers: {
        'API-Key': this.key,
        'API-Sign': apiSign(this.#secret, path, nonce, body),
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    const { error, result } = await response.json();
    if (error.length > 0) throw new Error(error.join(', '));
    return result;
  }

  /** Places a limit order and answers its transaction id. */
  async buy(volume, price) {
    const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume, price };
    for (let triesLeft = 2; ; triesLeft -= 1) {
      try {
        return (await this.call('AddOrder', order)).txid[0];
      } catch (error) {
        if (triesLeft === 0 || error.message !== 'EService:Busy') throw error;
      }
    }
  }
}
