import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from './run-check.ts';

type Assertion = { readonly fullName: string; readonly status: string };
export type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly Assertion[];
  }[];
};

/** How vitest's report calls a test that was waiting or running when its process ended. */
const LOST = 'pending';

export type Suite = 'vitest.config.ts' | 'vitest.slow.config.ts';

export type TestWork = {
  readonly root: string;
  readonly suite: Suite;
  readonly env: NodeJS.ProcessEnv;
  /** Where vitest's own words go. */
  readonly output: 'inherit' | 'ignore';
};

export type SuiteEnd = { readonly results: readonly CheckResult[]; readonly skipped: readonly string[] };

/**
 * Runs every test of a suite, shows vitest's own output, and reads its JSON report for the count. Files whose process
 * died under them are run once more: V8 ends a process now and then when threads come and go (decision 0033). Who
 * dies twice has failed.
 */
export async function runTests(work: TestWork): Promise<SuiteEnd> {
  const first = await runVitest(work, []);
  const lost = lostFiles(first.report);
  if (lost.length === 0) return endOf(first);
  console.log(`a process died; its test files are run once more: ${lost.join(', ')}`);
  const again = await runVitest(work, lost);
  const kept = first.report.testResults.filter(({ name }) => !lost.includes(name));
  return endOf({ code: again.code, report: { testResults: [...kept, ...again.report.testResults] } });
}

type Run = { readonly code: number | null; readonly report: Report };

async function runVitest({ root, suite, env, output }: TestWork, files: readonly string[]): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'ground-tests-'));
  const file = join(folder, 'report.json');
  const words = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...files,
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
    stdio: output,
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  rmSync(folder, { recursive: true });
  return { code, report };
}

/** Files with tests that neither ended nor were skipped. */
export function lostFiles({ testResults }: Report): string[] {
  return testResults
    .filter(({ assertionResults }) => assertionResults.some(({ status }) => status === LOST))
    .map(({ name }) => name);
}

function endOf({ code, report }: Run): SuiteEnd {
  const counted = count(report);
  const ranClean = code === 0 || counted.results.some((result) => !result.passed);
  if (ranClean) return counted;
  const ownError = { name: 'vitest ended with an error of its own', passed: false };
  return { ...counted, results: [...counted.results, ownError] };
}

const ENDED: readonly string[] = ['passed', 'failed', LOST];

export function count({ testResults }: Report): SuiteEnd {
  const assertions = testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    results: [
      ...assertions
        .filter(({ status }) => ENDED.includes(status))
        .map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })),
      ...brokenFiles.map(({ name }) => ({ name, passed: false })),
    ],
    skipped: assertions.filter(({ status }) => !ENDED.includes(status)).map(({ fullName }) => fullName),
  };
}
