import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { FEED_TIMING, rebuildDelay } from './feed-timing.ts';
import { mapPrice } from './map-price.ts';
import { PRICE_FIELDS, type PriceField } from './price-fields.ts';
import { classifyIgError } from './rest/classify-ig-error.ts';
import { LoginSpacing } from './rest/login-spacing.ts';
import { endOfServerError, endOfSubscriptionError, RECORDING_ENDED } from './stream/stream-refusal.ts';
import { Watchdog, type Remedy } from './stream/watchdog.ts';

const GOOD: Readonly<Record<PriceField, string | null>> = {
  TIMESTAMP: '1767607200123',
  BIDPRICE1: '6476.1',
  ASKPRICE1: '6512.1',
  DLG_FLAG: 'DEAL            ',
  MID_OPEN: '6400.25',
  HIGH: '6600',
  LOW: '6300.5',
  NET_CHG: '-31.32',
  NET_CHG_PCT: '-0.5',
  DELAY: '0',
};

const map = (changed: Partial<typeof GOOD>): ReturnType<typeof mapPrice> => {
  const values = { ...GOOD, ...changed };
  return mapPrice(PRICE_FIELDS.map((field) => values[field]));
};

describe('mapPrice', () => {
  it('makes a tick of what the wire has', () => {
    expect(map({})).toEqual({
      timeMs: 1_767_607_200_123,
      bid: 6476.1,
      offer: 6512.1,
      midOpen: 6400.25,
      high: 6600,
      low: 6300.5,
      change: -31.32,
      changePercent: -0.5,
      marketState: 'TRADEABLE',
      delayed: false,
    });
  });

  it.each([
    ['DEAL', 'TRADEABLE'],
    ['CLOSED', 'CLOSED'],
    ['EDIT', 'EDIT'],
    ['CALL', 'EDIT'],
    ['AUCTION', 'AUCTION'],
    ['AUCTIONNOEDIT', 'AUCTION_NO_EDIT'],
    ['SUSPEND', 'SUSPENDED'],
    ['CLOSINGSONLY', 'CLOSINGSONLY'],
    ['DEALNOEDIT', 'DEALNOEDIT'],
  ])('takes the flag %s, padded or not, as %s', (flag, state) => {
    expect(map({ DLG_FLAG: flag }).marketState).toBe(state);
    expect(map({ DLG_FLAG: `${flag}     ` }).marketState).toBe(state);
  });

  it('leaves the figures of the day open where there are none, and knows a delayed price', () => {
    const tick = map({ MID_OPEN: null, HIGH: '', LOW: null, NET_CHG: null, NET_CHG_PCT: null, DELAY: '1' });
    expect(tick).toMatchObject({ midOpen: null, high: null, low: null, change: null, changePercent: null });
    expect(tick.delayed).toBe(true);
  });

  it.each<[PriceField, string | null]>([
    ['TIMESTAMP', null],
    ['TIMESTAMP', ''],
    ['TIMESTAMP', '-1'],
    ['TIMESTAMP', '1.5'],
    ['TIMESTAMP', '12:30:00'],
    ['BIDPRICE1', null],
    ['BIDPRICE1', ''],
    ['BIDPRICE1', '-'],
    ['BIDPRICE1', 'NaN'],
    ['BIDPRICE1', 'Infinity'],
    ['BIDPRICE1', '0x10'],
    ['BIDPRICE1', ' 1'],
    ['BIDPRICE1', '1,5'],
    ['ASKPRICE1', '1e999'],
    ['ASKPRICE1', null],
    ['DLG_FLAG', null],
    ['DLG_FLAG', 'OPEN'],
    ['HIGH', '-'],
    ['NET_CHG', 'x'],
    ['DELAY', null],
    ['DELAY', '2'],
  ])('refuses %s of %j by name and value', (field, value) => {
    expect(() => map({ [field]: value })).toThrow(`${field} was ${JSON.stringify(value)}`);
  });

  it('reads back any double to the bit', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
    fc.assert(
      fc.property(double, (bid) => {
        expect(map({ BIDPRICE1: String(bid) }).bid).toBe(bid);
      }),
    );
  });

  it('answers any text with a tick of finite numbers or a refusal', () => {
    const wire = fc.oneof(fc.constant(null), fc.string({ maxLength: 12 }), fc.float().map(String));
    fc.assert(
      fc.property(wire, fc.constantFrom(...PRICE_FIELDS), (text, field) => {
        try {
          const { bid, offer, timeMs, high } = map({ [field]: text });
          expect([bid, offer, timeMs, high ?? 0].every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect((error as Error).name).toBe('UnusablePrice');
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('an answer of IG that is none', () => {
  it.each([
    [403, 'error.security.api-key-invalid', 'IgRefused'],
    [403, 'error.security.api-key-disabled', 'IgRefused'],
    [401, 'error.security.invalid-details', 'IgRefused'],
    [401, 'error.security.account-suspended', 'IgRefused'],
    [403, 'error.public-api.failure.preferred.account.not.set', 'IgRefused'],
    [403, 'error.public-api.failure.kyc.required', 'IgRefused'],
    [400, 'error.switch.invalid-accountId', 'IgRefused'],
    [400, 'validation.pattern.invalid.authenticationRequest.identifier', 'IgRefused'],
    [403, 'error.public-api.exceeded-account-historical-data-allowance', 'IgRefused'],
    [401, 'error.security.client-token-invalid', 'IgTokensInvalid'],
    [401, 'error.security.account-token-invalid', 'IgTokensInvalid'],
    [403, 'error.public-api.exceeded-api-key-allowance', 'IgAllowanceExceeded'],
    [403, 'error.public-api.exceeded-account-allowance', 'IgAllowanceExceeded'],
    [403, 'error.public-api.exceeded-account-trading-allowance', 'IgAllowanceExceeded'],
    [429, undefined, 'IgAllowanceExceeded'],
    [500, 'system.error', 'IgUnavailable'],
    [503, undefined, 'IgUnavailable'],
    [400, undefined, 'IgRefused'],
  ])('with status %i and %s is %s', (status, code, name) => {
    const error = classifyIgError(status, code, 'POST /session');
    expect(error.name).toBe(name);
    expect(error.message).toContain('POST /session');
  });

  it('is quoted only as far as it is a code', () => {
    expect(classifyIgError(401, 'x\n{"password":"p"}', 'POST /session').message).not.toContain('password');
  });
});

describe('the end of a stream', () => {
  it('is the end of the recording for its very code and message only', () => {
    const { code, message } = RECORDING_ENDED;
    expect(endOfServerError(code, message).kind).toBe('recording-ended');
    expect(endOfServerError(code, 'other').kind).toBe('lost');
    expect(endOfServerError(48, message).kind).toBe('lost');
  });

  it.each([
    [2, 'refused'],
    [65, 'refused'],
    [1, 'lost'],
    [5, 'lost'],
    [6, 'lost'],
    [32, 'lost'],
    [-1, 'lost'],
  ])('by server error %i is %s', (code, kind) => {
    expect(endOfServerError(code, 'why').kind).toBe(kind);
  });

  it('by user and password puts the tokens under suspicion', () => {
    expect(endOfServerError(1, '')).toMatchObject({ areTokensSuspect: true });
    expect(endOfServerError(5, '')).toMatchObject({ areTokensSuspect: false });
  });

  it.each([
    [17, 'refused'],
    [21, 'refused'],
    [23, 'refused'],
    [-1, 'refused'],
    [66, 'lost'],
    [68, 'lost'],
  ])('by subscription error %i is %s', (code, kind) => {
    expect(endOfSubscriptionError(code, 'why', 'PRICE:A:B').kind).toBe(kind);
  });
});

describe('the pause before a new client', () => {
  it('doubles with the attempts, with half of it left to chance, between 5 and 60 seconds', () => {
    const middle = (attempt: number): number => rebuildDelay(attempt, FEED_TIMING, () => 0.5);
    expect([0, 2, 3, 4, 5, 6, 50].map(middle)).toEqual([5_000, 5_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(rebuildDelay(4, FEED_TIMING, () => 0)).toBe(8_000);
    expect(rebuildDelay(4, FEED_TIMING, () => 1)).toBe(24_000);
  });
});

describe('the watchdog', () => {
  const connected = (): Watchdog => {
    const watchdog = new Watchdog(FEED_TIMING, 0);
    watchdog.noteStatus(0, 'CONNECTED:WS-STREAMING');
    watchdog.noteTick(0, 'TRADEABLE', false);
    return watchdog;
  };

  /** The remedies of a time without ticks, by the second in which they come. */
  const silence = (watchdog: Watchdog, seconds: number): [number, Remedy['action']][] => {
    const remedies: [number, Remedy['action']][] = [];
    for (let second = 1; second <= seconds; second++) {
      const remedy = watchdog.check(second * 1000);
      if (remedy) remedies.push([second, remedy.action]);
    }
    return remedies;
  };

  it('subscribes again twice, then rebuilds, with doubled patience', () => {
    expect(silence(connected(), 1_000)).toEqual([
      [91, 'resubscribe'],
      [152, 'resubscribe'],
      [273, 'rebuild'],
      [514, 'resubscribe'],
      [995, 'resubscribe'],
    ]);
  });

  it('never waits longer than half an hour', () => {
    const times = silence(connected(), 40_000).map(([second]) => second);
    const waits = times.slice(1).map((second, i) => second - times[i]!);
    expect(Math.max(...waits)).toBe(1_801);
  });

  it('is calmed by a price, not by a snapshot', () => {
    const watchdog = connected();
    watchdog.noteTick(80_000, 'TRADEABLE', true);
    expect(watchdog.check(91_000)?.action).toBe('resubscribe');
    watchdog.noteTick(95_000, 'TRADEABLE', false);
    expect(watchdog.check(185_000)).toBeUndefined();
    expect(watchdog.check(185_001)?.action).toBe('resubscribe');
  });

  it.each(['CLOSED', 'SUSPENDED'] as const)('lets a market that is %s be silent for a weekend', (state) => {
    const watchdog = connected();
    watchdog.noteTick(1, state, false);
    expect(silence(watchdog, 49 * 3_600)).toEqual([]);
  });

  it('gives up a client that has been without a connection for two minutes, whatever it says meanwhile', () => {
    const watchdog = connected();
    watchdog.noteStatus(1_000, 'DISCONNECTED:WILL-RETRY');
    watchdog.noteStatus(60_000, 'CONNECTING');
    watchdog.noteStatus(61_000, 'DISCONNECTED:WILL-RETRY');
    expect(watchdog.check(121_000)).toBeUndefined();
    expect(watchdog.check(121_001)?.action).toBe('rebuild');
  });

  it('gives a recovery five minutes', () => {
    const watchdog = connected();
    watchdog.noteStatus(0, 'DISCONNECTED:TRYING-RECOVERY');
    expect(watchdog.check(300_000)).toBeUndefined();
    expect(watchdog.check(300_001)?.action).toBe('rebuild');
  });
});

describe('logins', () => {
  it('are kept apart, also when several wait', async () => {
    let nowMs = 1_000;
    const clock: Clock = {
      now: () => nowMs,
      after: (ms, call) => {
        const timer = setImmediate(() => {
          nowMs = Math.max(nowMs, nowMs + ms);
          call();
        });
        return () => clearImmediate(timer);
      },
    };
    const logins = new LoginSpacing();
    const times: number[] = [];
    const logIn = async (): Promise<void> => {
      await logins.turn(clock, 61_000, new AbortController().signal);
      times.push(nowMs);
    };
    await Promise.all([logIn(), logIn(), logIn()]);
    times.sort((a, b) => a - b);
    expect(times[0]).toBe(1_000);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(61_000);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(61_000);
  });
});
