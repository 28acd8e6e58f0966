import { featureSchemaOf, InvalidFeatureSettings, type FeatureSchema } from './feature-schema.ts';
import { LAG_ORDERS, PRICES_OF_A_SECOND, type FeatureSettings, type Resolution } from './feature-settings.ts';

/** The text is no schema document of this version, or was changed after it was made. */
export class InvalidFeatureSchema extends Error {
  override readonly name = 'InvalidFeatureSchema';
}

type Document = Readonly<Record<string, unknown>>;

/**
 * Reads the text that `schemaDocument` writes; the order of its keys does not matter.
 * The schema is made anew from its settings and must come out the same, so a document that says one thing and
 * hashes another is never believed.
 * @throws InvalidFeatureSchema naming the field
 */
export function parseFeatureSchema(text: string): FeatureSchema {
  const document = objectOf(text);
  requireKnown('version', document['version'], ['1']);
  const schema = madeFrom(settingsOf(document));
  const expected: Document = schema;
  for (const name of new Set([...Object.keys(expected), ...Object.keys(document)])) {
    if (JSON.stringify(document[name]) !== JSON.stringify(expected[name]))
      throw refused(name, document[name], `${shown(expected[name])}, which follows from the other fields`);
  }
  return schema;
}

function objectOf(text: string): Document {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Document;
  throw new InvalidFeatureSchema(`the feature schema was ${shown(value)}: give its JSON document`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function settingsOf(document: Document): FeatureSettings {
  const { resolutions, maxGapSeconds } = document;
  if (!Array.isArray(resolutions) || !resolutions.every(isResolution))
    throw refused('resolutions', resolutions, 'a list like [{"lags":600,"stepSeconds":1}]');
  const lagOrder = requireKnown('lagOrder', document['lagOrder'], LAG_ORDERS);
  const priceOfSecond = requireKnown(
    'priceOfSecond',
    document['priceOfSecond'] ?? 'last',
    PRICES_OF_A_SECOND,
  );
  if (typeof maxGapSeconds !== 'number') throw refused('maxGapSeconds', maxGapSeconds, 'a number');
  return { resolutions, lagOrder, priceOfSecond, maxGapSeconds };
}

function isResolution(value: unknown): value is Resolution {
  if (typeof value !== 'object' || value === null) return false;
  const { lags, stepSeconds } = value as Document;
  return typeof lags === 'number' && typeof stepSeconds === 'number';
}

function madeFrom(settings: FeatureSettings): FeatureSchema {
  try {
    return featureSchemaOf(settings);
  } catch (error) {
    if (!(error instanceof InvalidFeatureSettings)) throw error;
    throw new InvalidFeatureSchema(error.message, { cause: error });
  }
}

function requireKnown<T extends string>(name: string, value: unknown, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw refused(name, value, known.map((each) => JSON.stringify(each)).join(' or '));
  return found;
}

function refused(name: string, value: unknown, expected: string): InvalidFeatureSchema {
  return new InvalidFeatureSchema(
    `${JSON.stringify(name.slice(0, 40))} of the feature schema was ${shown(value)}: expected ${expected}`,
  );
}

/** As JSON, at most 80 characters: a list of columns would fill a page. */
function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
