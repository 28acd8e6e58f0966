import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LoggedStore } from './write-ahead-log.ts';

it('A write-ahead log cut at every single byte has exactly the groups acknowledged within it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ground-wal-'));
  const logged = await LoggedStore.write(folder, 2);
  for (let length = 0; length <= logged.logLength; length++) {
    const acknowledged = logged.lengths.findLastIndex((end) => end <= length);
    const found = await logged.cutAt(length);
    if (found !== acknowledged) expect.fail(`cut at ${length}: ${found} groups instead of ${acknowledged}`);
  }
  expect(logged.logLength).toBeGreaterThan(10_000);
  rmSync(folder, { recursive: true });
});
