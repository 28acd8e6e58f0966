import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnIndex, columnName, UnknownColumn } from './columns.ts';
import {
  featureDim,
  featureSchemaOf,
  InvalidFeatureSettings,
  PRICE_COLUMNS,
  windowSeconds,
} from './feature-schema.ts';
import {
  ARTICLE_FEATURES,
  LAG_ORDERS,
  PRICES_OF_A_SECOND,
  type FeatureSettings,
} from './feature-settings.ts';
import { InvalidFeatureSchema, parseFeatureSchema } from './parse-feature-schema.ts';

const anySettings: fc.Arbitrary<FeatureSettings> = fc.record({
  resolutions: fc.uniqueArray(
    fc.record({ lags: fc.integer({ min: 1, max: 40 }), stepSeconds: fc.integer({ min: 1, max: 90 }) }),
    { minLength: 1, maxLength: 4, selector: ({ stepSeconds }) => stepSeconds },
  ),
  lagOrder: fc.constantFrom(...LAG_ORDERS),
  priceOfSecond: fc.constantFrom(...PRICES_OF_A_SECOND),
  maxGapSeconds: fc.integer({ min: 1, max: 600 }),
});

describe("the article's schema", () => {
  const schema = featureSchemaOf(ARTICLE_FEATURES);

  it('has five prices and 600 lags, the price one second before first', () => {
    expect(featureDim(schema)).toBe(605);
    expect(schema.columns.slice(0, 7)).toEqual([
      'bid',
      'offer',
      'mid_open',
      'high',
      'low',
      'lag_1s_1',
      'lag_1s_2',
    ]);
    expect(columnName(schema, 604)).toBe('lag_1s_600');
  });

  it('keeps its hash: another one makes every stored dataset and model a stranger', () => {
    expect(schema.hash).toBe('6ec838fc485e80ecbd4ba615af074221921eed1b49b76a385f8759b069d84cca');
  });

  it('has its lags the other way round when they go from the oldest on', () => {
    const oldestFirst = featureSchemaOf({ ...ARTICLE_FEATURES, lagOrder: 'oldest-first' });
    expect(columnName(oldestFirst, 5)).toBe('lag_1s_600');
    expect(columnName(oldestFirst, 604)).toBe('lag_1s_1');
    expect([...oldestFirst.columns].sort()).toEqual([...schema.columns].sort());
  });

  it('is the same document whether the last price of a second is asked for or nothing, another for the mean', () => {
    const [last, mean] = PRICES_OF_A_SECOND.map((priceOfSecond) =>
      featureSchemaOf({ ...ARTICLE_FEATURES, priceOfSecond }),
    );
    expect(last).toEqual(schema);
    expect(last).not.toHaveProperty('priceOfSecond');
    expect(mean).toMatchObject({ priceOfSecond: 'mean', columns: schema.columns });
    expect(mean?.hash).not.toBe(schema.hash);
  });

  it('reaches ten minutes back', () => {
    expect(windowSeconds(schema)).toBe(600);
  });
});

describe('featureSchemaOf', () => {
  it('gives every column one name and one place', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const schema = featureSchemaOf(settings);
        const lags = settings.resolutions.reduce((sum, resolution) => sum + resolution.lags, 0);
        expect(featureDim(schema)).toBe(PRICE_COLUMNS.length + lags);
        schema.columns.forEach((name, index) => {
          expect(columnIndex(schema, name)).toBe(index);
          expect(columnName(schema, index)).toBe(name);
        });
      }),
    );
  });

  it('gives different settings different hashes and equal settings equal ones', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(featureSchemaOf(one).hash === featureSchemaOf(other).hash).toBe(same);
        expect(featureSchemaOf(structuredClone(one))).toEqual(featureSchemaOf(one));
      }),
    );
  });

  it('reaches as far back as its longest resolution', () => {
    const resolutions = [
      { lags: 600, stepSeconds: 1 },
      { lags: 120, stepSeconds: 60 },
    ];
    expect(windowSeconds({ resolutions })).toBe(7200);
  });

  it.each([
    ['resolutions', { resolutions: [] }, 'features.resolutions was empty'],
    ['no lags', { resolutions: [{ lags: 0, stepSeconds: 1 }] }, 'features.resolutions[0].lags was 0'],
    ['half a step', { resolutions: [{ lags: 1, stepSeconds: 0.5 }] }, 'stepSeconds was 0.5'],
    ['no gap', { maxGapSeconds: 0 }, 'features.maxGapSeconds was 0'],
    ['lags in no order', { lagOrder: 'any' as 'newest-first' }, 'features.lagOrder was "any"'],
    [
      'the median of a second',
      { priceOfSecond: 'median' as 'mean' },
      'features.priceOfSecond was "median": give "last" or "mean"',
    ],
    [
      'one step twice',
      {
        resolutions: [
          { lags: 5, stepSeconds: 60 },
          { lags: 9, stepSeconds: 60 },
        ],
      },
      'stepSeconds 60 twice',
    ],
  ])('refuses settings with %s', (_, change, message) => {
    const settings = { ...ARTICLE_FEATURES, ...change };
    expect(() => featureSchemaOf(settings)).toThrow(InvalidFeatureSettings);
    expect(() => featureSchemaOf(settings)).toThrow(message);
  });
});

describe('columns that a schema does not have', () => {
  const schema = featureSchemaOf(ARTICLE_FEATURES);

  it.each([605, -1, 0.5, Number.NaN])('are refused by index %d', (index) => {
    expect(() => columnName(schema, index)).toThrow(UnknownColumn);
  });

  it('are refused by name, with the name', () => {
    expect(() => columnIndex(schema, 'lag_601')).toThrow(UnknownColumn);
    expect(() => columnIndex(schema, 'lag_601')).toThrow('"lag_601" was asked for');
  });
});

describe('parseFeatureSchema', () => {
  const document = featureSchemaOf({
    resolutions: [{ lags: 3, stepSeconds: 2 }],
    lagOrder: 'newest-first',
    maxGapSeconds: 60,
  });

  it('reads back what a schema is written as', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const schema = featureSchemaOf(settings);
        expect(parseFeatureSchema(JSON.stringify(schema))).toEqual(schema);
      }),
    );
  });

  it('reads the document whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(document).reverse());
    expect(parseFeatureSchema(JSON.stringify(turned, null, 2))).toEqual(document);
  });

  it.each([
    ['another version', { version: '2' }, '"version" of the feature schema was "2": expected "1"'],
    [
      'a column renamed',
      { columns: document.columns.with(5, 'lag_2s_9') },
      '"columns" of the feature schema',
    ],
    ['a column more', { columns: [...document.columns, 'x'] }, '"columns"'],
    ['another hash', { hash: '0'.repeat(64) }, '"hash" of the feature schema was "0000'],
    ['settings changed under the hash', { maxGapSeconds: 61 }, '"hash"'],
    ['another label', { label: 'loss' }, '"label" of the feature schema was "loss": expected "profit"'],
    ['an order of lags nobody knows', { lagOrder: 'random' }, '"newest-first" or "oldest-first"'],
    [
      'the median of a second',
      { priceOfSecond: 'median' },
      '"priceOfSecond" of the feature schema was "median"',
    ],
    ['the mean put under the hash of the last', { priceOfSecond: 'mean' }, '"hash"'],
    [
      'what is the rule anyway',
      { priceOfSecond: 'last' },
      '"priceOfSecond" of the feature schema was "last": expected absent',
    ],
    ['no resolutions', { resolutions: undefined }, '"resolutions" of the feature schema was absent'],
    ['a resolution without a step', { resolutions: [{ lags: 3 }] }, '"resolutions"'],
    ['a negative number of lags', { resolutions: [{ lags: -3, stepSeconds: 2 }] }, 'lags was -3'],
    ['a gap in words', { maxGapSeconds: '60' }, '"maxGapSeconds" of the feature schema was "60"'],
    ['a field nobody knows', { scale: 2 }, '"scale" of the feature schema was 2: expected absent'],
  ])('refuses a document with %s', (_, change, message) => {
    const text = JSON.stringify({ ...document, ...change });
    expect(() => parseFeatureSchema(text)).toThrow(InvalidFeatureSchema);
    expect(() => parseFeatureSchema(text)).toThrow(message);
  });

  it.each(['', '{', 'null', '[]', '605', '"1"'])('refuses the text %j', (text) => {
    expect(() => parseFeatureSchema(text)).toThrow(InvalidFeatureSchema);
  });
});
