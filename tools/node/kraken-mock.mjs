// Starts kraken-mock for a test, steers it, and fails the test on what was not met.
// Needs Node.js 18 and nothing else. docs/node.md shows it at work.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const DEFAULTS = ['--port', '0', '--rate-limits', 'off', '--log', 'off'];
const FIND = 'no such program; after `./run build`, set KRAKEN_MOCK to its path, or extend PATH';
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** kraken-mock did not start, has ended, or refused a call of its control API. */
export class KrakenMockError extends Error {}

/** A kraken-mock that listens at `url` until stop(). */
export class KrakenMock {
  allowUnmetRules = false; // What verify() overlooks.
  allowUnknownEndpoints = false;
  [Symbol.asyncDispose ?? 'dispose'] = () => this.stop();
  #child;
  #exited;
  #said = '';
  #timeoutMs;

  /** Starts one. The options are those of the program: { options: ['--tier', 'pro'] }. */
  static async start({ options = [], program, timeoutMs = 30_000 } = {}) {
    const mock = new KrakenMock();
    mock.#timeoutMs = timeoutMs;
    program ||= process.env.KRAKEN_MOCK || 'kraken-mock';
    // What is set for a bot, or for another server, must not change this one.
    const env = Object.entries(process.env).filter(([name]) => !name.startsWith('KRAKEN_'));
    const settings = { env: Object.fromEntries(env), stdio: ['ignore', 'pipe', 'pipe'] };
    const child = (mock.#child = spawn(program, [...DEFAULTS, ...options], settings));
    mock.#exited = once(child, 'exit').catch(() => []);
    running.add(child);
    const late = setTimeout(() => child.stdout.destroy(new Error('too late')), timeoutMs);
    // Both pipes are read to their ends: a full one would stop the server.
    child.stderr.on('data', (text) => (mock.#said = (mock.#said + text).slice(-4000)));
    const spoke = Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    const [said] = await spoke.catch(() => []);
    clearTimeout(late);
    mock.url = /^listening on (\S+)/.exec(said)?.[1];
    if (!mock.url) {
      const why = child.pid ? await mock.#end() : FIND;
      throw new KrakenMockError(`${program} did not start in ${timeoutMs} ms: ${why}`);
    }
    // Who forgets stop() must not wait for ever.
    for (const handle of [child, child.stdout, child.stderr]) handle.unref();
    return mock;
  }

  /** Starts one for `body(mock)` and stops it; where that throws, prints what the server saw. */
  static async use(body, settings) {
    const mock = await KrakenMock.start(settings);
    try {
      await body(mock);
    } catch (error) {
      await mock.stop({ failed: true });
      throw error;
    }
    await mock.stop();
  }

  async #end() {
    if (running.delete(this.#child)) {
      const late = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
      this.#child.kill();
      await this.#exited;
      clearTimeout(late);
    }
    const how = this.#child.exitCode ?? this.#child.signalCode;
    return `it ended with ${how}: ${this.#said.trim() || 'without a word'}`;
  }

  /** Ends the program after verify(), or after printing what it saw where the test failed. */
  async stop({ failed = false } = {}) {
    if (!running.has(this.#child)) return;
    const told = failed ? this.report().then(console.error, console.error) : this.verify();
    await told.finally(() => this.#end());
  }

  /** A call of the control API: control('DELETE', '/__mock__/journal', undefined, { key }). */
  async control(method, path, body, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, value.key ?? value]));
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const request = { method, body: body && JSON.stringify(body), signal };
    const response = await fetch(`${this.url}${path}?${search}`, request).catch(async (error) => {
      const why = `${error.cause?.message ?? error.message}; ${await this.#end()}`;
      throw new KrakenMockError(`${method} ${path}: ${why}`);
    });
    const answer = await response.json();
    if (!response.ok) throw new KrakenMockError(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  /** Makes an API key: { key, secret }; printing it hides the secret. Members as in a keys file. */
  async freshKey(members = {}) {
    const { key, secret } = await this.control('POST', '/__mock__/keys', members);
    return Object.defineProperty({ key }, 'secret', { value: members.secret ?? secret });
  }

  /** Loads a scenario: an object, or a built-in one's name. With a key, for its calls only. */
  scenario(scenario, { key } = {}) {
    const named = typeof scenario === 'string' ? { name: scenario } : scenario;
    return this.control('PUT', '/__mock__/scenario', named, { key });
  }

  /** The requests so far; { endpoint: 'AddOrder', key, since: 7, limit: 1 } choose. */
  async journal(query) {
    return (await this.control('GET', '/__mock__/journal', undefined, query)).entries;
  }

  /** Moves the server's clock forward. */
  advance(seconds) {
    return this.control('POST', '/__mock__/clock', { advance_ms: Math.round(seconds * 1000) });
  }

  /** Makes everything as it was at the start, or what is one key's. */
  reset({ key } = {}) {
    return this.control('POST', '/__mock__/reset', undefined, { key });
  }

  /** Throws an AssertionError where a rule was not met or a request was for no endpoint. */
  async verify({ key } = {}) {
    const owners = key ? [key] : [undefined, ...(await this.control('GET', '/__mock__/keys')).keys];
    const faults = [];
    for (const owner of this.allowUnmetRules ? [] : owners) {
      const loaded = await this.control('GET', '/__mock__/scenario', undefined, { key: owner });
      for (const rule of loaded?.rules ?? [])
        if (!rule.met) faults.push(`a rule was not met: ${rule.rule}: ${rule.why}`);
      for (const call of loaded?.unexpected ?? []) faults.push(`an unexpected request: ${call}`);
    }
    for (const entry of this.allowUnknownEndpoints ? [] : await this.journal({ key })) {
      const unknown = !entry.endpoint && entry.reply.errors.includes('EGeneral:Unknown method');
      if (unknown) faults.push(`a request for no known endpoint: ${line(entry)}`);
    }
    if (faults.length > 0) assert.fail([...faults, await this.report()].join('\n'));
  }

  /** What the server saw, a line a request: what was answered, and why. */
  async report() {
    return ['What the mock server saw:', ...(await this.journal()).map(line)].join('\n  ');
  }
}

function line({ seq, method, target, reply, stages }) {
  const answer = [`#${seq} ${method} ${target}`, reply.status, ...reply.errors].join(' ');
  return [answer, ...stages.flatMap((stage) => stage.why ?? [])].join(' — ');
}
