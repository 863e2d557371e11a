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

// What the mock's control API answers.
async function control(method, path, body) {
  const answer = await fetch(`${url}/__mock__/${path}`, { method, body: JSON.stringify(body) });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

// Strikes the next AddOrder once it is executed, and looks how often one came and what became of it.
async function orderThat(fault, message) {
  const rule = { when: { endpoint: 'AddOrder' }, at: 'reply', do: fault };
  await control('PUT', 'scenario', { name: 'lost', rules: [rule] });
  const { next } = await control('GET', 'journal');
  const userref = 1 + (next % 1000000);
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '20000' };
  await assert.rejects(call(client, 'AddOrder', { ...order, volume: '0.001', userref }), message);
  const { entries } = await control('GET', `journal?since=${next}&endpoint=AddOrder`);
  const { open } = (await call(client, 'OpenOrders', { userref })).result;
  const { rules } = await control('GET', 'scenario');
  assert.ok(rules[0].met, 'the fault was met');
  return { ended: entries[0].sent.ended, open: Object.keys(open).length };
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
  async 'an order is placed, seen, canceled, and open no longer'() {
    const order = { pair: 'XBTUSD', type: 'sell', ordertype: 'limit', price: '70000' };
    const placed = await call(client, 'AddOrder', { ...order, volume: '0.1', userref: 4711 });
    const [txid] = placed.result.txid;
    const open = (await call(client, 'QueryOrders', { txid })).result[txid];
    assert.equal(open.status, 'open');
    assert.equal(open.descr.price, '70000.0');
    assert.equal((await call(client, 'CancelOrder', { txid: 4711 })).result.count, 1);
    const canceled = (await call(client, 'QueryOrders', { txid })).result[txid];
    assert.equal(canceled.status, 'canceled');
    assert.equal(canceled.reason, 'User requested');
    await refuses(call(client, 'CancelOrder', { txid }), 'Order:Unknown order');
  },
  async 'an order at the market is filled, and the account has changed'() {
    const before = (await call(client, 'Balance')).result;
    const order = { pair: 'XBTUSD', type: 'sell', ordertype: 'market', volume: '0.1' };
    const [txid] = (await call(client, 'AddOrder', order)).result.txid;
    const closed = (await call(client, 'QueryOrders', { txid, trades: true })).result[txid];
    assert.equal(closed.status, 'closed');
    assert.equal(closed.vol_exec, '0.10000000');
    const { trades } = (await call(client, 'TradesHistory')).result;
    assert.equal(trades[closed.trades[0]].ordertxid, txid);
    const after = (await call(client, 'Balance')).result;
    assert.equal(Number(after.XXBT), Number(before.XXBT) - 0.1);
    const dollars = Number(before.ZUSD) + Number(closed.cost) - Number(closed.fee);
    assert.ok(Math.abs(Number(after.ZUSD) - dollars) < 0.001, `${after.ZUSD} and ${dollars}`);
  },
  async 'a nonce that comes twice is refused'() {
    const nonce = Date.now() * 1000 + 999;
    await call(client, 'Balance', { nonce });
    await refuses(call(client, 'Balance', { nonce }), 'API:Invalid nonce');
  },
  async 'an order is executed although its connection is reset before the answer'() {
    const seen = await orderThat({ reset: 'before-reply' }, /ECONNRESET/);
    assert.deepEqual(seen, { ended: 'reset', open: 1 });
  },
  async 'an order is executed although its connection is closed before the answer'() {
    const seen = await orderThat({ close: 'before-reply' }, /socket hang up|ECONNRESET/);
    assert.deepEqual(seen, { ended: 'closed', open: 1 });
  },
  async 'an order is executed although its answer is cut short'() {
    const seen = await orderThat({ truncate: 20 }, /JSON|aborted|end of/);
    assert.deepEqual(seen, { ended: 'truncated', open: 1 });
  },
  async 'a page of HTML with status 200 is no JSON'() {
    const seen = await orderThat({ garbage: 'html-200' }, /JSON|Unexpected token/);
    assert.deepEqual(seen, { ended: 'complete', open: 1 });
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
