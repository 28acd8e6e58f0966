/** Numbers and times as people read them. */

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** 0.4213 as `42.1 %`. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? '–'
    : `${(100 * share).toFixed(1)} %`;
}

export function price(value: number | undefined): string {
  return value === undefined
    ? '–'
    : value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 2 });
}

/** Epoch milliseconds as `2026-01-05 10:15:00`, UTC as all times here. */
export function clock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** 95 seconds as `1 min 35 s`; the two largest units. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** `20260105t120000-0f3a9c21-1` as the batch's moment and the attempt. */
export function runName(runId: string): string {
  const [, date, time, , attempt] = /^(\d{8})t(\d{6})-(\w{8})-(\d+)$/.exec(runId) ?? [];
  if (!date || !time) return runId;
  const day = `${date.slice(4, 6)}-${date.slice(6, 8)}`;
  const moment = `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}`;
  return `${day} ${moment}${attempt === '1' ? '' : ` (attempt ${attempt})`}`;
}

/** A JSON text with line ends, or the text itself. */
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
