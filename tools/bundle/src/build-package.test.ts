import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildProject } from './build-project.ts';
import { LicenseMissing, thirdPartyLicenses } from './third-party-licenses.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// The compiler and two bundlers are loaded on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

let workspace: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
}

async function build(index: string): Promise<string> {
  write('libs/n/src/index.ts', index);
  const out = join(workspace, 'out');
  await buildProject(join(workspace, 'libs/n'), out);
  return out;
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ground-package-'));
  symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'));
  for (const file of ['tsconfig.base.json', 'LICENSE']) write(file, readFileSync(join(root, file), 'utf8'));
  write('libs/n/package.json', '{"name":"n","version":"1.2.3","license":"MIT","type":"module"}');
  write('libs/n/tsconfig.json', '{"extends":"../../tsconfig.base.json","include":["src"]}');
  write('libs/n/README.md', '# n\n');
});

afterEach(() => rmSync(workspace, { recursive: true }));

describe('A library that is not private', () => {
  it('becomes both module systems with their types, and what it imports of the workspace is in it', async () => {
    const out = await build(
      "import { midPrice, type PriceTick } from '@moving-ground/market';\n" +
        "export type Quote = Pick<PriceTick, 'bid' | 'offer'>;\n" +
        'export const mid = (quote: Quote): number => midPrice(quote);\n',
    );
    expect(readdirSync(out).sort()).toEqual([
      'LICENSE',
      'README.md',
      'index.cjs',
      'index.d.cts',
      'index.d.ts',
      'index.js',
      'package.json',
    ]);
    for (const file of ['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'])
      expect(readFileSync(join(out, file), 'utf8')).not.toContain('@moving-ground');
    const quote = { bid: 1, offer: 2 };
    const esm = (await import(pathToFileURL(join(out, 'index.js')).href)) as { mid: (q: object) => number };
    const commonJs = createRequire(import.meta.url)(join(out, 'index.cjs')) as typeof esm;
    expect([esm.mid(quote), commonJs.mid(quote)]).toEqual([1.5, 1.5]);
  });

  it('brings the licenses of the packages that are in it, and no dependencies', async () => {
    const out = await build("export { sha256 } from '@noble/hashes/sha2.js';\n");
    expect(readFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(
      /^@noble\/hashes .*\(MIT\)\n\nThe MIT License/,
    );
    const manifest = JSON.parse(readFileSync(join(out, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ name: 'n', version: '1.2.3', license: 'MIT', type: 'module' });
    expect(manifest['files']).toContain('THIRD-PARTY-LICENSES.txt');
    expect(Object.keys(manifest).filter((key) => /dependencies|private|nx/i.test(key))).toEqual([]);
  });

  it('is not built with a wrong type', async () => {
    await expect(build("export const one: number = 'one';\n")).rejects.toThrow(
      /index\.ts:1 Type 'string' is not/,
    );
  });

  it('is not built when it needs Node: the package runs in a browser too', async () => {
    await expect(build("export { readFileSync } from 'node:fs';\n")).rejects.toThrow(/node:fs/);
  });

  it('is not built without a README', async () => {
    rmSync(join(workspace, 'libs/n/README.md'));
    await expect(build('export const one = 1;\n')).rejects.toThrow(/README\.md is missing/);
  });
});

it('A bundled package without a license is refused, and named', () => {
  write('deep/node_modules/@x/y/package.json', '{"name":"@x/y","version":"2.0.0"}');
  const input = join(workspace, 'deep/node_modules/@x/y/src/index.js');
  expect(() => thirdPartyLicenses([input])).toThrow(LicenseMissing);
  expect(() => thirdPartyLicenses([input])).toThrow('@x/y 2.0.0');
});
