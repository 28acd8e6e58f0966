import { rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLibrary } from './build-library.ts';
import { bundleApp } from './bundle-app.ts';

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });

/** `--out FOLDER` gathers several apps in one folder, each under its own name; without it each has its dist. */
async function build(project: string): Promise<void> {
  const outFolder = values.out ? join(values.out, basename(project)) : join(project, 'dist');
  rmSync(outFolder, { recursive: true, force: true });
  if (/(^|[\\/])apps[\\/][^\\/]+$/.test(project)) await bundleApp(project, outFolder);
  else await buildLibrary(project, outFolder);
}

try {
  await Promise.all(positionals.map((project) => build(resolve(project))));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
