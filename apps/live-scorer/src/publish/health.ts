import type { Journal } from './journal.ts';

export type HealthReport = {
  /** False when only a new process helps: a dead endpoint or a mute feed are not helped by one. */
  readonly isAble: boolean;
  readonly state: string;
  /** Since the newest reading; null before the first. */
  readonly ageMs: number | null;
};

/** Readings come once a second, whatever they say: this long without one is a process whose timers do not run. */
const SILENT_MS = 60_000;

/** @param startedAtMs, @param nowMs epoch milliseconds */
export function healthOf(journal: Journal, startedAtMs: number, nowMs: number): HealthReport {
  const newest = journal.newest?.reading;
  return {
    isAble: nowMs - (newest?.atMs ?? startedAtMs) < SILENT_MS,
    state: newest?.state ?? 'starting',
    ageMs: newest ? nowMs - newest.atMs : null,
  };
}
