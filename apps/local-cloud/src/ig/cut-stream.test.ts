import { describe, expect, it } from 'vitest';
import { KeptLog, offeredIg, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

describe('a stream that is cut', () => {
  it('by TCP is recovered without a tick lost or repeated', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    for (const count of [5_000, 20_000, 40_000]) {
      await until(`${count} ticks`, () => heard.ticks.length > count);
      ig().control.drop();
    }
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.kinds.filter((kind) => kind === 'interrupted').length).toBeGreaterThan(0);
    expect(ig().logins).toBe(1);
  });

  it('by LOOP goes on after it has been bound again', async () => {
    const ticks = ticksOf(40_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.loop();
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
  });

  it('by END 48 goes on in a new session, whose snapshot is the last price again', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    const [, second = 0] = heard.snapshots;
    expect(heard.snapshots).toHaveLength(2);
    expect(heard.ticks[second]).toEqual(heard.ticks[second - 1]);
    expect(heard.ticks.toSpliced(second, 1)).toEqual(ticks);
    expect(heard.kinds).toEqual(['connected', 'interrupted', 'connected', 'ended']);
  });

  it.each([
    [32, 32],
    [33, 33],
    [35, 35],
    // The library has a name of its own for a session that was bound elsewhere.
    [40, 39],
    [-1, -1],
  ])('by END %i, told as %i, is rebuilt with the same login', async (code, told) => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const logger = new KeptLog();
    const heard = await ig().listen({ logger });
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.end(code, 'by the server');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks.toSpliced(heard.snapshots[1]!, 1)).toEqual(ticks);
    expect(ig().logins).toBe(1);
    expect(ig().count('GET /gateway/deal/session')).toBe(1);
    // What the client says of its status comes before what the server says of the reason.
    expect(logger.of('feed-rebuild', 'reason')[0]).toContain(
      `ended the session with code ${told}: "by the server"`,
    );
  });

  it('while its tokens expire is rebuilt with a new login', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.invalidateTokens();
    ig().control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks.toSpliced(heard.snapshots[1]!, 1)).toEqual(ticks);
    expect(ig().logins).toBe(2);
  });

  it('and may not be recovered gets a new session', async () => {
    ig().offer(ticksOf(200_000), { speed: 2_000 });
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 500);
    ig().control.faults.refuseRecovery = true;
    ig().control.drop();
    await until('a second snapshot', () => heard.snapshots.length === 2);
    const count = heard.ticks.length;
    await until('more ticks', () => heard.ticks.length > count + 500);
    expect(ig().logins).toBe(1);
  });

  it('without a word is seen by the watchdog, subscribed again twice and then rebuilt', async () => {
    ig().offer(ticksOf(200_000), { speed: 100 });
    const heard = await ig().listen({ timing: { mute: 600, grace: 300 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.mute = true;
    await until('a rebuild', () => heard.snapshots.length >= 4);
    ig().control.faults.mute = false;
    const count = heard.ticks.length;
    await until('prices again', () => heard.ticks.length > count + 20);
    expect(ig().logins).toBe(1);
    expect(heard.kinds.slice(0, 3)).toEqual(['connected', 'interrupted', 'connected']);
  });

  it('for longer than the budget ends the feed as failed', async () => {
    ig().offer(ticksOf(200_000), { speed: 100 });
    const heard = await ig().listen({ timing: { budget: 300 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.allowanceRefusals = 1_000;
    ig().control.end(33, 'by the server');
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'FeedLost' } });
  });

  it('gets a snapshot from before its last price, told as such, and only that', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    const heard = await ig().listen();
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.faults.staleSnapshotMs = 5_000;
    ig().control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    const [, second = 0] = heard.snapshots;
    expect(heard.snapshots).toHaveLength(2);
    expect(heard.ticks[second]!.timeMs).toBeLessThanOrEqual(heard.ticks[second - 1]!.timeMs - 5_000);
    expect(ticks).toContainEqual(heard.ticks[second]);
    expect(heard.changes).toEqual(ticks);
  });
});
