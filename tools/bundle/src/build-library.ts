import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export class LibraryNotBuilt extends Error {
  override readonly name = 'LibraryNotBuilt';
}

type PackageJson = { readonly exports?: Readonly<Record<string, string>> };

/**
 * JavaScript of a library, one file for each of its exports, other packages left as imports. A project without
 * exports has nothing that anybody could import, so nothing is written.
 * @throws LibraryNotBuilt
 */
export async function buildLibrary(project: string, outFolder: string): Promise<void> {
  const { exports = {} } = readPackage(project);
  const entries = Object.values(exports).filter((path) => path.endsWith('.ts'));
  if (entries.length === 0) return;
  await build({
    entryPoints: entries.map((path) => join(project, path)),
    outdir: outFolder,
    outbase: join(project, 'src'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    target: 'node24',
    format: 'esm',
    external: ['node:*'],
    keepNames: true,
    sourcemap: 'linked',
    logLevel: 'error',
  });
}

function readPackage(project: string): PackageJson {
  try {
    return JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as PackageJson;
  } catch (error) {
    throw new LibraryNotBuilt(`${project} is no project: ${(error as Error).message}`, { cause: error });
  }
}
