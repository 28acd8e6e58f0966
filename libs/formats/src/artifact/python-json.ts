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

/** Python's json also reads and writes Infinity and NaN, which JSON does not know. @throws SyntaxError */
export function parseWithInfinity(text: string): Record<string, unknown> {
  const marked = text.replace(
    /(-?)\b(Infinity|NaN)\b/g,
    (_, sign: string, word: string) => `{"float":"${sign}${word}"}`,
  );
  return JSON.parse(marked, (_, value: unknown) => {
    if (value === null || typeof value !== 'object' || !('float' in value)) return value;
    return Number(value.float);
  }) as Record<string, unknown>;
}
