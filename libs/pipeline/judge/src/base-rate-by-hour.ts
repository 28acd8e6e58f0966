import type { Predictions } from './predictions.ts';

export type HourOfDay = {
  /** 0 to 23, UTC. */
  readonly hour: number;
  readonly rows: number;
  readonly baseRate: number;
  readonly flagged: number;
  readonly precision: number | null;
};

const HOUR_MS = 3_600_000;

/** The hours in which orders were opened, in their order. */
export function baseRateByHour({ openMs, label, flagged }: Predictions): readonly HourOfDay[] {
  const [rows, positives, flags, hits] = [0, 1, 2, 3].map(() => new Float64Array(24)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < openMs.length; i++) {
    const hour = Math.floor((openMs[i] as number) / HOUR_MS) % 24;
    const [y, flag] = [label[i] as number, flagged[i] as number];
    rows[hour] = (rows[hour] as number) + 1;
    positives[hour] = (positives[hour] as number) + y;
    flags[hour] = (flags[hour] as number) + flag;
    hits[hour] = (hits[hour] as number) + flag * y;
  }
  const all = Array.from(rows, (count, hour) => {
    const flaggedHere = flags[hour] as number;
    return {
      hour,
      rows: count,
      baseRate: (positives[hour] as number) / count,
      flagged: flaggedHere,
      precision: flaggedHere > 0 ? (hits[hour] as number) / flaggedHere : null,
    };
  });
  return all.filter((hour) => hour.rows > 0);
}
