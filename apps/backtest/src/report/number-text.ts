/** Three decimals; a dash for what is not defined. */
export function figure(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}

export function signed(value: number | null | undefined, digits = 3): string {
  const text = figure(value, digits);
  return typeof value === 'number' && value >= 0 && text !== '–' ? `+${text}` : text;
}

export function between(interval: { readonly from: number; readonly to: number } | null, digits = 3): string {
  return interval ? `${signed(interval.from, digits)} to ${signed(interval.to, digits)}` : '–';
}

export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `2014-05-05 10:15:00` UTC. */
export function marketTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
