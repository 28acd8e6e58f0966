import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks } from './code-blocks.ts';
import { FreshProject } from './fresh-project.ts';
import { packProject } from './pack-project.ts';

const MINUTES = 180_000;
const project = fileURLToPath(new URL('../../../libs/domain/feature-schema', import.meta.url));
const readme = readFileSync(join(project, 'README.md'), 'utf8');
const [example = ''] = codeBlocks(readme, 'js');
const [printed = ''] = codeBlocks(readme, 'text');
const [python = ''] = codeBlocks(readme, 'python');

/** Types that the compiler must know, and a mistake that it must see. */
const TYPED = `import { featureRow, featureSchemaOf, PriceHistory, type RowTick } from '@moving-ground/feature-schema';
const tick: RowTick = { timeMs: 0, bid: 1, offer: 2, high: null };
const schema = featureSchemaOf({ resolutions: [{ lags: 1, stepSeconds: 1 }], lagOrder: 'newest-first', maxGapSeconds: 1 });
export const row: Float32Array | 'shortHistory' | 'gap' = featureRow(schema, new PriceHistory(schema), tick);
// @ts-expect-error: there is no such order of lags
featureSchemaOf({ resolutions: [], lagOrder: 'random', maxGapSeconds: 1 });
`;

let folder: string;
let tarball: string;
const projects: FreshProject[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ground-packed-'));
  tarball = packProject(project, folder);
}, MINUTES);

afterAll(() => {
  for (const path of [folder, ...projects.map((each) => each.folder)]) rmSync(path, { recursive: true });
});

async function colleague(manifest: Readonly<Record<string, unknown>>): Promise<FreshProject> {
  const fresh = new FreshProject(manifest);
  projects.push(fresh);
  await fresh.install(tarball);
  return fresh;
}

describe('The package @moving-ground/feature-schema', () => {
  it('holds the code, its types, README and licenses, and nothing else', () => {
    const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n').sort();
    expect(files).toEqual(
      [
        'LICENSE',
        'README.md',
        'THIRD-PARTY-LICENSES.txt',
        'index.cjs',
        'index.d.cts',
        'index.d.ts',
        'index.js',
        'package.json',
      ].map((file) => `package/${file}`),
    );
  });

  it('names neither another package of the workspace nor a folder of this machine', () => {
    const all = execFileSync('tar', ['-xzOf', tarball], { encoding: 'utf8' });
    expect(all.match(/@moving-ground\/(?!feature-schema\b)[\w-]+/g)).toBeNull();
    expect(all).not.toContain(fileURLToPath(new URL('../../..', import.meta.url)));
    expect(all).not.toContain(folder);
  });

  it('has nothing that publint would change', async () => {
    const bytes = new Uint8Array(readFileSync(tarball));
    const { messages } = await publint({
      pack: { tarball: bytes.buffer },
      level: 'suggestion',
      strict: true,
    });
    expect(messages).toEqual([]);
  });

  it(
    'has the right types for every way to import it',
    async () => {
      const packed = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
      const result = await checkPackage(packed);
      if (!result.types) throw new Error('the package has no types');
      expect(result.problems).toEqual([]);
      expect(Object.keys(result.entrypoints)).toContain('.');
    },
    MINUTES,
  );
});

describe("A colleague's TypeScript", () => {
  it.each([
    ['module', 'node16'],
    ['module', 'nodenext'],
    ['commonjs', 'node16'],
    ['commonjs', 'nodenext'],
  ])(
    'of type %s compiles the README and runs it, modules resolved as %s',
    async (type, module) => {
      const fresh = await colleague({ type });
      fresh.write('src/console.d.ts', 'declare const console: { log(...values: unknown[]): void };\n');
      fresh.write('src/example.ts', example);
      fresh.write('src/typed.ts', TYPED);
      await fresh.compile({ module, moduleResolution: module, outDir: 'built', rootDir: 'src' });
      expect(await fresh.node('built/example.js')).toBe(printed);
    },
    MINUTES,
  );

  it(
    'compiles for a bundler',
    async () => {
      const fresh = await colleague({ type: 'module' });
      fresh.write('src/typed.ts', TYPED);
      await fresh.compile({ module: 'esnext', moduleResolution: 'bundler', noEmit: true });
      fresh.write('src/typed.ts', TYPED.replace(/^\/\/ @ts-expect-error.*$/m, ''));
      await expect(
        fresh.compile({ module: 'esnext', moduleResolution: 'bundler', noEmit: true }),
      ).rejects.toThrow(/"random"/);
    },
    MINUTES,
  );
});

describe("A colleague's JavaScript", () => {
  it(
    'runs the README by import and by require, and the package brings no other',
    async () => {
      const fresh = await colleague({});
      const required = example.replace(
        /import (\{.*?\}) from ('.*?');/s,
        (_, names: string, name: string) => `const ${names} = require(${name});`,
      );
      expect(required).toContain("require('@moving-ground/feature-schema')");
      fresh.write('example.mjs', example);
      fresh.write('example.cjs', required);
      expect(await fresh.node('example.mjs')).toBe(printed);
      expect(await fresh.node('example.cjs')).toBe(printed);
      const lock = JSON.parse(readFileSync(join(fresh.folder, 'package-lock.json'), 'utf8')) as {
        packages: object;
      };
      expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@moving-ground/feature-schema']);
    },
    MINUTES,
  );

  it(
    'writes the document that the Python of the README believes, and one changed by hand it does not',
    async () => {
      const fresh = await colleague({ type: 'module' });
      fresh.write(
        'document.js',
        "import { ARTICLE_FEATURES, featureSchemaOf, schemaDocument } from '@moving-ground/feature-schema';\n" +
          'process.stdout.write(schemaDocument(featureSchemaOf(ARTICLE_FEATURES)));\n',
      );
      const document = await fresh.node('document.js');
      const read = (input: string): ReturnType<typeof spawnSync> =>
        spawnSync('python3', ['-c', python], { input, encoding: 'utf8' });
      expect(read(document)).toMatchObject({ status: 0, stdout: '605 lag_1s_600 1\n' });
      expect(read(document.replace('"maxGapSeconds":60', '"maxGapSeconds":61'))).toMatchObject({
        status: 1,
        stderr: 'the schema was changed after it was made\n',
      });
    },
    MINUTES,
  );
});
