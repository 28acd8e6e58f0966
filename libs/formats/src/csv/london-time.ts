const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * HH:MM:SS in Europe/London. Summer time runs from the last Sunday of March to the last Sunday of October, both at
 * 01:00 UTC (Summer Time Order 2002, in force for every year this can meet).
 */
export function londonTime(timeMs: number): string {
  const local = timeMs + (isSummer(timeMs) ? HOUR : 0);
  const second = Math.floor((((local % DAY) + DAY) % DAY) / 1000);
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

let year = NaN;
let yearStart = 0;
let yearEnd = 0;
let summerStart = 0;
let summerEnd = 0;

function isSummer(timeMs: number): boolean {
  if (!(timeMs >= yearStart && timeMs < yearEnd)) remember(timeMs);
  return timeMs >= summerStart && timeMs < summerEnd;
}

/** A file's times lie in one year or two, so the last year's borders are kept. */
function remember(timeMs: number): void {
  year = new Date(timeMs).getUTCFullYear();
  yearStart = Date.UTC(year, 0, 1);
  yearEnd = Date.UTC(year + 1, 0, 1);
  summerStart = lastSunday(2) + HOUR;
  summerEnd = lastSunday(9) + HOUR;
}

/** Midnight UTC of the last Sunday of March (2) or October (9): both months have 31 days. */
function lastSunday(month: number): number {
  const last = Date.UTC(year, month, 31);
  return last - new Date(last).getUTCDay() * DAY;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
