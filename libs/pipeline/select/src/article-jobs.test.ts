import type { Candidate } from '@moving-ground/model';
import { describe, expect, it } from 'vitest';
import { selectCandidate, type SelectionPolicy } from './index.ts';

/**
 * The article's tuning as it is published: ten jobs, precision rising over them, of the sixth the numbers of its test
 * part, of the others none.
 */
const tenJobs: readonly Candidate[] = Array.from({ length: 10 }, (_, i) => ({
  trainingJobName: `job-${String(i + 1).padStart(3, '0')}`,
  status: 'Completed',
  hyperparameters: {},
  metrics: i === 5 ? { 'test:precision': 1, 'test:recall': 0.017, 'test:binary_f_beta': 0.033 } : {},
  modelDataUrl: '',
}));

/** 15 % of its published 10,105 rows; the base rate is not published, half is assumed. */
const judged = { part: 'test', rows: 1515, positives: 758, effectiveSampleSize: 1515 } as const;

const gate: SelectionPolicy = {
  policy: 'gate',
  minRecall: 0.05,
  minSupport: 20,
  confidence: 0.95,
  coverage: 0.2,
  margin: 0.1,
  logLossMargin: 0.05,
};

const champion = { runId: 'r', modelName: 'the-one-before', dataEndMs: 1, schemaHash: 's' };
const decide = (policy: SelectionPolicy) =>
  selectCandidate({ candidates: tenJobs, judged, policy, dataEndMs: 2, champion });

describe("the article's ten jobs", () => {
  it('leave the champion where it is, and the reason has the numbers of the sixth', () => {
    const decision = decide(gate);
    expect(decision).toMatchObject({ verdict: 'retain', promoted: null, challenger: null, champion });
    expect(decision.reason).toContain(
      'job-006: its test:recall was 0.017, below minRecall 0.05, ' +
        'it flagged 13 rows of the test part, below minSupport 20',
    );
    expect(decision.reason).toContain('job-001: it has no test:recall');
  });

  it("are deployed by their highest objective under the article's policy, with what the gate says of it", () => {
    const decision = decide({ ...gate, policy: 'objective-best' });
    expect(decision).toMatchObject({ verdict: 'promote', promoted: 'job-006' });
    expect(decision.reason).toBe(
      'job-006 has the highest test:precision of 10 candidates: precision 1.000, recall 0.017 on the test part',
    );
    expect(decision.warnings).toEqual([
      expect.stringContaining('the tuning has seen the test part'),
      expect.stringContaining('the gate would refuse job-006: its test:recall was 0.017'),
    ]);
  });
});
