import type { FeatureSchema } from './feature-schema.ts';

/** Rows, or a model that learned from them, belong to another schema: its columns mean something else. */
export class SchemaDiffers extends Error {
  override readonly name = 'SchemaDiffers';
}

/**
 * Called before rows of this schema are scored, or a dataset is believed to hold them.
 * @param found the hash that travels with the model or dataset
 * @param whose its name, for the message
 * @throws SchemaDiffers
 */
export function requireSchema(schema: Pick<FeatureSchema, 'hash'>, found: string, whose: string): void {
  if (found === schema.hash) return;
  throw new SchemaDiffers(
    `the schema hash of ${whose} was ${JSON.stringify(found.slice(0, 80))}, these rows have ${schema.hash}: ` +
      `make the rows by the schema that it was made with, or make it anew`,
  );
}
