import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BentClock, CREDENTIALS, KeptLog, offeredIg, ticksOf, until } from './offered-ig.ts';

/** As real as the clock that is given with it. */
const PATIENT = { loginSpacing: 61_000, mute: 1e7, disconnected: 1e7, recovering: 1e7, budget: 1e8 };

const ig = offeredIg();

describe('the login', () => {
  it.each([
    ['identifier', 'error.security.invalid-details'],
    ['password', 'error.security.invalid-details'],
    ['apiKey', 'error.security.api-key-invalid'],
  ])('with a wrong %s is refused once, with %s and no value', async (name, code) => {
    ig().offer([]);
    const credentials = { ...CREDENTIALS, [name]: 'wr0ng-value' };
    const error = await ig()
      .listen({ credentials })
      .then(
        () => undefined,
        (refusal: unknown) => refusal as Error,
      );
    expect(error?.name).toBe('IgRefused');
    expect(error?.message).toContain(code);
    expect(error?.message).not.toContain('wr0ng-value');
    await pause(200);
    expect(ig().logins).toBe(1);
  });

  it.each(['CS.D.NOTHING.CFD.IP', '%ZZ'])('to %s, which the account cannot see, is refused', async (epic) => {
    ig().offer([]);
    await expect(ig().listen({ epic })).rejects.toThrow(/epic\.unavailable.*check the epic/);
  });

  it('waits out an exceeded allowance', async () => {
    ig().offer(ticksOf(10));
    ig().control.faults.allowanceRefusals = 2;
    const heard = await ig().listen();
    await until('ten ticks', () => heard.ticks.length === 10);
    expect(ig().logins).toBe(3);
  });

  it('switches to the account that is wanted, and streams with the new tokens', async () => {
    const ticks = ticksOf(50);
    ig().offer(ticks);
    const heard = await ig().listen({ accountId: 'LOCAL2' });
    await until('all ticks', () => heard.ticks.length === ticks.length);
    expect(ig().requests).toContain('PUT /gateway/deal/session');
  });

  it('leaves no secret in what is logged', async () => {
    const ticks = ticksOf(20_000);
    ig().offer(ticks);
    const logger = new KeptLog();
    const heard = await ig().listen({ logger });
    ig().control.invalidateTokens();
    ig().control.end(33, 'by the server');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(logger.lines.length).toBeGreaterThan(2);
    expect(logger.hidden).toHaveLength(3 + 2 * ig().logins);
    const said = JSON.stringify([logger.lines, heard.events]);
    expect(
      logger.hidden.filter((secret) => secret !== CREDENTIALS.identifier && said.includes(secret)),
    ).toEqual([]);
  });

  it('to an account that the login does not have is refused', async () => {
    ig().offer([]);
    await expect(ig().listen({ accountId: 'OTHER' })).rejects.toThrow('error.switch.invalid-accountId');
  });

  it('is given up when nobody answers within the budget', async () => {
    ig().offer([]);
    const refused = ig().listen({ baseUrl: 'http://127.0.0.1:1/gateway/deal', timing: { budget: 100 } });
    await expect(refused).rejects.toMatchObject({ name: 'FeedLost' });
  });

  it('of which the answer is cached for a minute is made once, after that minute', async () => {
    const ticks = ticksOf(60_000);
    ig().offer(ticks);
    // IG's minute and the spacing that respects it, sixty times as fast. The minute begins with a late answer.
    Object.assign(ig().control.faults, { cachesLoginsMs: 1_000, restDelayMs: 300 });
    const heard = await ig().listen({ clock: new BentClock(60), timing: PATIENT });
    ig().control.faults.restDelayMs = 0;
    await until('some ticks', () => heard.ticks.length > 5_000);
    ig().control.invalidateTokens();
    ig().control.end(48, 'maximum duration');
    await until('the end', () => heard.kinds.includes('ended'));
    expect(heard.changes).toEqual(ticks);
    expect(ig().logins).toBe(2);
  });

  it('that is not answered in time is tried again', async () => {
    const ticks = ticksOf(10);
    const logger = new KeptLog();
    ig().offer(ticks);
    ig().control.faults.restDelayMs = 500;
    const listening = ig().listen({ logger, timing: { request: 100 } });
    await until('two attempts', () => logger.of('feed-rebuild', 'attempt').length >= 2);
    expect(logger.of('feed-rebuild', 'reason')[0]).toMatch(/^IG could not be asked POST \/session at http/);
    ig().control.faults.restDelayMs = 0;
    const heard = await listening;
    await until('all ticks', () => heard.ticks.length >= ticks.length);
  });

  it('right after another process has logged out gets its dead tokens, and then good ones', async () => {
    const ticks = ticksOf(1_000);
    ig().offer(ticks);
    ig().control.faults.cachesLoginsMs = 1_000;
    await ig().listen();
    await ig().stopLast();
    // A process knows nothing of the logins before it.
    const heard = await ig().listen({ clock: new BentClock(60), timing: PATIENT });
    await until('all ticks', () => heard.ticks.at(-1)?.timeMs === ticks.at(-1)?.timeMs);
    expect(ig().logins).toBe(3);
  });

  it('is not hammered with requests while every answer is a stale one', async () => {
    ig().offer(ticksOf(100_000), { speed: 100 });
    ig().control.faults.cachesLoginsMs = 600_000;
    const heard = await ig().listen({ timing: { budget: 1_500, rebuildFloor: 100, rebuildCap: 200 } });
    await until('some ticks', () => heard.ticks.length > 20);
    ig().control.invalidateTokens();
    ig().control.end(48, 'maximum duration');
    await until('the failure', () => heard.kinds.includes('failed'));
    expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'FeedLost' } });
    // At most one in each of the 100 ms, and the first.
    expect(ig().logins).toBeGreaterThan(1);
    expect(ig().logins).toBeLessThan(25);
  });

  it.each(['error.security.invalid-details'])(
    'refused with %s while it runs is not tried again',
    async (code) => {
      ig().offer(ticksOf(100_000), { speed: 100 });
      const heard = await ig().listen();
      await until('some ticks', () => heard.ticks.length > 20);
      ig().control.faults.loginRefusal = code;
      ig().control.invalidateTokens();
      ig().control.end(48, 'maximum duration');
      await until('the failure', () => heard.kinds.includes('failed'));
      expect(heard.events.at(-1)).toMatchObject({ kind: 'failed', error: { name: 'IgRefused' } });
      await pause(200);
      expect(ig().logins).toBe(2);
    },
  );
});
