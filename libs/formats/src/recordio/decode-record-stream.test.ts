import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecordStream } from './decode-record-stream.ts';
import { decodeRecords } from './decode-records.ts';
import { encodeRecords } from './record-encoder.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Features and labels of all pieces, one after the other. */
async function streamed(bytes: Uint8Array, width: number, sizes: readonly [number, number]) {
  const pieces = await Array.fromAsync(
    decodeRecordStream(inChunks(bytes, sizes[0]), 'part.rec', width, sizes[1]),
  );
  return {
    features: pieces.flatMap(({ features }) => [...features]),
    labels: pieces.flatMap(({ labels }) => [...labels]),
    pieces: pieces.length,
  };
}

function records(rows: number, width: number): Uint8Array {
  const features = Float32Array.from({ length: rows * width }, (_, i) => i / 8);
  return encodeRecords({
    features,
    labels: Float32Array.from({ length: rows }, (_, i) => i % 2),
    featureDim: width,
  });
}

describe('records in pieces', () => {
  it('are those of the whole file, wherever it is cut', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2000 }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        sizes,
        async (rows, width, cut) => {
          const bytes = records(rows, width);
          const whole = decodeRecords(bytes, 'part.rec');
          const found = await streamed(bytes, width, cut);
          expect(found.features).toEqual([...whole.features]);
          expect(found.labels).toEqual([...whole.labels]);
        },
      ),
    );
  });

  it('are also read as another writer framed them', async () => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, '../../golden/sparse-31.rec')));
    const whole = decodeRecords(bytes, 'sparse');
    const found = await streamed(bytes, 31, [7, 20]);
    expect(found.features).toEqual([...whole.features]);
  });

  it('come a few at a time, so that no file is held', async () => {
    expect((await streamed(records(100, 5), 5, [64, 256])).pieces).toBeGreaterThan(10);
  });

  it('name the bad record by its place in the file', async () => {
    const bytes = records(30, 2);
    const stride = bytes.length / 30;
    bytes[17 * stride] = 0;
    await expect(streamed(bytes, 2, [64, 4 * stride])).rejects.toThrow('part.rec, record 17: the magic word');
    await expect(streamed(records(30, 2).subarray(0, -4), 2, [64, 4 * stride])).rejects.toThrow('record 29');
    await expect(streamed(records(3, 2), 3, [64, 64])).rejects.toThrow('record 0');
  });
});
