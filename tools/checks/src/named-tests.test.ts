import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8');

describe('what the documents say is shown by a test', () => {
  const claims = [...page('fidelity.md').matchAll(/`([^`]+\.test\.ts)` "([^"]+)"/g)];

  it('is named by file and title in every row of fidelity.md', () => {
    const rows = page('fidelity.md')
      .split('\n')
      .filter((line) => /^\| (?!claim|-)/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !/`[^`]+\.test\.ts` "/.test(row))).toEqual([]);
  });

  it.each(claims.map(([, file, title]) => [String(title), String(file)]))(
    '"%s" is a title in %s',
    (title, file) => {
      expect(readFileSync(join(root, file), 'utf8')).toContain(title);
    },
  );

  it('is a file that is there in faults.md', () => {
    const files = [...page('faults.md').matchAll(/`((?:apps|libs|tools)\/[^`]+\.test\.ts)`/g)];
    expect(files.length).toBeGreaterThan(30);
    expect(files.map(([, file]) => String(file)).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
