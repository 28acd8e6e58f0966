import type { CheckResult } from './check.ts';

const WORDS = { ok: 'ok  ', problem: 'fail', skipped: 'skip' } as const;

/** One line for people. */
export function lineOf({ name, state, detail, advice }: CheckResult): string {
  const end = advice === undefined ? '' : `: ${advice}`;
  return `${WORDS[state]} ${name}: ${detail}${end}`.replaceAll(/\s*\n\s*/g, '; ');
}
