import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Bundles } from './stacks/stack-context.ts';

/** A stack was asked for whose app is not built. */
export class MissingBundle extends Error {
  override readonly name = 'MissingBundle';
  constructor(file: string, app: string) {
    super(`${file} is missing: run "npx nx build ${app}" first`);
  }
}

/**
 * The apps' built files.
 * @param apps the folder of the apps
 * @param built another folder with `{app}/handler.mjs`, instead of each app's own dist
 */
export function bundlesOf(apps: string, built?: string): Bundles {
  const folderOf = (app: string): string => (built ? join(built, app) : join(apps, app, 'dist'));
  return {
    lambda: (app) => expect(join(folderOf(app), 'handler.mjs'), app, folderOf(app)),
    // The image's files are below the Dockerfile, which says which of them it takes.
    image: (app) => expect(join(apps, app, 'dist/main.mjs'), app, join(apps, app)),
    glue: join(apps, 'glue-etl'),
  };
}

function expect(file: string, app: string, folder: string): string {
  if (!existsSync(file)) throw new MissingBundle(file.slice(file.indexOf(`${basename(folder)}`)), app);
  return folder;
}
