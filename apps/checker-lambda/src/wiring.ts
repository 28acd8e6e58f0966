import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createLogger, metricLines } from '@moving-ground/logging';
import type { CheckerEffects } from './checker-effects.ts';
import { readSettings } from './settings.ts';

let wired: CheckerEffects | undefined;

/** The real clients, made at the first request and kept for the ones after it. */
export function checkerEffects(): CheckerEffects {
  return (wired ??= wire());
}

function wire(): CheckerEffects {
  const settings = readSettings(process.env);
  return {
    storage: createObjectStorage(),
    settings,
    now: Date.now,
    log: metricLines(
      createLogger({ name: 'checker-lambda', level: settings.logLevel }),
      ({ outcome }, message) => (message === 'run finished' ? { [`Run-${String(outcome)}`]: 1 } : undefined),
      settings.stage,
    ),
  };
}
