import type { FeatureSchema } from './feature-schema.ts';

/** Somebody asks for a column that the schema does not have. */
export class UnknownColumn extends Error {
  override readonly name = 'UnknownColumn';
}

/** @param index counted from 0 @throws UnknownColumn */
export function columnName(schema: FeatureSchema, index: number): string {
  const name = schema.columns[index];
  if (name === undefined)
    throw new UnknownColumn(
      `column ${index} was asked for: the schema has 0 to ${schema.columns.length - 1}`,
    );
  return name;
}

/** Where the column stands in a row, counted from 0. @throws UnknownColumn */
export function columnIndex(schema: FeatureSchema, name: string): number {
  const index = schema.columns.indexOf(name);
  if (index < 0)
    throw new UnknownColumn(
      `the column ${JSON.stringify(name.slice(0, 40))} was asked for: the schema has ${schema.columns.slice(0, 6).join(', ')} and so on, ${schema.columns.length} in all`,
    );
  return index;
}
