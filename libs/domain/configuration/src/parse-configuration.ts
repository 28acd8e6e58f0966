import { distance } from 'fastest-levenshtein';
import { configurationSchema, type Configuration, type PresetName } from './configuration.ts';
import { PRESETS } from './presets.ts';

/** A setting that cannot be: the message names the place, quotes the value and says what is allowed. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

/** What a person wrote, as JSON holds it. */
export type Tree = Readonly<Record<string, unknown>>;

/**
 * A whole configuration from what a person wrote: the preset's values with theirs on top.
 * @param origin what to call the text in an error, for example the file's name
 * @throws InvalidConfiguration
 */
export function parseConfiguration(written: unknown, origin: string): Configuration {
  if (!isTree(written)) throw new InvalidConfiguration(`${origin} holds no JSON object`);
  const preset = presetOf(written, origin);
  const known: Tree = { $schema: '', preset, ...PRESETS[preset] };
  refuseUnknown(written, known, origin, '');
  const sections = Object.fromEntries(Object.entries(written).filter(([key]) => key !== '$schema'));
  return check(merge({ preset, ...PRESETS[preset] }, sections), origin);
}

/** Sets one value by its path (`bot.takeProfit`) in what a person wrote, leaving the rest. */
export function withSetting(written: Tree, path: string, value: unknown): Tree {
  const [head = '', ...rest] = path.split('.');
  const inner = written[head];
  return {
    ...written,
    [head]: rest.length ? withSetting(isTree(inner) ? inner : {}, rest.join('.'), value) : value,
  };
}

/** The known word nearest to what was written, or an empty text when none is near. */
export function nearest(word: string, known: readonly string[]): string {
  const [best] = known
    .map((k) => ({ k, d: distance(word.toLowerCase(), k.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  return best && best.d <= Math.max(2, best.k.length / 2) ? best.k : '';
}

function presetOf(written: Tree, origin: string): PresetName {
  const name = written['preset'] ?? 'default';
  if (name === 'default' || name === 'article') return name;
  throw new InvalidConfiguration(`${origin}: preset was ${JSON.stringify(name)}: use "default" or "article"`);
}

function refuseUnknown(written: Tree, known: Tree, origin: string, path: string): void {
  for (const [key, value] of Object.entries(written)) {
    if (!Object.hasOwn(known, key)) throw unknownKey(key, Object.keys(known), origin, path);
    const inner = known[key];
    if (isTree(value) && isTree(inner)) refuseUnknown(value, inner, origin, `${path}${key}.`);
  }
}

function unknownKey(
  key: string,
  known: readonly string[],
  origin: string,
  path: string,
): InvalidConfiguration {
  const near = nearest(key, known);
  const hint = near ? `did you mean ${path}${near}?` : `known here: ${known.join(', ')}`;
  return new InvalidConfiguration(`${origin}: there is no setting ${path}${key}: ${hint}`);
}

function merge(under: Tree, over: Tree): Tree {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isTree(value) && isTree(below) ? merge(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function check(whole: Tree, origin: string): Configuration {
  const result = configurationSchema.safeParse(whole);
  if (!result.success) throw new InvalidConfiguration(describe(whole, result.error.issues, origin));
  const { train, validation, test } = result.data.split;
  const sum = train + validation + test;
  if (Math.abs(sum - 1) > 1e-9)
    throw new InvalidConfiguration(`${origin}: split.train + validation + test was ${sum}: make it 1`);
  return result.data;
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

function describe(whole: Tree, issues: readonly Issue[], origin: string): string {
  const lines = issues.map(({ path, message }) => {
    const value = path.reduce<unknown>(
      (at, key) => (isTree(at) || Array.isArray(at) ? (at as Tree)[String(key)] : undefined),
      whole,
    );
    return `${origin}: ${path.map(String).join('.')} was ${JSON.stringify(value)}: ${message}`;
  });
  return lines.join('\n');
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
