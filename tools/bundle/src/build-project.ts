import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleApp } from './bundle-app.ts';
import { bundlePage } from './bundle-page.ts';
import { sourceManifest } from './source-manifest.ts';

export class NoProject extends Error {
  override readonly name = 'NoProject';
}

/**
 * An app, known by its place, becomes one file; a library that is not private a package; any other project JavaScript
 * with types, file by file.
 * @throws NoProject
 */
export async function buildProject(project: string, outFolder: string): Promise<void> {
  if (!existsSync(join(project, 'package.json'))) throw new NoProject(`${project} has no package.json`);
  rmSync(outFolder, { recursive: true, force: true });
  if (isApp(project)) {
    await bundleApp(project, outFolder);
    await bundlePage(project, outFolder);
    return;
  }
  // Loaded only here: the compiler takes longer to load than the Lambdas take to bundle.
  if (sourceManifest(project).private) {
    const { buildLibrary } = await import('./build-library.ts');
    buildLibrary(project, outFolder);
    return;
  }
  const { buildPackage } = await import('./build-package.ts');
  await buildPackage(project, outFolder);
}

function isApp(project: string): boolean {
  return /(^|[\\/])apps[\\/][^\\/]+$/.test(project);
}
