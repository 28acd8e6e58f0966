import type { SourceManifest } from './source-manifest.ts';

/** One file of code and one of types for each module system. */
export const PUBLISHED_FILES = {
  import: { types: './index.d.ts', default: './index.js' },
  require: { types: './index.d.cts', default: './index.cjs' },
} as const;

/**
 * The package.json of what is published. The source's own is no use outside the workspace: it names the source, and
 * the packages that are in the bundle by now.
 * @param others names of files beside those of the code
 */
export function publishedManifest(source: SourceManifest, others: readonly string[]): string {
  const { name, version, description, license, keywords = [] } = source;
  const { import: esm, require: commonJs } = PUBLISHED_FILES;
  const code = [esm, commonJs].flatMap(({ types, default: file }) => [file, types]);
  const manifest = {
    name,
    version,
    description,
    keywords,
    license,
    type: 'module',
    engines: { node: '>=20' },
    sideEffects: false,
    // Read only by what does not know `exports`, and that is CommonJS.
    main: commonJs.default,
    types: commonJs.types,
    exports: { '.': PUBLISHED_FILES, './package.json': './package.json' },
    files: [...code.map((file) => file.slice(2)), ...others],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
