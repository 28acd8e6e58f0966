import { pythonFloat } from '../inference/python-float.ts';

/** Fields that Python writes as floats even when they are whole. */
const FLOATS = new Set(['threshold', 'f_beta', 'positive_example_weight_mult', 'margin']);

/** JSON as Python's json module writes it: `", "`, `": "`, floats with a point, Infinity as a bare word. */
export function jsonWithInfinity(value: object): string {
  const fields = Object.entries(value).map(
    ([key, field]) => `${JSON.stringify(key)}: ${fieldText(key, field)}`,
  );
  return `{${fields.join(', ')}}`;
}

function fieldText(key: string, field: unknown): string {
  if (typeof field === 'number') return FLOATS.has(key) ? pythonFloat(field) : String(field);
  return field !== null && typeof field === 'object' ? jsonWithInfinity(field) : JSON.stringify(field);
}

/** A text is matched as a whole, so that a word inside it stays what it is. */
const TEXT_OR_WORD = /"(?:[^"\\]|\\.)*"|Infinity|NaN/g;

/**
 * Python's json also writes Infinity and NaN, which JSON does not know. JSON reads 1e999 as Infinity; NaN becomes
 * null, which no number is read from.
 * @throws SyntaxError
 */
export function parseWithInfinity(text: string): unknown {
  const words: Readonly<Record<string, string>> = { Infinity: '1e999', NaN: 'null' };
  return JSON.parse(text.replace(TEXT_OR_WORD, (match) => words[match] ?? match)) as unknown;
}
