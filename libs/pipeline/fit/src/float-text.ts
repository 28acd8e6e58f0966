import { pythonFloat } from '@moving-ground/formats';

/** A number as the algorithm's log prints it: Python's repr of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return pythonFloat(value);
}

/** Reads what `floatText` wrote; NaN for anything that is no number. */
export function parseFloatText(text: string): number {
  const named: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity };
  return named[text] ?? Number(text);
}
