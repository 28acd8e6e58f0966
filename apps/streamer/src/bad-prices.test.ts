import { Capture, type CaptureCounts } from '@moving-ground/capture';
import { Bot, type Dealings } from '@moving-ground/deal';
import { mapPrice, PRICE_FIELDS, UnusablePrice } from '@moving-ground/lightstreamer';
import type { StoredTick } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuration } from './trial-streamer.ts';

type Field = (typeof PRICE_FIELDS)[number];
type Update = Readonly<Record<Field, string | null>>;

const START = Date.UTC(2026, 0, 5, 10);

/** The n-th price of a market that swings by a few points; every field is sound. */
function soundUpdate(n: number): Update {
  const offer = 6512 + Math.round(40 * Math.sin(n / 9)) / 10;
  return {
    TIMESTAMP: String(START + n * 70),
    BIDPRICE1: String(offer - 1),
    ASKPRICE1: String(offer),
    DLG_FLAG: 'DEAL    ',
    MID_OPEN: '6400.25',
    HIGH: '6600',
    LOW: '6300.5',
    NET_CHG: String(n),
    NET_CHG_PCT: '-0.5',
    DELAY: '0',
  };
}

const NO_NUMBERS = [
  '-',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e400',
  '0x10',
  '1,5',
  '6 512',
  ' 1',
  'null',
  '=cmd()',
];
const NO_PRICES = [...NO_NUMBERS, '0', '-0', '-6512', '1e308', '1.7976931348623157e308', '1e-400'];
const NOTHING = [null, ''];

/** What no sound update has, field by field. A missing figure of the day is sound, so it is not among them. */
const BAD: Readonly<Record<Field, readonly (string | null)[]>> = {
  TIMESTAMP: [
    ...NOTHING,
    '-',
    'NaN',
    '-1',
    '0',
    '1.5',
    '12:30:00',
    '999999999999999',
    '1e13',
    '9'.repeat(400),
  ],
  BIDPRICE1: [...NOTHING, ...NO_PRICES, '6600', '1'],
  ASKPRICE1: [...NOTHING, ...NO_PRICES, '6400', '99999'],
  DLG_FLAG: [...NOTHING, '-', 'OPEN', 'deal', 'DEAL\u0000'],
  MID_OPEN: NO_PRICES,
  HIGH: NO_PRICES,
  LOW: NO_PRICES,
  NET_CHG: NO_NUMBERS,
  NET_CHG_PCT: NO_NUMBERS,
  DELAY: [...NOTHING, '2', '-', 'false'],
};

/** Each field on its own is sound, together they are not. */
const anyCrossed = fc
  .integer({ min: 1, max: 900 })
  .map((points) => ({ BIDPRICE1: '6900', ASKPRICE1: String(6900 - points) }));

const anyBad: fc.Arbitrary<Partial<Update>> = fc.oneof(
  { weight: 1, arbitrary: anyCrossed },
  {
    weight: 5,
    arbitrary: fc
      .subarray([...PRICE_FIELDS], { minLength: 1 })
      .chain((fields) =>
        fc
          .tuple(...fields.map((field) => fc.constantFrom(...BAD[field])))
          .map(
            (values) => Object.fromEntries(fields.map((field, i) => [field, values[i]])) as Partial<Update>,
          ),
      ),
  },
);

/** Null: the update stays sound. */
const anyFeed = fc.array(fc.option(anyBad, { freq: 5 }), { minLength: 1000, maxLength: 1000 });

class Chain {
  readonly capture = new Capture({ maxGapSeconds: 60 });
  readonly kept: StoredTick[] = [];
  readonly dealings: Dealings[] = [];
  refused = 0;
  readonly #bot = new Bot(configuration.bot, []);

  take(update: Update): void {
    const tick = this.#map(update);
    const captured = tick && this.capture.accept(tick, false);
    if (!captured) return;
    this.kept.push(captured.stored);
    if (captured.tradeable) this.dealings.push(this.#bot.onTick(captured.stored));
  }

  #map(update: Update): ReturnType<typeof mapPrice> | undefined {
    try {
      return mapPrice(PRICE_FIELDS.map((field) => update[field]));
    } catch (error) {
      expect(error).toBeInstanceOf(UnusablePrice);
      this.refused += 1;
      return undefined;
    }
  }
}

const quarantined = ({ quarantined: by }: CaptureCounts): number =>
  Object.values(by).reduce((sum, count) => sum + count, 0);

describe('a hundred thousand updates with values that are no prices', () => {
  it('give no order and no fill but those of the sound ones, and every bad one is counted once', () => {
    const reasons = new Map<string, number>();
    let [bad, orders, fills] = [0, 0, 0];
    fc.assert(
      fc.property(anyFeed, (feed) => {
        const [disturbed, clean] = [new Chain(), new Chain()];
        feed.forEach((fault, n) => {
          disturbed.take({ ...soundUpdate(n), ...fault });
          if (!fault) clean.take(soundUpdate(n));
        });
        expect(disturbed.kept).toEqual(clean.kept);
        expect(disturbed.dealings).toEqual(clean.dealings);
        const { counts } = disturbed.capture;
        const faults = feed.filter((fault) => fault !== null).length;
        expect(disturbed.refused + quarantined(counts)).toBe(faults);
        expect(counts).toMatchObject({
          accepted: feed.length - faults,
          repeated: 0,
          outOfOrder: 0,
          known: 0,
        });
        bad += faults;
        for (const [reason, count] of Object.entries(counts.quarantined))
          reasons.set(reason, (reasons.get(reason) ?? 0) + count);
        reasons.set('refused', (reasons.get('refused') ?? 0) + disturbed.refused);
        orders += clean.dealings.flatMap(({ opened }) => opened).length;
        fills += clean.dealings.flatMap(({ completed }) => completed).length;
      }),
      { numRuns: 130 },
    );
    expect(bad).toBeGreaterThan(100_000);
    expect(Math.min(orders, fills)).toBeGreaterThan(1000);
    const met = [...reasons].filter(([, count]) => count > 0).map(([reason]) => reason);
    expect(met.sort()).toEqual([
      'absurd-price',
      'absurd-spread',
      'bid-above-offer',
      'not-positive',
      'refused',
      'time-out-of-range',
    ]);
  }, 120_000);

  it('are told apart from one that only leaves the figures of the day open', () => {
    const chain = new Chain();
    const open = { MID_OPEN: null, HIGH: null, LOW: '', NET_CHG: null, NET_CHG_PCT: null };
    chain.take({ ...soundUpdate(0), ...open });
    expect(chain.capture.counts.accepted).toBe(1);
    expect(chain.dealings.flatMap(({ opened }) => opened)).toHaveLength(1);
  });
});
