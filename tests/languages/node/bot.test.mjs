// A bot is tested: it places an order, is refused one, and the journal tells.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bot } from './bot.mjs';
import { KrakenMock } from './kraken-mock.mjs';

test('places an order and is refused another', () =>
  KrakenMock.use(async (mock) => {
    const key = await mock.freshKey({ permissions: ['modify-trades'] });
    const bot = new Bot(mock.url, key.key, key.secret);
    const txid = await bot.buy('0.01', '37500');

    await mock.scenario('order-insufficient-funds');
    await assert.rejects(bot.buy('1000', '37500'), { message: 'EOrder:Insufficient funds' });

    const [placed, refused] = await mock.journal({ endpoint: 'AddOrder', key });
    assert.deepEqual(placed.effect.orders, [txid]);
    assert.equal(Object.fromEntries(refused.params).volume, '1000');
    assert.deepEqual(refused.reply.errors, ['EOrder:Insufficient funds']);
    assert.equal(refused.rule, 'order-insufficient-funds#1');
  }));

test('tries again when Kraken is busy', () =>
  KrakenMock.use(async (mock) => {
    await mock.scenario('service-busy'); // Refuses two calls. Fewer, and the test fails.
    const { key, secret } = await mock.freshKey();
    assert.ok(await new Bot(mock.url, key, secret).buy('0.01', '37500'));
  }));

test('a full counter drains with time', () =>
  KrakenMock.use(
    async (mock) => {
      const { key, secret } = await mock.freshKey({ tier: 'starter' });
      const bot = new Bot(mock.url, key, secret);
      for (let call = 0; call < 15; call += 1) await bot.call('Balance');
      await assert.rejects(bot.call('Balance'), { message: 'EAPI:Rate limit exceeded' });

      await mock.advance(30);
      assert.equal((await bot.call('Balance')).ZUSD, '10000.0000');
    },
    { options: ['--rate-limits', 'kraken', '--clock', 'manual'] },
  ));

test('the answer to an order is lost', () =>
  KrakenMock.use(async (mock) => {
    await mock.scenario({
      name: 'lost-answer',
      rules: [
        { when: { endpoint: 'AddOrder', nth: 1 }, at: 'reply', do: { http: { status: 502 } } },
      ],
    });
    const { key, secret } = await mock.freshKey();
    const bot = new Bot(mock.url, key, secret);
    await assert.rejects(bot.buy('0.01', '37500'), { message: 'HTTP status 502' });

    const [order] = await mock.journal({ endpoint: 'AddOrder' });
    assert.equal(order.effect.orders.length, 1); // It stands all the same.
  }));

test('waives what is not met', () =>
  KrakenMock.use(async (mock) => {
    mock.allowUnmetRules = true;
    await mock.scenario('service-busy');
  }));

let shared;
before(async () => {
  shared = await KrakenMock.start({ options: ['--tier', 'pro'] });
});
after(() => shared?.stop());

test('shares a server by a key of its own', async () => {
  const key = await shared.freshKey();
  await shared.scenario('service-busy', { key });
  assert.ok(await new Bot(shared.url, key.key, key.secret).buy('0.01', '37500'));
  await shared.verify({ key });
});
