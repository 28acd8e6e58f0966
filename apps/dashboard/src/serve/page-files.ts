import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export type PageFile = { readonly type: string; readonly body: Buffer };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The built page by path, read once; `index.html` is `/`. */
export async function pageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)] !== undefined);
  const files = names.map(async (name): Promise<[string, PageFile]> => [
    name === 'index.html' ? '/' : `/${name}`,
    { type: TYPES[extname(name)] ?? '', body: await readFile(join(folder, name)) },
  ]);
  return new Map(await Promise.all(files));
}
