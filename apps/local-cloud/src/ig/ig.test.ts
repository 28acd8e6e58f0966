import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  createIgPriceFeed,
  LoginSpacing,
  type FeedTiming,
  type IgPriceFeedSettings,
} from '@moving-ground/lightstreamer';
import type { FeedEvent, PriceFeed, PriceTick } from '@moving-ground/market';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticMarket } from '../market/synthetic-market.ts';
import { createIg, type Ig, type IgSettings } from './create-ig.ts';

const EPIC = 'CS.D.BITCOIN.CFD.IP';
const CREDENTIALS = { identifier: 'local-user', password: 'pass|word,%+', apiKey: 'key-1' };
const START = Date.UTC(2026, 0, 5);

/** Impatient where the real feed is patient. */
const TIMING: Partial<FeedTiming> = {
  loginSpacing: 0,
  rebuildFloor: 20,
  rebuildCap: 50,
  watch: 20,
  budget: 20_000,
};

function ticksOf(count: number, seed = 1): PriceTick[] {
  const market = syntheticMarket({ seed, startMs: START });
  return Array.from({ length: count }, () => market.next().value);
}

function sourceOf(ticks: readonly PriceTick[], group = 300): IgSettings['source'] {
  return async function* () {
    for (let i = 0; i < ticks.length; i += group) {
      await Promise.resolve();
      yield ticks.slice(i, i + group);
    }
  };
}

/** What a feed told. */
class Heard {
  readonly ticks: PriceTick[] = [];
  readonly snapshots: number[] = [];
  readonly refused: string[] = [];
  readonly events: FeedEvent[] = [];

  readonly onTick = (tick: PriceTick, isSnapshot: boolean): void => {
    if (isSnapshot) this.snapshots.push(this.ticks.length);
    this.ticks.push(tick);
  };
  readonly onRefused = (reason: string): void => void this.refused.push(reason);
  readonly onEvent = (event: FeedEvent): void => void this.events.push(event);

  get kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
}

async function until(what: string, isTrue: () => boolean, ms = 15_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${ms} ms`);
    await pause(5);
  }
}

let folder: string;
let server: Server;
let url: string;
let ig: Ig;
let requests: string[];
let failures: Error[];
const feeds: PriceFeed[] = [];

/** Begins the offline IG on the test's server, in the place of the one before. */
function offer(ticks: readonly PriceTick[], changed: Partial<IgSettings> = {}): void {
  ig = createIg({
    credentials: CREDENTIALS,
    epic: EPIC,
    source: sourceOf(ticks),
    speed: 'max',
    paused: () => false,
    positionFile: join(folder, 'position.json'),
    publicUrl: () => url,
    onFailure: (error) => failures.push(error),
    ...changed,
  });
}

function feedOf(changed: Partial<IgPriceFeedSettings> = {}): PriceFeed {
  const settings = { baseUrl: `${url}/gateway/deal`, credentials: CREDENTIALS, epic: EPIC };
  const timing = { ...TIMING, ...changed.timing };
  const feed = createIgPriceFeed({ ...settings, logins: new LoginSpacing(), ...changed, timing });
  feeds.push(feed);
  return feed;
}

async function listen(changed: Partial<IgPriceFeedSettings> = {}): Promise<Heard> {
  const heard = new Heard();
  await feedOf(changed).start(heard);
  return heard;
}

const logins = (): number => requests.filter((request) => request === 'POST /gateway/deal/session').length;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ig-'));
  requests = [];
  failures = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    void ig.http(request, response);
  });
  server.on('upgrade', (request, socket, head) => ig.upgrade(request, socket, head));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
  await ig.close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

describe('the login', () => {
  it.each([
    ['identifier', 'error.security.invalid-details'],
    ['password', 'error.security.invalid-details'],
    ['apiKey', 'error.security.api-key-invalid'],
  ])('with a wrong %s is refused once, with %s and no value', async (name, code) => {
    offer([]);
    const credentials = { ...CREDENTIALS, [name]: 'wr0ng-value' };
    const error = await listen({ credentials }).then(
      () => undefined,
      (refusal: unknown) => refusal as Error,
    );
    expect(error?.name).toBe('IgRefused');
    expect(error?.message).toContain(code);
    expect(error?.message).not.toContain('wr0ng-value');
    await pause(200);
    expect(logins()).toBe(1);
  });

  it.each(['CS.D.NOTHING.CFD.IP', '%ZZ'])('to %s, which the account cannot see, is refused', async (epic) => {
    offer([]);
    await expect(listen({ epic })).rejects.toThrow(/epic\.unavailable.*check the epic/);
  });

  it('waits out an exceeded allowance', async () => {
    offer(ticksOf(10));
    ig.control.faults.allowanceRefusals = 2;
    const heard = await listen();
    await until('ten ticks', () => heard.ticks.length === 10);
    expect(logins()).toBe(3);
  });

  it('switches to the account that is wanted, and streams with the new tokens', async () => {
    const ticks = ticksOf(50);
    offer(ticks);
    const heard = await listen({ accountId: 'LOCAL2' });
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(requests).toContain('PUT /gateway/deal/session');
  });

  it('leaves no secret in what is logged', async () => {
    const ticks = ticksOf(20_000);
    offer(ticks);
    const lines: string[] = [];
    const hidden: string[] = [];
    const write = (fields: object): void => void lines.push(JSON.stringify(fields));
    const logger = { info: write, warn: write, hideSecret: (value: string) => void hidden.push(value) };
    const heard = await listen({ logger });
    ig.control.invalidateTokens();
    ig.control.end(33, 'by the server');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(lines.length).toBeGreaterThan(2);
    expect(hidden).toHaveLength(3 + 2 * logins());
    const said = lines.join() + JSON.stringify(heard.events);
    expect(hidden.filter((secret) => secret !== CREDENTIALS.identifier && said.includes(secret))).toEqual([]);
  });

  it('to an account that the login does not have is refused', async () => {
    offer([]);
    await expect(listen({ accountId: 'OTHER' })).rejects.toThrow('error.switch.invalid-accountId');
  });

  it('is given up when nobody answers within the budget', async () => {
    offer([]);
    const refused = listen({ baseUrl: 'http://127.0.0.1:1/gateway/deal', timing: { budget: 100 } });
    await expect(refused).rejects.toMatchObject({ name: 'FeedLost' });
  });
});

describe('the subscription', () => {
  it('brings 5,000 ticks to the bit, the first of them as the snapshot, and then the end', async () => {
    const ticks = ticksOf(5_000).map((tick, i) => ({
      ...tick,
      bid: tick.bid + (i % 7) / 3,
      offer: tick.offer + 1e-9 * i,
      midOpen: i % 5 ? tick.midOpen : null,
      change: i % 11 ? tick.change : -0.1 / 3,
      marketState: i % 97 ? tick.marketState : ('AUCTION_NO_EDIT' as const),
      delayed: i % 89 === 0,
    }));
    offer(ticks);
    const heard = await listen();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.events).toEqual([{ kind: 'connected' }, { kind: 'ended', reason: 'recording ended' }]);
    expect(heard.refused).toEqual([]);
  });

  it('brings every tick of a long recording at full speed', async () => {
    const ticks = ticksOf(100_000);
    offer(ticks);
    const heard = await listen();
    await until('the end', () => heard.kinds.includes('ended'), 25_000);
    expect(heard.ticks.length).toBe(ticks.length);
    expect(heard.ticks.at(-1)).toEqual(ticks.at(-1));
  });

  it('refuses an update without a price, and goes on with the next', async () => {
    const ticks = ticksOf(400);
    offer(ticks, { source: sourceOf(ticks, 100), speed: 200 });
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 20);
    ig.control.faults.nullFields = ['BIDPRICE1'];
    await until('all but one', () => heard.kinds.includes('ended'));
    expect(heard.refused).toEqual(['BIDPRICE1 was null: expected a price']);
    expect(heard.ticks).toHaveLength(399);
  });

  it('that is refused as of the wrong account ends the feed with advice', async () => {
    offer(ticksOf(10));
    ig.control.faults.subscriptionRefusal = { code: -1, message: 'Invalid account type' };
    await expect(listen()).rejects.toThrow(/code -1: "Invalid account type": check that the account/);
  });

  it('that fails for a while is tried again', async () => {
    const ticks = ticksOf(10);
    offer(ticks);
    ig.control.faults.subscriptionRefusal = { code: 68, message: 'internal' };
    const heard = await listen();
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(logins()).toBe(1);
  });

  it('moves at the speed that is asked for', async () => {
    const ticks = ticksOf(1_200);
    const eventMs = ticks.at(-1)!.timeMs - ticks[0]!.timeMs;
    offer(ticks, { speed: 300 });
    const begin = performance.now();
    const heard = await listen();
    await until('the end', () => heard.kinds.includes('ended'));
    const tookMs = performance.now() - begin;
    expect(heard.ticks).toEqual(ticks);
    expect(tookMs).toBeGreaterThan(eventMs / 300);
  });

  it('stands still while the market is paused', async () => {
    let isPaused = false;
    const ticks = ticksOf(2_000);
    offer(ticks, { speed: 200, paused: () => isPaused });
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 50);
    isPaused = true;
    await pause(200);
    const before = heard.ticks.length;
    await pause(300);
    expect(heard.ticks.length).toBe(before);
    expect(before).toBeLessThan(ticks.length);
    isPaused = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });
});

describe('a stream that is cut', () => {
  it('by TCP is recovered without a tick lost or repeated', async () => {
    const ticks = ticksOf(60_000);
    offer(ticks);
    const heard = await listen();
    for (const count of [5_000, 20_000, 40_000]) {
      await until(`${count} ticks`, () => heard.ticks.length > count);
      ig.control.drop();
    }
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.kinds.filter((kind) => kind === 'interrupted').length).toBeGreaterThan(0);
    expect(logins()).toBe(1);
  });

  it('by LOOP goes on after it has been bound again', async () => {
    const ticks = ticksOf(40_000);
    offer(ticks);
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig.control.loop();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });

  it('by END 48 goes on in a new session, whose snapshot is the last price again', async () => {
    const ticks = ticksOf(60_000);
    offer(ticks);
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig.control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    const [, second = 0] = heard.snapshots;
    expect(heard.snapshots).toHaveLength(2);
    expect(heard.ticks[second]).toEqual(heard.ticks[second - 1]);
    expect(heard.ticks.toSpliced(second, 1)).toEqual(ticks);
    expect(heard.kinds).toEqual(['connected', 'interrupted', 'connected', 'ended']);
  });

  it.each([32, 35, -1])('by END %i is rebuilt with the same login', async (code) => {
    const ticks = ticksOf(60_000);
    offer(ticks);
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig.control.end(code, 'by the server');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks.toSpliced(heard.snapshots[1]!, 1)).toEqual(ticks);
    expect(logins()).toBe(1);
    expect(requests.filter((request) => request === 'GET /gateway/deal/session').length).toBe(1);
  });

  it('while its tokens expire is rebuilt with a new login', async () => {
    const ticks = ticksOf(60_000);
    offer(ticks);
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig.control.invalidateTokens();
    ig.control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks.toSpliced(heard.snapshots[1]!, 1)).toEqual(ticks);
    expect(logins()).toBe(2);
  });

  it('and may not be recovered gets a new session', async () => {
    offer(ticksOf(200_000), { speed: 2_000 });
    const heard = await listen();
    await until('some ticks', () => heard.ticks.length > 500);
    ig.control.faults.refuseRecovery = true;
    ig.control.drop();
    await until('a second snapshot', () => heard.snapshots.length === 2);
    const count = heard.ticks.length;
    await until('more ticks', () => heard.ticks.length > count + 500);
    expect(logins()).toBe(1);
  });

  it('without a word is seen by the watchdog, subscribed again twice and then rebuilt', async () => {
    offer(ticksOf(200_000), { speed: 100 });
    const heard = await listen({ timing: { mute: 150, grace: 100 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig.control.faults.mute = true;
    await until('a rebuild', () => heard.snapshots.length >= 4);
    ig.control.faults.mute = false;
    const count = heard.ticks.length;
    await until('prices again', () => heard.ticks.length > count + 20);
    expect(logins()).toBe(1);
    expect(heard.kinds.slice(0, 3)).toEqual(['connected', 'interrupted', 'connected']);
  });

  it('for longer than the budget ends the feed as failed', async () => {
    offer(ticksOf(200_000), { speed: 100 });
    const heard = await listen({ timing: { budget: 300 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig.control.faults.allowanceRefusals = 1_000;
    ig.control.end(33, 'by the server');
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'FeedLost' } });
  });
});

describe('the position of the market', () => {
  const known = (heard: Heard, from: Heard): PriceTick[] => {
    const lastMs = from.ticks.at(-1)!.timeMs;
    return heard.ticks.filter(({ timeMs }) => timeMs <= lastMs);
  };

  it('survives a restart: a new client gets the last ticks again and then the rest', async () => {
    const ticks = ticksOf(400_000);
    offer(ticks);
    const first = await listen();
    await until('some ticks', () => first.ticks.length > 200_000, 25_000);
    await feeds.pop()?.stop();
    const position = ig.position();
    await ig.close();
    expect(JSON.parse(readFileSync(join(folder, 'position.json'), 'utf8'))).toMatchObject({
      positionMs: position,
    });
    offer(ticks);
    expect(ig.position()).toBe(position);
    const second = await listen();
    await until('more ticks', () => (second.ticks.at(-1)?.timeMs ?? 0) > position, 25_000);
    await feeds.pop()?.stop();
    const begin = ticks.findIndex(({ timeMs }) => timeMs === second.ticks[0]!.timeMs);
    expect(begin).toBeGreaterThan(0);
    expect(begin).toBeLessThan(first.ticks.length - 100_000);
    expect(known(second, first).length).toBeGreaterThan(100_000);
    expect(second.ticks).toEqual(ticks.slice(begin, begin + second.ticks.length));
  }, 60_000);

  it('is taken back for a client that begins anew while the market goes on', async () => {
    const ticks = ticksOf(20_000);
    offer(ticks);
    const first = await listen();
    await until('some ticks', () => first.ticks.length > 3_000);
    await feeds.pop()?.stop();
    const second = await listen();
    await until('the end', () => second.kinds.includes('ended'));
    expect(second.ticks).toEqual(ticks);
  });

  it('that cannot be read is refused with the file to delete', () => {
    offer([]);
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"positionMs":');
    expect(() => createIg({ ...settingsOf(), positionFile: file })).toThrow(/broken\.json.*delete it/);
  });

  it('is not written before the first tick', async () => {
    offer([]);
    await ig.close();
    expect(existsSync(join(folder, 'position.json'))).toBe(false);
  });
});

function settingsOf(): IgSettings {
  return {
    credentials: CREDENTIALS,
    epic: EPIC,
    source: sourceOf([]),
    speed: 'max',
    paused: () => false,
    positionFile: join(folder, 'position.json'),
    publicUrl: () => url,
    onFailure: (error) => failures.push(error),
  };
}

describe('a source that fails', () => {
  it('is told after everything before it was sent, and there is no end', async () => {
    const ticks = ticksOf(1_000);
    const broken: IgSettings['source'] = async function* () {
      yield* sourceOf(ticks)();
      throw new Error('line 1002: bid was "x"');
    };
    offer(ticks, { source: broken });
    const heard = await listen();
    await until('the failure', () => failures.length > 0);
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(failures[0]?.message).toContain('line 1002');
    expect(heard.kinds).toEqual(['connected']);
  });
});
