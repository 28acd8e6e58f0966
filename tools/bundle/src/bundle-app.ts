import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** CommonJS parts of a bundle ask for `require`, which an ES module does not have. */
const BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * A Lambda is its handler, any other app its main and, where it has one, its health check: each a file with
 * everything in it but Node itself.
 */
export async function bundleApp(project: string, outFolder: string): Promise<void> {
  const has = (entry: string): boolean => existsSync(join(project, 'src', `${entry}.ts`));
  const entries = has('handler') ? ['handler'] : ['main', 'health-check'].filter(has);
  await build({
    entryPoints: entries.map((entry) => join(project, 'src', `${entry}.ts`)),
    outdir: outFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: BANNER },
    // Step Functions matches errors by name, so names have to survive.
    keepNames: true,
    sourcemap: 'linked',
    logLevel: 'error',
  });
}
