import { describe, expect, it } from 'vitest';
import type { Followed } from '../reading.ts';
import { EvidenceByModel } from './evidence-by-model.ts';
import { comparedWith, LiveEvidence } from './live-evidence.ts';

const SECOND = 1000;

function followed(openSecond: number, heldSeconds: number, more: Partial<Followed> = {}): Followed {
  return {
    readingId: `r-${openSecond}`,
    askedAtMs: openSecond * SECOND,
    openTimeMs: openSecond * SECOND,
    closeTimeMs: (openSecond + heldSeconds) * SECOND,
    openPrice: 100,
    closePrice: 101,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: 1,
    actualProfit: 0.7,
    score: 0.6,
    predictedLabel: 1,
    runId: 'run',
    ...more,
  };
}

const LOSS = { outcome: 'loss', actualProfit: -1.3 } as const;

function evidenceOf(...all: readonly Followed[]): LiveEvidence {
  const evidence = new LiveEvidence();
  for (const one of all) evidence.add(one);
  return evidence;
}

describe('live evidence', () => {
  it('of nothing is nothing, and everything is possible', () => {
    const { precision, baseRate, meanActualProfit } = new LiveEvidence().record(Infinity);
    expect(precision).toEqual({ count: 0, hits: 0, share: null, effectiveSampleSize: 0, interval: [0, 1] });
    expect(baseRate).toEqual(precision);
    expect(meanActualProfit).toBeNull();
    expect(comparedWith([0.6, 0.7], precision)).toBe('cannot tell');
  });

  it('of orders one after the other is worth their number, with the Wilson interval of a textbook', () => {
    const orders = Array.from({ length: 10 }, (_, i) => followed(10 * i, 5, i < 8 ? {} : LOSS));
    const { precision } = evidenceOf(...orders).record(Infinity);
    expect(precision).toMatchObject({ count: 10, hits: 8, share: 0.8, effectiveSampleSize: 10 });
    // 8 of 10 at 95 %: 0.490 to 0.943.
    expect(precision.interval[0]).toBeCloseTo(0.4902, 4);
    expect(precision.interval[1]).toBeCloseTo(0.9433, 4);
  });

  it('of orders that are open together is worth no more than one, and says less', () => {
    const together = Array.from({ length: 10 }, () => followed(0, 60));
    const { precision } = evidenceOf(...together).record(Infinity);
    expect(precision.effectiveSampleSize).toBeCloseTo(1, 9);
    expect(precision.interval[0]).toBeCloseTo(0.2065, 4);
  });

  it('counts flagged orders for the precision, and all of them for the base rate', () => {
    const { precision, baseRate, meanActualProfit } = evidenceOf(
      followed(0, 5),
      followed(10, 5, LOSS),
      followed(20, 5, { ...LOSS, predictedLabel: 0 }),
      followed(30, 5, { predictedLabel: 0 }),
    ).record(Infinity);
    expect(precision).toMatchObject({ count: 2, hits: 1 });
    expect(baseRate).toMatchObject({ count: 4, hits: 2 });
    expect(meanActualProfit).toBeCloseTo(-0.3, 12);
  });

  it('leaves out whatever opened with or after the oldest open order: quick ends would be overcounted', () => {
    const evidence = evidenceOf(followed(30, 5), followed(10, 5), followed(20, 5, LOSS));
    expect(evidence.record(20 * SECOND)).toMatchObject({ closed: 3, matured: 1, precision: { hits: 1 } });
    expect(evidence.record(Infinity)).toMatchObject({ closed: 3, matured: 3 });
  });

  it('differs from what was promised only where both intervals lie apart', () => {
    const share = { count: 9, hits: 5, share: 0.5, effectiveSampleSize: 9, interval: [0.3, 0.7] } as const;
    const promised = [
      [0.1, 0.29],
      [0.1, 0.3],
      [0.4, 0.5],
      [0.7, 0.9],
      [0.71, 0.9],
    ] as const;
    expect(promised.map((interval) => comparedWith(interval, share))).toEqual([
      'better',
      'cannot tell',
      'cannot tell',
      'cannot tell',
      'worse',
    ]);
    expect(comparedWith(null, share)).toBe('cannot tell');
  });

  it('is kept apart by model, for the newest five, and given up from when another may have answered', () => {
    const models = new EvidenceByModel();
    for (let run = 1; run <= 7; run++) models.add(followed(run, 1, { runId: `run-${run}` }));
    expect(models.runIds()).toEqual(['run-3', 'run-4', 'run-5', 'run-6', 'run-7']);
    models.dropAskedSince(6 * SECOND);
    expect(models.runIds().map((runId) => models.of(runId).record(Infinity).closed)).toEqual([1, 1, 1, 0, 0]);
  });
});
