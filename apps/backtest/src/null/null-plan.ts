import type { HashedRecording, NullMarket, NullTask } from './null-task.ts';
import { NULL_BATCHES, NULL_DEVIATION, nullWalk, secondsFor, type NullSize } from './null-settings.ts';

/** Gold's median spread. */
const SPREAD = 0.26;
export const PLANTED_PRECISIONS = [0.55, 0.6, 0.65];
const PLANTED_RECALL = 0.25;

/** One line of the table: a market and its seeds. */
export type NullSeries = {
  readonly name: string;
  readonly market: NullMarket;
  readonly tasks: readonly NullTask[];
};

/** Both nulls and the planted signals; the sign-flip null only where there is a session to turn. */
export function nullPlan(
  size: NullSize,
  {
    seeds,
    alpha,
    recordings,
  }: { readonly seeds: number; readonly alpha: number; readonly recordings: readonly HashedRecording[] },
): readonly NullSeries[] {
  const settings = nullWalk(size);
  const walk = { ...settings, judge: { ...settings.judge, alpha } };
  const seconds = secondsFor(size, (NULL_BATCHES.at(-1) ?? 0) + 1);
  const made = { seconds, spread: SPREAD, deviation: NULL_DEVIATION };
  const series = (name: string, market: NullMarket): NullSeries => ({
    name,
    market,
    tasks: Array.from({ length: seeds }, (_, i) => ({ market, seed: i + 1, walk, after: NULL_BATCHES })),
  });
  return [
    series('random walk', { kind: 'random-walk', ...made }),
    ...(recordings.length > 0 ? [series('signs turned', { kind: 'sign-flip', recordings })] : []),
    ...PLANTED_PRECISIONS.map((precision) =>
      series(`planted ${precision}`, { kind: 'planted', ...made, precision, recall: PLANTED_RECALL }),
    ),
  ];
}
