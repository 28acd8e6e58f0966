import { openSqliteMarketStore, StoreWriteFailed } from '@moving-ground/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numberedGroup, wholeGroups } from './numbered-groups.ts';

it('A store that may not grow refuses the group that does not fit, keeps all before, and goes on with more room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ground-full-'));
  const path = join(folder, 'market.db');
  const full = openSqliteMarketStore(path, { mostPages: 24 });
  let stored = 0;
  const fill = async (): Promise<void> => {
    for (; ; stored++) await full.record(numberedGroup(stored));
  };
  await expect(fill()).rejects.toThrow(StoreWriteFailed);
  await expect(full.record(numberedGroup(stored))).rejects.toThrow(/database or disk is full: free space/);
  expect(stored).toBeGreaterThan(10);
  expect(await wholeGroups(full)).toBe(stored);
  await full.close();
  const roomy = openSqliteMarketStore(path);
  await roomy.record(numberedGroup(stored));
  expect(await wholeGroups(roomy)).toBe(stored + 1);
  await roomy.close();
  rmSync(folder, { recursive: true });
});
