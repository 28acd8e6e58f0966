import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const FOLDER =
  process.env['GROUND_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Two days of gold, tick by tick. */
export const GOLD_SESSIONS = ['xauusd-20140505.csv.gz', 'xauusd-20140506.csv.gz'] as const;

export type Session = {
  readonly path: string;
  readonly rows: number;
  /** Without the rows that say the same as the one before: those that a streamer keeps. */
  readonly kept: number;
};

/** Undefined where the recordings are not at hand. */
export function recordedSession(name: (typeof GOLD_SESSIONS)[number]): Session | undefined {
  const path = join(FOLDER, 'market', name);
  if (!existsSync(path)) return undefined;
  const rows = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n').slice(1);
  const kept = rows.filter((row, i) => row !== rows[i - 1]).length;
  return { path, rows: rows.length, kept };
}
