import { expect, it } from 'vitest';
import { featureSchemaOf } from './feature-schema.ts';
import { ARTICLE_FEATURES } from './feature-settings.ts';
import { requireSchema, SchemaDiffers } from './require-schema.ts';

const schema = featureSchemaOf(ARTICLE_FEATURES);

it('A model of the same schema is taken', () => {
  expect(() => requireSchema(schema, schema.hash, 'model m')).not.toThrow();
});

it.each([
  ['the same columns and another gap', featureSchemaOf({ ...ARTICLE_FEATURES, maxGapSeconds: 61 }).hash],
  [
    'the same columns the other way round',
    featureSchemaOf({ ...ARTICLE_FEATURES, lagOrder: 'oldest-first' }).hash,
  ],
  ['no hash', ''],
])('A model of %s is refused, with both hashes and its name', (_, hash) => {
  expect(() => requireSchema(schema, hash, 'model m')).toThrow(SchemaDiffers);
  expect(() => requireSchema(schema, hash, 'model m')).toThrow(
    `the schema hash of model m was "${hash}", these rows have ${schema.hash}`,
  );
});
