/** A number as the algorithm's log prints it: Python's repr of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) return exponentText(value);
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** At least two digits in the exponent: 1e-05. */
function exponentText(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}

/** Reads what `floatText` wrote; NaN for anything that is no number. */
export function parseFloatText(text: string): number {
  const named: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity };
  return named[text] ?? Number(text);
}
