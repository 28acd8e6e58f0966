import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createSageMaker } from '@moving-ground/aws-clients/sagemaker';
import { createEndpointRuntime } from '@moving-ground/aws-clients/sagemaker-runtime';
import { createLogger, metricLines } from '@moving-ground/logging';
import type { SelectorEffects } from './selector-effects.ts';
import { selectorMetrics } from './selector-metrics.ts';
import { readSettings } from './settings.ts';

let wired: SelectorEffects | undefined;

/** The real clients, made at the first request and kept for the ones after it. */
export function selectorEffects(): SelectorEffects {
  return (wired ??= wire());
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
