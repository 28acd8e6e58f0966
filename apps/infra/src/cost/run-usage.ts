import { stageConfiguration } from '../stages/stage-configuration.ts';
import { batchesPerDay, DAYS, type Usage, type Variant } from './monthly-usage.ts';

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

/** What batches and refreshes use in a month. */
export function runUsage(variant: Variant): readonly Usage[] {
  const batches = batchesPerDay(variant.stage) * DAYS;
  const refreshes = variant.refreshesPerDay * DAYS;
  const trainings = refreshes * stageConfiguration(variant.stage).tuning.maxJobs;
  return [
    {
      price: 'training-c4-xlarge',
      quantity: trainings * TRAINING_SECONDS * HOURS_A_SECOND,
      what: 'trainings',
    },
    {
      price: 'training-volume',
      quantity: (trainings * TRAINING_SECONDS * HOURS_A_SECOND * VOLUME_GB) / 730,
      what: 'their disks',
    },
    extraction(variant.extraction, refreshes),
    { price: 'lambda-arm', quantity: batches * FUNCTIONS_GB_SECONDS, what: 'the other functions' },
    {
      price: 'lambda-requests',
      quantity: (batches * 6 + DAYS * 96) / 1e6,
      what: 'their calls, and the sweep',
    },
    {
      price: 'transitions',
      quantity: ((batches - refreshes) * TRANSITIONS.short + refreshes * TRANSITIONS.whole) / 1000,
      what: 'steps of runs',
    },
    ...requests(batches, refreshes),
    // The verifier's row, and a person's now and then.
    ...(variant.stage.endpoint.kind === 'serverless'
      ? [
          {
            price: 'serverless-inference',
            quantity: refreshes * 20,
            what: 'the endpoint’s requests',
          } as const,
        ]
      : []),
  ];
}

function extraction(kind: Variant['extraction'], refreshes: number): Usage {
  return kind === 'glue'
    ? { price: 'glue-dpu', quantity: refreshes * GLUE_DPU_HOURS, what: 'extraction on Spark' }
    : { price: 'lambda-arm', quantity: refreshes * LAMBDA_GB_SECONDS, what: 'extraction in the Lambda' };
}

function requests(batches: number, refreshes: number): Usage[] {
  return [
    {
      price: 's3-writes',
      quantity: (batches * 10 + refreshes * 200) / 1000,
      what: 'objects written and listed',
    },
    { price: 's3-reads', quantity: (batches * 30 + refreshes * 500) / 1000, what: 'objects read' },
    { price: 'key-requests', quantity: (batches * 40 + refreshes * 200) / 10_000, what: 'uses of the key' },
    { price: 'traces', quantity: (batches * 6) / 1e6, what: 'traces' },
  ];
}
