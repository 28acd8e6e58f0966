import { openSqliteMarketStore } from '@moving-ground/sqlite';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRecording } from '../kills/recording.ts';
import { bundleStreamer, Trial } from '../kills/trial.ts';
import { readFinalStage } from './dockerfile.ts';
import { canChangeUser, hasInit, Layout, type Running } from './layout.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dockerfile = read('apps/streamer/Dockerfile');
const stage = readFinalStage(dockerfile);

/** Only root can give a process another user, and the init is a package of the image. */
const asWhom = canChangeUser ? `as user ${stage.user}` : `as this user instead of ${stage.user}`;
const below = hasInit(stage) ? 'below the init' : 'without the init, which this machine lacks';

describe('the image of the streamer', () => {
  it('is built on one Node 24, by tag and digest, in every stage', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
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

  it('has nothing from the build context but the two files of the bundle', () => {
    expect(stage.copied.map(({ from }) => from)).toEqual(['dist/main.mjs', 'dist/health-check.mjs']);
    const context = read('apps/streamer/.dockerignore').trim().split('\n');
    expect(context).toEqual(['*', ...stage.copied.map(({ from }) => `!${from}`)]);
    expect(dockerfile).not.toMatch(/^ADD /m);
  });

  it('has no secret in its environment, and takes none while it is built', () => {
    expect(stage.environment).toEqual({
      NODE_ENV: 'production',
      HOME: '/app',
      GROUND_HEALTH_PORT: '8080',
    });
    expect(dockerfile).not.toMatch(/^ARG |--mount=type=secret/m);
  });
});

describe.runIf(process.platform === 'linux')('its files, laid out alone', () => {
  let folder: string;
  let trial: Trial | undefined;
  let layout: Layout;
  let healthPort: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ground-container-'));
    const dist = dirname(bundleStreamer(join(folder, 'bundle')));
    layout = new Layout(stage, join(folder, 'image'), dist);
    healthPort = String(await freePort());
    mkdirSync(join(folder, 'trial'));
    writeRecording(join(folder, 'market.csv'), 50_000, 1);
    trial = await Trial.begin(join(folder, 'trial'), join(folder, 'market.csv'), 600);
    // Of all there is, only the store's own folder may be written.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'data'));
    if (canChangeUser) chownSync(join(folder, 'data'), layout.user.uid, layout.user.gid);
  }, 120_000);

  afterAll(async () => {
    layout.close();
    await trial?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (): Record<string, string> => ({
    ...trial?.environment,
    GROUND_STORE: join(folder, 'data/market.sqlite'),
    GROUND_HEALTH_PORT: healthPort,
  });

  async function isWell(): Promise<boolean> {
    const check = layout.run(stage.healthCheck, { GROUND_HEALTH_PORT: healthPort });
    return (await check.ended) === 0;
  }

  async function until(holds: () => boolean | Promise<boolean>, streamer: Running): Promise<void> {
    while (!(await holds())) {
      if (streamer.process.exitCode !== null) throw new Error(streamer.said());
      await pause(50);
    }
  }

  it('are the bundle and Node', () => {
    const files = layout.files.filter((path) => /\.\w+$|\/node$/.test(path));
    expect(files.sort()).toEqual(['app/health-check.mjs', 'app/main.mjs', 'usr/local/bin/node']);
  });

  it('import nothing but Node, and carry neither source maps, keys nor places of the build', () => {
    for (const name of ['main.mjs', 'health-check.mjs']) {
      const text = readFileSync(join(folder, 'image/app', name), 'utf8');
      // One line, or the last of several.
      const imported = [...text.matchAll(/^(?:import |\} from )(?:.* from )?['"]([^'"\n]+)['"]/gm)];
      expect(imported.length).toBeGreaterThan(0);
      const foreign = imported.map(([, from = '']) => from.replace('node:', '')).filter(isForeign);
      expect(foreign).toEqual([]);
      expect(text).not.toMatch(/sourceMappingURL=data:|-----BEGIN|AKIA[0-9A-Z]{16}/);
      expect(text).not.toContain(root);
    }
  });

  it('cannot be changed by who runs them', async () => {
    const write = layout.run(['node', '--eval', "fs.writeFileSync('main.mjs', '')"], {});
    expect(await write.ended).not.toBe(0);
    expect(write.said()).toContain('EACCES');
  });

  it(`boot ${asWhom} ${below}, are well, keep prices, end with 0 on SIGTERM, also on two`, async () => {
    const before = layout.files;
    const streamer = layout.boot(environment());
    await until(isWell, streamer);
    await until(() => /"ticks":[1-9]\d{2,}/.test(streamer.said()), streamer);
    streamer.process.kill(stage.stopSignal as NodeJS.Signals);
    streamer.process.kill(stage.stopSignal as NodeJS.Signals);
    // After 25 s the streamer itself ends with another code.
    expect(await streamer.ended, streamer.said()).toBe(0);
    expect(await isWell()).toBe(false);
    expect(layout.files).toEqual(before);
    const store = await openSqliteMarketStore(join(folder, 'data/market.sqlite'));
    const { ticks } = await store.counts();
    await store.close();
    expect(ticks).toBe(Number([...streamer.said().matchAll(/"ticks":(\d+)/g)].at(-1)?.[1]));
  }, 120_000);

  it('hold the driver of MongoDB, and say when its server is not there', async () => {
    const streamer = layout.boot({
      ...environment(),
      MONGODB_URI: `mongodb://127.0.0.1:${await freePort()}/`,
    });
    expect(await streamer.ended).toBe(1);
    expect(streamer.said()).toMatch(/the MongoDB store cannot be used: .*ECONNREFUSED/);
  }, 60_000);

  it('are not well when the port is missing, and say so', async () => {
    const check = layout.run(stage.healthCheck, { GROUND_HEALTH_PORT: '' });
    expect(await check.ended).toBe(1);
    expect(check.said()).toContain('GROUND_HEALTH_PORT was ""');
  });
});

function isForeign(name: string): boolean {
  return !builtinModules.includes(name) && name !== 'sqlite';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
