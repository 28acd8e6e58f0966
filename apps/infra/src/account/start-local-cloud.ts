import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../../local-cloud/src/main.ts');

export type LocalCloud = {
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly close: () => Promise<void>;
};

type Ready = {
  readonly event: string;
  readonly url: string;
  readonly region: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
};

/** The local cloud as a process of its own, empty. */
export async function localCloud(): Promise<LocalCloud> {
  const folder = mkdtempSync(join(tmpdir(), 'ground-account-'));
  for (const app of ['watcher', 'checker', 'extract', 'selector'].map((name) => `${name}-lambda`)) {
    mkdirSync(join(folder, app));
    writeFileSync(join(folder, app, 'handler.mjs'), '');
  }
  const child = spawn('node', [MAIN], {
    env: {
      PATH: process.env['PATH'],
      GROUND_DATA_FOLDER: folder,
      GROUND_BUNDLES: folder,
      GROUND_LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [string];
  const { url, region, bucket, stateMachineArn } = JSON.parse(line) as Ready;
  return {
    client: { endpoint: url, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    bucket,
    stateMachineArn,
    close: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
