import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FailingDisk, GROUPS, hasCompiler } from './failing-disk.ts';
import { FAULTS, sweep } from './sweep.ts';

describe.skipIf(!hasCompiler)('a disk that fails anywhere', () => {
  let folder: string;
  let disk: FailingDisk;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ground-disk-'));
    disk = new FailingDisk(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(FAULTS)(
    'at one %s after another loses no acknowledged group, leaves none in part, and is not written to again',
    async (...fault) => {
      const failures = await sweep(disk, fault, 1);
      expect(failures).toBeGreaterThanOrEqual(GROUPS);
    },
    300_000,
  );
});
