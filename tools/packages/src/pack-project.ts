import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The file that `npm publish` would send. @param project its folder in the workspace @param folder where it is built and packed */
export function packProject(project: string, folder: string): string {
  execFileSync(process.execPath, ['tools/bundle/src/main.ts', '--out', folder, project], { cwd: root });
  const built = join(folder, basename(project));
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: built,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(said) as { filename: string }[];
  return join(folder, packed?.filename ?? '');
}
