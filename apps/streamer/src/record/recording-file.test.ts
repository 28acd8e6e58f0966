import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { quoteLine, quotesHeader, readQuotes } from '@moving-ground/formats';
import type { PriceTick } from '@moving-ground/market';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { swinging } from '../trial-streamer.ts';
import { RecordingFile } from './recording-file.ts';
import { RecordingNotUsable } from './recording-not-usable.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  path = join(folder, 'feed.csv.gz');
});

afterEach(() => rmSync(folder, { recursive: true }));

const ticks = swinging(30);
const linesOf = (some: readonly PriceTick[]): string[] => some.map(quoteLine);

/** What any gzip reader gets. */
async function readBack(): Promise<PriceTick[]> {
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(gunzipSync(readFileSync(path)));
  }
  return (await Array.fromAsync(readQuotes(whole(), path))).flat();
}

/** Two groups of ten. @returns where the second begins */
async function recordTwoGroups(): Promise<number> {
  const file = await RecordingFile.create(path);
  await file.append(linesOf(ticks.slice(0, 10)));
  const begin = readFileSync(path).length;
  await file.append(linesOf(ticks.slice(10, 20)));
  await file.close();
  return begin;
}

describe('a recording', () => {
  it('is readable after every group, by any gzip reader', async () => {
    const file = await RecordingFile.create(path);
    expect(await readBack()).toEqual([]);
    for (const end of [10, 20, 30]) {
      await file.append(linesOf(ticks.slice(end - 10, end)));
      expect(await readBack()).toEqual(ticks.slice(0, end));
    }
    await file.close();
  });

  it('that is there already is left as it is', async () => {
    writeFileSync(path, 'precious');
    await expect(RecordingFile.create(path)).rejects.toThrow('is there already: give another name');
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('is gone on with behind its last price, which it knows with its place in its millisecond', async () => {
    const same = { ...ticks[9]!, bid: ticks[9]!.bid - 1 };
    const file = await RecordingFile.create(path);
    await file.append(linesOf(ticks.slice(0, 10)));
    await file.append(linesOf([same]));
    await file.close();
    const again = await RecordingFile.resume(path);
    const inSameMs = ticks.slice(0, 10).filter(({ timeMs }) => timeMs === same.timeMs).length;
    expect(again.state).toMatchObject({ rows: 11, cutBytes: 0, lastTick: { ...same, sequence: inSameMs } });
    await again.append(linesOf(ticks.slice(10)));
    await again.close();
    expect(await readBack()).toEqual([...ticks.slice(0, 10), same, ...ticks.slice(10)]);
  });

  it(
    'cut off at any byte of its last group goes on behind the group before',
    { timeout: 120_000 },
    async () => {
      const begin = await recordTwoGroups();
      const whole = readFileSync(path);
      for (let size = begin + 1; size < whole.length; size++) {
        writeFileSync(path, whole.subarray(0, size));
        const file = await RecordingFile.resume(path);
        expect(file.state).toMatchObject({ rows: 10, cutBytes: size - begin });
        expect(readFileSync(path)).toHaveLength(begin);
        await file.append(linesOf(ticks.slice(10, 30)));
        await file.close();
        if (size % 16 === 0) expect(await readBack()).toEqual(ticks);
      }
    },
  );

  it('cut off within its header, or empty, is begun anew', async () => {
    await recordTwoGroups();
    const whole = readFileSync(path);
    for (const size of [0, 1, 19, 20, 40]) {
      writeFileSync(path, whole.subarray(0, size));
      const file = await RecordingFile.resume(path);
      expect(file.state).toMatchObject({ rows: 0, cutBytes: size });
      await file.append(linesOf(ticks));
      await file.close();
      expect(await readBack()).toEqual(ticks);
    }
  });

  it('whose last group has its length but zeros instead of bytes goes on before it', async () => {
    const begin = await recordTwoGroups();
    const size = readFileSync(path).length;
    for (const kept of [begin, begin + 30]) {
      truncateSync(path, kept);
      truncateSync(path, size);
      const file = await RecordingFile.resume(path);
      expect(file.state).toMatchObject({ rows: 10, cutBytes: size - begin });
      await file.append(linesOf(ticks.slice(10, 20)));
      await file.close();
    }
    expect(await readBack()).toEqual(ticks.slice(0, 20));
  });

  it('that is damaged before its last group is refused, and left as it is', async () => {
    const begin = await recordTwoGroups();
    const damaged = readFileSync(path);
    damaged[begin - 20]! ^= 1;
    writeFileSync(path, damaged);
    await expect(RecordingFile.resume(path)).rejects.toThrow(/is damaged at byte \d+: it is left as it is/);
    expect(readFileSync(path)).toEqual(damaged);
  });

  it.each([
    ['another program', gzipSync(`${quotesHeader}\n`), 'was not written by record'],
    ['nobody', Buffer.from('timestamp,bid,offer\n1,2,3\n'), 'was not written by record'],
  ])('written by %s is refused, and left as it is', async (_name, content, message) => {
    writeFileSync(path, content);
    await expect(RecordingFile.resume(path)).rejects.toThrow(message);
    expect(readFileSync(path)).toEqual(content);
  });

  it.each([
    ['a folder', () => folder, 'is there already'],
    ['in no folder', () => join(folder, 'none/feed.csv.gz'), 'is in a folder that does not exist'],
  ])('that is %s is refused', async (_name, place, message) => {
    await expect(RecordingFile.create(place())).rejects.toThrow(RecordingNotUsable);
    await expect(RecordingFile.create(place())).rejects.toThrow(message);
  });
});
