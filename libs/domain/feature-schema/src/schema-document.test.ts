import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { featureSchemaOf } from './feature-schema.ts';
import { parseFeatureSchema } from './parse-feature-schema.ts';
import { schemaDocument } from './schema-document.ts';

const schema = featureSchemaOf({
  resolutions: [
    { lags: 3, stepSeconds: 1 },
    { lags: 2, stepSeconds: 60 },
  ],
  lagOrder: 'newest-first',
  maxGapSeconds: 60,
});

const REST =
  '{"version":"1","columns":["bid","offer","mid_open","high","low","lag_1s_1","lag_1s_2","lag_1s_3","lag_60s_1",' +
  '"lag_60s_2"],"resolutions":[{"lags":3,"stepSeconds":1},{"lags":2,"stepSeconds":60}],"lagOrder":"newest-first",' +
  '"maxGapSeconds":60,"relativeTo":"mid","label":"profit"';

it('The document of two resolutions has these bytes: other engines read them', () => {
  const hash = createHash('sha256').update(`${REST}}`).digest('hex');
  expect(schemaDocument(schema)).toBe(`${REST},"hash":"${hash}"}\n`);
});

it('The mean of a second stands behind the order of the lags, and is in the hash', () => {
  const { resolutions, lagOrder, maxGapSeconds } = schema;
  const mean = featureSchemaOf({ resolutions, lagOrder, maxGapSeconds, priceOfSecond: 'mean' });
  const rest = REST.replace('"newest-first",', '"newest-first","priceOfSecond":"mean",');
  const hash = createHash('sha256').update(`${rest}}`).digest('hex');
  expect(schemaDocument(mean)).toBe(`${rest},"hash":"${hash}"}\n`);
  expect(parseFeatureSchema(schemaDocument(mean))).toEqual(mean);
});

it('A document is the same whatever the order of the keys, and is read back', () => {
  const turned = Object.fromEntries(Object.entries(schema).reverse()) as typeof schema;
  expect(schemaDocument(turned)).toBe(schemaDocument(schema));
  expect(parseFeatureSchema(schemaDocument(turned))).toEqual(schema);
});
