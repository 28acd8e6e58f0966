import { createObjectStorage } from '@moving-ground/aws-clients/s3';
import { createLogger } from '@moving-ground/logging';
import { tmpdir } from 'node:os';
import type { ExtractEffects } from './extract-effects.ts';
import { readSettings } from './settings.ts';

let wired: ExtractEffects | undefined;

/** The real clients, made at the first event and kept for the ones after it. */
export function extractEffects(): ExtractEffects {
  return (wired ??= wire());
}

function wire(): ExtractEffects {
  const { logLevel } = readSettings(process.env);
  return {
    storage: createObjectStorage(),
    folder: tmpdir(),
    log: createLogger({ name: 'extract-lambda', level: logLevel }),
  };
}
