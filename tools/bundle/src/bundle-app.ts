import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** CommonJS parts of a bundle ask for `require`, which an ES module does not have. */
const BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/** A Lambda is its handler, any other app its main: one file with everything in it but Node itself. */
export async function bundleApp(project: string, outFolder: string): Promise<string> {
  const entry = existsSync(join(project, 'src/handler.ts')) ? 'handler' : 'main';
  const outfile = join(outFolder, `${entry}.mjs`);
  await build({
    entryPoints: [join(project, 'src', `${entry}.ts`)],
    outfile,
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
  return outfile;
}
