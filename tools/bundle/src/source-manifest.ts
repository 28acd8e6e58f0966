import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a project says of itself in its package.json. */
export type SourceManifest = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  /** A library that does not say `"private": true` is published. */
  readonly private?: boolean;
};

export function sourceManifest(project: string): SourceManifest {
  return JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as SourceManifest;
}
