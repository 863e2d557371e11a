// Drives kraken-mock with `kraken-api`, a client from npm that knows nothing of us: what it sends
// must be accepted, and what it is answered must be what it takes for Kraken's.
//
//   KRAKEN_API_URL=… KRAKEN_API_KEY=… KRAKEN_API_SECRET=… NODE_PATH=…/node_modules node interop.cjs
'use strict';

const assert = require('node:assert/strict');
const KrakenClient = require('kraken-api');

const { KRAKEN_API_URL: url, KRAKEN_API_KEY: key, KRAKEN_API_SECRET: secret } = process.env;
const options = { url, timeout: 60000 };
const client = new KrakenClient(key, secret, options);

// The client's nonces are milliseconds, times 1000: two calls within one have the same. The real
// API is too far away for that to happen.
async function call(caller, method, params) {
  for (const before = Date.now(); Date.now() === before; );
  return caller.api(method, params);
}

// The client drops the leading E of Kraken's errors and throws the rest.
function refuses(promise, message) {
  return assert.rejects(promise, { name: 'Error', message });
}

const steps = {
  async 'Time is understood'() {
    const { error, result } = await call(client, 'Time');
    assert.deepEqual(error, []);
    assert.equal(Date.parse(result.rfc1123), result.unixtime * 1000);
  },
  async 'Ticker is keyed by the canonical name, its prices are strings'() {
    const { result } = await call(client, 'Ticker', { pair: 'XBTUSD' });
    assert.deepEqual(Object.keys(result), ['XXBTZUSD']);
    assert.match(result.XXBTZUSD.c[0], /^\d+\.\d+$/);
  },
  async 'an unknown pair is refused'() {
    await refuses(call(client, 'Ticker', { pair: 'NOSUCHPAIR' }), 'Query:Unknown asset pair');
  },
  async 'Balance is signed rightly'() {
    const { result } = await call(client, 'Balance');
    assert.equal(result.ZUSD, '10000.0000');
  },
  async 'AddOrder gives a list of transaction ids'() {
    const { result } = await call(client, 'AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '37500',
      volume: '0.01',
    });
    assert.equal(result.txid.length, 1);
    assert.match(result.txid[0], /^O[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{6}$/);
    assert.match(result.descr.order, /^buy /);
  },
  async 'a nonce that comes twice is refused'() {
    const nonce = Date.now() * 1000 + 999;
    await call(client, 'Balance', { nonce });
    await refuses(call(client, 'Balance', { nonce }), 'API:Invalid nonce');
  },
  async 'a wrong secret is refused'() {
    const wrong = new KrakenClient(key, Buffer.from('wrong').toString('base64'), options);
    await refuses(call(wrong, 'Balance'), 'API:Invalid signature');
  },
  async 'an unknown key is refused'() {
    await refuses(call(new KrakenClient('nobody', secret, options), 'Balance'), 'API:Invalid key');
  },
};

(async () => {
  for (const [name, step] of Object.entries(steps)) {
    await step();
    console.log(`ok: ${name}`);
  }
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
