import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodePredictionRecords,
  encodePredictions,
  InvalidInferenceRequest,
  parseInferenceRequest,
  pythonFloat,
  UnsupportedContentType,
} from './index.ts';
import { RecordEncoder } from '../recordio/record-encoder.ts';
import { readRecordMessage } from '../recordio/record-message.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a prediction request', () => {
  const parsed = (body: string, type: string): number[] => [
    ...parseInferenceRequest(bytes(body), type, 2).features,
  ];

  it('as CSV is the float32 of each number, however it is written', () => {
    const written = fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^-?\d{1,9}$/) },
      { weight: 6, arbitrary: fc.stringMatching(/^-?\d{1,5}\.\d{0,4}$/) },
      fc.stringMatching(/^[+-]?\d{0,12}\.\d{1,12}$/),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map((value) => ` ${value} `),
    );
    const row = fc.tuple(written, written).map((fields) => fields.join());
    const ends = fc.constantFrom('', '\n', '\r\n');
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), ends, (rows, end) => {
        const values = rows.flatMap((line) => line.split(',').map((field) => Math.fround(Number(field))));
        expect(parsed(rows.join(end || '\n') + end, 'text/csv')).toEqual(values);
      }),
      { numRuns: 2000 },
    );
  });

  it('is understood as CSV, JSON, JSON lines and RecordIO', () => {
    expect(parsed('1.5,-2\n3e0, 4\r\n', 'text/csv; charset=utf-8')).toEqual([1.5, -2, 3, 4]);
    expect(parsed('{"instances":[{"features":[1,2]}]}', 'application/json')).toEqual([1, 2]);
    expect(parsed('{"instances":[{"data":{"features":{"values":[1,2]}}}]}', 'application/json')).toEqual([
      1, 2,
    ]);
    expect(
      parsed(
        '{"instances":[{"data":{"features":{"keys":[1],"shape":[2],"values":[7]}}}]}',
        'application/json',
      ),
    ).toEqual([0, 7]);
    expect(parsed('{"features":[1,2]}\n{"features":[3,4]}\n', 'application/jsonlines')).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['1,2,3', 'text/csv', 'row 0 had 3 features, the model has 2'],
    ['7', 'text/csv', 'row 0 had 1 features, the model has 2'],
    ['1,2\n1', 'text/csv', 'row 1 had 1 features'],
    ['1,x', 'text/csv', 'row 0, feature 1 was "x": send a number'],
    ['1,', 'text/csv', 'row 0, feature 1 was ""'],
    ['1,NaN', 'text/csv', 'was "NaN"'],
    ['', 'text/csv', 'the body was empty'],
    ['{', 'application/json', 'the body is not JSON'],
    ['null', 'application/json', 'the body has no "instances"'],
    ['{"instances":[{"features":[1,null]}]}', 'application/json', 'row 0, feature 1 was null'],
    ['{"instances":[{"features":[1]}]}', 'application/json', 'row 0 had 1 features'],
    [
      '{"instances":[{"data":{"features":{"keys":[2],"shape":[2],"values":[7]}}}]}',
      'application/json',
      'the key 2',
    ],
    ['12345678', 'application/x-recordio-protobuf', 'the magic word was'],
  ])('%j as %s is refused', (body, type, message) => {
    expect(() => parsed(body, type)).toThrow(InvalidInferenceRequest);
    expect(() => parsed(body, type)).toThrow(message);
  });

  it('of another content type is refused', () => {
    expect(() => parsed('1,2', 'image/png')).toThrow('the content type was "image/png"');
  });

  it.each([
    ['text/csv', '1,1e39', 'row 0, feature 1 was "1e39": send a number that a float32 holds'],
    ['text/csv', '1,2\n-1e39,2', 'row 1, feature 0 was "-1e39"'],
    ['application/json', '{"instances":[{"features":[1,1e39]}]}', 'row 0, feature 1 was 1e+39'],
    ['application/json', '{"instances":[{"features":["1",2]}]}', 'row 0, feature 0 was "1"'],
    [
      'application/json',
      `{"instances":[{"features":[1,"${'x'.repeat(99)}"]}]}`,
      `was "${'x'.repeat(40)}": send`,
    ],
    ['application/json', '{"instances":[null]}', 'row 0 has no features, it was null'],
    [
      'application/json',
      '{"instances":[{"data":{"features":{"keys":[1],"shape":[3],"values":[7]}}}]}',
      'the shape 3, the model has 2',
    ],
    [
      'application/json',
      '{"instances":[{"data":{"features":{"keys":[1,0],"shape":[2],"values":[7]}}}]}',
      '2 keys and 1 values',
    ],
    ['application/jsonlines', '{"features":[1,2]}\n{"features":[1]}', 'row 1 had 1 features'],
    ['application/jsonlines', '{"features":[1,2]}\n{', 'line 2 is not JSON'],
    ['application/jsonlines', '\n', 'the body was empty'],
  ])('as %s of %j is refused', (type, body, message) => {
    expect(() => parsed(body, type)).toThrow(InvalidInferenceRequest);
    expect(() => parsed(body, type)).toThrow(message);
  });

  it('names the row that is wrong to its caller', () => {
    const refused = (body: string): unknown => {
      try {
        return parsed(body, 'text/csv');
      } catch (error) {
        return error;
      }
    };
    expect(refused('1,2\n1,x')).toMatchObject({ name: 'InvalidInferenceRequest', row: 1 });
    expect(refused('')).toMatchObject({ name: 'InvalidInferenceRequest', row: undefined });
  });

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  it.each([
    ['line ends only', 'text/csv', '\n'.repeat(5_000_000), 'the body was empty'],
    ['short rows without end', 'text/csv', '1\n'.repeat(2_000_000), 'row 0 had 1 features'],
    [
      'rows of nothing',
      'application/json',
      `{"instances":[${'0,'.repeat(2_000_000)}0]}`,
      '2000001 rows of 605 features are too many',
    ],
    [
      'lists in lists',
      'application/json',
      `{"instances":[{"features":{"values":[1],"keys":[0],"shape":${deep}}}]}`,
      'the shape a list of 1',
    ],
    [
      'lists in a row',
      'application/json',
      `{"instances":[{"features":[${'0,'.repeat(604)}${deep}]}]}`,
      'feature 604 was a list of 1',
    ],
  ])('of %s is refused without much memory', (_, type, body, message) => {
    const data = bytes(body);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => parseInferenceRequest(data, type, 605)).toThrow(InvalidInferenceRequest);
    expect(() => parseInferenceRequest(data, type, 605)).toThrow(message);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128e6);
  });

  it('has the same numbers in every form', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0));
    const list = fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, (rows) => {
        const features = Float32Array.from(rows.flat());
        const bodies: [string, Uint8Array][] = [
          ['text/csv', bytes(rows.map((row) => row.join()).join('\n'))],
          ['application/json', bytes(JSON.stringify({ instances: rows.map((row) => ({ features: row })) }))],
          [
            'application/jsonlines',
            bytes(rows.map((row) => JSON.stringify({ data: { features: { values: row } } })).join('\n')),
          ],
          [
            'application/x-recordio-protobuf',
            new RecordEncoder(3, { labelled: false }).encode(features, features, rows.length),
          ],
        ];
        for (const [type, body] of bodies)
          expect(parseInferenceRequest(body, type, 3)).toEqual({ rows: rows.length, features });
      }),
    );
  });
});
describe('an answer', () => {
  it('is written as Python writes it', () => {
    const { body } = encodePredictions(
      [
        { score: 0.9899773597717285, predictedLabel: 1 },
        { score: 1, predictedLabel: 1 },
      ],
      'application/json',
    );
    expect(body).toBe(
      '{"predictions": [{"score": 0.9899773597717285, "predicted_label": 1}, {"score": 1.0, "predicted_label": 1}]}',
    );
  });

  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [-0, '-0.0'],
    [1e-7, '1e-07'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e300, '1.5e+300'],
    [-2.5e-10, '-2.5e-10'],
  ])('writes %d as %s', (value, text) => {
    expect(pythonFloat(value)).toBe(text);
  });

  it('in RecordIO holds one float32 for the score and one for the label', () => {
    const { body: answered } = encodePredictions(
      [{ score: 0.25, predictedLabel: 1 }],
      'application/x-recordio-protobuf',
    );
    const body = encodePredictionRecords([{ score: 0.25, predictedLabel: 1 }]);
    expect(answered).toEqual(body);
    expect(Buffer.from(body).toString('hex')).toBe(
      '0a23d7ce30000000' + // magic, 48 bytes
        '1211' +
        '0a0573636f7265' +
        '1208' +
        '1206' +
        '0a040000803e' + // score 0.25
        '121b' +
        '0a0f7072656469637465645f6c6162656c' +
        '1208' +
        '1206' +
        '0a040000803f', // predicted_label 1
    );
    const { features, label } = readRecordMessage(body.subarray(8));
    expect([features.size, label.get('score')?.values, label.get('predicted_label')?.values]).toEqual([
      0,
      Float32Array.of(0.25),
      Float32Array.of(1),
    ]);
  });

  it.each([
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/html, application/jsonlines;q=0.5, */*;q=0.1', 'application/jsonlines'],
    ['TEXT/CSV; charset=utf-8', 'text/csv'],
    ['image/png, application/*', 'application/json'],
  ])('to Accept %j is %s', (accept, contentType) => {
    expect(encodePredictions([], accept).contentType).toBe(contentType);
  });

  it('in JSON lines is one object a line', () => {
    const { body } = encodePredictions(
      [
        { score: Math.fround(0.4), predictedLabel: 0 },
        { score: Math.fround(1e-7), predictedLabel: 0 },
      ],
      'application/jsonlines',
    );
    expect(body).toBe(
      '{"score": 0.4000000059604645, "predicted_label": 0}\n{"score": 1.0000000116860974e-07, "predicted_label": 0}\n',
    );
  });

  it.each(['image/png', 'constructor', 'text/html, image/*'])('to Accept %j is refused', (accept) => {
    expect(() => encodePredictions([], accept)).toThrow(UnsupportedContentType);
  });
});
