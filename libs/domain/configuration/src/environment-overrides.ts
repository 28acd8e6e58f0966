import { PRESETS } from './presets.ts';
import { InvalidConfiguration, nearest, withSetting, type Tree } from './parse-configuration.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Every setting that a variable can override, by the variable's name: GROUND_BOT_TAKE_PROFIT sets bot.takeProfit. */
export const OVERRIDES: ReadonlyMap<string, string> = new Map(
  Object.entries(PRESETS.default).flatMap(([section, keys]) =>
    Object.keys(keys).map((key) => [`GROUND_${snake(section)}_${snake(key)}`, `${section}.${key}`] as const),
  ),
);

/**
 * What a person wrote, with their environment's overrides on top. Values are JSON where they read as JSON
 * (`5`, `null`, `[{"lags":60,"stepSeconds":1}]`), text otherwise.
 * @param otherNames GROUND_* variables that are not settings and are left to the caller
 * @throws InvalidConfiguration for a GROUND_* variable that nobody knows
 */
export function withEnvironment(
  written: Tree,
  environment: Environment,
  otherNames: readonly string[],
): Tree {
  const names = Object.keys(environment).filter(
    (name) => name.startsWith('GROUND_') && !otherNames.includes(name),
  );
  return names
    .sort()
    .reduce(
      (tree, name) => withSetting(tree, pathOf(name, otherNames), jsonOrText(environment[name] ?? '')),
      written,
    );
}

/** The value a text stands for: JSON where it is JSON, the text itself otherwise. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function pathOf(name: string, otherNames: readonly string[]): string {
  const path = OVERRIDES.get(name);
  if (path !== undefined) return path;
  const near = nearest(name, [...OVERRIDES.keys(), ...otherNames]);
  throw new InvalidConfiguration(
    `environment: there is no setting ${name}${near ? `: did you mean ${near}?` : ''}`,
  );
}

function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
