import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProject } from './build-project.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every function that is deployed, by its handler string, and the app it is of. */
const HANDLERS = [
  ['handler.watch', 'watcher-lambda'],
  ['handler.sweep', 'watcher-lambda'],
  ['handler.check', 'checker-lambda'],
  ['handler.dataset', 'checker-lambda'],
  ['handler.finish', 'checker-lambda'],
  ['handler.extract', 'extract-lambda'],
  ['handler.select', 'selector-lambda'],
  ['handler.verify', 'selector-lambda'],
] as const;

/** Finds the function as Lambda does, calls it once, and prints what came of it. */
const RUNTIME = `
  const [file, name] = process.argv[2].split('.');
  const { [name]: handler } = await import('./' + file + '.mjs');
  const told = await handler({}, {}).then(() => 'answered', (error) => error.name + ': ' + error.message);
  process.stdout.write(JSON.stringify({ parameters: handler.length, told, node: process.version }));
`;

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ground-handlers-'));
  for (const app of new Set(HANDLERS.map(([, app]) => app)))
    await buildProject(join(root, 'apps', app), join(folder, 'built', app));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

type Told = { readonly parameters: number; readonly told: string; readonly node: string };

/** The bundle alone in an empty folder, in a process that has nothing else and no setting. */
function boot(handler: string, app: string): Told {
  const alone = join(folder, handler);
  mkdirSync(alone);
  copyFileSync(join(folder, 'built', app, 'handler.mjs'), join(alone, 'handler.mjs'));
  writeFileSync(join(alone, 'runtime.mjs'), RUNTIME);
  expect(readdirSync(alone)).toHaveLength(2);
  const said = execFileSync(process.execPath, ['runtime.mjs', handler], {
    cwd: alone,
    env: {},
    encoding: 'utf8',
  });
  return JSON.parse(said) as Told;
}

describe('a bundle in an empty folder', () => {
  it.each(HANDLERS)('starts %s of %s on Node 24, which asks for what it was not given', (handler, app) => {
    const { parameters, told, node } = boot(handler, app);
    expect(node).toMatch(/^v24\./);
    // Lambda takes a third parameter for a callback and refuses to start.
    expect(parameters).toBeLessThanOrEqual(2);
    expect(told).toMatch(/^(InvalidSettings: .*GROUND_\w+|InvalidExtractArgument: --\w+)/);
  });

  it('is of each function that is deployed', () => {
    const template = readFileSync(join(root, 'apps/infra/src/__snapshots__/dev.json'), 'utf8');
    const deployed = [...template.matchAll(/"Handler": "([^"]+)"/g)].map(([, handler]) => handler);
    expect(deployed.sort()).toEqual(HANDLERS.map(([handler]) => handler).sort());
  });
});
