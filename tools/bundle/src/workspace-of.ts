import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds the sources of all packages. */
export function workspaceOf(project: string): string {
  let folder = project;
  while (!existsSync(join(folder, 'tsconfig.base.json')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
}
