import type { FeatureSchema } from './feature-schema.ts';

/**
 * The schema as the JSON text that the Spark job, a notebook and `parseFeatureSchema` read: one line, keys in the
 * order that the hash is made of. Whoever takes `hash` out and writes the rest again without blanks has the bytes
 * whose SHA-256 it is; in Python `json.dumps(rest, separators=(",", ":"))`.
 */
export function schemaDocument(schema: FeatureSchema): string {
  return `${JSON.stringify(inOrder(schema))}\n`;
}

/** A schema need not have come from `featureSchemaOf`: its keys may lie in any order. */
function inOrder(schema: FeatureSchema): FeatureSchema {
  const { version, columns, resolutions, lagOrder, priceOfSecond, maxGapSeconds, relativeTo, label, hash } =
    schema;
  return {
    version,
    columns,
    resolutions: resolutions.map(({ lags, stepSeconds }) => ({ lags, stepSeconds })),
    lagOrder,
    ...(priceOfSecond && { priceOfSecond }),
    maxGapSeconds,
    relativeTo,
    label,
    hash,
  };
}
