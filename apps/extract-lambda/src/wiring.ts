import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createLogger, metricLines } from '@moving-ground/logging';
import { tmpdir } from 'node:os';
import type { ExtractEffects } from './extract-effects.ts';
import { extractMetrics } from './extract-metrics.ts';
import { readSettings } from './settings.ts';

let wired: ExtractEffects | undefined;

/** The real clients, made at the first event and kept for the ones after it. */
export function extractEffects(): ExtractEffects {
  return (wired ??= wire());
}

function wire(): ExtractEffects {
  const { logLevel, stage } = readSettings(process.env);
  return {
    storage: createObjectStorage(),
    folder: tmpdir(),
    now: Date.now,
    log: metricLines(createLogger({ name: 'extract-lambda', level: logLevel }), extractMetrics, stage),
  };
}
