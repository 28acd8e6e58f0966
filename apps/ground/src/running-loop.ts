import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAddress } from './local-processes.ts';

/** Where the loop of this folder says that it runs: for commands beside it. */
const DEFAULT_FOLDER = '.ground';
const NAME = 'running-loop.json';

export type RunningLoop = {
  readonly pid: number;
  readonly dataFolder: string;
  readonly address: CloudAddress;
};

/** No loop runs here that a command could ask. */
export class NoLoop extends Error {
  override readonly name = 'NoLoop';
}

/** @returns takes it back */
export function announceLoop(dataFolder: string, address: CloudAddress): () => void {
  const loop: RunningLoop = { pid: process.pid, dataFolder, address };
  const files = [join(dataFolder, NAME), join(DEFAULT_FOLDER, NAME)];
  mkdirSync(DEFAULT_FOLDER, { recursive: true });
  for (const file of files) writeFileSync(file, `${JSON.stringify(loop, null, 2)}\n`);
  return () => {
    for (const file of files) if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** @param folder the loop's data folder; the newest loop of this folder where none is named @throws NoLoop */
export function runningLoop(folder: string | undefined): RunningLoop {
  const loop = read(join(folder ?? DEFAULT_FOLDER, NAME));
  if (loop && isAlive(loop.pid)) return loop;
  const where = folder === undefined ? 'here' : `with its data in ${folder}`;
  throw new NoLoop(
    `no loop runs ${where}: start one with npm start, or name its folder with --data; for AWS set GROUND_BUCKET and GROUND_STATE_MACHINE_ARN`,
  );
}

function read(file: string): RunningLoop | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunningLoop;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
