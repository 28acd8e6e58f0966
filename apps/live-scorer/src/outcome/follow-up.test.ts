import { Bot } from '@moving-ground/deal';
import type { BotSettings, PriceTick, Transaction } from '@moving-ground/market';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walk } from '../trial/trial-market.fixture.ts';
import { FollowUp } from './follow-up.ts';

const anySettings: fc.Arbitrary<BotSettings> = fc.record({
  ordersPerSecond: fc.constantFrom(1, 2, 4),
  takeProfit: fc.constantFrom(0.3, 0.8, 2),
  stopLoss: fc.constantFrom(0.3, 0.8, 2),
  barrierUnit: fc.constantFrom('points', 'spreads'),
  maxHoldingSeconds: fc.option(fc.integer({ min: 1, max: 30 })),
  exitPrice: fc.constantFrom('offer', 'bid'),
  widestSpread: fc.constantFrom(null, 0.4),
});

/** A market with wide quotes and moments without dealing. */
const anyMarket: fc.Arbitrary<PriceTick[]> = fc
  .record({
    seed: fc.nat(10_000),
    kinds: fc.array(fc.constantFrom('plain', 'plain', 'plain', 'wide', 'closed', 'flat'), {
      minLength: 50,
      maxLength: 300,
      size: 'max',
    }),
  })
  .map(({ seed, kinds }) => {
    const ticks = walk(kinds.length, seed);
    return ticks.map((tick, i) => {
      if (kinds[i] === 'wide') return { ...tick, offer: tick.bid + 0.9 };
      if (kinds[i] === 'flat') return { ...tick, offer: tick.bid };
      return kinds[i] === 'closed' ? { ...tick, marketState: 'CLOSED' } : tick;
    });
  });

const scored = { readingId: 'r', askedAtMs: 0, score: 0.5, predictedLabel: 1, runId: 'run' } as const;

/** What the bot makes of an order on each tick on which it places one. */
function dealt(ticks: readonly PriceTick[], settings: BotSettings): Map<number, Transaction> {
  const bot = new Bot(settings, []);
  const completed = ticks
    .filter(({ marketState }) => marketState === 'TRADEABLE')
    .flatMap((tick) => [...bot.onTick({ ...tick, sequence: 0 }).completed]);
  return new Map(completed.map((transaction) => [transaction.openTimeMs, transaction]));
}

describe('a followed score', () => {
  it('ends as the bot’s own order on the same tick ends, however late its answer comes', () => {
    let ended = 0;
    fc.assert(
      fc.property(anyMarket, anySettings, fc.nat(40), (ticks, settings, delay) => {
        const followUp = new FollowUp(settings);
        const outcomes = new Map<number, unknown>();
        const answers: { readonly at: number; readonly id: string }[] = [];
        ticks.forEach((tick, i) => {
          for (const one of followUp.onTick(tick)) outcomes.set(one.openTimeMs, one);
          const id = followUp.place(tick);
          if (id !== undefined) answers.push({ at: i + delay, id });
          while (answers[0] && answers[0].at <= i) {
            const late = followUp.score(answers.shift()?.id ?? '', scored);
            if (late) outcomes.set(late.openTimeMs, late);
          }
        });
        for (const { id } of answers) {
          const late = followUp.score(id, scored);
          if (late) outcomes.set(late.openTimeMs, late);
        }
        for (const [openTimeMs, { closeTimeMs, exit, outcome, nominalProfit, actualProfit }] of dealt(
          ticks,
          settings,
        )) {
          expect(outcomes.get(openTimeMs)).toMatchObject({
            ...scored,
            closeTimeMs,
            exit,
            outcome,
            nominalProfit,
            actualProfit,
          });
          ended += 1;
        }
      }),
      { numRuns: 100 },
    );
    expect(ended).toBeGreaterThan(1000);
  });

  it('is not placed where the bot does not deal', () => {
    const settings = { ...fc.sample(anySettings, { numRuns: 1, seed: 1 })[0]!, widestSpread: 0.4 };
    const [tick] = walk(1, 1);
    const points = new FollowUp({ ...settings, barrierUnit: 'points' });
    expect(points.place(tick!)).toBeDefined();
    expect(points.place({ ...tick!, marketState: 'CLOSED' })).toBeUndefined();
    expect(points.place({ ...tick!, delayed: true })).toBeUndefined();
    expect(points.place({ ...tick!, offer: tick!.bid + 0.5 })).toBeUndefined();
    const spreads = new FollowUp({ ...settings, barrierUnit: 'spreads' });
    expect(spreads.place({ ...tick!, offer: tick!.bid })).toBeUndefined();
  });

  it('that is dropped has no outcome, and holds back no evidence', () => {
    const settings: BotSettings = {
      ordersPerSecond: 1,
      takeProfit: 1,
      stopLoss: 1,
      barrierUnit: 'points',
      maxHoldingSeconds: 5,
      exitPrice: 'offer',
      widestSpread: null,
    };
    const followUp = new FollowUp(settings);
    const ticks = walk(100, 3);
    const [first, second] = [followUp.place(ticks[0]!), followUp.place(ticks[1]!)];
    expect(followUp.oldestOpenMs).toBe(ticks[0]!.timeMs);
    followUp.drop(first!);
    expect(followUp.oldestOpenMs).toBe(ticks[1]!.timeMs);
    followUp.score(second!, { ...scored, askedAtMs: 7 });
    followUp.dropAskedSince(8);
    expect(followUp.open).toBe(1);
    followUp.dropAskedSince(7);
    expect(followUp.open).toBe(0);
    expect(followUp.oldestOpenMs).toBe(Infinity);
    expect(ticks.slice(2).flatMap((tick) => [...followUp.onTick(tick)])).toEqual([]);
  });
});
