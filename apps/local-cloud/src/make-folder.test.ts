import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

it('A folder is made with those it lies in, and may be there already', () => {
  const root = mkdtempSync(join(tmpdir(), 'ground-folder-'));
  makeFolder(join(root, 'a/b/c'));
  makeFolder(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a/b/c')).isDirectory()).toBe(true);
  rmSync(root, { recursive: true });
});

it('A file in the way is an error', () => {
  const root = mkdtempSync(join(tmpdir(), 'ground-folder-'));
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file/a/b'))).toThrow(/ENOTDIR|ENOENT/);
  rmSync(root, { recursive: true });
});

it.skipIf(!existsSync('/proc/self'))('A file system that takes no folders is an error, and at once', () => {
  expect(() => makeFolder('/proc/none/of/these')).toThrow(/ENOENT|EACCES|EPERM/);
});
