import { parseConfiguration } from '@moving-ground/configuration';
import { createInMemoryStorage } from '@moving-ground/aws-clients/in-memory';
import type { Champion } from '@moving-ground/run';
import { describe, expect, it } from 'vitest';
import { capacityOf } from './select/select-model.ts';
import type { SelectorEffects } from './selector-effects.ts';
import { readSettings } from './settings.ts';
import { forgetOldRuns } from './verify/forget-old-runs.ts';

const batches = ['20260101t000000-00000001', '20260102t000000-00000002', '20260103t000000-00000003'];
const newest = batches[2]!;
const champion: Champion = {
  runId: `${newest}-1`,
  modelName: `d-${newest}-1-001-abcdef01`,
  modelDataUrl: 's3://model',
  endpointName: 'moving-ground-dev',
  endpointConfigName: `d-${newest}-1`,
  schemaHash: 'hash',
  featureDim: 6,
  dataEndMs: 1,
  promotedAtMs: 1,
};

/** What is left of everything in the account when the stage of this prefix has tidied up, keeping one run. */
async function leftAfter(runPrefix: string, everything: readonly string[]): Promise<readonly string[]> {
  const left = new Set(everything);
  const names = () => Promise.resolve([...left]);
  const remove = (name: string) => Promise.resolve(void left.delete(name));
  const refuse = () => Promise.reject(new Error('not asked for'));
  const effects: SelectorEffects = {
    storage: createInMemoryStorage(),
    sageMaker: {
      listTrainingJobs: refuse,
      describeTrainingJob: refuse,
      describeEndpoint: refuse,
      modelExists: refuse,
      endpointConfigExists: refuse,
      modelNames: names,
      endpointConfigNames: names,
      deleteModel: remove,
      deleteEndpointConfig: remove,
      addTags: refuse,
      updateEndpoint: refuse,
    },
    runtime: { invoke: refuse },
    settings: {
      configuration: parseConfiguration({ retention: { runs: 1 } }, 'test'),
      bucket: 'ground',
      runPrefix,
      rollbackAlarms: [],
      stage: undefined,
    },
    now: () => 1,
    log: { info: () => undefined, warn: () => undefined },
  };
  await forgetOldRuns(champion, effects);
  return [...left];
}

describe('several stages in one account', () => {
  it('tidy up what is their own and nothing else', async () => {
    const own = batches.map((batch) => `d-${batch}-1`);
    const others = batches.flatMap((batch) => [`p-${batch}-1`, `${batch}-1`, `dd-${batch}-1`]);
    expect(await leftAfter('d-', [...own, ...others, 'somebody-elses'])).toEqual([
      `d-${newest}-1`,
      ...others,
      'somebody-elses',
    ]);
  });

  it('have a prefix that leaves a tuning job its 32 characters', () => {
    const environment = { GROUND_BUCKET: 'ground', GROUND_CONFIGURATION: '{}' };
    expect(readSettings(environment).runPrefix).toBe('');
    expect(readSettings({ ...environment, GROUND_RUN_PREFIX: 'abc-' }).runPrefix).toBe('abc-');
    for (const wrong of ['abcd-', 'd', 'D-', '-', '1-'])
      expect(() => readSettings({ ...environment, GROUND_RUN_PREFIX: wrong })).toThrow('GROUND_RUN_PREFIX');
  });
});

describe('what an endpoint runs on', () => {
  const { endpoint } = parseConfiguration({}, 'test');

  it('is instances, or nothing of the kind when it is serverless', () => {
    expect(capacityOf(endpoint)).toEqual({ InitialInstanceCount: 1, InstanceType: 'ml.t2.medium' });
    expect(capacityOf({ ...endpoint, serverless: { memoryMb: 2048, maxConcurrency: 5 } })).toEqual({
      ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 },
    });
  });
});
