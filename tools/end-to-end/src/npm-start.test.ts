import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What is said by `npm start -- words`, as the README writes it. */
function said(...words: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile('npm', ['start', '--silent', '--', ...words], { cwd: root }, (_error, stdout, stderr) =>
      done(stdout + stderr),
    );
  });
}

describe('npm start', { timeout: 60_000 }, () => {
  it.each([
    ['config', /^bot\.ordersPerSecond +5 /m],
    ['record', /^ground: record needs a file to write to/],
    ['--help', /^ {2}ground doctor /m],
    ['--onec', /^ground: there is no flag --onec: did you mean --once\?/],
  ])('takes %s after its two dashes', async (word, told) => {
    expect(await said(word)).toMatch(told);
  });
});
