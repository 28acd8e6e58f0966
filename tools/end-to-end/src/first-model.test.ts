import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, startLoop, type Ended, type Event } from './loop.ts';
import type { Report } from './report.ts';
import { SMALL } from './small-batches.ts';

describe('a start with --once', () => {
  let ended: Ended;
  let report: Report;

  beforeAll(async () => {
    ended = await startLoop('--once', '--data', freshFolder(), ...SMALL).ended;
    const told = ended.events.find(({ event }) => event === 'report');
    report = JSON.parse(readFileSync(String(told?.['file']), 'utf8')) as Report;
  }, 180_000);

  const named = (name: string): Event[] => ended.events.filter(({ event }) => event === name);

  it('ends with exit code 0 at its first model', () => {
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(named('run-ended').filter(({ outcome }) => outcome === 'promoted')).toHaveLength(1);
  });

  it('tells ticks, open orders and the batches it exports', () => {
    expect(
      named('progress').some(({ ticks, openOrders }) => Number(ticks) > 0 && Number(openOrders) > 0),
    ).toBe(true);
    expect(named('batch-exported').map(({ transactions }) => transactions)).toContain(600);
  });

  it('tells the states of the promoted run in the order of the state machine', () => {
    const states = named('state-entered')
      .filter(({ runId, state }) => runId === report.runId && state !== 'WaitForTurn')
      .map(({ state }) => state);
    const expected = ['CheckBatch', 'ExtractInLambda', 'TuneModel', 'SelectModel', 'CreateModel'];
    expect(states.filter((state) => expected.includes(String(state)))).toEqual(expected);
    expect(states.indexOf('VerifyEndpoint')).toBeGreaterThan(states.indexOf('CreateModel'));
  });

  it('tells every training of the tuning job with its objective', () => {
    const candidates = named('training-ended')
      .filter(({ runId }) => runId === report.runId)
      .map(({ candidate }) => candidate as Report['trainings'][number]);
    expect(candidates).toHaveLength(4);
    const precisions = candidates
      .filter(({ status }) => status === 'Completed')
      .map(({ metrics }) => metrics['validation:precision']);
    expect(precisions.length).toBeGreaterThan(0);
    expect(precisions.every((precision) => precision !== undefined && precision >= 0 && precision <= 1)).toBe(
      true,
    );
  });

  it('writes a report whose numbers agree with one another', () => {
    const { evaluation, dataset } = report;
    expect(evaluation.rows).toBe(dataset.parts.test.rows);
    expect(evaluation.effectiveSampleSize).toBeGreaterThan(0);
    expect(evaluation.effectiveSampleSize).toBeLessThanOrEqual(evaluation.rows);
    expect(evaluation.confusion).toHaveLength(2);
    for (const { truePositives, falsePositives, trueNegatives, falseNegatives } of evaluation.confusion) {
      expect(truePositives + falsePositives + trueNegatives + falseNegatives).toBe(evaluation.rows);
      expect((truePositives + falseNegatives) / evaluation.rows).toBeCloseTo(evaluation.baseRate, 12);
    }
    expect(evaluation.predictions).toHaveLength(5);
    for (const { score } of evaluation.predictions) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });
});
