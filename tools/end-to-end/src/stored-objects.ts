import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the local S3 of a data folder holds, by key. */
export function storedObjects(dataFolder: string): ReadonlyMap<string, Buffer> {
  const folder = join(dataFolder, 'cloud/s3');
  if (!existsSync(folder)) return new Map();
  const objects = globSync('*/*/*/head.json', { cwd: folder }).map((path): [string, Buffer] => {
    const stored = JSON.parse(readFileSync(join(folder, path), 'utf8')) as {
      readonly head: { readonly key: string };
      readonly file: string;
    };
    return [stored.head.key, readFileSync(join(folder, dirname(path), stored.file))];
  });
  return new Map(objects.sort(([a], [b]) => (a < b ? -1 : 1)));
}
