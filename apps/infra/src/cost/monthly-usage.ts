import type { Usage } from '@moving-ground/cost';
import { OWN_METRICS } from '../observability/metric-of.ts';
import { stageConfiguration } from '../stages/stage-configuration.ts';
import type { Stage } from '../stages/stage.ts';
import { runUsage } from './run-usage.ts';

export type Variant = {
  readonly stage: Stage;
  /** Idle: the streamer's desired count is 0, so no batch comes and nothing runs. */
  readonly isStreaming: boolean;
  readonly extraction: 'lambda' | 'glue';
  readonly refreshesPerDay: number;
};

export const HOURS = 730;
export const DAYS = HOURS / 24;
const MIB_PER_GB = 1024;

/** Batches that a market open all day completes: every slot of every second makes an order, and each order closes. */
export function batchesPerDay(stage: Stage): number {
  const { bot, batch } = stageConfiguration(stage);
  return (bot.ordersPerSecond * 86_400) / batch.size;
}

/** The stage as it is configured. */
export function variantOf(stage: Stage, isStreaming: boolean): Variant {
  const { refresh, window, batch, extraction } = stageConfiguration(stage);
  const cap = refresh.maxRefreshesPerDay || Infinity;
  const spaced = refresh.minMinutesBetweenRefreshes ? 1440 / refresh.minMinutesBetweenRefreshes : Infinity;
  return {
    stage,
    isStreaming,
    extraction: window.batches * batch.size >= extraction.glueFromTransactions ? 'glue' : 'lambda',
    refreshesPerDay: Math.min(cap, spaced, batchesPerDay(stage)),
  };
}

export function monthlyUsage(variant: Variant): readonly Usage[] {
  const { stage, isStreaming } = variant;
  return [
    ...kept(stage),
    ...endpoint(stage),
    ...(stage.network === 'nat' ? gateway() : []),
    ...(isStreaming ? [...task(stage), ...scorer(stage), ...watched(), ...runUsage(variant)] : []),
  ];
}

/** What is there whether or not anything happens. */
function kept(stage: Stage): Usage[] {
  const isContainer = stage.store === 'container';
  return [
    { price: 'key', quantity: 1, what: 'the key' },
    {
      price: 'secret',
      quantity: isContainer ? 1 : 2,
      what: 'IG credentials, and the store’s address where it is elsewhere',
    },
    { price: 'alarm', quantity: isContainer ? 8 : 7, what: 'alarms' },
    { price: 'dashboard', quantity: 1, what: 'the dashboard' },
    { price: 'budget-action', quantity: DAYS, what: 'the budget that stops runs' },
    { price: 'ecr-storage', quantity: 0.5, what: 'the streamer’s last images' },
    { price: 's3-storage', quantity: 20, what: 'ten runs of datasets, and batches' },
    { price: 'log-storage', quantity: 1, what: 'logs' },
    ...(isContainer ? files() : []),
  ];
}

function files(): Usage[] {
  return [
    { price: 'efs-storage', quantity: 2, what: 'MongoDB’s files' },
    { price: 'efs-backup', quantity: 4, what: 'their backups' },
    { price: 'private-zone', quantity: 1, what: 'the name of MongoDB' },
    { price: 'registered-task', quantity: 1, what: 'the task behind it' },
  ];
}

function endpoint({ endpoint: own }: Stage): Usage[] {
  if (own.kind === 'serverless') return [];
  return [{ price: 'endpoint-t2-medium', quantity: HOURS * own.instanceCount, what: 'the endpoint' }];
}

function gateway(): Usage[] {
  return [
    { price: 'nat-gateway', quantity: HOURS, what: 'the NAT gateway' },
    { price: 'public-address', quantity: HOURS, what: 'its address' },
  ];
}

/** Prices come in and batches go to S3 by its own endpoint: the rest is little. */
function task({ task: size, network }: Stage): Usage[] {
  const cpus = size.cpu / 1024;
  return [
    { price: 'fargate-arm-cpu', quantity: cpus * HOURS, what: 'the streamer' },
    { price: 'fargate-arm-memory', quantity: (size.memoryMiB / MIB_PER_GB) * HOURS, what: 'the streamer' },
    network === 'nat'
      ? { price: 'nat-gateway-data', quantity: 5, what: 'prices and logs by the NAT gateway' }
      : { price: 'public-address', quantity: HOURS, what: 'the streamer’s address' },
  ];
}

/** A request a second, each a twentieth of a second long. */
const ANSWER_SECONDS = 0.05;

function scorer({ isScoredLive, network, endpoint: own }: Stage): Usage[] {
  if (!isScoredLive) return [];
  const asked = HOURS * 3600 * ANSWER_SECONDS;
  return [
    { price: 'fargate-arm-cpu', quantity: 0.25 * HOURS, what: 'the live scorer' },
    { price: 'fargate-arm-memory', quantity: 0.5 * HOURS, what: 'the live scorer' },
    ...(network === 'public'
      ? [{ price: 'public-address', quantity: HOURS, what: 'the live scorer’s address' } as const]
      : []),
    ...(own.kind === 'serverless'
      ? [
          {
            price: 'serverless-inference',
            quantity: asked * (own.memoryMb / MIB_PER_GB),
            what: 'a score each second',
          } as const,
        ]
      : []),
  ];
}

/** A line a minute of 0.5 kB is 22 MB a month; the network's flow and the runs' events are more. */
function watched(): Usage[] {
  return [
    { price: 'container-insights', quantity: 1, what: 'Container Insights' },
    { price: 'metric', quantity: OWN_METRICS.length, what: 'metrics of our own' },
    { price: 'log-intake', quantity: 1.5, what: 'logs' },
  ];
}
