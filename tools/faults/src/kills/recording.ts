import { seededRandom } from '@moving-ground/numeric';
import { writeFileSync } from 'node:fs';

const START = Date.UTC(2026, 0, 5, 9);

/** A recorded market: about four prices a second that wander by some points a minute, now and then two at once. */
export function writeRecording(file: string, rows: number, seed: number): void {
  const random = seededRandom(seed);
  let timeMs = START;
  let cents = 650_000;
  const lines = Array.from({ length: rows }, () => {
    timeMs += random.uniform() < 0.05 ? 0 : 1 + Math.floor(random.uniform() * 500);
    cents += Math.round((random.uniform() - 0.5) * 160);
    return `${timeMs},${((cents - 30) / 100).toFixed(2)},${((cents + 30) / 100).toFixed(2)}`;
  });
  writeFileSync(file, `timestamp,bid,offer\n${lines.join('\n')}\n`);
}
