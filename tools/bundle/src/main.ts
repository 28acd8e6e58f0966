import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProject } from './build-project.ts';

/** `--out FOLDER` gathers several projects in one folder, each under its own name; without it each has its dist. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
  const projects = positionals.map((project) => resolve(project));
  const outOf = (project: string): string =>
    values.out ? resolve(values.out, basename(project)) : join(project, 'dist');
  await Promise.all(projects.map((project) => buildProject(project, outOf(project))));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
