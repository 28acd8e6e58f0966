import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeRecording } from '../kills/recording.ts';
import { bundleStreamer, Trial } from '../kills/trial.ts';
import { readFinalStage, type FinalStage } from './dockerfile.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const stage: FinalStage = readFinalStage(read('apps/streamer/Dockerfile'));
const HEALTH_PORT = 20_000 + (process.pid % 20_000);

describe('the image of the streamer', () => {
  it('is built on one Node 24, by tag and digest, in every stage', () => {
    const bases = [...read('apps/streamer/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases).size).toBe(1);
    expect(stage.base).toMatch(/^node:24\.\d+\.\d+-\w+-slim@sha256:[0-9a-f]{64}$/);
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(stage.base).toContain(`node:${devDependencies.node}-`);
  });

  it('runs as a numbered user that is not root, below an init, and ends on SIGTERM', () => {
    expect(stage.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(stage.entrypoint).toEqual(['/usr/bin/tini', '--']);
    expect(stage.stopSignal).toBe('SIGTERM');
  });

  it('has nothing from the build context but the two files of the bundle, and no secret in its environment', () => {
    expect(stage.copied.map(({ from }) => from)).toEqual(['dist/main.mjs', 'dist/health-check.mjs']);
    expect(stage.environment).toEqual({
      NODE_ENV: 'production',
      HOME: '/app',
      GROUND_HEALTH_PORT: '8080',
    });
    const context = read('apps/streamer/.dockerignore').trim().split('\n');
    expect(context).toEqual(['*', ...stage.copied.map(({ from }) => `!${from}`)]);
  });
});

describe('its files, laid out alone', () => {
  let folder: string;
  let trial: Trial;
  const [uid, gid] = stage.user.split(':').map(Number) as [number, number];
  const isRoot = process.getuid?.() === 0;
  const asUser = isRoot ? { uid, gid } : {};
  const inLayout = (path: string): string => join(folder, 'image', path);

  /** Words of the Dockerfile as they are on this machine: its Node stands in the layout, the init is left to the image. */
  const here = (words: readonly string[]): [string, string[]] => [
    inLayout('usr/local/bin/node'),
    words.slice(1).map((word) => (word.startsWith('/app/') ? inLayout(word) : word)),
  ];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ground-container-'));
    const bundle = dirname(bundleStreamer(join(folder, 'bundle')));
    for (const { from, to } of stage.copied) {
      mkdirSync(dirname(inLayout(to)), { recursive: true });
      copyFileSync(join(bundle, from.replace('dist/', '')), inLayout(to));
    }
    mkdirSync(inLayout('usr/local/bin'), { recursive: true });
    copyFileSync(process.execPath, inLayout('usr/local/bin/node'));
    mkdirSync(join(folder, 'trial'));
    writeRecording(join(folder, 'market.csv'), 50_000, 1);
    trial = await Trial.begin(join(folder, 'trial'), join(folder, 'market.csv'), 600);
    openToUser();
  }, 120_000);

  /** Of all there is, only the store's own folder may be written. */
  function openToUser(): void {
    for (const path of [folder, join(folder, 'trial')]) chmodSync(path, 0o755);
    mkdirSync(join(folder, 'data'));
    if (isRoot) chownSync(join(folder, 'data'), uid, gid);
  }

  afterAll(async () => {
    await trial.end();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(words: readonly string[], environment: Readonly<Record<string, string>>) {
    const [command, rest] = here(words);
    const child = spawn(command, rest, {
      cwd: inLayout(stage.workdir),
      env: { ...stage.environment, GROUND_HEALTH_PORT: String(HEALTH_PORT), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...asUser,
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((done) => child.on('close', done));
    return { child, ended, said: () => said };
  }

  it('boot as that user, are well, keep prices, and end with code 0 on SIGTERM', async () => {
    const filesBefore = readdirSync(inLayout('/'), { recursive: true });
    const environment = { ...trial.environment, GROUND_STORE: join(folder, 'data/market.sqlite') };
    const streamer = run(stage.command, environment);
    const isWell = async (): Promise<boolean> => (await run(stage.healthCheck, {}).ended) === 0;
    while (!(await isWell())) {
      if (streamer.child.exitCode !== null) throw new Error(streamer.said());
      await pause(100);
    }
    while (!/"ticks":[1-9]\d{2,}/.test(streamer.said())) {
      if (streamer.child.exitCode !== null) throw new Error(streamer.said());
      await pause(50);
    }
    streamer.child.kill(stage.stopSignal as NodeJS.Signals);
    expect(await streamer.ended, streamer.said()).toBe(0);
    expect(await isWell()).toBe(false);
    expect(readdirSync(inLayout('/'), { recursive: true })).toEqual(filesBefore);
    expect(readdirSync(join(folder, 'data'))).toContain('market.sqlite');
  });

  it('are not well when the port is missing, and say so', async () => {
    const check = run(stage.healthCheck, { GROUND_HEALTH_PORT: '' });
    expect(await check.ended).toBe(1);
    expect(check.said()).toContain('GROUND_HEALTH_PORT was ""');
  });
});

describe('compose.yaml', () => {
  type Service = Readonly<Record<string, unknown>> & { readonly environment?: Record<string, string> };
  const { services } = parse(read('compose.yaml')) as { services: Record<'mongodb' | 'streamer', Service> };

  it('offers MongoDB to this machine only, by digest', () => {
    expect(services.mongodb['image']).toMatch(/^mongo:8\.0@sha256:[0-9a-f]{64}$/);
    expect(services.mongodb['ports']).toEqual(['127.0.0.1:27017:27017']);
  });

  it('runs the streamer without rights and with time to stop', () => {
    expect(services.streamer).toMatchObject({
      build: 'apps/streamer',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      stop_grace_period: '30s',
    });
  });

  it('gives the streamer every variable it cannot do without, and asks for those it does not know', () => {
    const given = services.streamer.environment ?? {};
    expect(Object.keys(given)).toEqual(expect.arrayContaining(['MONGODB_URI', 'GROUND_IG_URL']));
    for (const name of ['GROUND_CONFIGURATION', 'GROUND_BUCKET', 'GROUND_SECRET_NAME', 'AWS_REGION'])
      expect(given[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?.+\\}$`));
  });
});
