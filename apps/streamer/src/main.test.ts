import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs the program as a supervisor does. */
async function start(
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number>((ended) => child.on('close', (exit) => ended(exit ?? -1)));
  return { code, stderr };
}

const environment = {
  GROUND_CONFIGURATION: '{}',
  GROUND_BUCKET: 'batches',
  GROUND_SECRET_NAME: 'ig',
  GROUND_IG_URL: 'http://127.0.0.1:9/gateway/deal',
  GROUND_STORE: 'market.db',
};

describe('the streamer as a process', () => {
  it('ends with code 1 and one sentence when a setting is missing', async () => {
    const { code, stderr } = await start({ ...environment, GROUND_BUCKET: '' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'streamer: environment: GROUND_BUCKET was "": name the bucket for the batches; GROUND_BUCKET was "": give a bucket name: small letters, digits, dots and dashes\n',
    );
  });

  it('tells several wrong values of the configuration in one line', async () => {
    const configuration = '{"batch":{"size":1},"window":{"batches":0}}';
    const { code, stderr } = await start({ ...environment, GROUND_CONFIGURATION: configuration });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^streamer: .*batch.size was 1.*; .*window.batches was 0.*\n$/);
  });
});
