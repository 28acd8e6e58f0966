import type { Candidate } from '@moving-ground/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelScores, TestScores } from './comparison.ts';
import type { Decision, SelectionPolicy } from './decision.ts';
import { selectCandidate, type Selection } from './select-candidate.ts';

const policy: SelectionPolicy = {
  policy: 'gate',
  minRecall: 0.05,
  minSupport: 1,
  confidence: 0.95,
  coverage: 0.5,
  margin: 0,
  logLossMargin: 0,
};

const challenger: Candidate = {
  trainingJobName: 'fresh',
  status: 'Completed',
  hyperparameters: {},
  metrics: {
    'validation:precision': 0.6,
    'validation:recall': 0.3,
    'test:precision': 0.5,
    'test:recall': 0.5,
  },
  modelDataUrl: '',
};

const champion = { runId: 'r', modelName: 'm', dataEndMs: 1, schemaHash: 'same' };

/** Flags what scores at least 0.5. */
function modelOf(score: readonly number[], more: Partial<ModelScores> = {}): ModelScores {
  return {
    source: 'artifact',
    score: Float32Array.from(score),
    flagged: Uint8Array.from(score, (value) => (value >= 0.5 ? 1 : 0)),
    lossType: 'logistic',
    positiveExampleWeightMult: 1,
    ...more,
  };
}

function outcomes(label: readonly number[], profit: readonly number[] = label.map((one) => 20 * one - 11)) {
  return { label: Uint8Array.from(label), profit: Float64Array.from(profit) };
}

function decide(scores: TestScores, more: Partial<Selection> = {}, schemaHash = 'same'): Decision {
  const part = {
    rows: scores.label.length,
    positives: 1,
    effectiveSampleSize: 1,
    firstOpenMs: 0,
    lastCloseMs: 1,
    medianHoldingMs: 1,
  };
  return selectCandidate({
    candidates: [challenger],
    judged: { part: 'validation', rows: 1000, positives: 500, effectiveSampleSize: 100 },
    policy,
    dataEndMs: 2,
    champion,
    test: { schemaHash, windowSeconds: 600, part, scores },
    ...more,
  });
}

const label = [1, 1, 0, 0];
const good = modelOf([0.9, 0.8, 0.2, 0.1]);
const bad = modelOf([0.1, 0.2, 0.8, 0.9]);

describe('challenger and champion on the same test part', () => {
  it('flag as many rows each, and each number is by hand', () => {
    // Half of the rows: 0.9 and 0.7 of the champion, which flags three by its own threshold.
    const other = modelOf([0.9, 0.6, 0.7, 0.1]);
    const { comparison } = decide({ ...outcomes(label), challenger: good, champion: other });
    expect(comparison).toMatchObject({ verdict: 'not-worse', rows: 4, flaggedRows: 2, coverage: 0.5 });
    expect(comparison?.challenger).toMatchObject({ flaggedByItself: 2, precision: 1, expectancy: 9 });
    expect(comparison?.champion).toMatchObject({ flaggedByItself: 3, precision: 0.5, expectancy: -1 });
    const loss = -(Math.log(0.9) + Math.log(0.8) + Math.log(0.8) + Math.log(0.9)) / 4;
    expect(comparison?.challenger.logLoss).toBeCloseTo(loss, 6);
  });

  it('retains the champion that is better by more than the margin, and says in what', () => {
    const decision = decide({ ...outcomes(label), challenger: bad, champion: good });
    expect(decision).toMatchObject({
      verdict: 'retain',
      promoted: null,
      challenger: 'fresh',
      comparison: { verdict: 'worse', worseIn: ['precision', 'expectancy', 'logLoss'] },
    });
    expect(decision.reason).toContain('worse than the champion by more than the margin in precision and');
    expect(decision.reason).toContain('precision 0.0000 against 1.0000 (margin 0.0000)');
  });

  it('takes what costs money for worse, though its precision is the same', () => {
    const flagsTheWorseLoss = modelOf([0.9, 0.1, 0.8, 0.2]);
    const flagsTheOther = modelOf([0.9, 0.1, 0.2, 0.8]);
    const scores = {
      ...outcomes(label, [10, 10, -50, -10]),
      challenger: flagsTheWorseLoss,
      champion: flagsTheOther,
    };
    const found = decide(scores, { policy: { ...policy, logLossMargin: null } });
    expect(found.comparison).toMatchObject({ verdict: 'worse', worseIn: ['expectancy'] });
    // A loss in the place of a profit costs 10 + 30 on average; two rows of lack 20 are within 0.5 of that.
    const wide = decide(scores, { policy: { ...policy, margin: 0.5, logLossMargin: null } });
    expect(wide.comparison?.margins).toEqual({ precision: 0.5, expectancy: 20, logLoss: null });
    expect(wide.verdict).toBe('promote');
  });

  it('does not mind which of two exaggerates more: neither counts for worse than the base rate', () => {
    // The same ranks, losses of 4.3 and 2.0; a guess at the base rate has 0.7.
    const loud = modelOf([0.01, 0.02, 0.98, 0.99]);
    const scores = { ...outcomes(label), challenger: loud, champion: bad };
    const { comparison } = decide(scores);
    expect(comparison?.challenger.logLoss).toBeGreaterThan(2 * (comparison?.champion?.logLoss ?? NaN));
    expect(comparison).toMatchObject({ verdict: 'not-worse', baseRateLogLoss: Math.log(2) });
    const knowing = modelOf([0.6, 0.59, 0.41, 0.4]);
    expect(decide({ ...scores, champion: knowing }).comparison?.worseIn).toContain('logLoss');
  });

  it('compares no weights: the odds are divided by what positives weighed', () => {
    const odds = (p: number, weight: number): number => (p * weight) / (p * weight + 1 - p);
    const heavy = modelOf(
      [0.9, 0.8, 0.2, 0.1].map((p) => odds(p, 50)),
      { positiveExampleWeightMult: 50 },
    );
    const { comparison } = decide({ ...outcomes(label), challenger: heavy, champion: good });
    expect(comparison?.challenger.logLoss).toBeCloseTo(comparison?.champion?.logLoss ?? NaN, 5);
    const unknowing = decide({ ...outcomes(label), challenger: { ...heavy, positiveExampleWeightMult: 1 } });
    expect(unknowing.comparison?.challenger.logLoss).toBeGreaterThan(1);
  });

  it('has no log-loss of a hinge loss, and a finite one of certainty', () => {
    const hinge = modelOf([3, 2, -1, -2], { lossType: 'hinge_loss' });
    const certain = modelOf([0, 1, 1, 0]);
    const { comparison } = decide({ ...outcomes(label), challenger: hinge, champion: certain });
    expect(comparison?.challenger.logLoss).toBeNull();
    expect(comparison?.champion?.logLoss).toBeLessThan(20);
    expect(comparison?.verdict).toBe('not-worse');
  });

  it('promotes beside a champion of other columns, which is not even looked at', () => {
    const decision = decide({ ...outcomes(label), challenger: bad, champion: good }, {}, 'other');
    expect(decision).toMatchObject({
      verdict: 'promote',
      comparison: { verdict: 'not-comparable', champion: null },
    });
    expect(decision.reason).toContain('trained on other columns (another schema hash)');
  });

  it('promotes without a champion, with its numbers all the same', () => {
    const decision = decide({ ...outcomes(label), challenger: bad }, { champion: undefined });
    expect(decision).toMatchObject({
      verdict: 'promote',
      comparison: { verdict: 'no-champion', challenger: { precision: 0 } },
    });
  });

  it('is for the record only under the policy objective-best', () => {
    const decision = decide(
      { ...outcomes(label), challenger: bad, champion: good },
      { policy: { ...policy, policy: 'objective-best' } },
    );
    expect(decision).toMatchObject({ verdict: 'promote', comparison: { verdict: 'worse' } });
  });
});

describe('an artifact that nobody can read', () => {
  const unread = (metrics: Record<string, number>) =>
    ({ source: 'service', refusal: 'no Linear Learner', metrics }) as const;
  const told = unread({ 'test:precision': 0.5, 'test:recall': 0.5 });

  it("of the challenger leaves the service's metrics, and the champion flags as many rows", () => {
    // 0.5 x 2 positives / 0.5 = 2 rows flagged, half of them rightly.
    const decision = decide({ ...outcomes(label), challenger: told, champion: good });
    expect(decision).toMatchObject({
      verdict: 'retain',
      comparison: {
        flaggedRows: 2,
        worseIn: ['precision'],
        challenger: { source: 'service', precision: 0.5, logLoss: null, refusal: 'no Linear Learner' },
        champion: { source: 'artifact', precision: 1 },
      },
    });
    expect(decision.reason).toContain("of the challenger only the service's own metrics are known");
  });

  it("of the champion leaves those of its own run, and the record says whose part they're of", () => {
    const decision = decide({ ...outcomes(label), challenger: good, champion: told });
    expect(decision).toMatchObject({ verdict: 'promote', comparison: { champion: { precision: 0.5 } } });
    expect(decision.reason).toContain("on its own run's test part: no Linear Learner");
  });

  it('without metrics cannot be compared, so the fresher one serves', () => {
    const decision = decide({ ...outcomes(label), challenger: unread({}), champion: good });
    expect(decision).toMatchObject({ verdict: 'promote', comparison: { verdict: 'not-comparable' } });
  });
});

describe('the evidence', () => {
  const spanning = (lastCloseMs: number): Decision => {
    const part = {
      rows: 9,
      positives: 4,
      effectiveSampleSize: 2.5,
      firstOpenMs: 1000,
      lastCloseMs,
      medianHoldingMs: 50_000,
    };
    return decide(
      { ...outcomes(label), challenger: good },
      { test: { schemaHash: 'same', windowSeconds: 600, part } },
    );
  };

  it('is thin below three stretches of window and median holding, and the decision warns', () => {
    // 3 x (600 + 50) s = 1,950 s.
    expect(spanning(1_950_999).test).toMatchObject({ evidence: 'thin', neededMs: 1_950_000 });
    expect(spanning(1_951_000).test).toMatchObject({ evidence: 'enough', spanMs: 1_950_000, rows: 9 });
    expect(spanning(1_950_999).warnings).toEqual([expect.stringContaining('the evidence is thin')]);
    expect(spanning(1_951_000).warnings).toEqual([]);
  });
});

const anyRows = fc.array(
  fc.record({
    label: fc.constantFrom(0, 1),
    score: fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10),
    other: fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10),
    profit: fc.integer({ min: -40, max: 40 }),
  }),
  { minLength: 1, maxLength: 40 },
);

type Rows = readonly { label: number; score: number; other: number; profit: number }[];

const outcomesOf = (rows: Rows) =>
  outcomes(
    rows.map((row) => row.label),
    rows.map((row) => row.profit),
  );

type Numbers = Readonly<Record<'precision' | 'expectancy' | 'logLoss', number>>;

/** Challenger and champion, all numbers known. */
function sidesOf({ comparison }: Decision): [Numbers, Numbers] {
  return [comparison?.challenger, comparison?.champion].map((side) => ({
    precision: side?.precision ?? NaN,
    expectancy: side?.expectancy ?? NaN,
    logLoss: side?.logLoss ?? NaN,
  })) as [Numbers, Numbers];
}

function isWorseInAnything(decision: Decision): boolean {
  const [own, others] = sidesOf(decision);
  const baseRate = decision.comparison?.baseRateLogLoss ?? NaN;
  return (
    own.precision < others.precision ||
    own.expectancy < others.expectancy ||
    Math.min(own.logLoss, baseRate) > Math.min(others.logLoss, baseRate)
  );
}

describe('whatever the rows', () => {
  it('a champion equal to the challenger is replaced: freshness is the prior', () => {
    fc.assert(
      fc.property(anyRows, fc.double({ min: 0, max: 1, noNaN: true }), (rows, margin) => {
        const model = modelOf(rows.map((row) => row.score));
        const decision = decide(
          { ...outcomesOf(rows), challenger: model, champion: modelOf(rows.map((row) => row.score)) },
          { policy: { ...policy, margin } },
        );
        expect(decision.verdict).toBe('promote');
        expect(decision.comparison?.verdict).toBe('not-worse');
      }),
    );
  });

  it('a strictly worse challenger at margin 0 is retained against, and never at a margin of everything', () => {
    let worse = 0;
    fc.assert(
      fc.property(anyRows, (rows) => {
        // A run whose test part has one class ends before this.
        fc.pre(new Set(rows.map((row) => row.label)).size === 2);
        const scores = {
          ...outcomesOf(rows),
          challenger: modelOf(rows.map((row) => row.score)),
          champion: modelOf(rows.map((row) => row.other)),
        };
        const decision = decide(scores);
        const isWorse = isWorseInAnything(decision);
        expect(decision.verdict).toBe(isWorse ? 'retain' : 'promote');
        if (isWorse) worse++;
        const wide = { ...policy, margin: 1, logLossMargin: null };
        const { worseIn = [] } = decide(scores, { policy: wide }).comparison ?? {};
        expect(worseIn.filter((what) => what !== 'expectancy')).toEqual([]);
      }),
    );
    expect(worse).toBeGreaterThan(20);
  });

  it('the numbers do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(anyRows, fc.infiniteStream(fc.nat()), (rows, chance) => {
        const shuffled = rows
          .map((row) => ({ row, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        const numbers = (some: Rows): number[] =>
          sidesOf(
            decide({
              ...outcomesOf(some),
              challenger: modelOf(some.map((row) => row.score)),
              champion: modelOf(some.map((row) => row.other)),
            }),
          ).flatMap(({ precision, expectancy, logLoss }) => [precision, expectancy, logLoss]);
        const other = numbers(shuffled);
        numbers(rows).forEach((value, i) => {
          expect(value).toBeCloseTo(other[i] ?? NaN, 9);
        });
      }),
    );
  });

  it('both flag the same number of rows, however the scores are tied', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const all = { ...outcomesOf(rows), profit: new Float64Array(rows.length).fill(1) };
        const { comparison } = decide({
          ...all,
          challenger: modelOf(rows.map((row) => row.score)),
          champion: modelOf(rows.map((row) => row.other)),
        });
        // With a profit of 1 on each row, the mean of the flagged ones is 1 exactly when they add up to their number.
        expect(comparison?.challenger.expectancy).toBeCloseTo(1, 9);
        expect(comparison?.champion?.expectancy).toBeCloseTo(1, 9);
        expect(comparison?.flaggedRows).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
