import { describe, expect, it } from 'vitest';
import { KeptLog, offeredIg, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

const GET_SESSION = 'GET /gateway/deal/session';
const CREATE = 'POST /lightstreamer/create_session.txt';

describe('a Lightstreamer session', () => {
  it('is made over HTTP, bound over a WebSocket, and subscribed to once', async () => {
    const ticks = ticksOf(10);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('all ticks', () => heard.ticks.length === ticks.length);
    const streaming = ig().requests.filter((request) => request.includes('/lightstreamer'));
    expect(streaming).toEqual([CREATE, 'UPGRADE /lightstreamer']);
  });

  it('refused for user or password gets a new login each time: its tokens are suspect', async () => {
    const ticks = ticksOf(10);
    ig().offer(ticks);
    ig().control.faults.sessionRefusals = [
      { code: 1, message: 'Invalid user/password' },
      { code: 1, message: 'Invalid user/password' },
    ];
    const heard = await ig().listen();
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().logins).toBe(3);
    expect(ig().count(CREATE)).toBe(3);
  });

  it.each([
    [5, 'Server overloaded'],
    [6, 'Cannot validate now'],
    [7, 'Sessions limit'],
    [10, 'New sessions temporarily blocked'],
    [68, 'Internal error'],
    [-5, 'IG, not now'],
  ])('refused for a while, with %i, is tried again with the same login', async (code, message) => {
    const ticks = ticksOf(10);
    const logger = new KeptLog();
    ig().offer(ticks);
    const refusal = { code, message };
    ig().control.faults.sessionRefusals = [refusal, refusal, refusal];
    const heard = await ig().listen({ logger });
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().logins).toBe(1);
    expect(ig().count(GET_SESSION)).toBe(3);
    expect(logger.of('feed-rebuild', 'attempt')).toEqual([1, 2, 3]);
    expect(logger.of('feed-rebuild', 'reason')[0]).toContain(`code ${code}: "${message}"`);
  });

  it.each([
    [2, 'Requested Adapter Set not available', /adapter set/],
    [60, 'Client version not supported', /kind of client/],
    [65, 'Unsupported protocol version: 2.5.0', /lightstreamer-client-node 8\.0\.5/],
    [71, 'License does not allow this client', /kind of client/],
  ])('refused for good, with %i, is not tried again', async (code, message, advice) => {
    ig().offer(ticksOf(10));
    ig().control.faults.sessionRefusals = [{ code, message }];
    const error = await ig()
      .listen()
      .then(
        () => undefined,
        (refused: unknown) => refused as Error,
      );
    expect(error?.name).toBe('StreamRefused');
    expect(error?.message).toContain(`code ${code}: "${message}"`);
    expect(error?.message).toMatch(advice);
    expect(ig().count(CREATE)).toBe(1);
    expect(ig().logins).toBe(1);
  });

  it('refused now and then, each time it is made again, comes back every time', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    for (const [i, code] of [5, 6, 7, 68].entries()) {
      await until('more ticks', () => heard.ticks.length > 10_000 * (i + 1));
      ig().control.faults.sessionRefusals = [{ code, message: 'now and then' }];
      ig().control.end(33, 'by the server');
      await until('another snapshot', () => heard.snapshots.length === i + 2);
    }
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.changes).toEqual(ticks);
  });

  it('refused for good while it runs ends the feed as failed, and says why', async () => {
    ig().offer(ticksOf(100_000), { speed: 100 });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.sessionRefusals = [{ code: 65, message: 'Unsupported protocol version: 2.1.0' }];
    ig().control.end(48, 'maximum duration');
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'StreamRefused' } });
  });
});
