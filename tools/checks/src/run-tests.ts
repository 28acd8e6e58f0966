import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from './run-check.ts';

type Assertion = { readonly fullName: string; readonly status: string };
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly Assertion[];
  }[];
};

export type Suite = 'vitest.config.ts' | 'vitest.slow.config.ts';

/** Runs every test of a suite, shows vitest's own output, and reads its JSON report for the count. */
export async function runTests(
  root: string,
  suite: Suite,
  env: NodeJS.ProcessEnv,
): Promise<{ results: CheckResult[]; skipped: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ground-tests-'));
  const file = join(folder, 'report.json');
  const words = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    suite,
    '--reporter=dot',
    // What a passing test prints is of no interest in a log of a thousand tests.
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const counted = count(JSON.parse(readFileSync(file, 'utf8')) as Report);
  rmSync(folder, { recursive: true });
  const ranClean = code === 0 || counted.results.some((result) => !result.passed);
  return ranClean
    ? counted
    : {
        ...counted,
        results: [...counted.results, { name: 'vitest ended with an error of its own', passed: false }],
      };
}

function count(report: Report): { results: CheckResult[]; skipped: string[] } {
  const assertions = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const ran = assertions.filter(({ status }) => status === 'passed' || status === 'failed');
  return {
    results: [
      ...ran.map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })),
      ...brokenFiles.map(({ name }) => ({ name, passed: false })),
    ],
    skipped: assertions
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  };
}
