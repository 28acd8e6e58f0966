import type { SageMaker } from '@moving-ground/aws-clients/sagemaker';
import { describe, expect, it } from 'vitest';
import { Board } from '../serve/board.ts';
import { TuningWatch } from './watch-tuning.ts';

const runId = '20260105t101500-0f3a9c21-1';

/** A service with one tuning job, of this name. */
function serviceWith(job: string, asked: string[]): SageMaker {
  const known = (name: string): void => {
    asked.push(name);
    if (name !== job) throw Object.assign(new Error(name), { name: 'ResourceNotFound' });
  };
  return {
    describeTuningJob: async (name: string) => {
      known(name);
      return { objective: { metricName: 'validation:precision' }, bestTrainingJobName: `${job}-001` };
    },
    listTrainingJobs: async () => [`${job}-001`],
    describeTrainingJob: async () => ({
      status: 'Completed',
      failureReason: '',
      hyperparameters: {},
      metrics: { 'validation:precision': 0.6 },
    }),
  } as unknown as SageMaker;
}

describe('the tuning of a run', () => {
  it('is found by the name that its stage gave it', async () => {
    const asked: string[] = [];
    const place = { maxJobs: 10, runPrefix: 'd-' };
    const watch = new TuningWatch(serviceWith(`d-${runId}`, asked), new Board(), place);
    expect(await watch.of(runId)).toMatchObject({ runId, maxJobs: 10, best: `d-${runId}-001` });
    expect(asked).toEqual([`d-${runId}`]);
  });

  it('is nothing where the run has none', async () => {
    const place = { maxJobs: 10, runPrefix: '' };
    const watch = new TuningWatch(serviceWith('another', []), new Board(), place);
    expect(await watch.of(runId)).toBeUndefined();
  });
});
