import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CdkCommand } from './cdk-command.ts';

const ROOT = join(import.meta.dirname, '../../../..');

export class CdkFailed extends Error {
  override readonly name = 'CdkFailed';
  constructor(verb: string | undefined, code: unknown) {
    super(`cdk ${verb} ended with ${String(code)}: its last lines say why`);
  }
}

/** The CDK's command line, its output passed on. @throws CdkFailed */
export async function runCdk(
  { words, environment }: CdkCommand,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', ...environment, ...more };
  const child = spawn(join(ROOT, 'node_modules/.bin/cdk'), [...words], { cwd: ROOT, env, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new CdkFailed(words[0], code);
}
