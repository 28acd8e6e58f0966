import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildProject } from './build-project.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let workspace: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ground-bundle-'));
  symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'));
  write('tsconfig.base.json', readFileSync(join(root, 'tsconfig.base.json'), 'utf8'));
});

afterEach(() => rmSync(workspace, { recursive: true }));

it('A Lambda becomes one file that runs alone and keeps the names of its errors', async () => {
  write('apps/l/package.json', '{"type":"module"}');
  write('apps/l/src/batch-late.ts', 'export class BatchLate extends Error {}\n');
  write(
    'apps/l/src/handler.ts',
    "import { BatchLate } from './batch-late.ts';\nexport const check = (): string => new BatchLate().constructor.name;\n",
  );
  const out = join(workspace, 'elsewhere/l');
  await buildProject(join(workspace, 'apps/l'), out);
  expect(readdirSync(out).sort()).toEqual(['handler.mjs', 'handler.mjs.map']);
  const { check } = (await import(pathToFileURL(join(out, 'handler.mjs')).href)) as { check: () => string };
  expect(check()).toBe('BatchLate');
});

it('An app without a handler is its main, and CommonJS in it finds require', async () => {
  write('apps/m/package.json', '{"type":"module"}');
  write('apps/m/src/old.cjs', "module.exports = require('node:path').basename('/a/b');\n");
  write('apps/m/src/main.ts', "import old from './old.cjs';\nprocess.stdout.write(old);\n");
  await buildProject(join(workspace, 'apps/m'), join(workspace, 'apps/m/dist'));
  const said = execFileSync(process.execPath, [join(workspace, 'apps/m/dist/main.mjs')], {
    encoding: 'utf8',
  });
  expect(said).toBe('b');
});

it('A library becomes JavaScript with types, its tests left out', async () => {
  write('libs/n/package.json', '{"type":"module","private":true}');
  write('libs/n/tsconfig.json', '{"extends":"../../tsconfig.base.json","include":["src"]}');
  write('libs/n/src/index.ts', "export { one } from './deep/one.ts';\n");
  write('libs/n/src/deep/one.ts', 'export const one = (): number => 1;\n');
  write('libs/n/src/deep/one.test.ts', "import { one } from './one.ts';\none();\n");
  const out = join(workspace, 'libs/n/dist');
  await buildProject(join(workspace, 'libs/n'), out);
  expect(readdirSync(out, { recursive: true }).sort()).toEqual([
    'deep',
    'deep/one.d.ts',
    'deep/one.js',
    'index.d.ts',
    'index.js',
  ]);
  expect(readFileSync(join(out, 'deep/one.d.ts'), 'utf8')).toContain('one: () => number');
  const built = (await import(pathToFileURL(join(out, 'index.js')).href)) as { one: () => number };
  expect(built.one()).toBe(1);
});

it('A library with a wrong type is not built, and the line is named', async () => {
  write('libs/n/package.json', '{"type":"module","private":true}');
  write('libs/n/tsconfig.json', '{"extends":"../../tsconfig.base.json","include":["src"]}');
  write('libs/n/src/index.ts', "\nexport const one: number = 'one';\n");
  const out = join(workspace, 'libs/n/dist');
  await expect(buildProject(join(workspace, 'libs/n'), out)).rejects.toThrow(/index\.ts:2 Type 'string'/);
});

it('A real library that imports a document becomes what runs, with its types and the document', async () => {
  const out = join(workspace, 'out');
  await buildProject(join(root, 'libs/platform/state-machine'), out);
  const files = readdirSync(out);
  expect(files).toContain('index.d.ts');
  expect(files).toContain('pipeline.asl.json');
  expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
  const built = (await import(pathToFileURL(join(out, 'index.js')).href)) as Record<string, unknown>;
  expect(Array.isArray(built['PIPELINE_PLACEHOLDERS'])).toBe(true);
});

it('A folder that is no project is refused', async () => {
  await expect(buildProject(join(workspace, 'apps/none'), join(workspace, 'out'))).rejects.toThrow(
    /has no package\.json/,
  );
});
