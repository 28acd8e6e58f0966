import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Changes with every source that a result may follow from. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  const patterns = [
    'libs/{domain,pipeline}/*/src/**/*.ts',
    'libs/{formats,numeric}/src/**/*.ts',
    'apps/backtest/src/{market,null,walk}/*.ts',
  ];
  const files = globSync(patterns, { cwd: ROOT }).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  for (const file of files.sort()) hash.update(file).update(readFileSync(`${ROOT}${file}`));
  return hash.digest('hex');
}
