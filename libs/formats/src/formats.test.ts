import { readFileSync, existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import fc from 'fast-check';
import type { StoredTick, Transaction } from '@moving-ground/market';
import { MARKET_STATES } from '@moving-ground/market';
import { describe, expect, it } from 'vitest';
import {
  CsvError,
  decodeArtifact,
  decodeRecords,
  encodeArtifact,
  encodePredictions,
  encodeRecords,
  InvalidInferenceRequest,
  parseInferenceRequest,
  priceLine,
  pricesHeader,
  pythonFloat,
  quoteLine,
  quotesHeader,
  readPrices,
  readQuotes,
  readTransactions,
  RecordIoError,
  transactionLine,
  transactionsHeader,
  UnknownArtifact,
} from './index.ts';
import { londonTime } from './csv/london-time.ts';
import { readRecordMessage } from './recordio/record-message.ts';
import { parseDecimal } from './inference/parse-decimal.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The same bytes, cut at other places. */
async function* inChunks(whole: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

async function rows<T>(groups: AsyncIterable<readonly T[]>): Promise<T[]> {
  return (await Array.fromAsync(groups)).flat();
}

const refusal = async (groups: AsyncIterable<readonly unknown[]>): Promise<string> =>
  rows(groups).then(
    () => 'accepted',
    (error: unknown) => (error instanceof CsvError ? error.message : `no CsvError: ${String(error)}`),
  );

const quotes = (text: string, size = 7): Promise<string> =>
  refusal(readQuotes(inChunks(bytes(text), size), 'q.csv'));

const price = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const maybe = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((x) => !Object.is(x, -0)));

const tick = fc.record({
  bid: price,
  offer: price,
  midOpen: maybe,
  high: maybe,
  low: maybe,
  change: maybe,
  changePercent: maybe,
  marketState: fc.constantFrom(...MARKET_STATES),
  delayed: fc.boolean(),
});

describe('prices.csv', () => {
  it('reads back what was written, wherever its chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tick, { maxLength: 20 }),
        fc.integer({ min: 1, max: 99 }),
        async (list, size) => {
          const ticks: StoredTick[] = list.map((t, i) => ({
            ...t,
            timeMs: 1_700_000_000_000 + Math.floor(i / 2),
            sequence: i % 2,
          }));
          const text = [pricesHeader, ...ticks.map(priceLine), ''].join('\n');
          expect(await rows(readPrices(inChunks(bytes(text), size), 'p'))).toEqual(ticks);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses a time that goes backwards', async () => {
    const line = (timestamp: number): string => `${timestamp},1,2,,,,,,00:00:00,TRADEABLE,0,0`;
    const text = [pricesHeader, line(5), line(4)].join('\n');
    expect(await refusal(readPrices(inChunks(bytes(text), 1000), 'prices.csv'))).toBe(
      'prices.csv, line 3: timestamp was "4": expected a price after 5, sequence 0',
    );
  });

  it('shows the time of London, summer and winter', () => {
    const zone = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1996, 0), max: Date.UTC(2037, 0) }), (ms) => {
        expect(londonTime(ms)).toBe(zone.format(ms));
      }),
    );
  });
});

describe('transactions.csv', () => {
  const transaction: Transaction = {
    id: '1585329862-1',
    openTimeMs: 1585329862779,
    openPrice: 6512.5,
    takeProfit: 10,
    stopLoss: 10,
    limitPrice: 6522.5,
    stopPrice: 6502.5,
    closeTimeMs: 1585329899000,
    closePrice: 6523,
    exit: 'take-profit',
    outcome: 'profit',
    nominalProfit: 10,
    actualProfit: -25.5,
  };
  const file = (line: string): AsyncGenerator<Uint8Array> =>
    inChunks(bytes(`${transactionsHeader}\n${line}\n`), 50);

  it('begins with the columns of the article', () => {
    expect(transactionLine(transaction)).toBe(
      '1585329862779,profit,buy,10,10,6512.5,6502.5,6522.5,1585329862-1,1585329899000,take-profit,6523,10,-25.5',
    );
  });

  it('reads back what was written', async () => {
    expect(await rows(readTransactions(file(transactionLine(transaction)), 't'))).toEqual([transaction]);
  });

  it('takes quotes, CRLF and a byte order mark', async () => {
    const text = `\ufeff${transactionsHeader}\r\n${transactionLine(transaction).replace('buy', '"buy"')}\r\n`;
    expect(await rows(readTransactions(inChunks(bytes(text), 9), 't'))).toEqual([transaction]);
  });

  it.each([
    [
      '1585329899000',
      '1585329862778',
      'close_timestamp was "1585329862778": expected a time not before the order\'s',
    ],
    ['take-profit', 'won', 'exit was "won": expected one of'],
    [',10,-25.5', ',10', '13 fields, the header has 14 columns'],
    ['6512.5', '6512,5', '15 fields'],
    ['6512.5', '=cmd()', 'price was "=cmd()": expected a number'],
    ['6512.5', '0x10', 'price was "0x10"'],
    ['6512.5', '', 'price was "": expected a number'],
    ['6512.5', 'NaN', 'price was "NaN"'],
    ['6512.5', ' 6512.5', 'price was " 6512.5"'],
    ['buy', '"buy', 'a quoted field does not end on its line'],
  ])('with %j as %j is refused', async (was, now, message) => {
    const refused = await refusal(
      readTransactions(file(transactionLine(transaction).replace(was, now)), 't.csv'),
    );
    expect(refused).toContain(`t.csv, line 2: ${message}`);
  });

  it('takes exponents', async () => {
    const [read] = await rows(
      readTransactions(file(transactionLine(transaction).replace('6512.5', '6.5125E3')), 't'),
    );
    expect(read?.openPrice).toBe(6512.5);
  });
});

describe('a recording of quotes', () => {
  it('has its columns in any order, the optional ones absent or empty', async () => {
    const text = 'offer,bid,timestamp,high\n2,1,5,\n3,2,6,9\n';
    const read = await rows(readQuotes(inChunks(bytes(text), 3), 'q'));
    expect(read.map(quoteLine)).toEqual(['5,1,2,,,', '6,2,3,9,,']);
  });

  it.each([
    ['', 'q.csv, line 1: the file is empty: expected a header'],
    [
      'timestamp,bid\n',
      'q.csv, line 1: a recording needs the columns timestamp, bid, offer: offer was missing',
    ],
    ['timestamp,bid,offer,x\n', 'q.csv, line 1: the column "x" is unknown'],
    ['timestamp,bid,offer,bid\n', 'q.csv, line 1: the header has the column "bid" twice'],
    [
      `${quotesHeader}\n5,1,2,,,\n6,3,2,,,`,
      'q.csv, line 3: bid was "3": expected a bid not above the offer 2',
    ],
    [`${quotesHeader}\n5,0,2,,,`, 'q.csv, line 2: bid was "0": expected a price above 0'],
    [`${quotesHeader}\n5,1e400,2,,,`, 'q.csv, line 2: bid was "1e400": expected a number'],
    [`${quotesHeader}\n5.5,1,2,,,`, 'q.csv, line 2: timestamp was "5.5": expected epoch milliseconds'],
    [`${quotesHeader}\n5,1,2,,,\n4,1,2,,,`, 'q.csv, line 3: timestamp was "4": expected a time not before 5'],
    [`${quotesHeader}\n5,${'1'.repeat(70_000)},2,,,`, 'q.csv, line 2: the line has over 65536 characters'],
  ])('%# is refused with its line and value', async (text, message) => {
    expect(await quotes(text)).toContain(message);
  });

  it('that is no text is refused', async () => {
    const binary = Uint8Array.of(0x74, 0xff, 0xfe, 10);
    expect(await refusal(readQuotes(inChunks(binary, 4), 'q.csv'))).toContain('no UTF-8 text');
  });
});

const GOLDEN = [
  '0A 23 D7 CE 2C 00 00 00',
  '0A 16 0A 06 76 61 6C 75 65 73 12 0C 12 0A 0A 08 00 00 80 3F 00 00 00 C0',
  '12 12 0A 06 76 61 6C 75 65 73 12 08 12 06 0A 04 00 00 80 3F',
].join(' ');

const hex = (data: Uint8Array): string =>
  [...data].map((b) => b.toString(16).padStart(2, '0').toUpperCase()).join(' ');

describe('RecordIO-protobuf', () => {
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

  it('with any byte flipped is read or refused at a record, never anything else', () => {
    for (let at = 0; at < file.length; at++) {
      for (const bit of [1, 8, 128]) {
        const broken = file.slice();
        broken[at]! ^= bit;
        try {
          expect(decodeRecords(broken, 'f', { featureDim: 2 }).features.length % 2).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordIoError);
        }
      }
    }
  });

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

const data = process.env['GROUND_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const fixture = join(data, 'linear-learner/ll-adult-prediction-model.tar.gz');

describe('a model artifact', () => {
  const model = {
    weights: Float32Array.of(0.5, -1.25),
    bias: 0.1,
    threshold: Infinity,
    lossType: 'logistic',
    fBeta: 1,
    positiveExampleWeightMult: 2.5,
  } as const;

  it('reads back what was written, infinite thresholds included', () => {
    for (const threshold of [0.4630185961723328, Infinity, -Infinity]) {
      const read = decodeArtifact(encodeArtifact({ ...model, threshold }), 'a');
      expect(read).toEqual({ ...model, threshold, bias: Math.fround(0.1) });
    }
  });

  it('is the same bytes for the same model', () => {
    expect(encodeArtifact(model)).toEqual(encodeArtifact(model));
  });

  it('of something else is refused by name', () => {
    expect(() => decodeArtifact(bytes('no tar at all'), 'models/x')).toThrow(UnknownArtifact);
    const tar = encodeArtifact(model);
    expect(() => decodeArtifact(tar.subarray(0, 600), 'models/x')).toThrow('models/x is no Linear Learner');
  });

  it.skipIf(!existsSync(fixture))("of SageMaker's own Linear Learner has its published figures", () => {
    const read = decodeArtifact(gunzipSync(readFileSync(fixture)), 'fixture');
    expect([read.weights.length, read.bias, read.threshold]).toEqual([
      14, -9.085369110107422, 0.46301859617233276,
    ]);
    expect(read.weights[9]).toBe(0.8937293887138367);
    expect(read.lossType).toBe('logistic');
  });
});

describe('a prediction request', () => {
  const parsed = (body: string, type: string): number[] => [
    ...parseInferenceRequest(bytes(body), type, 2).features,
  ];

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
});

describe('a number in a request', () => {
  it('is the one that Number reads', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.integer(), fc.nat(99_999_999)).map(([a, b]) => `${a}.${b}`),
      fc.stringMatching(/^[+-]?\d{1,25}\.?\d{0,25}$/),
    );
    fc.assert(
      fc.property(written, (text) => {
        expect(parseDecimal(bytes(text), 0, text.length)).toBe(Number(text));
      }),
      { numRuns: 2000 },
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
    expect(new TextDecoder().decode(body)).toBe(
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
    const { body } = encodePredictions(
      [{ score: 0.25, predictedLabel: 1 }],
      'application/x-recordio-protobuf',
    );
    expect(hex(body.subarray(0, 8))).toBe('0A 23 D7 CE 30 00 00 00');
    const { features, label } = readRecordMessage(body.subarray(8));
    expect([features.size, label.get('score')?.values, label.get('predicted_label')?.values]).toEqual([
      0,
      Float32Array.of(0.25),
      Float32Array.of(1),
    ]);
  });
});
