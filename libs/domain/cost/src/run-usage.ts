import { added, type Usage } from './usage.ts';

export type Extraction = 'lambda' | 'glue';

/** Billed seconds of one training of Linear Learner on up to 200,000 rows, the most that was seen. */
const TRAINING_SECONDS = 136;
const VOLUME_GB = 10;
/** A run that gives way passes these states and is over; one that refreshes waits for its endpoint besides. */
const TRANSITIONS = { short: 6, whole: 60 } as const;
/** Two workers for four minutes, the start of their cluster included. */
const GLUE_DPU_HOURS = (2 * 4) / 60;
/** 2 GB for a minute and a half. */
const LAMBDA_GB_SECONDS = 2 * 90;
/** All other functions of a run together: half a GB for twenty seconds. */
const FUNCTIONS_GB_SECONDS = 0.5 * 20;
const HOURS_A_SECOND = 1 / 3600;
const HOURS_A_MONTH = 730;

/** What a batch uses whose run gives way to a newer one. */
export function batchUsage(): readonly Usage[] {
  return [
    { price: 'lambda-arm', quantity: FUNCTIONS_GB_SECONDS, what: 'the other functions' },
    { price: 'lambda-requests', quantity: 6 / 1e6, what: 'their calls, and the sweep' },
    { price: 'transitions', quantity: TRANSITIONS.short / 1000, what: 'steps of runs' },
    { price: 's3-writes', quantity: 10 / 1000, what: 'objects written and listed' },
    { price: 's3-reads', quantity: 30 / 1000, what: 'objects read' },
    { price: 'key-requests', quantity: 40 / 10_000, what: 'uses of the key' },
    { price: 'traces', quantity: 6 / 1e6, what: 'traces' },
  ];
}

/** What a batch uses whose run tunes a model and puts it behind the endpoint. */
export function refreshUsage(trainings: number, extraction: Extraction): readonly Usage[] {
  const hours = trainings * TRAINING_SECONDS * HOURS_A_SECOND;
  const refresh: readonly Usage[] = [
    { price: 'training-c4-xlarge', quantity: hours, what: 'trainings' },
    { price: 'training-volume', quantity: (hours * VOLUME_GB) / HOURS_A_MONTH, what: 'their disks' },
    extraction === 'glue'
      ? { price: 'glue-dpu', quantity: GLUE_DPU_HOURS, what: 'extraction on Spark' }
      : { price: 'lambda-arm', quantity: LAMBDA_GB_SECONDS, what: 'extraction in the Lambda' },
    { price: 'transitions', quantity: (TRANSITIONS.whole - TRANSITIONS.short) / 1000, what: 'steps of runs' },
    { price: 's3-writes', quantity: 200 / 1000, what: 'objects written and listed' },
    { price: 's3-reads', quantity: 500 / 1000, what: 'objects read' },
    { price: 'key-requests', quantity: 200 / 10_000, what: 'uses of the key' },
  ];
  return added(refresh, batchUsage());
}
