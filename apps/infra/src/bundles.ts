import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
 */
export function bundlesOf(apps: string): Bundles {
  return {
    lambda: (app) => join(existing(apps, app, 'dist/handler.mjs'), 'dist'),
    // The image's files are below the Dockerfile, which says which of them it takes.
    image: (app) => existing(apps, app, 'dist/main.mjs'),
    glue: join(apps, 'glue-etl'),
  };
}

/** The app's folder. */
function existing(apps: string, app: string, file: string): string {
  if (!existsSync(join(apps, app, file))) throw new MissingBundle(`apps/${app}/${file}`, app);
  return join(apps, app);
}
