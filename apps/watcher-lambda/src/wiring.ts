import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createExecutions } from '@moving-ground/aws-clients/sfn';
import { createLogger, metricLines } from '@moving-ground/logging';
import { readSettings } from './settings.ts';
import type { WatcherEffects } from './watcher-effects.ts';

let wired: WatcherEffects | undefined;

/** The real clients, made at the first event and kept for the ones after it. */
export function watcherEffects(): WatcherEffects {
  return (wired ??= wire());
}

function wire(): WatcherEffects {
  const { bucket, stateMachineArn, logLevel, stage } = readSettings(process.env);
  return {
    storage: createObjectStorage(),
    executions: createExecutions(),
    bucket,
    stateMachineArn,
    now: Date.now,
    log: metricLines(
      createLogger({ name: 'watcher-lambda', level: logLevel }),
      (_, message) => (message === 'run started' ? { RunsStarted: 1 } : undefined),
      stage,
    ),
  };
}
