import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecords } from './decode-records.ts';
import { RecordChunk } from './record-chunk.ts';
import { encodeRecords } from './record-encoder.ts';

describe('a chunk of records', () => {
  it('has the bytes of its rows, of any width, however often it was filled before', () => {
    const anyFilling = fc.record({
      featureDim: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(605, 4100)),
      rows: fc.integer({ min: 1, max: 5 }),
      fillings: fc.integer({ min: 1, max: 3 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(anyFilling, ({ featureDim, rows, fillings, seed }) => {
        const chunk = new RecordChunk(featureDim, rows);
        for (let filling = 1; filling <= fillings; filling++) {
          const features = Float32Array.from({ length: rows * featureDim }, (_, i) => seed / 3 + i * filling);
          const labels = Float32Array.from({ length: rows }, (_, i) => (i + filling) % 2);
          for (let row = 0; row < rows; row++) {
            chunk.floats.set(
              features.subarray(row * featureDim, (row + 1) * featureDim),
              chunk.featuresAt(row),
            );
            chunk.setLabel(row, labels[row]!);
          }
          expect(chunk.bytes(rows)).toEqual(encodeRecords({ features, labels, featureDim }));
          expect(decodeRecords(chunk.bytes(rows), 'f')).toEqual({ features, labels, rows, featureDim });
        }
      }),
    );
  });

  it('gives the first of its records, and their bits as words', () => {
    const chunk = new RecordChunk(2, 3);
    chunk.floats.set([1, -2], chunk.featuresAt(0));
    chunk.setLabel(0, 1);
    expect(chunk.bytes(1)).toEqual(
      encodeRecords({ features: Float32Array.of(1, -2), labels: Float32Array.of(1), featureDim: 2 }),
    );
    expect(chunk.words[chunk.featuresAt(0)]).toBe(0x3f800000);
  });
});
