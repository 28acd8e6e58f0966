import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeRecords } from './decode-records.ts';
import { encodeRecords, RecordEncoder } from './record-encoder.ts';

/** Written by SageMaker's own Python SDK: make_golden.py beside them says how. */
const golden = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`../../golden/${name}`, import.meta.url)));

/** The numbers of a golden file by its name, not read from its records. */
function rowsOf(name: string, width: number): Float32Array[] {
  const numbers = new Float32Array(golden(`${name}.f32`).buffer);
  return Array.from({ length: numbers.length / width }, (_, row) =>
    numbers.subarray(row * width, (row + 1) * width),
  );
}

function labelledRows(name: string, featureDim: number) {
  const rows = rowsOf(name, featureDim + 1);
  return {
    features: Float32Array.from(rows.flatMap((row) => [...row.subarray(0, featureDim)])),
    labels: Float32Array.from(rows, (row) => row[featureDim] ?? NaN),
    featureDim,
  };
}

const sameBytes = (ours: Uint8Array, theirs: Uint8Array): void => {
  expect(Buffer.from(ours).toString('hex')).toBe(Buffer.from(theirs).toString('hex'));
};

describe("SageMaker's own writer", () => {
  it.each([1, 2, 31, 605])('makes the same bytes of labelled rows of %i features', (featureDim) => {
    const rows = labelledRows(`dense-${featureDim}`, featureDim);
    expect(rows.labels).toEqual(Float32Array.of(0, 1, 0, 0, 1));
    sameBytes(encodeRecords(rows), golden(`dense-${featureDim}.rec`));
  });

  it('makes the same bytes of rows without a label', () => {
    const rows = rowsOf('request-31', 31);
    const features = Float32Array.from(rows.flatMap((row) => [...row]));
    const ours = new RecordEncoder(31, { labelled: false }).encode(features, new Float32Array(0), 5);
    sameBytes(ours, golden('request-31.rec'));
  });

  it('was asked for the zeros, denormals and extremes that another number type would lose', () => {
    const { features } = labelledRows('dense-605', 605);
    const bits = new Set(new Uint32Array(features.buffer));
    for (const special of [0, 0x80000000, 1, 0x80000001, 0x7fffff, 0x800000, 0x7f7fffff, 0xced7230a])
      expect(bits.has(special), special.toString(16)).toBe(true);
  });
});

describe("a file of SageMaker's own writer", () => {
  it.each([
    ['dense-1', 1],
    ['dense-2', 2],
    ['dense-31', 31],
    ['dense-605', 605],
    ['sparse-31', 31],
  ])('is read to the bit: %s', (name, featureDim) => {
    const rows = labelledRows(name, featureDim);
    const read = decodeRecords(golden(`${name}.rec`), name);
    expect(read).toEqual({ ...rows, rows: 5 });
    sameBytes(new Uint8Array(read.features.buffer), new Uint8Array(rows.features.buffer));
  });

  it('is read without labels where none are needed', () => {
    const read = decodeRecords(golden('request-31.rec'), 'r', { labelRequired: false });
    expect(Array.from({ length: 5 }, (_, row) => read.features.slice(31 * row, 31 * (row + 1)))).toEqual(
      rowsOf('request-31', 31),
    );
    expect(() => decodeRecords(golden('request-31.rec'), 'r')).toThrow('record 0: the label had 0 values');
  });

  it.each([
    ['features-float64.rec', 'record 0: the tensor is float64: write float32'],
    ['label-int32.rec', 'record 0: the tensor is int32: write float32'],
  ])('that Linear Learner would refuse is refused: %s', (name, message) => {
    expect(() => decodeRecords(golden(name), name)).toThrow(message);
  });
});
