import { parseStages, type Stage } from './stage.ts';

const DEMO = 'https://demo-api.ig.com/gateway/deal';
const LIVE = 'https://api.ig.com/gateway/deal';

/** Four refreshes a day and ten trainings each are about eleven dollars a month; without a limit batches decide. */
const FRUGAL = { refresh: { minMinutesBetweenRefreshes: 240, maxRefreshesPerDay: 4 } };

/** Every deployment there is. */
export const STAGES: readonly Stage[] = parseStages([
  {
    name: 'dev',
    code: 'd',
    network: 'public',
    store: 'container',
    endpoint: { kind: 'serverless', memoryMb: 1024, maxConcurrency: 2 },
    task: { cpu: 256, memoryMiB: 1024 },
    igUrl: DEMO,
    configuration: FRUGAL,
    isScoredLive: false,
    budgetDollars: 50,
    hoursWithoutBatch: 24,
    hoursUntilModelExpires: 24,
    logDays: 7,
    isProtected: false,
  },
  {
    name: 'staging',
    code: 's',
    network: 'public',
    store: 'container',
    endpoint: { kind: 'serverless', memoryMb: 2048, maxConcurrency: 5 },
    task: { cpu: 512, memoryMiB: 2048 },
    igUrl: DEMO,
    configuration: FRUGAL,
    isScoredLive: true,
    budgetDollars: 80,
    hoursWithoutBatch: 12,
    hoursUntilModelExpires: 24,
    logDays: 30,
    isProtected: false,
  },
  {
    name: 'prod',
    code: 'p',
    network: 'nat',
    store: 'secret',
    endpoint: { kind: 'instance', instanceType: 'ml.t2.medium', instanceCount: 1 },
    task: { cpu: 512, memoryMiB: 1024 },
    igUrl: LIVE,
    configuration: { refresh: { minMinutesBetweenRefreshes: 60, maxRefreshesPerDay: 12 } },
    isScoredLive: true,
    budgetDollars: 300,
    hoursWithoutBatch: 6,
    hoursUntilModelExpires: 12,
    logDays: 365,
    isProtected: true,
  },
]);
