import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * A folder and those it lies in, made one by one: `recursive` of Node 24 tries forever where a file system says that
 * nothing can be made in a folder that is there, as /proc does.
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
