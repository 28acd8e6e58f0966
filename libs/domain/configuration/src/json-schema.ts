import { z } from 'zod';
import { configurationSchema } from './configuration.ts';
import { PRESETS } from './presets.ts';

type Node = Record<string, unknown>;

/** The JSON schema of ground.config.json for editors: everything may be left out, and has its default shown. */
export function configurationJsonSchema(): Node {
  const schema = z.toJSONSchema(configurationSchema, { target: 'draft-7' }) as Node;
  const properties = schema['properties'] as Record<string, Node>;
  for (const [section, values] of Object.entries(PRESETS.default))
    showDefaults(properties[section] ?? {}, values);
  properties['$schema'] = { type: 'string' };
  return { ...schema, title: 'Moving Ground configuration', properties, required: [] };
}

function showDefaults(section: Node, values: object): void {
  delete section['required'];
  const properties = section['properties'] as Record<string, Node>;
  for (const [key, value] of Object.entries(values)) Object.assign(properties[key] ?? {}, { default: value });
}
