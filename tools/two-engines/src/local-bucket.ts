import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const LAMBDAS = ['watcher-lambda', 'checker-lambda', 'extract-lambda', 'selector-lambda'];

export type LocalBucket = {
  readonly environment: Readonly<Record<string, string>>;
  readonly end: () => void;
};

/** A local cloud, the environment in which boto3 finds it, and its bucket as GROUND_TEST_BUCKET. */
export async function startBucket(folder: string): Promise<LocalBucket> {
  const bundles = join(folder, 'bundles');
  const bundle = ['tools/bundle/src/main.ts', '--out', bundles, ...LAMBDAS.map((name) => `apps/${name}`)];
  const { status, stderr } = spawnSync(process.execPath, bundle, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const child = spawn(process.execPath, ['apps/local-cloud/src/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], GROUND_DATA_FOLDER: join(folder, 'cloud'), GROUND_BUNDLES: bundles },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('local-cloud-ready')) continue;
    const { url, region, bucket } = JSON.parse(line) as Readonly<Record<'url' | 'region' | 'bucket', string>>;
    const environment = {
      AWS_ENDPOINT_URL: url,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      GROUND_TEST_BUCKET: bucket,
    };
    return { environment, end: () => void child.kill('SIGTERM') };
  }
  throw new Error('the local cloud ended before it was ready');
}
