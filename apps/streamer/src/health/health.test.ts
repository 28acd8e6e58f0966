import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askHealth } from './ask-health.ts';
import { healthPort, InvalidHealthPort } from './health-port.ts';
import { Health } from './health.ts';
import { HealthPortTaken, serveHealth } from './serve-health.ts';

const SILENT_LOG = { info: () => undefined, warn: () => undefined };
const progress = (ticks: number, waitingTicks: number): object => ({
  event: 'progress',
  ticks,
  waitingTicks,
  eventTimeMs: 1_767_607_200_000 + ticks,
});

describe('the health of a streamer', () => {
  it('follows what it tells of its feed', () => {
    const health = new Health(() => 0);
    const log = health.listening(SILENT_LOG);
    const states = [health.report.state];
    for (const event of [
      'standing-by',
      'feed-connected',
      'batch-exported',
      'feed-interrupted',
      'feed-connected',
    ]) {
      log.info({ event });
      states.push(health.report.state);
    }
    health.noteStopping();
    log.info({ event: 'feed-connected' });
    states.push(health.report.state);
    expect(states).toEqual([
      'starting',
      'standing-by',
      'streaming',
      'streaming',
      'interrupted',
      'streaming',
      'stopping',
    ]);
  });

  it('passes every line on to the log it listens to', () => {
    const lines: unknown[] = [];
    const take = (...words: unknown[]): void => void lines.push(words);
    const log = new Health(() => 0).listening({ info: take, warn: take });
    log.info({ event: 'a' }, 'said');
    log.warn({ event: 'b' });
    expect(lines).toEqual([
      [{ event: 'a' }, 'said'],
      [{ event: 'b' }, undefined],
    ]);
  });

  it('is good however long a store is away, because a new process would only lose what waits', () => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    const log = health.listening(SILENT_LOG);
    log.info({ event: 'feed-connected' });
    for (; nowMs < 3_600_000; nowMs += 30_000) {
      log.warn({ event: 'store-away' });
      log.info(progress(100, 50));
      expect(health.report).toMatchObject({ isAble: true, isStoreAway: true, state: 'streaming' });
    }
    log.info({ event: 'store-back' });
    expect(health.report).toMatchObject({ isAble: true, isStoreAway: false, waitingTicks: 50 });
  });

  it('is bad when attempts at a store that is away end too', () => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    const log = health.listening(SILENT_LOG);
    log.warn({ event: 'store-away' });
    for (; nowMs < 120_000; nowMs += 500) log.info(progress(100 + nowMs, 50 + nowMs));
    expect(health.report.isAble).toBe(true);
    nowMs += 500;
    log.info(progress(100 + nowMs, 50 + nowMs));
    expect(health.report).toMatchObject({ isAble: false, isStoreAway: true });
  });

  it.each(['starting', 'interrupted'])('is bad when it is %s for half an hour', (state) => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    const log = health.listening(SILENT_LOG);
    if (state === 'interrupted') log.info({ event: 'feed-interrupted' });
    for (; nowMs < 1_800_000; nowMs += 30_000) log.info(progress(100, 0));
    log.info(progress(100, 0));
    expect(health.report).toMatchObject({ isAble: true, state });
    nowMs += 1;
    expect(health.report).toMatchObject({ isAble: false, state });
    log.info({ event: 'feed-connected' });
    expect(health.report).toMatchObject({ isAble: true, state: 'streaming' });
  });

  it('is good for as long as it stands by, and starts when its turn has come', () => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    const log = health.listening(SILENT_LOG);
    log.info({ event: 'standing-by' });
    nowMs = 86_400_000;
    expect(health.report).toMatchObject({ isAble: true, state: 'standing-by' });
    log.info(progress(0, 0));
    expect(health.report).toMatchObject({ isAble: true, state: 'starting' });
  });

  it('is bad when a write neither ends nor fails for two minutes', () => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    const log = health.listening(SILENT_LOG);
    for (; nowMs < 120_000; nowMs += 500) log.info(progress(100 + nowMs, 50 + nowMs));
    expect(health.report.isAble).toBe(true);
    nowMs += 500;
    log.info(progress(100, 50));
    expect(health.report.isAble).toBe(false);
    log.info(progress(100, 0));
    expect(health.report.isAble).toBe(true);
  });

  it('is bad when progress is not told for a minute, though not before the first is told', () => {
    let nowMs = 0;
    const health = new Health(() => nowMs);
    nowMs = 600_000;
    expect(health.report.isAble).toBe(true);
    health.listening(SILENT_LOG).info(progress(1, 0));
    nowMs += 60_000;
    expect(health.report.isAble).toBe(true);
    nowMs += 1;
    expect(health.report.isAble).toBe(false);
  });
});

describe('asking for it', () => {
  const servers: Server[] = [];
  const portOf = (server: Server): number => {
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };

  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  it('answers 0 while it is able and 1 while it is not', async () => {
    let isAble = true;
    const health = {
      get report() {
        return { ...new Health(() => 0).report, isAble };
      },
    };
    const port = portOf(await serveHealth(health, 0));
    expect(await askHealth(port, 5_000)).toBe(0);
    isAble = false;
    expect(await askHealth(port, 5_000)).toBe(1);
  });

  it('answers 1 when nobody listens, and when nobody answers in time', async () => {
    const server = await serveHealth(new Health(() => 0), 0);
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    expect(await askHealth(port, 5_000)).toBe(1);
    const mute = createServer(() => undefined);
    await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
    expect(await askHealth(portOf(mute), 50)).toBe(1);
    mute.closeAllConnections();
  });

  it('is refused on a port that is taken', async () => {
    const port = portOf(await serveHealth(new Health(() => 0), 0));
    await expect(serveHealth(new Health(() => 0), port)).rejects.toThrow(HealthPortTaken);
  });

  it.each(['', '0', '65536', '80a', '-1'])('is refused for %j, which is no port', (text) => {
    expect(() => healthPort(text)).toThrow(InvalidHealthPort);
  });
});
