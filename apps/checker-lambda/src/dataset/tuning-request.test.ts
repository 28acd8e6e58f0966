import { parseConfiguration } from '@moving-ground/configuration';
import { MAX_ATTEMPTS, runIdOf, type RunParameters } from '@moving-ground/run';
import { tuningConfigOf } from '@moving-ground/tuning-config';
import { describe, expect, it } from 'vitest';
import { tuningRequest } from './tuning-request.ts';

const batchId = '20260105t101500-0f3a9c21';
const configuration = parseConfiguration({}, 'test');
const settings = {
  configuration,
  bucket: 'ground',
  trainingImage: 'linear-learner:1',
  sageMakerRoleArn: 'arn:role',
  runPrefix: '',
  stage: undefined,
  keyArn: undefined,
  pollSeconds: 1,
};

const request = (attempt: number, more: object = {}): ReturnType<typeof tuningRequest> =>
  tuningRequest(
    { runId: runIdOf(batchId, attempt), batchId } as RunParameters,
    tuningConfigOf(configuration.tuning),
    605,
    { ...settings, ...more },
  );

describe('the tuning job', () => {
  it('has a name of at most 32 characters, with the longest prefix and the last attempt too', () => {
    const { HyperParameterTuningJobName } = request(MAX_ATTEMPTS, { runPrefix: 'abc-' });
    expect(HyperParameterTuningJobName).toBe(`abc-${batchId}-999`);
    expect(HyperParameterTuningJobName.length).toBe(32);
  });

  it('encrypts artifacts and volumes with the key that it is given, and names none where it is not', () => {
    expect(request(1, { keyArn: 'arn:key' }).TrainingJobDefinition).toMatchObject({
      OutputDataConfig: { KmsKeyId: 'arn:key' },
      ResourceConfig: { VolumeKmsKeyId: 'arn:key' },
    });
    expect(JSON.stringify(request(1))).not.toContain('KmsKeyId');
  });

  it('lets its trainings reach nothing but what the service brings', () => {
    expect(request(1).TrainingJobDefinition).toMatchObject({ EnableNetworkIsolation: true });
  });
});
