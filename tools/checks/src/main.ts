import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCheck, type CheckResult } from './run-check.ts';
import { runTests, type Suite } from './run-tests.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dataFolder = resolve(root, process.env['GROUND_DATA'] ?? '../shared/data');
const inCi = process.env['CI'] === 'true';
const suites: readonly Suite[] = process.argv.includes('--slow')
  ? ['vitest.config.ts', 'vitest.slow.config.ts']
  : ['vitest.config.ts'];

/** Types, lint and formatting side by side, then the tests; one line at the end counts them all. With --slow all suites. */
async function main(): Promise<number> {
  const checks = await Promise.all([
    runCheck(
      root,
      'types',
      ['typescript/bin/tsc', '-p', 'tsconfig.json'],
      // What runs in a browser knows other names.
      ['typescript/bin/tsc', '-p', 'apps/dashboard/tsconfig.page.json'],
      ['typescript/bin/tsc', '-p', 'tools/page-views/tsconfig.json'],
    ),
    runCheck(
      root,
      'lint',
      ['nx/dist/bin/nx.js', 'show', 'projects'],
      ['eslint/bin/eslint.js', '.', '--max-warnings', '0'],
    ),
    runCheck(root, 'formatting', ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
  ]);
  const environment = { ...process.env, ...(existsSync(dataFolder) ? { GROUND_DATA: dataFolder } : {}) };
  const results = [...checks];
  const skipped: string[] = [];
  for (const suite of suites) {
    const tests = await runTests({ root, suite, env: environment, output: 'inherit' });
    results.push(...tests.results);
    skipped.push(...tests.skipped);
  }
  return tell(results, skipped);
}

function tell(results: readonly CheckResult[], skipped: readonly string[]): number {
  const failed = results.filter((result) => !result.passed);
  skipped.forEach((name) => console.log(`skipped: ${name}`));
  const wrongSkips = inCi && existsSync(dataFolder) ? skipped.length : 0;
  if (wrongSkips) console.log(`${wrongSkips} skipped although ${dataFolder} is there: that counts as failed`);
  failed.forEach(({ name }) => console.log(`failed: ${name}`));
  console.log(
    `${results.length - failed.length} passed, ${failed.length + wrongSkips} failed, ${skipped.length - wrongSkips} skipped`,
  );
  return failed.length + wrongSkips === 0 ? 0 : 1;
}

process.exitCode = await main();
