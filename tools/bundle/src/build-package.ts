import { build, type BuildOptions } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleTypes } from './bundle-types.ts';
import { checkedProgram } from './checked-program.ts';
import { PUBLISHED_FILES, publishedManifest } from './published-manifest.ts';
import { sourceManifest } from './source-manifest.ts';
import { thirdPartyLicenses } from './third-party-licenses.ts';
import { workspaceOf } from './workspace-of.ts';

export class PackageIncomplete extends Error {
  override readonly name = 'PackageIncomplete';
}

const LICENSES = 'THIRD-PARTY-LICENSES.txt';

/**
 * A library as the folder that `npm pack` packs: ES module, CommonJS, types for both, README and licenses. All that it
 * imports is in it, so it brings no other package, and none of the workspace's own.
 * @throws LibraryNotBuilt, PackageIncomplete, TypesNotBundled, LicenseMissing
 */
export async function buildPackage(project: string, outFolder: string): Promise<void> {
  checkedProgram(project);
  mkdirSync(outFolder, { recursive: true });
  const { import: esm, require: commonJs } = PUBLISHED_FILES;
  const entry = join(project, 'src/index.ts');
  const types = await bundleTypes(entry, join(project, 'tsconfig.json'));
  for (const { types: name } of [esm, commonJs]) writeFileSync(join(outFolder, name), types);
  const inputs = await bundleCode(entry, outFolder, { format: 'esm', file: esm.default });
  await bundleCode(entry, outFolder, { format: 'cjs', file: commonJs.default });
  copyDocuments(project, outFolder);
  const licenses = thirdPartyLicenses(inputs);
  if (licenses) writeFileSync(join(outFolder, LICENSES), licenses);
  const manifest = publishedManifest(sourceManifest(project), licenses ? [LICENSES] : []);
  writeFileSync(join(outFolder, 'package.json'), manifest);
}

type Output = { readonly format: NonNullable<BuildOptions['format']>; readonly file: string };

/** @returns the files that went into the bundle */
async function bundleCode(entry: string, outFolder: string, { format, file }: Output): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: join(outFolder, file),
    bundle: true,
    format,
    // Nothing of Node or of a browser: the package runs in both, and a `node:` import does not build.
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'inline',
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs);
}

function copyDocuments(project: string, outFolder: string): void {
  const readme = join(project, 'README.md');
  if (!existsSync(readme))
    throw new PackageIncomplete(`${readme} is missing: what is published tells its use`);
  copyFileSync(readme, join(outFolder, 'README.md'));
  copyFileSync(join(workspaceOf(project), 'LICENSE'), join(outFolder, 'LICENSE'));
}
