import { PRESETS, type Tree } from '@moving-ground/configuration';
import type { Settings } from './settings.ts';

/** One line a setting: its path, its value, and the last layer that set it. */
export function configurationLines({ configuration, layers }: Settings): string[] {
  const sections = Object.entries(PRESETS[configuration.preset]).flatMap(([section, keys]) =>
    Object.keys(keys).map((key) => [section, key] as const),
  );
  return sections.map(([section, key]) => {
    const value = JSON.stringify((configuration as unknown as Record<string, Tree>)[section]?.[key]);
    const layer = layers.findLast(({ written }) => Object.hasOwn((written[section] ?? {}) as Tree, key));
    return `${`${section}.${key}`.padEnd(38)} ${value.padEnd(40)} ${layer?.origin ?? `preset ${configuration.preset}`}`;
  });
}
