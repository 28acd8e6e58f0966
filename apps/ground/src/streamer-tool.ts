import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandLine } from './command-line.ts';
import { openDataFolder } from './data-folder.ts';
import { buildLambdas, startLocalCloud, streamerEnvironment } from './local-processes.ts';
import type { Settings } from './settings.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A program that stands beside the streamer's main, and takes the streamer's own environment. */
export type StreamerTool = {
  readonly module: 'doctor-main' | 'record-main';
  readonly words: readonly string[];
};

/** The environment names an IG and all else that a streamer needs: nothing local is brought up. */
export function isForRealIg(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['GROUND_IG_URL'] !== undefined;
}

/** Against what the environment names. @returns the tool's exit code */
export function runHere(tool: StreamerTool): Promise<number> {
  return run(tool, process.env);
}

/** Against a local cloud brought up for it. @returns the tool's exit code */
export async function runLocally(tool: StreamerTool, line: CommandLine, settings: Settings): Promise<number> {
  // A market of its own: what is read here would be missing from the prices of a loop.
  const own = line.data ?? (line.replay ? undefined : join('.ground', line.verb));
  const folder = openDataFolder(own === undefined ? line : { ...line, data: own }, settings.configuration);
  const started = { line, settings, dataFolder: resolve(folder) };
  await buildLambdas(join(started.dataFolder, 'bundles'));
  const { child: cloud, address } = await startLocalCloud(started);
  try {
    return await run(tool, { ...withoutOwn(process.env), ...streamerEnvironment(started, address) });
  } finally {
    await cloud.stop();
  }
}

function withoutOwn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOwn = (name: string): boolean => /^(GROUND_|AWS_|MONGODB_URI$)/.test(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isOwn(name)));
}

/** Its words go to this terminal as they are. It is in a group of its own, so that one Ctrl-C is one signal. */
function run({ module, words }: StreamerTool, environment: NodeJS.ProcessEnv): Promise<number> {
  const path = join(root, 'apps/streamer/src', `${module}.ts`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...words], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const stop = (): void => void child.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.once('exit', () => child.kill('SIGKILL'));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      done(code ?? 1);
    });
  });
}
