import type { Candidate } from '@moving-ground/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  challengerOf,
  judgedPartOf,
  selectCandidate,
  UnknownObjective,
  type JudgedPart,
  type Selection,
  type SelectionPolicy,
} from './index.ts';

const judged: JudgedPart = { part: 'validation', rows: 1500, positives: 750, effectiveSampleSize: 150 };
const policy: SelectionPolicy = {
  policy: 'gate',
  minRecall: 0.05,
  minSupport: 20,
  confidence: 0.95,
  coverage: 0.2,
  margin: 0.1,
  logLossMargin: 0.05,
};

function candidate(
  name: string,
  precision?: number,
  recall?: number,
  more: Partial<Candidate> = {},
): Candidate {
  const metrics = {
    ...(precision !== undefined && { 'validation:precision': precision }),
    ...(recall !== undefined && { 'validation:recall': recall }),
  };
  return {
    trainingJobName: name,
    status: 'Completed',
    hyperparameters: {},
    metrics,
    modelDataUrl: `s3://${name}`,
    ...more,
  };
}

const select = (candidates: readonly Candidate[], more: Partial<Selection> = {}) =>
  selectCandidate({ candidates, judged, policy, dataEndMs: 1000, ...more });

/** Ten jobs like the article's: precision rises over the tuning, the sixth has precision 1 at recall 0.017. */
const article = [
  candidate('job-001', 0.61, 0.9),
  candidate('job-002', 0.62, 0.85),
  candidate('job-003', 0.6, 1),
  candidate('job-004', 0.68, 0.5),
  candidate('job-005', 0.72, 0.3),
  candidate('job-006', 1, 0.017),
  candidate('job-007', 0.75, 0.27),
  candidate('job-008', 0.74, 0.26),
  candidate('job-009', 0.7, 0.25),
  candidate('job-010', 0.66, 0.6),
];

describe('the selection', () => {
  it("does not promote the article's job with precision 1 and recall 0.017, and says why", () => {
    const decision = select(article);
    expect(decision.verdict).toBe('promote');
    expect(decision.promoted).not.toBe('job-006');
    const refused = decision.candidates.find(({ trainingJobName }) => trainingJobName === 'job-006');
    expect(refused?.refusals).toEqual([
      'its validation:recall was 0.017, below minRecall 0.05',
      'it flagged 13 rows of the validation part, below minSupport 20',
    ]);
  });

  it('keeps the champion when only that job is offered, with the reason', () => {
    const decision = select(article.filter(({ trainingJobName }) => trainingJobName === 'job-006'));
    expect(decision).toMatchObject({ verdict: 'retain', promoted: null });
    expect(decision.reason).toContain('job-006: its validation:recall was 0.017');
  });

  it('ranks by the lower bound: more flagged rows can outweigh a little more precision', () => {
    const narrow = candidate('narrow', 0.75, 0.1);
    const wide = candidate('wide', 0.72, 0.6);
    const decision = select([narrow, wide]);
    expect(decision.promoted).toBe('wide');
    const [first, second] = decision.candidates;
    expect(first?.precisionLowerBound).toBeGreaterThan(second?.precisionLowerBound ?? 1);
    // 0.1 x 750 / 0.75 = 100 rows, worth 100 x 150 / 1500 = 10.
    expect(second).toMatchObject({ predictedPositives: 100, effectivePositives: 10 });
    expect(decision.baseRate).toBe(0.5);
  });

  it('warns that the first model was compared with nothing', () => {
    expect(select(article).warnings).toHaveLength(1);
    const champion = { runId: 'r', modelName: 'm', dataEndMs: 999, schemaHash: 's' };
    const decision = select(article, { champion });
    expect(decision.warnings).toEqual([]);
    expect(decision.champion).toEqual(champion);
    expect(decision.verdict).toBe('promote');
  });

  it('never replaces a champion that learned from later data, but one of the same data', () => {
    const champion = { runId: 'r', modelName: 'newer', dataEndMs: 1001, schemaHash: 's' };
    expect(select(article, { champion })).toMatchObject({ verdict: 'retain', promoted: null });
    expect(select(article, { champion }).reason).toContain('newer');
    expect(select(article, { champion: { ...champion, dataEndMs: 1000 } }).verdict).toBe('promote');
  });

  it.each([
    ['failed', candidate('x', 0.9, 0.5, { status: 'Failed' }), 'its training job is Failed'],
    ['stopped', candidate('x', 0.9, 0.5, { status: 'Stopped' }), 'its training job is Stopped'],
    ['without metrics', candidate('x'), 'it has no validation:recall'],
    ['with a precision that is no number', candidate('x', NaN, 0.5), 'its validation:precision says nothing'],
    ['that is always wrong', candidate('x', 0, 0.5), 'its validation:precision says nothing'],
    [
      'measured on another part only',
      candidate('x', undefined, undefined, { metrics: { 'test:precision': 1, 'test:recall': 1 } }),
      'it has no validation:recall',
    ],
  ])('refuses a job %s', (_, offered, why) => {
    const decision = select([offered]);
    expect(decision.verdict).toBe('retain');
    expect(decision.candidates[0]?.refusals.join()).toContain(why);
  });

  it('tells whose artifact to score before it is decided: none where the champion is ahead or nothing fits', () => {
    const offered = { candidates: article, judged, policy, dataEndMs: 1000 };
    const champion = { runId: 'r', modelName: 'm', dataEndMs: 1001, schemaHash: 's' };
    expect(challengerOf(offered)?.trainingJobName).toBe(select(article).promoted);
    expect(challengerOf({ ...offered, champion })).toBeUndefined();
    expect(challengerOf({ ...offered, candidates: [candidate('x', 1, 0.01)] })).toBeUndefined();
  });

  it('retains when there is no candidate, and when the judged part is empty', () => {
    expect(select([]).reason).toBe('the tuning has no candidates');
    const empty = { ...judged, rows: 0, positives: 0, effectiveSampleSize: 0 };
    expect(select(article, { judged: empty })).toMatchObject({ verdict: 'retain', baseRate: null });
  });

  it('reads the part from the objective', () => {
    expect(judgedPartOf('validation:precision')).toBe('validation');
    expect(judgedPartOf('test:precision')).toBe('test');
    expect(() => judgedPartOf('train:precision')).toThrow(UnknownObjective);
  });

  const anyCandidates = fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(0, 0.25, 0.5, 0.5, 0.75, 1),
        fc.constantFrom(0, 0.02, 0.3, 0.3, 1),
        fc.constantFrom('Completed' as const, 'Failed' as const),
      ),
      { selector: ([name]) => name, maxLength: 12 },
    )
    .map((list) => list.map(([name, p, r, status]) => candidate(`job-${name}`, p, r, { status })));

  it('does not depend on the order of the jobs', () => {
    fc.assert(
      fc.property(anyCandidates, fc.infiniteStream(fc.nat()), (candidates, chance) => {
        const shuffled = candidates
          .map((c) => ({ c, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ c }) => c);
        expect(select(shuffled)).toEqual(select(candidates));
      }),
    );
  });

  it('promotes only what passes, and nothing that passes has a higher bound', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const decision = select(candidates);
        const passing = decision.candidates.filter(({ refusals }) => refusals.length === 0);
        const chosen = decision.candidates.find(
          ({ trainingJobName }) => trainingJobName === decision.promoted,
        );
        expect(chosen).toBe(passing[0]);
        for (const other of passing) {
          expect(other.status).toBe('Completed');
          expect(other.metrics['validation:recall']).toBeGreaterThanOrEqual(policy.minRecall);
          expect(chosen?.precisionLowerBound).toBeGreaterThanOrEqual(other.precisionLowerBound ?? NaN);
        }
      }),
    );
  });
});
