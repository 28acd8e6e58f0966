import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Configuration } from '@moving-ground/configuration';
import type { CommandLine } from './command-line.ts';

export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

const ROOT = '.ground';
const KEPT = 5;

/**
 * Where the state lives. A plain start goes on where it stopped, as long as nothing changed that decides the
 * data; `--once` and `--replay` begin with an empty folder of their own, of which the last five are kept.
 * @throws DataFolderUnusable
 */
export function openDataFolder(line: CommandLine, configuration: Configuration): string {
  const folder =
    line.data ??
    (line.once || line.replay ? freshFolder(line) : join(ROOT, `live-${fingerprint(line, configuration)}`));
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new DataFolderUnusable(`the data folder ${folder} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return folder;
}

function fingerprint(line: CommandLine, { instrument, bot, batch, features }: Configuration): string {
  const decides = JSON.stringify([instrument, bot, batch, features, line.seed ?? null]);
  return createHash('sha256').update(decides).digest('hex').slice(0, 8);
}

function freshFolder(line: CommandLine): string {
  const stem = line.replay ? `replay-${basename(line.replay).replace(/\.csv(\.gz)?$/, '')}` : 'once';
  const numbers = existsSync(ROOT)
    ? readdirSync(ROOT).map((name) => Number(/-(\d{4})$/.exec(name)?.[1] ?? 0))
    : [];
  const next = Math.max(0, ...numbers) + 1;
  forgetOld(next);
  return join(ROOT, `${stem}-${String(next).padStart(4, '0')}`);
}

function forgetOld(next: number): void {
  if (!existsSync(ROOT)) return;
  for (const name of readdirSync(ROOT)) {
    const number = /^(?:replay-.*|once)-(\d{4})$/.exec(name)?.[1];
    if (number !== undefined && Number(number) <= next - KEPT)
      rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

/** One by one: Node 24's own recursion never ends where a file system takes no folders, as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
