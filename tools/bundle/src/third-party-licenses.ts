import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourceManifest } from './source-manifest.ts';

export class LicenseMissing extends Error {
  override readonly name = 'LicenseMissing';
}

/** The innermost package that holds the file: `node_modules/name` or `node_modules/@scope/name`. */
const PACKAGE = /^(?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/**
 * The licenses of the packages whose files are in a bundle: most of them ask to go along with every copy.
 * @param inputs the bundle's files, as the bundler names them
 * @throws LicenseMissing naming the package
 */
export function thirdPartyLicenses(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input) ?? []));
  return [...folders].sort().map(licenseOf).join('\n');
}

function licenseOf(folder: string): string {
  const { name, version, license } = sourceManifest(resolve(folder));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined)
    throw new LicenseMissing(
      `${name} ${version} (${license}) has no license file: ask whether it may be bundled`,
    );
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
