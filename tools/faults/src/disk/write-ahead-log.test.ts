import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOG_HEADER, LoggedStore, PAGE, PAGE_HEADER } from './write-ahead-log.ts';

/**
 * Every acknowledged group was synced, so that a power cut cannot take it away from an honest disk; a disk that
 * lies about its syncs can, and then what is left is still the groups up to some moment, each of them whole.
 */
describe('a write-ahead log that is torn', () => {
  let folder: string;
  let logged: LoggedStore;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ground-wal-'));
    logged = await LoggedStore.write(folder, 8);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const acknowledgedWithin = (length: number): number => logged.lengths.findLastIndex((end) => end <= length);

  it('holds every group at its full length', async () => {
    expect(await logged.cutAt(logged.logLength)).toBe(8);
    expect(new Set(logged.lengths).size).toBe(9);
  });

  it('has exactly the groups acknowledged within it when it is cut at or beside the end of any page', async () => {
    for (let end = LOG_HEADER; end <= logged.logLength; end += PAGE_HEADER + PAGE) {
      for (const length of [end - 1, end, end + 1, end + PAGE_HEADER].filter((l) => l <= logged.logLength))
        expect(await logged.cutAt(length), `cut at ${length}`).toBe(acknowledgedWithin(length));
    }
  });

  it('has exactly the groups acknowledged within it when it is cut anywhere', async () => {
    const lengths = fc.integer({ min: 0, max: logged.logLength });
    const cut = async (length: number): Promise<void> => {
      expect(await logged.cutAt(length)).toBe(acknowledgedWithin(length));
    };
    await fc.assert(fc.asyncProperty(lengths, cut), { numRuns: 300 });
  });

  it('has whole groups only when a bit of it is another', async () => {
    const places = fc.tuple(
      fc.integer({ min: LOG_HEADER, max: logged.logLength - 1 }),
      fc.integer({ min: 0, max: 7 }),
    );
    await fc.assert(
      fc.asyncProperty(places, async ([offset, bit]) => {
        // The page with the bit and all after it are not believed.
        const page = Math.floor((offset - LOG_HEADER) / (PAGE_HEADER + PAGE));
        const believed = LOG_HEADER + page * (PAGE_HEADER + PAGE);
        expect(await logged.flipAt(offset, bit)).toBe(acknowledgedWithin(believed));
      }),
      { numRuns: 200 },
    );
  });
});
