import { build } from 'esbuild';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** An app's page, where it has one: a script, a style sheet and its HTML in `page/`, small, for browsers of the last two years. */
export async function bundlePage(project: string, outFolder: string): Promise<void> {
  const page = join(project, 'page');
  if (!existsSync(join(page, 'main.tsx'))) return;
  await build({
    entryPoints: [join(page, 'main.tsx')],
    outdir: join(outFolder, 'page'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
  });
  copyFileSync(join(page, 'index.html'), join(outFolder, 'page', 'index.html'));
}
