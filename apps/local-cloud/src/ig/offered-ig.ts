import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  createIgPriceFeed,
  LoginSpacing,
  type Clock,
  type FeedTiming,
  type IgPriceFeedSettings,
} from '@moving-ground/lightstreamer';
import type { FeedEvent, FeedListener, PriceFeed, PriceTick } from '@moving-ground/market';
import { afterEach, beforeEach, vi } from 'vitest';
import { syntheticMarket } from '../market/synthetic-market.ts';
import { createIg, type Ig, type IgControl, type IgSettings } from './create-ig.ts';

export const EPIC = 'CS.D.BITCOIN.CFD.IP';
export const CREDENTIALS = { identifier: 'local-user', password: 'pass|word,%+', apiKey: 'key-1' };
const START = Date.UTC(2026, 0, 5);

/** Impatient where the real feed is patient. */
const TIMING: Partial<FeedTiming> = {
  loginSpacing: 0,
  rebuildFloor: 20,
  rebuildCap: 50,
  watch: 20,
  budget: 60_000,
};

export function ticksOf(count: number, seed = 1): PriceTick[] {
  const market = syntheticMarket({ seed, startMs: START });
  return Array.from({ length: count }, () => market.next().value);
}

export function sourceOf(ticks: readonly PriceTick[], group = 300): IgSettings['source'] {
  return async function* () {
    for (let i = 0; i < ticks.length; i += group) {
      await Promise.resolve();
      yield ticks.slice(i, i + group);
    }
  };
}

/** What a feed told. */
export class Heard implements FeedListener {
  readonly ticks: PriceTick[] = [];
  /** Positions in `ticks`. */
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

  /** Why the feed said that it was interrupted. */
  get reasons(): string[] {
    return this.events.flatMap((event) => (event.kind === 'interrupted' ? [event.reason] : []));
  }

  /** Without the snapshots after the first, which are no news. */
  get changes(): PriceTick[] {
    const again = new Set(this.snapshots.slice(1));
    return this.ticks.filter((_, i) => !again.has(i));
  }
}

export type Line = Readonly<Record<string, unknown>>;

/** A logger that keeps its lines, and the secrets it was told to hide. */
export class KeptLog {
  readonly lines: Line[] = [];
  readonly hidden: string[] = [];
  readonly info = (fields: object): void => void this.lines.push({ ...fields });
  readonly warn = this.info;
  readonly hideSecret = (value: string): void => void this.hidden.push(value);

  /** One field of all lines of one event. */
  of(event: string, field: string): unknown[] {
    return this.lines.filter((line) => line.event === event).map((line) => line[field]);
  }
}

/** A clock that goes faster than time, and leaps when told to. */
export class BentClock implements Clock {
  readonly #speed: number;
  #leaptMs = 0;
  /** Calls made so far. */
  calls = 0;

  constructor(speed = 1) {
    this.#speed = speed;
  }

  readonly now = (): number => performance.now() * this.#speed + this.#leaptMs;

  readonly after = (ms: number, call: () => void): (() => void) => {
    const timer = setTimeout(() => {
      this.calls += 1;
      call();
    }, ms / this.#speed);
    return () => clearTimeout(timer);
  };

  leap(ms: number): void {
    this.#leaptMs += ms;
  }
}

export async function until(what: string, isTrue: () => boolean, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${ms} ms`);
    await pause(5);
  }
}

/** An offline IG on a port of its own, and feeds that read it. */
export class OfferedIg {
  readonly folder = mkdtempSync(join(tmpdir(), 'ig-'));
  /** `METHOD /path` of all requests, with `UPGRADE` for new WebSockets. */
  readonly requests: string[] = [];
  readonly failures: Error[] = [];
  readonly #feeds: PriceFeed[] = [];
  readonly #server: Server;
  #ig: Ig | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.requests.push(`${request.method} ${request.url?.split('?')[0]}`);
      void this.ig.http(request, response);
    });
    server.on('upgrade', (request, socket, head) => {
      this.requests.push(`UPGRADE ${request.url?.split('?')[0]}`);
      this.ig.upgrade(request, socket, head);
    });
  }

  static async listen(): Promise<OfferedIg> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new OfferedIg(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get ig(): Ig {
    if (!this.#ig) throw new Error('offer a market first');
    return this.#ig;
  }

  get control(): IgControl {
    return this.ig.control;
  }

  get logins(): number {
    return this.count('POST /gateway/deal/session');
  }

  count(request: string): number {
    return this.requests.filter((each) => each === request).length;
  }

  /** Begins the offline IG, in the place of the one before. */
  offer(ticks: readonly PriceTick[], changed: Partial<IgSettings> = {}): void {
    this.#ig = createIg({
      credentials: CREDENTIALS,
      epic: EPIC,
      source: sourceOf(ticks),
      speed: 'max',
      paused: () => false,
      positionFile: join(this.folder, 'position.json'),
      publicUrl: () => this.url,
      onFailure: (error) => this.failures.push(error),
      ...changed,
    });
  }

  /** A feed that has not started, stopped at the end of the test. */
  feed(changed: Partial<IgPriceFeedSettings> = {}): PriceFeed {
    const settings = { baseUrl: `${this.url}/gateway/deal`, credentials: CREDENTIALS, epic: EPIC };
    const timing = { ...TIMING, ...changed.timing };
    const feed = createIgPriceFeed({ ...settings, logins: new LoginSpacing(), ...changed, timing });
    this.#feeds.push(feed);
    return feed;
  }

  /** What a feed tells, from its subscription on. */
  async listen(changed: Partial<IgPriceFeedSettings> = {}): Promise<Heard> {
    const heard = new Heard();
    await this.feed(changed).start(heard);
    return heard;
  }

  /** Stops the feed that began last. */
  async stopLast(): Promise<void> {
    await this.#feeds.pop()?.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.#feeds.splice(0).map((feed) => feed.stop()));
    await this.#ig?.close();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.folder, { recursive: true });
  }
}

/** One for each test; ask for it within the test. */
export function offeredIg(): () => OfferedIg {
  let offered: OfferedIg;
  // What is waited for names itself before the test as a whole is given up.
  vi.setConfig({ testTimeout: 120_000 });
  beforeEach(async () => {
    offered = await OfferedIg.listen();
  });
  afterEach(() => offered.close());
  return () => offered;
}
