import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './loop.ts';

const STARTED_AT_MS = Date.UTC(2026, 0, 5);

/** The header and a quote a second of a seeded random walk around 50,000 whose spread is 2. */
export function recordedLines(seconds: number, seed: number): string[] {
  let state = seed;
  let price = 50_000;
  const lines = ['timestamp,bid,offer'];
  for (let second = 0; second < seconds; second++) {
    // Numerical Recipes' linear congruential generator: only its high bits are used.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    price += Math.round((state / 2 ** 32 - 0.5) * 100) / 10;
    lines.push(`${STARTED_AT_MS + second * 1000},${price.toFixed(1)},${(price + 2).toFixed(1)}`);
  }
  return lines;
}

/** Answers the path of a file that holds the lines. */
export function quotesFile(lines: readonly string[]): string {
  const file = join(freshFolder(), 'quotes.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
