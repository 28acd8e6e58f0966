import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecords } from './decode-records.ts';
import { encodeRecords, RecordEncoder } from './record-encoder.ts';
import { RecordIoError } from './recordio-error.ts';

const GOLDEN = [
  '0A 23 D7 CE 2C 00 00 00',
  '0A 16 0A 06 76 61 6C 75 65 73 12 0C 12 0A 0A 08 00 00 80 3F 00 00 00 C0',
  '12 12 0A 06 76 61 6C 75 65 73 12 08 12 06 0A 04 00 00 80 3F',
].join(' ');

const hex = (data: Uint8Array): string =>
  [...data].map((b) => b.toString(16).padStart(2, '0').toUpperCase()).join(' ');

describe('a RecordIO-protobuf file', () => {
  it('is the reference bytes for two features and a label', () => {
    expect(
      hex(encodeRecords({ features: Float32Array.of(1, -2), labels: Float32Array.of(1), featureDim: 2 })),
    ).toBe(GOLDEN);
  });

  it.each([
    [1, 48],
    [2, 52],
    [14, 100],
    [31, 172],
    [605, 2468],
    [1000, 4048],
  ])('takes for %i features %i bytes a row', (featureDim, size) => {
    const three = { features: new Float32Array(3 * featureDim), labels: new Float32Array(3), featureDim };
    expect(encodeRecords(three).length).toBe(3 * size);
  });

  const dense = fc.integer({ min: 1, max: 40 }).chain((featureDim) =>
    fc.array(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
        minLength: featureDim,
        maxLength: featureDim,
      }),
      { minLength: 1, maxLength: 5 },
    ),
  );

  it('reads back what was written', () => {
    fc.assert(
      fc.property(dense, (list) => {
        const featureDim = list[0]!.length;
        const features = Float32Array.from(list.flat());
        const labels = Float32Array.from(list, (_, i) => i % 2);
        const read = decodeRecords(encodeRecords({ features, labels, featureDim }), 'f');
        expect(read).toEqual({ features, labels, rows: list.length, featureDim });
      }),
    );
  });

  const file = encodeRecords({
    features: Float32Array.of(1, 2, 3, 4, 5, 6),
    labels: Float32Array.of(1, 0, 1),
    featureDim: 2,
  });

  const three = [2, 31].map((featureDim) => ({
    featureDim,
    whole: encodeRecords({
      features: Float32Array.from({ length: 3 * featureDim }, (_, i) => i + 1),
      labels: Float32Array.of(1, 0, 1),
      featureDim,
    }),
  }));

  it.each(three)(
    'with any bit flipped is well formed or refused at a record ($featureDim features)',
    ({ featureDim, whole }) => {
      for (let at = 0; at < 8 * whole.length; at++) {
        const broken = whole.slice();
        broken[at >> 3]! ^= 1 << (at & 7);
        for (const options of [{ featureDim }, {}, { labelRequired: false }]) {
          try {
            const read = decodeRecords(broken, 'f', options);
            expect(read.features.length).toBe(read.rows * read.featureDim);
            expect([read.labels.length, read.rows > 0]).toEqual([read.rows, true]);
          } catch (error) {
            expect(error).toBeInstanceOf(RecordIoError);
            expect((error as RecordIoError).record).toBeLessThanOrEqual(3);
          }
        }
      }
    },
  );

  it('cut anywhere but between records is refused', () => {
    for (let at = 1; at < file.length; at++) {
      if (at % 52 === 0) continue;
      expect(() => decodeRecords(file.subarray(0, at), 'f')).toThrow(RecordIoError);
    }
  });

  it('of another width, without its label or with NaN is refused at its record', () => {
    expect(() => decodeRecords(file, 'f', { featureDim: 3 })).toThrow(
      'f, record 0: the row had 2 features, 3 were expected',
    );
    const nan = encodeRecords({
      features: Float32Array.of(1, 2, 3, NaN),
      labels: Float32Array.of(1, 0),
      featureDim: 2,
    });
    expect(() => decodeRecords(nan, 'f')).toThrow('f, record 1: feature 1 was NaN');
    expect(() =>
      decodeRecords(
        encodeRecords({ features: Float32Array.of(1), labels: Float32Array.of(NaN), featureDim: 1 }),
        'f',
      ),
    ).toThrow('label was NaN');
  });

  it.each([
    ['another magic word', (f: Uint8Array) => f.fill(0, 172, 173), 'record 1: the magic word was 0xced72300'],
    [
      'a length beyond its end',
      (f: Uint8Array) => f.fill(255, 2 * 172 + 4, 2 * 172 + 6),
      'record 2: 65535 bytes were announced, 164 are left',
    ],
    [
      'no padding at its end',
      (f: Uint8Array) => f.subarray(0, f.length - 2),
      'record 2: 162 bytes were announced, 162 are left',
    ],
    [
      'padding that is not zero',
      (f: Uint8Array) => f.fill(7, 342, 343),
      'record 1: the padding was 7 0, it is zeros',
    ],
    [
      'a middle part alone',
      (f: Uint8Array) => f.fill(2 << 5, 179, 180),
      'record 1: a part with the flag 2 stands out of order',
    ],
    [
      'a flag that nobody knows',
      (f: Uint8Array) => f.fill(5 << 5, 7, 8),
      'record 0: a part with the flag 5 stands out of order',
    ],
    [
      'padding within a split record',
      (f: Uint8Array) => f.fill(1 << 5, 7, 8),
      'record 0: a part before the last has 2 bytes of padding',
    ],
    ['an unknown wire type', (f: Uint8Array) => f.fill(0x0b, 8, 9), 'record 0: a field has the wire type 3'],
    ['a field cut off', (f: Uint8Array) => f.fill(0x7f, 9, 10), 'record 0'],
    ['nothing in it', () => new Uint8Array(0), 'record 0: the file is empty'],
  ])('with %s is refused at its record', (_, damage, message) => {
    const damaged = damage(three[1]!.whole.slice());
    expect(() => decodeRecords(damaged, 'f')).toThrow(RecordIoError);
    expect(() => decodeRecords(damaged, 'f')).toThrow(`f, ${message}`);
  });

  it('of three records with the last label infinite names the third', () => {
    const labels = Float32Array.of(1, 0, Infinity);
    const whole = encodeRecords({ features: new Float32Array(3), labels, featureDim: 1 });
    expect(() => decodeRecords(whole, 'f')).toThrow('f, record 2: the label was Infinity');
  });

  const values = [0x0a, 6, ...new TextEncoder().encode('values')];
  const field = (number: number, data: readonly number[]): number[] => [number * 8 + 2, data.length, ...data];
  const floats = (...list: number[]): number[] => [...new Uint8Array(Float32Array.from(list).buffer)];
  const entry = (tensor: readonly number[], kind = 2): number[] => [
    ...values,
    ...field(2, field(kind, tensor)),
  ];
  const framed = (message: readonly number[]): Uint8Array => {
    const frame = new Uint8Array(8 + Math.ceil(message.length / 4) * 4);
    frame.set([0x0a, 0x23, 0xd7, 0xce, message.length & 255, message.length >> 8]);
    frame.set(message, 8);
    return frame;
  };
  const dense2 = field(1, entry(field(1, floats(1, -2))));
  const labelled = field(2, entry(field(1, floats(1))));

  it.each([
    ['the label before the features', [...labelled, ...dense2]],
    [
      'the value before its key',
      [...field(1, [...field(2, field(2, field(1, floats(1, -2)))), ...values]), ...labelled],
    ],
    ['floats one by one', [...field(1, entry([0x0d, ...floats(1), 0x0d, ...floats(-2)])), ...labelled]],
    [
      'fields that nobody knows',
      [...field(3, [65]), ...dense2, 0x78, 0x96, 0x01, 0x7d, 0, 0, 0, 0, ...labelled],
    ],
    [
      'a sparse row',
      [...field(1, entry([...field(1, floats(-2, 1)), ...field(2, [1, 0]), ...field(3, [2])])), ...labelled],
    ],
    [
      'keys one by one',
      [...field(1, entry([...field(1, floats(-2, 1)), 0x10, 1, 0x10, 0, 0x18, 2])), ...labelled],
    ],
  ])('may have %s', (_, message) => {
    expect(decodeRecords(framed(message), 'f')).toEqual({
      features: Float32Array.of(1, -2),
      labels: Float32Array.of(1),
      rows: 1,
      featureDim: 2,
    });
  });

  it.each([
    [
      'float64',
      [...field(1, entry(field(1, new Array<number>(16).fill(0)), 3)), ...labelled],
      'the tensor is float64: write float32',
    ],
    ['int32', [...field(1, entry([0x08, 1], 7)), ...labelled], 'the tensor is int32: write float32'],
    ['no label', dense2, 'the label had 0 values, it has one'],
    [
      'two labels',
      [...dense2, ...field(2, entry(field(1, floats(1, 0))))],
      'the label had 2 values, it has one',
    ],
    ['no features', labelled, 'the features have no entry "values"'],
    [
      'half a float',
      [...field(1, entry(field(1, [0, 0, 0]))), ...labelled],
      '3 bytes are no whole number of float32',
    ],
    [
      'a sparse key too far',
      [...field(1, entry([...field(1, floats(1)), ...field(2, [2]), ...field(3, [2])])), ...labelled],
      'a sparse key was 2, the row has 2 features',
    ],
    [
      'more keys than values',
      [...field(1, entry([...field(1, floats(1)), ...field(2, [0, 1]), ...field(3, [2])])), ...labelled],
      'a sparse row had 2 keys and 1 values',
    ],
  ])('with %s is refused', (_, message, problem) => {
    expect(() => decodeRecords(framed(message), 'f')).toThrow(`f, record 0: ${problem}`);
  });

  it('without labels is read where none are required', () => {
    const request = new RecordEncoder(2, { labelled: false }).encode(
      Float32Array.of(1, -2),
      new Float32Array(0),
      1,
    );
    expect(request).toEqual(framed(dense2));
    const { features, labels } = decodeRecords(request, 'f', { featureDim: 2, labelRequired: false });
    expect([features, labels]).toEqual([Float32Array.of(1, -2), Float32Array.of(NaN)]);
    const mixed = new Uint8Array([...request, ...framed([...dense2, ...labelled])]);
    expect(decodeRecords(mixed, 'f', { labelRequired: false }).labels).toEqual(Float32Array.of(NaN, 1));
  });

  it('has as many numbers as its rows need, never those that lie behind them in memory', () => {
    const memory = new Float32Array(100).fill(7);
    const labels = Float32Array.of(1, 0);
    const encoder = new RecordEncoder(2);
    expect(() => encoder.encode(memory.subarray(0, 3), labels, 2)).toThrow(
      '3 features were given, the rows need 4',
    );
    expect(() => encoder.encode(memory, labels.subarray(0, 1), 2)).toThrow(
      '1 labels were given, the rows need 2',
    );
    expect(() => encodeRecords({ features: memory, labels, featureDim: 2 })).toThrow(
      '100 features are no 2 rows of 2',
    );
    expect(() => new RecordEncoder(0)).toThrow('featureDim was 0');
    expect(encoder.encode(memory.subarray(5), labels, 2)).toEqual(
      encodeRecords({ features: memory.slice(0, 4), labels, featureDim: 2 }),
    );
  });

  it('joins the parts of a record that dmlc split at the magic word', () => {
    const whole = encodeRecords({
      features: Float32Array.of(1, -2),
      labels: Float32Array.of(1),
      featureDim: 2,
    });
    const magic = [0x0a, 0x23, 0xd7, 0xce];
    const features = new Float32Array(Uint8Array.from([...magic, ...magic]).buffer);
    const plain = encodeRecords({ features, labels: Float32Array.of(1), featureDim: 2 });
    const body = plain.subarray(8);
    // The floats lie at 20 of 44 bytes: aligned words equal to the magic are taken out, which leaves three parts.
    const part = (flag: number, data: Uint8Array): number[] => [
      ...magic,
      data.length,
      0,
      0,
      flag << 5,
      ...data,
    ];
    const split = Uint8Array.from([
      ...part(1, body.subarray(0, 16)),
      ...part(2, new Uint8Array(0)),
      ...part(3, body.subarray(24)),
    ]);
    expect(decodeRecords(split, 'f').features).toEqual(features);
    expect(decodeRecords(whole, 'f').rows).toBe(1);
  });
});
