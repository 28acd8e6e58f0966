import { describe, expect, it } from 'vitest';
import { KeptLog, offeredIg, ticksOf, until } from './offered-ig.ts';

const ig = offeredIg();

const statuses = (log: KeptLog): string[] => log.of('feed-status', 'status') as string[];
const rebuilds = (log: KeptLog): unknown[] =>
  log.lines.filter(({ event, action }) => event === 'feed-watchdog' && action === 'rebuild');

describe('a stream that stands still', () => {
  it('because the server says nothing stalls, recovers when it speaks again, and has lost nothing', async () => {
    const ticks = ticksOf(60_000);
    const logger = new KeptLog();
    ig().offer(ticks, { keepAliveMs: 300 });
    const heard = await ig().listen({ logger });
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.faults.silent = true;
    // The library waits for the keep-alive and 2 s more, then 3 s, before it gives the connection up.
    await until('a recovery', () => statuses(logger).includes('DISCONNECTED:TRYING-RECOVERY'));
    const begun = statuses(logger);
    expect(begun.slice(begun.indexOf('STALLED'))).toEqual(['STALLED', 'DISCONNECTED:TRYING-RECOVERY']);
    ig().control.faults.silent = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.snapshots).toEqual([0]);
    expect(heard.reasons).toEqual(['DISCONNECTED:TRYING-RECOVERY']);
    expect(ig().logins).toBe(1);
  });

  it('in a silence that ends before it is given up goes on without a word', async () => {
    const ticks = ticksOf(20_000);
    const logger = new KeptLog();
    ig().offer(ticks, { keepAliveMs: 300 });
    const heard = await ig().listen({ logger });
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.faults.silent = true;
    await until('a stall', () => statuses(logger).includes('STALLED'));
    ig().control.faults.silent = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.ticks).toEqual(ticks);
    expect(heard.kinds).toEqual(['connected', 'ended']);
  });

  it('in a recovery that nobody answers is rebuilt', async () => {
    const ticks = ticksOf(60_000);
    const logger = new KeptLog();
    ig().offer(ticks);
    const heard = await ig().listen({ logger, timing: { recovering: 400, disconnected: 700 } });
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.faults.silent = true;
    ig().control.drop();
    await until('two rebuilds', () => rebuilds(logger).length >= 2);
    const [first, second] = rebuilds(logger) as { readonly reason: string }[];
    expect(first?.reason).toMatch(/^DISCONNECTED:TRYING-RECOVERY for \d+ ms$/);
    expect(second?.reason).toMatch(/^(CONNECTING|DISCONNECTED:WILL-RETRY) for \d+ ms$/);
    ig().control.faults.silent = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.changes).toEqual(ticks);
    expect(ig().logins).toBe(1);
  });

  it('because no connection is taken is rebuilt until one is', async () => {
    const ticks = ticksOf(60_000);
    const logger = new KeptLog();
    ig().offer(ticks);
    const heard = await ig().listen({ logger, timing: { disconnected: 700 } });
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.faults.refuseConnections = true;
    ig().control.end(48, 'maximum duration');
    await until('two rebuilds', () => rebuilds(logger).length >= 2);
    expect(statuses(logger)).toContain('DISCONNECTED:WILL-RETRY');
    ig().control.faults.refuseConnections = false;
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.changes).toEqual(ticks);
    expect(ig().logins).toBe(1);
    expect(logger.of('feed-rebuild', 'attempt').slice(0, 2)).toEqual([1, 2]);
  });

  it('because no connection is ever taken ends as failed when its budget is spent', async () => {
    ig().offer(ticksOf(100_000), { speed: 100 });
    const heard = await ig().listen({ timing: { disconnected: 300, recovering: 300, budget: 1_000 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.faults.refuseConnections = true;
    ig().control.drop();
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'FeedLost' } });
  });
});
