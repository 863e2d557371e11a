// The helper itself: how it starts and ends, what it tells, and when it fails a test.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';

import { Bot } from './bot.mjs';
import { KrakenMock, KrakenMockError } from './kraken-mock.mjs';

const WAIT = 60_000;
const HELPER = new URL('./kraken-mock.mjs', import.meta.url).href;

const botOf = (mock, { key, secret }) => new Bot(mock.url, key, secret);
const status = async (mock, path) => (await fetch(mock.url + path)).status;

/** Whether anything listens where the mock did. */
async function answers({ url }) {
  const socket = connect(new URL(url).port, new URL(url).hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    assert.equal(error.code, 'ECONNREFUSED');
    return false;
  } finally {
    socket.destroy();
  }
}

/** Runs `body` with other environment variables; undefined unsets. */
async function withEnvironment(variables, body) {
  const before = Object.fromEntries(
    Object.keys(variables).map((name) => [name, process.env[name]]),
  );
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(variables);
  try {
    await body();
  } finally {
    set(before);
  }
}

/** Runs `body` with a folder that is gone afterwards. */
async function withFolder(body) {
  const folder = await mkdtemp(join(tmpdir(), 'kraken-mock-test-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs `body` and answers what it wrote to console.error. */
async function printed(body) {
  const lines = [];
  const original = console.error;
  console.error = (...words) => lines.push(words.join(' '));
  try {
    await body();
  } finally {
    console.error = original;
  }
  return lines.join('\n');
}

describe('start', () => {
  test('the program is a setting, or in the environment, or on PATH', () =>
    withFolder(async (folder) => {
      const program = process.env.KRAKEN_MOCK;
      await symlink(program, join(folder, 'kraken-mock'));
      await KrakenMock.use(() => {});
      await withEnvironment({ KRAKEN_MOCK: '/no/such/file' }, () =>
        KrakenMock.use(() => {}, { program }),
      );
      const PATH = folder + delimiter + process.env.PATH;
      await withEnvironment({ KRAKEN_MOCK: undefined, PATH }, () => KrakenMock.use(() => {}));
    }));

  test('a program that is not there', () =>
    assert.rejects(KrakenMock.start({ program: '/no/such/file' }), (error) => {
      assert.ok(error instanceof KrakenMockError);
      assert.match(error.message, /\/no\/such\/file .*`\.\/run build`.*KRAKEN_MOCK.*PATH/);
      return true;
    }));

  test('a wrong option', () =>
    assert.rejects(KrakenMock.start({ options: ['--tir', 'pro'] }), {
      message: /it ended with 64: .* did you mean --tier\?/,
    }));

  test('a program that never listens', () =>
    withFolder(async (folder) => {
      const program = join(folder, 'silent');
      await writeFile(program, '#!/bin/sh\nexec tail -f /dev/null\n');
      await chmod(program, 0o700);
      const message = /did not start in 500 ms: it ended with SIGTERM/;
      await assert.rejects(KrakenMock.start({ program, timeoutMs: 500 }), { message });
    }));

  test('calls are not limited unless the options say so; options may be numbers', async () => {
    const callOften = async (mock) => {
      const bot = botOf(mock, await mock.freshKey({ tier: 'starter' }));
      for (let call = 0; call < 20; call += 1) await bot.call('Balance');
    };
    await KrakenMock.use(callOften);
    const options = ['--rate-limits', 'kraken', '--seed', 7];
    await KrakenMock.use(
      async (mock) => {
        assert.equal((await mock.control('GET', '/__mock__/health')).seed, 7);
        await assert.rejects(callOften(mock), { message: 'EAPI:Rate limit exceeded' });
      },
      { options },
    );
  });

  test("the environment is not the server's", () => {
    const bots = { KRAKEN_API_KEY: 'mine', KRAKEN_API_SECRET: 'bWluZQ==' };
    return withEnvironment({ KRAKEN_MOCK_TIER: 'nonsense', ...bots }, () =>
      KrakenMock.use(async (mock) => {
        const { keys } = await mock.control('GET', '/__mock__/keys');
        assert.ok(!keys.some(({ key }) => key === 'mine'));
      }),
    );
  });

  test('what the server says does not stop it', { timeout: WAIT }, () =>
    KrakenMock.use(
      async (mock) => {
        const bot = botOf(mock, await mock.freshKey());
        // More than a pipe holds: that is 64 KiB.
        for (let call = 0; call < 100; call += 1) {
          await bot.call('Balance', { asset: 'x'.repeat(1000) });
        }
      },
      { options: ['--log', 'debug'] },
    ),
  );
});

describe('end', () => {
  test('the program ends with the body', async () => {
    let kept;
    await KrakenMock.use(async (mock) => {
      kept = mock;
      assert.ok(await answers(mock));
    });
    assert.ok(!(await answers(kept)));
  });

  test('the program ends with a body that fails, and tells what it saw', async () => {
    let kept;
    const failure = new Error('the test is wrong');
    const text = await printed(() =>
      assert.rejects(
        KrakenMock.use(async (mock) => {
          kept = mock;
          await mock.scenario('service-busy');
          await status(mock, '/0/public/Time?x=1');
          throw failure;
        }),
        failure,
      ),
    );
    assert.match(text, /#1 GET \/0\/public\/Time\?x=1 200 EService:Busy — service-busy#1/);
    assert.ok(!(await answers(kept)));
  });

  test('a body that passes fails on what was not met', () =>
    assert.rejects(
      KrakenMock.use((mock) => mock.scenario('service-busy')),
      assert.AssertionError,
    ));

  test('the program ends where it fails the test', async () => {
    const mock = await KrakenMock.start();
    await mock.scenario('service-busy');
    await assert.rejects(mock.stop(), assert.AssertionError);
    assert.ok(!(await answers(mock)));
  });

  test('stopping again does nothing', async () => {
    const mock = await KrakenMock.start();
    await mock.stop();
    await mock.stop();
    assert.equal(await printed(() => mock.stop({ failed: true })), '');
    await assert.rejects(mock.journal(), KrakenMockError);
  });

  test('it can be disposed of', { skip: !Symbol.asyncDispose }, async () => {
    const mock = await KrakenMock.start();
    await mock.scenario('service-busy');
    await assert.rejects(mock[Symbol.asyncDispose](), assert.AssertionError);
    assert.ok(!(await answers(mock)));
  });

  test('a script that forgets it ends, and ends it', async () => {
    const script = `
      import { KrakenMock } from '${HELPER}';
      console.log((await KrakenMock.start()).url);
      process.stdin.resume();`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const { hostname, port } = new URL(String(line).trim());
    const socket = connect(port, hostname);
    await once(socket, 'connect');
    socket.setTimeout(WAIT, () => socket.destroy());
    child.stdin.end();
    await Promise.all([once(child, 'exit'), once(socket.resume(), 'close').catch(() => {})]);
    assert.ok(!(await answers({ url: `http://${hostname}:${port}` })));
  });

  test('a server that died says how', () =>
    withFolder(async (folder) => {
      // The shell becomes the server, so that its number is the server's.
      const [program, pid] = [join(folder, 'mock'), join(folder, 'pid')];
      await writeFile(
        program,
        `#!/bin/sh\necho $$ > ${pid}\nexec '${process.env.KRAKEN_MOCK}' "$@"\n`,
      );
      await chmod(program, 0o700);
      const mock = await KrakenMock.start({ program });
      process.kill(Number(await readFile(pid, 'utf8')), 'SIGKILL');
      const message = /^GET \/__mock__\/journal: .*; it ended with SIGKILL/;
      await assert.rejects(mock.journal(), { message });
    }));
});

describe('keys', () => {
  test('each is another', () =>
    KrakenMock.use(async (mock) => {
      const [one, two] = [await mock.freshKey(), await mock.freshKey()];
      await mock.scenario('order-insufficient-funds', { key: one });
      await assert.rejects(botOf(mock, one).buy('1', '1000'), /EOrder:Insufficient funds/);
      assert.ok(await botOf(mock, two).buy('1', '1000'));
      assert.equal((await mock.journal({ key: one })).length, 1);
      assert.equal((await mock.journal({ key: two })).length, 1);
    }));

  test('a key may have any characters', () =>
    KrakenMock.use(async (mock) => {
      const key = await mock.freshKey({ key: 'a+b/c&d=%20#', secret: 'c2VjcmV0' });
      assert.equal(key.key, 'a+b/c&d=%20#');
      assert.equal(key.secret, 'c2VjcmV0');
      await botOf(mock, key).call('Balance');
      assert.equal((await mock.journal({ key })).length, 1);
      assert.equal((await mock.journal({ key: key.key })).length, 1);
    }));

  test('members are those of a keys file', () =>
    KrakenMock.use(async (mock) => {
      const key = await mock.freshKey({ permissions: ['query-ledger'] });
      await assert.rejects(botOf(mock, key).call('Balance'), /EGeneral:Permission denied/);
      const message = /did you mean "query-funds"\?/;
      await assert.rejects(mock.freshKey({ permissions: ['query-fnds'] }), { message });
    }));

  test('secrets do not show', () =>
    KrakenMock.use(async (mock) => {
      const key = await mock.freshKey();
      assert.equal(Buffer.from(key.secret, 'base64').length, 64);
      for (const text of [inspect(key), JSON.stringify(key), inspect(mock, { depth: 9 })]) {
        assert.ok(!text.includes(key.secret));
      }
    }));
});

describe('control', () => {
  test("refusals have the server's own words", () =>
    KrakenMock.use((mock) =>
      assert.rejects(mock.scenario('service-bus'), {
        message:
          'PUT /__mock__/scenario: no built-in scenario is called "service-bus"; ' +
          'did you mean "service-busy"?',
      }),
    ));

  test('any other call', () =>
    KrakenMock.use(async (mock) => {
      await mock.control('PUT', '/__mock__/system-status', { status: 'maintenance' });
      const bot = botOf(mock, await mock.freshKey());
      await assert.rejects(bot.buy('1', '1000'), /EService:Unavailable/);
      await mock.control('DELETE', '/__mock__/journal');
      assert.deepEqual(await mock.journal(), []);
    }));

  test('parts of the journal', () =>
    KrakenMock.use(async (mock) => {
      for (const path of ['/0/public/Time', '/0/public/Assets', '/0/public/Time']) {
        await status(mock, path);
      }
      const numbers = async (query) => (await mock.journal(query)).map(({ seq }) => seq);
      assert.deepEqual(await numbers(), [1, 2, 3]);
      assert.deepEqual(await numbers({ endpoint: 'Time', key: undefined }), [1, 3]);
      assert.deepEqual(await numbers({ since: 1, limit: 1 }), [2]);
    }));

  test('the clock moves', () =>
    KrakenMock.use(
      async (mock) => assert.match((await mock.advance(1.5)).now, /^2026-01-01T00:00:01\.5/),
      { options: ['--clock', 'manual'] },
    ));

  test('a reset of everything and of a key', () =>
    KrakenMock.use(async (mock) => {
      const [one, two] = [await mock.freshKey(), await mock.freshKey()];
      for (const key of [one, two]) {
        await mock.scenario('service-busy', { key });
        await assert.rejects(botOf(mock, key).call('Balance'), /EService:Busy/);
      }
      await mock.reset({ key: one });
      await botOf(mock, one).call('Balance');
      const rules = (await mock.journal()).map(({ rule }) => rule);
      assert.deepEqual(rules, ['service-busy#1', null]);
      await mock.reset();
      assert.deepEqual(await mock.journal(), []);
    }));
});

describe('verify', () => {
  const messageOf = async (promise) => {
    let message;
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof assert.AssertionError);
      ({ message } = error);
      return true;
    });
    return message;
  };

  test('a rule that was not met', () =>
    KrakenMock.use(async (mock) => {
      await mock.scenario('service-busy');
      await status(mock, '/0/public/Time');
      assert.deepEqual((await messageOf(mock.verify())).split('\n'), [
        'a rule was not met: service-busy#1: fired 1 of 2',
        'What the mock server saw:',
        '  #1 GET /0/public/Time 200 EService:Busy — service-busy#1: error EService:Busy',
      ]);
      await status(mock, '/0/public/Time');
      await mock.verify();
    }));

  test('a rule of one key that was not met', () =>
    KrakenMock.use(async (mock) => {
      const [one, two] = [await mock.freshKey(), await mock.freshKey()];
      await mock.scenario('service-busy', { key: one });
      await mock.verify({ key: two });
      assert.match(await messageOf(mock.verify({ key: one })), /service-busy#1/);
      assert.match(await messageOf(mock.verify()), /service-busy#1/);
      await mock.control('DELETE', '/__mock__/scenario', undefined, { key: one });
    }));

  test('an endpoint that does not exist', () =>
    KrakenMock.use(async (mock) => {
      await status(mock, '/0/public/Tickr');
      const message = await messageOf(mock.verify());
      assert.match(message, /no known endpoint: .* did you mean \/0\/public\/Ticker\?/);
      await mock.reset();
    }));

  test('an endpoint that does not exist, for one key', () =>
    KrakenMock.use(async (mock) => {
      const [one, two] = [await mock.freshKey(), await mock.freshKey()];
      await assert.rejects(botOf(mock, one).call('Balanc'), /HTTP status 404/);
      await mock.verify({ key: two });
      const message = await messageOf(mock.verify({ key: one }));
      assert.match(message, /did you mean \/0\/private\/Balance\?/);
      await mock.reset({ key: one });
    }));

  test('a wrong method is none', () =>
    KrakenMock.use(async (mock) => assert.equal(await status(mock, '/0/private/Balance'), 405)));

  test("a scenario's own 404 is none", () =>
    KrakenMock.use(async (mock) => {
      const lost = { at: 'arrival', do: { http: { status: 404 } } };
      await mock.scenario({ rules: [lost, lost] });
      assert.equal(await status(mock, '/0/public/Time'), 404);
      assert.equal(await status(mock, '/elsewhere'), 404);
    }));

  test('what a scenario does not expect fails', () =>
    KrakenMock.use(async (mock) => {
      const rules = [{ do: { error: 'EService:Busy' } }];
      await mock.scenario({ name: 'once', after: 'unexpected', rules });
      await status(mock, '/0/public/Time');
      await mock.verify();
      await status(mock, '/0/public/Time');
      assert.match(await messageOf(mock.verify()), /an unexpected request: Time, call 2/);
      mock.allowUnmetRules = true;
    }));

  test('each can be waived', () =>
    KrakenMock.use(async (mock) => {
      await mock.scenario('service-busy');
      await status(mock, '/0/public/Tickr');
      mock.allowUnmetRules = true;
      assert.doesNotMatch(await messageOf(mock.verify()), /not met/);
      mock.allowUnmetRules = false;
      mock.allowUnknownEndpoints = true;
      assert.doesNotMatch(await messageOf(mock.verify()), /no known endpoint/);
      mock.allowUnmetRules = true;
    }));
});
