import { join } from 'node:path';
import { bundlesOf } from './bundles.ts';
import { createApp } from './create-app.ts';
import { readSettings } from './settings.ts';

/** What the CDK's command line runs to know the stacks. */
try {
  const bundles = bundlesOf(join(import.meta.dirname, '../..'));
  createApp({ ...readSettings(process.env), bundles }).synth();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
