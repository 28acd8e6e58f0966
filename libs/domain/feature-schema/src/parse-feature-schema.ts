import { featureSchemaOf, type FeatureSchema } from './feature-schema.ts';

/** The text is no schema document of this version, or was changed after it was made. */
export class InvalidFeatureSchema extends Error {
  override readonly name = 'InvalidFeatureSchema';
}

/** Reads the document back; the schema is made anew from its settings, and must come out the same. @throws InvalidFeatureSchema */
export function parseFeatureSchema(text: string): FeatureSchema {
  let written: FeatureSchema;
  try {
    written = JSON.parse(text) as FeatureSchema;
  } catch (error) {
    throw new InvalidFeatureSchema(`the feature schema is not JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (written.version !== '1')
    throw new InvalidFeatureSchema(
      `the feature schema has version ${JSON.stringify(written.version)}, this program reads "1"`,
    );
  const { resolutions, lagOrder, maxGapSeconds } = written;
  const made = featureSchemaOf({ resolutions, lagOrder, maxGapSeconds });
  if (made.hash !== written.hash || JSON.stringify(made) !== JSON.stringify(written)) {
    throw new InvalidFeatureSchema(
      `the feature schema's hash was ${String(written.hash)}, its settings give ${made.hash}`,
    );
  }
  return made;
}

/** The name of the feature at an index, undefined beyond the row. */
export function columnName(schema: FeatureSchema, index: number): string | undefined {
  return schema.columns[index];
}

/** The index of a feature by its name, undefined when there is none. */
export function columnIndex(schema: FeatureSchema, name: string): number | undefined {
  const index = schema.columns.indexOf(name);
  return index < 0 ? undefined : index;
}
