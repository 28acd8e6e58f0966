import { createObjectStorage, type ObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSageMaker } from '@moving-ground/aws-clients/sagemaker';
import { createEndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import { createLogger, metricLines } from '@moving-ground/logging';
import { setTimeout } from 'node:timers/promises';
import type { RollbackEffects } from './rollback/rollback-effects.ts';
import type { SelectorEffects } from './selector-effects.ts';
import { selectorMetrics } from './selector-metrics.ts';
import { readSettings } from './settings.ts';

let wired: SelectorEffects | undefined;

/** The real clients, made at the first request and kept for the ones after it. */
export function selectorEffects(): SelectorEffects {
  return (wired ??= wire());
}

/** Of whom the environment's credentials are: a person who looks. */
export function runStorage(): ObjectStorage {
  return createObjectStorage();
}

/** Of a person who puts a model back. */
export function rollbackEffects(bucket: string, tell: (line: string) => void): RollbackEffects {
  return {
    storage: createObjectStorage(),
    bucket,
    sageMaker: createSageMaker(),
    runtime: createEndpointRuntime(),
    now: Date.now,
    sleep: (ms) => setTimeout(ms),
    tell,
  };
}

function wire(): SelectorEffects {
  const settings = readSettings(process.env);
  return {
    storage: createObjectStorage(),
    sageMaker: createSageMaker(),
    runtime: createEndpointRuntime(),
    settings,
    now: Date.now,
    log: metricLines(
      createLogger({ name: 'selector-lambda', level: settings.logLevel }),
      selectorMetrics,
      settings.stage,
    ),
  };
}
